"""Bookmarks: where a listener stopped, in the user's folder for such things.

A bookmark is a small file, named by a hash of the source, so that nobody reads there what was
heard. It counts for one text only: after an edit its numbers would lead elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.article import Article
from narrator.files import read_regular, replacing
from narrator.playing.script import BEGINNING, Spot
from narrator.playing.stretch import SPEEDS
from narrator.sources import STANDARD_INPUT, is_url

_MOST_BYTES = 10_000
_PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a listener stopped, and how fast the voice spoke."""

    spot: Spot = BEGINNING
    speed: float = 1.0


class Bookmarks:
    """The bookmark of one article.

    Attributes:
        path: Its file; None where none is kept, as for standard input.
    """

    def __init__(self, article: Article) -> None:
        self.path = _path(article.source)
        self._text = _hash(repr(article.sections))

    def load(self) -> Bookmark:
        """Return the bookmark; the beginning where there is none, or one of another text."""
        if self.path is None:
            return Bookmark()
        try:
            known: dict[str, Any] = json.loads(read_regular(self.path, _MOST_BYTES))
            spot = Spot(_count(known["passage"]), _count(known["utterance"]))
            if known["text"] != self._text or known["speed"] not in SPEEDS:
                return Bookmark()
            return Bookmark(spot, float(known["speed"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return Bookmark()

    def save(self, bookmark: Bookmark) -> None:
        """Keep a bookmark, if the folder can be written."""
        if self.path is None:
            return
        spot = bookmark.spot
        kept = {"passage": spot.passage, "utterance": spot.utterance, "speed": bookmark.speed}
        with suppress(OSError):
            self.path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            with replacing(self.path) as file:
                file.write(json.dumps({"text": self._text, **kept}).encode())

    def forget(self) -> None:
        """Remove the bookmark."""
        if self.path is not None:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)


def _path(source: str) -> Path | None:
    """Return the file for a source's bookmark; None for standard input."""
    import platformdirs

    if source == STANDARD_INPUT:
        return None
    name = source if is_url(source) else str(Path(source).absolute())
    folder = Path(platformdirs.user_state_dir("narrate", appauthor=False))
    return folder / "bookmarks" / f"{_hash(name)}.json"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _count(value: Any) -> int:
    """Return what is a number to count with.

    Raises:
        TypeError: It is none.
    """
    if type(value) is not int or value < 0:
        raise TypeError("no count")
    return value
