"""espeak-ng through pyttsx3: finding the library, and its voices under the names people use."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from narrator.errors import EngineError, VoiceError
from narrator.speech.engines import Voice, match_voice
from narrator.speech.pyttsx import MemoryEngine

DEFAULT_VOICE = "en-us"
DRIVER = "narrator_espeak"
_MISSING = (
    "espeak-ng is not installed: run `pip install espeakng-loader`, or install your system's espeak-ng "
    "(Debian: apt install libespeak-ng1)"
)


class EspeakEngine(MemoryEngine):
    """espeak-ng, with voices known by their language (``de``) and variants behind a plus sign (``de+f3``)."""

    speaks_phonemes = True

    @property
    def version(self) -> str:
        from pyttsx3.drivers import _espeak

        return f"espeak-ng {_espeak.Info(None).decode()}"

    @cached_property
    def _voices(self) -> list[Voice]:
        # pyttsx3 calls a voice by its file, "gmw/en-us"; the last part is what espeak-ng itself and people say
        return [replace(voice, id=voice.id.rpartition("/")[2]) for voice in super().voices()]

    def voices(self) -> Sequence[Voice]:
        return self._voices

    def find_voice(self, wanted: str | None) -> Voice:
        base, plus, variant = (wanted or DEFAULT_VOICE).partition("+")
        voice = match_voice(self._voices, base)
        if not plus:
            return voice
        self._engine.setProperty("voice", f"{voice.id}+{variant}")
        self._run()
        # espeak-ng takes an unknown variant without a word and speaks the plain voice
        if not str(self._engine.getProperty("voice")).endswith(f"+{variant.lower()}"):
            raise VoiceError(wanted or "", [voice.id])
        return replace(voice, id=f"{voice.id}+{variant}")


def load() -> EspeakEngine:
    """espeak-ng from the espeakng-loader package, or else the system's.

    Raises:
        EngineError: there is neither.
    """
    try:
        with _bundled_library():
            from narrator.speech import espeak_driver
    except (OSError, RuntimeError) as error:
        raise EngineError(_MISSING) from error
    # pyttsx3 imports nothing but pyttsx3.drivers.<name>
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = espeak_driver
    return EspeakEngine(DRIVER)


@contextmanager
def _bundled_library() -> Iterator[None]:
    """While this lasts, pyttsx3, which only knows where systems put espeak-ng, gets the loader's library."""
    try:
        import espeakng_loader
    except ImportError:
        yield
        return
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    # of a folder without its data espeak-ng complains itself, and ends the process
    given = os.environ.get("ESPEAK_DATA_PATH", "")
    if not any(
        os.path.isfile(os.path.join(given, folder, "phontab")) for folder in ("", "espeak-ng-data")
    ):
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    real = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda name: library  # type: ignore[method-assign]  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.cdll.LoadLibrary = real  # type: ignore[method-assign]
