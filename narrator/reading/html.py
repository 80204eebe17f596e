"""Web pages: of all their blocks those that are the article, with what the page says about itself.

trafilatura, or resiliparse, says where the article is; the structure is the page's own, see ``content`` and ``markup``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from narrator.article import Article, Kind, Skipped
from narrator.errors import SourceError
from narrator.reading.content import choose, extract
from narrator.reading.document import decode_page, parse_html
from narrator.reading.markup import Block, blocks
from narrator.reading.notes import find_notes
from narrator.reading.obstacles import is_feed, refuse
from narrator.reading.outline import Outline

_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{1,8})*)\b")
# Thai, Lao, Burmese, Khmer, Chinese, Japanese: some two characters a word
_UNPARTED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
# between a page's title and the site's name
_TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]\s+")
# a heading after more blocks than a label, a date and a byline is not the title
_LATEST_TITLE = 6


def read_html(data: bytes, source: str, *, charset: str | None = None) -> Article:
    """An article from the bytes of a web page; ``charset`` is what a server said of them.

    Raises:
        SourceError: there is no article in it, and the reason is known, or it is out of all bounds.
    """
    root = parse_html(decode_page(data, charset), source)
    if is_feed(root):
        raise SourceError(source, "it is a feed: give the address of one of its articles")
    found = list(blocks(root, find_notes({"": root}, _same_page(source))))
    chosen = choose(found, extract(root) if found else "")
    kept = [block for block, chose in zip(found, chosen, strict=True) if chose]
    left = [block for block, chose in zip(found, chosen, strict=True) if not chose]
    details = _details(root)
    words = _count(block.text for block in kept if not block.level)
    title = _title(details.get("title", ""), found, kept)
    refuse(root, source, title, words, " ".join(block.text for block in found))
    if found and not words:
        raise SourceError(source, "no article is found in it: save its text in a browser")
    outline = Outline()
    write(outline, kept)
    skipped = [Skipped("passage beside the article", len(left), sum(len(block.text.split()) for block in left))]
    return outline.article(
        source,
        title,
        author=details.get("author", ""),
        date=details.get("date", ""),
        language=_language(root),
        skipped=skipped if left else (),
    )


def write(outline: Outline, found: Sequence[Block]) -> None:
    """Blocks into an outline."""
    for block in found:
        if block.level:
            outline.heading(block.text, block.level)
        elif block.kind is Kind.TABLE:
            outline.table(block.rows[0], block.rows[1:])
        else:
            outline.add(block.text, block.kind, block.label)


def _count(texts: Iterable[str]) -> int:
    """Words, or what comes near to it in scripts that do not part them."""
    return sum(max(len(text.split()), len(_UNPARTED.findall(text)) // 2) for text in texts)


def _same_page(source: str) -> Any:
    """How links resolve: to the page itself, or elsewhere."""
    here = source.partition("#")[0]

    def resolve(base: str, href: str) -> str:
        return base if href.partition("#")[0] in {"", here} else href

    return resolve


def _details(root: Any) -> dict[str, str]:
    """Title, author and date, as far as the page's head, its structured data or its byline say them."""
    import logging
    from copy import deepcopy

    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = extract_metadata(deepcopy(root), date_config={"extensive_search": False, "original_date": True})
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):  # of markup it is not made for
        return {}
    author = "; ".join(dict.fromkeys(filter(None, map(str.strip, (found.author or "").split(";")))))
    return {"title": found.title or "", "author": author.replace("; ", ", "), "date": found.date or ""}


def _title(said: str, found: Sequence[Block], kept: Sequence[Block]) -> str:
    """The one top heading of the article, else what the page says, as it stands in a heading where that is a part of it."""
    top = [block.text for block in kept if block.level == 1]
    if len(top) == 1 and kept.index(next(block for block in kept if block.level)) < _LATEST_TITLE:
        return top[0]
    parts = {part.casefold() for part in (said, *_TITLE_PARTS.split(said))}
    headings = (block.text for block in found if block.level and block.text.casefold() in parts)
    return next(headings, said)


def _language(root: Any) -> str:
    """The tag of the page's language."""
    said = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("xml:lang")]
    for node in root.iter("body", "meta"):
        name = (node.get("http-equiv") or node.get("name") or node.get("property") or "").lower()
        if name in {"content-language", "language", "dc.language", "og:locale"}:
            said.append(node.get("content"))
        said.append(node.get("lang"))
    return next((match[1] for text in said if text and (match := _LANGUAGE.match(text))), "")
