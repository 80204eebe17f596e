"""espeak-ng through pyttsx3: finding the library, and its voices under the names people use."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import filterfalse
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from narrator.errors import EngineError, VoiceError
from narrator.settings.kinds import WholeNumber
from narrator.speech.engines import EngineOption, Voice
from narrator.speech.espeak_data import has_dictionary
from narrator.speech.pyttsx import MemoryEngine
from narrator.speech.voices import match_voice

if TYPE_CHECKING:
    from narrator.speech.espeak_driver import Clause

DEFAULT_VOICE = "en-us"
DRIVER = "narrator_espeak"
_MISSING = (
    "espeak-ng is not installed: run `pip install espeakng-loader`, or install your system's"
    " espeak-ng (Debian: apt install libespeak-ng1)"
)
# a file that every folder of espeak-ng's data has, and where it may be under ESPEAK_DATA_PATH
_DATA_FILE = "phontab"
_DATA_FOLDERS = ("", "espeak-ng-data")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands in a text.

    Attributes:
        offset: Characters from the start of the text.
        length: Characters; 0 where espeak-ng does not know.
    """

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How espeak-ng reads a text.

    Attributes:
        clauses: Its clauses, in order.
        places: Where the words of the phonemes stand in the text, in order.
    """

    clauses: tuple[Clause, ...]
    places: tuple[Place, ...]


class EspeakEngine(MemoryEngine):
    """espeak-ng, with voices known by their language (``de``) and variants after a plus (``+f3``).

    A variant is a way of speaking that any voice can take, such as ``de+f3``.
    """

    options = (EngineOption("pitch", WholeNumber(0, 99), "How high the voice is, by default 50."),)
    properties: ClassVar[dict[str, Any]] = {"pitch": 50}

    @property
    def version(self) -> str:
        """Version of the library."""
        return library_version()

    @cached_property
    def _short_voices(self) -> list[Voice]:
        """Voices by the last part of their id, without those that have no dictionary.

        pyttsx3 names a voice by its file, "gmw/en-us"; espeak-ng and its users say the last part.
        """
        voices: list[Voice] = []
        for voice in filter(has_dictionary, super().voices()):
            voices.append(replace(voice, id=_short(voice.id)))
        return voices

    @cached_property
    def _names_of_mute_voices(self) -> set[str]:
        """What espeak-ng calls the voices that have no dictionary."""
        names: set[str] = set()
        for voice in filterfalse(has_dictionary, super().voices()):
            names |= {voice.id, _short(voice.id), voice.language, voice.name.casefold()}
        return names

    def voices(self) -> Sequence[Voice]:
        """Return all voices without variants."""
        return self._short_voices

    def sample_rate(self, voice: Voice) -> int:  # noqa: ARG002
        """Return the library's samples a second, the same for all voices."""
        from narrator.speech.espeak_driver import SynchronousEspeakDriver

        return SynchronousEspeakDriver.sample_rate

    def says_phonemes(self, phonemes: str) -> bool:  # noqa: ARG002
        """Return True: they are espeak-ng's own."""
        return True

    def find_voice(self, wanted: str | None) -> Voice:
        """Return the voice of this id, name or language, with the variant behind the plus sign."""
        base, plus, variant = (wanted or DEFAULT_VOICE).partition("+")
        voice = match_voice(self._short_voices, base)
        if not plus:
            return voice
        varied_id = f"{voice.id}+{variant}"
        self._set_property("voice", varied_id)
        self._run()
        # espeak-ng silently takes an unknown variant and speaks the plain voice
        set_voice = str(self._engine.getProperty("voice"))
        if not set_voice.endswith(f"+{variant.lower()}"):
            raise VoiceError(wanted or "", [voice.id])
        return replace(voice, id=varied_id)

    def check_voice(self, voice: str) -> None:
        """Check that a voice is known by espeak-ng's own name of it.

        Raises:
            EngineError: It is not, or has no dictionary.
        """
        base, _, _ = voice.partition("+")
        if base.casefold() in self._names_of_mute_voices:
            raise EngineError(f"espeak-ng has no dictionary for its voice {base!r}")
        try:
            self._set_property("voice", voice)
            self._run()
        except ValueError as error:
            raise EngineError(f"espeak-ng has no voice {voice!r}") from error

    def read(self, text: str, voice: str) -> Reading:
        """Return how a text is read, for voices that speak espeak-ng's phonemes.

        Unlike the sound, the phonemes do not depend on what was read before (measured: 104
        sentences in 16 languages, in six orders).

        Args:
            text: What is to be said.
            voice: espeak-ng's own name of a voice.

        Raises:
            Exception: There is no such voice, or espeak-ng refuses the text.
        """
        from narrator.speech import espeak_driver

        self.check_voice(voice)
        places: list[Place] = []

        def keep(location: int, length: int, **_: Any) -> None:
            places.append(Place(location, length))

        listener = self._engine.connect("started-word", keep)
        try:
            # places come with the sound only; making it takes a hundredth of a neural voice's time
            self._speak(text)
        finally:
            self._engine.disconnect(listener)
        return Reading(tuple(espeak_driver.clauses(text)), tuple(places))


def load() -> EspeakEngine:
    """Return espeak-ng from the espeakng-loader package, or else the system's.

    Raises:
        EngineError: There is neither.
    """
    # pyttsx3 imports a driver only under the name pyttsx3.drivers.<name>
    sys.modules[f"pyttsx3.drivers.{DRIVER}"] = load_driver()
    return EspeakEngine(DRIVER)


def load_driver() -> ModuleType:
    """Return the module of the driver; importing it loads espeak-ng's library.

    Raises:
        EngineError: There is no library.
    """
    try:
        with _bundled_library():
            from narrator.speech import espeak_driver
    except (OSError, RuntimeError) as error:
        raise EngineError(_MISSING) from error
    return espeak_driver


def library_version() -> str:
    """Return the library's name and version.

    Raises:
        EngineError: There is no library.
    """
    load_driver()
    from pyttsx3.drivers import _espeak

    return f"espeak-ng {_espeak.Info(None).decode()}"


@contextmanager
def _bundled_library() -> Iterator[None]:
    """Have pyttsx3 load the library of espeakng-loader while the block runs.

    By itself pyttsx3 only looks where systems install espeak-ng.
    """
    try:
        import espeakng_loader
    except ImportError:
        yield
        return
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    # espeak-ng ends the process if this folder does not hold its data
    given_folder = os.environ.get("ESPEAK_DATA_PATH", "")
    if not _has_data(given_folder):
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    load_library = ctypes.cdll.LoadLibrary
    ctypes.cdll.LoadLibrary = lambda name: library  # type: ignore[method-assign]  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.cdll.LoadLibrary = load_library  # type: ignore[method-assign]


def _short(voice_id: str) -> str:
    """Return the last part of a voice's id: "en-us" of "gmw/en-us"."""
    return voice_id.rpartition("/")[2]


def _has_data(folder: str) -> bool:
    """Return whether espeak-ng finds its data in a folder."""
    places = [os.path.join(folder, inner, _DATA_FILE) for inner in _DATA_FOLDERS]
    return any(map(os.path.isfile, places))
