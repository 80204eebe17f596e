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
from itertools import chain

from narrator.article import Article, Paragraph, Section
from narrator.errors import NothingToSayError
from narrator.model import Passage, Pause, Utterance
from narrator.settings import Pauses
from narrator.text.clauses import split_long
from narrator.text.sentences import split_sentences
from narrator.text.spoken import to_spoken

# characters; the bounds of a passage
MIN_PASSAGE, MAX_PASSAGE = 1_500, 3_500
# between the bounds one sentence in so many ends a passage: about 600 characters on
_CUT_ONE_IN = 6
SUMMARY_TITLE = "Summary"


Spoken = tuple[Utterance, Pause]
Say = Callable[[str], str]


def chapter_titles(article: Article, speak_summary: bool) -> list[str]:
    """The titles of all chapters; a section without a heading is called like the article."""
    return [SUMMARY_TITLE] * speak_summary + [section.title or article.title for section in article.sections]


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
    heading = [_utterances([line], say) for line in section.heading]
    body = [_utterances(split_sentences(paragraph.text, language), say) for paragraph in section.paragraphs]
    heading, body = list(filter(None, heading)), list(filter(None, body))
    seconds = [pauses.paragraph_seconds] * len(heading + body)
    if heading:
        seconds[len(heading) - 1] = pauses.heading_seconds
    if seconds:
        seconds[-1] = pauses.chapter_seconds
    return [
        spoken for block, last in zip(heading + body, seconds, strict=True) for spoken in _with_pauses(block, last, pauses)
    ]


def _utterances(sentences: Sequence[str], say: Say) -> list[tuple[Utterance, bool]]:
    """What is said of the sentences, each with whether more of its sentence follows."""
    pieces = [(Utterance(piece.strip(), say(piece)), inner) for sentence in sentences for piece, inner in _pieces(sentence)]
    return [(utterance, inner) for utterance, inner in pieces if any(map(str.isalnum, utterance.spoken))]


def _with_pauses(block: Sequence[tuple[Utterance, bool]], last_seconds: float, pauses: Pauses) -> Iterator[Spoken]:
    for index, (utterance, inner) in enumerate(block):
        seconds = pauses.clause_seconds if inner else pauses.sentence_seconds
        yield utterance, Pause(last_seconds if index == len(block) - 1 else seconds)


def _pieces(sentence: str) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence that an engine takes, and whether more of it follows."""
    parts = split_long(sentence)
    return ((part, index < len(parts) - 1) for index, part in enumerate(parts))


def _cut(spoken: Iterable[Spoken]) -> Iterator[list[Spoken]]:
    run: list[Spoken] = []
    size = 0
    for utterance, pause in spoken:
        if run and size + len(utterance.text) > MAX_PASSAGE:
            yield run
            run, size = [], 0
        run.append((utterance, pause))
        size += len(utterance.text)
        if size >= MIN_PASSAGE and zlib.crc32(utterance.text.encode("utf-8", "replace")) % _CUT_ONE_IN == 0:
            yield run
            run, size = [], 0
    if run:
        yield run


def _with_edges(passages: Iterable[Passage], pauses: Pauses) -> Iterator[Passage]:
    """Silence before the first word, and after the last one instead of its pause."""
    held: Passage | None = None
    for passage in passages:
        if held is None:
            passage = replace(passage, pieces=(Pause(pauses.head_seconds), *passage.pieces))
        else:
            yield held
        held = passage
    if held is not None:
        yield replace(held, pieces=(*held.pieces[:-1], Pause(pauses.tail_seconds)))
