"""Phoneme alphabets: espeak-ng's mnemonics and IPA in the alphabets of neural voices.

A dictionary of pronunciations gives phonemes in espeak-ng's ASCII mnemonics, such as ``k'at@r``.
espeak-ng itself spells words in the International Phonetic Alphabet, with a tie between the letters
of one sound, such as ``t^ʃ``. misaki's alphabet, for English, and Kokoro's, which adds the sounds
of other languages, have one letter for many such sounds. All are tables, ``data/phonemes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from narrator.language.tables import Table, load_toml

# between the letters of one sound
TIE = "^"


def misaki_phonemes(mnemonics: str, *, british: bool = False) -> str:
    """Return mnemonics for English in misaki's alphabet; empty where a sound is missing."""
    phonemes = _translated(mnemonics, _misaki_table(british=british))
    return _replaced(phonemes, _tables()["misaki"]["doubled"])


def kokoro_phonemes(mnemonics: str, language: str = "") -> str:
    """Return mnemonics in Kokoro's alphabet; empty where a sound is missing.

    Args:
        mnemonics: What espeak-ng reads between ``[[`` and ``]]``.
        language: A code such as ``fr``, for mnemonics that mean other sounds in other languages.
    """
    return _translated(mnemonics, _kokoro_table(language))


def misaki_of_ipa(ipa: str, *, british: bool = False) -> str:
    """Return espeak-ng's IPA for English in misaki's alphabet."""
    accent = "british-ipa" if british else "american-ipa"
    phonemes = _replaced(ipa, _tables()["misaki"][accent])
    return _replaced(phonemes, _tables()["misaki"]["doubled"])


def kokoro_of_ipa(ipa: str) -> str:
    """Return espeak-ng's IPA in Kokoro's alphabet."""
    return _replaced(ipa, _tables()["kokoro"]["ipa"])


def _tables() -> Table:
    return load_toml("narrator.speech", "data/phonemes.toml")


@cache
def _misaki_table(*, british: bool) -> Mapping[str, str]:
    """Return what each mnemonic and sign is in misaki's alphabet."""
    tables = _tables()
    accent = tables["misaki"]["british"] if british else {}
    return {**tables["signs"], **tables["misaki"]["mnemonics"], **accent}


@cache
def _kokoro_table(language: str) -> Mapping[str, str]:
    """Return what each mnemonic and sign is in Kokoro's alphabet."""
    tables = _tables()
    of_language = tables["kokoro"].get(language, {})
    return {**tables["signs"], **tables["kokoro"]["mnemonics"], **of_language}


def _translated(mnemonics: str, table: Mapping[str, str]) -> str:
    """Return mnemonics in another alphabet; empty where the table lacks one of them."""
    one = _longest_first(tuple(table))
    if not re.fullmatch(f"(?:{one.pattern})+", mnemonics):
        return ""
    phonemes = one.sub(lambda match: table[match[0]], mnemonics)
    sounds = phonemes.translate(dict.fromkeys(map(ord, _tables()["onset"]["stress"])))
    if not sounds.strip():
        return ""
    return _stressed_onset().sub(r"\2\1", phonemes).strip()


@cache
def _stressed_onset() -> re.Pattern[str]:
    """Return a pattern for a stress mark and the consonants after it, which stand before it."""
    onset = _tables()["onset"]
    return re.compile(f"([{onset['stress']}])([{onset['consonants']}]+)")


def _replaced(ipa: str, table: Mapping[str, str]) -> str:
    """Return IPA with the table's sounds replaced, and without ties."""
    replaced = _longest_first(tuple(table)).sub(lambda match: table[match[0]], ipa)
    return replaced.replace(TIE, "")


@cache
def _longest_first(keys: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that matches any of some texts, the longest that fits."""
    longest_first = sorted(keys, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
