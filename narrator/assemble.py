"""Takes into one file: chapter times are sums of samples, the file appears whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from narrator.audio import load_format
from narrator.errors import OutputError, os_reason
from narrator.model import Article, Chapter, Narration, Tags
from narrator.store import replacing
from narrator.studio import Studio
from narrator.take import Kept
from narrator.version import VERSION


def assemble(article: Article, summary: tuple[str, ...], kept: Sequence[Kept], studio: Studio, path: Path) -> Narration:
    """Write the audio file.

    Raises:
        OutputError: it cannot be written.
    """
    chapters = _chapters(kept)
    recipe = studio.recipe
    tags = Tags(article.title, article.author, article.title, recipe.voice.language, f"narrate {VERSION}")
    takes = (studio.fetch(take).encoded.data for take in kept)
    try:
        with replacing(path) as file:
            load_format(recipe.format).write(file, takes, chapters, tags)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return Narration(article.source, path, article.title, chapters[-1].end_seconds, chapters, summary)


def _chapters(kept: Sequence[Kept]) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    start = 0
    for _, takes in groupby(kept, key=lambda take: take.passage.chapter):
        group = list(takes)
        end = start + sum(take.samples for take in group)
        chapters.append(Chapter(group[0].passage.section, start, end, group[0].sample_rate))
        start = end
    return tuple(chapters)
