"""Recording: passages into takes, takes into one file with chapters."""
