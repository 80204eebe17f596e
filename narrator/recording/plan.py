"""The plan of a recording: what is said of an article, in which passages and with which pauses.

A passage is long enough that starting it costs nothing next to speaking it, and short enough that
a few of them in flight fill no memory. Where one ends depends on the text there and not on the
distance from the start. So an edit does not move later cuts, and the passages between them need not
be spoken again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from narrator.article import Article, Kind, Paragraph, Section
from narrator.audio.sound import Pause
from narrator.errors import NothingToSayError
from narrator.language.characters import has_word
from narrator.recording.casting import Cast, Reading, Role
from narrator.recording.passages import Passage, Place, Utterance
from narrator.settings import Pauses
from narrator.verbalize.clauses import split_long
from narrator.verbalize.reading_order import ReadingUnit, reading_units

SUMMARY_TITLE = "Summary"
# the bounds of a passage, in characters of the source
MIN_PASSAGE, MAX_PASSAGE = 1_500, 3_500
# between the bounds one utterance of this many ends a passage: about 600 characters after the lower
_CUT_ONE_IN = 6


@dataclass(frozen=True, slots=True)
class _PausedUtterance:
    """An utterance and the pause after it."""

    utterance: Utterance
    pause: Pause


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line that one role says, short enough for an engine.

    Attributes:
        role: Who says it.
        text: What the source says; empty for words that are not in the source.
        wording: How it is read, before numbers and marks become words.
        start: Where the text starts in its paragraph.
    """

    role: Role
    text: str
    wording: str
    start: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a line as it is said, and whether it ends the line."""

    utterance: Utterance
    ends_line: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """The parts of a line of a heading, or of a paragraph, that are spoken."""

    kind: Kind
    parts: list[_Part]


def chapter_titles(article: Article, speak_summary: bool) -> list[str]:
    """Return the titles of all chapters; a section without a heading has the article's title."""
    titles = [_chapter_title(section, article) for section in article.sections]
    if speak_summary:
        titles.insert(0, SUMMARY_TITLE)
    return titles


def plan(article: Article, pauses: Pauses, cast: Cast) -> Iterator[Passage]:
    """Yield all passages in order.

    Args:
        article: What is narrated.
        pauses: How long to be silent where.
        cast: Who reads what.

    Raises:
        NothingToSayError: Nothing of the article can be said.
    """
    passage = None
    for passage in _with_silent_ends(_passages(article, pauses, cast), pauses):
        yield passage
    if passage is None:
        raise NothingToSayError(article.source)


def with_summary(article: Article, summary: Sequence[str]) -> Article:
    """Return an article with its summary as the first section, unless that is empty."""
    if not summary:
        return article
    first = Section((SUMMARY_TITLE,), tuple(map(Paragraph, summary)))
    return replace(article, sections=(first, *article.sections))


def _chapter_title(section: Section, article: Article) -> str:
    """Return a section's title, or the article's where the section has none."""
    return section.title or article.title


def _passages(article: Article, pauses: Pauses, cast: Cast) -> Iterator[Passage]:
    """Yield the passages of an article, each section of which is a chapter."""
    for chapter, section in enumerate(article.sections):
        title = _chapter_title(section, article)
        for run in _cut(_utterances(section, pauses, cast)):
            pieces: list[Utterance | Pause] = []
            for each in run:
                pieces += (each.utterance, each.pause)
            yield Passage(chapter, title, tuple(pieces))


def _cut(spoken: Iterable[_PausedUtterance]) -> Iterator[list[_PausedUtterance]]:
    """Cut the utterances of one section into runs, each of them a passage."""
    run: list[_PausedUtterance] = []
    size = 0
    for each in spoken:
        text = each.utterance.text
        if run and size + len(text) > MAX_PASSAGE:
            yield run
            run, size = [], 0
        run.append(each)
        size += len(text)
        if size >= MIN_PASSAGE and _may_end_a_passage(text):
            yield run
            run, size = [], 0
    if run:
        yield run


def _may_end_a_passage(text: str) -> bool:
    """Return whether an utterance is one of those that end a passage, judged by a checksum."""
    return zlib.crc32(text.encode("utf-8", "replace")) % _CUT_ONE_IN == 0


