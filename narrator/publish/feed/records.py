"""The records of a feed: a show, its episodes, and the files that are theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

# where a feed is, as long as nobody says; ``narrate serve`` puts in the address that it serves at
DEFAULT_BASE_URL = "http://localhost:8000/"
# what podcast apps play, by the suffix of its files, and the type that they know it by
AUDIO_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "m4b": "audio/mp4",
    "opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True)
class Show:
    """The podcast as a whole.

    Attributes:
        base_url: The address of the folder on the web, with a slash at its end.
        guid: The podcast's identity, a UUID.
        title: Its title.
        description: What it is, in a sentence or a few.
        author: Who makes it; may be empty.
        language: A BCP 47 tag; empty until there is an episode.
        category: One of Apple's categories, ``News`` or ``News/Tech News``.
        explicit: Whether it is for adults.
        listed: Whether directories of podcasts may list it.
        cover: The name of its picture; empty where there is none.
    """

    base_url: str
    guid: str
    title: str
    description: str
    author: str
    language: str
    category: str
    explicit: bool
    listed: bool
    cover: str


@dataclass(frozen=True, slots=True)
class ShowNote:
    """A sentence of an episode's summary.

    Attributes:
        text: The sentence.
        heading: The title of its section, where the summary is an outline; else empty.
    """

    text: str
    heading: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A narrated source.

    Attributes:
        guid: Its identity, a UUID that is made from the source's address.
        source: The URL of the source; of a file its name, without the folders.
        title: Its title.
        author: Who wrote it; may be empty.
        narrator: The name of the voice.
        language: A BCP 47 tag.
        published: When its audio was made, in ISO 8601 and UTC.
        duration_seconds: How long it is.
        size_bytes: The size of the audio file.
        files: The names of its files; the audio comes first.
        cover: The name of its picture, which is one of the files; empty where there is none.
        is_list: Whether the summary is shown as a list.
        summary: The summary.
        fingerprint: What its audio was made of; another one means other audio.
    """

    guid: str
    source: str
    title: str
    author: str
    narrator: str
    language: str
    published: str
    duration_seconds: float
    size_bytes: int
    files: tuple[str, ...]
    cover: str
    is_list: bool
    summary: tuple[ShowNote, ...]
    fingerprint: str

    @property
    def audio(self) -> str:
        """The name of the audio file."""
        return self.files[0]

    @property
    def audio_suffix(self) -> str:
        """The suffix of the audio file, without a dot."""
        return self.audio.rpartition(".")[2]

    @property
    def published_at(self) -> datetime:
        """When its audio was made."""
        return datetime.fromisoformat(self.published)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of a feed.

    Attributes:
        show: The podcast.
        episodes: Its episodes, the oldest first.
        discarded: Names of files that are to be deleted.
    """

    show: Show
    episodes: tuple[Episode, ...] = ()
    discarded: tuple[str, ...] = ()

    def find(self, guid: str) -> Episode | None:
        """Return the episode of an identity; None where there is none."""
        for episode in self.episodes:
            if episode.guid == guid:
                return episode
        return None

    @property
    def files(self) -> Iterator[str]:
        """The names of all files that belong to the show and its episodes."""
        if self.show.cover:
            yield self.show.cover
        for episode in self.episodes:
            yield from episode.files
