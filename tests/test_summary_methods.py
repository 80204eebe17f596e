"""The summary methods by name: what they choose, on any text, in any language, offline."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator import read, summarise
from narrator.errors import UsageError
from narrator.language.tables import language_codes
from narrator.settings import SUMMARY_METHODS, SummarySettings
from narrator.summary.candidates import Candidate, find_candidates
from narrator.summary.lengths import Budget
from narrator.summary.methods import MAX_SENTENCES, make_document, make_summarizer
from narrator.summary.words import Tokenizer, load_words
from tests.conftest import SAMPLES, Narrate
from tests.strategies import articles, as_article, texts

ALL = sorted(SAMPLES.glob("*.txt"))


@pytest.mark.parametrize("method", SUMMARY_METHODS)
def test_each_works_through_the_command(narrate: Narrate, method: str) -> None:
    run = narrate(
        SAMPLES / "night-trains.txt", "--summary-only", "--method", method, "--sentences", "3"
    )
    assert (run.exit_code, run.stderr) == (0, "")
    article = read(SAMPLES / "night-trains.txt")
    assert (
        tuple(run.stdout.splitlines())
        == summarise(article, SummarySettings(sentences=3, method=method)).texts
    )


def sumys_own(method: str) -> Any:
    """Return sumy's summarizer as it is, with the same words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sumy.summarizers import kl, lex_rank, luhn, reduction, sum_basic, text_rank
    classes = {
        "kl": kl.KLSummarizer,
        "lex-rank": lex_rank.LexRankSummarizer,
        "luhn": luhn.LuhnSummarizer,
        "reduction": reduction.ReductionSummarizer,
        "sum-basic": sum_basic.SumBasicSummarizer,
        "text-rank": text_rank.TextRankSummarizer,
    }
    words = load_words("en")
    summarizer = classes[method](words.stem)
    summarizer.stop_words = words.stop_words
    return summarizer


@pytest.mark.parametrize(
    "method", ["kl", "lex-rank", "text-rank", "reduction", "luhn", "sum-basic"]
)
@pytest.mark.parametrize("sample", ALL, ids=lambda path: path.stem)
def test_they_choose_what_sumys_own_do(method: str, sample: Path) -> None:
    article = read(sample)
    if method == "kl":  # sumy's own takes seconds for more
        article = replace(article, sections=article.sections[:4])
    candidates = find_candidates(article, "en")
    document = make_document(article, candidates)
    chosen = make_summarizer(method, candidates, "en")(document, Budget(5))
    assert list(map(str, chosen)) == list(map(str, sumys_own(method)(document, 5)))


@pytest.mark.parametrize("method", SUMMARY_METHODS)
def test_counts_are_those_of_sumy(method: str) -> None:
    article = read(SAMPLES / "night-trains.txt")
    candidates = find_candidates(article, "en")
    document = make_document(article, candidates)

    def choose(count: int | str) -> list[str]:
        return list(map(str, make_summarizer(method, candidates, "en")(document, count)))

    most = len(candidates) // 5
    assert choose("20%") == choose(most)
    assert len(choose(most)) == most


AWKWARD = [
    "One two three. Four five six.",
    "The of and a. To be or not to be. Is it so?",
    "Alpha. Beta. Gamma. Delta.",
    "Hello there.",
    "Rain. Rain. Rain.",
    "Click here to subscribe to our newsletter.",
    "雨が降った。船は港に戻った。誰も濡れなかった。",
]


@pytest.mark.parametrize("method", SUMMARY_METHODS)
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts(method: str, text: str) -> None:
    article = as_article(text)
    assert len(summarise(article, SummarySettings(sentences=2, method=method)).sentences) == min(
        2, len(find_candidates(article, "en"))
    )


@given(
    articles | texts.filter(lambda text: any(map(str.isalnum, text))),
    st.sampled_from(SUMMARY_METHODS),
)
@settings(deadline=None, max_examples=60)
def test_any_text_has_a_summary_by_any_method(text: str, method: str) -> None:
    article = as_article(text)
    candidates = find_candidates(article, "en")
    summary = summarise(article, SummarySettings(sentences=4, method=method))
    assert len(summary.sentences) == min(4, len(candidates))
    assert summary == summarise(article, SummarySettings(sentences=4, method=method))


@given(st.text(min_size=1, max_size=120), st.sampled_from(language_codes()))
@settings(deadline=None, max_examples=150)
def test_any_words_have_stems_in_any_language(text: str, language: str) -> None:
    words = load_words(language)
    assert all(isinstance(stem, str) for stem in map(words.stem, Tokenizer.to_words(text)))


def test_scripts_without_spaces_are_paired() -> None:
    assert Tokenizer.to_words("港の船 boats") == ("港の", "の船", "boats")
    assert Tokenizer.to_words("Don’t stop, naïve 42") == ("Don’t", "stop", "naïve", "42")


def test_too_long_for_a_method_is_refused_with_an_alternative(
    narrate: Narrate, tmp_path: Path
) -> None:
    for method, most in MAX_SENTENCES.items():
        refusal = (
            f"{method} takes texts of up to {most:,} sentences, .*; directed and lead take any"
        )
        with pytest.raises(UsageError, match=refusal):
            make_summarizer(method, [Candidate("A boat.", 0, 0, 1, 1.0)] * (most + 1), "en")
    text = " ".join(f"Boat {number} came home." for number in range(MAX_SENTENCES["lsa"] + 1))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    run = narrate("long.txt", "--summary-only", "--method", "lsa")
    assert (run.exit_code, run.stdout, run.stderr.count("\n")) == (2, "", 1)
