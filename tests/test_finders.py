"""The searches for faults find what they promise, and a judged sample becomes a rate."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks import disagreement, findings, unspoken
from tests.benchmarks.findings import wilson
from tests.benchmarks.readings import Place, are_alike, differing_places

Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(main: Callable[[], None], *arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["command", *map(str, arguments)])
        main()
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("twenty-one percent", "21 percent"),
        ("March fifth nineteen ninety", "the fifth of March, nineteen ninety"),
        ("two hundred and six", "two hundred six"),
        ("flight oh nine", "flight zero nine"),
        ("twenty fourteen", "two thousand and fourteen"),
        ("ten A.M", "ten am"),
        ("minus 4", "negative four"),
        ("their", "there"),
    ],
)
def test_readings_that_are_alike(ours: str, theirs: str) -> None:
    assert are_alike(Place("", ours, theirs))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("nine to three", "nine three"), ("U.S. Aid", "USAID"), ("one half", "January second")],
)
def test_readings_that_differ(ours: str, theirs: str) -> None:
    assert not are_alike(Place("", ours, theirs))


@pytest.mark.parametrize(
    ("sentence", "ours", "theirs", "places"),
    [
        ("All is well.", "All is well.", "All is well.", []),
        (
            "Pay $5 or 9% now",
            "Pay five dollars or nine percent now",
            "Pay five dollars or nine now",
            [("9%", "nine percent", "nine")],
        ),
        (
            "Since May 6 it leaks",
            "Since May sixth it leaks",
            "Since the sixth of may it leaks",
            [],
        ),
        ("It won 7-0 then", "It won seven to zero then", "It won seven zero then", ["7-0"]),
        ("(a) 3", "3", "a three", ["(a)"]),
        ("—", "", "dash it", ["—"]),
    ],
)
def test_places(sentence: str, ours: str, theirs: str, places: list[object]) -> None:
    found = list(differing_places(sentence, ours, theirs))
    for place, expected in zip(found, places, strict=True):
        assert expected in (place.written, (place.written, place.ours, place.theirs))


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("at 6:15", "time"),
        ("£3", "money"),
        ("3/8", "figure/figure"),
        ("and/or", "slash"),
        ("MMXX", "Roman numeral"),
        ("etc.", "dot"),
        ("ship", "word"),
    ],
)
def test_kind_of_a_place(written: str, kind: str) -> None:
    assert disagreement.kind_of(written) == kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("harbour", ""),
        ("14", ""),
        ("3rd", ""),
        ("B7x", "figure"),
        ("a/b", "sign"),
        ("ếm", "character spelt"),
        ("ka\u2713", "character dropped"),
        ("HTTP", "capitals, spelt"),
        ("NATO", "capitals, read"),
        ("GitHub", "capital in a word"),
        ("gcc", "small letters, spelt"),
        ("notes.txt", "dot in a word"),
        ("U.S", ""),
        ("José", ""),
        ("l'Europe", ""),
    ],
)
def test_kind_of_a_word_that_is_left(word: str, kind: str) -> None:
    assert LISTENER.kind_of(word) == kind


LISTENER = unspoken.Listener("en", "en-us")


def test_wilson_interval() -> None:
    assert wilson(0, 200) == pytest.approx((0, 0.0188), abs=1e-4)
    assert wilson(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in "one", "two":
        lines = [f"The ferry {name} of 9:05 had the sign of the gcc at its bow, it seems."] * 2
        (texts / f"{name}.md").write_text("\n\n".join(lines), encoding="utf-8")
    return texts


def test_a_search_and_a_rate(folder: Path, tmp_path: Path, run: Run) -> None:
    sample = tmp_path / "sample.tsv"
    shown = run(unspoken.main, folder, "--sample", 1, "--out", sample)
    assert shown.startswith("2 sentences, 2 findings\n")
    assert "small letters, spelt" in shown
    lines = sample.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines, dialect="excel-tab"))
    assert [row["written"] for row in rows] == ["gcc"]
    with pytest.raises(SystemExit, match="in the column"):
        run(findings.main, sample)
    judged = sample.read_text(encoding="utf-8").replace("\n\t", "\nyes\t")
    sample.write_text(judged, encoding="utf-8")
    assert "2        2      1     1  100.00 % (20.65 to 100.00)" in run(findings.main, sample)


def test_disagreement_with_the_engine(folder: Path, run: Run) -> None:
    shown = run(disagreement.main, folder, "--with", "espeak")
    assert "2 sentences, 2 findings" in shown
    assert "time" in shown


@pytest.mark.long
def test_disagreement_with_a_normaliser(folder: Path, run: Run) -> None:
    pytest.importorskip("wetext")
    shown = run(disagreement.main, folder, "--with", "wetext")
    assert shown.startswith("2 sentences, ")
