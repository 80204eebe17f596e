"""The plan of a recording: what of an article is said, in which passages and with which pauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from narrator.article import Article, Kind, Paragraph, Section
from narrator.audio.sound import Pause
from narrator.errors import NothingToSayError
from narrator.recording.cut import PausedUtterance, cut
from narrator.recording.passages import Passage, Utterance
from narrator.settings import Pauses
from narrator.verbalize.clauses import split_long
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.reading_order import ReadingUnit, reading_units

SUMMARY_TITLE = "Summary"

# the spoken form of a text
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line that an engine can take at once, and whether it is the line's last."""

    utterance: Utterance
    ends_line: bool


@dataclass(frozen=True, slots=True)
class _Block:
    """What is said of a heading's line or of a paragraph."""

    kind: Kind
    parts: list[_Part]


def chapter_titles(article: Article, speak_summary: bool) -> list[str]:
    """Return the titles of all chapters; a section without a heading has the article's title."""
    titles = [_chapter_title(section, article) for section in article.sections]
    if speak_summary:
        titles.insert(0, SUMMARY_TITLE)
    return titles


def plan(
    article: Article, summary: Sequence[str], pauses: Pauses, language: str, say: Say | None = None
) -> Iterator[Passage]:
    """Yield all passages in order.

    Args:
        article: What is narrated.
        summary: Sentences that are said first, as a chapter of their own; none when empty.
        pauses: How long to be silent where.
        language: The voice's language (BCP 47).
        say: Returns the spoken form of a text; by the rules of the language when None.

    Raises:
        NothingToSayError: Nothing of the article can be said.
    """
    say = say or partial(to_spoken, language=language)
    sections = list(article.sections)
    if summary:
        sections.insert(0, Section((SUMMARY_TITLE,), tuple(map(Paragraph, summary))))
    titles = [_chapter_title(section, article) for section in sections]
    spoken = (_utterances(section, pauses, language, say) for section in sections)
    passage = None
    for passage in _with_silent_ends(_passages(titles, spoken), pauses):
        yield passage
    if passage is None:
        raise NothingToSayError(article.source)


def _chapter_title(section: Section, article: Article) -> str:
    return section.title or article.title


def _passages(
    titles: Sequence[str], spoken: Iterable[Iterable[PausedUtterance]]
) -> Iterator[Passage]:
    """Cut the utterances of every chapter into passages."""
    for chapter, utterances in enumerate(spoken):
        for run in cut(utterances):
            pieces: list[Utterance | Pause] = []
            for each in run:
                pieces += (each.utterance, each.pause)
            yield Passage(chapter, titles[chapter], tuple(pieces))


def _utterances(
    section: Section, pauses: Pauses, language: str, say: Say
) -> Iterator[PausedUtterance]:
    """Yield what is said of a section.

    A block of which nothing can be said leaves no pause either.
    """
    paragraphs = [Paragraph(line, Kind.HEADING) for line in section.heading]
    paragraphs += section.paragraphs
    blocks: list[_Block] = []
    for paragraph in paragraphs:
        parts: list[_Part] = []
        for line in reading_units(paragraph, language):
            parts += _parts(line, say)
        if parts:
            blocks.append(_Block(paragraph.kind, parts))
    for index, block in enumerate(blocks):
        *inner, last = block.parts
        for part in inner:
            seconds = pauses.sentence_pause if part.ends_line else pauses.clause_pause
            yield PausedUtterance(part.utterance, Pause(seconds))
        yield PausedUtterance(last.utterance, _pause_after(block, blocks[index + 1 :], pauses))


def _pause_after(block: _Block, following: Sequence[_Block], pauses: Pauses) -> Pause:
    """Return the pause after a block that the others of its section follow."""
    if not following:
        return Pause(pauses.chapter_pause)
    if block.kind is Kind.HEADING and following[0].kind is not Kind.HEADING:
        return Pause(pauses.heading_pause)
    return Pause(pauses.paragraph_pause)


def _parts(line: ReadingUnit, say: Say) -> Iterator[_Part]:
    """Yield the parts of a line that hold something to say."""
    opening = line.wording.removesuffix(line.text)
    if opening != line.wording:
        texts = split_long(line.text)
        wordings = [opening + texts[0], *texts[1:]]
    else:  # read in other words, whose parts are none of the text's
        wordings = split_long(line.wording)
        texts = [line.text] + [""] * (len(wordings) - 1)
    last = len(texts) - 1
    for index, (text, wording) in enumerate(zip(texts, wordings, strict=True)):
        spoken = say(wording)
        if any(map(str.isalnum, spoken)):
            yield _Part(Utterance(text.strip(), spoken), ends_line=index == last)


def _with_silent_ends(passages: Iterable[Passage], pauses: Pauses) -> Iterator[Passage]:
    """Put silence before the first word, and other silence after the last one."""
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
