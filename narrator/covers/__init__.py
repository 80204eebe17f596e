"""Covers: the source's own, else one that is set from title, site or author, and date."""
