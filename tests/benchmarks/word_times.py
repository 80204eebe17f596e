"""Measure how exactly speech engines report when words start, against a recogniser.

    python -m tests.benchmarks.word_times FILES... [--engine NAME]... [--rate WPM] [--model tiny.en]

Each engine speaks the spoken form of the texts, sentence by sentence, with its default voice. The
recogniser finds the words in the sound and says when each starts. Where both have the same words in
the same order, the times are compared. Left out are words heard as others, and a sentence's first
word, which both put at its beginning.

Whisper tells times from where its decoder looks (cross-attention, dynamic time warping), in steps
of 20 ms and with an offset of its own: of the same speech, tiny.en puts words 140 ms later than
base does. So the median signed error (engine minus recogniser) says something of two engines only:
with either model, espeak-ng reports words 80 to 90 ms earlier than hibari. The last columns are the
errors that remain when an engine is shifted by its offset: of both engines some 50 ms on average,
an unknown part of them the recogniser's. It needs the packages that ``tests.benchmarks.whisper``
names.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from narrator.speech.engines import Engine, Speech, load_engine
from tests.benchmarks import whisper

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word without marks, in lower case, and when it starts in its sentence."""

    text: str
    start_seconds: float


@dataclass(slots=True)
class Measured:
    """What was found out about an engine: signed errors in seconds, of some of its words."""

    errors: list[float]
    words: int = 0


def reported(sentence: str, speech: Speech) -> Iterator[TimedWord]:
    """Yield the words of a sentence with the times that the engine reports."""
    for word in speech.words:
        text = sentence[word.offset : word.offset + word.length]
        yield TimedWord(plain(text), word.start_samples / speech.sample_rate)


def recognised(model: WhisperModel, speech: Speech) -> Iterator[TimedWord]:
    """Yield the words of a sentence with the times at which the recogniser hears them."""
    for piece in whisper.hear(model, as_wav(speech), times=True):
        for word in piece.words or ():
            yield TimedWord(plain(word.word), word.start)


def plain(text: str) -> str:
    """Return a word without marks, in lower case."""
    return _NOT_LETTERS.sub("", text).lower()


def as_wav(speech: Speech) -> io.BytesIO:
    """Return an utterance as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(speech.sample_rate)
        sound.writeframes(speech.pcm)
    file.seek(0)
    return file


def errors(told: Sequence[TimedWord], heard: Sequence[TimedWord]) -> Iterator[float]:
    """Yield how much later the engine puts a word than the recogniser, for words both have.

    Both put the first word at the beginning of the sentence, which says nothing.
    """
    told_texts = [word.text for word in told]
    heard_texts = [word.text for word in heard]
    matcher = difflib.SequenceMatcher(None, told_texts, heard_texts, autojunk=False)
    for block in matcher.get_matching_blocks():
        told_words = told[block.a : block.a + block.size]
        heard_words = heard[block.b : block.b + block.size]
        for one, other in zip(told_words, heard_words, strict=True):
            if one is told[0] or other is heard[0]:
                continue
            yield one.start_seconds - other.start_seconds


def measure(engine: Engine, sentences: Iterable[str], model: WhisperModel, rate: int) -> Measured:
    """Speak sentences, recognise them, and return the errors of the words' starts."""
    voice = engine.find_voice(None)
    found = Measured([])
    for sentence in sentences:
        speech = engine.speak(sentence, voice, rate)
        told = list(reported(sentence, speech))
        heard = list(recognised(model, speech))
        found.errors += errors(told, heard)
        found.words += len(told)
    return found


def row(name: str, found: Measured) -> str:
    """Return an engine's figures as one line of the table, in milliseconds."""
    if not found.errors:
        return f"{name:10}{found.words:7}{0:9}"
    signed = 1000 * np.array(found.errors)
    offset = np.median(signed)
    absolute = np.abs(signed)
    shifted = np.abs(signed - offset)
    columns = [np.mean(absolute), np.median(absolute), np.quantile(absolute, 0.95), offset]
    columns += [np.mean(shifted), np.median(shifted), np.quantile(shifted, 0.95)]
    figures = "".join(f"{figure:9.0f}" for figure in columns)
    return f"{name:10}{found.words:7}{len(signed):9}{figures}"


def main() -> None:
    """Measure the engines one after the other, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, help="English texts")
    parser.add_argument("--engine", action="append", help="may be given several times")
    parser.add_argument("--rate", type=int, default=175)
    parser.add_argument("--model", choices=whisper.MODELS, default="tiny.en")
    arguments = parser.parse_args()
    model = whisper.load_model(arguments.model)
    sentences: list[str] = []
    for source in arguments.files:
        sentences += whisper.spoken_sentences(source)
    print(f"{'':26}{'absolute error, ms':^27}{'signed':>9}{'without the offset':^27}")
    names = f"{'mean':>9}{'median':>9}{'95 %':>9}"
    print(f"{'':10}{'words':>7}{'matched':>9}{names}{'median':>9}{names}")
    for name in arguments.engine or ["espeak"]:
        found = measure(load_engine(name), sentences, model, arguments.rate)
        print(row(name, found), flush=True)


if __name__ == "__main__":
    main()
