"""The lines that Project Gutenberg puts around its books, in English for books in any language."""

from __future__ import annotations

import re

# the line before a book
BOOK_STARTS = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK")
# the line behind it, which older books have without the stars
BOOK_ENDS = re.compile(r"(?:\*\*\* ?)?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.I)
