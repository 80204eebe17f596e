"""The passage cut: whole, bounded, at home in one chapter, and steady under edits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from narrator.audio.sound import Pause
from narrator.errors import NothingToSayError
from narrator.readers import read
from narrator.recording.casting import solo
from narrator.recording.passages import Passage, Utterance
from narrator.recording.plan import MAX_PASSAGE, plan, with_summary
from narrator.settings import Pauses
from tests.conftest import SAMPLES
from tests.strategies import as_article, said, texts

PAUSES = Pauses()

# left out on purpose: tags and marks of notes, and names of columns, which are said with the cells
_SILENT = re.compile(r"</?[A-Za-z]|&[A-Za-z#]|\[\d|[|\t]")


def passages(text: str, summary: tuple[str, ...] = ()) -> list[Passage]:
    return list(plan(with_summary(as_article(text), summary), PAUSES, solo("en")))


def speech(cut: list[Passage]) -> str:
    return said("".join(utterance.text for passage in cut for utterance in passage.utterances))


def has_words_alone(text: str) -> bool:
    return said(text) != "" and _SILENT.search(text) is None


@given(texts.filter(has_words_alone))
def test_no_word_is_lost_and_passages_are_well_formed(text: str) -> None:
    cut = passages(text)
    assert speech(cut) == said(text)
    assert [p.chapter for p in cut] == sorted(p.chapter for p in cut)
    for passage in cut:
        assert passage.utterances
        assert isinstance(passage.pieces[-1], Pause)
        assert sum(len(utterance.text) for utterance in passage.utterances[:-1]) <= MAX_PASSAGE


def test_a_text_of_tags_alone_has_nothing_to_say() -> None:
    with pytest.raises(NothingToSayError):
        passages("<P>\n<br> <hr>")


def test_silence_at_both_ends_and_after_headings() -> None:
    cut = list(plan(read(SAMPLES / "night-trains.txt"), PAUSES, solo("en")))
    assert cut[0].pieces[0] == Pause(PAUSES.head_pause)
    assert cut[-1].pieces[-1] == Pause(PAUSES.tail_pause)
    for passage in cut[1:]:
        heading, pause, *_ = passage.pieces
        if isinstance(heading, Utterance) and heading.text == passage.section:
            assert pause == Pause(PAUSES.heading_pause)
            assert PAUSES.heading_pause > PAUSES.paragraph_pause


def test_the_summary_is_a_chapter_of_its_own() -> None:
    first, *_ = passages("The boats came home.\nNobody cheered.", ("The boats came home.",))
    assert first.section == "Summary"
    assert [utterance.text for utterance in first.utterances] == ["Summary", "The boats came home."]


def test_an_edit_moves_no_later_cut() -> None:
    article = read(SAMPLES / "harbour-cranes.txt")
    before = [passage.pieces for passage in plan(article, PAUSES, solo("en"))]
    text = article.text.replace("six centuries", "more than six hundred years", 1)
    after = [passage.pieces for passage in plan(as_article(text), PAUSES, solo("en"))]
    assert len(set(after) - set(before)) <= 2
