"""The rankers by name: the directed one, and sumy's, with what each needs to work offline, always alike and fast.

sumy's get the same sentences as the directed one, so boilerplate and repetitions never reach them, and our tokenizer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from narrator.errors import UsageError
from narrator.language.tables import load_toml
from narrator.summary.candidates import Candidate
from narrator.summary.words import Words, base, load_words

# sentences that the quadratic methods take: in a second or so, and 150 MB
MOST_SENTENCES = {"lex-rank": 4_000, "text-rank": 4_000, "reduction": 4_000, "lsa": 2_000}
# a word that no text has, for sumy, which does not take an empty list
_NO_WORD = frozenset({"\0"})

Summarizer = Callable[[Any, Any], tuple[Any, ...]]


def make_summarizer(method: str, candidates: Sequence[Candidate], language: str) -> Summarizer:
    """The summariser of that name for a document of these candidates.

    Raises:
        UsageError: there are too many of them for it.
    """
    most = MOST_SENTENCES.get(method)
    if most is not None and len(candidates) > most:
        raise UsageError(
            f"the method {method} takes texts of up to {most:,} sentences, and this one has {len(candidates):,}; "
            "directed takes any"
        )
    return _MAKERS[method](candidates, load_words(language), base(language))


def _directed(candidates: Sequence[Candidate], words: Words, code: str) -> Summarizer:
    from narrator.summary.directed import DirectedSummarizer
    from narrator.summary.features import load_openings

    summarizer = DirectedSummarizer(words.stem)
    summarizer.stop_words = words.stop_words
    summarizer.openings = load_openings(code)
    summarizer.weights = [candidate.weight for candidate in candidates]
    return summarizer


def _luhn(_candidates: Sequence[Candidate], words: Words, _code: str) -> Summarizer:
    from sumy.summarizers.luhn import LuhnSummarizer

    class FastLuhnSummarizer(LuhnSummarizer):  # type: ignore[misc]
        """Luhn's; sumy's looks for every word of the text in a tuple."""

        def _get_significant_words(self, words: Sequence[str]) -> frozenset[str]:
            return frozenset(super()._get_significant_words(words))

    summarizer = FastLuhnSummarizer(words.stem)
    summarizer.stop_words = words.stop_words
    made: Summarizer = summarizer
    return made


def _edmundson(_candidates: Sequence[Candidate], words: Words, code: str) -> Summarizer:
    from sumy.summarizers.edmundson import EdmundsonSummarizer

    tables = load_toml("narrator.summary", "data/cues.toml")
    cues = tables.get(code, {})
    summarizer = EdmundsonSummarizer(words.stem)
    summarizer.bonus_words = cues.get("bonus", "").split() or _NO_WORD
    summarizer.stigma_words = cues.get("stigma", "").split() or _NO_WORD
    summarizer.null_words = words.stop_words or _NO_WORD
    made: Summarizer = summarizer
    return made


def _of(module: str, name: str) -> Callable[[Sequence[Candidate], Words, str], Summarizer]:
    """A maker of what needs stop words and a stemmer only."""

    def make(_candidates: Sequence[Candidate], words: Words, _code: str) -> Summarizer:
        from importlib import import_module

        summarizer = getattr(import_module(module), name)(words.stem)
        summarizer.stop_words = words.stop_words
        made: Summarizer = summarizer
        return made

    return make


_MAKERS: dict[str, Callable[[Sequence[Candidate], Words, str], Summarizer]] = {
    "directed": _directed,
    "lead": _of("narrator.summary.greedy", "LeadSummarizer"),
    "lsa": _of("narrator.summary.graphs", "StableLsaSummarizer"),
    "lex-rank": _of("narrator.summary.graphs", "FastLexRankSummarizer"),
    "text-rank": _of("narrator.summary.graphs", "FastTextRankSummarizer"),
    "luhn": _luhn,
    "edmundson": _edmundson,
    "kl": _of("narrator.summary.greedy", "FastKLSummarizer"),
    "sum-basic": _of("narrator.summary.greedy", "FastSumBasicSummarizer"),
    "reduction": _of("narrator.summary.graphs", "FastReductionSummarizer"),
}
