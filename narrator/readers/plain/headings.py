"""Which blocks are headings, told by the block itself, its neighbours and the headings elsewhere in the text.

Two readings: the first adds up each short block's cues; the second weighs what came out against the rest of the text,
for headings of one text look alike, and a text with many has more. The weights are fitted to marked texts by
``python -m tests.benchmarks.headings`` and stand in ``data/heading_weights.toml``. Sums of named cues were chosen over
trees, which did no better on texts unseen, and over rules in code, which nobody can refit.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from narrator.language.tables import load_toml
from narrator.readers.plain.blocks import Block, split_blocks
from narrator.readers.plain.contents import find_contents
from narrator.readers.plain.features import Document
from narrator.readers.plain.levels import levels
from narrator.readers.plain.shapes import BRIEF
from narrator.readers.plain.source_lines import read_lines
from narrator.readers.plain.titles import opens_with_title

# probabilities are kept this far from certainty
_DOUBT = 1e-3
# in log-odds: what questions and cries have to show more in a text that counts its chapters, where people speak
_STRICTER = 1.5
_STYLE = ("case ", "number ", "underlined", "gap above ")


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds: of each cue, and of each figure of the second reading. A sum above ``threshold`` is a heading."""

    cues: Mapping[str, float]
    figures: Mapping[str, float]
    threshold: float

    @classmethod
    @cache
    def shipped(cls) -> Weights:
        """Those that come with the program."""
        table = load_toml("narrator.readers.plain", "data/heading_weights.toml")
        return cls(table["cues"], table["figures"], table["threshold"])


def split_sections(text: str) -> list[tuple[str | None, list[str]]]:
    """A plain text's headings with their paragraphs, in order and with nothing left out; None before the first heading."""
    blocks = split_blocks(read_lines(text))
    marks = find_headings(blocks)
    sections: list[tuple[str | None, list[str]]] = [(None, [])]
    for index, block in enumerate(blocks):
        if index in marks:
            sections.append((block.text, []))
        else:
            sections[-1][1].append(block.text)
    return sections if sections[0][1] or len(sections) == 1 else sections[1:]


def find_headings(blocks: Sequence[Block]) -> dict[int, int]:
    """The places of the headings with their levels: 1 is the text's title, sections begin with 2."""
    document, weights = Document(blocks), Weights.shipped()
    cues = {index: list(document.cues(index)) for index in document.candidates}
    first = {index: weigh(found, weights.cues) for index, found in cues.items()}
    figures = second_figures(document, cues, first)
    divisions = set(document.divisions)
    stricter = _STRICTER if len(divisions) > 2 else 0.0
    # what is underlined is meant as a heading
    underlined = {index for index in first if blocks[index].rule and document.form(index) in BRIEF}
    found = (divisions | underlined) | {
        index
        for index, named in figures.items()
        if sum(weights.figures.get(name, 0.0) * value for name, value in named.items())
        > weights.threshold + (stricter if document.form(index) == "question" else 0.0)
    }
    # headings of several depths may stand above the first paragraph, and the text's own above them
    if 1 in found and document.form(0) in BRIEF and 0 in first:
        found.add(0)
    if opens_with_title(blocks):
        found.add(0)
    if contents := find_contents(blocks):
        found = {index for index in found if not contents.start <= index < contents.end}
        found |= {contents.start} | contents.chapters
    return levels(sorted(found), blocks)


def weigh(cues: Sequence[str], weights: Mapping[str, float]) -> float:
    """The probability that the cues speak for; a cue without a weight is silent."""
    return _probability(weights.get("always", 0.0) + sum(weights.get(cue, 0.0) for cue in cues))


def second_figures(
    document: Document, cues: Mapping[int, Sequence[str]], first: Mapping[int, float]
) -> dict[int, dict[str, float]]:
    """For each candidate what the first reading found of it, of its like, of its neighbours and of the whole text."""
    like: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    styles = {index: _styles(found) for index, found in cues.items()}
    for index, names in styles.items():
        for name in names:
            like[name][0] += first[index]
            like[name][1] += 1
    total, breadth = sum(first.values()), math.sqrt(max(1, len(document.blocks)))
    likely = [index for index, chance in first.items() if chance > 0.5]
    likely = [-10, *likely, len(document.blocks) + 10]
    figures: dict[int, dict[str, float]] = {}
    for index, chance in first.items():
        loose, close = (_others(like[name], chance) for name in styles[index])
        figures[index] = {
            "always": 1.0,
            "first reading": _log_odds(chance),
            "its style elsewhere": loose,
            "its style and ending elsewhere": close,
            "headings elsewhere": math.log1p(total - chance),
            "headings per root of blocks": (total - chance) / breadth,
            "block before": first.get(index - 1, -0.2),
            "block after": first.get(index + 1, -0.2),
            "two blocks after": max(first.get(index + 1, -0.2), first.get(index + 2, -0.2)),
            "blocks before and after": first.get(index - 1, 0.0) * first.get(index + 1, 0.0),
            "near the start": float(index < 2),
            "blocks since a heading": min(index - likely[bisect_left(likely, index) - 1], 10) / 10,
            "blocks to a heading": min(likely[bisect_right(likely, index)] - index, 10) / 10,
        }
    return figures


def _styles(cues: Sequence[str]) -> tuple[str, str]:
    """How a block is set, without and with its ending, as names."""
    style = " ".join(sorted(cue for cue in cues if cue.startswith(_STYLE)))
    return style, style + next(cue for cue in cues if cue.startswith("end "))


def _others(like: Sequence[float], chance: float) -> float:
    """The mean chance of all others in a style as log-odds; half a doubtful one is added, for few say little."""
    chances, count = like
    return _log_odds((chances - chance + 0.15) / (count - 0.5))


def _log_odds(chance: float) -> float:
    return math.log((chance + _DOUBT) / (1 - chance + _DOUBT))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
