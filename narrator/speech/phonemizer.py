"""espeak-ng as a speller: a text in phonemes, without its sound.

Unlike its sound, the phonemes of a text do not depend on what the process has spelt or spoken
before (measured: 2,297 clauses of six languages, in three orders, after speech, in new processes).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from narrator.language.characters import CONTROLS
from narrator.speech import espeak
from narrator.speech.phonemes import TIE

# phoneme modes of speak_lib.h: mnemonics, or IPA with a tie character in bits 8 to 23
MNEMONICS = 0
TIED_IPA = 0x02 | 0x80 | ord(TIE) << 8
_CHARS_UTF8 = 1
# names of languages around words of another one: "(en)"
_LANGUAGE_SWITCH = re.compile(r"\([a-z^-]+\)")


def phonemize(text: str, voice: str, alphabet: int = TIED_IPA) -> str:
    """Return how a voice of espeak-ng pronounces a text, with spaces between words, without marks.

    Args:
        text: What is to be said. Phonemes in brackets are not for this function.
        voice: The identifier of a voice, such as ``roa/fr``.
        alphabet: ``TIED_IPA`` or ``MNEMONICS``.

    Raises:
        EngineError: espeak-ng is not installed.
        ValueError: It has no such voice.
    """
    plain = text.translate(CONTROLS).encode("utf-8", "replace")
    rest = ctypes.c_char_p(plain)
    clauses: list[str] = []
    with _speaking(voice):
        while rest.value is not None:
            clause = _library().espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, alphabet)
            clauses.append((clause or b"").decode())
    return _LANGUAGE_SWITCH.sub("", " ".join(clauses)).strip()


@contextmanager
def _speaking(voice: str) -> Iterator[None]:
    """Have espeak-ng speak with a voice in the block, and with its voice of before after it."""
    library = _library()
    current = library.espeak_GetCurrentVoice()
    before = current.contents.identifier
    if library.espeak_SetVoiceByName(voice.encode()):
        raise ValueError(f"espeak-ng has no voice {voice}")
    try:
        yield
    finally:
        if before:
            library.espeak_SetVoiceByName(before)


@cache
def _library() -> Any:
    """Return espeak-ng's library, started in this process."""
    driver = espeak.load_driver()
    driver.initialize()
    from pyttsx3.drivers import _espeak

    library = _espeak.dll
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_GetCurrentVoice.restype = ctypes.POINTER(_espeak.VOICE)
    return library
