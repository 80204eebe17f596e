"""Who reads: a voice by its name or for a language, of the engine asked for or of the best one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby
from typing import Any

from narrator import registry
from narrator.errors import (
    AbsentVoiceError,
    EngineError,
    SettingError,
    VoiceError,
    WrongEngineError,
)
from narrator.language.tables import (
    canonical_language,
    language_name,
    language_names,
    region_name,
)
from narrator.language.tags import base_language
from narrator.speech.catalogue import catalogue, entries_of
from narrator.speech.engines import Engine, Voice, load_engine

# the engine that is chosen by the text's language and the voice asked for
AUTO = "auto"
# from the most natural voice to the one that is always there, measured by opinion models
# (DistillMOS 4.58, 4.64, 4.39, 2.08); Kokoro, which takes 70 times as long as hibari for the same
# sound, comes after it
PREFERENCE = ("hibari", "kokoro", "piper", "espeak")
LAST_RESORT = PREFERENCE[-1]
# what the first engine, which comes along, speaks
_NATURAL_LANGUAGE = "en"
# a voice that is asked for by the path of its model is one of this engine
_ENGINE_OF_FILES = "piper"
_MODEL_SUFFIX = ".onnx"
# what stands between a voice and one of its speakers
SPEAKER_SIGN = "#"
# the language of voices that only make sounds: no linguistic content (ISO 639-2)
NO_LANGUAGE = "zxx"
# those of voices that read any; the other is: undetermined
_ANY_LANGUAGE = (NO_LANGUAGE, "und")
SEXES = ("female", "male")
# between a voice of espeak-ng and a way of speaking
_VARIANT_SIGN = "+"
_MAX_SUGGESTIONS = 3
# "emma" is no misspelt "German" (0.6)
_LEAST_SIMILARITY = 0.65
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
        wanted: The voice that was asked for, see ``match_voice``; ``female`` and ``male`` ask for
            one in the text's language, or in that of the other words. None for a voice for the
            text's language, or the default voice where there is none.
        language: The text's language as a BCP 47 tag; empty where it is not known.

    Raises:
        EngineError: The engine is missing, or has no voice of the name that was asked for on this
            machine.
    """
    if wanted is not None and is_path_of_model(wanted) and engine in (AUTO, _ENGINE_OF_FILES):
        speaker = Speaker(_ENGINE_OF_FILES, load_engine(_ENGINE_OF_FILES).find_voice(wanted))
    elif wanted is not None:
        speaker = _speaker_called(engine, wanted, language)
    elif engine != AUTO:
        speaker = Speaker(engine, _voice_for(load_engine(engine), language))
    else:
        speaker = _best_speaker(language)
    voice = speaker.voice
    if not voice.is_present:
        raise AbsentVoiceError(voice.id, voice.size_bytes, voice.licence)
    return speaker


def is_path_of_model(wanted: str) -> bool:
    """Return whether a voice is asked for by the path of its model."""
    voice, _ = split_speaker(wanted)
    return voice.endswith(_MODEL_SUFFIX)


def split_speaker(wanted: str) -> tuple[str, str]:
    """Return a voice, and the speaker that is asked for behind a number sign; empty for none."""
    if wanted.endswith(_MODEL_SUFFIX) or SPEAKER_SIGN not in wanted:
        return wanted, ""
    voice, _, speaker = wanted.rpartition(SPEAKER_SIGN)
    return voice, speaker


def _engines(wanted: str) -> Iterator[tuple[str, Engine]]:
    """Yield the engine of a name, or all that can run here for ``auto``, the best first.

    Raises:
        EngineError: It cannot run, or of all the last one cannot.
    """
    if wanted != AUTO:
        yield wanted, load_engine(wanted)
        return
    for name in PREFERENCE:
        try:
            engine = load_engine(name)
        except EngineError:
            if name == LAST_RESORT:
                raise
            continue
        yield name, engine


def _other_engines(wanted: str) -> Iterator[tuple[str, Engine]]:
    """Yield the engines of installed packages, which are asked for a voice after the others."""
    if wanted != AUTO:
        return
    for name in registry.plugin_names("narrator.engines"):
        with suppress(EngineError):
            yield name, load_engine(name)


