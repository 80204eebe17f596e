"""Make the takes of a text in one process, and print the processor seconds that took.

    python -m tests.benchmarks.takes FILE ENGINE

This is what a narration cannot do without: the engine, joining, loudness and the encoder.
"""

from __future__ import annotations

import resource
import sys

from narrator.output import choose_format
from narrator.readers import read
from narrator.recording.casting import solo
from narrator.recording.plan import plan
from narrator.recording.take import Recipe, make_take, warm_up
from narrator.settings import Settings
from narrator.speech.voices import find_speaker


def cpu_seconds() -> float:
    """Return the processor time of this process and its ended children."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def main() -> None:
    """Plan first, then measure."""
    source, engine = sys.argv[1:]
    settings = Settings()
    speaker = find_speaker(engine, None, "")
    passages = list(plan(read(source), settings.pauses, solo(speaker.voice.language)))
    audio = choose_format("a.mp3", settings.audio)
    recipe = Recipe(
        speaker=speaker,
        rate=settings.speed.rate,
        format=audio.description.name,
        bitrate_kbps=audio.bitrate_kbps,
        loudness_lufs=settings.audio.loudness,
    )
    before = cpu_seconds()
    warm_up(recipe)
    for passage in passages:
        make_take(passage, recipe)
    print(cpu_seconds() - before)


if __name__ == "__main__":
    main()
