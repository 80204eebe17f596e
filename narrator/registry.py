"""Where engines, readers and file formats are found by name.

The built-in ones are in the table below. An installed package adds its own by entry points in a
group of the same name. Both are imported only when they are loaded, so that listing the names costs
nothing.

The objects of each group are described in the module that uses them: ``narrator.speech.engines``,
``narrator.readers`` and ``narrator.audio.formats``. Each also lists the steps to add one.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# group → name → "module:attribute"; names are listed, and readers asked, in this order
BUILT_IN = {
    "narrator.engines": {
        "hibari": "narrator.speech.hibari:load",
        "kokoro": "narrator.speech.kokoro:load",
        "piper": "narrator.speech.piper:load",
        "espeak": "narrator.speech.espeak:load",
        "sapi5": "narrator.speech.pyttsx:load_sapi5",
        "nsss": "narrator.speech.pyttsx:load_nsss",
        "tone": "narrator.speech.tone:load",
    },
    "narrator.readers": {
        "pdf": "narrator.readers.kinds:PDF",
        "epub": "narrator.readers.kinds:EPUB",
        "docx": "narrator.readers.kinds:DOCX",
        "html": "narrator.readers.kinds:HTML",
        "markdown": "narrator.readers.kinds:MARKDOWN",
        "text": "narrator.readers.kinds:TEXT",
    },
    "narrator.formats": {
        "mp3": "narrator.audio.mp3:Mp3",
        "m4b": "narrator.audio.m4b:M4b",
        "m4a": "narrator.audio.m4b:M4a",
        "opus": "narrator.audio.opus:Opus",
        "flac": "narrator.audio.flac:Flac",
        "wav": "narrator.audio.wav:Wav",
    },
}

# what the folders end in that tell about an installed package
_INFORMATION = (".dist-info", "egg-info")


def names(group: str) -> list[str]:
    """Return every name of a group once, the built-in ones first."""
    return list(dict.fromkeys([*BUILT_IN[group], *plugin_names(group)]))


def plugin_names(group: str) -> list[str]:
    """Return the names that installed packages add to a group, each once."""
    if not _may_have_plugins(group):
        return []
    from importlib.metadata import entry_points

    found = entry_points(group=group)
    return list(dict.fromkeys(point.name for point in found))


def _may_have_plugins(group: str) -> bool:
    """Return whether an installed package may add to a group: whether one names it.

    The standard library reads and sorts what all packages say of themselves, which takes longer
    than to summarise a short text.
    """
    title = f"[{group}]".encode()
    for place in sys.path:
        if os.path.isfile(place):  # an archive, into which only the standard library looks
            return True
        if any(title in path.read_bytes() for path in _entry_point_files(Path(place))):
            return True
    return False


def _entry_point_files(folder: Path) -> Iterator[Path]:
    """Yield the files in which the packages of a folder say what they add."""
    if not folder.is_dir():
        return
    for name in os.listdir(folder):
        path = folder / name / "entry_points.txt"
        if name.lower().endswith(_INFORMATION) and path.is_file():
            yield path


def load(group: str, name: str) -> Any:
    """Return the object registered under a name, importing its module.

    An installed package cannot replace a built-in name. If several packages add the same name,
    the first one found counts.

    Raises:
        KeyError: Nothing is registered under the name.
    """
    target = BUILT_IN[group].get(name)
    if target is not None:
        return pkgutil.resolve_name(target)
    from importlib.metadata import entry_points

    return entry_points(group=group)[name].load()
