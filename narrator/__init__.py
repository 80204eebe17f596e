"""narrate: an article in, a summary and a chaptered audio file out, offline.

``narrate`` makes the audio file, ``read`` turns a source into an ``Article`` and ``summarise`` chooses its sentences.
What can be chosen stands in ``Settings``, what can go wrong in ``NarrateError`` and its kinds.
"""

from typing import TYPE_CHECKING, Any

from narrator.version import VERSION as __version__

if TYPE_CHECKING:
    from narrator.article import Article
    from narrator.audio.formats import Chapter
    from narrator.errors import NarrateError
    from narrator.events import Narration
    from narrator.pipeline import narrate
    from narrator.readers import read
    from narrator.settings import Pauses, Settings
    from narrator.summary import summarise
    from narrator.summary.key_sentences import Summary

__all__ = [
    "Article",
    "Chapter",
    "NarrateError",
    "Narration",
    "Pauses",
    "Settings",
    "Summary",
    "__version__",
    "narrate",
    "read",
    "summarise",
]

_HOMES = {
    "Article": "article",
    "Chapter": "audio.formats",
    "NarrateError": "errors",
    "Narration": "events",
    "Pauses": "settings",
    "Settings": "settings",
    "Summary": "summary.key_sentences",
    "narrate": "pipeline",
    "read": "readers",
    "summarise": "summary",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``narrate --help`` loads none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
