"""The folder of a feed: one run at a time, and what is written in which order.

1. An episode is narrated into a folder inside, which nobody sees.
2. The manifest notes its new files as ones to delete, as they are until an episode has them.
3. They take their places.
4. The manifest has the episode.
5. ``feed.xml`` is made from the manifest.
6. Files that are no longer used are deleted, and the manifest forgets them.

Each of these is whole or not at all. A run that is killed leaves a feed whose entries have their
files; the next one does what is left to do.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from narrator.audio.cover import Cover, read_cover
from narrator.errors import OutputError, SettingError, UsageError, os_reason
from narrator.events import Listener, Note
from narrator.files import check_replaceable, read_regular, replacing, take_rights_over
from narrator.output import choose_format
from narrator.publish.feed import document, manifest
from narrator.publish.feed.episodes import cover_name, write_picture
from narrator.publish.feed.identity import guid_of, podcast_guid, random_podcast_guid, stem_of
from narrator.publish.feed.records import AUDIO_TYPES, DEFAULT_BASE_URL, Episode, Manifest, Show
from narrator.publish.feed.settings import DEFAULT_CATEGORY, FeedSettings
from narrator.recording.scratch import FolderLock
from narrator.settings import AudioSettings
from narrator.sources import spoken_name, without_login

# what somebody changed in feed.xml is kept here
_EDITED_NAME = "feed.edited.xml"
_STAGE_PREFIX = ".narrate-feed-"
_PART_NAME = re.compile(r"\.(.+)\.[0-9a-f]{12}\.part")
# of an episode that is narrated again, the name without what follows the first dot
_NAME_END = "."
# ten thousand episodes have some 20 MB
_MAX_BYTES = 256 * 1024 * 1024
_WAIT_SECONDS = 0.3
_DEFAULT_TITLE = "Articles"
_DEFAULT_DESCRIPTION = "Articles read aloud by narrate."
# how the name of the podcast's picture begins, where it was given and where it has the title
_GIVEN, _DRAWN = "cover", "title"
# what directories of podcasts take
_SMALLEST_COVER, _LARGEST_COVER = 1_400, 3_000


def is_feed(path: Path) -> bool:
    """Return whether a folder has a feed, or what is left of one."""
    return any(os.path.lexists(path / name) for name in (manifest.NAME, document.NAME))


def audio_suffix(settings: AudioSettings) -> str:
    """Return the suffix of the audio files.

    Raises:
        UsageError: Podcast apps do not play such files.
    """
    suffix = choose_format(None, settings).description.name
    if suffix not in AUDIO_TYPES:
        *others, last = AUDIO_TYPES
        raise UsageError(f"podcast apps play {', '.join(others)} and {last}, not {suffix}")
    return suffix


@contextmanager
def open_feed(path: Path, listener: Listener) -> Iterator[Feed]:
    """Open a feed for one run; another run on the same folder waits until this one is over.

    Raises:
        OutputError: The folder cannot be written, its manifest is damaged, or it has a feed that is
            not this program's.
    """
    with _writing(path):
        path.mkdir(parents=True, exist_ok=True)
    with _writing(path / document.NAME):
        check_replaceable(path / document.NAME)
    lock = _wait_for(path, listener)
    try:
        if lock.is_held:
            _remove_leftovers(path)
        feed = Feed(path, _read_manifest(path), listener)
        feed.repair()
        yield feed
    finally:
        lock.close()


class Feed:
    """A feed that is open for one run.

    Attributes:
        path: Its folder.
        is_new: Whether nothing is written yet.
    """

    def __init__(self, path: Path, known: Manifest | None, listener: Listener) -> None:
        self.path = path
        self.is_new = known is None
        self._manifest = known or Manifest(_new_show(path))
        self._cover: Cover | None = None
        self._listener = listener

    @property
    def size(self) -> int:
        """How many episodes it has."""
        return len(self._manifest.episodes)

    def repair(self) -> None:
        """Do what a run that was killed has left to do, and make an edited ``feed.xml`` anew.

        Raises:
            OutputError: It cannot be written.
        """
        if not self.is_new:
            self._save(self._manifest)

    def change(self, settings: FeedSettings) -> None:
        """Change what is said of the podcast. A new one is written with its first episode.

        Raises:
            SettingError: The cover is not as podcast programs need it.
            SourceError: The cover cannot be read.
            OutputError: It cannot be written.
        """
        show = _changed(self._manifest.show, settings)
        if settings.base_url and self.is_new:
            show = replace(show, guid=podcast_guid(settings.base_url + document.NAME))
        show = self._with_cover(show, settings)
        known = replace(self._manifest, show=show)
        if self.is_new:
            self._manifest = known
        else:
            self._save(known)

    def _with_cover(self, show: Show, settings: FeedSettings) -> Show:
        """Return a podcast with its picture: the one given, or else one with its title.

        Raises:
            SettingError: The picture is not as podcast apps need it.
            SourceError: It cannot be read.
        """
        if settings.feed_cover:
            self._cover = _read_show_cover(settings.feed_cover)
            return replace(show, cover=cover_name(_GIVEN, self._cover))
        older = self._manifest.show
        is_drawn = older.cover.startswith(_DRAWN)
        is_renamed = (show.title, show.author) != (older.title, older.author)
        is_missing = not older.cover or _size(self.path / older.cover) is None
        if is_missing or (is_drawn and is_renamed):
            self._cover = _draw_show_cover(show)
            return replace(show, cover=cover_name(_DRAWN, self._cover))
        return show

    def remove(self, source_or_guid: str) -> None:
        """Take an episode out, and delete its files.

        Raises:
            UsageError: There is no such episode.
            OutputError: The feed cannot be written.
        """
        guids = (source_or_guid, guid_of(source_or_guid))
        episodes = self._manifest.episodes
        removed = [episode for episode in episodes if episode.guid in guids]
        if not removed:
            shown = without_login(source_or_guid)
            raise UsageError(
                f"no episode in {self.path} is {shown}: give a source as it was added, "
                f"or a guid from {document.NAME}"
            )
        kept = tuple(episode for episode in episodes if episode not in removed)
        self._save(replace(self._manifest, episodes=kept))
        for episode in removed:
            self._listener(Note(f"{episode.title or episode.audio} is taken out"))

    def is_current(self, guid: str, fingerprint: str) -> bool:
        """Return whether an episode was made of the same, and its files are there."""
        episode = self._manifest.find(guid)
        if episode is None or episode.fingerprint != fingerprint:
            return False
        sizes = [_size(self.path / name) for name in episode.files]
        return None not in sizes and sizes[0] == episode.size_bytes

    def stem(self, guid: str, title: str) -> str:
        """Return the name of an episode's files without a suffix, which it always keeps."""
        episode = self._manifest.find(guid)
        if episode is None:
            return stem_of(title, guid)
        return episode.audio.partition(_NAME_END)[0]

    @contextmanager
    def stage(self) -> Iterator[Path]:
        """Make a folder to narrate into, which is removed when the block ends.

        Raises:
            OutputError: It cannot be made.
        """
        with _writing(self.path):
            folder = tempfile.mkdtemp(prefix=_STAGE_PREFIX, dir=self.path)
        try:
            yield Path(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def add(self, episode: Episode, staged: Path) -> None:
        """Add an episode, whose files are in a folder; an older one of its identity is replaced.

        Raises:
            OutputError: It cannot be written.
        """
        with _writing(self.path):
            self._expect(episode.files)
        for name in reversed(episode.files):  # the audio last
            with _writing(self.path / name):
                _move(staged / name, self.path / name)
        others = [each for each in self._manifest.episodes if each.guid != episode.guid]
        episode = replace(episode, published=_next_time(self._manifest.episodes))
        show = self._manifest.show
        if not show.language:
            show = replace(show, language=episode.language)
        is_first = not self._manifest.episodes
        self._save(replace(self._manifest, show=show, episodes=(*others, episode)))
        if is_first and show.base_url == DEFAULT_BASE_URL:
            start = f"the addresses in {document.NAME} begin with {DEFAULT_BASE_URL}"
            use = "narrate serve puts in its own; for another place, give --base-url"
            self._listener(Note(f"{start}: {use}"))

    def _expect(self, names: Iterable[str]) -> None:
        """Have the manifest know of files before they are there, for a run that is killed.

        Raises:
            OSError: It cannot be written.
        """
        for name in names:
            if not manifest.is_file_name(name):
                raise ValueError(f"{name} is no name for a file of a feed")
        known = self._manifest
        unused = {*known.discarded, *names} - {*known.files}
        self._write_manifest(replace(known, discarded=tuple(sorted(unused))))

    def _save(self, known: Manifest) -> None:
        """Write the manifest and the feed, and delete the files that are no longer used.

        Nothing is written that is there already.

        Raises:
            OutputError: It cannot be written.
        """
        used = {*known.files}
        older = {*self._manifest.files, *known.discarded}
        known = replace(known, discarded=tuple(sorted(older - used)))
        with _writing(self.path):
            self._write_cover(known.show.cover)
            self._write_manifest(known)
            self._write_feed(known)
            if known.discarded:
                left = tuple(name for name in known.discarded if not _delete(self.path / name))
                self._write_manifest(replace(known, discarded=left))

    def _write_cover(self, name: str) -> None:
        """Write the podcast's picture, where there is a new one."""
        if self._cover is not None and _size(self.path / name) != len(self._cover.data):
            write_picture(self.path / name, self._cover)

    def _write_manifest(self, known: Manifest) -> None:
        """Write the manifest, unless it is as it was."""
        if known != self._manifest or self.is_new:
            with replacing(self.path / manifest.NAME) as file:
                file.write(manifest.to_json(known))
        self._manifest = known
        self.is_new = False

    def _write_feed(self, known: Manifest) -> None:
        """Write the feed, unless it is as it was; one that somebody edited is set aside."""
        path = self.path / document.NAME
        data = document.to_rss(known)
        older = _read(path)
        if older == data:
            return
        if older is not None and document.is_edited(older):
            aside = self.path / _EDITED_NAME
            os.replace(path, aside)
            self._listener(Note(f"{path} was edited: what it was is in {aside} now"))
        with replacing(path) as file:
            file.write(data)


def _new_show(path: Path) -> Show:
    """Return a podcast that nothing is known of but its folder."""
    title = spoken_name(path.resolve().name).strip() or _DEFAULT_TITLE
    return Show(
        base_url=DEFAULT_BASE_URL,
        guid=random_podcast_guid(),
        title=title[:1].upper() + title[1:],
        description=_DEFAULT_DESCRIPTION,
        author="",
        language="",
        category=DEFAULT_CATEGORY,
        explicit=False,
        listed=False,
        cover="",
    )


def _changed(show: Show, settings: FeedSettings) -> Show:
    """Return a podcast with what the settings say of it, but for its cover."""
    wanted = {
        "base_url": settings.base_url,
        "title": settings.feed_title,
        "description": settings.feed_description,
        "author": settings.feed_author,
        "language": settings.feed_language,
        "category": settings.feed_category,
        "explicit": _as_bool(settings.feed_explicit),
        "listed": _as_bool(settings.feed_listed),
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    return replace(show, **given)  # type: ignore[arg-type]


def _as_bool(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"


def _read_show_cover(path: str | Path) -> Cover:
    """Return a picture that podcast programs take for a podcast.

    Raises:
        SettingError: It is not square, too small or too large.
        SourceError: It cannot be read.
    """
    cover = read_cover(path)
    is_square = cover.width == cover.height
    if not is_square or not _SMALLEST_COVER <= cover.width <= _LARGEST_COVER:
        raise SettingError(
            "feed_cover",
            f"must be square, {_SMALLEST_COVER:,} to {_LARGEST_COVER:,} pixels, "
            f"not {cover.width:,} by {cover.height:,}",
        )
    return cover


def _draw_show_cover(show: Show) -> Cover:
    """Return a picture with the title of a podcast, and who makes it."""
    from narrator.covers.typographic import CoverText, draw_cover

    return draw_cover(CoverText(show.title, show.author))


def _next_time(episodes: Iterable[Episode]) -> str:
    """Return the time for a new episode: now, but at least a second after any other one."""
    now = datetime.now(UTC).replace(microsecond=0)
    latest = [episode.published_at + timedelta(seconds=1) for episode in episodes]
    return max([now, *latest]).isoformat()


def _wait_for(path: Path, listener: Listener) -> FolderLock:
    """Lock a folder, after any other run that holds it."""
    is_told = False
    while True:
        with suppress(BlockingIOError):
            return FolderLock.on(path.resolve())  # it follows no link itself
        if not is_told:
            listener(Note(f"waiting for another run of narrate that writes to {path}"))
            is_told = True
        time.sleep(_WAIT_SECONDS)


def _remove_leftovers(path: Path) -> None:
    """Remove what killed runs left: episodes half made, files that did not reach their place."""
    for folder in path.glob(f"{_STAGE_PREFIX}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for part in path.glob(".*.part"):
        if _is_own_part(part.name):
            _delete(part)


def _is_own_part(name: str) -> bool:
    """Return whether a name is one that ``replacing`` gives a file of a feed for a moment."""
    found = _PART_NAME.fullmatch(name)
    if found is None:
        return False
    return found[1] in (manifest.NAME, document.NAME) or manifest.is_file_name(found[1])


def _read_manifest(path: Path) -> Manifest | None:
    """Return what is known of the feed in a folder; None where there is none yet.

    Raises:
        OutputError: The manifest is damaged, or is missing beside a feed.
    """
    feed = path / document.NAME
    with _writing(path / manifest.NAME):
        data = _read(path / manifest.NAME)
    if data is None:
        if os.path.lexists(feed):
            raise OutputError(
                str(feed),
                f"it is there, but no {manifest.NAME} beside it: it is another program's feed, "
                "or that file is lost; choose another folder, or move it away",
            )
        return None
    try:
        return manifest.from_json(data)
    except ValueError as error:
        raise OutputError(
            str(feed),
            f"{manifest.NAME} beside it is damaged ({error}); restore it from a copy, "
            "or move both away to begin anew",
        ) from error


def _read(path: Path) -> bytes | None:
    """Return the content of a file; None where there is none.

    Raises:
        OSError: It cannot be read.
    """
    with suppress(FileNotFoundError):
        return read_regular(path, _MAX_BYTES)
    return None


def _size(path: Path) -> int | None:
    """Return the size of a file in bytes; None where there is none."""
    with suppress(OSError):
        return path.stat().st_size
    return None


def _move(path: Path, target: Path) -> None:
    """Move a file to the place of another one, whose mode and owner it gets.

    Raises:
        OSError: It cannot be moved.
    """
    with open(path, "rb") as file:
        take_rights_over(file, target)
    os.replace(path, target)


def _delete(path: Path) -> bool:
    """Delete a file; return whether it is not there any more."""
    try:
        path.unlink(missing_ok=True)
    except OSError:  # somebody plays it, on Windows
        return False
    return True


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Have an error of the system name a file or folder that is written.

    Raises:
        OutputError: There was one.
    """
    try:
        yield
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    except ValueError as error:  # a NUL in the path
        raise OutputError(repr(str(path)), str(error)) from error
