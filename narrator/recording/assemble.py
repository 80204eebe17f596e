"""Putting takes together into one file with chapters.

Chapter times are sums of samples, so that nothing drifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from narrator.article import Article
from narrator.audio.cover import read_cover
from narrator.audio.formats import Chapter, Tags
from narrator.errors import OutputError, os_reason
from narrator.files import replacing, replacing_folder
from narrator.language.dates import iso_date
from narrator.output.names import stem_of
from narrator.recording.recorder import Recorder, StoredTake
from narrator.settings import TagSettings
from narrator.sources import is_url, origin, without_login
from narrator.speech.engines import Voice
from narrator.summary.key_sentences import Summary
from narrator.version import VERSION

# number 183 of the genres that ID3 tags name, as Winamp continued them
_GENRE = "Audiobook"
# players sort names, in which 10 comes before 9
_TRACK_DIGITS = 2
# characters that Apple's podcasts show of a description
_LONGEST_DESCRIPTION = 4000


def article_tags(article: Article, settings: TagSettings, voice: Voice) -> Tags:
    """Return the tags of the file, read by a voice, with the cover that the user names.

    Raises:
        SourceError: The cover cannot be read.
    """
    cover = None
    if settings.cover_file is not None:
        cover = read_cover(settings.cover_file)
    url = ""
    if is_url(article.source):
        url = without_login(article.source)
    return Tags(
        title=article.title,
        artist=article.author,
        album=settings.album or article.title,
        date=_date(article, settings),
        language=voice.language,
        encoder=f"narrate {VERSION}",
        cover=cover,
        narrator=voice.name,
        series=article.series.name,
        series_position=article.series.position,
        genre=_GENRE,
        comment=", ".join(map(origin, article.sources)),
        url=url,
    )


def describe(summary: Summary) -> str:
    """Return the first sentences of a summary, as many as a description holds."""
    description = ""
    for sentence in summary.texts:
        longer = f"{description} {sentence}".lstrip()
        if len(longer) > _LONGEST_DESCRIPTION:
            break
        description = longer
    return description


def _date(article: Article, settings: TagSettings) -> str:
    """Return the date by ISO 8601, as far as it is known."""
    if settings.year:
        return f"{settings.year:04}"
    return iso_date(article.date, article.language)


def assemble(
    takes: Sequence[StoredTake], recorder: Recorder, tags: Tags, path: Path
) -> tuple[Chapter, ...]:
    """Write the audio file, whole or not at all, and return its chapters.

    Raises:
        OutputError: It cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    chapters = _chapters(takes)
    audio = recorder.recipe.audio
    encoded = (recorder.load(take).encoded.data for take in takes)
    try:
        with replacing(path) as file:
            audio.write(file, encoded, chapters, tags)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    except OverflowError as error:
        raise OutputError(str(path), str(error)) from error
    return chapters


def assemble_album(
    takes: Sequence[StoredTake], recorder: Recorder, tags: Tags, folder: Path
) -> tuple[Chapter, ...]:
    """Write an audio file for every chapter into a folder, all of them or none.

    Returns:
        The chapters, with times from the start of the first file.

    Raises:
        OutputError: They cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    chapters = _chapters(takes)
    groups = groupby(takes, key=lambda take: take.passage.chapter)
    try:
        with replacing_folder(folder) as part:
            for number, (chapter, (_, group)) in enumerate(zip(chapters, groups, strict=True), 1):
                track = replace(tags, track=f"{number}", tracks=f"{len(chapters)}")
                _write_track(part, chapter, group, recorder, track)
    except (OSError, OverflowError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise OutputError(str(folder), reason) from error
    return chapters


def _write_track(
    folder: Path, chapter: Chapter, takes: Iterable[StoredTake], recorder: Recorder, tags: Tags
) -> None:
    """Write a chapter as a file of its own: "03 Harvest.mp3".

    Raises:
        OSError: It cannot be written.
        SpeechError: A take had to be made again, and could not.
    """
    audio = recorder.recipe.audio
    tags = replace(tags, title=chapter.title)
    length = chapter.end_samples - chapter.start_samples
    whole = replace(chapter, start_samples=0, end_samples=length)
    number = tags.track.zfill(max(_TRACK_DIGITS, len(tags.tracks)))
    stem = stem_of(f"{number} {chapter.title}")
    encoded = (recorder.load(take).encoded.data for take in takes)
    with open(folder / f"{stem}.{audio.description.name}", "x+b") as file:
        audio.write(file, encoded, [whole], tags)


def _chapters(takes: Sequence[StoredTake]) -> tuple[Chapter, ...]:
    """Return the chapters, one after the other from the file's start."""
    chapters: list[Chapter] = []
    start = 0
    for _, group in groupby(takes, key=lambda take: take.passage.chapter):
        end = start
        for take in group:
            end += take.samples
        chapters.append(Chapter(take.passage.section, start, end, take.sample_rate))
        start = end
    return tuple(chapters)
