"""Sound: joining, loudness, encoders, and containers with chapters."""
