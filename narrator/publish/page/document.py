"""The page's file: an article, its player and, if wanted, its audio."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from narrator.article import Article
from narrator.audio.formats import Format, load_format
from narrator.errors import OutputError, UsageError
from narrator.language.visible import visible
from narrator.publish.about import about
from narrator.publish.page.sections import ShownArticle, ShownSection, show_article
from narrator.publish.templates import read_data, write_rendered
from narrator.recording.cues import Recorded
from narrator.recording.plan import SUMMARY_TITLE
from narrator.sources import STANDARD_INPUT, is_url, site
from narrator.summary.key_sentences import Summary

if TYPE_CHECKING:
    from markupsafe import Markup

# of audio in a page: more takes browsers seconds to open
MAX_EMBEDDED_BYTES = 50_000_000
# of one kbit/s
_BYTES_A_MINUTE = 60 * 1000 / 8
# how far an estimated size has to be above a limit
_CERTAINTY = 1.2
SPEEDS = (0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3)
# a multiple of 3, so that base64 needs no padding between chunks
_CHUNK_BYTES = 3 * 2**12
_WEB = ("http://", "https://")
_POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{styles}'; media-src {media}; "
    "base-uri 'none'; form-action 'none'"
)
# some browsers do not take a file beside a file for its own
_BESIDE = "'self' file:"
_INSIDE = "data:"


@dataclass(frozen=True, slots=True)
class Key:
    """Keys and what they do, for the page's list of them."""

    names: tuple[str, ...]
    meaning: str


KEYS = (
    Key(("Space", "k"), "play or pause"),
    Key(("←", "→"), "sentence back, forward"),
    Key(("Shift ←", "Shift →"), "paragraph back, forward"),
    Key(("p", "n"), "previous, next chapter"),
    Key(("−", "+"), "slower, faster"),
    Key(("f",), "back to what is being read"),
    Key(("?",), "this list"),
)


@dataclass(frozen=True, slots=True)
class SummaryEntry:
    """A sentence of the summary, or all of them as bullets, under a section's title or none."""

    heading: str = ""
    text: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where the article is from: its name, and its URL if it is from the web."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownChapter:
    """A line of the list of chapters."""

    title: str
    time: str
    section: ShownSection


@dataclass(frozen=True, slots=True)
class Player:
    """The audio, and how it is played.

    Attributes:
        source: The address of the audio beside the page; empty where it is in the page.
        name: The name of its file.
        mime: Its kind, for audio in the page.
        chunks: It in base64, for audio in the page.
        seconds: How long it is.
        duration: The same as a clock shows it.
        length: The same in words.
        track: When what is heard, for the script.
        speeds: The speeds to choose from.
        keys: What keys do.
    """

    source: str
    name: str
    mime: str
    chunks: Iterator[str]
    seconds: float
    duration: str
    length: str
    track: Markup
    speeds: tuple[float, ...] = SPEEDS
    keys: tuple[Key, ...] = KEYS


def page_path(audio: Path) -> Path:
    """Return the path of the page for an audio file."""
    return audio.with_name(f"{audio.stem}.html")


def check_embeddable(article: Article, audio: Format, words_a_minute: int) -> None:
    """Check that a page may hold the audio of an article, as far as its length is known.

    Raises:
        UsageError: It may not.
    """
    if audio.bitrate_kbps is None:
        return
    minutes = article.words / words_a_minute
    size_bytes = minutes * audio.bitrate_kbps * _BYTES_A_MINUTE
    if size_bytes > _CERTAINTY * MAX_EMBEDDED_BYTES:
        raise UsageError(f"the audio will have about {size_bytes / 1e6:,.0f} MB; {_LIMIT}")


_LIMIT = (
    f"--page embed takes up to {MAX_EMBEDDED_BYTES // 10**6} MB: "
    "use --page, which leaves the audio beside the page"
)


def write_page(file: BinaryIO, recorded: Recorded, embed: bool) -> None:
    """Write the page of a recording.

    Args:
        file: An empty file.
        recorded: The recording.
        embed: Whether the page holds the audio; else the audio has to be beside it.

    Raises:
        OutputError: The audio is too large to be embedded.
        SpeechError: A take had to be made again, and could not.
    """
    from markupsafe import Markup

    if embed:
        _check_size(recorded.audio)
    is_summary_spoken = _is_summary_spoken(recorded)
    page = about(recorded)
    article = show_article(recorded, page.direction, int(is_summary_spoken))
    summary: list[SummaryEntry] = []
    if not is_summary_spoken:
        summary = _summary(recorded.summary)
    styles, script = read_data("page/page.css"), read_data("page/page.js")
    write_rendered(
        file,
        "page/page.html",
        about=page,
        title=visible(recorded.article.title),
        byline=_byline(recorded.article),
        sources=_sources(recorded.article),
        summary=summary,
        chapters=_chapters(recorded, article),
        sections=article.sections,
        player=_player(recorded, article, embed),
        policy=_policy(styles, script, embed),
        styles=Markup(styles),
        script=Markup(script),
    )


