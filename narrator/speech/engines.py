"""Engines: what turns one utterance into PCM, and finding an engine by its name.

To add an engine:

1. Write a subclass of ``Engine`` with a ``version``, ``voices`` and ``speak``. It knows nothing of
   files, chapters, pauses or progress. What else narrate may want to know has a default, which the
   class overrides where it is wrong: each attribute and method below says for whom.
2. Write a function without arguments that returns one instance, and raises ``EngineError`` where it
   cannot run here, saying how to get what is missing. Like ``version`` and ``voices`` it loads no
   model: a run that finds everything in its cache only wants to know who would have spoken.
3. Register the function: an entry point ``name = "package.module:function"`` in the group
   ``narrator.engines``.
4. Subclass ``narrator.speech.contract.EngineContract`` in a test file and run pytest.

Utterances of a passage reach ``speak`` in order, passages in any order and in several processes.
What an engine remembers between utterances may change how a passage sounds, but never makes the
result differ from run to run.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from narrator import registry
from narrator.errors import EngineError, NarrateError
from narrator.settings.kinds import Kind

# what any voice can say
_SHORT_TEXT = "1"
_NORMAL_RATE = 175  # words a minute


@dataclass(frozen=True, slots=True)
class Word:
    """When one word of an utterance starts.

    Attributes:
        start_samples: Samples from the start of the utterance.
        offset: Characters from the start of the spoken text.
        length: Characters.
    """

    start_samples: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One utterance as an engine speaks it.

    Attributes:
        pcm: Mono signed 16-bit little-endian samples.
        sample_rate: Samples per second.
        words: The words' times, in order; empty where the engine does not report them.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice of an engine.

    Attributes:
        id: What ``--voice`` takes.
        name: Its name, for people.
        language: The language it speaks, a BCP 47 tag.
        sex: ``female`` or ``male``; empty where it is not known.
        licence: The licence of its files, as an SPDX identifier or in words; empty for that of the
            engine.
        size_bytes: How much is downloaded for it; 0 for a voice that comes with its engine.
        is_present: Whether it can speak now.
        sha256: The hash of its model; empty for a voice that is no file. Takes of another model are
            not reused.
        options: Values of the engine's own options that differ from its defaults, by name.
    """

    id: str
    name: str
    language: str
    sex: str = ""
    licence: str = ""
    size_bytes: int = 0
    is_present: bool = True
    sha256: str = ""
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class EngineOption:
    """An option of an engine's own, given as ``--engine-option NAME=VALUE``.

    Attributes:
        name: Its name.
        kind: The values it takes.
        help: One sentence on what it does.
    """

    name: str
    kind: Kind
    help: str


class NothingSaidError(ValueError):
    """A voice that says nothing of a text with letters: it does not know their script."""


class Engine(ABC):
    """A program that turns one utterance into PCM.

    Attributes:
        needs_fresh_process: Whether every passage is spoken in a process in which the engine has
            spoken nothing: for an engine whose sound depends on what it said before. On Linux that
            is a fork of a process that has loaded it. Other engines are kept in their processes for
            many passages, so that a model is loaded once in each.
        process_megabytes: How much memory a process that speaks needs beyond what its forks share.
            As many processes are started as there are cores and free memory.
        max_characters: The longest text that ``speak`` takes; a longer one is cut at marks or
            spaces. None where there is no limit.
        options: Options of its own; ``speak`` finds their values in ``voice.options``.
    """

    needs_fresh_process: ClassVar[bool] = False
    process_megabytes: ClassVar[int] = 0
    max_characters: ClassVar[int | None] = None
    options: ClassVar[tuple[EngineOption, ...]] = ()

    @property
    @abstractmethod
    def version(self) -> str:
        """Name and version of everything that makes the sound: takes of others are not reused."""

    @abstractmethod
    def voices(self) -> Sequence[Voice]:
        """Return all voices, those that are not present too; the default one first."""

    @abstractmethod
    def speak(self, text: str, voice: Voice, rate: int) -> Speech:
        """Speak a text at ``rate`` words per minute.

        Raises:
            NothingSaidError: It says nothing of a text with letters.
            Exception: Any, when it fails; the caller names the sentence.
        """

    def find_voice(self, wanted: str | None) -> Voice:
        """Return the voice of this id, name or language; the default voice for None.

        Raises:
            VoiceError: There is no such voice.
        """
        from narrator.speech.voices import match_voice

        if wanted is None:
            return self.voices()[0]
        return match_voice(self.voices(), wanted)

    def sample_rate(self, voice: Voice) -> int:
        """Return the samples a second of what a voice says.

        This speaks to find out; an engine that knows overrides it. It is only asked where others
        read a whole passage and their samples must fit the rest of the recording.
        """
        return self.speak(_SHORT_TEXT, voice, _NORMAL_RATE).sample_rate

    def says_phonemes(self, phonemes: str) -> bool:  # noqa: ARG002
        """Return whether these phonemes of espeak-ng are said when they stand in ``[[…]]``."""
        return False

    def warm_up(self) -> None:  # noqa: B027 (most engines have nothing to share)
        """Load what forks of this process may share, such as tables.

        Sessions of onnxruntime are not of that kind: they do not work in a fork.
        """


@cache
def load_engine(name: str) -> Engine:
    """Return the engine registered under a name, one instance for a process.

    Raises:
        EngineError: There is no such engine, or it cannot run here.
    """
    group = "narrator.engines"
    # installed packages are searched, which takes a while, only for a name that is not built in
    if name not in registry.BUILT_IN[group] and name not in registry.plugin_names(group):
        known = ", ".join(registry.names(group))
        raise EngineError(f"no speech engine is called {name!r}; there are {known}")
    try:
        engine: Engine = registry.load(group, name)()
    except NarrateError:
        raise
    except Exception as error:  # plug-ins raise whatever they like
        reason = str(error) or type(error).__name__
        raise EngineError(f"the speech engine {name!r} cannot be loaded: {reason}") from error
    return engine
