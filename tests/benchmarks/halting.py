"""Run the command so that it stops once, like a debugger's breakpoint, when a phase begins.

    python halting.py PHASE ARGUMENTS...

The process stops itself (SIGSTOP) and is continued by whoever watches it, see ``faults``.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Phase:
    """The moment before a function's call, the first one or a later one."""

    name: str
    module: str
    function: str
    call: int = 1


PHASES = (
    Phase("reading", "narrator.readers", "read"),
    Phase("summary", "narrator.summary", "summarise"),
    # workers are at work on all the first ones
    Phase("first passage", "narrator.recording.recorder", "Recorder.wait"),
    Phase("speaking", "narrator.recording.recorder", "Recorder.wait", 4),
    Phase("joining", "narrator.recording.assemble", "assemble"),
    # some takes are in the file
    Phase("writing", "narrator.recording.recorder", "Recorder.load", 4),
    # the audio is in its place, the summary is not
    Phase("done", "narrator.summary.file", "write_summary"),
)


def stop_before(phase: Phase) -> None:
    """Have the process stop before the phase's function is called.

    Modules that import the function must be imported afterwards.
    """
    owner: Any = importlib.import_module(phase.module)
    *classes, name = phase.function.split(".")
    for each in classes:
        owner = getattr(owner, each)
    function: Callable[..., Any] = getattr(owner, name)
    this_process = os.getpid()
    calls = 0

    def stopping(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == phase.call and os.getpid() == this_process:
            os.kill(this_process, signal.SIGSTOP)
        return function(*arguments, **options)

    setattr(owner, name, stopping)


def main() -> None:
    (phase,) = (each for each in PHASES if each.name == sys.argv[1])
    stop_before(phase)
    sys.argv[:] = ["narrate", *sys.argv[2:]]
    from narrator.__main__ import main as narrate

    narrate()


if __name__ == "__main__":
    main()
