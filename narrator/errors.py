"""What can go wrong, each with the exit code the command ends with.

    NarrateError
    ├── UsageError           2   the request contradicts itself
    │   └── SettingError     2   a setting has a value that is not allowed
    ├── SourceError          3   the source or the cover cannot be read, or is of a kind that is not read
    │   └── DictionaryError  3   a pronunciation dictionary cannot be read
    ├── NothingToSayError    4   the source holds no words
    ├── EngineError          5   the speech engine is missing or does not start
    │   └── VoiceError       5   the engine has no such voice
    ├── SpeechError          6   a passage could not be spoken
    └── OutputError          7   the result cannot be written

0 is success, 130 an interruption, 1 only ever a bug in the program. Errors keep their data and build their own
message: one line, plain words, and what to do where something can be done. The command catches them in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

INTERRUPTED_EXIT_CODE = 130
BUG_EXIT_CODE = 1


class NarrateError(Exception):
    """Base of every error this package raises on purpose."""

    exit_code: ClassVar[int] = BUG_EXIT_CODE

    def __reduce__(self) -> tuple[type[NarrateError], tuple[Any, ...]]:
        # errors come out of other processes, made anew from the data they keep
        return type(self), tuple(vars(self).values()) or self.args


class UsageError(NarrateError):
    """The request contradicts itself, for instance two sources and one output file."""

    exit_code = 2


class SettingError(UsageError):
    """A setting has a value that is not allowed.

    Attributes:
        setting: The setting's name, such as ``cache_size``.
        reason: What is wrong, in words that follow the name.
    """

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting} {reason}")
        self.setting = setting
        self.reason = reason


class SourceError(NarrateError):
    """The source or the cover cannot be read."""

    exit_code = 3

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"cannot read {_named(source)}: {reason}")
        self.source = source
        self.reason = reason


class DictionaryError(SourceError):
    """A pronunciation dictionary cannot be read: like the source, it is a file that has to be mended, not the request."""


class NothingToSayError(NarrateError):
    """The source was read, but there is no word in it."""

    exit_code = 4

    def __init__(self, source: str) -> None:
        super().__init__(f"nothing to say: {_named(source)} holds no words")
        self.source = source


class EngineError(NarrateError):
    """The speech engine is missing or does not start."""

    exit_code = 5


class VoiceError(EngineError):
    """The engine has no voice of that name."""

    def __init__(self, voice: str, nearest: Iterable[str]) -> None:
        self.voice = voice
        self.nearest = tuple(nearest)
        near = ", ".join(self.nearest)
        hint = f"did you mean {near}?" if near else "see narrate voices"
        super().__init__(f"no voice is called {voice!r}; {hint}")


class SpeechError(NarrateError):
    """A passage could not be spoken.

    ``section`` is the title of the section and ``sentence`` the sentence that failed, or the first of the passage
    when the process that spoke it died.
    """

    exit_code = 6

    def __init__(self, section: str, sentence: str, reason: str) -> None:
        super().__init__(
            f"speech failed in section {_short(section)!r} at {_short(sentence)!r}: {reason}"
        )
        self.section = section
        self.sentence = sentence
        self.reason = reason


class OutputError(NarrateError):
    """The result cannot be written."""

    exit_code = 7

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}")
        self.path = path
        self.reason = reason


def os_reason(error: OSError) -> str:
    """The operating system's own words for an error, without the path and the number."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def _named(source: str) -> str:
    return "standard input" if source == "-" else source or "a file without a name"


def _short(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
