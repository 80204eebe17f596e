"""EPUB books made in memory: the pages a test is about, and what holds them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.archives import packed

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
XHTML = "application/xhtml+xml"
Spine = Sequence[str | tuple[str, str]]


def chapter(body: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>x</title>{head}</head><body>{body}</body></html>"
    )


def nav(contents: str) -> str:
    return chapter(f'<nav epub:type="toc"><h1>Contents</h1><ol>{contents}</ol></nav>')


def line(label: str, href: str, below: str = "") -> str:
    return f'<li><a href="{href}">{label}</a>{f"<ol>{below}</ol>" if below else ""}</li>'


def point(label: str, href: str, below: str = "") -> str:
    name = f"<navLabel><text>{label}</text></navLabel>"
    return f'<navPoint>{name}<content src="{href}"/>{below}</navPoint>'


def book(
    members: Mapping[str, str | bytes],
    spine: Spine,
    metadata: str = "",
    guide: str = "",
    manifest: str = "",
    **more: str | bytes,
) -> bytes:
    """Return an EPUB of members in ``OPS/``, given by their names.

    ``nav.xhtml`` and ``toc.ncx`` are its tables of contents. The spine's names are percent-encoded
    references; each may come with attributes of its item. ``manifest`` holds further items.
    """
    entries = [(entry, "") if isinstance(entry, str) else entry for entry in spine]
    items = manifest + "".join(
        f'<item id="i{n}" href="{href}" media-type="{XHTML}"/>'
        for n, (href, _) in enumerate(entries)
    )
    if "nav.xhtml" in members:
        items += f'<item id="nav" href="nav.xhtml" properties="nav" media-type="{XHTML}"/>'
    if "toc.ncx" in members:
        items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    order = "".join(f'<itemref idref="i{n}" {said}/>' for n, (_, said) in enumerate(entries))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<dc:title>Low Tide</dc:title>{metadata}</metadata><manifest>{items}</manifest><spine>"
        f"{order}</spine>{guide}</package>"
    )
    files = {"META-INF/container.xml": CONTAINER.format("OPS/book.opf"), "OPS/book.opf": package}
    inner = {f"OPS/{name}": data for name, data in members.items()}
    return packed({**files, **inner, **more}, ("mimetype", "application/epub+zip"))
