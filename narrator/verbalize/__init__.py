"""Written text into spoken text, and the order in which it is read."""
