"""The dry run and the list of sections: what would be said, and how long it would take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from narrator.article import Article, Skipped
from narrator.recording.passages import Passage, Utterance
from narrator.selection import SectionEntry

# characters of spoken text a second at one word a minute: espeak-ng, over five texts in three
# languages and rates from 100 to 300, within 6 %
_CHARACTERS_A_SECOND = 18.3 / 175


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """What is said in one go.

    Attributes:
        text: The spoken text of a sentence, of a heading, or of a part of a sentence.
        voice: The id of the voice that says it; empty for the recording's own.
    """

    text: str
    voice: str = ""


@dataclass(frozen=True, slots=True)
class ChapterPreview:
    """What would be said of a chapter.

    Attributes:
        title: The chapter's title.
        parts: What is said, in order.
        words: How many words of the source it covers.
        seconds: How long it would take, estimated.
    """

    title: str
    parts: tuple[SpokenPart, ...]
    words: int
    seconds: float

    @property
    def spoken(self) -> tuple[str, ...]:
        """The spoken text of each part."""
        return tuple(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be said of an article, and what would be left out."""

    source: str
    title: str
    chapters: tuple[ChapterPreview, ...]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedSection:
    """A section in an article's table of contents.

    Attributes:
        number: The number by which it is chosen, from 1.
        level: The depth of its heading, from 1.
        title: Its heading.
        words: How many words it has.
        seconds: How long it would take, estimated.
        left_out: Whether it would not be narrated.
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


def make_preview(article: Article, passages: Iterable[Passage], rate: int) -> Preview:
    """Return what the passages say, with estimated durations at ``rate`` words a minute."""
    chapters = [_preview(chapter, rate) for chapter in _chapters(passages)]
    return Preview(article.source, article.title, tuple(chapters), article.skipped)


def make_section_list(
    article: Article, sections: Sequence[SectionEntry], passages: Iterable[Passage], rate: int
) -> SectionList:
    """Return the sections of an article with estimated durations.

    Args:
        article: The article.
        sections: All its sections.
        passages: The passages of all sections, each section a chapter.
        rate: Words a minute.
    """
    seconds: dict[int, float] = {}
    for chapter in _chapters(passages):
        seconds[chapter[0].chapter] = _preview(chapter, rate).seconds
    entries: list[ListedSection] = []
    for index, each in enumerate(sections):
        entry = ListedSection(
            number=index + 1,
            level=each.section.level,
            title=each.section.title,
            words=each.section.words,
            seconds=seconds.get(index, 0.0),
            left_out=not each.is_narrated,
        )
        entries.append(entry)
    return SectionList(article.source, article.title, tuple(entries))


def _chapters(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """Yield the passages of each chapter that has any."""
    for _, group in groupby(passages, key=lambda passage: passage.chapter):
        yield list(group)


def _preview(chapter: list[Passage], rate: int) -> ChapterPreview:
    """Return the preview of a chapter from its passages."""
    parts: list[SpokenPart] = []
    characters = 0
    words = 0
    silence_seconds = 0.0
    for passage in chapter:
        words += passage.words
        for piece in passage.pieces:
            if isinstance(piece, Utterance):
                parts.append(_spoken_part(piece))
                characters += len(piece.spoken)
            else:
                silence_seconds += piece.seconds
    return ChapterPreview(
        title=chapter[0].section,
        parts=tuple(parts),
        words=words,
        seconds=silence_seconds + characters / (_CHARACTERS_A_SECOND * rate),
    )


def _spoken_part(utterance: Utterance) -> SpokenPart:
    """Return an utterance as a preview shows it."""
    if utterance.speaker is None:
        return SpokenPart(utterance.spoken)
    return SpokenPart(utterance.spoken, utterance.speaker.voice.id)
