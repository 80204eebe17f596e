"""Which blocks are headings: those the document's outline names, else what looks like one, else what reads like one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.article import Kind
from narrator.readers.pdf.blocks import Block
from narrator.readers.pdf.pages import Bookmark
from narrator.readers.plain import headings as plain
from narrator.readers.plain.blocks import Block as TextBlock

# of the body's size; Word's and LaTeX's smallest headings that are larger at all are 1.15 and 1.2
_LARGER = 1.1
_MAX_WORDS = 25
_MAX_LINES = 4
# of a document's characters in one look: more is text, for instance a preface in larger type
_TEXT_SHARE = 0.2
# of bookmarks that must be found as lines, for an outline to be about the text
_FOUND_SHARE = 0.5
# blocks a bookmark's title may be spread over, as "Chapter 1" and its name
_SPREAD = 3
# in ems, of a gap inside a line: cells of a table
_CELL_GAP = 1.8
_NUMBER_ONLY = re.compile(
    r"(?:(?:chapter|part|book|section|appendix|kapitel|teil|buch|chapitre|partie|capítulo|parte|capitolo|hoofdstuk|deel)\s+)?"
    r"(?:\d{1,3}|[ivxlc]{1,7}|[A-Z])\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in place of the blocks from ``start`` up to ``stop``, which may be none."""

    start: int
    stop: int
    text: str
    level: int


def find_headings(
    blocks: Sequence[Block], texts: Sequence[str], bookmarks: Sequence[Bookmark], body: float
) -> list[Heading]:
    """The headings of a document in order; ``texts`` are its blocks' texts, mended."""
    if len(bookmarks) > 1:
        named, share = _named(blocks, texts, bookmarks)
        if share >= _FOUND_SHARE:
            return named
    if len(looking := _looking(blocks, texts, body)) > 1:
        return looking
    return [*looking, *_reading(blocks, texts, looking)]


def title_on_page_one(blocks: Sequence[Block], texts: Sequence[str], body: float) -> str:
    """The largest text of the document, if it is on its first page."""
    first = [index for index, block in enumerate(blocks) if block.page == blocks[0].page]
    page = [index for index in first if len(texts[index].split()) <= _MAX_WORDS]
    size = max((blocks[index].first.size for index in page), default=0.0)
    if size < _LARGER * body:
        return ""
    largest = [index for index in page if blocks[index].first.size == size]
    last = largest[-1]
    if any(block.first.size >= size for block in blocks[last + 1 :]) or largest != list(
        range(largest[0], last + 1)
    ):
        return ""  # chapters have it too
    return " ".join(texts[index] for index in largest)


def title_block(
    blocks: Sequence[Block], texts: Sequence[str], title: str, taken: set[int]
) -> int | None:
    """The block before all headings that is the title once more."""
    for index in range(min(taken, default=len(blocks))):
        if blocks[index].page > blocks[0].page:
            return None
        if _plain(texts[index]) == _plain(title):
            return index
    return None


def _named(
    blocks: Sequence[Block], texts: Sequence[str], bookmarks: Sequence[Bookmark]
) -> tuple[list[Heading], float]:
    """Headings by the outline, and the share of it found as lines."""
    plain = [_plain(text) if len(text) < 400 else "" for text in texts]
    first_of: dict[int, int] = {}
    for index, block in enumerate(blocks):
        first_of.setdefault(block.page, index)
    found: list[Heading] = []
    hits = 0
    for bookmark in bookmarks:
        start, stop = _place(bookmark, blocks, plain, first_of)
        hits += stop > start
        text = (
            texts[start]
            if stop == start + 1 and plain[start] != _plain(bookmark.title)
            else bookmark.title
        )
        found.append(Heading(start, stop, text, bookmark.level))
    found.sort(key=lambda heading: heading.start)
    kept = [
        heading
        for heading, after in zip(found, [*found[1:], Heading(len(blocks), 0, "", 0)], strict=True)
        # a cover or an empty page is nothing to say
        if heading.stop > heading.start
        or after.start > heading.start
        or after.level > heading.level
    ]
    return kept, hits / len(bookmarks)


def _place(
    bookmark: Bookmark, blocks: Sequence[Block], plain: Sequence[str], first_of: dict[int, int]
) -> tuple[int, int]:
    """The blocks that are a bookmark's title, the nearest where there are several, else where it points."""
    title = _plain(bookmark.title)
    runs: list[tuple[float, int, int]] = []
    begin = min(
        (index for page, index in first_of.items() if page >= bookmark.page), default=len(blocks)
    )
    index = begin
    while title and index < len(blocks) and blocks[index].page == bookmark.page:
        together = ""
        for stop in range(index + 1, min(index + 1 + _SPREAD, len(blocks) + 1)):
            together += plain[stop - 1]
            if not plain[stop - 1] or len(together) > 2 * len(title) + 12:
                break
            if together == title or _is_most_of(title, together) or _is_most_of(together, title):
                runs.append(
                    (
                        0.0 if bookmark.top is None else abs(blocks[index].top - bookmark.top),
                        index,
                        stop,
                    )
                )
                break
        index += 1
    if runs:
        return min(runs)[1:]
    if bookmark.top is not None:
        while (
            begin < len(blocks)
            and blocks[begin].page == bookmark.page
            and blocks[begin].first.base > bookmark.top
        ):
            begin += 1
    return begin, begin


