"""Hands that spell, and hands that do anything else: strings to landmarks over time, all made up here.

`strings` says what is spelled, `scripts` how it is moved and when, `idle` what hands do otherwise,
`clips` turns all of it into landmarks as a camera and mediapipe would give them.
"""
