"""What is narrated of a source, in which chapters, and that what is left out is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.article import Article, Kind, Paragraph, Section
from narrator.readers import read
from narrator.selection import select_sections
from narrator.settings import Selection
from narrator.speech.voices import find_speaker
from tests.conftest import Narrate

FERRY = """\
---
title: The Ferry
author: [Ann Quay, Bo Rill]
lang: en-GB
---

# The Ferry

The ferry to the island runs twice a day[^runs] and takes an hour, unless the wind is against it.

![A red ferry at the pier](ferry.png)

## Timetable

| Port | Leaves |
|------|-------:|
| Ayr  | 6:30   |
| Oban | 7:45   |

3. Buy a ticket at the harbour.
4. Board early.

## For programmers

The timetable is open to all who want to build on it, and here is how.

```python
print(ferry)
```

Read more: the ferry's own page

### Small print

Nothing here is certain, for the sea is not, and the company says so on every ticket.

## References

- Harbour office, 1990

[^runs]: Once a day in winter.
"""


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(FERRY, encoding="utf-8")
    return path


def script(narrate: Narrate, source: Path, *options: str) -> dict[str, list[str]]:
    """Return what would be said, by chapter."""
    run = narrate(source, "--dry-run", "--json", *options)
    assert (run.exit_code, run.stderr) == (0, "")
    return {chapter["title"]: chapter["spoken"] for chapter in json.loads(run.stdout)["chapters"]}


def test_every_kind_of_paragraph_is_said_in_its_way(narrate: Narrate, ferry: Path) -> None:
    assert script(narrate, ferry) == {
        "The Ferry": [
            "The Ferry",
            "The ferry to the island runs twice a day and takes an hour, "
            "unless the wind is against it.",
            "Picture: A red ferry at the pier",
        ],
        "Timetable": [
            "Timetable",
            "Port: Ayr; Leaves: six thirty.",
            "Port: Oban; Leaves: seven forty five.",
            "3: Buy a ticket at the harbour.",
            "4: Board early.",
        ],
        "For programmers": [
            "For programmers",
            "The timetable is open to all who want to build on it, and here is how.",
            "A code block is left out here.",
        ],
        "Small print": [
            "Small print",
            "Nothing here is certain, for the sea is not, and the company says so on every ticket.",
        ],
    }


def test_what_is_left_out_is_told_at_the_end_and_in_json(narrate: Narrate, ferry: Path) -> None:
    said = (
        "left out: section References (4 words), 1 footnote (5 words), 1 code block (1 word), "
        "1 appeal to the reader (6 words)"
    )
    assert narrate(ferry, "--engine", "tone").stderr.splitlines()[-1] == said
    assert narrate(ferry, "--dry-run").stdout.splitlines()[-1] == said
    skipped = [
        {"what": "section", "name": "References", "count": 1, "words": 4},
        {"what": "footnote", "name": "", "count": 1, "words": 5},
        {"what": "code block", "name": "", "count": 1, "words": 1},
        {"what": "appeal to the reader", "name": "", "count": 1, "words": 6},
    ]
    assert (
        json.loads(narrate(ferry, "--engine", "tone", "--json", "-q").stdout)["skipped"] == skipped
    )
    assert json.loads(narrate(ferry, "--dry-run", "--json").stdout)["skipped"] == skipped


def test_several_things_that_are_left_out_are_counted(narrate: Narrate, ferry: Path) -> None:
    ferry.write_text(
        FERRY.replace("## For", "Read more: the harbour\n\n```\nls\n```\n\n## For"),
        encoding="utf-8",
    )
    assert narrate(ferry, "--dry-run").stdout.splitlines()[-1] == (
        "left out: section References (4 words), 1 footnote (5 words), "
        "2 appeals to the reader (10 words), 2 code blocks (2 words)"
    )


@pytest.mark.parametrize("where", ["inline", "end"])
def test_footnotes_are_read_where_they_are_wanted(
    narrate: Narrate, ferry: Path, where: str
) -> None:
    first = script(narrate, ferry, "--footnotes", where)["The Ferry"]
    note = first.index("Note 1: Once a day in winter.")
    assert (note < first.index("Picture: A red ferry at the pier")) == (where == "inline")


def test_an_announcement_is_no_part_of_the_summary(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Use\n\nThe tide turns twice.\n\n```\nls\n```\n\nIt turns back, too.\n", encoding="utf-8"
    )
    told = json.loads(narrate("a.md", "--summary-only", "--json").stdout)
    assert [(item["text"], item["position"]) for item in told["summary"]] == [
        ("The tide turns twice.", 1),
        ("It turns back, too.", 2),
    ]
    assert narrate("a.md", "--summary-only", "--voice", "en-gb+f3").stderr == ""


def test_a_section_that_loses_all_its_text_is_listed_as_left_out(
    narrate: Narrate, ferry: Path
) -> None:
    ferry.write_text(
        FERRY.replace("# References", "# Advert\n\nRead more: here\n\n# References"),
        encoding="utf-8",
    )
    advert = next(
        line for line in narrate(ferry, "--sections").stdout.splitlines() if "Advert" in line
    )
    assert advert.endswith("left out)")


def test_code_is_read_when_asked(narrate: Narrate, ferry: Path) -> None:
    assert "print(ferry)" in script(narrate, ferry, "--code", "read")["For programmers"]


def test_announcements_are_in_the_voices_language(narrate: Narrate, ferry: Path) -> None:
    german = script(narrate, ferry, "--voice", "de", "--footnotes", "end")
    assert german["For programmers"][-1] == "Hier ist ein Stück Programmtext ausgelassen."
    assert german["The Ferry"][-1] == "Anmerkung eins: Once a day in winter."
    finnish = script(narrate, ferry, "--voice", "fi")
    assert len(finnish["For programmers"]) == 2


def test_the_sections_are_listed_with_what_would_be_left_out(
    narrate: Narrate, ferry: Path, tmp_path: Path
) -> None:
    run = narrate(ferry, "--sections")
    lines = [line.split("  (")[0] for line in run.stdout.splitlines()]
    assert lines == [
        "   1. The Ferry",
        "   2.   Timetable",
        "   3.   For programmers",
        "   4.     Small print",
        "   5.   References",
    ]
    assert run.stdout.splitlines()[-1].endswith(", left out)")
    told = json.loads(narrate(ferry, "--sections", "--json", "--skip", "timetable").stdout)
    assert [entry["left_out"] for entry in told["sections"]] == [False, True, False, False, True]
    assert all(entry["duration"] > 0 for entry in told["sections"])
    assert list(tmp_path.iterdir()) == [ferry]


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--only", "2,4-5"], ["Timetable", "Small print", "References"]),
        (["--only", "3"], ["For programmers", "Small print"]),  # with what stands under it
        (["--only", "1"], ["The Ferry"]),  # but the title stands over all
        (["--skip", "for programmers", "--skip", "TIMETABLE"], ["The Ferry"]),
        (
            ["--everything"],
            ["The Ferry", "Timetable", "For programmers", "Small print", "References"],
        ),
        (["--depth", "2"], ["The Ferry", "Timetable", "For programmers"]),
        (["--depth", "1"], ["The Ferry"]),
        (["--depth", "9"], ["The Ferry", "Timetable", "For programmers", "Small print"]),
    ],
)
def test_sections_are_chosen(
    narrate: Narrate, ferry: Path, options: list[str], titles: list[str]
) -> None:
    assert [*script(narrate, ferry, *options)] == titles


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--only", "9"], "narrate: there is no section 9: the article has 5, see --sections\n"),
        (
            ["--only", "2", "--skip", "Timetable"],
            "narrate: no section is left to narrate, see --sections\n",
        ),
    ],
)
def test_a_section_that_is_not_there(
    narrate: Narrate, ferry: Path, options: list[str], said: str
) -> None:
    run = narrate(ferry, "--engine", "tone", *options, here=True)
    assert (run.exit_code, run.stderr) == (2, said)


@pytest.mark.parametrize("numbers", ["0", "2-1", "a", "1,,2", "1-", ""])
def test_only_takes_numbers(narrate: Narrate, ferry: Path, numbers: str) -> None:
    assert narrate(ferry, "--only", numbers, here=True).exit_code == 2


def section(title: str, words: int, level: int = 2) -> Section:
    return Section((title,) if title else (), (Paragraph("word " * words),) if words else (), level)


def article(*sections: Section) -> Article:
    return Article("Title", sections, "name", "name.txt")


def titles(sections: list[Section], selection: Selection | None = None) -> list[str]:
    return [
        s.title
        for s in select_sections(article(*sections), selection or Selection(), "en").sections
    ]


def test_short_sections_join_the_next_unless_told_not_to() -> None:
    recipe = [
        section("Bread", 30, 1),
        section("Yield", 2),
        section("Ingredients", 40),
        section("Method", 50),
    ]
    assert titles(recipe) == ["Bread", "Yield – Ingredients", "Method"]
    assert titles(recipe, Selection(keep_short=True)) == ["Bread", "Yield", "Ingredients", "Method"]
    joined = select_sections(article(*recipe), Selection(), "en").sections[1]
    assert [p.kind for p in joined.paragraphs] == [Kind.PROSE, Kind.HEADING, Kind.PROSE]


def test_words_are_counted_where_no_space_parts_them() -> None:
    sea = Section(
        ("海",), (Paragraph("潮水每天两次涨落，渔民们都知道什么时候出海，什么时候回港。"),), 1
    )
    assert 10 <= sea.words <= 20
    assert [s.title for s in select_sections(article(sea, sea), Selection(), "zh").sections] == [
        "海",
        "海",
    ]


def test_a_part_and_its_first_chapter_are_one_and_a_short_end_stays_in_its_part() -> None:
    book = [
        section("Part I", 0, 1),
        section("Dawn", 50),
        section("Coda", 3),
        section("Part II", 0, 1),
        section("Noon", 50),
    ]
    assert titles(book) == ["Part I – Dawn", "Coda", "Part II – Noon"]


def test_matter_is_known_by_its_place_too() -> None:
    middle = [
        section("Title", 30, 1),
        section("Sources", 90),
        section("Rivers", 90),
        section("7. References", 90),
    ]
    assert titles(middle) == ["Title", "Sources", "Rivers"]
    assert titles([section("Contents", 30, 1), section("Rivers", 90), section("Seas", 90)]) == [
        "Rivers",
        "Seas",
    ]
    assert titles([section("References", 30, 1)]) == ["References"]


def test_a_list_of_sources_is_left_out_before_an_appendix_too() -> None:
    sources = Section(
        ("References",),
        (Paragraph("[1] Smith J. Otters. 1880."), Paragraph("Jones A. More otters (1990)")),
        2,
    )
    assert titles([section("Otters", 30, 1), sources, section("Appendix A", 30)]) == [
        "Otters",
        "Appendix A",
    ]


def test_a_free_books_licence_is_left_out() -> None:
    start, end = (
        "*** START OF THE PROJECT GUTENBERG EBOOK DAWN ***",
        "*** END OF THE PROJECT GUTENBERG EBOOK DAWN ***",
    )
    book = article(
        Section(
            ("Preface of the host",),
            (Paragraph("Terms of use."), Paragraph(start), Paragraph("By A. Writer")),
            1,
        ),
        section("I", 50),
        Section(("II",), (Paragraph("word " * 50), Paragraph(end), Paragraph("More terms.")), 2),
    )
    chosen = select_sections(book, Selection(), "en")
    assert "erms" not in chosen.text
    assert "GUTENBERG" not in chosen.text
    assert [(item.what, item.name) for item in chosen.skipped] == [
        ("licence", "of Project Gutenberg")
    ]
    assert "More terms" in select_sections(book, Selection(everything=True), "en").text


def test_notes_counted_anew_in_every_chapter_stay_in_theirs() -> None:
    def chapter(number: int, *notes: Paragraph) -> Section:
        return Section(
            (f"Chapter {number}",),
            (Paragraph("A claim[1] and again[1] " + "word " * 20), *notes),
            1,
        )

    def note(text: str) -> Paragraph:
        return Paragraph(text, Kind.FOOTNOTE, "1")

    end = Selection(footnotes="end")
    own = select_sections(article(chapter(1, note("one")), chapter(2, note("two"))), end, "en")
    assert [s.paragraphs[-1].text for s in own.sections] == ["one", "two"]
    together = article(chapter(1), chapter(2), Section(("Notes",), (note("one"), note("two")), 1))
    assert [s.paragraphs[-1].text for s in select_sections(together, end, "en").sections] == [
        "one",
        "two",
    ]


kinds = st.sampled_from([kind for kind in Kind if kind not in (Kind.TABLE, Kind.HEADING)])
paragraphs = st.builds(
    Paragraph,
    st.sampled_from(["One claim.[1]", "Read more: there", "two"]),
    kinds,
    st.sampled_from(["", "1"]),
)
sections = st.builds(
    Section,
    st.sampled_from([(), ("References",), ("Contents",), ("A",), ("A", "B")]),
    st.lists(paragraphs, max_size=4).map(tuple),
    st.integers(1, 4),
)
selections = st.builds(
    Selection,
    depth=st.none() | st.integers(1, 4),
    keep_short=st.booleans(),
    everything=st.booleans(),
    code=st.sampled_from(["skip", "read"]),
    footnotes=st.sampled_from(["drop", "inline", "end"]),
)


@given(st.lists(sections, min_size=1, max_size=6), selections)
def test_every_word_is_narrated_or_counted(found: list[Section], selection: Selection) -> None:
    before = article(*found)
    after = select_sections(before, selection, "xx")
    lost_headings = sum(len(s.heading) * 9 for s in found)
    narrated, skipped = after.words, sum(item.words for item in after.skipped)
    assert before.words - lost_headings <= narrated + skipped <= before.words


FRENCH = (
    "Le phare de la pointe a été construit en neuf ans, et les gens du port ne pensaient pas "
    "qu'il serait encore là."
)
GERMAN = (
    "Der Leuchtturm wurde in neun Jahren gebaut, und die Leute am Hafen glaubten nicht, "
    "dass er noch lange stehen wird."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        (GERMAN, "de"),
        (
            "The keeper of the light was paid in coal, which he sold, "
            "and in oil, which he did not.",
            "en",
        ),
        ("潮水每天两次涨落，渔民们都知道什么时候出海。", "zh"),
        ("Маяк на мысе был построен за девять лет, и в порту не думали, что он ещё там.", "ru"),
        ("Ayr 6:30 Oban 7:45 Mallaig 8:10 Fort William 9:15 Glasgow 10:30 Perth 11:00", ""),
        ("Der Turm", ""),
    ],
)
def test_the_language_is_told_by_the_words(tmp_path: Path, text: str, language: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read(tmp_path / "a.txt").language == language


@pytest.mark.parametrize(
    ("language", "voice"),
    [
        ("fr", "fr-fr"),
        ("fr-CH", "fr-ch"),
        ("zh-CN", "cmn"),
        ("no", "nb"),
        ("en", "en-us"),
        ("en-GB", "en-gb"),
        ("tlh", "en-us"),
    ],
)
def test_the_voice_is_of_the_texts_language(language: str, voice: str) -> None:
    assert find_speaker("espeak", None, language).voice.language == voice


def test_a_voice_that_nobody_asked_for_is_told(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{FRENCH} Il y a 1 250 chiens.\n", encoding="utf-8")
    assert "1 250 chiens" not in narrate("a.txt", "--dry-run").stdout
    assert "because the text is French; change it with --voice" in narrate("a.txt").stderr
    assert "because the text" not in narrate("a.txt", "--voice", "fr").stderr


def test_a_title_that_is_nowhere_cannot_be_skipped(narrate: Narrate, ferry: Path) -> None:
    run = narrate(ferry, "--dry-run", "--skip", "Part X")
    assert (run.exit_code, run.stderr) == (
        2,
        "narrate: no section is called 'Part X', see --sections\n",
    )
    assert narrate(ferry, "--dry-run", "--skip", "Part X", "--skip", "Timetable").exit_code == 0
