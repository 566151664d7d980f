"""Trains the network that says which control a box on a screenshot is: `python -m training.elements`."""
