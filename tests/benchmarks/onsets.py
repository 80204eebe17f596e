"""Measure how exactly cues say when sentences are heard, as FFmpeg and Chromium decode a file.

    python -m tests.benchmarks.onsets FILE [--engine NAME]... [--format NAME]... [--only N,N-M]...

A sentence is heard from the first 5 ms on that are above 40 dB below its level (root mean square).
That is searched for from the middle of the pause before it, and compared with the start of its cue.
Chromium decodes by ``decodeAudioData``, which holds a whole file in memory and refuses one of five
hours. So a book is taken in parts, each with an ``--only`` of its own. It needs the extra
``browser`` and the program chromium; without them only FFmpeg is asked.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import av
import numpy as np

from tests.benchmarks.__main__ import NARRATE

ENGINES = ("espeak", "hibari")
FORMATS = ("mp3", "m4b", "opus")
WINDOW_SECONDS = 0.005
RANGE_DB = 40
# the browser's; every sound is brought to it
RATE = 24_000
_SAMPLES_A_PIECE = 2_000_000
# decodes in the page, and keeps 16-bit samples there
_DECODE = """async ([name, rate]) => {
  const file = await (await fetch(name)).arrayBuffer();
  const context = new OfflineAudioContext(1, 1, rate);
  const decoded = await context.decodeAudioData(file);
  const floats = decoded.getChannelData(0);
  window.samples = new Int16Array(floats.length);
  for (let i = 0; i < floats.length; i++) window.samples[i] = Math.round(32767 * floats[i]);
  return floats.length;
}"""
# a piece of them as base64, which is quicker to hand over than a list of numbers
_PIECE = """([start, end]) => {
  const piece = window.samples.slice(start, end);
  const bytes = new Uint8Array(piece.buffer);
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) {
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  }
  return btoa(text);
}"""


@dataclass(frozen=True, slots=True)
class Cue:
    """When a sentence is said to be heard, in seconds."""

    start: float
    end: float
    text: str


def narrated(text: Path, output: Path, engine: str, only: str) -> list[Cue]:
    """Narrate a text and return its cues."""
    command = [NARRATE, str(text), "-q", "--json", "--cues", "--engine", engine, "-o", str(output)]
    if only:
        command += ["--only", only]
    done = subprocess.run(command, check=True, capture_output=True)
    cues = json.loads(done.stdout)["cues"]
    return [Cue(cue["start"], cue["end"], cue["text"]) for cue in cues]


def decoded_by_ffmpeg(path: Path) -> Any:
    """Return a file's samples as FFmpeg's libraries decode them."""
    to_mono = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    pieces: list[Any] = []
    with av.open(str(path)) as file:
        for frame in file.decode(audio=0):
            pieces += [plain.to_ndarray()[0] for plain in to_mono.resample(frame)]
    return np.concatenate(pieces)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback, and yield its address."""
    (folder / "index.html").write_text("<title>decoding</title>", encoding="utf-8")
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


def decoded_by_chromium(path: Path) -> Any:
    """Return a file's samples as Chromium decodes them."""
    from playwright.sync_api import sync_playwright

    with served(path.parent) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(address)
        length = page.evaluate(_DECODE, [path.name, RATE])
        pieces = []
        for start in range(0, length, _SAMPLES_A_PIECE):
            piece = page.evaluate(_PIECE, [start, start + _SAMPLES_A_PIECE])
            pieces.append(np.frombuffer(b64decode(piece), np.int16))
        browser.close()
    return np.concatenate(pieces)


def errors_milliseconds(cues: Sequence[Cue], samples: Any) -> list[float]:
    """Return by how much each cue is later than its sentence is heard."""
    window = round(WINDOW_SECONDS * RATE)
    errors: list[float] = []
    before = 0.0
    for cue in cues:
        start = round((before + cue.start) / 2 * RATE)
        stretch = samples[start : round(cue.end * RATE)].astype(np.float32)
        said = stretch[round(cue.start * RATE) - start :]
        windows = stretch[: len(stretch) // window * window].reshape(-1, window)
        loud = (windows**2).mean(axis=1) > (said**2).mean() * 10 ** (-RANGE_DB / 10)
        heard = (start + int(loud.argmax()) * window) / RATE
        errors.append((cue.start - heard) * 1000)
        before = cue.end
    return errors


def row(errors: Sequence[float]) -> str:
    """Return the number of errors, their median, 99th percentile, largest and mean."""
    sizes = np.abs(errors)
    figures = (np.median(sizes), np.percentile(sizes, 99), sizes.max(), np.mean(errors))
    return f"{len(errors):9}" + "".join(f"{figure:9.1f}" for figure in figures)


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.onsets", description=__doc__
    )
    arguments.add_argument("text", type=Path)
    arguments.add_argument("--engine", action="append")
    arguments.add_argument("--format", action="append")
    arguments.add_argument("--only", action="append")
    options = arguments.parse_args()
    decoders: dict[str, Callable[[Path], Any]] = {"FFmpeg": decoded_by_ffmpeg}
    try:
        import playwright  # noqa: F401
    except ImportError:
        print("Playwright is not installed: Chromium is not asked")
    else:
        decoders["Chromium"] = decoded_by_chromium
    columns = ("cues", "median", "99 %", "worst", "mean")
    print(f"{'':24}{''.join(f'{column:>9}' for column in columns)}   (ms; mean with its sign)")
    with tempfile.TemporaryDirectory() as name:
        for engine in options.engine or ENGINES:
            for suffix in options.format or FORMATS:
                path = Path(name) / f"narration.{suffix}"
                errors: dict[str, list[float]] = {decoder: [] for decoder in decoders}
                for only in options.only or [""]:
                    cues = narrated(options.text, path, engine, only)
                    for decoder, decode in decoders.items():
                        errors[decoder] += errors_milliseconds(cues, decode(path))
                for decoder, found in errors.items():
                    print(f"{engine:8}{suffix:6}{decoder:10}{row(found)}", flush=True)


if __name__ == "__main__":
    main()
