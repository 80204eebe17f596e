"""A single call in a new process, by the standard library's ``multiprocessing.Process``.

The process may say what it is doing, so that a death has a place.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from narrator.processes.starting import no_collection, set_up, start_context

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

R = TypeVar("R")


# how often a caller that waits may look after what it waits for
SECONDS_A_LOOK = 1.0
# the other end of this process's pipe is with the one that waits for its answer
_sender: Connection | None = None


class WorkerDiedError(RuntimeError):
    """A process that ended without an answer; the message is how: "was killed by SIGKILL".

    Attributes:
        doing: What it said last that it does; empty where it said nothing.
    """

    def __init__(self, cause: str, doing: str = "") -> None:
        super().__init__(cause)
        self.doing = doing


class WorkerHangsError(Exception):
    """A process that is given up, because it does not go on."""


def _look_away(is_sign: bool) -> None:
    """Do nothing: whatever does not go on is waited for."""


def run_alone(
    function: Callable[..., R], *args: Any, watch: Callable[[bool], None] = _look_away
) -> R:
    """Call a function in a new process and return what it returns.

    Function, arguments and result must pickle. What the function raises is raised here. The process
    is killed when waiting for it is interrupted.

    Args:
        function: The function.
        args: Its arguments.
        watch: A function that is called with True when the process says what it does, and with
            False when it has said nothing for a second. It may raise ``WorkerHangsError``.

    Raises:
        WorkerDiedError: The process ended without an answer, or was given up.
        OSError: The process cannot be started.
    """
    way = start_context()
    receiver, sender = way.Pipe(duplex=False)
    process = way.Process(target=_answer, args=(sender, os.getpid(), function, args))
    with receiver:
        with sender, no_collection():
            process.start()
        doing = ""
        try:
            while isinstance(answer := _next_answer(receiver, watch), str):
                doing = answer
                announce(doing)
                watch(True)
        except (EOFError, OSError) as error:
            process.join()
            raise WorkerDiedError(_cause_of_death(process.exitcode), doing) from error
        except WorkerHangsError as error:
            process.kill()
            raise WorkerDiedError(str(error), doing) from error
        except BaseException:
            process.kill()
            raise
        finally:
            process.join()
    result, failure = answer
    if failure is not None:
        raise failure
    returned: R = result
    return returned


def announce(doing: str) -> None:
    """Tell the process that waits for this one what it does, lest it should die of it."""
    if _sender is not None:
        with suppress(OSError):  # nobody waits any more
            _sender.send(doing)


def _next_answer(receiver: Connection, watch: Callable[[bool], None]) -> Any:
    """Return what another process sends, as soon as it does.

    Raises:
        EOFError: It has ended.
        WorkerHangsError: It is given up.
    """
    while not receiver.poll(SECONDS_A_LOOK):
        watch(False)
    return receiver.recv()


def _answer(
    sender: Connection, parent: int, function: Callable[..., Any], args: tuple[Any, ...]
) -> None:
    """Send what a function returns, or its error, and end the process."""
    global _sender
    set_up(parent)
    _sender = sender
    outcome: tuple[Any, Exception | None]
    try:
        outcome = (function(*args), None)
    except Exception as error:
        outcome = (None, picklable(error))
    sender.send(outcome)
    os._exit(0)


def picklable(error: BaseException) -> Exception:
    """Return an error, or one that names it where it cannot be pickled and made again."""
    if isinstance(error, Exception):
        with suppress(Exception):
            pickle.loads(pickle.dumps(error))
            return error
    return RuntimeError(f"{type(error).__name__}: {error}")


def _cause_of_death(exit_code: int | None) -> str:
    """Return how a process ended, as a message says it."""
    if exit_code is not None and exit_code < 0:
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"ended with status {exit_code}"
