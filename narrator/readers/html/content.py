"""Which blocks of a web page are the article, told by an extractor's text.

An extractor is trusted on what it finds, but it drops captions, notes, short and repeated
paragraphs and the structure of most. So the page's own blocks are kept where the extractor has their words, and the rest
where it stands among them and is not marked as a menu, an advert, a comment and the like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from narrator.article import NOTE_MARK, Kind
from narrator.language.scripts import UNSPACED
from narrator.readers.html.page_chrome import Beside
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import tag_of

_SHINGLE = 4
# three characters of a script without spaces count as a word
_WORD = re.compile(rf"[{UNSPACED}]{{1,3}}|[^\W{UNSPACED}]+")
# of a block's shingles; the rest are lost where a note's mark or a picture stands within
_ENOUGH = 0.5
# words of a block that is surely of the article when it is in the extractor's text
_LONG = 5
_SENTENCE_CHARACTERS = 40
_ENDS = (".", "!", "?", "…", "。", ":")
# words of the extractor's for each of a page's own that it left out: between the article's parts, and before and after
_TRUST_WITHIN = 1.0
_TRUST_AROUND = 3.0
# how many elements around count as the surroundings: an item in a list in a section of an article
_WIDEST = 4


def choose(blocks: Sequence[Block], extracted: str) -> list[bool]:
    """For every block whether it is part of the article."""
    beside = Beside()
    aside = [beside.holds(block) for block in blocks]
    # a page of nothing but text is a document, of which an extractor only loses some
    if not extracted or not any(aside):
        return [not marked for marked in aside]
    known = _shingles(extracted)
    words = [_words(block.text) for block in blocks]
    # a word or two are found anywhere, so in a menu too
    found = [
        _is_known(each, known) and (len(each) >= _SHINGLE or not marked)
        for marked, each in zip(aside, words, strict=True)
    ]
    never = [hit and beside.never(block) for block, hit in zip(blocks, found, strict=True)]
    if _sum(words, never) * 2 < _sum(words, found):
        found = [hit and not no for hit, no in zip(found, never, strict=True)]
    free = [not hit and not marked for marked, hit in zip(aside, found, strict=True)]
    if not any(found):
        return free
    kept = list(found)
    first, last = _span(blocks, words, found, free)
    for indices, trust in _strangers(blocks, words, found, free):
        within = first <= indices[0] <= last
        said = [(blocks[index], len(words[index])) for index in indices]
        if trust >= (_TRUST_WITHIN if within else _TRUST_AROUND) and _is_text(said, within):
            for index in indices:
                kept[index] = free[index]
    return _with_notes(blocks, _without_repeats(blocks, _without_empty(blocks, found, kept)))


def _with_notes(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """A note that the article refers to is part of it, wherever it stands."""
    marks = {
        mark
        for block, keep in zip(blocks, kept, strict=True)
        if keep
        for mark in NOTE_MARK.findall(block.text)
    }
    return [
        keep or (block.kind is Kind.FOOTNOTE and block.label in marks)
        for block, keep in zip(blocks, kept, strict=True)
    ]


def _sum(words: Sequence[tuple[str, ...]], these: Sequence[bool]) -> int:
    return sum(len(said) for said, this in zip(words, these, strict=True) if this)


def _words(text: str) -> tuple[str, ...]:
    # an extractor does not raise what is raised
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of words of a text, and its shorter lines whole."""
    words = _words(text)
    found = {words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)}
    found.update(line for line in map(_words, text.splitlines()) if len(line) < _SHINGLE)
    return found


