"""The page that lists what is served, for browsers."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from narrator.language.visible import visible
from narrator.publish.serving.shelf import FEED_NAME

# no script, no picture, no form: links alone
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def index_page(title: str, paths: list[str]) -> bytes:
    """Return a page with a link to each path, the feed's first.

    Args:
        title: The folder's name.
        paths: Paths relative to the page, with slashes.
    """
    shown = escape(_printable(title))
    feeds = [path for path in paths if path == FEED_NAME]
    files = [path for path in paths if path != FEED_NAME]
    links = [f"{_link(path)} (for podcast apps: copy its address)" for path in feeds]
    links += map(_link, files)
    if not links:
        links = ["<li>Nothing that is served is here yet."]
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{shown}</title>",
        f"<h1>{shown}</h1>",
        "<ul>",
        *links,
        "</ul>",
    ]
    return "\n".join(lines).encode()


def _link(path: str) -> str:
    """Return an item of the list."""
    return f'<li><a href="{escape(_href(path))}">{escape(_printable(path))}</a>'


def _href(path: str) -> str:
    """Return a relative address; the dot keeps a colon from making it an absolute one."""
    return f"./{quote(path, errors='surrogateescape')}"


def _printable(name: str) -> str:
    """Return a name as it may be shown, with marks for what nobody sees."""
    return visible(name.encode("utf-8", "replace").decode())
