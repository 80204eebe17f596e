r"""Fit the weights of the heading classifier for plain text to texts whose headings are known.

    python -m tests.benchmarks.headings texts.jsonl FOLDER... \
        narrator/readers/plain/data/heading_weights.toml

In a folder, Markdown, HTML and EPUB files say where their headings are; each is set as plain text
in two ways, see ``typeset``. Each line of a ``.jsonl`` file is one text:
``{"text": ..., "headings": [{"line": 3}, ...]}`` with the numbers of the lines, from 0, on which
headings begin, its title among them. ``"unsure": [7, ...]`` are lines to learn nothing from, and
``"weight"`` is how much the text counts. Texts of the same ``"group"`` are alike: they stay
together when the weights fitted to some texts are tested on the others. The scores printed are of
such tests, so that they hold for texts unseen. A text counts once however many lines it has: sixty
lists on one page do not outweigh fifty articles.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from narrator.readers.plain.blocks import split_blocks
from narrator.readers.plain.classifier import BIAS, CandidateContext, first_pass, second_pass
from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.features import FeatureExtractor
from narrator.readers.plain.source_lines import read_lines
from tests.benchmarks.typeset import UNSURE, read_documents, typeset

_FOLDS = 6
# a feature seen less often is left out
_FEWEST_SEEN = 60
# strength of the L2 penalty on all weights but the bias; for features the best of 4, 10, 20 and 80
# on texts unseen, by little
_PENALTY_FEATURES, _PENALTY_CONTEXT = 20.0, 1.0
# candidates that count in full; those of a text with more share this weight
_COUNTED_CANDIDATES = 20
# ways in which each document is set
_WAYS = 2
# false headings in a text without any, at most
_MOST_FALSE = 0.25
_THRESHOLDS = (-0.8, -0.6, -0.4, -0.3, -0.2, -0.1, 0.0, 0.2, 0.4)
_ITERATIONS = 30
_CONVERGED = 1e-3

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """What is known of one candidate.

    Attributes:
        features: Its features of the first pass.
        is_heading: Whether it is a heading.
        weight: How much it counts; 0 where that is not known.
    """

    features: list[str]
    is_heading: bool
    weight: float


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text whose headings are known.

    Attributes:
        block_count: Number of its blocks.
        examples: Its candidates, by place.
        fold: The fold in which it is tested.
        missed: Number of headings that are no candidates.
    """

    block_count: int
    examples: dict[int, Example]
    fold: int
    missed: int

    @property
    def has_headings(self) -> bool:
        """Whether the text has any heading."""
        return self.missed > 0 or any(example.is_heading for example in self.examples.values())


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table that weights are fitted to: a candidate's features and their values."""

    features: Mapping[str, float]
    example: Example


@dataclass(frozen=True, slots=True)
class Scored:
    """The log-odds of a candidate after both passes."""

    log_odds: float
    example: Example
    text: MarkedText


def read(path: Path) -> Iterator[MarkedText]:
    """Yield all texts of a file, or of the documents in a folder."""
    if path.is_dir():
        for name, article in read_documents(path):
            for text in typeset(name, article, name, _WAYS):
                yield _mark(text.text, text.headings, text.lines_of(UNSURE), name)
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            given = json.loads(line)
            headings = frozenset(heading["line"] for heading in given["headings"])
            unsure = frozenset(given.get("unsure", ()))
            group = str(given.get("group", given["text"]))
            yield _mark(given["text"], headings, unsure, group, given.get("weight", 1.0))


def _mark(
    source: str,
    headings: frozenset[int],
    unsure: frozenset[int],
    group: str,
    weight: float = 1.0,
) -> MarkedText:
    """Return a text with what is known of its candidates, by the numbers of their lines."""
    document = TextDocument(split_blocks(read_lines(source)))
    extractor = FeatureExtractor(document)
    examples: dict[int, Example] = {}
    found: set[int] = set()
    weight *= min(1.0, _COUNTED_CANDIDATES / max(1, len(document.candidates)))
    for place in document.candidates:
        line = document.blocks[place].number
        known_weight = 0.0 if line in unsure else weight
        examples[place] = Example(extractor.extract(place), line in headings, known_weight)
        found.add(line)
    fold = zlib.crc32(group.encode()) % _FOLDS
    missed = len(headings - found - unsure)
    return MarkedText(len(document.blocks), examples, fold, missed)


