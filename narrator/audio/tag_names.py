"""What tags are called in each kind of file, so that players of audiobooks and podcasts find them.

The author is artist and album artist, the narrator composer, the book's title album: so
Audiobookshelf reads them (``server/scanner/AudioFileScanner.js``), and so Mp3tag's scripts for
Audible write them. The series and the position in it have fields of their own, ``SERIES`` and
``SERIES-PART``, as in both. In Vorbis comments the narrator is not PERFORMER, too, though their
specification says so of audiobooks: MediaInfo then takes the author for the composer.

The names are those of Mp3tag's field mappings (docs.mp3tag.de/mapping); those of RIFF's INFO list
are TagLib's (taglib.org/api/p_propertymapping.html). ID3 has no frame for a description: the text
of that name is what Audiobookshelf reads, TDES what Apple's podcasts have. Of MP4's two
descriptions Apple's programs show the short one in lists and the long one by itself. The summary
is the comment, too: of what a recording is about, most players show that alone.

The address is in the frame that ID3 has for the source's page (WOAS), and in a text that readers
show which are built on FFmpeg: it passes over frames of addresses. RIFF has only Microsoft's "more
info URL" (``IMIU``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from narrator.audio.formats import Tags

# ID3v2.3, iTunes' list in MP4, Vorbis comments, RIFF's INFO list
TagKind = Literal["id3", "mp4", "vorbis", "info"]


@dataclass(frozen=True, slots=True)
class NamedText:
    """A tag by the name it has in a kind of file."""

    name: str
    text: str


def named_texts(tags: Tags, kind: TagKind) -> list[NamedText]:
    """Return the tags that are not empty, by every name that they have in a kind of file."""
    # imported here, because help loads all formats but writes no tags
    from narrator.language.tables import load_toml

    texts: list[NamedText] = []
    for attribute, names in load_toml("narrator.audio", "data/tag_names.toml").items():
        text: str = getattr(tags, attribute)
        if text:
            texts += [NamedText(name, text) for name in names.get(kind, ())]
    return texts
