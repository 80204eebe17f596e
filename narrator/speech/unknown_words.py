"""English words that misaki's lexicon lacks, which are names, mostly.

A table has those that every rule reads wrong. The others are read by espeak-ng, whose rules have
many exceptions for names, and where it is missing by hibari's small model, which was trained on
espeak-ng's readings. Of 192 names in the news on which the two differ, a speech recogniser heard
109 right as espeak-ng reads them, and 62 as the model does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from narrator.errors import EngineError
from narrator.language.tables import load_toml
from narrator.speech.espeak import library_version
from narrator.speech.onnx import load_runtime
from narrator.speech.phonemes import misaki_of_ipa
from narrator.speech.phonemizer import phonemize

_AMERICAN_VOICE, _BRITISH_VOICE = "gmw/en-US", "gmw/en"
_POSSESSIVE = re.compile(r"['’]s$")
_TABLE = load_toml("narrator.speech", "data/american_words.toml")
# letters that hibari's model reads; it ignores those behind them
_MAX_LETTERS = 24


def table_of_words(*, british: bool) -> Mapping[str, str]:
    """Return the words that have a reading of their own; there is a table for American English."""
    if british:
        return {}
    words: Mapping[str, str] = _TABLE["words"]
    return words


def reader_version() -> str:
    """Return the version of the library that reads unknown words.

    Empty where hibari's model does.
    """
    try:
        return library_version()
    except EngineError:
        return ""


class UnknownWords:
    """The reading of unknown words; hibari's lexicon calls it.

    Attributes:
        model: The file of hibari's own model for them.
        british: Whether to read as the British do.
        lexicon: hibari's lexicon, which knows how a possessive ends; set when it is loaded.
    """

    def __init__(self, model: Path, *, british: bool) -> None:
        self.model = model
        self.british = british
        self.lexicon: Any = None

    def __call__(self, word: str) -> str:
        """Return a word's phonemes."""
        stem = _POSSESSIVE.sub("", word)
        phonemes = self._read(stem)
        if stem != word:
            phonemes = str(self.lexicon._s(phonemes) or "")
        return phonemes

    def _read(self, word: str) -> str:
        """Return the phonemes of a word without an ending."""
        known = table_of_words(british=self.british).get(word)
        if known:
            return known
        try:
            return _by_espeak(word, british=self.british)
        except EngineError:
            return _by_model(word, self.model)


@cache
def _by_espeak(word: str, *, british: bool) -> str:
    """Return a word's phonemes as espeak-ng reads it."""
    voice = _BRITISH_VOICE if british else _AMERICAN_VOICE
    phonemes = misaki_of_ipa(phonemize(word, voice), british=british)
    for ending in _TABLE["endings"]:
        if word.endswith(ending["written"]):
            phonemes = re.sub(ending["read"], ending["said"], phonemes)
    return phonemes


def _by_model(word: str, model: Path) -> str:
    """Return a word's phonemes as hibari's model reads it; those of a long word in parts."""
    read = _reader_of_letters(os.getpid(), model)
    starts = range(0, len(word), _MAX_LETTERS)
    parts = [word[start : start + _MAX_LETTERS] for start in starts]
    return "".join(read(part) or "" for part in parts)


@cache
def _reader_of_letters(process: int, path: Path) -> Any:  # noqa: ARG001 (a fork loads its own)
    """Return hibari's model for unknown words, loaded into the process of this id."""
    load_runtime()
    from hibari.g2p.oov import OOV

    return OOV(str(path))
