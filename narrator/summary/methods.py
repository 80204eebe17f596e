"""The summary methods by name: our own two, and sumy's with what they need to work offline.

Every method gets the same candidates, so boilerplate and repetitions reach none of them, and our
tokenizer, stemmers and stop words. sumy's summarizers compare every sentence with every other one
in Python and rank the whole text, so each takes texts up to a length only; ``directed`` and
``lead`` take any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pkgutil import resolve_name
from typing import Any

from narrator.errors import UsageError
from narrator.language.tables import language_table
from narrator.summary.candidates import Candidate
from narrator.summary.words import LanguageWords, language_code, load_words

# The most sentences that a method takes, so that it answers in about five seconds. The costs were
# measured with a novel of that length and sumy 0.13 on one core: processor time, and peak memory of
# the process, which is 72 MB before. edmundson is linear, and has no bound.
MAX_SENTENCES = {
    #                      seconds   MB
    "kl": 200,  #            4.9     72
    "lex-rank": 1_000,  #    4.2     81
    "lsa": 1_000,  #         1.7    192
    "reduction": 1_000,  #   2.3     73
    "text-rank": 2_000,  #   5.0    167
    "sum-basic": 3_000,  #   3.5     81
    "luhn": 5_000,  #        2.2    127
}

Summarizer = Callable[[Any, Any], tuple[Any, ...]]

# the classes that need nothing but stop words and a stemmer
_CLASSES = {
    "lead": "narrator.summary.lead:LeadSummarizer",
    "lsa": "narrator.summary.lsa:StableLsaSummarizer",
    "lex-rank": "sumy.summarizers.lex_rank:LexRankSummarizer",
    "text-rank": "sumy.summarizers.text_rank:TextRankSummarizer",
    "luhn": "sumy.summarizers.luhn:LuhnSummarizer",
    "kl": "sumy.summarizers.kl:KLSummarizer",
    "sum-basic": "sumy.summarizers.sum_basic:SumBasicSummarizer",
    "reduction": "sumy.summarizers.reduction:ReductionSummarizer",
}
# these sum over sets of stems, or number them in the order of a set
_USES_SETS = ("lsa", "lex-rank")
# a word that no text has, for Edmundson's method, which refuses an empty list
_NO_WORDS = ("\0",)


def make_summarizer(method: str, candidates: Sequence[Candidate], language: str) -> Summarizer:
    """Return the summarizer of a method for a document of these candidates.

    Raises:
        UsageError: There are more candidates than the method takes.
    """
    _check_length(method, len(candidates))
    words = load_words(language)
    if method == "directed":
        return _make_directed(candidates, words, language)
    if method == "edmundson":
        return _make_edmundson(words, language)
    stem: Callable[[str], object] = words.stem
    if method in _USES_SETS:
        stem = _number_stems(words.stem)
    summarizer = resolve_name(_CLASSES[method])(stem)
    summarizer.stop_words = words.stop_words
    made: Summarizer = summarizer
    return made


def _check_length(method: str, sentences: int) -> None:
    """Refuse a text that is too long for a method."""
    most = MAX_SENTENCES.get(method)
    if most is not None and sentences > most:
        raise UsageError(
            f"the method {method} takes texts of up to {most:,} sentences, "
            f"and this one has {sentences:,}; directed and lead take any"
        )


def _number_stems(stem: Callable[[str], str]) -> Callable[[str], int]:
    """Return a stemmer whose stems are numbers, in the order in which they first come up.

    A set of strings has an order that depends on PYTHONHASHSEED, and so have the rounding errors
    of sums over it, which decide between sentences that are equally good. The order of a set of
    small numbers depends on nothing.
    """
    numbers: dict[str, int] = {}

    def number_of(word: str) -> int:
        return numbers.setdefault(stem(word), len(numbers))

    return number_of


def _make_directed(
    candidates: Sequence[Candidate], words: LanguageWords, language: str
) -> Summarizer:
    """Return our own summarizer."""
    from narrator.summary.directed import DirectedSummarizer
    from narrator.summary.openings import load_openings

    summarizer = DirectedSummarizer(words.stem)
    summarizer.stop_words = words.stop_words
    summarizer.openings = load_openings(language_code(language))
    summarizer.sentence_weights = [candidate.weight for candidate in candidates]
    return summarizer


def _make_edmundson(words: LanguageWords, language: str) -> Summarizer:
    """Return Edmundson's summarizer, with the cue words of the language."""
    from sumy.summarizers.edmundson import EdmundsonSummarizer

    cue_words = language_table(language_code(language), "edmundson")
    summarizer = EdmundsonSummarizer(words.stem)
    summarizer.bonus_words = cue_words.get("bonus", _NO_WORDS)
    summarizer.stigma_words = cue_words.get("stigma", _NO_WORDS)
    summarizer.null_words = words.stop_words or _NO_WORDS
    made: Summarizer = summarizer
    return made
