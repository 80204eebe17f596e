"""What is written becomes what is said.

Every sentence of the tables, which are our own, is said as its table has it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.article import Article, Paragraph, Section
from narrator.errors import NothingToSayError
from narrator.recording.casting import solo
from narrator.recording.plan import plan
from narrator.settings import Pauses
from narrator.verbalize.normalize import rules_of, to_said, to_spoken
from narrator.verbalize.readable import clean

DATA = Path(__file__).parent / "data"
# languages with a table of what is said: spoken_<language>.tsv
SPOKEN = sorted(path.stem.removeprefix("spoken_") for path in DATA.glob("spoken_*.tsv"))
LANGUAGES = [*SPOKEN, "sv", "zz", ""]
# what the rules look for, so that chance finds it
MARKS = [*"$€£%°²½º-–/.,:()[]<>&#@*_`~^=+×'\"😀 \n\x00\ud800"]
NUMBERS = [
    "0",
    "1",
    "12",
    "1990",
    "1,000",
    "1.000",
    "2,5",
    "1/2",
    "3:30",
    "1980s",
    "h30",
    "7 de mayo",
]
WORDS = [
    "St. ",
    "No. ",
    "Jan. ",
    "p.m. ",
    " III",
    "Henry ",
    "WHO",
    "AM",
    "km",
    "kg/m3",
    " million",
    " vs. ",
    " Uhr",
]
RESIDUE = [
    "www.a.com",
    "http://",
    "a@b.org",
    "&amp;",
    "<b>",
    "</speak>",
    "[1]",
    "[[",
    "]]",
    "et al., 2019)",
]
PIECES = st.sampled_from([*MARKS, *NUMBERS, *WORDS, *RESIDUE])
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=3).map(lambda p: "".join(p) * 20),
)


def cases(language: str) -> Iterator[tuple[str, list[str]]]:
    for line in (DATA / f"spoken_{language}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            written, _, spoken = line.partition("\t")
            yield written, spoken.split("|")


def words(text: str) -> str:
    """Return the words alone: marks, case and hyphens are no part of what is said."""
    return " ".join(re.findall(r"[\w'’]+", text.lower()))


@pytest.mark.parametrize("language", SPOKEN)
def test_all_is_said_right(language: str) -> None:
    wrong = [
        f"{written} → {said}"
        for written, readings in cases(language)
        if words(said := to_spoken(written, language)) not in map(words, readings)
    ]
    assert not wrong, "\n".join(wrong)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_text_that_stays_as_it_is(text: str, language: str) -> None:
    said = to_spoken(text, language)
    assert to_spoken(said, language) == said


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_nothing_an_engine_obeys_is_left(text: str, language: str) -> None:
    said = to_spoken(text, language)
    assert not set("[]<\x00\x01\n") & set(said)


@pytest.mark.long
@given(TEXTS, st.sampled_from([*SPOKEN, "sv"]))
@settings(max_examples=200, deadline=None)
def test_the_rules_that_a_text_is_spared_find_nothing_in_it(text: str, language: str) -> None:
    text = " ".join(clean(text).split())
    chooser = rules_of(language if language in SPOKEN else "")
    due = chooser.due(text)
    for place, family in enumerate(chooser.families):
        tried = {rule.pattern.pattern for rule in chooser.chosen(place, due)}
        spared = {rule.pattern for rule in family} - tried
        assert not [pattern for pattern in spared if re.search(pattern, text)]


@pytest.mark.parametrize(
    ("text", "most"),
    [("The boats came back to the harbour.", 5), ("It rained 12 days in the village.", 25)],
)
def test_a_text_is_tried_by_few_rules(text: str, most: int) -> None:
    assert rules_of("en").due(text).bit_count() <= most


@pytest.mark.parametrize(
    "text",
    [
        "[[h@l'oU]]",
        "&#91;&#91;h@l'oU]]",
        "［［h@l'oU］］",
        "[\u200b[h@l'oU]]",
        "[[[[h]]]]",
    ],
)
def test_phoneme_brackets_of_a_text_never_reach_the_engine(text: str) -> None:
    assert "[[" not in to_spoken(text, "en")


@pytest.mark.parametrize("text", ["", " ", "[12]", "😀", "***", "---", "<br/>", "\ufeff"])
def test_what_has_no_sound_is_empty_or_a_mark(text: str) -> None:
    assert not any(map(str.isalnum, to_spoken(text, "en")))


@pytest.mark.parametrize(
    "text",
    [
        "The river was high and the ferry did not run.",
        "He saw 12 boats, said “no” and left… again.",
        "The U.S. and NATO met; FBI agents came.",
        "I am I, and you may march in May.",
        "Vitamin C, Plan B and Malcolm X.",
        "The book I saw, the two chapters I and the boys liked; and I, of all, went round. "
        "I think so.",
        "It's the ’ready’ part (or not).".replace("’", "'"),
    ],
)
def test_what_engines_say_well_is_left_alone(text: str) -> None:
    assert to_spoken(text, "en") == text


def test_an_unknown_language_only_loses_its_markup() -> None:
    assert (
        to_spoken("**Hej** [då](http://a.se) ★★★ 5 kr &amp; 1/2 <b>m</b>", "sv")
        == "Hej då 5 kr & 1/2 m"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        # letters that begin or end as no word does, and words that look so
        ("The DJIA and the UNLV team.", "The D.J.I.A. and the U.N.L.V. team."),
        ("A UNICEF and an OPEC desk.", "A UNICEF and an OPEC desk."),
        ("The EPFL has STRENGTH.", "The E.P.F.L. has STRENGTH."),
        # engines read short capitals where most letters of a clause are capitals
        (
            "We asked the agencies, OMB, UX, and the SBA.",
            "We asked the agencies, O.M.B., U.X., and the SBA.",
        ),
        ("ADRs, UIDs", "A.D.R.'s, U.I.D.'s"),
        ("STOP, NOT NOW", "STOP, NOT NOW"),
        # read as words that engines would spell, or not as they sound
        ("A SCSI disk on the LAN.", "A scuzzy disk on the lan."),
        ("Two VLANs and a NAS.", "Two V-lans and a nas."),
    ],
)
def test_acronyms_are_spelt_or_read_for_engines(written: str, said: str) -> None:
    assert to_said(written, "en") == said


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        # words that engines would spell
        ("Get them OFF my lawn.", "Get them off my lawn."),
        ("AS the sun set, HE rang.", "As the sun set, he rang."),
        ("One read GO HOME, one NEW.", "One read go HOME, one new."),
        ("I AM here OR there.", "I am here or there."),
        # words that they read
        ("She did NOT say WAIT.", "She did NOT say WAIT."),
        ("THE MAN WHO CAME BACK", "THE MAN WHO CAME BACK"),
        ("DIG IT UP", "Dig it up"),
        # acronyms
        ("The US and our IT staff.", "The US and our IT staff."),
        ("US farms rely on IT support.", "US farms rely on IT support."),
        ("The WHO knows WHO came.", "The W.H.O. knows WHO came."),
        ("WHO officials met.", "W.H.O. officials met."),
        ("A DIN plug and an LED.", "A DIN plug and an LED."),
    ],
)
def test_capitals_are_read_as_words_or_spelt(written: str, spoken: str) -> None:
    assert to_spoken(written, "en") == spoken


@pytest.mark.parametrize("unit", ["a", "[", "(", "“", "I", "."])
def test_a_line_of_a_million_characters_costs_linear_time(unit: str) -> None:
    started = time.process_time()
    to_spoken(unit * (1_000_000 // len(unit)), "en")
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1-",
        "1/",
        "1,",
        "$1",
        "1:",
        "1.1.",
        "St. ",
        "Jan 1 ",
        "(Ab & ",
        "A.",
        "http://",
        "I ",
    ],
)
def test_cost_grows_no_faster_than_the_line(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        started = time.process_time()
        to_spoken(text, "en")
        return time.process_time() - started

    seconds(1_000)
    # a quadratic rule would take 64 times as long
    assert seconds(32_000) < 24 * seconds(4_000) + 0.2


def test_plain_prose_costs_little() -> None:
    sentences = [
        "The boats came back to the harbour before the storm, "
        "and nobody in the village slept that night.",
        "It cost $2.5 million in 2019, said Dr. Ann Moor of the U.S. Geological Survey, "
        "who came on May 3.",
        "“We knew the river,” he said, “but we had never seen it like this; "
        "it took the bridge in minutes.”",
    ]
    for sentence in sentences:
        to_spoken(sentence, "en")
    started = time.process_time()
    for _ in range(50):
        for sentence in sentences:
            to_spoken(sentence, "en")
    spent = time.process_time() - started
    count = 50 * sum(len(sentence.split()) for sentence in sentences)
    # 10 ms for a thousand words is the aim; the margin is for a busy machine
    assert spent / count * 1000 < 0.025


def article(*paragraphs: str) -> Article:
    return Article("Title", (Section((), tuple(map(Paragraph, paragraphs))),), "name", "name.txt")


def test_plan_speaks_the_spoken_form_and_keeps_the_text() -> None:
    passages = list(plan(article("It cost $5."), Pauses(), solo("en")))
    assert [(u.text, u.spoken) for p in passages for u in p.utterances] == [
        ("It cost $5.", "It cost five dollars.")
    ]


def test_plan_drops_what_has_no_spoken_form_and_keeps_the_chapter_pause() -> None:
    passages = list(plan(article("One.", "[12]", "😀"), Pauses(), solo("en")))
    assert [u.text for p in passages for u in p.utterances] == ["One."]
    assert len(passages[-1].pieces) == 3


def test_plan_of_an_article_without_a_word_to_say() -> None:
    with pytest.raises(NothingToSayError):
        list(plan(article("[12]", "😀"), Pauses(), solo("en")))
