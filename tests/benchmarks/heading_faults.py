"""Find headings that are missed or false, in documents that say themselves where they are.

    python -m tests.benchmarks.heading_faults FOLDER --out SAMPLE.tsv

Each Markdown, HTML and EPUB file under the folder is set as plain text, see ``typeset``, and read
back. Printed are the mean over documents, so that a long one counts no more than a short one, the
same by the way they are set, and what was missed or false by kind. Blocks are counted in place of
sentences, see ``findings``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from narrator.readers.plain.blocks import TextBlock, split_blocks
from narrator.readers.plain.headings import find_headings
from narrator.readers.plain.shapes import BlockShape
from narrator.readers.plain.source_lines import read_lines
from tests.benchmarks import findings
from tests.benchmarks.findings import Finding, Search
from tests.benchmarks.typeset import UNSURE, SetText, read_documents, typeset

# characters of a block that are shown
_SHOWN = 100
_HEADING, _TEXT = "heading", "text"


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
    faults: list[Finding] = []
    for line in sorted(found.keys() - text.headings - text.lines_of(UNSURE)):
        kind = f"false: {text.kinds.get(line, 'inside another block')}"
        faults.append(_finding(kind, text.lines[line], _HEADING, _around(blocks, found[line])))
    for line in sorted(text.headings - found.keys()):
        place = places.get(line)
        kind, around = "missed: no block of its own", ""
        if place is not None:
            kind = f"missed: {text.way.heads}, {_look(blocks[place])}"
            around = _around(blocks, place)
        faults.append(_finding(kind, text.lines[line], _TEXT, around))
    right = len(text.headings & found.keys())
    return Result(text, len(blocks), right, tuple(faults))


def _look(block: TextBlock) -> str:
    shape = BlockShape(block)
    return f"{shape.form}, ends {shape.ending}, {shape.case}"


def _finding(kind: str, line: str, said: str, around: str) -> Finding:
    """Return a line that is read as something else than it was set as."""
    other = _TEXT if said == _HEADING else _HEADING
    return Finding("headings", kind, line.strip()[:_SHOWN], said, other, around)


def _around(blocks: Sequence[TextBlock], place: int) -> str:
    """Return the beginnings of a block and of those above and below it."""
    around = blocks[max(0, place - 1) : place + 2]
    return " / ".join(block.text[:_SHOWN] for block in around)


def check_folder(folder: Path) -> Iterator[Result]:
    """Check all documents under a folder, each set in one way."""
    for name, article in read_documents(folder):
        for text in typeset(name, article, folder.name):
            yield check(text)


def report(results: Sequence[Result]) -> None:
    """Print the scores."""
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


def main() -> None:
    """Check a folder, and write a sample of what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    findings.add_arguments(parser)
    options = parser.parse_args()
    results = list(check_folder(options.folder))
    report(results)
    blocks = sum(result.blocks for result in results)
    found = [finding for result in results for finding in result.findings]
    findings.report(Search(blocks, found), options)


if __name__ == "__main__":
    main()
