"""Casting: who reads what of an article, and the words that the user's dictionary says."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from narrator.article import Article
from narrator.events import (
    Listener,
    Note,
)
from narrator.recording.casting import Cast, Role, find_other_speaker, make_cast
from narrator.settings import Settings
from narrator.speech.engines import load_engine
from narrator.speech.voices import (
    Speaker,
)
from narrator.verbalize.normalize import to_said
from narrator.verbalize.pronounce import pronounce
from narrator.verbalize.pronunciations import (
    Pronunciations,
    dictionaries_beside,
    divide,
    find_pronunciations,
)

if TYPE_CHECKING:
    pass


# characters of a list of words in a note
_LONGEST_LIST = 300


def cast_article(
    article: Article, speaker: Speaker, settings: Settings, listener: Listener
) -> Cast:
    """Return who reads what.

    Raises:
        EngineError: There is no such voice as the one asked for.
    """
    language = speaker.voice.language
    words = _pronunciations(article, settings, listener)
    narrator = role_of(words, speaker, language, listener)
    quoting = _find_quoting(speaker, settings, listener)
    quoted = None
    if quoting is not None:
        role = role_of(words, quoting, language, listener)
        quoted = replace(role, speaker=quoting)
    return make_cast(narrator, speaker, quoted, settings.voice, article.language)


def _find_quoting(speaker: Speaker, settings: Settings, listener: Listener) -> Speaker | None:
    """Return who reads quotations; None for the narrator, which is noted where it was asked for."""
    wanted = settings.voice.quote_voice
    if wanted is None:
        return None
    quoting = find_other_speaker(settings.voice.engine, wanted, speaker.voice.language)
    if quoting.engine == speaker.engine:
        voice = replace(quoting.voice, options=speaker.voice.options)
        quoting = replace(quoting, voice=voice)
    if quoting == speaker:
        listener(Note(f"quotations are read by {speaker.voice.name}, like everything else"))
        return None
    return quoting


def _pronunciations(article: Article, settings: Settings, listener: Listener) -> Pronunciations:
    """Return the dictionary for an article; note that one beside it is used.

    Raises:
        DictionaryError: A dictionary cannot be read.
    """
    given = settings.pronunciation.pronounce
    beside = dictionaries_beside(article.sources, given)
    for dictionary in beside:
        listener(Note(f"words are said as {dictionary} says, which lies beside the source"))
    return find_pronunciations(beside, given)


def role_of(words: Pronunciations, speaker: Speaker, language: str, listener: Listener) -> Role:
    """Return the narrator's role: the user's dictionary and the rules of a language.

    Entries with phonemes that the speaker's engine cannot say are left out, which is noted.
    """
    sayable, unsayable = divide(words, load_engine(speaker.engine).says_phonemes)
    if unsayable:
        listed = ", ".join(entry.word for entry in unsayable)
        shown = textwrap.shorten(listed, _LONGEST_LIST, placeholder=" …")
        listener(Note(f"{speaker.voice.name} cannot say the phonemes given for {shown}"))
    normalize = partial(to_said, language=language)
    return Role(language, partial(pronounce, pronunciations=sayable, spoken=normalize))
