"""narrate: an article in, a summary and a chaptered audio file out, offline.

``narrate`` makes the audio file, ``read`` turns a source into an ``Article`` and ``summarise``
chooses its key sentences. ``Settings`` holds every setting, and everything raised on purpose is a
``NarrateError``.
"""

from __future__ import annotations

from narrator.version import VERSION as __version__

# not that of typing, whose import takes longer than all that is done here
TYPE_CHECKING = False
if TYPE_CHECKING:
    from narrator.article import Article, Kind, Paragraph, Section, Skipped
    from narrator.audio.formats import Chapter
    from narrator.errors import NarrateError
    from narrator.events import Narration
    from narrator.pipeline import clear_cache, list_sections, narrate, preview
    from narrator.readers import read
    from narrator.recording.cues import SentenceCue, WordCue
    from narrator.recording.preview import (
        ChapterPreview,
        ListedSection,
        Preview,
        SectionList,
        SpokenPart,
    )
    from narrator.settings import (
        AudioSettings,
        CacheSettings,
        OutputSettings,
        Pauses,
        PronunciationSettings,
        PublishSettings,
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
    "OutputSettings",
    "Paragraph",
    "Pauses",
    "Preview",
    "PronunciationSettings",
    "PublishSettings",
    "RunSettings",
    "Section",
    "SectionList",
    "Selection",
    "SentenceCue",
    "Settings",
    "Skipped",
    "SpeedSettings",
    "SpokenPart",
    "Summary",
    "SummarySettings",
    "TagSettings",
    "VoiceSettings",
    "WordCue",
    "__version__",
    "clear_cache",
    "list_sections",
    "narrate",
    "preview",
    "read",
    "summarise",
]

# The modules that define the public names. They are searched in this order when a name is first
# used, so that ``narrate --help`` loads none of them; those that load the least come first.
_MODULES = (
    "narrator.article",
    "narrator.errors",
    "narrator.settings",
    "narrator.audio.formats",
    "narrator.summary",
    "narrator.summary.key_sentences",
    "narrator.readers",
    "narrator.events",
    "narrator.recording.preview",
    "narrator.recording.cues",
    "narrator.pipeline",
)


def __getattr__(name: str) -> object:
    """Load a public name."""
    import importlib

    if name in __all__:
        for module in map(importlib.import_module, _MODULES):
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, including those that are not loaded yet, and no others."""
    return sorted(__all__)