def _utterances(section: Section, pauses: Pauses, cast: Cast) -> Iterator[_PausedUtterance]:
    """Yield the utterances of a section, with pauses.

    A block without anything to say leaves no pause either.
    """
    paragraphs = [Paragraph(line, Kind.HEADING) for line in section.heading]
    paragraphs += section.paragraphs
    blocks: list[_Block] = []
    pairs = zip_longest(paragraphs, paragraphs[1:], fillvalue=Paragraph(""))
    for number, (paragraph, following) in enumerate(pairs):
        reading = cast.reading(paragraph, following.text)
        parts = _parts_of_paragraph(paragraph, number, reading, cast)
        if parts:
            blocks.append(_Block(paragraph.kind, parts))
    for block, next_block in zip_longest(blocks, blocks[1:]):
        *inner, last = block.parts
        for part in inner:
            seconds = pauses.sentence_pause if part.ends_line else pauses.clause_pause
            yield _PausedUtterance(part.utterance, Pause(seconds))
        yield _PausedUtterance(last.utterance, _pause_after(block, next_block, pauses))


def _pause_after(block: _Block, following: _Block | None, pauses: Pauses) -> Pause:
    """Return the pause after a block, given the next one of its section, if any."""
    if following is None:
        return Pause(pauses.chapter_pause)
    if block.kind is Kind.HEADING and following.kind is not Kind.HEADING:
        return Pause(pauses.heading_pause)
    return Pause(pauses.paragraph_pause)


def _parts_of_paragraph(
    paragraph: Paragraph, block: int, reading: Reading, cast: Cast
) -> list[_Part]:
    """Return the parts of a paragraph that hold something to say.

    Args:
        paragraph: The paragraph.
        block: Its number in its section.
        reading: Who reads it.
        cast: All who read.
    """
    parts: list[_Part] = []
    for line in reading_units(paragraph, reading.reader.language):
        parts += _parts_of_line(_pieces(line, reading), block, cast)
    return parts


def _parts_of_line(pieces: Iterable[_Piece], block: int, cast: Cast) -> list[_Part]:
    """Return the parts of a line that hold something to say."""
    utterances: list[Utterance] = []
    for piece in pieces:
        utterance = _utterance(piece, block, cast)
        if has_word(utterance.spoken):
            utterances.append(utterance)
    last = len(utterances) - 1
    return [_Part(utterance, index == last) for index, utterance in enumerate(utterances)]


def _utterance(piece: _Piece, block: int, cast: Cast) -> Utterance:
    """Return a piece of a block as it is said, by its role or by one that can say it."""
    spoken = piece.role.say(piece.wording)
    role = cast.able(piece.role, spoken)
    if role is not piece.role:
        spoken = role.say(piece.wording)
    text = piece.text.strip()
    start = piece.start + len(piece.text) - len(piece.text.lstrip())
    place = Place(block, start, start + len(text))
    return Utterance(text, spoken, role.speaker, place)


def _pieces(line: ReadingUnit, reading: Reading) -> Iterator[_Piece]:
    """Yield a line in pieces that are short enough for an engine."""
    reader = reading.reader
    start = line.start
    opening = line.wording.removesuffix(line.text)
    if opening == line.wording:
        # read in other words, whose parts do not correspond to parts of the text
        text = line.text
        for wording in split_long(line.wording):
            yield _Piece(reader, text, wording, start)
            start += len(text)
            text = ""
        return
    turns = reading.turns(line.text, start)
    if turns[0].role is not reader:
        yield _Piece(reader, "", opening, start)
        opening = ""
    for turn in turns:
        for text in split_long(turn.text):
            yield _Piece(turn.role, text, opening + text, start)
            opening = ""
            start += len(text)


def _with_silent_ends(passages: Iterable[Passage], pauses: Pauses) -> Iterator[Passage]:
    """Put the head pause before the first utterance, and the tail pause after the last."""
    held: Passage | None = None
    for passage in passages:
        if held is None:
            head = Pause(pauses.head_pause)
            held = replace(passage, pieces=(head, *passage.pieces))
        else:
            yield held
            held = passage
    if held is not None:
        tail = Pause(pauses.tail_pause)
        yield replace(held, pieces=(*held.pieces[:-1], tail))
