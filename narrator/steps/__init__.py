"""Steps of the recipe: what the verbs of ``pipeline.py`` have in common, one kind a module."""
