"""The progress of a download: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from narrator.cli.phrases import megabytes
from narrator.cli.streams import say

if TYPE_CHECKING:
    from rich.progress import Progress as ProgressBar

# between two plain lines
_SECONDS_A_LINE = 10.0


class DownloadProgress:
    """Shows how much has come, while a ``with`` block lasts."""

    def __init__(self) -> None:
        self._bar: ProgressBar | None = None
        self._next_line_at = time.monotonic() + _SECONDS_A_LINE

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._bar = _make_bar()
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done_bytes: int, all_bytes: int) -> None:
        """Show how many bytes are done, and of how many."""
        if self._bar is not None:
            if not self._bar.tasks:
                self._bar.add_task("Downloading", total=all_bytes)
            self._bar.update(self._bar.tasks[0].id, completed=done_bytes, total=all_bytes)
        elif time.monotonic() >= self._next_line_at:
            say(f"{megabytes(done_bytes)} of {megabytes(all_bytes)}")
            self._next_line_at = time.monotonic() + _SECONDS_A_LINE


def _make_bar() -> ProgressBar:
    from rich.console import Console as Terminal
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )
    from rich.progress import Progress as ProgressBar

    return ProgressBar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Terminal(stderr=True),
        transient=True,
    )
