"""Where engines, readers and file formats are found by name.

Built-ins stand in the tables below; any installed package adds its own through entry points of the same group name.
Both are loaded the same way and only when asked for, so that naming a thing costs nothing.
"""

from __future__ import annotations

from typing import Any

# group → name → "module:attribute"
BUILT_IN = {
    "narrator.engines": {
        "espeak": "narrator.speech.espeak:load",
        "sapi5": "narrator.speech.pyttsx:load_sapi5",
        "nsss": "narrator.speech.pyttsx:load_nsss",
        "tone": "narrator.speech.tone:load",
    },
    "narrator.readers": {
        "text": "narrator.readers.plain:read_text",
        "html": "narrator.readers.html:read_html",
        "epub": "narrator.readers.epub:read_epub",
        "markdown": "narrator.readers.markdown:read_markdown",
        "pdf": "narrator.readers.pdf:read_pdf",
        "docx": "narrator.readers.docx:read_docx",
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


def names(group: str) -> list[str]:
    """Every name of a group, built-ins first."""
    from importlib.metadata import entry_points

    return list(
        dict.fromkeys([*BUILT_IN[group], *(point.name for point in entry_points(group=group))])
    )


def load(group: str, name: str) -> Any:
    """The object registered under a name.

    Raises:
        KeyError: nothing is registered under it.
    """
    import importlib

    if (target := BUILT_IN[group].get(name)) is None:
        from importlib.metadata import entry_points

        (point,) = tuple(entry_points(group=group, name=name))[:1] or (None,)
        if point is None:
            raise KeyError(name)
        return point.load()
    module, attribute = target.split(":")
    return getattr(importlib.import_module(module), attribute)
