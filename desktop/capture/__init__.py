"""The screen, a window, a region and the clipboard as pictures; a QImage goes no further than here."""
