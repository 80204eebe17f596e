"""What would be said, chapter by chapter, without saying it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from narrator.article import Article
from narrator.model import ChapterScript, Contents, Entry, Passage, Pause, Script, Utterance

# characters of spoken text a second at one word a minute: espeak-ng, over five texts in three languages and rates from 100
# to 300, within 6 %
_CHARACTERS_A_SECOND = 18.3 / 175


def write_script(article: Article, passages: Iterable[Passage], rate: int) -> Script:
    """Passages as text to read before it is heard; durations are estimates for ``rate`` words a minute."""
    chapters = (list(group) for _, group in groupby(passages, key=lambda passage: passage.chapter))
    return Script(article.source, article.title, tuple(_chapter(chapter, rate) for chapter in chapters), article.skipped)


def write_contents(article: Article, narrated: Sequence[bool], passages: Iterable[Passage], rate: int) -> Contents:
    """The sections of an article, one a chapter in the passages; ``narrated`` says which would be spoken."""
    seconds: dict[int, float] = {}
    for chapter, group in groupby(passages, key=lambda passage: passage.chapter):
        seconds[chapter] = _chapter(list(group), rate).seconds
    return Contents(
        article.source,
        article.title,
        tuple(
            Entry(index + 1, section.level, section.title, section.words, seconds.get(index, 0.0), not narrated[index])
            for index, section in enumerate(article.sections)
        ),
    )


def _chapter(passages: list[Passage], rate: int) -> ChapterScript:
    pieces = [piece for passage in passages for piece in passage.pieces]
    spoken = tuple(piece.spoken for piece in pieces if isinstance(piece, Utterance))
    silence = sum(piece.seconds for piece in pieces if isinstance(piece, Pause))
    return ChapterScript(
        title=passages[0].section,
        spoken=spoken,
        words=sum(passage.words for passage in passages),
        seconds=silence + sum(map(len, spoken)) / (_CHARACTERS_A_SECOND * rate),
    )
