"""What can go wrong, each with the exit code the command ends with.

    NarrateError
    ├── UsageError           2   the request contradicts itself
    │   └── SettingError     2   a setting has a value that is not allowed
    ├── SourceError          3   the source or the cover cannot be read, or is of an unknown kind
    │   └── DictionaryError  3   a pronunciation dictionary cannot be read
    ├── NothingToSayError    4   the source holds no words
    ├── EngineError          5   the speech engine is missing or does not start
    │   ├── VoiceError       5   the engine has no such voice
    │   │   └── WrongEngineError 5   another engine has it
    │   ├── AbsentVoiceError 5   the voice is not on this machine
    │   └── DownloadError    5   a voice cannot be downloaded
    ├── SoundError           5   there is nothing to play with
    ├── LimitError           5   the system lets the program have too little
    ├── SpeechError          6   a passage could not be spoken
    ├── OutputError          7   the result cannot be written
    └── AddressError         7   nothing can be served at an address

0 is success, 130 an interruption, 1 only ever a bug in the program. Errors keep their data and
build their own message: one line, plain words, and what to do where something can be done. The
command catches them in one place.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Any, ClassVar

INTERRUPTED_EXIT_CODE = 130
BUG_EXIT_CODE = 1

_MEMORY = "more memory: try --jobs 1, close other programs, or raise the limit (ulimit -v)"
_PROCESSES = "more processes and threads: try --jobs 1, or raise the limit (ulimit -u)"
_FILES = "more open files: raise the limit (ulimit -n)"
_LACKS = {
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: _PROCESSES,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
}
# where it is no OSError: what the loader of libraries, C++ and Python's threads say
_WORDS_OF_LACKS = {
    "failed to map segment": _MEMORY,
    "annot allocate memory": _MEMORY,
    "bad_alloc": _MEMORY,
    "can't start new thread": _PROCESSES,
    "Too many open files": _FILES,
}

# characters of a quotation in a message
_LONGEST_QUOTATION = 80


class NarrateError(Exception):
    """Base of every error that this package raises on purpose.

    Attributes:
        exit_code: What the command exits with.
    """

    exit_code: ClassVar[int] = BUG_EXIT_CODE

    def __reduce__(self) -> tuple[type[NarrateError], tuple[Any, ...]]:
        # errors come out of other processes, made anew from the data they keep
        data = tuple(vars(self).values())
        return type(self), data or self.args


class UsageError(NarrateError):
    """A request that contradicts itself, for instance two sources and one output file."""

    exit_code = 2


class SettingError(UsageError):
    """A setting with a value that is not allowed.

    Attributes:
        setting: The setting's name, such as ``cache_size``.
        reason: What is wrong, in words that follow the name.
    """

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting} {reason}")
        self.setting = setting
        self.reason = reason


class SourceError(NarrateError):
    """A source or a cover that cannot be read.

    Attributes:
        source: Its path or URL; ``-`` for standard input.
        reason: What is wrong, and what to do about it.
    """

    exit_code = 3

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"cannot read {_named(source)}: {reason}")
        self.source = source
        self.reason = reason


class DictionaryError(SourceError):
    """A pronunciation dictionary that cannot be read.

    Like a source, it is a file that has to be mended, not the request.
    """


class NothingToSayError(NarrateError):
    """A source that was read, but has no word in it.

    Attributes:
        source: Its path or URL; ``-`` for standard input.
    """

    exit_code = 4

    def __init__(self, source: str) -> None:
        super().__init__(f"nothing to say: {_named(source)} holds no words")
        self.source = source


class EngineError(NarrateError):
    """A speech engine that is missing or does not start."""

    exit_code = 5


class VoiceError(EngineError):
    """A voice that the engine does not have.

    Attributes:
        voice: The name that was asked for.
        nearest: Names of voices that are spelt nearly like it.
    """

    def __init__(self, voice: str, nearest: Iterable[str]) -> None:
        self.voice = voice
        self.nearest = tuple(nearest)
        hint = "see narrate voices"
        if self.nearest:
            hint = f"did you mean {', '.join(self.nearest)}?"
        super().__init__(f"no voice is called {voice!r}; {hint}")


class WrongEngineError(VoiceError):
    """A voice that another engine has.

    Attributes:
        voice: The name that was asked for.
        engine: The engine that was asked for it.
        other: The engine that has it.
    """

    nearest: tuple[str, ...] = ()

    def __init__(self, voice: str, engine: str, other: str) -> None:
        hint = "leave out --engine"
        EngineError.__init__(
            self, f"{engine} has no voice called {voice!r}, but {other} has: {hint}"
        )
        self.voice = voice
        self.engine = engine
        self.other = other


class AbsentVoiceError(EngineError):
    """A voice that has to be downloaded first.

    Attributes:
        voice: Its id.
        size_bytes: How much is to be downloaded.
        licence: The licence of its files.
    """

    def __init__(self, voice: str, size_bytes: int, licence: str) -> None:
        facts = f"{size_bytes / 1e6:,.1f} MB, {licence}"
        super().__init__(
            f"the voice {voice} is not on this machine: narrate voices get {voice} ({facts})"
        )
        self.voice = voice
        self.size_bytes = size_bytes
        self.licence = licence


class DownloadError(EngineError):
    """A file of a voice that cannot be had.

    Attributes:
        file: Its name.
        reason: Why.
        kept_bytes: How much of it has come and is kept.
    """

    def __init__(self, file: str, reason: str, kept_bytes: int = 0) -> None:
        hint = ""
        if kept_bytes:
            hint = f"; {kept_bytes / 1e6:,.1f} MB are kept, the same command resumes"
        super().__init__(f"cannot get {file}: {reason}{hint}")
        self.file = file
        self.reason = reason
        self.kept_bytes = kept_bytes


class SoundError(NarrateError):
    """A sound device that is missing or does not start.

    Attributes:
        reason: What is wrong.
    """

    exit_code = 5

    def __init__(self, reason: str) -> None:
        super().__init__(f"cannot play: {reason}")
        self.reason = reason


class LimitError(NarrateError):
    """The system lets the program have too little: memory, processes or open files.

    Attributes:
        lack: What there is too little of, and what to do about it.
    """

    exit_code = 5

    def __init__(self, lack: str) -> None:
        super().__init__(f"the system refuses {lack}")
        self.lack = lack

    @classmethod
    def of_memory(cls) -> LimitError:
        """Return the error for a lack of memory."""
        return cls(_MEMORY)


class SpeechError(NarrateError):
    """A passage that could not be spoken.

    Attributes:
        section: The title of its section.
        sentence: The sentence that failed, or the first one of the passage when the process that
            spoke it died.
        reason: What happened.
    """

    exit_code = 6

    def __init__(self, section: str, sentence: str, reason: str) -> None:
        place = f"in section {_short(section)!r} at {_short(sentence)!r}"
        super().__init__(f"speech failed {place}: {reason}")
        self.section = section
        self.sentence = sentence
        self.reason = reason


class OutputError(NarrateError):
    """A result that cannot be written.

    Attributes:
        path: The file, or what else was written to.
        reason: What is wrong.
    """

    exit_code = 7

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}")
        self.path = path
        self.reason = reason


class AddressError(NarrateError):
    """An address at which nothing can be served.

    Attributes:
        address: The address and the port.
        reason: What is wrong, and what to do about it.
    """

    exit_code = 7

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"cannot serve at {address}: {reason}")
        self.address = address
        self.reason = reason


def as_known(error: BaseException) -> NarrateError | None:
    """Return an error as one that is raised on purpose, and None for a bug."""
    if isinstance(error, NarrateError):
        return error
    return as_lack(error)


def as_lack(error: BaseException) -> LimitError | None:
    """Return the error for a lack that is behind another error; None where there is none.

    What the system refuses may come out of any line, as an error of any kind.
    """
    if isinstance(error, MemoryError):
        return LimitError.of_memory()
    if isinstance(error, OSError) and error.errno in _LACKS:
        return LimitError(_LACKS[error.errno])
    for words, lack in _WORDS_OF_LACKS.items():
        if words in str(error):
            return LimitError(lack)
    if error.__cause__ is not None:
        return as_lack(error.__cause__)
    return None


def os_reason(error: OSError) -> str:
    """Return the operating system's own words for an error, without path and number."""
    words = error.strerror or str(error) or type(error).__name__
    return words.lower()


def _named(source: str) -> str:
    """Return a source as a message names it."""
    if source == "-":
        return "standard input"
    return source or "a file without a name"


def _short(text: str) -> str:
    """Return a text cut to what a message has room for."""
    if len(text) <= _LONGEST_QUOTATION:
        return text
    return text[: _LONGEST_QUOTATION - 1] + "…"
