"""The cover that a source has itself: an EPUB's, or the picture that a web page names."""

from __future__ import annotations

from narrator.article import Article
from narrator.audio.cover import MAX_COVER_BYTES, Cover, parse_cover
from narrator.covers.conversion import as_jpeg
from narrator.errors import SourceError
from narrator.events import Listener, Note

# players hold a picture unpacked, at four bytes a pixel
_MAX_PIXELS = 50_000_000


def find_own_cover(article: Article, allow_local: bool, listener: Listener) -> Cover | None:
    """Return the cover that an article's source has, or None; why it is not used is noted.

    Args:
        article: The article.
        allow_local: Whether it may be on this machine or its network.
        listener: Who is told.
    """
    try:
        data = article.cover or _fetch(article.cover_url, allow_local)
        if data:
            return _as_cover(data)
    except SourceError as error:
        listener(Note(f"the page's picture is not used as cover: {error.reason}"))
    except ValueError as error:
        listener(Note(f"the source's picture is not used as cover: {error}"))
    return None


def _fetch(url: str, allow_local: bool) -> bytes:
    """Return the picture at a URL; nothing where there is none.

    Raises:
        SourceError: It cannot be had.
    """
    if not url:
        return b""
    from narrator.readers.web import fetch_picture

    return fetch_picture(url, MAX_COVER_BYTES, allow_local=allow_local)


def _as_cover(data: bytes) -> Cover:
    """Return a picture of any kind as a cover.

    Raises:
        ValueError: It cannot be one; the message says why.
    """
    if len(data) <= MAX_COVER_BYTES:
        data = as_jpeg(data)
    cover = parse_cover(data)
    if cover.width * cover.height > _MAX_PIXELS:
        raise ValueError(f"it has more than {_MAX_PIXELS // 1_000_000} million pixels")
    return cover
