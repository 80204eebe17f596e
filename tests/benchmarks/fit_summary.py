"""Fit the weights of the directed method to articles with summaries written by people.

    python -m tests.benchmarks.fit_summary ARTICLES.jsonl... [--strength 12] [--folds 5]

Every line of the files is an object with ``text``, ``reference`` and, where it is not 3,
``n_sentences``; articles whose ``id`` is the same up to a ``#`` are held out together. It prints
the unigram F1 (like ROUGE-1, by this program's stems) of the lead, of the present weights, of the
fit and of the fit on what was held out, file by file, and then the table of the fitted weights, to
be put into ``narrator/summary/data/weights.toml``.

The fit: every set of sentences of the right size among the most promising ones weighs
exp(F1 / 2 points), a sentence's share of those weights is how often it should be taken, and the
weights of the features are those under which a softmax comes nearest to these shares, by cross
entropy with a penalty for leaving ``PRIOR``. Judge a change by the held-out column alone.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrator.readers.plain import read_text
from narrator.summary.candidates import find_candidates
from narrator.summary.directed import DirectedSummarizer, load_weights
from narrator.summary.features import Features, StemmedSentence
from narrator.summary.methods import make_document, make_summarizer
from narrator.summary.redundancy import rank_without_redundancy
from narrator.summary.words import Tokenizer, load_words

# what theory says before any data: a sentence is worth choosing for being central and near the
# beginning
PRIOR = {"position": 0.4, "centrality": 0.6, "forward": 0.6} | dict.fromkeys(
    ("backward", "first", "second", "third", "long", "personal", "names", "number", "quote"), 0.0
)
_TEMPERATURE = 2.0  # points of F1
_MOST_PROMISING, _MOST_TAKEN = 18, 3
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One article: its sentences' features and words, and what people wrote."""

    source: str
    group: str
    count: int
    sentences: list[StemmedSentence]
    rows: list[Features]
    words: list[Counter[str]]
    reference: Counter[str]

    def f1(self, numbers: Sequence[int]) -> float:
        """Harmonic mean of unigram precision and recall, in percent."""
        told = sum((self.words[n] for n in numbers), Counter[str]())
        shared = (told & self.reference).total()
        return 200 * shared / ((told.total() + self.reference.total()) or 1)

    def choose(self, ratings: Sequence[float]) -> list[int]:
        """Return the numbers of the sentences that the method would take."""
        penalties = load_weights()["redundancy"]
        return list(islice(rank_without_redundancy(self.sentences, ratings, penalties), self.count))


def load(path: Path) -> list[Example]:
    """Return the articles of a file."""
    stem = load_words("en").stem
    examples = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        article = read_text(record["text"].encode(), "article.txt")
        candidates = find_candidates(article, "en")
        document = make_document(article, candidates)
        summarizer = make_summarizer("directed", candidates, "en")
        assert isinstance(summarizer, DirectedSummarizer)
        sentences = summarizer.read(document)
        rows = summarizer.measure(document, sentences)

        def count(text: str) -> Counter[str]:
            return Counter(map(stem, map(str.lower, Tokenizer.to_words(text))))

        group = str(record.get("id", record["text"][:80])).partition("#")[0]
        words = [count(sentence.text) for sentence in sentences]
        wanted = record.get("n_sentences", 3)
        examples.append(
            Example(path.stem, group, wanted, sentences, rows, words, count(record["reference"]))
        )
    return examples


def shares(example: Example) -> Vector:
    """Return how often each sentence should be taken, as shares of 1."""
    size = min(example.count, _MOST_TAKEN, len(example.rows))
    alone = [example.f1([n]) for n in range(len(example.rows))]
    best = sorted(sorted(range(len(alone)), key=lambda n: -alone[n])[:_MOST_PROMISING])
    sets = list(combinations(best, size))
    scores = np.array([example.f1(numbers) for numbers in sets])
    found = np.zeros(len(alone))
    for numbers, weight in zip(sets, np.exp((scores - scores.max()) / _TEMPERATURE), strict=True):
        found[list(numbers)] += weight
    return np.asarray(found / found.sum())


def table(example: Example, names: Sequence[str]) -> Vector:
    """Return the features, a sentence a row."""
    return np.array([[row[name] for name in names] for row in example.rows])


def fit(examples: Sequence[Example], targets: Sequence[Vector], strength: float) -> Vector:
    """Return the weights, in the order of ``PRIOR``, by Newton's method."""
    fixed = {
        name: weight for name, weight in load_weights()["features"].items() if name not in PRIOR
    }
    prior = np.array(list(PRIOR.values()))
    weights = prior.copy()
    tables = [table(example, list(PRIOR)) for example in examples]
    offsets = [table(example, list(fixed)) @ np.array(list(fixed.values())) for example in examples]
    for _ in range(12):
        gradient, curvature = -strength * (weights - prior), strength * np.eye(len(prior))
        for features, offset, target in zip(tables, offsets, targets, strict=True):
            ratings = features @ weights + offset
            chance = np.exp(ratings - ratings.max())
            chance /= chance.sum()
            mean = chance @ features
            gradient += features.T @ (target - chance)
            curvature += (features * chance[:, None]).T @ features - np.outer(mean, mean)
        weights += np.linalg.solve(curvature, gradient)
    return weights


def rate(example: Example, weights: Vector | None = None) -> list[float]:
    """Return the scores of the sentences by the fitted weights, or by those of the table."""
    worth = dict(load_weights()["features"])
    if weights is not None:
        worth |= dict(zip(PRIOR, map(float, weights), strict=True))
    return [sum(weight * row[name] for name, weight in worth.items()) for row in example.rows]


def main() -> None:
    """Fit, hold out, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--strength", type=float, default=12.0)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    examples = [example for path in options.files for example in load(path)]
    targets = [shares(example) for example in examples]
    folds = [zlib.crc32(example.group.encode()) % options.folds for example in examples]
    fitted = fit(examples, targets, options.strength)
    without = []
    for fold in range(options.folds):
        kept = [number for number, held in enumerate(folds) if held != fold]
        without.append(
            fit([examples[n] for n in kept], [targets[n] for n in kept], options.strength)
        )
    print(f"{'unigram F1':24}{'articles':>9}{'lead':>9}{'present':>9}{'fit':>9}{'held out':>9}")
    for path in options.files:
        members = [
            (e, fold) for e, fold in zip(examples, folds, strict=True) if e.source == path.stem
        ]
        columns = [
            [e.f1(range(min(e.count, len(e.rows)))) for e, _ in members],
            [e.f1(e.choose(rate(e))) for e, _ in members],
            [e.f1(e.choose(rate(e, fitted))) for e, _ in members],
            [e.f1(e.choose(rate(e, without[fold]))) for e, fold in members],
        ]
        print(
            f"{path.stem:24}{len(members):9}"
            + "".join(f"{np.mean(column):9.2f}" for column in columns)
        )
    print("\n[features]")
    for name, weight in zip(PRIOR, fitted, strict=True):
        print(f"{name} = {weight:.2f}")


if __name__ == "__main__":
    main()
