"""A pyttsx3 driver that speaks in the calling thread and hands over the PCM.

The stock driver sleeps until a second thread is done, writes a file, and returns before the file
exists. This one initialises espeak-ng in its synchronous mode, where ``espeak_Synth`` calls back
with samples and events and returns when everything is spoken. It sends two topics: ``audio``
(pcm, sample_rate) and ``started-word`` with the word's ``sample``.

Importing this module loads the espeak-ng library.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyttsx3.drivers import _espeak
from pyttsx3.drivers.espeak import EspeakDriver

from narrator.language.characters import CONTROLS

# milliseconds of audio in a callback; few large ones cost less than many small ones
_BUFFER_MILLISECONDS = 1000
_SAMPLE_BYTES = 2
_NOISE_SEED = 1
# espeak_TextToPhonemes: phonemes in the International Phonetic Alphabet
_IPA = 2

_text_to_phonemes = _espeak.cfunc(
    "espeak_TextToPhonemes",
    _espeak.dll,
    ctypes.c_char_p,
    ("text", ctypes.POINTER(ctypes.c_void_p), 1),
    ("text_mode", ctypes.c_int, 1),
    ("phoneme_mode", ctypes.c_int, 1),
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a text up to a mark.

    Attributes:
        text: What espeak-ng read, and at times the character after it.
        phonemes: Its phonemes in the International Phonetic Alphabet.
    """

    text: str
    phonemes: str


class SynchronousEspeakDriver(EspeakDriver):  # type: ignore[misc]  # pyttsx3 has no types
    """pyttsx3's espeak driver without threads, files and players."""

    sample_rate = 0

    def __init__(self, proxy: Any) -> None:
        initialize()
        super().__init__(proxy)

    def say(self, text: str) -> None:
        """Speak a text, sending its samples and words.

        Raises:
            RuntimeError: espeak-ng refuses the text.
        """
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        plain = _encoded(text)
        # phonemes in the text come from a dictionary only: the rules of spoken form leave no
        # bracket of the article's
        flags = _espeak.CHARS_UTF8 | _espeak.PHONEMES
        status = _espeak.Synth(plain, flags=flags)
        # a text without a sound still has a sample rate
        self._proxy.notify("audio", pcm=b"", sample_rate=self.sample_rate)
        self._proxy.notify("finished-utterance", completed=True)
        self._proxy.setBusy(False)
        if status != _espeak.EE_OK:
            raise RuntimeError("espeak-ng refused the text")

    def startLoop(self) -> None:
        """Speak everything queued; the engine's own endLoop is the last in the queue."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        """Do nothing: there is no loop."""

    def stop(self) -> None:
        """Do nothing: what is being spoken cannot be stopped from the same thread."""

    def _onSynth(self, wav: Any, numsamples: int, events: Any) -> int:
        """Send what espeak-ng calls back with: events up to a terminator, and samples."""
        position = 0
        while events[position].type != _espeak.EVENT_LIST_TERMINATED:
            if events[position].type == _espeak.EVENT_WORD:
                self._notify_word(events[position])
            position += 1
        if numsamples > 0:
            pcm = ctypes.string_at(wav, numsamples * _SAMPLE_BYTES)
            self._proxy.notify("audio", pcm=pcm, sample_rate=self.sample_rate)
        return 0

    def _notify_word(self, event: Any) -> None:
        """Send a word's place in the text and in the sound."""
        self._proxy.notify(
            "started-word",
            location=event.text_position - 1,  # espeak-ng counts code points from 1
            length=event.length,
            sample=event.sample,
        )


def initialize() -> None:
    """Start espeak-ng in this process, if it is not yet.

    Raises:
        RuntimeError: It finds no data.
    """
    if EspeakDriver._moduleInitialized:
        return
    rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MILLISECONDS)
    if rate <= 0:
        raise RuntimeError("espeak-ng finds no voice data")
    _seed_noise()
    SynchronousEspeakDriver.sample_rate = rate
    EspeakDriver._defaultVoice = "en"
    EspeakDriver._moduleInitialized = True


def clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of the text that was said last, with their phonemes.

    What espeak-ng was told about the text that it said counts here too: its voice, and that
    phonemes may stand in it.
    """
    encoded = ctypes.create_string_buffer(_encoded(text))
    start = ctypes.addressof(encoded)
    rest = ctypes.c_void_p(start)
    read = 0
    while rest.value is not None:
        phonemes = _text_to_phonemes(ctypes.byref(rest), _espeak.CHARS_UTF8, _IPA)
        position = (rest.value or start + len(encoded)) - start
        clause = encoded.raw[read:position].rstrip(b"\0")
        yield Clause(clause.decode(errors="ignore"), phonemes.decode())
        read = position


def _encoded(text: str) -> bytes:
    """Return a text as espeak-ng takes it.

    NUL would end the text, and espeak-ng reads other controls as commands.
    """
    return text.translate(CONTROLS).encode("utf-8", "replace")


def _seed_noise() -> None:
    """Make the noise in breathy voices, such as those with ``+f3``, the same on every run.

    espeak-ng 1.52 takes it from a generator that it seeds with the time when it is initialised.
    Older versions have no such generator, but use the C library's.
    """
    set_seed = getattr(_espeak.dll, "espeak_ng_SetRandSeed", None)
    if set_seed is not None:
        set_seed(ctypes.c_long(_NOISE_SEED))


def buildDriver(proxy: Any) -> SynchronousEspeakDriver:
    """Return the driver; pyttsx3 calls this."""
    return SynchronousEspeakDriver(proxy)
