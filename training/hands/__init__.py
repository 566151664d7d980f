"""Synthetic hands to train on: bones, poses, views, cameras and the errors of a finder of hands.

Every number here is drawn from a seed; nothing is recorded of anybody.
"""
