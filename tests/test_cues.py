"""Cues: what is heard when, of the written text."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from narrator.audio.onset import Heard, find_heard
from narrator.pipeline import narrate
from narrator.publish.companions import Companion
from narrator.recording.cues import Recorded, SentenceCue
from narrator.recording.take import Times
from narrator.settings import Settings
from narrator.steps import files
from narrator.verbalize.alignment import align
from tests.conftest import SAMPLES

RATE = 22_050


def pcm(*stretches: tuple[float, int]) -> bytes:
    """Return tones, each of so many seconds and so high."""
    samples = array("h")
    for seconds, height in stretches:
        for number in range(round(seconds * RATE)):
            samples.append(round(height * math.sin(number * 0.2)))
    return samples.tobytes()


def test_what_is_heard_of_a_clip() -> None:
    window = round(0.005 * RATE)
    heard = find_heard(pcm((0.25, 0), (1.0, 9_000), (0.1, 3), (0.5, 0)), RATE)
    assert abs(heard.start_samples - 0.25 * RATE) <= window
    assert abs(heard.end_samples - 1.25 * RATE) <= window
    assert find_heard(pcm((0.5, 0)), RATE) == Heard(0, round(0.5 * RATE))
    assert find_heard(b"", RATE) == Heard(0, 0)
    assert find_heard(pcm((0.002, 9_000)), RATE) == Heard(0, 44)


def heard_as(text: str, spoken: str) -> list[tuple[str, str]]:
    """Return each spoken word with what is written for it, nothing for none."""
    alignment = align(text, spoken)
    pairs = []
    position = 0
    for word in spoken.split():
        start = spoken.index(word, position)
        position = start + len(word)
        place = alignment.written(start, position)
        pairs.append((word, text[place[0] : place[1]] if place else ""))
    return pairs


@pytest.mark.parametrize(
    ("text", "spoken", "changed"),
    [
        ("It cost $5.2M.", "It cost five point two million dollars.", {"$5.2M"}),
        ("Run 5 km now", "Run five kilometres now", {"5 km"}),
        ("So “it” goes—on", "So it goes, on", set()),
        ("Henry VIII of England", "Henry the eighth of England", {"VIII"}),
        ("ein Maß", "EIN MASS", {"ein", "Maß"}),
    ],
)
def test_written_words_are_found_by_what_is_heard(
    text: str, spoken: str, changed: set[str]
) -> None:
    others = [written for word, written in heard_as(text, spoken) if written != word.strip(",.")]
    assert set(others) == changed


def test_scripts_without_spaces_are_aligned_by_characters() -> None:
    alignment = align("共2024年了", "共二零二四年了")
    assert [alignment.written(number, number + 1) for number in (0, 1, 4, 5, 6)] == [
        (0, 1),
        (1, 5),
        (1, 5),
        (5, 6),
        (6, 7),
    ]


def test_words_that_are_only_said_are_written_nowhere() -> None:
    found = heard_as("Ada 1815", "Name: Ada; Born: eighteen fifteen.")
    assert found == [
        ("Name:", ""),
        ("Ada;", "Ada"),
        ("Born:", "1815"),
        ("eighteen", "1815"),
        ("fifteen.", "1815"),
    ]
    assert align("[2]", "").written(0, 4) is None


def without_words(times: Times) -> Times:
    """Return times as they are with an engine that does not say when words start."""
    timings = [replace(timing, words=()) for timing in times.timings]
    return replace(times, timings=tuple(timings))


class Narrated:
    """Narrates sources, and returns their cues, each checked to stand where it says."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.recorded: Recorded | None = None
        self.cues: list[SentenceCue] = []
        self.estimates: list[SentenceCue] = []
        companion = Companion(folder / "cues", self._keep)
        monkeypatch.setattr(files, "companions", lambda *_: [companion])

    def _keep(self, _: object, recorded: Recorded) -> None:
        self.cues = list(recorded.cues())
        load_times = recorded.load_times
        without = replace(recorded, load_times=lambda stored: without_words(load_times(stored)))
        self.estimates = list(without.cues())
        for cue in self.cues:
            section = recorded.article.sections[cue.section]
            block = list(section.blocks)[cue.block]
            assert block[cue.text_start : cue.text_end] == cue.text
        assert self.cues[-1].end_seconds <= recorded.chapters[-1].end_seconds

    def of(self, source: Path, **settings: Any) -> list[SentenceCue]:
        """Return the cues of a source."""
        narrate(source, self.folder / "a.wav", Settings.of(cache=False, **settings))
        for cue, following in pairwise(self.cues):
            assert cue.start_seconds < cue.end_seconds < following.start_seconds
        return self.cues


@pytest.fixture
def narrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Narrated:
    return Narrated(tmp_path, monkeypatch)


TEXT = """Prices of 2024

It cost $5.2M on Monday. The rest – 5 km – was free.

| Name | Born |
|---|---|
| Ada | 1815 |
| Grace | 1906 |

1. First things.
2. “Second”, she said[^1].

```
x = 1
```

[^1]: A note.
"""


def test_every_sentence_has_its_place_and_its_time(tmp_path: Path, narrated: Narrated) -> None:
    source = tmp_path / "a.md"
    source.write_text(TEXT, encoding="utf-8")
    settings = {"code": "read", "footnotes": "inline", "speak_summary": True}
    cues = narrated.of(source, engine="espeak", **settings)
    assert [cue.text for cue in cues if cue.section == 1] == [
        "Prices of 2024",
        "It cost $5.2M on Monday.",
        "The rest – 5 km – was free.",
        "Ada 1815",
        "Grace 1906",
        "First things.",
        "“Second”, she said[1].",
        "A note.",
        "x = 1",
    ]
    for estimated, each in ((False, narrated.cues), (True, narrated.estimates)):
        assert {cue.estimated for cue in each} == {estimated}
        price = next(cue for cue in each if cue.section == 1 and "$5.2M" in cue.text)
        spans = [slice(word.text_start, word.text_end) for word in price.words]
        assert [price.text[span] for span in spans][:3] == ["It", "cost", "$5.2M"]
        for cue in each:
            starts = [word.start_seconds for word in cue.words]
            assert starts == sorted(starts)
            assert all(cue.start_seconds <= start <= cue.end_seconds for start in starts)


def test_two_voices_and_long_sentences(tmp_path: Path, narrated: Narrated) -> None:
    source = tmp_path / "a.txt"
    long = ", ".join(["and then another clause of it came"] * 40)
    source.write_text(f"“I would never have thought of it,” she said. {long}.", encoding="utf-8")
    cues = narrated.of(source, engine="espeak", quote_voice="en-gb+f3")
    assert cues[0].text == "“I would never have thought of it,”"
    assert " ".join(cue.text for cue in cues) == source.read_text(encoding="utf-8")


def test_an_article_of_many_passages(narrated: Narrated) -> None:
    cues = narrated.of(SAMPLES / "harbour-cranes.txt", engine="tone", rate=450)
    assert len(cues) == 201
    assert sum(len(cue.words) for cue in cues) == 2_833
