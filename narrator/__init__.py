"""narrate: an article in, a summary and a chaptered audio file out, offline.

``narrate`` makes the audio file, ``read`` turns a source into an ``Article`` and ``summarise`` chooses its sentences.
What can be chosen stands in ``Settings``, what can go wrong in ``NarrateError`` and its kinds.
"""

from narrator.errors import NarrateError
from narrator.model import Article, Chapter, Narration
from narrator.pipeline import narrate
from narrator.reading import read
from narrator.settings import Pauses, Settings
from narrator.summary import summarise
from narrator.version import VERSION as __version__

__all__ = [
    "Article",
    "Chapter",
    "NarrateError",
    "Narration",
    "Pauses",
    "Settings",
    "__version__",
    "narrate",
    "read",
    "summarise",
]
