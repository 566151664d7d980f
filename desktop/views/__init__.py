"""What is seen: Qt only, and no decisions."""
