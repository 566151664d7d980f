"""Sori's application: a window and a command over the engines."""

VERSION = "0.1.0"