def _check_size(audio: Path) -> None:
    """Check that a page may hold an audio file.

    Raises:
        OutputError: It is too large.
    """
    size_bytes = audio.stat().st_size
    if size_bytes > MAX_EMBEDDED_BYTES:
        reason = f"the audio has {size_bytes / 1e6:,.0f} MB; {_LIMIT}"
        raise OutputError(str(page_path(audio)), reason)


def _player(recorded: Recorded, article: ShownArticle, embed: bool) -> Player:
    """Return the player of a recording."""
    from markupsafe import Markup

    audio = recorded.audio
    suffix = audio.suffix.lower().removeprefix(".")
    seconds = recorded.chapters[-1].end_seconds
    source = ""
    if not embed:
        source = quote(os.fsencode(audio.name))
    track = f'{{"id":"{article.id}","seconds":{seconds:.3f},"cues":{article.cues}}}'
    return Player(
        source=source,
        name=visible(audio.name),
        mime=load_format(suffix).description.media_type,
        chunks=_base64_chunks(audio),
        seconds=round(seconds, 3),
        duration=clock(seconds),
        length=_length(seconds),
        track=Markup(track),
    )


def clock(seconds: float) -> str:
    """Return a time as a clock shows it: ``4:05`` or ``1:04:05``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02}:{rest:02}"
    return f"{minutes}:{rest:02}"


def _is_summary_spoken(recorded: Recorded) -> bool:
    """Return whether the first section is the summary, which is spoken."""
    first = recorded.article.sections[0]
    texts = tuple(paragraph.text for paragraph in first.paragraphs)
    return first.heading == (SUMMARY_TITLE,) and texts == recorded.summary.texts


def _summary(summary: Summary) -> list[SummaryEntry]:
    """Return a summary in its style."""
    texts = [visible(text) for text in summary.texts]
    if not texts:
        return []
    if summary.style == "bullets":
        return [SummaryEntry(bullets=tuple(texts))]
    if summary.style == "sentences":
        return [SummaryEntry(text=" ".join(texts))]
    entries: list[SummaryEntry] = []
    for sentence in summary.sentences:
        entries.append(SummaryEntry(visible(sentence.section), visible(sentence.text)))
    return entries


def _byline(article: Article) -> list[str]:
    """Return the author and the date, as far as they are known."""
    return [visible(text) for text in (article.author, article.date) if text]


def _sources(article: Article) -> list[Source]:
    """Return what the page says about the sources of an article."""
    sources = map(_source, dict.fromkeys(article.sources))
    return [source for source in sources if source.name]


def _source(source: str) -> Source:
    """Return what the page says about a source."""
    if source == STANDARD_INPUT:
        return Source("")
    if not is_url(source):
        return Source(visible(Path(source).name))
    host = site(source)
    if not host or not source.lower().startswith(_WEB):
        return Source(visible(source))
    return Source(visible(host), source)


def _length(seconds: float) -> str:
    """Return how long the audio is, in words."""
    minutes = max(1, round(seconds / 60))
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min"


def _chapters(recorded: Recorded, article: ShownArticle) -> list[ShownChapter]:
    """Return the list of chapters; empty where there is only one."""
    if len(recorded.chapters) < 2:
        return []
    heard = dict.fromkeys(take.passage.chapter for take in recorded.takes)
    shown: list[ShownChapter] = []
    for number, chapter in zip(heard, recorded.chapters, strict=True):
        title, time = visible(chapter.title), clock(chapter.start_seconds)
        shown.append(ShownChapter(title, time, article.sections[number]))
    return shown


def _policy(styles: str, script: str, embed: bool) -> str:
    """Return what the page may load and run: nothing but what is here, and the audio."""
    media = _BESIDE
    if embed:
        media = _INSIDE
    return _POLICY.format(script=_hash(script), styles=_hash(styles), media=media)


def _hash(text: str) -> str:
    """Return a checksum as a content security policy names a script or styles."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _base64_chunks(path: Path) -> Iterator[str]:
    """Yield a file in base64, a part at a time."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield base64.b64encode(chunk).decode()
