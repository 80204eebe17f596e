"""A pyttsx3 driver that speaks in the calling thread and hands over the PCM.

The stock driver sleeps until a second thread is done, writes a file, and returns before the file exists. This one
initialises espeak-ng in its synchronous mode, where ``espeak_Synth`` calls back with samples and events and returns when
all is said. It sends two topics: ``audio`` (pcm, sample_rate) and ``started-word`` with the word's ``sample``.

Importing this module loads the espeak-ng library.
"""

from __future__ import annotations

import ctypes
from typing import Any

from pyttsx3.drivers import _espeak
from pyttsx3.drivers.espeak import EspeakDriver

# milliseconds of audio a callback; few large ones cost less than many small ones
_BUFFER_MILLISECONDS = 1000
# C0 controls and DEL would end the text (NUL) or be read as commands (espeak-ng takes ^A as one)
_CONTROLS = dict.fromkeys((*range(32), 127), " ")


class SynchronousEspeakDriver(EspeakDriver):  # type: ignore[misc]  # pyttsx3 has no types
    """pyttsx3's espeak driver without threads, files and players."""

    sample_rate = 0

    def __init__(self, proxy: Any) -> None:
        if not EspeakDriver._moduleInitialized:
            rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MILLISECONDS)
            if rate <= 0:
                raise RuntimeError("espeak-ng finds no voice data")
            SynchronousEspeakDriver.sample_rate = rate
            EspeakDriver._defaultVoice = "en"
            EspeakDriver._moduleInitialized = True
        super().__init__(proxy)

    def say(self, text: str) -> None:
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        # only a dictionary can have put phonemes into the text: the rules of spoken form leave no bracket of the article's
        plain = text.translate(_CONTROLS).encode("utf-8", "replace")
        if _espeak.Synth(plain, flags=_espeak.CHARS_UTF8 | _espeak.PHONEMES) != _espeak.EE_OK:
            raise RuntimeError("espeak-ng refused the text")
        # a text without a sound still has a sample rate
        self._proxy.notify("audio", pcm=b"", sample_rate=self.sample_rate)
        self._proxy.notify("finished-utterance", completed=True)
        self._proxy.setBusy(False)

    def startLoop(self) -> None:
        # says everything queued; the engine's own endLoop stands last in the queue
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def _onSynth(self, wav: Any, numsamples: int, events: Any) -> int:
        position = 0
        while (event := events[position]).type != _espeak.EVENT_LIST_TERMINATED:
            if event.type == _espeak.EVENT_WORD:
                # espeak-ng counts code points from 1
                self._proxy.notify(
                    "started-word",
                    location=event.text_position - 1,
                    length=event.length,
                    sample=event.sample,
                )
            position += 1
        if numsamples > 0:
            self._proxy.notify(
                "audio", pcm=ctypes.string_at(wav, numsamples * 2), sample_rate=self.sample_rate
            )
        return 0


def buildDriver(proxy: Any) -> SynchronousEspeakDriver:
    """What pyttsx3 calls."""
    return SynchronousEspeakDriver(proxy)
