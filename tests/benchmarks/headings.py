"""Fit the weights of headings in plain text to marked texts.

    python -m tests.benchmarks.headings texts.jsonl narrator/readers/plain/data/heading_weights.toml

Each line of the file is one text: ``{"text": ..., "headings": [{"line": 3}, ...]}`` with the numbers of the lines, from 0,
on which headings begin, its title among them; ``"unsure": [7, ...]`` are lines to learn nothing from, ``"weight"`` is how
much the text counts, and texts of the same ``"group"`` are alike and stay together when it is tested on some what was
learned from the others. The figures printed are of such tests, so that they hold for texts unseen.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.features import Document
from narrator.readers.plain.headings import second_figures, weigh
from narrator.readers.plain.source_lines import read_lines

_FOLDS = 6
# a cue seen less often says nothing
_LEAST = 30
# strength of the pull of all weights to zero, for cues the best of 4, 10 and 25 on texts unseen, by little
_PULL_CUES, _PULL_FIGURES = 4.0, 10.0
_FALSE = 0.25  # false headings in a text without any, at most
_THRESHOLDS = (-0.8, -0.6, -0.4, -0.3, -0.2, -0.1, 0.0, 0.2, 0.4)

Named = Mapping[str, float]
_FITTED: dict[frozenset[int], dict[str, float]] = {}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with what is known of its short blocks: 1 a heading, 0 none; the unsure ones weigh nothing."""

    document: Document
    cues: dict[int, list[str]]
    truth: dict[int, float]
    weight: dict[int, float]
    fold: int
    missed: int  # headings that are no candidates


def read(path: Path) -> list[Marked]:
    """All texts of a file."""
    return [_marked(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _marked(given: dict[str, Any]) -> Marked:
    document = Document(split_blocks(read_lines(given["text"])))
    lines, unsure = {heading["line"] for heading in given["headings"]}, set(given.get("unsure", ()))
    numbers = {index: document.blocks[index].number for index in document.candidates}
    weight = given.get("weight", 1.0)
    return Marked(
        document,
        {index: list(document.cues(index)) for index in document.candidates},
        {index: float(number in lines) for index, number in numbers.items()},
        {index: 0.0 if number in unsure else weight for index, number in numbers.items()},
        zlib.crc32(str(given.get("group", given["text"])).encode()) % _FOLDS,
        len(lines - set(numbers.values())),
    )


def fit(
    rows: Sequence[Named],
    truth: Sequence[float],
    weights: Sequence[float],
    pull: float,
    scaled: bool = False,
) -> dict[str, float]:
    """Log-odds of each name: logistic regression by Newton's method, all but the constant pulled to zero."""
    counts = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)))
    for place, row in enumerate(rows):
        for name, value in row.items():
            if name in column:
                table[place, column[name]] = value
    scale = np.maximum(table.std(axis=0), 1e-9) if scaled else np.ones(len(names))
    scale[column["always"]] = 1.0
    table /= scale
    pulls = np.full(len(names), pull)
    pulls[column["always"]] = 1e-6
    target, weight, found = np.array(truth), np.array(weights), np.zeros(len(names))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (chance - target)) + pulls * found
        bend = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(pulls)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-3:
            break
    return dict(zip(names, (found / scale).tolist(), strict=True))


def fit_cues(texts: Sequence[Marked]) -> dict[str, float]:
    """The weights of the first reading; those of the same folds are fitted once."""
    folds = frozenset(text.fold for text in texts)
    if folds not in _FITTED:
        _FITTED[folds] = _fit_cues(texts)
    return _FITTED[folds]


def _fit_cues(texts: Sequence[Marked]) -> dict[str, float]:
    rows = [
        (dict.fromkeys([*found, "always"], 1.0), text.truth[index], text.weight[index])
        for text in texts
        for index, found in text.cues.items()
    ]
    return fit(
        [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], _PULL_CUES
    )


def first_reading(texts: Sequence[Marked], cues: Named) -> list[dict[int, float]]:
    """Chances of all candidates."""
    return [{index: weigh(found, cues) for index, found in text.cues.items()} for text in texts]


def crossed(texts: Sequence[Marked]) -> list[dict[int, float]]:
    """The first reading of each text by weights that were fitted without it and its like."""
    chances: dict[int, dict[int, float]] = {}
    for fold in {text.fold for text in texts}:
        cues = fit_cues([text for text in texts if text.fold != fold])
        inside = [text for text in texts if text.fold == fold]
        chances |= dict(zip(map(id, inside), first_reading(inside, cues), strict=True))
    return [chances[id(text)] for text in texts]


def fit_figures(texts: Sequence[Marked]) -> dict[str, float]:
    """The weights of the second reading, which has to learn from first readings of texts unseen."""
    rows = [
        (named, text.truth[index], text.weight[index])
        for text, first in zip(texts, crossed(texts), strict=True)
        for index, named in second_figures(text.document, text.cues, first).items()
    ]
    return fit(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
        _PULL_FIGURES,
        scaled=True,
    )


def scores(texts: Sequence[Marked], cues: Named, figures: Named) -> list[tuple[float, Marked, int]]:
    """The log-odds of all candidates after both readings."""
    return [
        (sum(figures.get(name, 0.0) * value for name, value in named.items()), text, index)
        for text, first in zip(texts, first_reading(texts, cues), strict=True)
        for index, named in second_figures(text.document, text.cues, first).items()
    ]


def report(scored: Sequence[tuple[float, Marked, int]], texts: Sequence[Marked]) -> float:
    """Print precision, recall and F1 at each threshold; the best one is given back."""
    best = (False, 0.0, 0.0)
    without = {id(text) for text in texts if not text.missed and not any(text.truth.values())}
    for threshold in _THRESHOLDS:
        sure = [
            (score > threshold, text.truth[i], id(text) in without)
            for score, text, i in scored
            if text.weight[i]
        ]
        right = sum(said and truth for said, truth, _ in sure)
        said = sum(said for said, _, _ in sure)
        there = sum(truth for _, truth, _ in sure) + sum(text.missed for text in texts)
        false = sum(said for said, _, none in sure if none) / max(1, len(without))
        f1 = 2 * right / max(1, said + there)
        print(
            f"{threshold:5.1f}  P {right / max(1, said):.3f}  R {right / max(1, there):.3f}  F1 {f1:.3f}  false {false:.2f}"
        )
        # of the same F1 the least false ones: a chapter too many is heard, one too few hardly
        best = max(best, (false <= _FALSE, round(f1, 3), threshold))
    return best[2]


def main(source: Path, target: Path) -> None:
    """Test on texts unseen, fold by fold, then fit to all of them."""
    texts = read(source)
    scored = []
    for fold in range(_FOLDS):
        others = [text for text in texts if text.fold != fold]
        scored += scores(
            [text for text in texts if text.fold == fold], fit_cues(others), fit_figures(others)
        )
    threshold = report(scored, texts)
    lines = ["# fitted by python -m tests.benchmarks.headings", f"threshold = {threshold}"]
    for name, table in (("cues", fit_cues(texts)), ("figures", fit_figures(texts))):
        lines += [
            "",
            f"[{name}]",
            *(
                f"{json.dumps(key, ensure_ascii=False)} = {value:.2f}"
                for key, value in table.items()
            ),
        ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
