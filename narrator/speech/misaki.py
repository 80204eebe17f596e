"""English words in misaki's phonemes, by the lexicon and rules that hibari brings.

hibari has its own rules for numbers, dates and abbreviations. Those are passed by: the text is
already what is to be said. So is its reading of ``[word](/phonemes/)``, by which a text could have
anything said.
"""

from __future__ import annotations

import gc
import importlib.util
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from narrator.errors import EngineError
from narrator.installed import package_version
from narrator.language.frequencies import CAPITALS, SMALL, look_up
from narrator.language.tables import language_table
from narrator.speech.latin import in_latin_letters
from narrator.speech.neural import SpeltWord
from narrator.speech.phonemes import kokoro_phonemes, misaki_phonemes
from narrator.speech.unknown_words import UnknownWords, table_of_words

PACKAGE = "hibari-tts"
_SUPPORTED_VERSION = "0.2.1"
_REMEDY = f"run `pip install {PACKAGE}=={_SUPPORTED_VERSION}`"
# phonemes in a text, as the dictionary of pronunciations gives them
_IN_BRACKETS = re.compile(r"\[\[([^\[\]]*+)\]\]")
_TAG_OF_NOUNS = "NN"
# names in capitals are spelt
_TAGS_OF_NAMES = frozenset({"NNP", "NNPS"})
_RATING_OF_PHONEMES = 5
_LANGUAGE = "en"
# a word that is written like an acronym too is meant from this Zipf value on: "SO"
_FUNCTION_WORD = 5.5
_POSSESSIVES = ("'s", "’s")


def check_installed() -> None:
    """Check that hibari is there, in the version that was tried.

    Raises:
        EngineError: It is missing, or it is another version.
    """
    assets()
    installed = package_version(PACKAGE)
    if installed != _SUPPORTED_VERSION:
        raise EngineError(f"{PACKAGE} {installed} is not supported: {_REMEDY}")


def is_installed() -> bool:
    """Return whether hibari is there, in the version that was tried."""
    return package_version(PACKAGE) == _SUPPORTED_VERSION


@cache
def assets() -> Path:
    """Return the folder of hibari's files, without importing it.

    Raises:
        EngineError: It is missing.
    """
    spec = importlib.util.find_spec("hibari")
    if spec is None or spec.origin is None:
        raise EngineError(f"the neural voice is not installed: {_REMEDY}")
    return Path(spec.origin).with_name("assets")


def spell(text: str, symbols: Collection[str], *, british: bool) -> Iterator[SpeltWord]:
    """Yield the words of a text in misaki's phonemes.

    Args:
        text: The text, which may have phonemes in brackets.
        symbols: The phonemes and marks that the model knows; others are left out.
        british: Whether to spell as the British speak.
    """
    speller = load_speller(british=british)
    latin = in_latin_letters(text)
    position = 0
    tokens = _tokens(speller, latin.text, british=british)
    for token in speller.phonemize_tokens(_with_readings(tokens, speller, british=british)):
        phonemes = "".join(filter(symbols.__contains__, token.phonemes or ""))
        if token.whitespace:
            phonemes += " "
        start = latin.text.find(token.text, position)
        if start < 0 or not any(map(str.isalnum, token.text)):
            yield SpeltWord(phonemes, 0, 0)
            continue
        position = start + len(token.text)
        yield SpeltWord(phonemes, *latin.place(start, position))


def _tokens(speller: Any, text: str, *, british: bool) -> list[Any]:
    """Return a text's tokens, those in brackets with their phonemes."""
    from hibari.g2p.token import Tok

    tokens: list[Any] = []
    position = 0
    for match in _IN_BRACKETS.finditer(text):
        tokens += speller._tokens(text[position : match.start()])
        space = " " if text[match.end() : match.end() + 1].isspace() else ""
        phonemes = phonemes_in_english(match[1], british=british)
        token = Tok(match[0], _TAG_OF_NOUNS, space, phonemes=phonemes, rating=_RATING_OF_PHONEMES)
        tokens.append(token)
        position = match.end()
    return tokens + list(speller._tokens(text[position:]))


def _with_readings(tokens: list[Any], speller: Any, *, british: bool) -> list[Any]:
    """Return tokens, those in the table of words with their reading, and a possessive's added."""
    table = table_of_words(british=british)
    read: list[Any] = []
    for token in tokens:
        last = read[-1] if read else None
        if token.text in _POSSESSIVES and last is not None and last.rating == _RATING_OF_PHONEMES:
            last.text += token.text
            last.whitespace = token.whitespace
            last.phonemes = speller.lexicon._s(last.phonemes)
            continue
        if token.tag in _TAGS_OF_NAMES and token.text.isupper() and _is_word(token.text):
            token.tag = _TAG_OF_NOUNS
        if token.phonemes is None and token.text in table:
            token.phonemes = table[token.text]
            token.rating = _RATING_OF_PHONEMES
        read.append(token)
    return read


def _is_word(capitals: str) -> bool:
    """Return whether capitals are a word's, not an acronym's: "WHEN I was young"."""
    zipf, casings = look_up(capitals, _LANGUAGE)
    if capitals in language_table(_LANGUAGE, "heteronyms")["words"]:
        return False  # an acronym, since the spoken form has the word in small letters
    return SMALL in casings and (CAPITALS not in casings or zipf >= _FUNCTION_WORD)


def phonemes_in_english(mnemonics: str, *, british: bool) -> str:
    """Return espeak-ng's mnemonics in misaki's alphabet, with sounds of other languages too."""
    return misaki_phonemes(mnemonics, british=british) or kokoro_phonemes(mnemonics)


@cache
def load_speller(*, british: bool) -> Any:
    """Return hibari's conversion to phonemes; its tables take a third of a second to load."""
    from hibari.g2p import G2P

    # half a million small tables at once: looking for garbage among them doubles the time
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        model = "oov_gb.onnx" if british else "oov.onnx"
        unknown = UnknownWords(assets() / model, british=british)
        speller = G2P(oov=unknown, british=british)
        unknown.lexicon = speller.lexicon
        return speller
    finally:
        if was_enabled:
            gc.enable()
