"""What stays in an article though no listener wants it, and goes by what it says.

Headings over other articles with all that stands under them, credits of pictures, calls to share or
subscribe, and the headline once more. The words are the languages' (``web_pages.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from narrator.article import Kind
from narrator.language.characters import has_word, title_key
from narrator.language.tables import all_words
from narrator.readers.html.candidates import Candidate
from narrator.readers.tree.block import Block
from narrator.readers.tree.elements import Element, tag_of

_LONGEST_LABEL_WORDS = 8
_FEWEST_TEXT_WORDS = 15
# blocks before the text: a label, the title, what it is about, a date and the byline
_MOST_BEFORE_TEXT = 8
_LONGEST_BYLINE_WORDS = 20
# of a paragraph's characters, and of the article's blocks
_MOSTLY_LINKED = 0.6
_MOST_LINKS_ALONE = 0.2
# of a chart's axes: numbers one after another, and words of a label
_FEWEST_TICKS = 4
_LONGEST_TICK_WORDS = 2
_LONGEST_CALL_WORDS = 18
_LONGEST_CREDIT_WORDS = 14
# an element that is looked at for all that stands beside a label
_WIDEST = 2
# of the article's words; a section that holds more is no list of other articles
_MOST_UNDER_LABEL = 0.4


def drop_byline(candidates: Sequence[Candidate], author: str) -> None:
    """Drop the line that names the article's authors, which are told apart from its text."""
    names = [name for name in map(title_key, author.split(", ")) if name]
    beginning = [candidate for candidate in candidates if candidate.is_kept][:_MOST_BEFORE_TEXT]
    for candidate in beginning if names else ():
        text = title_key(candidate.block.text)
        is_short = len(text.split()) <= _LONGEST_BYLINE_WORDS
        if not candidate.is_heading and is_short and all(name in text for name in names):
            candidate.is_kept = False


def drop_leftovers(candidates: Sequence[Candidate]) -> None:
    """Drop what is kept and says that it is no part of the article."""
    kept = [candidate for candidate in candidates if candidate.is_kept]
    all_words_kept = sum(len(candidate.block.text.split()) for candidate in kept)
    place = 0
    while place < len(kept):
        end = place + 1
        if _is_label(kept[place].block):
            end = _end_of_label(kept, place)
            under = sum(len(candidate.block.text.split()) for candidate in kept[place:end])
            if under <= _MOST_UNDER_LABEL * all_words_kept:
                _drop(kept[place:end])
        elif _is_call(kept[place].block):
            _drop(kept[place:end])
        place = end
    _drop_links_alone(kept)
    _drop_axes(kept)
    _drop_last_headline([candidate for candidate in kept if candidate.is_kept])


