"""What a fault-finder finds, judged: a random sample, and the rate of faults that it shows.

A finding is no fault yet: the truth it is compared with may be wrong. A finder writes a random
sample of its findings to a tab-separated file, whose first column is empty. Whoever judges it
writes ``wrong`` there where the program is wrong, and anything else (``right``, ``open``) where it
is not or nobody can say. The rate is findings times the share judged wrong, by the number of things
looked at.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.benchmarks.findings import wilson as wilson_interval

WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of faults with its interval, each as a share of 1."""

    share: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.share:.2%} ({self.low:.2%} to {self.high:.2%})"


def wilson(wrong: int, judged: int) -> Rate:
    """Return the share of wrong ones with its 95 % interval; without any, it is all."""
    if not judged:
        return Rate(0.0, 0.0, 1.0)
    low, high = wilson_interval(wrong, judged)
    return Rate(wrong / judged, max(0.0, low), min(1.0, high))


def fault_rate(verdicts: Sequence[str], findings: int, units: int) -> Rate:
    """Return the rate of faults among units of text, of which there were so many findings."""
    judged = [verdict for verdict in verdicts if verdict]
    shares = wilson(judged.count(WRONG), len(judged))
    scale = findings / units
    return Rate(shares.share * scale, shares.low * scale, shares.high * scale)


def write_sample(path: Path, findings: Sequence[Sequence[str]], size: int, seed: int) -> None:
    """Write a random sample of findings, each a row of cells, with an empty column to judge in."""
    sample = Random(seed).sample(list(findings), min(size, len(findings)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(["", *finding] for finding in sample)


def read_verdicts(path: Path) -> list[str]:
    """Return the verdicts of a judged sample, empty where a finding was not judged."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row[0].strip() for row in csv.reader(file, delimiter="\t") if row]


def most_common(kinds: Iterable[tuple[str, int]]) -> str:
    """Return a table of kinds and their numbers, as it is printed."""
    return "\n".join(f"{count:6}  {kind}" for kind, count in kinds)
