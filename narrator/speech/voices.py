"""Who reads: a voice by its name or for a language, of the engine asked for or of the best one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from narrator.errors import EngineError, SettingError, VoiceError
from narrator.language.tags import base_language, canonical_language
from narrator.speech.engines import Engine, Voice, load_engine

# the engine that is chosen by the text's language and the voice asked for
AUTO = "auto"
# from the most natural voice to the one that is always there, measured by opinion models
# (DistillMOS 4.58, 4.64, 4.39, 2.08); Kokoro, which takes 70 times as long as hibari for the same
# sound, comes after it
PREFERENCE = ("hibari", "kokoro", "piper", "espeak")
_LAST_RESORT = PREFERENCE[-1]
# what the first engine, which comes along, speaks
_NATURAL_LANGUAGE = "en"
# languages of voices that speak any: no linguistic content, undetermined (ISO 639-2)
_ANY_LANGUAGE = ("zxx", "und")
_MAX_SUGGESTIONS = 3
# the setting that holds an engine's own options
_OPTION = "engine_option"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who reads: a voice, and the registered name of its engine."""

    engine: str
    voice: Voice


def find_speaker(engine: str, wanted: str | None, language: str) -> Speaker:
    """Return who reads a text.

    Args:
        engine: The engine's name; ``auto`` for the best engine that has such a voice.
        wanted: The voice that was asked for, by id, name or language; None for a voice for the
            text's language, or the default voice where there is none.
        language: The text's language as a BCP 47 tag; empty where it is not known.

    Raises:
        EngineError: The engine is missing, or has no voice of the name that was asked for.
    """
    if engine != AUTO:
        return Speaker(engine, _voice_of(load_engine(engine), wanted, language))
    if wanted is not None:
        return _speaker_called(wanted)
    for name, candidate in available_engines():
        voice = _voice_of(candidate, None, language)
        if not language or is_in(voice, language):
            return Speaker(name, voice)
    return Speaker(_LAST_RESORT, _voice_of(load_engine(_LAST_RESORT), None, language))


def available_engines() -> Iterator[tuple[str, Engine]]:
    """Yield the engines that can run here and have a voice, the best first, with their names.

    Raises:
        EngineError: Not even the last one can run.
    """
    for name in PREFERENCE:
        try:
            engine = load_engine(name)
        except EngineError:
            if name == _LAST_RESORT:
                raise
            continue
        if any(voice.is_present for voice in engine.voices()):
            yield name, engine


def why_not_natural(speaker: Speaker) -> str:
    """Return why an English text is not read by the natural voice that comes along.

    Empty where it is, or where the text is in another language.
    """
    if speaker.engine != _LAST_RESORT or not is_in(speaker.voice, _NATURAL_LANGUAGE):
        return ""
    try:
        load_engine(PREFERENCE[0])
    except EngineError as error:
        return str(error)
    return ""


def _speaker_called(wanted: str) -> Speaker:
    """Return the voice of this id, name or language, of the best engine that has it.

    Raises:
        EngineError: None has it.
    """
    failure: EngineError | None = None
    for name, engine in available_engines():
        try:
            return Speaker(name, engine.find_voice(wanted))
        except VoiceError as error:
            failure = error
    assert failure is not None
    raise failure


def _voice_of(engine: Engine, wanted: str | None, language: str) -> Voice:
    """Return the voice of an engine that was asked for, or the one for a language."""
    voice = engine.find_voice(wanted)
    if wanted is not None or not language:
        return voice
    # the default voice is right for its own language, unless the text's names a country
    if language.lower() == base_language(voice.language):
        return voice
    present = [each for each in engine.voices() if each.is_present]
    return _voice_for_language(present, language) or voice


def _voice_for_language(voices: Sequence[Voice], language: str) -> Voice | None:
    """Return the best voice for a language; None where there is none."""
    by_tag = {voice.language.lower(): voice for voice in reversed(voices)}
    base = canonical_language(language)
    own_country = f"{base}-{base}"
    for tag in (language.lower(), base, own_country):
        if tag in by_tag:
            return by_tag[tag]
    # a voice of another country is better than one of another language
    for voice in voices:
        if base_language(voice.language) == base:
            return voice
    return None


def with_options(speaker: Speaker, given: Sequence[str]) -> Speaker:
    """Return a speaker with options of its engine, each given as ``NAME=VALUE``.

    Raises:
        SettingError: The engine has no such option, or the value is not allowed.
    """
    known = {option.name: option for option in load_engine(speaker.engine).options}
    values: dict[str, Any] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in known:
            has = ", ".join(known) or "none"
            raise SettingError(_OPTION, f"{name!r} is none of {speaker.engine}, which has {has}")
        try:
            values[name] = known[name].kind.parse(value)
        except ValueError as error:
            raise SettingError(_OPTION, f"{name} {error}") from None
    options = tuple(sorted(values.items()))
    return replace(speaker, voice=replace(speaker.voice, options=options))


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
