"""Compare where narrate cuts texts into sentences with two other splitters.

    python -m tests.benchmarks.cuts FOLDER [--language en]
        [--sample 200 --seed 1 --out SAMPLE.tsv]

A place in a paragraph is a finding where narrate begins a sentence and pysbd or syntok does not, or
the other way round. They are counted by kind: what stands before the place, the mark, and what
stands behind it. A splitter that alters a paragraph is not asked about it.
``tests.benchmarks.findings`` says how a sample becomes a rate of faults.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from narrator.language.sentences import split_sentences
from tests.benchmarks.findings import (
    Finding,
    Search,
    add_arguments,
    read_paragraphs,
    report,
)

Splitter = Callable[[str], Iterable[str]]

_FINDER = "cuts"
# characters that are shown on either side of a place
_SHOWN = 70
_CUT = " | "
_BEFORE = re.compile(r"([^\s.!?…:;]*|\S*?)([.!?…:;]*)([\"'”’»)\]]*)\Z")
_AFTER = re.compile(r"([^\w\s]*)\s*(\S*)")
# the forms of words, by which places are counted
_FORMS = {
    "nothing": "",
    "letter": r"[^\W\d_]",
    "number": r"\d[\d.,]*",
    "dotted": r"\w+(?:\.\w+)+",
    "short capital": r"[A-Z]\w{1,3}",
    "capital": r"[A-Z].*",
    "short small": r"[a-z]{2,4}",
    "small": r"[a-z].*",
}


def other_splitters(language: str) -> Mapping[str, Splitter]:
    """Return the splitters that narrate is compared with, by name."""
    import pysbd

    segmenter = pysbd.Segmenter(language=language, clean=False)
    return {"pysbd": segmenter.segment, "syntok": _split_by_syntok}


def _split_by_syntok(text: str) -> Iterator[str]:
    from syntok import segmenter

    for paragraph in segmenter.process(text):
        for sentence in paragraph:
            yield "".join(token.spacing + token.value for token in sentence)


def starts(text: str, sentences: Iterable[str]) -> frozenset[int] | None:
    """Return where the sentences of a text but the first begin; None where its text is altered."""
    found: set[int] = set()
    position = 0
    for sentence in sentences:
        words = sentence.strip()
        start = text.find(words, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(words)
        if words:
            found.add(start)
    return frozenset(found - {min(found, default=0)})


def compare(text: str, split: Splitter, others: Mapping[str, Splitter]) -> Iterator[Finding]:
    """Yield the places of a paragraph where splitters differ from the first."""
    ours = starts(text, split(text))
    assert ours is not None
    theirs = {name: starts(text, other(text)) for name, other in others.items()}
    opinions = {name: found for name, found in theirs.items() if found is not None}
    for start in sorted(ours.union(*opinions.values())):
        against = [name for name, found in opinions.items() if (start in found) != (start in ours)]
        if against:
            said = "cut" if start in ours else "joined"
            yield _finding(text, start, said, " and ".join(against))


def _finding(text: str, place: int, said: str, against: str) -> Finding:
    before = text[:place].rstrip()
    after = text[place:]
    shown = f"{before[-_SHOWN:]}{_CUT}{after[:_SHOWN]}"
    return Finding(_FINDER, f"{said}: {_kind(before, after)}", shown, said, against, text)


def _kind(before: str, after: str) -> str:
    """Return what stands around a place: "capital .” | small"."""
    last = _BEFORE.search(before)
    first = _AFTER.match(after)
    assert last
    assert first
    return f"{_form(last[1])} {last[2]}{last[3]}{_CUT}{first[1]}{_form(first[2])}"


def _form(word: str) -> str:
    return next((form for form, like in _FORMS.items() if re.fullmatch(like, word)), "other")


def search(paragraphs: Iterable[str], language: str) -> Search:
    """Return all places where the splitters differ, and how many sentences there are."""
    split = partial(split_sentences, language=language)
    others = other_splitters(language)
    sentences = 0
    findings: list[Finding] = []
    for text in paragraphs:
        sentences += len(split(text))
        findings += compare(text, split, others)
    return Search(sentences, findings)


def main() -> None:
    """Compare, and print the kinds of places where the splitters differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    parser.add_argument("--language", default="en", help="of the texts: one that pysbd knows")
    options = parser.parse_args()
    report(search(read_paragraphs(options.folder), options.language), options)


if __name__ == "__main__":
    main()
