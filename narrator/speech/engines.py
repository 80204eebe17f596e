"""The protocol of speech engines, and finding a voice by name or language.

To add an engine:

1. Write a class with the five members of ``Engine``. It knows nothing of files, chapters, pauses or
   progress. If what it speaks depends on what its process has spoken before, add
   ``needs_fresh_process = True``: then every passage is spoken in a process of its own, on Linux a
   fork of one that has loaded the engine. Otherwise processes are kept for many passages, so that
   what ``speak`` loads, such as a model, is loaded once in each.
2. Write a function without arguments that returns one instance, and raises ``EngineError`` where it
   cannot run here, saying how to get what is missing.
3. Register the function: an entry point ``name = "package.module:function"`` in the group
   ``narrator.engines``.

Utterances of a passage reach ``speak`` in order, passages in any order and in several processes.
What an engine remembers between utterances may change how a passage sounds, but never makes the
result differ from run to run.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from narrator import registry
from narrator.errors import EngineError, NarrateError, VoiceError
from narrator.language.tags import base_language, canonical_language

# languages of voices that speak any: no linguistic content, undetermined (ISO 639-2)
_ANY_LANGUAGE = ("zxx", "und")
_MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """When one word of an utterance starts.

    Attributes:
        start_samples: Samples from the start of the utterance.
        offset: Characters from the start of the spoken text.
        length: Characters.
    """

    start_samples: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance as an engine speaks it.

    Attributes:
        pcm: Mono signed 16-bit little-endian samples.
        sample_rate: Samples per second.
        words: The words' times, in order; empty where the engine does not report them.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine: ``id`` is what ``--voice`` takes, ``language`` a BCP 47 tag."""

    id: str
    name: str
    language: str


class Engine(Protocol):
    """A program that turns one utterance into PCM."""

    @property
    def version(self) -> str:
        """Name and version of the engine: takes of another one are not reused."""

    @property
    def speaks_phonemes(self) -> bool:
        """Whether text between ``[[`` and ``]]`` is read as espeak-ng's phonemes."""

    def voices(self) -> Sequence[Voice]:
        """Return all voices, in the engine's own order."""

    def find_voice(self, wanted: str | None) -> Voice:
        """Return the voice of this id, name or language; the default voice for None.

        Raises:
            VoiceError: There is no such voice.
        """

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Speak a text at ``rate`` words per minute.

        Raises:
            Exception: Any, when it fails; the caller names the sentence.
        """


@lru_cache(maxsize=1)
def load_engine(name: str) -> Engine:
    """Return the engine registered under a name, one instance for a process.

    Raises:
        EngineError: There is no such engine, or it cannot run here.
    """
    group = "narrator.engines"
    # installed packages are searched, which takes a while, only for a name that is not built in
    if name not in registry.BUILT_IN[group] and name not in registry.plugin_names(group):
        known = ", ".join(registry.names(group))
        raise EngineError(f"no speech engine is called {name!r}; there are {known}")
    try:
        engine: Engine = registry.load(group, name)()
    except NarrateError:
        raise
    except Exception as error:  # plug-ins raise whatever they like
        reason = str(error) or type(error).__name__
        raise EngineError(f"the speech engine {name!r} cannot be loaded: {reason}") from error
    return engine


def needs_fresh_process(engine: Engine) -> bool:
    """Return whether every passage needs a process in which the engine has spoken nothing.

    It does if it has a true attribute ``needs_fresh_process``.
    """
    return bool(getattr(engine, "needs_fresh_process", False))


def find_voice(engine: str, wanted: str | None, language: str) -> Voice:
    """Return the voice to read a text with.

    Args:
        engine: The engine's name.
        wanted: The voice that was asked for, by id, name or language; None for the engine's voice
            for the text's language, or its default voice where it has none.
        language: The text's language as a BCP 47 tag; empty where it is not known.

    Raises:
        EngineError: The engine is missing, or has no voice of the name that was asked for.
    """
    speaker = load_engine(engine)
    voice = speaker.find_voice(wanted)
    if wanted is not None or not language:
        return voice
    # the default voice is right for its own language, unless the text's names a country
    if language.lower() == base_language(voice.language):
        return voice
    return _voice_for_language(speaker.voices(), language) or voice


def _voice_for_language(voices: Sequence[Voice], language: str) -> Voice | None:
    """Return the best voice for a language; None where there is none."""
    by_tag = {voice.language.lower(): voice for voice in reversed(voices)}
    base = canonical_language(language)
    own_country = f"{base}-{base}"
    for tag in (language.lower(), base, own_country):
        if tag in by_tag:
            return by_tag[tag]
    # a voice of another country is better than one of another language
    for tag, voice in by_tag.items():
        if base_language(tag) == base:
            return voice
    return None


def is_in(voice: Voice, language: str) -> bool:
    """Return whether a voice speaks a language, of whatever country, or any language at all."""
    spoken = base_language(voice.language)
    if spoken in _ANY_LANGUAGE:
        return True
    return spoken in (base_language(language), canonical_language(language))


def match_voice(voices: Sequence[Voice], wanted: str) -> Voice:
    """Return the voice whose id, language or name is ``wanted``, in this order of preference.

    Upper and lower case are the same.

    Raises:
        VoiceError: There is none; the error suggests the nearest names.
    """
    key = wanted.casefold()
    for attribute in ("id", "language", "name"):
        for voice in voices:
            if getattr(voice, attribute).casefold() == key:
                return voice
    # "English" is the shortest id of all voices called "English (…)"
    same_name = [voice for voice in voices if _name_before_bracket(voice) == key]
    if same_name:
        return min(same_name, key=lambda voice: (len(voice.id), voice.id))
    raise VoiceError(wanted, _nearest_names(voices, key))


def _name_before_bracket(voice: Voice) -> str:
    """Return a voice's name without the part in brackets, case folded."""
    return voice.name.casefold().partition(" (")[0]


def _nearest_names(voices: Sequence[Voice], key: str) -> Iterable[str]:
    """Return the ids, languages and names most similar to a key, as a message shows them."""
    shown: dict[str, str] = {}
    for voice in voices:
        shown[voice.name.casefold()] = f"{voice.id} ({voice.name})"
    # an id or language that is also a name is shown as itself
    for voice in voices:
        shown[voice.language.casefold()] = voice.language
        shown[voice.id.casefold()] = voice.id
    nearest = difflib.get_close_matches(key, shown, n=_MAX_SUGGESTIONS)
    return dict.fromkeys(shown[name] for name in nearest)
