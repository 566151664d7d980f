"""What reaches across programs: keys pressed anywhere, the field that has the focus, and typing into it."""