def _is_known(words: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    if len(words) < _SHINGLE:
        return words in known
    count = len(words) - _SHINGLE + 1
    return (
        sum(words[start : start + _SHINGLE] in known for start in range(count)) >= _ENOUGH * count
    )


def _span(
    blocks: Sequence[Block],
    words: Sequence[tuple[str, ...]],
    found: Sequence[bool],
    free: Sequence[bool],
) -> tuple[int, int]:
    """The first and the last block of the article: from the extractor's first to its last, where single words do not count,
    for they are found anywhere, and on to the headings before and the neighbours of the same parent.
    """
    hits = [index for index, hit in enumerate(found) if hit]
    hits = [index for index in hits if len(words[index]) >= _LONG] or hits
    ends = []
    for end, step in ((hits[0], -1), (hits[-1], 1)):
        while 0 <= (after := end + step) < len(blocks) and (found[after] or free[after]):
            leads_in = step < 0 and (blocks[after].level or blocks[after].kind is Kind.CAPTION)
            beside = blocks[after].element.getparent() is blocks[
                end
            ].element.getparent() and _is_marked_up(blocks[after])
            if not (found[after] or leads_in or beside):
                break
            end = after
        ends.append(end)
    return ends[0], ends[1]


def _strangers(
    blocks: Sequence[Block],
    words: Sequence[tuple[str, ...]],
    found: Sequence[bool],
    free: Sequence[bool],
) -> Iterator[tuple[list[int], float]]:
    """Runs of blocks that share the largest element without any of the extractor's text, and how far its surroundings are
    the extractor's: words in its text, for each that is not and is not marked as something else.
    """
    sums: dict[Any, list[int]] = {}
    for block, said, hit, unmarked in zip(blocks, words, found, free, strict=True):
        if hit or unmarked:
            sums.setdefault(block.element, [0, 0])[not hit] += len(said)
    by_depth = _by_depth(sums)
    for element in reversed(by_depth):
        own = sums.setdefault(element, [0, 0])
        if (parent := element.getparent()) is not None:
            total = sums.setdefault(parent, [0, 0])
            total[:] = total[0] + own[0], total[1] + own[1]
    largest: dict[Any, Any] = {}
    for element in by_depth:
        parent = element.getparent()
        around = largest.get(parent)
        largest[element] = None if sums[element][0] else element if around is None else around
    groups: dict[Any, list[int]] = {}
    for index, block in enumerate(blocks):
        if free[index]:
            stranger = largest[block.element]
            groups.setdefault(index if stranger is None else stranger, []).append(index)
    for stranger, indices in groups.items():
        own = blocks[indices[0]].element if isinstance(stranger, int) else stranger
        around = (own, *islice(own.iterancestors(), _WIDEST))
        yield (
            indices,
            max(
                hits / max(misses, 1)
                for hits, misses in (sums.get(each, (0, 0)) for each in around)
            ),
        )


def _is_text(said: Sequence[tuple[Block, int]], within: bool) -> bool:
    """Whether most words of a run of blocks stand in what text is marked up with or, around the article, in sentences."""
    if any(block.kind is Kind.FOOTNOTE for block, _ in said):
        return True
    good = sum(
        count for block, count in said if _is_sentence(block) or (within and _is_marked_up(block))
    )
    return good >= _ENOUGH * sum(count for _, count in said)


def _is_sentence(block: Block) -> bool:
    return len(block.text) >= _SENTENCE_CHARACTERS and block.text.rstrip("\"'”’»)]").endswith(_ENDS)


def _is_marked_up(block: Block) -> bool:
    return (
        block.level > 0
        or block.kind is not Kind.PROSE
        or tag_of(block.element) in {"p", "blockquote"}
    )


def _by_depth(elements: Iterable[Any]) -> list[Any]:
    """Elements and all around them, the outermost first."""
    depths: dict[Any, int] = {}
    for element in elements:
        path = []
        while element is not None and element not in depths:
            path.append(element)
            element = element.getparent()
        depth = depths.get(element, 0)
        for each in reversed(path):
            depths[each] = depth = depth + 1
    return sorted(depths, key=depths.__getitem__)


def _without_empty(
    blocks: Sequence[Block], found: Sequence[bool], kept: Sequence[bool]
) -> list[bool]:
    """A heading goes where all that stood under it does."""
    result = list(kept)
    for index, block in enumerate(blocks):
        if block.level and kept[index] and not found[index]:
            under = []
            for after in range(index + 1, len(blocks)):
                if 0 < blocks[after].level <= block.level:
                    break
                under.append(kept[after])
                if kept[after] and not blocks[after].level:
                    break
            result[index] = any(under) or not under
    return result


def _without_repeats(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """What only repeats a heading goes: share buttons and headers that scroll along do."""
    headings = {
        block.text for block, keep in zip(blocks, kept, strict=True) if keep and block.level
    }
    seen: set[str] = set()
    result = list(kept)
    held: int | None = None  # the last heading, while nothing is under it
    for index, block in enumerate(blocks):
        if not kept[index]:
            continue
        if not block.level:
            result[index] = len(block.text.split()) < _SHINGLE or block.text not in headings
            held = None if result[index] else held
            continue
        if held is not None and blocks[held].level >= block.level and blocks[held].text in seen:
            result[held] = False
        if held is not None:
            seen.add(blocks[held].text)
        held = index
    if held is not None and blocks[held].text in seen:
        result[held] = False
    return result
