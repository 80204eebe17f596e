"""Fault-finders: a sample to judge and its interval, and texts that the program sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.readers.markdown import read_markdown
from tests.benchmarks.heading_faults import check
from tests.benchmarks.judging import fault_rate, read_verdicts, wilson, write_sample
from tests.benchmarks.typeset import BODIES, HEADS, typeset

SENTENCE = "The boats had been out since four, and by the time the bells rang they stood in a row. "
NAMES = ("The Quay", "The Bells", "The Wall", "The Boats", "The Weir")
DOCUMENT = "# Harbour days\n\n" + "\n\n".join(
    f"## {name}\n\n{SENTENCE * 4}\n\n- ropes of all kinds\n- lamps\n\n{SENTENCE * 3}"
    for name in NAMES
)


@pytest.mark.parametrize(
    ("wrong", "judged", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (20, 200, 0.066, 0.149), (0, 0, 0.0, 1.0)],
)
def test_interval_of_a_share(wrong: int, judged: int, low: float, high: float) -> None:
    rate = wilson(wrong, judged)
    assert (round(rate.low, 3), round(rate.high, 3)) == (low, high)


def test_a_sample_is_drawn_judged_and_rated(tmp_path: Path) -> None:
    path = tmp_path / "sample.tsv"
    findings = [(f"kind {number}", "a\tb\nc") for number in range(50)]
    write_sample(path, findings, 10, seed=3)
    first = path.read_text("utf-8")
    write_sample(path, findings, 10, seed=3)
    assert path.read_text("utf-8") == first
    assert read_verdicts(path) == [""] * 10
    rate = fault_rate(["wrong", "right", "open", "wrong", ""], findings=50, units=1000)
    assert rate.share == pytest.approx(0.025)
    assert rate.low < rate.share < rate.high


def test_a_document_is_set_in_every_way_with_all_its_words() -> None:
    article = read_markdown(DOCUMENT.encode(), "harbour.md")
    bodies, heads = set(), set()
    for number in range(120):
        (text,) = typeset(f"harbour {number}.md", article, "tests")
        bodies.add(text.way.body)
        heads.add(text.way.heads)
        assert all(name.casefold() in text.text.casefold() for name in NAMES)
        shown = " ".join(text.lines[line] for line in text.headings).casefold()
        assert all(name.casefold() in shown for name in NAMES)
    assert bodies == set(BODIES)
    assert heads == set(HEADS)


def test_what_is_missed_or_false_is_found() -> None:
    article = read_markdown(DOCUMENT.encode(), "harbour.md")
    (text,) = typeset("harbour 1.md", article, "tests")
    result = check(text)
    assert result.right + len(result.findings) >= len(NAMES)
    missing = min(text.headings)
    text.kinds[missing] = "prose"
    kinds = [finding.kind for finding in check(text).findings]
    assert len(kinds) == len(result.findings) + 1
    assert "false: prose" in kinds
