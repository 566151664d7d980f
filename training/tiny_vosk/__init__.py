"""Make the tiny Vosk models of the tests, from nothing but the speech of espeak-ng.

    python -m training.tiny_vosk en|ko [--out DIR]

The unmodified Vosk loads them, and they know a few hundred words of one synthetic speaker: a real
recogniser for the tests, and never one for users. Needs the dependency group `training`.
"""
