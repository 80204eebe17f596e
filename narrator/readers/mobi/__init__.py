"""Mobipocket and Kindle books (``.mobi``, ``.azw3``, ``.prc``) without protection: as HTML.

The format was never published; what is known of it is in the wiki of MobileRead, "MOBI" and "KF8".
The usual library is under the GPL.
"""

from __future__ import annotations

import re
from dataclasses import replace

from narrator.article import Article
from narrator.readers.metadata import Metadata, as_title, day_of
from narrator.readers.mobi.container import open_book
from narrator.readers.mobi.text import read_text
from narrator.readers.tree.article import tree_article
from narrator.readers.tree.document import parse_html

# kinds of the book's own records (EXTH)
_AUTHOR = 100
_DATE = 106
_TITLE = 503
_LANGUAGE = 524
_COVER = 201
# where the book says that its table of contents begins, in bytes of the text
_CONTENTS_PLACE = re.compile(
    rb"<reference\b[^<>]*\btype=[\"']?toc\b[^<>]*\bfilepos=[\"']?(\d{1,10})"
)
_PAGE_BREAK = re.compile(rb"<mbp:pagebreak\b")


def read_mobi(data: bytes, source: str) -> Article:
    """Return the article of a Mobipocket or Kindle book.

    Raises:
        SourceError: It is protected, damaged, or packed in a way that is not known.
    """
    book = open_book(data, source)
    text = _without_contents(read_text(book))
    page = text.decode(book.encoding, "replace")
    metadata = Metadata(
        title=book.stated(_TITLE) or as_title(book.name),
        author=book.stated(_AUTHOR),
        date=day_of(book.stated(_DATE)),
        language=book.stated(_LANGUAGE),
    )
    article = tree_article(parse_html(page, source), metadata, source)
    return replace(article, cover=book.picture(_COVER))


def _without_contents(text: bytes) -> bytes:
    """Return a book's text without its table of contents, which lists links alone."""
    found = _CONTENTS_PLACE.search(text)
    if found is None:
        return text
    start = int(found[1])
    end = _PAGE_BREAK.search(text, start + 1)
    if end is None:
        return text[:start]
    return text[:start] + text[end.start() :]
