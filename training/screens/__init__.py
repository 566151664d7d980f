"""Screens drawn with exact truth: what stands where, to train and to test what looks at screens."""
