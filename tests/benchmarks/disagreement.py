"""Compare how sentences are said with other normalisers and with espeak-ng: where they disagree.

    python -m tests.benchmarks.disagreement FOLDER [--with wetext nemo espeak]
        [--sample 200 --seed 1 --out SAMPLE.tsv]

Every sentence of the folder's texts is said by narrate and by the others, which were made by other
people for other texts: what is read wrong stands among the places that are read differently. The
places are counted by what is written there, such as "time" or "slash", each kind with examples.
``tests.benchmarks.findings`` says how a sample of them becomes a rate of faults.

wetext takes 4 ms a sentence; nemo (NVIDIA NeMo's text processing) 1.1 GB and 0.1 s, and a minute to
start, unless it finds its grammars in ``--cache``; both come with ``pip install
'article-narrator[faults]'``, up to Python 3.13. espeak is the engine's own reading of the sentence
as
"""

from __future__ import annotations

import argparse
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from narrator.verbalize.normalize import to_spoken
from tests.benchmarks.findings import Finding, Search, add_arguments, read_sentences, report
from tests.benchmarks.readings import differing_places

_LANGUAGE = "en"
# figures, signs, capitals, dots that end no sentence, letters with accents
_WORTH_ASKING = re.compile(
    r"""
    [0-9] | [A-Z]{2} | [a-z][A-Z]
    | \w\.\w | \b[A-Z][a-z]{0,5}\.\s
    | [^\w\s.,;:!?'’‘“”"()—–-] | [^\W_a-zA-Z]
    """,
    re.X,
)
# what a place is, by the first pattern that finds something in it
_KINDS = {
    kind: re.compile(pattern, re.X)
    for kind, pattern in (
        ("address", r"://|www\.|\w@\w|\w\.(?:com|org|net|gov|io|edu)\b"),
        ("money", r"[$€£¥₹¢]|\b(?:USD|EUR|GBP)\b"),
        ("percent", r"%"),
        ("time", r"\d:\d\d|\d\s?[ap]\.?m\b"),
        ("mathematical sign", r"[=+×÷±≈≤≥<>*^√∑∞~−]"),
        ("degree or prime", r"[°º′″]|\d[\"”]"),
        ("version", r"\d\.\d+\.\d|\bv\d"),
        ("figure/figure", r"\d/\d"),
        ("figure-figure", r"\d[-–—]\d"),
        ("slash", r"/"),
        ("hash, at or underscore", r"[#_&@]"),
        ("letters and figures", r"[^\W\d]-?\d|\d-?[^\W\d]"),
        ("decimal", r"\d\.\d"),
        ("year", r"\b(?:1[0-9]|20)\d\d\b"),
        ("number", r"\d"),
        ("Roman numeral", r"\b[IVXLCDM]{2,}\b|\b[IVX]\b"),
        ("capitals", r"[A-Z]{2}"),
        ("capital in a word", r"[a-z][A-Z]"),
        ("letter with accent or sign", r"[^\x00-\x7f‘’“”–—…]"),
        ("dot", r"\w\.(?:\w|$)"),
        ("word", r""),
    )
}

Normaliser = Callable[[str], str]


def load_wetext(cache: Path | None) -> Normaliser:  # noqa: ARG001 (it keeps its own)
    """Return wetext's normaliser."""
    from wetext import Normalizer

    normalise: Normaliser = Normalizer(lang=_LANGUAGE, operator="tn").normalize
    return normalise


def load_nemo(cache: Path | None) -> Normaliser:
    """Return NeMo's normaliser."""
    from nemo_text_processing.text_normalization.normalize import Normalizer

    logging.disable(logging.WARNING)
    normaliser = Normalizer("cased", _LANGUAGE, cache_dir=str(cache) if cache else None)
    return lambda sentence: str(normaliser.normalize(sentence))


def load_espeak(cache: Path | None) -> Normaliser:  # noqa: ARG001 (it needs none)
    """Return what leaves a sentence to espeak-ng, which is compared by phonemes."""
    return str


OTHERS = {"wetext": load_wetext, "nemo": load_nemo, "espeak": load_espeak}


def search(sentences: Iterable[str], others: dict[str, Normaliser]) -> Iterator[Finding]:
    """Yield the places of sentences that narrate says otherwise than others do."""
    for sentence in filter(_WORTH_ASKING.search, sentences):
        said = to_spoken(sentence, _LANGUAGE)
        for name, normalise in others.items():
            try:
                other = normalise(sentence)
            except AssertionError:  # wetext refuses some sentences
                continue
            for place in differing_places(sentence, said, other):
                kind = kind_of(place.written)
                yield Finding(name, kind, place.written, place.ours, place.theirs, sentence)


def kind_of(written: str) -> str:
    """Return what a place is, by its marks."""
    return next(kind for kind, pattern in _KINDS.items() if pattern.search(written))


def main() -> None:
    """Compare, and print where the readings differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    parser.add_argument("--with", nargs="+", dest="others", choices=OTHERS, default=list(OTHERS))
    parser.add_argument("--cache", type=Path, help="a folder for nemo's grammars")
    options = parser.parse_args()
    others = {name: OTHERS[name](options.cache) for name in options.others}
    sentences = read_sentences(options.folder, _LANGUAGE)
    report(Search(len(sentences), list(search(sentences, others))), options)


if __name__ == "__main__":
    main()
