"""What a speech engine is, and how a voice is found by name.

To add an engine:

1. Write a class with the five members of ``Engine``. It knows nothing of files, chapters, pauses or progress.
   If what it speaks depends on what its process has spoken before, add ``needs_fresh_process = True``: then every passage
   is spoken in a process of its own, on Linux a fork of one that has loaded the engine. Else processes are kept for many
   passages, so that what ``speak`` loads, such as a model, is loaded once in each.
2. Write a function without arguments that returns one instance, and raises ``EngineError`` where it cannot run here,
   saying how to get what is missing.
3. Register the function: an entry point ``name = "package.module:function"`` in the group ``narrator.engines``.

Utterances of a passage reach ``speak`` in order, passages in any order and in several processes: what an engine remembers
between utterances may colour a passage, never the result of a run.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from narrator import registry
from narrator.errors import EngineError, VoiceError
from narrator.language.tags import base_language


@dataclass(frozen=True, slots=True)
class Word:
    """When one word starts: counted in samples from the start of the take, in characters of the spoken text."""

    start_samples: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine makes of one utterance: mono signed 16-bit little-endian PCM and its words' times."""

    pcm: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine: ``id`` is what ``--voice`` takes, ``language`` a BCP 47 tag."""

    id: str
    name: str
    language: str


# tags of whole groups or of former days, and what voices are tagged with (IANA language subtag registry)
_SAME_LANGUAGE = {
    "zh": "cmn",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "sh": "hr",
    "tl": "fil",
}


class Engine(Protocol):
    """Turns one utterance into PCM."""

    @property
    def version(self) -> str:
        """Its name and version: takes of another one are not reused."""

    @property
    def speaks_phonemes(self) -> bool:
        """Whether it reads what stands between ``[[`` and ``]]`` as espeak-ng's phonemes."""

    def voices(self) -> Sequence[Voice]:
        """All voices there are, in the engine's own order."""

    def find_voice(self, wanted: str | None) -> Voice:
        """The voice of that id, name or language; the default one for None.

        Raises:
            VoiceError: there is none.
        """

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Speak a text at ``rate`` words a minute.

        Raises:
            Exception: any, when it fails; the caller names the sentence.
        """


@lru_cache(maxsize=1)
def load_engine(name: str) -> Engine:
    """The engine registered under a name, one instance a process.

    Raises:
        EngineError: there is no such engine, or it cannot run here.
    """
    try:
        engine: Engine = registry.load("narrator.engines", name)()
    except KeyError:
        known = ", ".join(registry.names("narrator.engines"))
        raise EngineError(f"no speech engine is called {name!r}; there are {known}") from None
    return engine


def needs_fresh_process(engine: Engine) -> bool:
    """Return whether every passage needs a process in which the engine has spoken nothing.

    An engine says so by an attribute ``needs_fresh_process``; without it, it does not.
    """
    return bool(getattr(engine, "needs_fresh_process", False))


def find_voice(engine: str, wanted: str | None, language: str) -> Voice:
    """The voice that was asked for; without one, the engine's voice for the text's language, else its default.

    Raises:
        EngineError: the engine is missing, or has no voice of the name that was asked for.
    """
    speaker = load_engine(engine)
    voice = speaker.find_voice(wanted)
    base = base_language(language)
    # the default voice speaks the language, too, where no other country is asked for
    if wanted is not None or not language or language.lower() == base_language(voice.language):
        return voice
    base = _SAME_LANGUAGE.get(base, base)
    spoken = {other.language.lower(): other for other in reversed(speaker.voices())}
    # its own country's before others', and any rather than another language's
    tags = (
        language.lower(),
        base,
        f"{base}-{base}",
        *(tag for tag in spoken if base_language(tag) == base),
    )
    return next((spoken[tag] for tag in tags if tag in spoken), voice)


def is_in(voice: Voice, language: str) -> bool:
    """Whether a voice speaks a language, of whatever country; one that names none may."""
    base, spoken = base_language(language), base_language(voice.language)
    return spoken in ("zxx", "und", _SAME_LANGUAGE.get(base, base))


def match_voice(voices: Sequence[Voice], wanted: str) -> Voice:
    """The voice whose id, language or name is ``wanted``, in this order of preference and whatever the case.

    Raises:
        VoiceError: there is none; it suggests the nearest names.
    """
    key = wanted.casefold()
    for names in ([v.id for v in voices], [v.language for v in voices], [v.name for v in voices]):
        for voice, name in zip(voices, names, strict=True):
            if name.casefold() == key:
                return voice
    # "English" is that of the shortest id of all that are "English (…)"
    if same := [voice for voice in voices if voice.name.casefold().partition(" (")[0] == key]:
        return min(same, key=lambda voice: (len(voice.id), voice.id))
    known = {voice.name.casefold(): f"{voice.id} ({voice.name})" for voice in voices}
    known |= {name.casefold(): name for voice in voices for name in (voice.language, voice.id)}
    nearest = dict.fromkeys(known[name] for name in difflib.get_close_matches(key, known, n=3))
    raise VoiceError(wanted, nearest)
