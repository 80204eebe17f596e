"""All voices: those of every engine, and those of the catalogue, on this machine or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from narrator import registry
from narrator.errors import EngineError, VoiceError
from narrator.speech.catalogue import CatalogueEntry, catalogue, entries_of
from narrator.speech.engines import Voice, load_engine
from narrator.speech.voices import (
    AUTO,
    NO_LANGUAGE,
    PREFERENCE,
    Speaker,
    match_voice,
    name_key,
    names_of_language,
    nearest_names,
)


def all_speakers(engine: str = AUTO) -> list[Speaker]:
    """Return all voices of an engine, or of all engines for ``auto``.

    The voices that sound best come first, of these the present ones. Voices that speak no language
    are only listed for their own engine.

    Raises:
        EngineError: The engine is missing.
    """
    if engine != AUTO:
        return [Speaker(engine, voice) for voice in load_engine(engine).voices()]
    speakers: list[Speaker] = []
    for name in _engine_names():
        for voice in _voices_of(name):
            if voice.language != NO_LANGUAGE:
                speakers.append(Speaker(name, voice))
    return sorted(speakers, key=_rank)


def speakers_of(speakers: Sequence[Speaker], language: str) -> list[Speaker]:
    """Return the voices for a language, by its tag or as it is called.

    Raises:
        VoiceError: There is none.
    """
    key = name_key(language)
    found: list[Speaker] = []
    for speaker in speakers:
        if key in map(name_key, names_of_language(speaker.voice.language)):
            found.append(speaker)
    if not found:
        raise VoiceError(language, nearest_names(_voices_in(speakers), language))
    return found


def find_entry(wanted: str) -> CatalogueEntry | None:
    """Return the voice of the catalogue that goes by a name; None for one of an engine alone.

    Raises:
        VoiceError: There is none of either kind.
    """
    entries = {(entry.engine, entry.id): entry for entry in catalogue()}
    speakers = all_speakers()
    for speaker in speakers:
        if name_key(speaker.voice.id) == name_key(wanted):
            return entries.get((speaker.engine, speaker.voice.id))
    # who wants to have a German voice does not mean the one that is there anyway
    downloadable = [each for each in speakers if (each.engine, each.voice.id) in entries]
    with suppress(VoiceError):
        voice = match_voice(_voices_in(downloadable), wanted)
        speaker = next(each for each in downloadable if each.voice is voice)
        return entries[speaker.engine, voice.id]
    match_voice(_voices_in(speakers), wanted)
    return None


def _engine_names() -> Iterable[str]:
    """Return the names of all engines, the best first, and those that only the catalogue has."""
    registered = registry.names("narrator.engines")
    in_catalogue = [entry.engine for entry in catalogue()]
    return dict.fromkeys([*PREFERENCE, *registered, *in_catalogue])


def _voices_of(engine: str) -> Sequence[Voice]:
    """Return the voices of an engine; those in the catalogue where it cannot run here."""
    try:
        return load_engine(engine).voices()
    except EngineError:
        return [entry.as_voice() for entry in entries_of(engine)]


def _voices_in(speakers: Sequence[Speaker]) -> list[Voice]:
    return [speaker.voice for speaker in speakers]


def _rank(speaker: Speaker) -> tuple[bool, bool]:
    """Return a key that sorts voices with a model first, and of these the present ones."""
    return not speaker.voice.sha256, not speaker.voice.is_present
