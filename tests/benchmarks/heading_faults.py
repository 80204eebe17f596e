"""Find headings that are missed or false, in documents that say themselves where they are.

    python -m tests.benchmarks.heading_faults FOLDER --sample sample.tsv
    python -m tests.benchmarks.heading_faults FOLDER --judged sample.tsv

Each Markdown, HTML and EPUB file under the folder is set as plain text, see ``typeset``, and read
back. Printed are the mean over documents, so that a long one counts no more than a short one, the
same by the way they are set, and what was missed or false by kind. With ``--judged``, the first
column of the sample says which findings are faults, see ``judging``, and the rate of faults among
all blocks is printed.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from narrator.readers.plain.blocks import TextBlock, split_blocks
from narrator.readers.plain.headings import find_headings
from narrator.readers.plain.shapes import BlockShape, capitalisation
from narrator.readers.plain.source_lines import read_lines
from tests.benchmarks.judging import fault_rate, most_common, read_verdicts, write_sample
from tests.benchmarks.typeset import UNSURE, SetText, read_documents, typeset

_SAMPLE = 200
# characters of a block that are shown
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """A heading that was missed, or a block that is none.

    Attributes:
        kind: What it is, to count together what has one cause.
        name: The text's name.
        context: The block with its neighbours.
    """

    kind: str
    name: str
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One text read back.

    Attributes:
        text: The text.
        blocks: Number of its blocks.
        right: Number of headings found.
        findings: The others, and what is false.
    """

    text: SetText
    blocks: int
    right: int
    findings: tuple[Finding, ...]

    @property
    def f1(self) -> float:
        """F1 of this text; 1 if it has no headings and none were found."""
        counted = 2 * self.right + len(self.findings)
        if not counted:
            return 1.0
        return 2 * self.right / counted


def check(text: SetText) -> Result:
    """Read a text and compare its headings with those that it was set with."""
    blocks = split_blocks(read_lines(text.text))
    found = {blocks[place].number: place for place in find_headings(blocks)}
    places = {block.number: place for place, block in enumerate(blocks)}
    findings: list[Finding] = []
    for line in sorted(found.keys() - text.headings - text.lines_of(UNSURE)):
        kind = text.kinds.get(line, "inside another block")
        findings.append(_finding(f"false: {kind}", text, blocks, found[line]))
    for line in sorted(text.headings - found.keys()):
        place = places.get(line)
        if place is None:
            findings.append(Finding("missed: no block of its own", text.name, (text.lines[line],)))
        else:
            kind = f"missed: {text.way.heads}, {_look(blocks[place])}"
            findings.append(_finding(kind, text, blocks, place))
    right = len(text.headings & found.keys())
    return Result(text, len(blocks), right, tuple(findings))


def _look(block: TextBlock) -> str:
    shape = BlockShape(block)
    return f"{shape.form}, ends {shape.ending}, {capitalisation(shape.words)}"


def _finding(kind: str, text: SetText, blocks: Sequence[TextBlock], place: int) -> Finding:
    around = blocks[max(0, place - 1) : place + 2]
    return Finding(kind, text.name, tuple(block.text[:_SHOWN] for block in around))


def check_folder(folder: Path) -> Iterator[Result]:
    """Check all documents under a folder, each set in one way."""
    for name, article in read_documents(folder):
        for text in typeset(name, article, folder.name):
            yield check(text)


def report(results: Sequence[Result]) -> None:
    """Print the scores and the kinds of what was found."""
    by_way: defaultdict[str, list[float]] = defaultdict(list)
    for result in results:
        by_way[result.text.way.body].append(result.f1)
        by_way[result.text.way.heads].append(result.f1)
    print(f"{len(results)} texts, mean F1 {fmean(result.f1 for result in results):.3f}")
    for way, scores in sorted(by_way.items()):
        print(f"{len(scores):6}  {way:12} {fmean(scores):.3f}")
    bare = [result for result in results if not result.text.headings]
    false = sum(len(result.findings) for result in bare) / max(1, len(bare))
    print(f"{len(bare):6}  without headings, {false:.2f} false each")
    kinds = Counter(finding.kind for finding in _all_findings(results))
    print(most_common(kinds.most_common(30)))


def _all_findings(results: Iterable[Result]) -> list[Finding]:
    return [finding for result in results for finding in result.findings]


def main() -> None:
    """Check a folder, and write or rate a sample of what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=Path, help="write a random sample to this file")
    parser.add_argument("--judged", type=Path, help="a sample whose first column was filled in")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    results = list(check_folder(given.folder))
    report(results)
    findings = _all_findings(results)
    if given.sample:
        rows = [(found.kind, found.name, *found.context) for found in findings]
        write_sample(given.sample, rows, _SAMPLE, given.seed)
    blocks = sum(result.blocks for result in results)
    print(f"{len(findings)} findings in {blocks} blocks")
    if given.judged:
        print(f"faults: {fault_rate(read_verdicts(given.judged), len(findings), blocks)} of blocks")


if __name__ == "__main__":
    main()
