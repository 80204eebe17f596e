"""Cutting an article into passages, the unit of all work, and setting the pauses.

A passage is long enough that starting it costs nothing next to speaking it, and short enough that a few of them in
flight fill no memory. Where to cut is decided by the content near the cut, not by counting from the start, so that after
an edit the later cuts are where they were and their passages need not be spoken again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, pairwise

from narrator.article import Article, Kind, Paragraph, Section
from narrator.audio.sound import Pause
from narrator.errors import NothingToSayError
from narrator.recording.passages import Passage, Utterance
from narrator.settings import Pauses
from narrator.verbalize.clauses import split_long
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.reading_order import ReadingUnit, reading_units

# characters; the bounds of a passage
MIN_PASSAGE, MAX_PASSAGE = 1_500, 3_500
# between the bounds one sentence in so many ends a passage: about 600 characters on
_CUT_ONE_IN = 6
SUMMARY_TITLE = "Summary"


Spoken = tuple[Utterance, Pause]
Say = Callable[[str], str]


def chapter_titles(article: Article, speak_summary: bool) -> list[str]:
    """The titles of all chapters; a section without a heading is called like the article."""
    return [SUMMARY_TITLE] * speak_summary + [
        section.title or article.title for section in article.sections
    ]


def plan(
    article: Article, summary: Sequence[str], pauses: Pauses, language: str, say: Say | None = None
) -> Iterator[Passage]:
    """All passages in order; the summary, where there is one, is the first chapter.

    ``say`` gives the spoken form of a text; by the rules of the language when None.

    Raises:
        NothingToSayError: nothing of the article can be said.
    """
    say = say or partial(to_spoken, language=language)
    sections = list(article.sections)
    if summary:
        sections.insert(0, Section((SUMMARY_TITLE,), tuple(map(Paragraph, summary))))
    passages = (
        Passage(chapter, section.title or article.title, tuple(chain.from_iterable(run)))
        for chapter, section in enumerate(sections)
        for run in _cut(_section(section, pauses, language, say))
    )
    silent = True
    for passage in _with_edges(passages, pauses):
        silent = False
        yield passage
    if silent:
        raise NothingToSayError(article.source)


def _section(section: Section, pauses: Pauses, language: str, say: Say) -> list[Spoken]:
    """A section's utterances, each with the pause after it. Blocks of which nothing can be said leave no pause either."""
    paragraphs = (*(Paragraph(line, Kind.HEADING) for line in section.heading), *section.paragraphs)
    spoken = [
        (paragraph.kind, _utterances(reading_units(paragraph, language), say))
        for paragraph in paragraphs
    ]
    kinds = [kind for kind, block in spoken if block]
    blocks = [block for _, block in spoken if block]
    seconds = [
        pauses.heading_pause if kind is Kind.HEADING is not following else pauses.paragraph_pause
        for kind, following in pairwise(kinds)
    ]
    return [
        spoken
        for block, last in zip(blocks, (*seconds, pauses.chapter_pause), strict=False)
        for spoken in _with_pauses(block, last, pauses)
    ]


def _utterances(read: Sequence[ReadingUnit], say: Say) -> list[tuple[Utterance, bool]]:
    """What is said of the lines, each with whether more of its line follows."""
    pieces = [piece for line in read for piece in _pieces(line, say)]
    return [
        (utterance, inner) for utterance, inner in pieces if any(map(str.isalnum, utterance.spoken))
    ]


def _with_pauses(
    block: Sequence[tuple[Utterance, bool]], last_seconds: float, pauses: Pauses
) -> Iterator[Spoken]:
    for index, (utterance, inner) in enumerate(block):
        seconds = pauses.clause_pause if inner else pauses.sentence_pause
        yield utterance, Pause(last_seconds if index == len(block) - 1 else seconds)


def _pieces(line: ReadingUnit, say: Say) -> Iterator[tuple[Utterance, bool]]:
    """The parts of a line that an engine takes, and whether more of it follows."""
    opening = line.wording.removesuffix(line.text)
    if opening != line.wording:
        texts = split_long(line.text)
        wordings = [opening + texts[0], *texts[1:]]
    else:  # read in other words, which have no parts of the text
        wordings = split_long(line.wording)
        texts = [line.text] + [""] * (len(wordings) - 1)
    for index, (text, wording) in enumerate(zip(texts, wordings, strict=True)):
        yield Utterance(text.strip(), say(wording)), index < len(texts) - 1


def _cut(spoken: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    run: list[Spoken] = []
    size = 0
    for utterance, pause in spoken:
        if run and size + len(utterance.text) > MAX_PASSAGE:
            yield run
            run, size = [], 0
        run.append((utterance, pause))
        size += len(utterance.text)
        if (
            size >= MIN_PASSAGE
            and zlib.crc32(utterance.text.encode("utf-8", "replace")) % _CUT_ONE_IN == 0
        ):
            yield run
            run, size = [], 0
    if run:
        yield run


def _with_edges(passages: Iterable[Passage], pauses: Pauses) -> Iterator[Passage]:
    """Silence before the first word, and after the last one instead of its pause."""
    held: Passage | None = None
    for passage in passages:
        if held is None:
            passage = replace(passage, pieces=(Pause(pauses.head_pause), *passage.pieces))
        else:
            yield held
        held = passage
    if held is not None:
        yield replace(held, pieces=(*held.pieces[:-1], Pause(pauses.tail_pause)))