def _is_most_of(part: str, whole: str) -> bool:
    """Numbers and words like "Chapter" stand before titles in one place and not in the other."""
    return len(part) >= 4 and whole.endswith(part) and len(part) * 2 + 12 >= len(whole)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _looking(blocks: Sequence[Block], texts: Sequence[str], body: float) -> list[Heading]:
    """Short blocks in larger, bold or capital type; the larger the type, the higher the level."""
    looks = [_look(block, text, body) for block, text in zip(blocks, texts, strict=True)]
    total = sum(map(len, texts))
    size_of = Counter[tuple[float, bool]]()
    for look, text in zip(looks, texts, strict=True):
        if look:
            size_of[look] += len(text)
    looks = [look if look and size_of[look] <= _TEXT_SHARE * total else None for look in looks]
    runs = list(_runs(blocks, texts, looks))
    uses = Counter(look for _, _, look in runs)
    # the title has the largest type and nothing else has it
    title = next(
        (
            run
            for run in runs
            if run[2] == max(uses) and uses[run[2]] == 1 and blocks[run[0]].page == blocks[0].page
        ),
        None,
    )
    # who wrote it and when stands right below, in type of its own; a heading right above a larger one heads nothing
    idle = {start for start, _, look in runs if title and start == title[1] and uses[look] == 1}
    idle |= {
        before[0]
        for before, after in pairwise(runs)
        if before[1] == after[0] and before[2] < after[2]
    }
    runs = [run for run in runs if run[0] not in idle]
    ranks = sorted({run[2] for run in runs if run != title}, reverse=True)
    level_of = {look: min(rank + 1, 6) for rank, look in enumerate(ranks)}
    return [
        Heading(start, stop, _spoken(texts[start:stop]), level_of.get(look, 1))
        for start, stop, look in runs
    ]


def _look(block: Block, text: str, body: float) -> tuple[float, bool] | None:
    """How much a block looks like a heading, by size and then weight; None when it does not."""
    is_short = (
        len(block.lines) <= _MAX_LINES
        and len(text.split()) <= _MAX_WORDS
        and any(map(str.isalnum, text))
    )
    is_bullet = block.kind is Kind.ITEM and not block.label
    if not is_short or is_bullet or block.kind not in (Kind.PROSE, Kind.ITEM) or _has_cells(block):
        return None
    size = round(block.first.size * 2) / 2
    bold = all(line.bold for line in block.lines)
    if size >= _LARGER * body:
        return None if text.endswith((",", ";")) else (size, bold)
    if size < 0.9 * body or text.endswith((".", ",", ";", ":")) or not any(map(str.isalpha, text)):
        return None
    if bold:
        return body, True
    return (body, False) if text.isupper() and sum(map(str.isalpha, text)) > 3 else None


def _has_cells(block: Block) -> bool:
    for line in block.lines:
        for before, word in zip(line.words[:-1], line.words[1:], strict=True):
            if word.left - before.right > _CELL_GAP * line.size and not _NUMBER_ONLY.fullmatch(
                before.text
            ):
                return True
    return False


def _runs(
    blocks: Sequence[Block], texts: Sequence[str], looks: Sequence[tuple[float, bool] | None]
) -> Iterator[tuple[int, int, tuple[float, bool]]]:
    """Headings of several blocks: lines that were centred, or a number and its title."""
    start = 0
    while start < len(blocks):
        look = looks[start]
        stop = start + 1
        if look:
            while (
                stop < len(blocks)
                and (next_look := looks[stop])
                and blocks[stop].page == blocks[start].page
            ):
                is_number = _NUMBER_ONLY.fullmatch(texts[stop - 1])
                gap = blocks[stop - 1].lines[-1].base - blocks[stop].first.base
                if not is_number and (next_look != look or not 0 < gap < 1.9 * look[0]):
                    break
                look = max(look, next_look)
                stop += 1
            yield start, stop, look
        start = stop


def _spoken(texts: Sequence[str]) -> str:
    if len(texts) > 1 and _NUMBER_ONLY.fullmatch(texts[0]):
        return f"{texts[0]} – {' '.join(texts[1:])}"
    return " ".join(texts)


def _reading(
    blocks: Sequence[Block], texts: Sequence[str], looking: Sequence[Heading]
) -> Iterator[Heading]:
    """Headings in a document of one type, as from a typewriter, told as in plain text."""
    taken = {index for heading in looking for index in range(heading.start, heading.stop)}
    indices = [
        index
        for index, block in enumerate(blocks)
        if block.kind is Kind.PROSE and index not in taken
    ]
    lines = [TextBlock(texts[index], (texts[index],), place) for place, index in enumerate(indices)]
    for place, level in plain.find_headings(lines).items():
        yield Heading(indices[place], indices[place] + 1, texts[indices[place]], level)
