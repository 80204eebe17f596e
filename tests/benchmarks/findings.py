"""Findings of a search for faults: their kinds, a sample to judge, and the rate of faults.

    python -m tests.benchmarks.findings JUDGED.tsv...

A finding is no fault, only a place worth a look. How many faults there are is estimated from a
random sample: findings x share judged wrong / sentences. A search writes a sample with
``--sample 200 --out SAMPLE.tsv``; whoever judges it writes "yes" or "no" into the column "wrong".
This command then prints the rates, with intervals of 95 %.

Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import narrator
from narrator import Kind
from narrator.language.sentences import split_sentences

# what of an article is prose
_PROSE = {Kind.PROSE, Kind.ITEM, Kind.QUOTE}
_EXAMPLES = 3
# the standard normal deviate that 95 % lie within
_DEVIATE = 1.96


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in a sentence that is worth a look.

    Attributes:
        finder: What found it.
        kind: What it is, such as "time".
        written: The place as it is written, or as it reaches the engine.
        said: What is said there.
        other: What the finder would say, where it says anything.
        sentence: The sentence.
    """

    finder: str
    kind: str
    written: str
    said: str
    other: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was searched, and found.

    Attributes:
        sentences: How many sentences were searched, or blocks of text.
        findings: All findings.
    """

    sentences: int
    findings: Sequence[Finding]


_NAMES = tuple(field.name for field in fields(Finding))
_COLUMNS = ("wrong", *_NAMES, "findings", "sentences")
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something is wrong, estimated from a judged sample.

    Attributes:
        finder: What found the findings.
        sentences: How many sentences it searched.
        findings: How many findings it had.
        judged: How many of them were judged.
        wrong: How many of these were judged wrong.
    """

    finder: str
    sentences: int
    findings: int
    judged: int
    wrong: int

    @property
    def percent(self) -> float:
        """Faults in 100 sentences."""
        return self._percent(self.wrong / self.judged)

    @property
    def interval(self) -> tuple[float, float]:
        """Between what that lies, with 95 % of certainty."""
        low, high = wilson(self.wrong, self.judged)
        return self._percent(low), self._percent(high)

    def _percent(self, share: float) -> float:
        return 100 * share * self.findings / self.sentences

    def __str__(self) -> str:
        low, high = self.interval
        counts = f"{self.sentences:10}{self.findings:9}{self.judged:7}{self.wrong:6}"
        return f"{self.finder:10}{counts}{self.percent:8.2f} % ({low:.2f} to {high:.2f})"


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the interval of 95 % for a share."""
    share = successes / trials
    spread = _DEVIATE**2 / trials
    middle = share + spread / 2
    half = _DEVIATE * math.sqrt(share * (1 - share) / trials + spread / trials / 4)
    return (middle - half) / (1 + spread), (middle + half) / (1 + spread)


def read_paragraphs(folder: Path) -> Iterator[str]:
    """Yield the paragraphs of prose in a folder's texts; narrate reads the texts."""
    for path in sorted(filter(Path.is_file, folder.rglob("*"))):
        for section in narrator.read(str(path)).sections:
            for paragraph in section.paragraphs:
                if paragraph.kind in _PROSE:
                    yield paragraph.text


def read_sentences(folder: Path, language: str) -> list[str]:
    """Return the sentences of prose in a folder's texts, each once; narrate reads the texts."""
    sentences: dict[str, None] = {}
    for text in read_paragraphs(folder):
        parts = split_sentences(text, language)
        sentences.update(dict.fromkeys(map(str.strip, parts)))
    return list(sentences)


def table(search: Search) -> Iterator[str]:
    """Yield the kinds of findings, the most frequent first, each with some examples."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in search.findings:
        kinds.setdefault((finding.finder, finding.kind), []).append(finding)
    by_count = sorted(kinds.items(), key=lambda item: len(item[1]), reverse=True)
    yield f"{search.sentences} sentences, {len(search.findings)} findings"
    for (finder, kind), found in by_count:
        yield f"{finder:10}{len(found):7}{100 * len(found) / search.sentences:7.2f} %  {kind}"
        for example in random.Random(1).sample(found, min(_EXAMPLES, len(found))):
            against = f" | {example.other}" if example.other else ""
            yield f"{'':28}{example.written}: {example.said}{against}"


def write_sample(search: Search, size: int, seed: int, path: Path) -> None:
    """Write a random sample of what each finder found, to be judged in the first column."""
    finders: dict[str, list[Finding]] = {}
    for finding in search.findings:
        finders.setdefault(finding.finder, []).append(finding)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _COLUMNS, dialect="excel-tab")
        rows.writeheader()
        for found in finders.values():
            totals = {"wrong": "", "findings": len(found), "sentences": search.sentences}
            for finding in random.Random(seed).sample(found, min(size, len(found))):
                rows.writerow(asdict(finding) | totals)


def rates(judged: Iterable[Path]) -> Iterator[Rate]:
    """Yield the rate of each finder in judged samples.

    Raises:
        SystemExit: A row is not judged.
    """
    for path in judged:
        finders: dict[str, list[dict[str, str]]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, dialect="excel-tab"):
                if row["wrong"] not in _ANSWERS:
                    raise SystemExit(f'{path}: "{row["wrong"]}" in the column "wrong"')
                finders.setdefault(row["finder"], []).append(row)
        for finder, rows in finders.items():
            wrong = sum(_ANSWERS[row["wrong"]] for row in rows)
            first = rows[0]
            counts = int(first["sentences"]), int(first["findings"])
            yield Rate(finder, *counts, len(rows), wrong)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every search for faults can be asked."""
    parser.add_argument("folder", type=Path, help="texts that narrate reads")
    parser.add_argument("--sample", type=int, default=200, help="findings of each finder to judge")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--out", type=Path, help="where the sample is written, as a table (TSV)")


def report(search: Search, options: argparse.Namespace) -> None:
    """Print the table of a search, and write a sample where one was asked for."""
    for line in table(search):
        print(line)
    if options.out:
        write_sample(search, options.sample, options.seed, options.out)


def main() -> None:
    """Print the rates of judged samples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("judged", nargs="+", type=Path, help="samples with judgements")
    print(f"{'':10} sentences findings judged wrong  of 100 sentences")
    for rate in rates(parser.parse_args().judged):
        print(rate)


if __name__ == "__main__":
    main()
