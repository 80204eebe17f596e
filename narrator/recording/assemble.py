"""Takes into one file: chapter times are sums of samples, the file appears whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from narrator.article import Article
from narrator.audio.cover import read_cover
from narrator.audio.formats import Chapter, Tags, load_format
from narrator.errors import OutputError, os_reason
from narrator.files import replacing
from narrator.recording.recorder import Recorder, TakeRef
from narrator.settings import TagSettings
from narrator.version import VERSION


def describe(article: Article, settings: TagSettings, language: str) -> Tags:
    """What the file will say of itself.

    Raises:
        SourceError: the cover cannot be read.
    """
    return Tags(
        title=article.title,
        artist=article.author,
        album=settings.album or article.title,
        year=f"{settings.year:04}" if settings.year else _year(article.date),
        language=language,
        encoder=f"narrate {VERSION}",
        cover=read_cover(settings.cover) if settings.cover else None,
    )


def _year(date: str) -> str:
    found = re.match(r"[12]\d{3}(?!\d)", date)
    return found[0] if found else ""


def assemble(
    tags: Tags, kept: Sequence[TakeRef], studio: Recorder, path: Path
) -> tuple[Chapter, ...]:
    """Write the audio file, and say where its chapters are.

    Raises:
        OutputError: it cannot be written.
    """
    chapters = _chapters(kept)
    recipe = studio.recipe
    takes = (studio.fetch(take).encoded.data for take in kept)
    try:
        with replacing(path) as file:
            load_format(recipe.format, recipe.bitrate_kbps).write(file, takes, chapters, tags)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    except OverflowError as error:
        raise OutputError(str(path), str(error)) from error
    return chapters


def _chapters(kept: Sequence[TakeRef]) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    start = 0
    for _, takes in groupby(kept, key=lambda take: take.passage.chapter):
        group = list(takes)
        end = start + sum(take.samples for take in group)
        chapters.append(Chapter(group[0].passage.section, start, end, group[0].sample_rate))
        start = end
    return tuple(chapters)
