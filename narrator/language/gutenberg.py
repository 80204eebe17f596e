"""The lines that Project Gutenberg puts around its books, in English for books in any language."""

from __future__ import annotations

import re

# the line before a book
BOOK_STARTS = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK")
# the line after it, which in older books has no stars
BOOK_ENDS = re.compile(r"(?:\*\*\* ?)?END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.I)