def available_engines() -> Iterator[tuple[str, Engine]]:
    """Yield the engines that can run here and have a voice, the best first, with their names.

    Raises:
        EngineError: Not even the last one can run.
    """
    for name, engine in _engines(AUTO):
        if any(voice.is_present for voice in engine.voices()):
            yield name, engine


def why_not_natural(speaker: Speaker) -> str:
    """Return why an English text is not read by the natural voice that comes along.

    Empty where it is, or where the text is in another language.
    """
    if speaker.engine != LAST_RESORT or not is_in(speaker.voice, _NATURAL_LANGUAGE):
        return ""
    try:
        load_engine(PREFERENCE[0])
    except EngineError as error:
        return str(error)
    return ""


def find_natural_voice(speaker: Speaker) -> Voice | None:
    """Return a voice to be had for the same language that sounds better; None where there is none.

    None, too, where a neural voice speaks, or a variant that only espeak-ng has.
    """
    voice = speaker.voice
    if speaker.engine != LAST_RESORT or _VARIANT_SIGN in voice.id:
        return None
    for name in PREFERENCE:
        absent = [entry.as_voice() for entry in entries_of(name) if not entry.is_present]
        found = _voice_for_language(absent, voice.language)
        if found is not None:
            return found
    return None


def _best_speaker(language: str) -> Speaker:
    """Return a voice for a language, of the best engine that has one."""
    for name, engine in available_engines():
        voice = _voice_for(engine, language)
        if not language or is_in(voice, language):
            return Speaker(name, voice)
    return Speaker(LAST_RESORT, _voice_for(load_engine(LAST_RESORT), language))


def _speaker_called(engine_name: str, wanted: str, language: str) -> Speaker:
    """Return the voice that goes by a name; one that is present is better than a better engine.

    Raises:
        VoiceError: There is none.
    """
    absent: list[Speaker] = []
    nearest: list[str] = []
    for name, engine in chain(_engines(engine_name), _other_engines(engine_name)):
        try:
            voice = _voice_called(wanted, language, engine)
        except VoiceError as failure:
            nearest += failure.nearest
            continue
        if voice.is_present:
            return Speaker(name, voice)
        absent.append(Speaker(name, voice))
    if absent:
        return absent[0]
    if engine_name == AUTO:
        _check_missing_engines(wanted)
    else:
        _check_other_engines(engine_name, wanted, language)
    raise VoiceError(wanted, list(dict.fromkeys(nearest))[:_MAX_SUGGESTIONS])


def _check_missing_engines(wanted: str) -> None:
    """Check that the engines which have a voice of a name in the catalogue can run here.

    Raises:
        EngineError: One cannot, and this is why.
    """
    for entry in catalogue():
        if _first_called(name_key(wanted), [entry.as_voice()]) is not None:
            load_engine(entry.engine)


def _check_other_engines(engine: str, wanted: str, language: str) -> None:
    """Check that no other engine than the one asked for has a voice of a name.

    Raises:
        WrongEngineError: One has it.
    """
    try:
        other = _speaker_called(AUTO, wanted, language)
    except VoiceError:
        return
    raise WrongEngineError(wanted, engine, other.engine)


def _voice_called(wanted: str, language: str, engine: Engine) -> Voice:
    """Return the voice of an engine that goes by a name.

    Raises:
        VoiceError: There is none.
    """
    words = wanted.casefold().split()
    sex = next((word for word in words if word in SEXES), None)
    if sex is None:
        return engine.find_voice(wanted)
    words.remove(sex)
    voices = [voice for voice in engine.voices() if voice.sex == sex]
    if words:
        return match_voice(voices, " ".join(words))
    voices.sort(key=_is_absent)
    spoken = language or engine.find_voice(None).language
    found = _voice_for_language(voices, spoken)
    if found is None:
        raise VoiceError(wanted, [])
    return found


