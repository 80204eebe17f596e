"""Playing: an article is heard while it is made, from where the listener stopped."""
