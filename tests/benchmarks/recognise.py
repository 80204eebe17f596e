"""Measure how well a recogniser understands a narration: the word error rate.

    python -m tests.benchmarks.recognise [FILES...] [--engine NAME] [--model tiny.en] [--limit 6]

Each text, by default each English one in ``samples/``, is narrated into a WAV file by the installed
command and recognised by Whisper. The words heard are compared with the spoken form of the text, so
that what is measured is the voice, not text normalisation. Exit code 1 says that the error rate
over all texts is above the limit.

The error rate is insertions, deletions and substitutions as a share of the words meant. Over the
samples espeak-ng comes to 16 %, hibari to 3 %, where names and homophones remain; the larger model
``base`` hears about as many wrong. It needs the packages that ``tests.benchmarks.whisper`` names.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import jiwer

from narrator.language.detect import detect_language
from tests.benchmarks import whisper
from tests.benchmarks.__main__ import NARRATE, PROJECT

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_NAME_WIDTH = 28


def english_samples() -> list[Path]:
    """Return the project's English texts."""
    texts = sorted((PROJECT / "samples").glob("*.txt"))
    return [text for text in texts if detect_language(text.read_text(encoding="utf-8")) == "en"]


def measure(source: Path, options: Sequence[str], model: WhisperModel) -> jiwer.WordOutput:
    """Narrate one text, recognise it, and return the words meant and heard, aligned."""
    sentences = whisper.spoken_sentences(source, *options)
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "narration.wav"
        command = [NARRATE, str(source), "-q", "--no-cache", "-o", str(sound), *options]
        subprocess.run(command, check=True)
        heard = " ".join(piece.text for piece in whisper.hear(model, sound))
    meant_words, heard_words = whisper.comparable(" ".join(sentences), heard)
    return jiwer.process_words(" ".join(meant_words), " ".join(heard_words))


def row(name: str, found: jiwer.WordOutput) -> str:
    """Return the figures of one text, or of all, as one line of the table."""
    words = found.hits + found.substitutions + found.deletions
    errors = f"{found.insertions:11}{found.deletions:10}{found.substitutions:15}"
    return f"{name:{_NAME_WIDTH}}{words:7}{100 * found.wer:9.2f}{errors}"


def differences(found: jiwer.WordOutput) -> Iterator[tuple[str, str]]:
    """Yield what was meant and what was heard instead, in order."""
    (meant,) = found.references
    (heard,) = found.hypotheses
    (chunks,) = found.alignments
    for chunk in chunks:
        if chunk.type != "equal":
            meant_words = meant[chunk.ref_start_idx : chunk.ref_end_idx]
            heard_words = heard[chunk.hyp_start_idx : chunk.hyp_end_idx]
            yield " ".join(meant_words), " ".join(heard_words)


def total(results: Sequence[jiwer.WordOutput]) -> jiwer.WordOutput:
    """Return the figures over all texts."""
    meant = [" ".join(found.references[0]) for found in results]
    heard = [" ".join(found.hypotheses[0]) for found in results]
    return jiwer.process_words(meant, heard)


def main() -> None:
    """Narrate, recognise, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, help="English texts, instead of the samples")
    parser.add_argument("--engine", help="of narrate, by default its own default")
    parser.add_argument("--model", choices=whisper.MODELS, default="tiny.en")
    parser.add_argument("--limit", type=float, default=6.0, help="highest error rate, in percent")
    parser.add_argument("--differences", action="store_true", help="list what was heard wrong")
    arguments = parser.parse_args()
    options = ["--engine", arguments.engine] if arguments.engine else []
    model = whisper.load_model(arguments.model)
    print(f"{'':{_NAME_WIDTH}}  words    WER %  insertions deletions  substitutions")
    results = []
    for source in arguments.files or english_samples():
        found = measure(source, options, model)
        results.append(found)
        print(row(source.stem, found), flush=True)
        if arguments.differences:
            for meant, heard in differences(found):
                print(f"    {meant or '-'} → {heard or '-'}")
    overall = total(results)
    print(row("all", overall))
    if 100 * overall.wer > arguments.limit:
        raise SystemExit(f"the word error rate is above {arguments.limit:g} %")


if __name__ == "__main__":
    main()
