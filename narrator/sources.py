"""The names of sources: paths, URLs, and ``-`` for standard input."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrator.language.visible import without_hidden

STANDARD_INPUT = "-"
# the name of an article whose source has none
_UNNAMED = "narration"
# what a file name made of a URL must not hold
_NOT_IN_NAMES = re.compile(r"[\s/\\:*?\"<>|]+")
# characters; readable, and far below the 255 bytes that file systems allow
_LONGEST_NAME = 80
# a scheme has at least two letters, since one letter is a Windows drive
_URL_START = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
# what somebody meant as a web address, with a slash too few
_WEB_START = re.compile(r"https?:/*", re.I)
_AUTHORITY_END = re.compile(r"[/?#\\]|\Z")
# a colon that may part a name from a password, and does not part a scheme from its address
_PATH_WITH_COLON = re.compile(r"[^?#:]*+(?:://[^?#:]*+)*+:")
# stands for what may be a login
_HIDDEN_LOGIN = "…@"
# Python's sign for a byte that is no text
_UNDECODED = re.compile(r"[\ud800-\udfff]")
_WORD_SEPARATORS = re.compile(r"[_-]+")


def is_url(source: str) -> bool:
    """Return whether a source is written like a URL, whatever its scheme."""
    return bool(_URL_START.match(source))


def without_login(source: str) -> str:
    """Return a source as it may be shown: a URL without its user name and password.

    A login ends at the last ``@`` of the host's part. A password in which ``/``, ``?`` or ``#`` is
    not percent-encoded reaches beyond that part; where a URL looks like that, an ellipsis stands
    for everything up to its last ``@``.
    """
    start = _URL_START.match(source) or _WEB_START.match(source)
    if start is None or "@" not in source:
        return source
    rest = source[start.end() :]
    end = _AUTHORITY_END.search(rest)
    assert end is not None
    authority, path = rest[: end.start()], rest[end.start() :]
    if _may_hold_login(authority, path):
        return f"{start[0]}{_HIDDEN_LOGIN}{path.rpartition('@')[2]}"
    return f"{start[0]}{authority.rpartition('@')[2]}{path}"


def _may_hold_login(authority: str, path: str) -> bool:
    """Return whether what follows a URL's host may be the rest of a login.

    A path may well hold an ``@`` (``example.org/@name``), and a query a colon. So there has to be a
    colon by the host, or one in the path that is not another URL's.
    """
    before, at, _ = path.rpartition("@")
    if not at:
        return False
    return ":" in authority or bool(_PATH_WITH_COLON.match(before))


def article_name(source: str) -> str:
    """Return a file name, without a suffix, for the article read from a source."""
    if source == STANDARD_INPUT:
        return _UNNAMED
    if not is_url(source):
        return without_undecoded(Path(source).stem)
    try:
        url = urlsplit(without_login(source))
        host = url.hostname or ""
    except ValueError:  # the reader will say what is wrong with it
        return _UNNAMED
    path = unquote(url.path).rstrip("/")
    name = Path(Path(path).name).stem or host
    name = without_hidden(_NOT_IN_NAMES.sub("-", name)).strip("-. ")
    return name[:_LONGEST_NAME] or _UNNAMED


def file_identity(source: str) -> str:
    """Return the path that a file has however it is written: absolute, all links followed."""
    return os.path.normcase(os.path.realpath(source))


def origin(source: str) -> str:
    """Return what may be told of a source: its URL, or its file's name; empty for neither."""
    if is_url(source):
        return without_login(source)
    if source == STANDARD_INPUT:
        return ""
    return without_undecoded(Path(source).name)


def site(source: str) -> str:
    """Return the host of a URL as people call it; empty for what is no URL, or none with a host."""
    if not is_url(source):
        return ""
    try:
        host = urlsplit(without_login(source)).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def without_undecoded(name: str) -> str:
    """Return a name with Unicode's replacement character for each byte that is no text."""
    return _UNDECODED.sub("\ufffd", name)


def spoken_name(name: str) -> str:
    """Return a file name as a title: its hyphens and underscores become spaces."""
    return _WORD_SEPARATORS.sub(" ", name)
