"""Where engines, readers and file formats are found by name.

The built-in ones are in the table below. An installed package adds its own by entry points in a
group of the same name. Both are imported only when they are loaded, so that listing the names costs
nothing.

The objects of each group are described in the module that uses them: ``narrator.speech.engines``,
``narrator.readers`` and ``narrator.audio.formats``. Each also lists the steps to add one.
"""

from __future__ import annotations

import pkgutil
from typing import Any

from narrator.installed import may_have_plugins

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
        "opendocument": "narrator.readers.kinds:OPEN_DOCUMENT",
        "fictionbook": "narrator.readers.kinds:FICTIONBOOK",
        "mobi": "narrator.readers.kinds:MOBI",
        "rtf": "narrator.readers.kinds:RTF",
        "saved-page": "narrator.readers.kinds:SAVED_PAGE",
        "mail": "narrator.readers.kinds:MAIL",
        "feed": "narrator.readers.kinds:FEED",
        "json": "narrator.readers.kinds:JSON",
        "html": "narrator.readers.kinds:HTML",
        "subtitles": "narrator.readers.kinds:SUBTITLES",
        "restructured": "narrator.readers.kinds:RESTRUCTURED",
        "latex": "narrator.readers.kinds:LATEX",
        "org": "narrator.readers.kinds:ORG",
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


def names(group: str) -> list[str]:
    """Return every name of a group once, the built-in ones first."""
    return list(dict.fromkeys([*BUILT_IN[group], *plugin_names(group)]))


def plugin_names(group: str) -> list[str]:
    """Return the names that installed packages add to a group, each once."""
    if not may_have_plugins(group):
        return []
    from importlib.metadata import entry_points

    found = entry_points(group=group)
    return list(dict.fromkeys(point.name for point in found))


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