def without_credits(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without the credits of pictures; captions keep what else they say."""
    shown = []
    for block in blocks:
        if block.level or block.kind not in {Kind.PROSE, Kind.CAPTION}:
            shown.append(block)
            continue
        text = block.text
        if block.kind is Kind.CAPTION:
            text = _credit_in_caption().sub("", text).strip(" |–—·-([")
        if has_word(text) and not _is_credit(text):
            shown.append(block if text == block.text else replace(block, text=text))
    return shown


def _drop(candidates: Sequence[Candidate]) -> None:
    for candidate in candidates:
        candidate.is_kept = False


def _is_label(block: Block) -> bool:
    """Return whether a block stands over other articles."""
    if block.kind is not Kind.PROSE and not block.level:
        return False
    if len(block.text.split()) > _LONGEST_LABEL_WORDS:
        return False
    return bool(_label().fullmatch(block.text.strip(" :.…?!»›→>-–—")))


def _end_of_label(kept: Sequence[Candidate], place: int) -> int:
    """Return the place after the last block that stands under a label.

    That is before the next heading as high as a label that is a heading, and before the text goes
    on; under a summary, before the end of what it opens; under a paragraph, before what is no list
    or lies outside the element around it.
    """
    label = kept[place]
    around = _around(label.element)
    flow = _flow(kept, place)
    end = place + 1
    while end < len(kept):
        candidate = kept[end]
        if label.is_heading:
            is_under = not 0 < candidate.block.level <= label.block.level
            is_under = is_under and not _goes_on(candidate, flow)
        elif tag_of(around) == "details":
            is_under = around in _ancestors(candidate.element)
        else:
            is_list = candidate.block.kind is Kind.ITEM or candidate.block.linked > 0
            is_under = is_list and around in _ancestors(candidate.element)
        if not is_under:
            break
        end += 1
    return end


def _flow(kept: Sequence[Candidate], place: int) -> Element | None:
    """Return the element that holds the last paragraph of text before a place."""
    for candidate in reversed(kept[:place]):
        if candidate.is_sentence:
            return candidate.element.getparent()
    return None


def _goes_on(candidate: Candidate, flow: Element | None) -> bool:
    """Return whether a block is a paragraph of the text that a label only interrupts."""
    is_text = candidate.is_sentence and not candidate.block.linked
    if not is_text or len(candidate.block.text.split()) < _FEWEST_TEXT_WORDS:
        return False
    return candidate.element.getparent() is flow


def _around(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent


def _ancestors(element: Element) -> list[Element]:
    return [element, *element.iterancestors()]


def _is_call(block: Block) -> bool:
    if block.level or block.kind not in {Kind.PROSE, Kind.ITEM}:
        return False
    if len(block.text.split()) > _LONGEST_CALL_WORDS:
        return False
    return bool(_call().match(block.text))


def _is_credit(text: str) -> bool:
    if len(text.split()) > _LONGEST_CREDIT_WORDS:
        return False
    return bool(_credit().fullmatch(text))


def _drop_links_alone(kept: Sequence[Candidate]) -> None:
    """Drop paragraphs that are the linked titles of other articles, unless there are many."""
    alone = [candidate for candidate in kept if candidate.is_kept and _is_link_alone(candidate)]
    if len(alone) <= _MOST_LINKS_ALONE * len(kept):
        _drop(alone)


def _is_link_alone(candidate: Candidate) -> bool:
    block = candidate.block
    if candidate.is_heading or block.kind not in {Kind.PROSE, Kind.QUOTE}:
        return False
    return block.linked > _MOSTLY_LINKED * len(block.text) and not candidate.is_sentence


def _drop_axes(kept: Sequence[Candidate]) -> None:
    """Drop the labels of a chart's axes: many blocks one after another of a number or a word."""
    run: list[Candidate] = []
    for candidate in [*kept, None]:
        if candidate is not None and _is_tick(candidate.block):
            run.append(candidate)
            continue
        figures = sum(any(map(str.isdigit, each.block.text)) for each in run)
        if figures >= _FEWEST_TICKS:
            _drop(run)
        run = []


def _is_tick(block: Block) -> bool:
    is_text = block.kind is Kind.PROSE and not block.level
    return is_text and len(block.text.split()) <= _LONGEST_TICK_WORDS


def _drop_last_headline(kept: Sequence[Candidate]) -> None:
    """Drop headings at the end that repeat an earlier one."""
    keys = [title_key(candidate.block.text) if candidate.is_heading else "" for candidate in kept]
    last = len(kept) - 1
    while last > 0 and keys[last] and keys[last] in keys[:last]:
        kept[last].is_kept = False
        last -= 1


@cache
def _label() -> re.Pattern[str]:
    return re.compile(_any_of("related_labels"), re.I)


@cache
def _call() -> re.Pattern[str]:
    return re.compile(_any_of("calls"), re.I)


@cache
def _credit() -> re.Pattern[str]:
    """Return what matches a line that only says whose a picture is."""
    words = _any_of("credit_words")
    named = rf"\W{{0,3}}{words}\s?(?:[:/|©]|\bby\b).{{1,120}}"
    return re.compile(rf"(?:{named}|\s*[©@]\s?[^.]{{2,100}})", re.I)


@cache
def _credit_in_caption() -> re.Pattern[str]:
    """Return what finds a credit at the end of a caption."""
    words = _any_of("credit_words")
    return re.compile(rf"(?:\b{words}\s?[:/©]|©)[^.!?]{{1,100}}[)\]]?[. ]{{0,5}}$", re.I)


def _any_of(key: str) -> str:
    return f"(?:{'|'.join(all_words('web_pages', key))})"
