"""Speech engines: text and a voice into PCM with word times."""
