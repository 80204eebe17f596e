"""From sources to articles.

The bytes of a source are fetched here, for all kinds. The rest happens in a process of its own, see
``narrator.readers.guarded``: each reader tests whether they are of its kind, see
``narrator.readers.sniff``, and the surest one makes the article.

To add a kind of source:

1. Write a function ``read(data: bytes, source: str) -> Article`` that raises ``SourceError`` on
   what it cannot read. ``narrator.readers.builder`` helps to build the article. It is called in a
   process that ends with it, without standard streams: only the article comes back, pickled.
2. Write a function ``match(sample: Sample, is_named: bool) -> Match`` that tests whether a source
   is of the kind. It looks at the content first; the source's name, which is only ``is_named``,
   should not decide alone where the content can.
3. Put both into a ``narrator.readers.reader.Reader``, with the suffixes of its files and the
   content types that servers send. Where a built-in reader lists the same suffix, it keeps it.
4. Register the object under the name of the kind, not of a suffix: in a package of your own by an
   entry point ``kind = "package.module:READER"`` in the group ``narrator.readers``; here in
   ``narrator.readers.kinds`` and the table in ``narrator.registry``. A name that is built in
   cannot be taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath
from urllib.parse import urljoin, urlsplit

from narrator.article import Article
from narrator.errors import NothingToSayError, SourceError, os_reason
from narrator.language.characters import has_word
from narrator.language.detect import detect_language
from narrator.processes.confined import do_nothing
from narrator.readers.encoding import to_utf8
from narrator.readers.formulas import without_tex
from narrator.readers.guarded import Limits, run_guarded
from narrator.readers.kinds import PDF_HEADER
from narrator.readers.sniff import find_reader
from narrator.readers.unread import ZIP_SIGNATURE
from narrator.sources import STANDARD_INPUT, is_url, without_login

# ten times the longest novels; more is a wrong file, and would be held in memory
_MAX_BYTES = 64 * 1024 * 1024
# what names no encoding but knows its own
_WITH_OWN_ENCODING = (ZIP_SIGNATURE, PDF_HEADER)


def read(
    source: str | Path,
    allow_local: bool = False,
    meanwhile: Callable[[], None] = do_nothing,
    encoding: str = "",
) -> Article:
    """Return the article that a file, a URL or, for ``-``, standard input holds.

    Args:
        source: Where it is.
        allow_local: Whether URLs of this machine and its network are fetched, too.
        meanwhile: What this process does while another one reads, if it can fork.
        encoding: The encoding of a text or page; empty to find it. Archives and PDF know their own.

    Raises:
        SourceError: The source is missing, not readable, too large, of a kind that is not read, or
            made to take more time or memory than a source of its size may.
        NothingToSayError: The source holds no letter and no digit.
        UsageError: An installed reader cannot be used.
    """
    source = str(source)
    path = source
    page_url = ""
    content_type = ""
    if is_url(source):
        from narrator.readers.web import fetch

        fetched = fetch(source, allow_local=allow_local)
        data = fetched.data if encoding else fetched.as_utf8()
        page_url = fetched.final_url
        path = urlsplit(page_url).path
        content_type = fetched.content_type
    else:
        data = _read_bytes(source)
    source = without_login(source)
    _check_size(data, source)
    if encoding and not data.startswith(_WITH_OWN_ENCODING):
        data = to_utf8(data, encoding, source)
    suffix = PurePath(path).suffix[1:].lower()
    limits = Limits.for_source(len(data))
    arguments = (data, source, suffix, content_type)
    article = run_guarded(_make_article, arguments, limits, source, meanwhile)
    text = article.text
    if not has_word(text):
        raise NothingToSayError(source)
    language = article.language or detect_language(text)
    cover_url = _resolve(page_url, article.cover_url)
    return replace(article, language=language, cover_url=cover_url)


def _make_article(data: bytes, source: str, suffix: str, content_type: str) -> Article:
    """Return the article that the bytes of a source hold, by the surest reader.

    Raises:
        SourceError: It cannot be read, or is of a kind that is not read.
        UsageError: An installed reader cannot be used.
    """
    article = find_reader(data, source, suffix, content_type).read(data, source)
    return without_tex(article)


def _resolve(page_url: str, reference: str) -> str:
    """Return the address that a page refers to; empty where there is none, or the page is a file.

    What a page that came encrypted refers to is asked for encrypted, as browsers do.
    """
    if not page_url or not reference:
        return ""
    try:
        url = urljoin(page_url, reference)
    except ValueError:
        return ""
    if page_url.startswith("https:") and url.startswith("http:"):
        return url.replace("http:", "https:", 1)
    return url


def _read_bytes(source: str) -> bytes:
    """Return the bytes of a file or of standard input.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is too large.
    """
    try:
        if source == STANDARD_INPUT:
            data = _read_standard_input()
        else:
            with open(source, "rb") as file:
                data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(without_login(source), os_reason(error)) from error
    except ValueError as error:  # a NUL in the path is one
        raise SourceError(without_login(source), str(error)) from error
    return data


def _check_size(data: bytes, source: str) -> None:
    """Check that a source is not too large.

    Raises:
        SourceError: It is.
    """
    if len(data) > _MAX_BYTES:
        raise SourceError(source, f"it is larger than {_MAX_BYTES // 1024**2} MiB")


def _read_standard_input() -> bytes:
    """Return the bytes of standard input, at most one more than a source may have.

    Raises:
        ValueError: Standard input is closed.
    """
    if sys.stdin is None:
        raise ValueError("it is closed")
    return sys.stdin.buffer.read(_MAX_BYTES + 1)
