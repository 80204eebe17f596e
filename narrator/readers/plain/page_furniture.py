"""What a printed page repeats: page numbers and running heads, taken out of the text and counted.

A number that counts on may be a chapter's as well as a page's, form feed or not. Pages break where they are full,
chapters where a sentence ends: numbers are pages' if enough of them stand inside a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrator.readers.plain.asides import is_caption
from narrator.readers.plain.numbering import NUMBER
from narrator.readers.plain.source_lines import Line

# a running head may have its page's number before or behind it, or be nothing but the number
_PAGE = re.compile(r"\W*(?:(\d{1,4})\b.*|.*?\b(\d{1,4})(?:\s*(?:of|/|von|de)\s*\d{1,4})?)\W*$")
_PAGE_WORDS = frozenset(
    ("page", "page of", "p", "pg", "seite", "seite von", "página", "página de", "of")
)
_DIGITS = re.compile(r"\d+")
# so often a line is repeated, or a number counts on, that it is a page's
_LEAST = 3
# share of page numbers that stand inside a sentence
_INSIDE = 0.25
# lines of text on a page at least, and characters of a running head at most
_PAGE_LINES, _HEAD = 8, 90
_ENDS = (".", "!", "?", ":", "”", '"', "’", "»", ")", "…")


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines without those of pages, and these."""

    lines: list[Line]
    heads: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def clear(lines: Sequence[Line], feeds: frozenset[int] = frozenset()) -> Furniture:
    """Leave out page numbers and running heads; ``feeds`` are the numbers of the lines that begin a page."""
    numbers = _numbers(lines)
    if not numbers and not feeds:
        return Furniture(list(lines))
    edges = {place + step for place in numbers for step in (-2, -1, 1, 2)} | _page_edges(
        lines, feeds
    )
    # a running head that names its chapter comes with the page number, before or behind it
    # the first line of all stays, it may be the title that the pages repeat
    texts = {
        place: _without_digits(lines[place].text)
        for place in edges - numbers
        if 0 < place < len(lines)
    }
    often = Counter(texts.values())
    heads = {
        place
        for place, text in texts.items()
        if text and often[text] >= _LEAST and _may_be_head(lines[place].text)
    }
    if not heads and not numbers:
        return Furniture(list(lines))
    gone = [lines[place].text for place in sorted(heads | numbers)]
    return Furniture(
        _without(lines, heads | numbers),
        tuple(text.strip() for text in gone if _without_digits(text)),
        tuple(text.strip() for text in gone if not _without_digits(text)),
    )


def page_starts(text: str) -> frozenset[int]:
    """The numbers of the lines after a form feed."""
    if "\f" not in text:
        return frozenset()
    return frozenset(
        place + 1
        for place, line in enumerate(text.splitlines(keepends=True))
        if line.endswith("\f")
    )


def _numbers(lines: Sequence[Line]) -> set[int]:
    """Where lines stand whose numbers count on by one, or by two for left and right pages, page after page."""
    chains: dict[str, list[list[int]]] = defaultdict(
        list
    )  # by the text around the number, of places
    last: dict[str, tuple[int, int]] = {}
    for place, line in enumerate(lines):
        page = _PAGE.match(line.text) if len(line.text) <= _HEAD else None
        if not page:
            continue
        key, number = _without_digits(line.text), int(page[1] or page[2])
        if key and (NUMBER.match(line.text.strip()) or is_caption(line.text)):
            continue
        before, counted = last.get(key, (-_PAGE_LINES, -9))
        if number - counted in (1, 2) and place - before >= _PAGE_LINES:
            chains[key][-1].append(place)
        elif key in chains and len(chains[key][-1]) >= _LEAST and place - before < _PAGE_LINES:
            continue  # a stray number
        else:
            chains[key].append([place])
        last[key] = place, number
    return {
        place
        for each in chains.values()
        for chain in each
        if _are_pages(chain, lines)
        for place in chain
    }


def _are_pages(chain: Sequence[int], lines: Sequence[Line]) -> bool:
    inside = sum(place > 0 and not lines[place - 1].text.endswith(_ENDS) for place in chain)
    return len(chain) >= _LEAST and inside >= _INSIDE * len(chain)


def _page_edges(lines: Sequence[Line], feeds: frozenset[int]) -> set[int]:
    """The places of the first and the last two lines of each page."""
    starts = [
        place
        for place, line in enumerate(lines)
        if any(line.number - skip in feeds for skip in range(line.above + 1))
    ]
    return {
        place
        for start in (0, *starts, len(lines))
        if feeds
        for place in range(start - 2, start + 2)
    }


def _may_be_head(text: str) -> bool:
    """Whether a line could begin or end a page: text that runs over from one page to the next seldom looks so."""
    return (
        len(text) <= _HEAD
        and not text.lstrip()[0].islower()
        and not text.endswith((*_ENDS[:4], ",", ";", "-"))
    )


def _without_digits(text: str) -> str:
    """The text of a running head, nothing if it is a page number."""
    text = " ".join(_DIGITS.sub(" ", text).split()).strip(" -–—|.[]()/").casefold()
    return "" if text in _PAGE_WORDS else text


def _without(lines: Sequence[Line], out: set[int]) -> list[Line]:
    """The other lines; a sentence that a page's end broke goes on without the gap."""
    kept: list[Line] = []
    gap = 0
    removed = False
    for place, line in enumerate(lines):
        if place in out:
            gap += line.above
            removed = True
            continue
        if removed:
            broken = (
                bool(kept)
                and not kept[-1].text.endswith(_ENDS)
                and line.text.lstrip()[:1].islower()
            )
            line = replace(line, above=0 if broken else max(1, gap + line.above))
        kept.append(line)
        gap, removed = 0, False
    return kept
