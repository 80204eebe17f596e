"""pyttsx3 as an engine: one class for drivers that hand over PCM, one for drivers that save files.

A driver of ours sends the topic ``audio`` (samples, rate) and a ``sample`` with every
``started-word``; the stock drivers of Windows (SAPI5) and macOS (NSSpeechSynthesizer) can only save
to a file, which is then read back.
"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from narrator.errors import EngineError
from narrator.speech.engines import Engine, Speech, Voice, Word
from narrator.speech.voices import match_voice


class PyttsxEngine(Engine):
    """Common part of both kinds of driver.

    It starts the driver, finds voices, sets properties, and raises the errors that pyttsx3 only
    notifies.
    """

    # espeak-ng's sound depends on what its process has spoken, and not even starting it anew resets
    # that (measured); of the drivers of Windows and macOS this is not known
    needs_fresh_process = True
    # the driver's properties that are options, with their normal values
    properties: ClassVar[dict[str, Any]] = {}

    def __init__(self, driver: str) -> None:
        import pyttsx3

        self._driver = driver
        self._failure: Exception | None = None
        self._properties: dict[str, object] = {}
        try:
            self._engine = pyttsx3.init(driver)
        except Exception as error:  # drivers raise whatever they like
            raise EngineError(f"the speech engine {driver!r} does not start: {error}") from error
        self._engine.connect("error", self._on_error)

    @property
    def version(self) -> str:
        """Driver and system: the voices of Windows and macOS change with the system."""
        return f"{self._driver} on {platform.platform()}"

    def voices(self) -> Sequence[Voice]:
        """Return all voices of the driver."""
        return [_as_voice(voice) for voice in self._engine.getProperty("voices")]

    def find_voice(self, wanted: str | None) -> Voice:
        """Return the voice of this id, name or language; the driver's current one for None."""
        voices = self.voices()
        if wanted is not None:
            return match_voice(voices, wanted)
        current_id = self._engine.getProperty("voice")
        for voice in voices:
            if voice.id == current_id:
                return voice
        return voices[0]

    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Speak a text at ``rate`` words per minute."""
        self._set_property("voice", voice.id)
        self._set_property("rate", rate)
        chosen = dict(voice.options)
        for option, normal in self.properties.items():
            self._set_property(option, chosen.get(option, normal))
        return self._speak(text)

    def _set_property(self, name: str, value: object) -> None:
        """Set a driver's property if its value changes."""
        if self._properties.get(name) != value:
            self._engine.setProperty(name, value)
            self._properties[name] = value

    def _speak(self, text: str) -> Speech:
        """Speak a text with the properties as they are."""
        raise NotImplementedError

    def _run(self) -> None:
        """Run what is queued, and raise the error that the driver notified."""
        self._engine.runAndWait()
        # what was queued may have run, and failed, before this call
        failure, self._failure = self._failure, None
        if failure is not None:
            # whatever failed may have been a property
            self._properties.clear()
            raise failure

    def _on_error(self, exception: Exception, **_: Any) -> None:
        """Keep the first error for ``_run``."""
        self._failure = self._failure or exception


def _as_voice(voice: Any) -> Voice:
    """Convert a voice of pyttsx3."""
    languages = voice.languages or ["und"]
    return Voice(str(voice.id), str(voice.name), str(languages[0]))


class MemoryEngine(PyttsxEngine):
    """An engine whose driver sends ``audio`` and the words' samples."""

    def __init__(self, driver: str) -> None:
        super().__init__(driver)
        self._pcm: list[bytes] = []
        self._words: list[Word] = []
        self._sample_rate = 0
        self._engine.connect("audio", self._on_audio)
        self._engine.connect("started-word", self._on_word)

    def _speak(self, text: str) -> Speech:
        self._pcm.clear()
        self._words.clear()
        self._engine.say(text)
        self._run()
        return Speech(b"".join(self._pcm), self._sample_rate, tuple(self._words))

    def _on_audio(self, pcm: bytes, sample_rate: int, **_: Any) -> None:
        """Keep samples."""
        self._pcm.append(pcm)
        self._sample_rate = sample_rate

    def _on_word(self, location: int, length: int, sample: int, **_: Any) -> None:
        """Keep a word unless its characters were covered by the word before.

        espeak-ng sends empty words, and several words with the same characters for the parts of a
        number.
        """
        last = Word(0, 0, 0)
        if self._words:
            last = self._words[-1]
        is_next_in_text = location >= last.offset + last.length
        is_next_in_time = sample >= last.start_samples
        if length > 0 and is_next_in_text and is_next_in_time:
            self._words.append(Word(sample, location, length))


class FileEngine(PyttsxEngine):
    """An engine whose driver only saves to a file, WAV or AIFF."""

    def _speak(self, text: str) -> Speech:
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder, "utterance.wav")
            self._engine.save_to_file(text, str(path))
            self._run()
            if not path.exists() or not path.stat().st_size:
                raise RuntimeError("the speech engine wrote no sound")
            return read_speech(path)


def read_speech(path: Path) -> Speech:
    """Return a sound file as mono 16-bit PCM.

    Raises:
        RuntimeError: It cannot be decoded.
    """
    from av import AudioResampler, FFmpegError
    from av import open as open_media

    resampler = AudioResampler("s16", "mono")
    pcm: list[bytes] = []
    try:
        with open_media(str(path)) as container:
            rate = container.streams.audio[0].rate
            for decoded in container.decode(audio=0):
                for frame in resampler.resample(decoded):
                    pcm.append(bytes(frame.planes[0])[: 2 * frame.samples])
    except FFmpegError as error:
        raise RuntimeError("the speech engine wrote a file that is neither WAV nor AIFF") from error
    return Speech(b"".join(pcm), rate)


def load_sapi5() -> FileEngine:
    """Return the engine for the voices of Windows.

    Raises:
        EngineError: This is another system.
    """
    if sys.platform != "win32":
        raise EngineError("the speech engine sapi5 is a part of Windows")
    return FileEngine("sapi5")


def load_nsss() -> FileEngine:
    """Return the engine for the voices of macOS.

    Raises:
        EngineError: This is another system.
    """
    if sys.platform != "darwin":
        raise EngineError("the speech engine nsss is a part of macOS")
    return FileEngine("nsss")
