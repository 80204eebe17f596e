"""A pyttsx3 driver for synthesizers: objects of this process that turn a text into PCM.

Like the espeak driver it speaks in the calling thread and sends two topics: ``audio`` (pcm,
sample_rate) and ``started-word`` with the word's ``sample``.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any, Protocol

from narrator.speech.engines import Speech
from narrator.speech.pyttsx import MemoryEngine

_DRIVER_PREFIX = "narrator_"


class Synthesizer(Protocol):
    """What turns a text into PCM."""

    def synthesize(self, text: str, voice: str, rate: int) -> Speech:
        """Speak a text with the voice of an id, at ``rate`` words a minute.

        Raises:
            Exception: Any, when it fails.
        """


class SynthesizerDriver:
    """The driver; pyttsx3 calls its methods."""

    def __init__(self, proxy: Any, synthesizer: Synthesizer) -> None:
        self._proxy = proxy
        self._synthesizer = synthesizer
        self._properties: dict[str, Any] = {}

    def setProperty(self, name: str, value: Any) -> None:
        """Set ``voice`` or ``rate``."""
        self._properties[name] = value

    def getProperty(self, name: str) -> Any:
        """Return ``voice`` or ``rate`` as it was set."""
        return self._properties.get(name)

    def say(self, text: str) -> None:
        """Speak a text, sending its samples and words."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            self._send(text)
        finally:
            self._proxy.notify("finished-utterance", completed=True)
            self._proxy.setBusy(False)

    def _send(self, text: str) -> None:
        """Synthesize a text, and send its words and its samples."""
        properties = self._properties
        speech = self._synthesizer.synthesize(text, properties["voice"], properties["rate"])
        for word in speech.words:
            self._proxy.notify(
                "started-word",
                location=word.offset,
                length=word.length,
                sample=word.start_samples,
            )
        self._proxy.notify("audio", pcm=speech.pcm, sample_rate=speech.sample_rate)

    def startLoop(self) -> None:
        """Speak everything queued; the engine's own endLoop is the last in the queue."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:
        """Do nothing: there is no loop."""

    def stop(self) -> None:
        """Do nothing: what is being spoken cannot be stopped from the same thread."""

    def destroy(self) -> None:
        """Do nothing: the synthesizer lives as long as the process."""


class SynthesizerEngine(MemoryEngine):
    """An engine that speaks with a synthesizer, through pyttsx3."""

    needs_fresh_process = False

    def __init__(self, name: str, synthesizer: Synthesizer) -> None:
        driver = f"{_DRIVER_PREFIX}{name}"
        # pyttsx3 imports a driver only under the name pyttsx3.drivers.<name>
        module_name = f"pyttsx3.drivers.{driver}"
        module = ModuleType(module_name)

        def build_driver(proxy: Any) -> SynthesizerDriver:
            return SynthesizerDriver(proxy, synthesizer)

        vars(module)["buildDriver"] = build_driver
        sys.modules[module_name] = module
        super().__init__(driver)
