"""The keyboard, a key at a time: what is typed is neither shown nor waits for the end of a line.

The terminal gets its own ways back however the program ends, and while it is stopped (Ctrl-Z).
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from narrator.cli import interruption

try:
    import select
    import signal
    import termios
    import tty
except ImportError:  # pragma: no cover (Windows)
    termios = None  # type: ignore[assignment]

_CONSOLE = "/dev/tty"
_MOST_BYTES = 64
# what terminals send for keys that are no characters (ECMA-48, in both of their modes)
_SEQUENCES = {
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
}
# what msvcrt returns for them after a character of its own
_WINDOWS_PREFIXES = (chr(0), chr(0xE0))
_WINDOWS_KEYS = {"H": "up", "P": "down", "M": "right", "K": "left"}

# returns the keys that are pressed within some seconds: characters, and names of other keys
Keys = Callable[[float], list[str]]


@contextmanager
def open_keyboard(before_stop: Callable[[], None]) -> Iterator[Keys | None]:
    """Open the keyboard until the block ends; None where there is none.

    Args:
        before_stop: What is to be done before the process is stopped.
    """
    if termios is None:  # pragma: no cover (Windows)
        yield _windows_keys if sys.stdin.isatty() else None
        return
    with ExitStack() as stack:
        terminal = _open_terminal(stack)
        if terminal is None:
            yield None
            return
        console = _Console(terminal, before_stop)
        console.take()
        stack.enter_context(interruption.last_act(console.give_back))
        stack.enter_context(_stops_handled(console))
        yield console.keys


def _open_terminal(stack: ExitStack) -> int | None:
    """Return the terminal that this process is in the foreground of; None where there is none."""
    for name in (None, _CONSOLE):
        with suppress(OSError, ValueError, AttributeError):
            if name is None:
                terminal = sys.stdin.fileno()
            else:
                terminal = os.open(name, os.O_RDWR)
                stack.callback(os.close, terminal)
            # in the background, the system would stop a process that changes the terminal
            if os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp():
                return terminal
    return None


@dataclass(slots=True)
class _Console:
    """A terminal whose keys are read one at a time.

    Attributes:
        terminal: Its file.
        before_stop: What is to be done before the process is stopped.
        ways: How it was set; None while it is.
        is_to_stop: Whether the process is to be stopped, once it waits for keys.
    """

    terminal: int
    before_stop: Callable[[], None]
    ways: list[Any] | None = None
    is_to_stop: bool = False

    def take(self) -> None:
        """Set it to a key at a time; Ctrl-C stays what it is."""
        with suppress(termios.error):
            self.ways = termios.tcgetattr(self.terminal)
            tty.setcbreak(self.terminal, termios.TCSANOW)

    def give_back(self) -> None:
        """Set it as it was."""
        if self.ways is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.terminal, termios.TCSANOW, self.ways)
            self.ways = None

    def keys(self, seconds: float) -> list[str]:
        """Return the keys that are pressed within some seconds."""
        if self.is_to_stop:
            self._stop()
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return []
        typed = b""
        with suppress(OSError):  # the terminal is gone
            typed = os.read(self.terminal, _MOST_BYTES)
        if not typed:
            time.sleep(seconds)
        return list(_split(typed.decode("utf-8", "replace")))

    def _stop(self) -> None:
        """Give the terminal back, stop the process, and take it when that goes on."""
        self.is_to_stop = False
        self.before_stop()
        self.give_back()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        # here it goes on
        signal.signal(signal.SIGTSTP, handler)
        if os.tcgetpgrp(self.terminal) == os.getpgrp():
            self.take()


def _split(typed: str) -> Iterator[str]:
    """Yield the keys that were pressed."""
    while typed:
        name = _SEQUENCES.get(typed[:3])
        yield name or typed[0]
        typed = typed[3 if name else 1 :]


@contextmanager
def _stops_handled(console: _Console) -> Iterator[None]:
    """Have Ctrl-Z stop the process where it waits for keys, and not while it draws."""

    def stop(*_: object) -> None:
        console.is_to_stop = True

    before = signal.signal(signal.SIGTSTP, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)


def _windows_keys(seconds: float) -> list[str]:  # pragma: no cover (Windows)
    """Return the keys that are pressed within some seconds."""
    import msvcrt

    over = time.monotonic() + seconds
    keys: list[str] = []
    while not keys and time.monotonic() < over:
        time.sleep(min(seconds, 0.01))
        while msvcrt.kbhit():  # type: ignore[attr-defined]
            key = msvcrt.getwch()  # type: ignore[attr-defined]
            if key in _WINDOWS_PREFIXES:
                key = _WINDOWS_KEYS.get(msvcrt.getwch(), "")  # type: ignore[attr-defined]
            keys.append(key)
    return keys
