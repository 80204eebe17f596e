"""narrate: an article in, a summary and a chaptered audio file out, offline.

``narrate`` makes the audio file, ``read`` turns a source into an ``Article`` and ``summarise``
chooses its sentences. ``Settings`` holds what can be chosen; what can go wrong is a
``NarrateError`` of one of its kinds.
"""

from typing import TYPE_CHECKING, Any

from narrator.version import VERSION as __version__

if TYPE_CHECKING:
    from narrator.article import Article, Kind, Paragraph, Section, Skipped
    from narrator.audio.formats import Chapter
    from narrator.errors import NarrateError
    from narrator.events import Narration
    from narrator.pipeline import clear_cache, list_sections, narrate, preview
    from narrator.readers import read
    from narrator.recording.preview import ChapterPreview, ListedSection, Preview, SectionList
    from narrator.settings import (
        AudioSettings,
        CacheSettings,
        Pauses,
        PronunciationSettings,
        RunSettings,
        Selection,
        Settings,
        SpeedSettings,
        SummarySettings,
        TagSettings,
        VoiceSettings,
    )
    from narrator.summary import summarise
    from narrator.summary.key_sentences import KeySentence, Summary

__all__ = [
    "Article",
    "AudioSettings",
    "CacheSettings",
    "Chapter",
    "ChapterPreview",
    "KeySentence",
    "Kind",
    "ListedSection",
    "NarrateError",
    "Narration",
    "Paragraph",
    "Pauses",
    "Preview",
    "PronunciationSettings",
    "RunSettings",
    "Section",
    "SectionList",
    "Selection",
    "Settings",
    "Skipped",
    "SpeedSettings",
    "Summary",
    "SummarySettings",
    "TagSettings",
    "VoiceSettings",
    "__version__",
    "clear_cache",
    "list_sections",
    "narrate",
    "preview",
    "read",
    "summarise",
]

# the module of each public name, loaded when a name is first used: ``narrate --help`` loads none
_MODULES = {
    "narrator.article": ("Article", "Kind", "Paragraph", "Section", "Skipped"),
    "narrator.audio.formats": ("Chapter",),
    "narrator.errors": ("NarrateError",),
    "narrator.events": ("Narration",),
    "narrator.pipeline": ("clear_cache", "list_sections", "narrate", "preview"),
    "narrator.readers": ("read",),
    "narrator.recording.preview": ("ChapterPreview", "ListedSection", "Preview", "SectionList"),
    "narrator.settings": (
        "AudioSettings",
        "CacheSettings",
        "Pauses",
        "PronunciationSettings",
        "RunSettings",
        "Selection",
        "Settings",
        "SpeedSettings",
        "SummarySettings",
        "TagSettings",
        "VoiceSettings",
    ),
    "narrator.summary": ("summarise",),
    "narrator.summary.key_sentences": ("KeySentence", "Summary"),
}


def __getattr__(name: str) -> Any:
    """Load a public name."""
    import importlib

    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, also those that are not loaded yet."""
    return sorted({*globals(), *__all__})
