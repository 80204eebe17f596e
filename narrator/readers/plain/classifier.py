"""The heading classifier: logistic regression in two passes.

The first pass classifies each candidate by its own binary features (see ``features``): the weights
of the features it has, and a bias, add up to log-odds, which give the probability that it is a
heading. The second pass weighs that probability against those of the other candidates, because
headings of one text look alike, and because a text with many headings has more of them. Its
features are numbers; a candidate whose log-odds are above a threshold is a heading.

The weights are fitted to marked texts by ``python -m tests.benchmarks.headings`` and kept in
``data/heading_weights.toml``. Logistic regression was chosen over decision trees, which did no
better on texts unseen, and over rules in code, which nobody can refit.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

from narrator.language.tables import load_toml
from narrator.readers.plain.document import TextDocument
from narrator.readers.plain.features import FeatureExtractor

# the feature that every candidate has, in both passes
BIAS = "bias"
# probabilities are kept this far from 0 and 1 where they become log-odds
_DOUBT = 1e-3
# log-odds beyond this give a probability of 0 or 1
_CERTAIN = 30.0
# log-odds by which questions and cries must pass the threshold in a text with numbered chapters,
# where people speak
_QUESTION_MARGIN = 1.5
# numbered chapters that such a text has at least
_MANY_CHAPTERS = 3
# what features of the first pass begin with that describe a candidate's style, and its whole look
_STYLE_FEATURES = ("case ", "number ", "underlined", "gap above ")
_LOOK_FEATURES = (*_STYLE_FEATURES, "end ", "gap below ", "start ")
# half a doubtful candidate more in the mean of a style, because few candidates say little: its
# count and its probability, which is 0.3 by half
_PRIOR_COUNT, _PRIOR_TOTAL = 0.5, 0.15
# in place of a probability where there is no candidate
_NO_CANDIDATE = -0.2
# probability from which on a candidate is a likely heading
_LIKELY = 0.5
# blocks; likely headings further off count as this far off
_FARTHEST = 10


def classify(document: TextDocument, chapters: int) -> set[int]:
    """Return the places of the candidates that are headings.

    Args:
        document: The text.
        chapters: Number of its numbered parts and chapters.
    """
    weights = load_toml("narrator.readers.plain", "data/heading_weights.toml")
    extractor = FeatureExtractor(document)
    features: dict[int, list[str]] = {}
    probabilities: dict[int, float] = {}
    for place in document.candidates:
        features[place] = extractor.extract(place)
        probabilities[place] = first_pass(features[place], weights["features"])
    context = CandidateContext(len(document.blocks), features, probabilities)
    headings: set[int] = set()
    for place in document.candidates:
        threshold = weights["threshold"]
        if chapters >= _MANY_CHAPTERS and document.form(place) == "question":
            threshold += _QUESTION_MARGIN
        if second_pass(context.features(place), weights["context_features"]) > threshold:
            headings.add(place)
    return headings


def first_pass(features: Sequence[str], weights: Mapping[str, float]) -> float:
    """Return the probability that a candidate with these features is a heading.

    Features without a weight have none.
    """
    log_odds = sum(map(weights.get, features, repeat(0.0)))
    return _probability(weights.get(BIAS, 0.0) + log_odds)


def second_pass(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the log-odds that a candidate with these context features is a heading."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


# how a candidate is set: the features that say so
_Style = frozenset[str]


@dataclass(slots=True)
class _StyleTally:
    """The candidates that share a style: their number, and the sum of their probabilities."""

    count: int = 0
    total: float = 0.0

    def add(self, probability: float) -> None:
        """Count one more candidate."""
        self.count += 1
        self.total += probability

    def others_log_odds(self, probability: float) -> float:
        """Return the log-odds of the mean probability, without one candidate of the style."""
        total = self.total - probability + _PRIOR_TOTAL
        return _log_odds(total / (self.count - 1 + _PRIOR_COUNT))


class CandidateContext:
    """What the first pass found in a text, as the context of each of its candidates.

    Args:
        block_count: Number of the text's blocks.
        features: The features of the first pass, by the candidate's place.
        probabilities: The probabilities of the first pass, in the same order.
    """

    def __init__(
        self,
        block_count: int,
        features: Mapping[int, Sequence[str]],
        probabilities: Mapping[int, float],
    ) -> None:
        self._probabilities = probabilities
        self._total = sum(probabilities.values())
        self._root_of_blocks = math.sqrt(max(1, block_count))
        likely = [place for place, chance in probabilities.items() if chance > _LIKELY]
        self._likely = [-_FARTHEST, *likely, block_count + _FARTHEST]
        # of each candidate, the tally of its style, and that of its whole look
        self._styles: dict[int, _StyleTally] = {}
        self._looks: dict[int, _StyleTally] = {}
        styles: defaultdict[_Style, _StyleTally] = defaultdict(_StyleTally)
        looks: defaultdict[_Style, _StyleTally] = defaultdict(_StyleTally)
        for place, found in features.items():
            self._styles[place] = styles[_only(found, _STYLE_FEATURES)]
            self._looks[place] = looks[_only(found, _LOOK_FEATURES)]
            self._styles[place].add(probabilities[place])
            self._looks[place].add(probabilities[place])

    def features(self, place: int) -> dict[str, float]:
        """Return the context features of the candidate at a place, with their values."""
        probability = self._probabilities[place]
        style = self._styles[place]
        look = self._looks[place]
        elsewhere = self._total - probability
        return {
            BIAS: 1.0,
            "first pass": _log_odds(probability),
            "same style elsewhere": style.others_log_odds(probability),
            "same look elsewhere": look.others_log_odds(probability),
            "headings elsewhere": math.log1p(elsewhere),
            "headings per root of blocks": elsewhere / self._root_of_blocks,
            "block before": self._at(place - 1),
            "block after": self._at(place + 1),
            "two blocks after": max(self._at(place + 1), self._at(place + 2)),
            "blocks before and after": self._at(place - 1, 0.0) * self._at(place + 1, 0.0),
            "near the start": float(place < 2),
            "blocks since a heading": self._blocks_since_heading(place) / _FARTHEST,
            "blocks to a heading": self._blocks_to_heading(place) / _FARTHEST,
        }

    def _at(self, place: int, otherwise: float = _NO_CANDIDATE) -> float:
        return self._probabilities.get(place, otherwise)

    def _blocks_since_heading(self, place: int) -> int:
        last = self._likely[bisect_left(self._likely, place) - 1]
        return min(place - last, _FARTHEST)

    def _blocks_to_heading(self, place: int) -> int:
        following = self._likely[bisect_right(self._likely, place)]
        return min(following - place, _FARTHEST)


def _only(features: Iterable[str], beginnings: tuple[str, ...]) -> _Style:
    """Return the features that begin in one of some ways."""
    return frozenset(feature for feature in features if feature.startswith(beginnings))


def _log_odds(probability: float) -> float:
    return math.log((probability + _DOUBT) / (1 - probability + _DOUBT))


def _probability(log_odds: float) -> float:
    limited = max(-_CERTAIN, min(_CERTAIN, log_odds))
    return 1 / (1 + math.exp(-limited))
