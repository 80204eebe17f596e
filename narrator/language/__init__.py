"""Everything that knows a language: its words, its sentences and its script."""