def fit(rows: Sequence[Row], penalty: float, scaled: bool = False) -> dict[str, float]:
    """Return the weight of each feature in log-odds, by logistic regression.

    Newton's method; all weights but the bias are pulled to zero by the penalty.

    Args:
        rows: The candidates with their features.
        penalty: The strength of the L2 penalty.
        scaled: Whether features are scaled to the same standard deviation first.
    """
    counts = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in counts.items() if count >= _FEWEST_SEEN)
    table = _table(rows, names)
    bias = names.index(BIAS)
    scale = np.ones(len(names))
    if scaled:
        scale = np.maximum(table.std(axis=0), 1e-9)
        scale[bias] = 1.0
    table /= scale
    penalties = np.full(len(names), penalty)
    penalties[bias] = 1e-6
    target = np.array([float(row.example.is_heading) for row in rows])
    weight = np.array([row.example.weight for row in rows])
    fitted = np.zeros(len(names))
    for _ in range(_ITERATIONS):
        probability = 1 / (1 + np.exp(-np.clip(table @ fitted, -30, 30)))
        gradient = table.T @ (weight * (probability - target)) + penalties * fitted
        curvature = weight * probability * (1 - probability)
        hessian = (table * curvature[:, None]).T @ table + np.diag(penalties)
        step = np.linalg.solve(hessian, gradient)
        fitted -= step
        if np.abs(step).max() < _CONVERGED:
            break
    return dict(zip(names, (fitted / scale).tolist(), strict=True))


def _table(rows: Sequence[Row], names: Sequence[str]) -> Any:
    """Return the values of the named features, a row for each candidate."""
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(rows), len(names)), np.float32)
    for place, row in enumerate(rows):
        for name, value in row.features.items():
            if name in column:
                table[place, column[name]] = value
    return table


def fit_features(texts: Iterable[MarkedText]) -> dict[str, float]:
    """Return the weights of the first pass."""
    rows: list[Row] = []
    for text in texts:
        for example in text.examples.values():
            rows.append(Row(dict.fromkeys([*example.features, BIAS], 1.0), example))
    return fit(rows, _PENALTY_FEATURES)


def context_rows(text: MarkedText, weights: Weights) -> list[Row]:
    """Return the features of the second pass for a text's candidates.

    ``weights`` are those of the first pass. The second one has to learn from first passes over
    texts unseen, so they must be fitted without the text and its like.
    """
    features = {place: example.features for place, example in text.examples.items()}
    probabilities = {place: first_pass(found, weights) for place, found in features.items()}
    context = CandidateContext(text.block_count, features, probabilities)
    return [Row(context.features(place), example) for place, example in text.examples.items()]


def unseen_rows(texts: Sequence[MarkedText]) -> Iterator[tuple[MarkedText, list[Row]]]:
    """Yield each text with its rows for the second pass, the first one fitted to the others."""
    for fold in range(_FOLDS):
        weights = fit_features(text for text in texts if text.fold != fold)
        for text in texts:
            if text.fold == fold:
                yield text, context_rows(text, weights)


def score(rows: Sequence[tuple[MarkedText, list[Row]]]) -> list[Scored]:
    """Return all candidates with their log-odds after a second pass fitted to other texts."""
    scored: list[Scored] = []
    for fold in range(_FOLDS):
        others = chain.from_iterable(found for text, found in rows if text.fold != fold)
        weights = fit(list(others), _PENALTY_CONTEXT, scaled=True)
        for text, found in rows:
            if text.fold == fold:
                scored += (
                    Scored(second_pass(row.features, weights), row.example, text) for row in found
                )
    return scored


def report(scored: Sequence[Scored], texts: Sequence[MarkedText]) -> float:
    """Print precision, recall and F1 at each threshold, and return the best threshold."""
    best = (False, 0.0, 0.0)
    known = [candidate for candidate in scored if candidate.example.weight]
    plain_texts = sum(not text.has_headings for text in texts)
    headings = sum(candidate.example.is_heading for candidate in known)
    headings += sum(text.missed for text in texts)
    for threshold in _THRESHOLDS:
        found = [candidate for candidate in known if candidate.log_odds > threshold]
        right = sum(candidate.example.is_heading for candidate in found)
        false = sum(not candidate.text.has_headings for candidate in found) / max(1, plain_texts)
        precision = right / max(1, len(found))
        recall = right / max(1, headings)
        f1 = 2 * right / max(1, len(found) + headings)
        print(
            f"{threshold:5.1f}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  false {false:.2f}"
        )
        # of the same F1 the least false ones: a chapter too many is heard, one too few hardly
        best = max(best, (false <= _MOST_FALSE, round(f1, 3), threshold))
    return best[2]


def main(sources: Sequence[Path], target: Path) -> None:
    """Test on texts unseen, fold by fold, then fit to all of them and write the weights."""
    texts = list(chain.from_iterable(map(read, sources)))
    rows = list(unseen_rows(texts))
    threshold = report(score(rows), texts)
    context_features = fit(
        list(chain.from_iterable(found for _, found in rows)), _PENALTY_CONTEXT, scaled=True
    )
    lines = ["# fitted by python -m tests.benchmarks.headings", f"threshold = {threshold}"]
    lines += _toml_table("features", fit_features(texts))
    lines += _toml_table("context_features", context_features)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml_table(name: str, weights: Weights) -> list[str]:
    lines = ["", f"[{name}]"]
    for feature, weight in weights.items():
        if round(weight, 2):
            lines.append(f"{json.dumps(feature, ensure_ascii=False)} = {weight:.2f}")
    return lines


if __name__ == "__main__":
    *given, written = map(Path, sys.argv[1:])
    main(given, written)
