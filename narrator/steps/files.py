"""Files: where the audio goes, and what is written beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.audio.formats import Format
from narrator.events import (
    Listener,
    Note,
)
from narrator.output import summary_path
from narrator.output.checks import Inputs
from narrator.output.names import stem_of
from narrator.output.places import Request, source_identity
from narrator.publish.companions import companions, write_companions
from narrator.recording.cues import Recorded
from narrator.settings import EMBEDDED, Settings, SummarySettings
from narrator.summary.file import check_summary, write_summary
from narrator.summary.key_sentences import Summary
from narrator.verbalize.pronunciations import (
    dictionaries_beside,
    dictionary_paths,
)

if TYPE_CHECKING:
    pass


def make_request(
    output: str | Path | None,
    article: Article,
    audio: Format,
    settings: Settings,
    kept: Iterable[str | Path],
) -> Request:
    """Return what is asked of the output folder for an article.

    Raises:
        UsageError: What is written beside the audio does not go with its format or its length.
    """
    if settings.publish.page == EMBEDDED:
        from narrator.publish.page.document import check_embeddable

        check_embeddable(article, audio, settings.speed.rate)
    is_album = settings.output.split
    suffix = audio.description.name

    def files(path: Path) -> list[Path]:
        """Return the paths of the audio and of what is written beside it."""
        if is_album:
            return [path]
        beside = companions(path, article.language, settings.publish)
        return [path, *(companion.path for companion in beside)]

    def notes(path: Path) -> list[Path]:
        """Return the path of the summary, if one is written."""
        return [summary_path(path)] if settings.summary.summary else []

    return Request(
        output=output,
        stem=stem_of(article.title, article.name),
        suffix="" if is_album else f".{suffix}",
        source=source_identity(article),
        files=files,
        notes=notes,
        inputs=_inputs(article, settings, kept),
        overwrite=settings.output.overwrite,
    )


def _inputs(article: Article, settings: Settings, kept: Iterable[str | Path]) -> Inputs:
    """Return what is read, and so never replaced."""
    inputs: dict[str | Path, str] = dict.fromkeys(kept, "read or written in this run")
    given = settings.pronunciation.pronounce
    beside = dictionaries_beside(article.sources, given)
    for dictionary in dictionary_paths(beside, given):
        inputs[dictionary] = "a pronunciation dictionary"
    if settings.tags.cover_file is not None:
        inputs[settings.tags.cover_file] = "the cover"
    for source in article.sources:
        inputs[source] = "the source itself"
    return inputs


def check_summary_beside(path: Path, article: Article, settings: SummarySettings) -> None:
    """Check that the summary can be written beside the audio, if it is to be.

    Raises:
        OutputError: It cannot.
    """
    if settings.summary:
        check_summary(summary_path(path), article.sources)


def write_summary_beside(
    path: Path, article: Article, summary: Summary, settings: SummarySettings, listener: Listener
) -> tuple[Path, ...]:
    """Write the summary beside the audio if asked for, unless the user's own file is there.

    Returns:
        The file that was written.
    """
    if not settings.summary:
        return ()
    beside = summary_path(path)
    if write_summary(beside, article, summary):
        return (beside,)
    listener(Note(f"{beside} was not written by narrate, or was edited: it is kept"))
    return ()


def accompany(recorded: Recorded, settings: Settings) -> tuple[Path, ...]:
    """Write what goes beside the audio, and return all files that there are besides it.

    Those of an album are its tracks.

    Raises:
        OutputError: A file cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    if settings.output.split:
        return tuple(sorted(recorded.audio.iterdir()))
    wanted = companions(recorded.audio, recorded.article.language, settings.publish)
    return write_companions(wanted, recorded)
