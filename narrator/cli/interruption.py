"""Ctrl-C, SIGTERM and SIGHUP: one line, exit code 130, and nothing unfinished left behind.

While the program is loaded and after its work there is nothing to clear up, and the process ends at
once. An exception could come there out of an import or a finalizer, and be printed or lost. While
it works an interruption is a ``KeyboardInterrupt``, so that whatever is unfinished is removed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

from narrator.errors import INTERRUPTED_EXIT_CODE

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
# while the first one clears up, another one changes nothing; who insists is heard
_MOST_INTERRUPTIONS = 2
_LINE = b"narrate: interrupted\n"
# over the ^C that a terminal shows
_LINE_ON_TERMINAL = b"\r" + _LINE

_interruptions = 0
# what is to be done before the process ends at once, such as giving a terminal back
_last_acts: list[Callable[[], None]] = []


def end_at_once(exit_code: int = INTERRUPTED_EXIT_CODE) -> None:
    """Have an interruption end the process; one after the work ends it with the work's code."""

    def end(*_: object) -> None:
        if exit_code == INTERRUPTED_EXIT_CODE:
            _say_interrupted()
        os._exit(exit_code)

    _handle_with(end)


@contextmanager
def as_exceptions() -> Iterator[None]:
    """Have an interruption raise ``KeyboardInterrupt`` in the block, and end the process after."""
    try:
        sys.unraisablehook = _end_or_show
        _handle_with(_raise)
        yield
    except KeyboardInterrupt:
        give_up()


@contextmanager
def as_end() -> Iterator[None]:
    """Have an interruption end the block as it should end, since there is no other way."""
    global _interruptions
    with suppress(KeyboardInterrupt):
        yield
    _interruptions = 0


def has_happened() -> bool:
    """Return whether there was an interruption, though some library may have swallowed it."""
    return _interruptions > 0


@contextmanager
def last_act(act: Callable[[], None]) -> Iterator[None]:
    """Have something done when the block ends, also where the process ends at once in it."""
    _last_acts.append(act)
    try:
        yield
    finally:
        _last_acts.remove(act)
        act()


def give_up() -> NoReturn:
    """Say that the work was interrupted, and end the process."""
    for act in _last_acts:
        act()
    _say_interrupted()
    os._exit(INTERRUPTED_EXIT_CODE)


def _handle_with(handler: signal._HANDLER) -> None:
    """Set the handler of all signals that interrupt, but of those that are ignored.

    One that is ignored, as under nohup, stays ignored.
    """
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def _raise(*_: object) -> None:
    global _interruptions
    _interruptions += 1
    if _interruptions > _MOST_INTERRUPTIONS:
        give_up()
    if _interruptions == 1:
        raise KeyboardInterrupt


def _end_or_show(unraisable: sys.UnraisableHookArgs) -> None:
    """End the process where a finalizer was interrupted, which would go on; else do as Python."""
    if unraisable.exc_type is KeyboardInterrupt:
        give_up()
    sys.__unraisablehook__(unraisable)


def _say_interrupted() -> None:
    """Print the line past Python's streams, which may be in the middle of another one."""
    try:
        stream = sys.stderr.fileno()
        os.write(stream, _LINE_ON_TERMINAL if os.isatty(stream) else _LINE)
    except (AttributeError, OSError, ValueError):
        return  # it is closed
