"""Train the readers of fingers, for single frames and over time, on hands that are made up here.

    python -m training.finger_reader

Needs torch, and nothing from outside: no photograph, video or landmark of a real hand is trained on.
"""
