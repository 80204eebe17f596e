"""The lines by which a book of Project Gutenberg is recognised."""

from __future__ import annotations

import re

# the line that Project Gutenberg puts before its books
BOOK_STARTS = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK")
