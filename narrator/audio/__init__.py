"""From clips to one chaptered file: joining, encoding, containers.

To add a file format:

1. Write a class with the members of ``Format``. It encodes passages apart, in any process and order, and writes them one
   after the other without encoding them again.
2. Register it under the suffix of its files: an entry point ``suffix = "package.module:Class"`` in the group
   ``narrator.formats``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, BinaryIO, Protocol

from narrator import registry
from narrator.model import Chapter, Encoded, Tags

if TYPE_CHECKING:
    from narrator.audio.sound import Sound


class Format(Protocol):
    """Encodes passages and writes the file they make."""

    @property
    def version(self) -> str:
        """The encoder's name and version: takes of another one are not reused."""

    def warm_up(self) -> None:
        """Load the encoder into this process, for the processes forked from it."""

    def encode(self, sound: Sound) -> Encoded:
        """Encode one passage. It may end its closing silence earlier or later to fill whole frames."""

    def write(self, file: BinaryIO, takes: Iterable[bytes], chapters: Sequence[Chapter], tags: Tags) -> None:
        """Write the takes' data into an empty, seekable file, with chapters that end where the takes end."""


def load_format(name: str) -> Format:
    """The format registered under a name.

    Raises:
        KeyError: there is none.
    """
    made: Format = registry.load("narrator.formats", name)()
    return made
