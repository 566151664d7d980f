"""Makes the packages that people install: run by `python3 start.py package`, never shipped."""
