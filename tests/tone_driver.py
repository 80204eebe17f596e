"""A pyttsx3 driver that hums into files, as the drivers of Windows and macOS speak into files.

It stands in for them where they cannot run: it takes properties and texts through pyttsx3's queue,
can do nothing but save, and writes WAV (as SAPI5 does) or, with its other voice, AIFF (as
NSSpeechSynthesizer does). Tests register its ``load`` as a package that is installed would.
"""

from __future__ import annotations

import audioop
import struct
import sys
import wave
from pathlib import Path
from typing import Any

from pyttsx3.voice import Voice as PyttsxVoice

from narrator.speech.engines import Speech
from narrator.speech.pyttsx import FileEngine
from narrator.speech.tone import ToneEngine

DRIVER = "narrator_tone"
_WAV, _AIFF = "tone-wav", "tone-aiff"


class ToneDriver:
    """The part of pyttsx3's driver interface that saving to a file uses."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": _WAV, "rate": 200}

    def getProperty(self, name: str) -> Any:
        if name == "voices":
            return [
                PyttsxVoice(id=voice, name=voice.title(), languages=["zxx"])
                for voice in (_WAV, _AIFF)
            ]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:
        self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        tone = ToneEngine()
        speech = tone.speak(text, tone.find_voice(None), self._properties["rate"])
        write = _write_aiff if self._properties["voice"] == _AIFF else _write_wav
        write(Path(filename), speech)

    def startLoop(self) -> None:
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def destroy(self) -> None:
        pass


def _write_wav(path: Path, speech: Speech) -> None:
    with wave.open(str(path), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(speech.sample_rate)
        writer.writeframes(speech.pcm)


def _write_aiff(path: Path, speech: Speech) -> None:
    samples = len(speech.pcm) // 2
    # an 80-bit float with its first mantissa bit written out
    exponent = speech.sample_rate.bit_length() - 1
    rate = struct.pack(">HQ", exponent + 16383, speech.sample_rate << 63 - exponent)
    common = b"COMM" + struct.pack(">IhIh", 18, 1, samples, 16) + rate
    sound_head = b"SSND" + struct.pack(">3I", 8 + len(speech.pcm), 0, 0)
    body = b"AIFF" + common + sound_head + audioop.byteswap(speech.pcm, 2)
    path.write_bytes(b"FORM" + struct.pack(">I", len(body)) + body)


def buildDriver(proxy: Any) -> ToneDriver:
    """Return the driver; pyttsx3 calls this."""
    return ToneDriver(proxy)


def load() -> FileEngine:
    """Return the engine; the registry calls this."""
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = sys.modules[__name__]
    return FileEngine(DRIVER)
