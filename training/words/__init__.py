"""Makes the word lists of the finger speller from Debian packages: `python -m training.words`."""
