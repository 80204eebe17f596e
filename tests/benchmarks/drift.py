"""Measure how exactly chapters start in every format, against the uncompressed sound.

    python -m tests.benchmarks.drift [--text FILE]

The same text is narrated into every format. From each chapter's start on, a few seconds of the
whole file, decoded in one go by FFmpeg's libraries, are cross-correlated with the same seconds of
the WAV file: the lag of the best match is the drift.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.benchmarks.__main__ import BOOK_WORDS, NARRATE, sample_of

FORMATS = ("mp3", "m4b", "opus", "flac")
WINDOW_SECONDS, MARGIN_SECONDS = 6, 1
RATE = 48_000


def decoded(path: Path) -> Iterator[Any]:
    """Yield the file's samples at 48 kHz, a piece at a time."""
    with av.open(str(path)) as container:
        to_mono = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            for plain in to_mono.resample(frame):
                yield plain.to_ndarray()[0]


def windows(path: Path) -> list[Any]:
    """Return the seconds around every chapter's start."""
    with av.open(str(path)) as container:
        starts = [
            float(chapter["start"] * (chapter["time_base"] or 0))
            for chapter in container.chapters()
        ]
    bounds = [round((start - MARGIN_SECONDS) * RATE) for start in starts]
    size = (WINDOW_SECONDS + MARGIN_SECONDS) * RATE
    found = [np.zeros(size, np.float32) for _ in bounds]
    at = 0
    for piece in decoded(path):
        for window, first in zip(found, bounds, strict=True):
            low, high = max(at, first), min(at + len(piece), first + size)
            if low < high:
                window[low - first : high - first] = piece[low - at : high - at]
        at += len(piece)
    return found


def lag_milliseconds(one: Any, other: Any) -> float:
    """By how much ``one`` comes later than ``other``."""
    size = 2 * len(one)
    product = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)))
    best = int(np.argmax(product))
    return (best if best < size // 2 else best - size) / RATE * 1000


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.drift", description=__doc__
    )
    arguments.add_argument(
        "--text", type=Path, help="a book to read instead of the repeated sample"
    )
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = options.text or sample_of(BOOK_WORDS, folder)
        exact: list[Any] = []
        print(f"{'':8}{'chapters':>10}{'largest drift, ms':>20}{'mean, ms':>12}")
        for suffix in ("wav", *FORMATS):
            path = folder / f"book.{suffix}"
            subprocess.run([NARRATE, str(text), "-q", "--no-cache", "-o", str(path)], check=True)
            found = windows(path)
            exact = exact or found
            lags = [
                abs(lag_milliseconds(one, other)) for one, other in zip(found, exact, strict=True)
            ]
            print(
                f"{suffix:8}{len(lags):10}{max(lags):20.3f}{sum(lags) / len(lags):12.3f}",
                flush=True,
            )
            if suffix != "wav":
                path.unlink()


if __name__ == "__main__":
    main()
