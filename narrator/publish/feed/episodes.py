"""From a narration to an episode."""

from __future__ import annotations

import hashlib
from pathlib import Path

from narrator.article import Article
from narrator.audio.cover import Cover
from narrator.errors import OutputError, os_reason
from narrator.events import Narration
from narrator.files import replacing
from narrator.publish.feed.identity import url_of
from narrator.publish.feed.records import Episode, ShowNote
from narrator.publish.feed.settings import is_language
from narrator.sources import is_url, origin
from narrator.summary.key_sentences import Summary

_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png"}
_DIGITS = 8


def make_episode(article: Article, narration: Narration, guid: str, fingerprint: str) -> Episode:
    """Return the episode that a narration is; when it is published is not known yet.

    Args:
        article: What was narrated.
        narration: What came of it. What is beside its audio and called like it belongs to it.
        guid: The episode's identity.
        fingerprint: What it was made of.
    """
    audio = narration.output
    beside = audio.parent.glob(f"{audio.stem}[-.]*")
    others = sorted(path.name for path in beside if path != audio)
    covers = [name for name in others if name.endswith(tuple(_SUFFIXES.values()))]
    voice = narration.speaker.voice
    return Episode(
        guid=guid,
        source=_shown(article.source),
        title=article.title,
        author=article.author,
        narrator=voice.name,
        language=article.language if is_language(article.language) else voice.language,
        published="",
        duration_seconds=round(narration.duration_seconds, 3),
        size_bytes=audio.stat().st_size,
        files=(audio.name, *others),
        cover="".join(covers[:1]),
        is_list=narration.summary.style != "sentences",
        summary=_notes(narration.summary),
        fingerprint=fingerprint,
    )


def _shown(source: str) -> str:
    """Return a source as the world may see it: a URL without login, a file without folders."""
    return url_of(source) if is_url(source) else origin(source)


def _notes(summary: Summary) -> tuple[ShowNote, ...]:
    """Return the sentences of a summary, with the titles of their sections in an outline."""
    has_headings = summary.style == "outline"
    notes: list[ShowNote] = []
    for sentence in summary.sentences:
        heading = sentence.section if has_headings else ""
        notes.append(ShowNote(sentence.text, heading))
    return tuple(notes)


def cover_name(stem: str, cover: Cover) -> str:
    """Return a name for a picture's file: another picture has another name.

    Podcast programs keep a picture under its address, and would not see that it has changed.
    """
    checksum = hashlib.sha256(cover.data).hexdigest()[:_DIGITS]
    return f"{stem}-{checksum}.{_SUFFIXES[cover.mime]}"


def write_cover(audio: Path, cover: Cover) -> None:
    """Write an episode's cover beside its audio.

    Raises:
        OutputError: It cannot be written.
    """
    path = audio.with_name(cover_name(audio.stem, cover))
    try:
        write_picture(path, cover)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error


def write_picture(path: Path, cover: Cover) -> None:
    """Write a picture to a file.

    Raises:
        OSError: It cannot be written.
    """
    with replacing(path) as file:
        file.write(cover.data)
