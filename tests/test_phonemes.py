"""Phonemes: espeak-ng's mnemonics and IPA in the alphabets of neural voices."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import pytest

from narrator.speech import misaki
from narrator.speech.phonemes import (
    kokoro_of_ipa,
    kokoro_phonemes,
    misaki_of_ipa,
    misaki_phonemes,
)
from narrator.speech.phonemizer import MNEMONICS, phonemize
from tests.conftest import PROJECT, SAMPLES

LETTERS = re.compile(r"[^\W\d_]+")
VOICES = {
    "fr": "roa/fr",
    "es": "roa/es",
    "it": "roa/it",
    "pt": "roa/pt-BR",
    "hi": "inc/hi",
}
HINDI = """रात की रेलगाड़ियाँ लौट आई हैं और यह संसार में सबसे अधिक बोली जाने वाली भाषाओं में से एक है
    ज्ञान क्षेत्र घर छाया झंडा ठंडा ढोल थाली धन फल भालू श्री ऋषि ऑफिस ज़मीन फ़ोन पढ़ना बड़ा मैं कौन"""


def words_of(language: str) -> list[str]:
    """Return the words of the sentences that a language's rules of speech are tried with."""
    if language == "hi":
        return HINDI.split()
    lines = (PROJECT / "tests" / "data" / f"spoken_{language}.tsv").read_text(encoding="utf-8")
    return sorted({word.lower() for word in LETTERS.findall(lines)})


@cache
def lexicon(accent: str) -> Mapping[str, str]:
    """Return the words of hibari's lexicon with one pronunciation each."""
    path = misaki.assets() / f"lexicon_{accent}_gold.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        entries = json.load(file)
    words: dict[str, str] = {}
    for word, phonemes in entries.items():
        found = phonemes if isinstance(phonemes, str) else phonemes["DEFAULT"]
        if word.isalpha() and word.islower():
            words[word] = found
    return words


def sample_words() -> list[str]:
    """Return the words of the English samples that the lexicon has."""
    texts = (SAMPLES / f"{name}.txt" for name in ("harbour-cranes", "night-trains", "the-bench"))
    found = {word for text in texts for word in LETTERS.findall(text.read_text("utf-8"))}
    return sorted(word for word in found if word in lexicon("us"))


def without_stress(phonemes: str) -> str:
    """Return phonemes without stress and length, with one sign for sounds that are one."""
    same = str.maketrans({"ᵻ": "ɪ", "ɐ": "ə", "ᵊ": "ə", "T": "t", "ɾ": "t", "ʔ": "t"})
    return re.sub("[ˈˌː]", "", phonemes).translate(same).replace("iə", "ɪə")


def without_reduction(phonemes: str) -> str:
    """Return phonemes in which vowels that are often reduced are one, and so are ɔ and ɑ."""
    reduced = re.sub("[ɪʌ]", "ə", without_stress(phonemes))
    return reduced.replace("ɜ", "ə").replace("ɔ", "ɑ")


def agreement(
    words: Iterable[str], ours: Mapping[str, str], key: Callable[[str], str], accent: str
) -> float:
    """Return the share of words that sound alike in the lexicon and in ours."""
    alike = [key(ours[word]) == key(lexicon(accent)[word]) for word in words]
    return sum(alike) / len(alike)


def test_english_words_sound_as_in_the_lexicon() -> None:
    words = sample_words()
    assert len(words) > 800
    ours = {word: misaki_phonemes(phonemize(word, "gmw/en-US", MNEMONICS)) for word in words}
    assert all(ours.values())
    # what is left is where espeak-ng and the lexicon disagree: "carry", "houses", "everybody"
    assert agreement(words, ours, without_stress, "us") > 0.86
    assert agreement(words, ours, without_reduction, "us") > 0.94


@pytest.mark.parametrize(("accent", "voice"), [("us", "gmw/en-US"), ("gb", "gmw/en")])
def test_no_sound_of_english_is_missing(accent: str, voice: str) -> None:
    words = random.Random(8).sample(sorted(lexicon(accent)), 1500)
    british = accent == "gb"
    for word in words:
        mnemonics = phonemize(word, voice, MNEMONICS)
        assert misaki_phonemes(mnemonics, british=british), (word, mnemonics)


@pytest.mark.parametrize(("british", "voice"), [(False, "gmw/en-US"), (True, "gmw/en")])
def test_mnemonics_of_english_sound_like_its_ipa(british: bool, voice: str) -> None:
    words = sample_words()
    differing = [
        word
        for word in words
        if misaki_phonemes(phonemize(word, voice, MNEMONICS), british=british)
        != misaki_of_ipa(phonemize(word, voice), british=british)
    ]
    # some vowels before r, and in British English the a of "bath", which the lexicon has long
    assert len(differing) < len(words) * 0.05, differing


@pytest.mark.parametrize("language", VOICES)
def test_mnemonics_of_other_languages_are_their_ipa(language: str) -> None:
    words = words_of(language)
    assert len(words) >= 40
    differing: list[str] = []
    for word in words:
        mnemonics = phonemize(word, VOICES[language], MNEMONICS)
        ipa = kokoro_of_ipa(phonemize(word, VOICES[language]))
        # signs that Kokoro does not know
        by_ipa = ipa.replace("-", "").replace("\u032a", "")
        if kokoro_phonemes(mnemonics, language) != by_ipa:
            differing.append(f"{word} {mnemonics} {by_ipa}")
    # English words, whose phonemes espeak-ng says by the rules of English
    assert len(differing) < len(words) * 0.01, differing


@pytest.mark.parametrize(
    ("mnemonics", "phonemes"),
    [
        ("k'at@r", "kˈætəɹ"),
        ("'kat@r", "kˈætəɹ"),  # the mark before the syllable
        ("str'eIndZ3z", "stɹˈAnʤəɹz"),
        (",Int3n'aS@n@L", "ˌɪntəɹnˈæʃənᵊl"),
        ("n'u: j'o@k", "nˈu jˈɔɹk"),
        ("k!", ""),
        ("A~", ""),
        ("", ""),
    ],
)
def test_mnemonics_in_misakis_alphabet(mnemonics: str, phonemes: str) -> None:
    assert misaki_phonemes(mnemonics) == phonemes


@pytest.mark.parametrize(
    ("mnemonics", "language", "phonemes"),
    [
        ("bO~Z'ur", "fr", "bɔ̃ʒˈuʁ"),
        ("p'eR2o", "es", "pˈero"),
        ("tS'ao", "it", "ʧˈao"),
        ("d.'o:l", "hi", "ɖˈoːl"),
        ("k!", "fr", ""),
    ],
)
def test_mnemonics_in_kokoros_alphabet(mnemonics: str, language: str, phonemes: str) -> None:
    assert kokoro_phonemes(mnemonics, language) == phonemes