def _voice_for(engine: Engine, language: str) -> Voice:
    """Return an engine's voice for a language, or its default one; one that is present, if any."""
    voices = sorted(engine.voices(), key=_is_absent)
    present = [voice for voice in voices if voice.is_present]
    default = engine.find_voice(None)
    if present and not default.is_present:
        default = present[0]
    # the default voice is right for its own language, unless the text's names a country
    if not language or language.lower() == base_language(default.language):
        return default
    return _voice_for_language(present or voices, language) or default


def _is_absent(voice: Voice) -> bool:
    return not voice.is_present


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
            reason = f"{name}: {speaker.engine} has no such option (it has {has})"
            raise SettingError(_OPTION, reason)
        try:
            values[name] = known[name].kind.parse(value)
        except ValueError as error:
            raise SettingError(_OPTION, f"{name} {error}") from None
    options = tuple(sorted(values.items()))
    return replace(speaker, voice=replace(speaker.voice, options=options))


def is_in(voice: Voice, language: str) -> bool:
    """Return whether a voice speaks a language, of whatever country, or any language at all."""
    spoken = base_language(voice.language)
    if speaks_any(spoken):
        return True
    return spoken in (base_language(language), canonical_language(language))


def speaks_any(language: str) -> bool:
    """Return whether a voice of a language says any, as those without a language do."""
    return base_language(language) in _ANY_LANGUAGE


def match_voice(voices: Sequence[Voice], wanted: str) -> Voice:
    """Return the voice that goes by a name.

    That is its id, language or name, its name without what is in brackets or that alone, or
    what its language is called, such as ``English``, ``British`` or ``British English``, in this
    order of preference. Voices that are on this machine come before others. Upper and lower case
    are the same, and so are ``_`` and ``-``.

    Raises:
        VoiceError: There is none; the error suggests the nearest names.
    """
    key = name_key(wanted)
    present_first = sorted(voices, key=_is_absent)
    for _, equally_present in groupby(present_first, key=_is_absent):
        found = _first_called(key, list(equally_present))
        if found is not None:
            return found
    raise VoiceError(wanted, nearest_names(voices, wanted))


def _first_called(key: str, voices: Sequence[Voice]) -> Voice | None:
    """Return the voice that goes by a name, by the most exact kind of name that finds any."""
    for names_of in _NAMINGS:
        found = [voice for voice in voices if key in map(name_key, names_of(voice))]
        # of many voices for a language, "de" is the plain one
        found.sort(key=lambda voice: voice.id != base_language(voice.language))
        if found:
            return found[0]
    return None


def name_key(name: str) -> str:
    """Return a name as names are compared."""
    return name.strip().casefold().replace("_", "-")


def _parts_of_name(voice: Voice) -> list[str]:
    """Return a voice's name without what is in brackets, and that, in its parts."""
    name, _, inside = voice.name.partition(" (")
    return [name, *inside.rstrip(")").split(", ")]


@cache
def names_of_language(tag: str) -> Sequence[str]:
    """Return what a language is called: by its tag, its code and name, and its variety."""
    region = region_name(tag)
    names = [tag, canonical_language(tag), region]
    for code, name in language_names().items():
        if canonical_language(code) == canonical_language(tag):
            names += [code, name, f"{region} {name}"]
    return list(filter(None, names))


# what a voice goes by, the most exact first
_NAMINGS: tuple[Callable[[Voice], Iterable[str]], ...] = (
    lambda voice: [voice.id],
    lambda voice: [voice.language],
    lambda voice: [voice.name],
    lambda voice: names_of_language(voice.language),
    _parts_of_name,
)


def nearest_names(voices: Iterable[Voice], wanted: str) -> list[str]:
    """Return the names of voices that look most like a name, as a message shows them."""
    names: dict[str, str] = {}
    exact: dict[str, str] = {}
    for voice in voices:
        names[name_key(voice.name)] = f"{voice.id} ({voice.name})"
        for name in (language_name(voice.language), voice.language, voice.id):
            exact[name_key(name)] = name
    # an id or language that is also a name is shown as itself
    shown = names | exact
    nearest = difflib.get_close_matches(
        name_key(wanted), shown, _MAX_SUGGESTIONS, _LEAST_SIMILARITY
    )
    return list(dict.fromkeys(map(shown.__getitem__, nearest)))
