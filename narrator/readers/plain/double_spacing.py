"""Double-spaced text, as typists set it for correction: a blank line below every line.

Its lines break inside sentences although a blank line is between them. Without those blank lines it
is a wrapped text like any other. A blank line stays where the break is the author's: above a line
that is indented, below one that could have held the next word, and above a short line after the end
of a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from narrator.readers.plain.source_lines import SourceLine
from narrator.readers.plain.wrapping import WIDEST, fills_line

# lines that tell how a text is spaced, at least
_FEWEST_LINES = 6
# share of lines with the usual gap above
_USUAL_SHARE = 0.3
# share of lines that end inside a sentence, and the share of these that are as long as they can be;
# the lines of a list are not, and whole paragraphs end with their sentences
_OPEN_SHARE, _FULL_SHARE = 0.35, 0.7
# share of the width that such a line has at least, whatever word follows
_LEAST_FULL = 0.7
# share of lines with a larger gap above, from which on only gaps part paragraphs
_GAP_SHARE = 0.05
_SENTENCE_ENDS = (".", "!", "?", ":", "”", '"', "’", "»", "…", "。", "！", "？")


def single_spaced(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Return the lines of a double-spaced text as if it were single-spaced; of any other as is."""
    usual = _usual_blanks(lines)
    if not usual:
        return lines
    width = max((len(line.text) for line in lines if len(line.text) <= WIDEST), default=0)
    if not _is_broken_inside_sentences(lines, width):
        return lines
    gaps = sum(line.blanks_above > usual for line in lines[1:])
    has_gaps = gaps >= _GAP_SHARE * len(lines)
    closed = [lines[0]]
    for place in range(1, len(lines)):
        blanks = max(0, lines[place].blanks_above - usual)
        if not blanks and not has_gaps and _begins_anew(lines[place - 1 : place + 2], width):
            blanks = 1
        closed.append(replace(lines[place], blanks_above=blanks))
    return closed


def _usual_blanks(lines: Sequence[SourceLine]) -> int:
    """Return the fewest blank lines that are above many lines; 0 for a few lines."""
    if len(lines) < _FEWEST_LINES:
        return 0
    counts = Counter(line.blanks_above for line in lines[1:])
    usual = [blanks for blanks, count in counts.items() if count >= _USUAL_SHARE * len(lines)]
    return min(usual, default=0)


def _is_broken_inside_sentences(lines: Sequence[SourceLine], width: int) -> bool:
    """Return whether a wrapper broke many sentences, and there are blank lines at all breaks."""
    inside = 0
    full = 0
    for above, line in pairwise(lines):
        if above.text.endswith(_SENTENCE_ENDS):
            continue
        if not line.blanks_above and line.text.lstrip()[0].islower():
            return False
        inside += 1
        full += _is_full(above, line, width)
    return inside >= _OPEN_SHARE * len(lines) and full >= _FULL_SHARE * inside


def _is_full(line: SourceLine, below: SourceLine, width: int) -> bool:
    """Return whether a line is as long as it can be before the next word."""
    length = len(line.text)
    return _LEAST_FULL * width <= length <= width and fills_line(line.text, below.text, width)


def _begins_anew(around: Sequence[SourceLine], width: int) -> bool:
    """Return whether the second of two or three lines is not the first one's continuation."""
    above, line, *below = around
    is_after_sentence = above.text.endswith(_SENTENCE_ENDS)
    if line.text.lstrip()[0].islower() and not is_after_sentence:
        return False
    is_indented = any(_indent(line) > _indent(other) for other in (above, *below))
    if is_indented or not fills_line(above.text, line.text, width):
        return True
    is_short = bool(below) and not fills_line(line.text, below[0].text, width)
    return is_short and is_after_sentence


def _indent(line: SourceLine) -> int:
    return len(line.text) - len(line.text.lstrip())
