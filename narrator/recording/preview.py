"""What would be said, chapter by chapter, without saying it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from narrator.article import Article, Skipped
from narrator.audio.sound import Pause
from narrator.recording.passages import Passage, Utterance


@dataclass(frozen=True, slots=True)
class ChapterPreview:
    """What would be said of a chapter: the spoken text, a sentence or heading an item, its words in the source, and how
    long that would take, by estimate.
    """

    title: str
    spoken: tuple[str, ...]
    words: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be said of an article, and what would not."""

    source: str
    title: str
    chapters: tuple[ChapterPreview, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedSection:
    """A section in an article's table of contents: its number, by which it is chosen, and its depth, both from 1 on; its
    words and how long they would take, by estimate. ``left_out`` when it would not be narrated.
    """

    number: int
    level: int
    title: str
    words: int
    seconds: float
    left_out: bool


@dataclass(frozen=True, slots=True)
class SectionList:
    """An article's table of contents."""

    source: str
    title: str
    entries: tuple[ListedSection, ...]


# characters of spoken text a second at one word a minute: espeak-ng, over five texts in three languages and rates from 100
# to 300, within 6 %
_CHARACTERS_A_SECOND = 18.3 / 175


def make_preview(article: Article, passages: Iterable[Passage], rate: int) -> Preview:
    """Passages as text to read before it is heard; durations are estimates for ``rate`` words a minute."""
    chapters = (list(group) for _, group in groupby(passages, key=lambda passage: passage.chapter))
    return Preview(
        article.source,
        article.title,
        tuple(_chapter(chapter, rate) for chapter in chapters),
        article.skipped,
    )


def make_section_list(
    article: Article, narrated: Sequence[bool], passages: Iterable[Passage], rate: int
) -> SectionList:
    """The sections of an article, one a chapter in the passages; ``narrated`` says which would be spoken."""
    seconds: dict[int, float] = {}
    for chapter, group in groupby(passages, key=lambda passage: passage.chapter):
        seconds[chapter] = _chapter(list(group), rate).seconds
    return SectionList(
        article.source,
        article.title,
        tuple(
            ListedSection(
                index + 1,
                section.level,
                section.title,
                section.words,
                seconds.get(index, 0.0),
                not narrated[index],
            )
            for index, section in enumerate(article.sections)
        ),
    )


def _chapter(passages: list[Passage], rate: int) -> ChapterPreview:
    pieces = [piece for passage in passages for piece in passage.pieces]
    spoken = tuple(piece.spoken for piece in pieces if isinstance(piece, Utterance))
    silence = sum(piece.seconds for piece in pieces if isinstance(piece, Pause))
    return ChapterPreview(
        title=passages[0].section,
        spoken=spoken,
        words=sum(passage.words for passage in passages),
        seconds=silence + sum(map(len, spoken)) / (_CHARACTERS_A_SECOND * rate),
    )
