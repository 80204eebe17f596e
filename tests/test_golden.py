"""The section and passage cut of the samples, held in files to be read as a diff.

Made anew by ``python -m tests.test_golden``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator import read
from narrator.recording.casting import solo
from narrator.recording.passages import Utterance
from narrator.recording.plan import plan
from narrator.settings import Pauses
from tests.conftest import SAMPLES

GOLDEN = Path(__file__).parent / "golden"
LANGUAGES = {"bienen": "de"}
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))


def cut(name: str) -> str:
    """One utterance or pause a line, a line of dashes before every passage."""
    article = read(SAMPLES / f"{name}.txt")
    lines = [f"title: {article.title}"]
    for passage in plan(article, Pauses(), solo(LANGUAGES.get(name, "en"))):
        lines.append(f"---- chapter {passage.chapter}: {passage.section}")
        lines += [
            p.spoken if isinstance(p, Utterance) else f"    {p.seconds} s" for p in passage.pieces
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_cut_is_as_it_was(name: str) -> None:
    assert cut(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in NAMES:
        (GOLDEN / f"{each}.txt").write_text(cut(each), encoding="utf-8")
