"""The search for cuts between sentences that other splitters make otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks import cuts
from tests.benchmarks.cuts import compare, starts

TEXT = "The boat left. Nobody saw it. It was dark."
SPLIT = ["The boat left. ", "Nobody saw it. ", "It was dark."]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (SPLIT, {15, 30}),
        (["The boat left.", "Nobody saw it.", "It was dark."], {15, 30}),
        ([TEXT], set()),
        (["The boat left.", "It was dark."], None),
        (["The boot left.", "Nobody saw it. It was dark."], None),
    ],
)
def test_starts(sentences: list[str], expected: set[int] | None) -> None:
    assert starts(TEXT, sentences) == expected


def test_places_where_splitters_differ() -> None:
    others = {
        "one": lambda _: ["The boat left. Nobody saw it.", "It was dark."],
        "two": lambda _: [*SPLIT[:2], "It was ", "dark."],
        "altering": lambda _: ["the boat left"],
    }
    first, second = compare(TEXT, lambda _: SPLIT, others)
    assert (first.said, first.other) == ("cut", "one")
    assert first.written == "The boat left. | Nobody saw it. It was dark."
    assert first.kind == "cut: short small . | capital"
    assert (second.said, second.other) == ("joined", "two")
    assert second.kind == "joined: short small  | small"


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    splitter = {"other": lambda text: text.split("; ")}
    monkeypatch.setattr(cuts, "other_splitters", lambda _: splitter)
    monkeypatch.setattr(sys, "argv", ["cuts", str(tmp_path)])
    (tmp_path / "boat.md").write_text("The boat left; nobody saw it. It was dark.", "utf-8")
    cuts.main()
    assert capsys.readouterr().out.startswith("2 sentences, ")
