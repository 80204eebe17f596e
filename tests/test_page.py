"""The page's file: its structure, what it escapes, its policy, and when it is refused."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.article import ALTERNATIVE, Article, Kind, Paragraph, Section
from narrator.audio.formats import Chapter, Tags
from narrator.errors import OutputError
from narrator.publish.markup import Mark
from narrator.publish.page import document
from narrator.publish.page.document import clock, write_page
from narrator.publish.page.track import Track
from narrator.recording.cues import Recorded, SentenceCue, WordCue
from narrator.summary.key_sentences import KeySentence, Summary
from tests.conftest import Narrate

RATE = 1000
SUMMARY = (KeySentence("First.", "One", 1), KeySentence("Second & last.", "Two", 2))


@dataclass(frozen=True)
class Cued(Recorded):
    """A recording with cues of its own."""

    told: Sequence[SentenceCue] = ()

    def cues(self) -> Iterator[SentenceCue]:
        """Yield the cues."""
        yield from self.told


def cue(section: int, block: int, start: int, text: str, *words: str) -> SentenceCue:
    """Return a cue for a text, in which words are heard a quarter of a second each."""
    heard: list[WordCue] = []
    position = 0
    for number, word in enumerate(words):
        position = text.index(word, position)
        word_start = start + position
        position += len(word)
        times = (number / 4, (number + 1) / 4)
        heard.append(WordCue(*times, word_start, start + position, 0, 0))
    end = start + len(text)
    return SentenceCue(section, block, 0.0, 9.0, start, end, text, text, tuple(heard), False)


def load_nothing(_take: object) -> Any:
    """Return nothing: there are no takes."""


Write = Callable[..., Any]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the page of a recording and return it parsed."""
    audio = tmp_path / "a b#?.mp3"
    audio.write_bytes(b"sound of some kind")

    def write(
        *sections: Section,
        cues: Sequence[SentenceCue] = (),
        summary: Summary | None = None,
        embed: bool = False,
        **more: str,
    ) -> Any:
        known = {"title": "A title", "name": "a", "source": "-", "language": "en", **more}
        article = Article(sections=sections, **known)  # type: ignore[arg-type]
        chapters = (Chapter("A title", 0, 4000 * RATE, RATE),)
        tags = Tags("A title", language="en-gb", narrator="A voice")
        shown = summary or Summary()
        recorded = Cued(article, audio, chapters, tags, shown, (), load_nothing, cues)
        file = io.BytesIO()
        write_page(file, recorded, embed)
        return lxml.html.document_fromstring(file.getvalue().decode())

    return write


def shown(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.text_content().split())


def test_what_an_article_has_is_shown_as_what_it_is(write: Write) -> None:
    paragraphs = [
        Paragraph("Prose."),
        Paragraph("One", Kind.ITEM, "1"),
        Paragraph("Two", Kind.ITEM, "b)"),
        Paragraph("Bullet", Kind.ITEM),
        Paragraph("Said.", Kind.QUOTE),
        Paragraph("Said again.", Kind.QUOTE),
        Paragraph("if x < 1:\n    y()", Kind.CODE, "python"),
        Paragraph.table(("", "Price"), (("Bread", "2"), ("", ""), ("Milk", "3"))),
        Paragraph.table((), (("Bread", "2"),)),
        Paragraph("A cat", Kind.CAPTION, ALTERNATIVE),
        Paragraph("Below", Kind.HEADING),
        Paragraph("A note.", Kind.FOOTNOTE, "3"),
        Paragraph("A code block is left out here.", Kind.NOTICE),
    ]
    page = write(Section(("A title", "and more"), tuple(paragraphs)))
    article = page.get_element_by_id("text")
    assert shown(page.find(".//h1")) == "A titleand more"
    assert [item.get("value") for item in article.findall(".//ol/li")] == ["1"]
    assert [shown(item) for item in article.findall(".//ul/li")] == ["b) Two", "Bullet"]
    assert [shown(quote) for quote in article.findall(".//blockquote/p")] == [
        "Said.",
        "Said again.",
    ]
    assert article.find(".//pre").text_content() == "if x < 1:\n    y()"
    first, second = article.findall(".//table")
    assert [cell.get("scope") for cell in first.iter("th")] == ["col", "row", "row"]
    assert [[shown(cell) for cell in row] for row in second.iter("tr")] == [["Bread", "2"]]
    assert shown(article.find(".//aside")) == "3 A note."
    assert shown(article.find(".//h2")) == "Below"


def test_headings_leave_no_level_out(write: Write) -> None:
    levels = [1, 3, 5, 5, 2, 6, 6, 9]
    sections = [Section((f"Level {level}",), (Paragraph("x"),), level) for level in levels]
    page = write(Section(("A title",), (Paragraph("x"),)), *sections)
    headings = page.xpath("//article//*[self::h2 or self::h3 or self::h4 or self::h5]")
    assert [int(each.tag[1]) for each in headings] == [2, 3, 4, 4, 3, 4, 4, 5]
    assert len(page.findall(".//h1")) == 1


def test_a_title_that_is_no_heading_is_shown_above(write: Write) -> None:
    page = write(Section(("Other",), (Paragraph("x"),)))
    assert shown(page.find(".//h1")) == "A title"
    assert shown(page.find(".//h2")) == "Other"


def test_times_of_words_are_in_units_of_scripts(write: Write) -> None:
    table = Paragraph.table(("Name", ""), (("Ada 😀 L", "18"), ("", ""), ("", "Grace")))
    assert table.text == "Name\nAda 😀 L 18\n\nGrace"
    cues = [
        cue(0, 0, 0, "A title", "A", "title"),
        cue(0, 1, 3, "😀 is 😀😀 it.", "is", "😀😀", "it"),
        cue(0, 2, 5, "Ada 😀 L 18", "Ada", "😀", "L", "18"),
        cue(0, 2, 17, "Grace", "Grace"),
    ]
    section = Section(("A title",), (Paragraph("So 😀 is 😀😀 it. Yes."), table))
    page = write(section, cues=cues)
    (script,) = page.xpath("//script[@type='application/json']")
    track = json.loads(script.text)
    assert track["seconds"] == 4000
    assert [words for _, _, _, words in track["cues"]] == [
        [0, 0, 1, 250, 1, 5],
        [0, 3, 2, 250, 1, 4, 250, 1, 2],
        [0, 0, 3, 250, 1, 2, 250, 1, 1, 250, 0, 2],
        [0, 0, 5],
    ]
    ids = [id for id, *_ in track["cues"]]
    marked = page.xpath("//main//*[self::span or self::tr][@id]")
    assert [each.get("id") for each in marked] == ids
    texts = [each.text_content() for each in marked]
    assert texts == ["A title", "😀 is 😀😀 it.", "Ada 😀 L18", "Grace"]
    assert page.find(".//article//p").text_content() == "So 😀 is 😀😀 it. Yes."


CELL = st.text(st.characters(codec="utf-8", categories=["L", "N", "So"]), max_size=5)


@settings(max_examples=30)
@given(st.data(), st.lists(st.lists(CELL, max_size=3).map(tuple), min_size=1, max_size=4))
def test_any_place_of_a_table_is_found_by_the_script(
    data: st.DataObject, rows: list[tuple[str, ...]]
) -> None:
    table = Paragraph.table(rows[0], tuple(rows[1:]))
    line_start = 0
    for line in table.text.split("\n"):
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, len(line)))
        word = WordCue(0, 1, line_start + start, line_start + end, 0, 0)
        place = (line_start, line_start + len(line))
        told = SentenceCue(0, 0, 0, 1, *place, line, line, (word,), False)
        track = Track(Article("T", (Section((), (table,)),), "t", "-"))
        *_, (_, before, length) = json.loads(track.entry(Mark("s1-1", told)))
        shown = line.replace(" ", "").encode("utf-16-le")
        found = shown[2 * before : 2 * (before + length)].decode("utf-16-le")
        assert found == line[start:end].replace(" ", "")
        line_start += len(line) + 1


NASTY = (
    "</title></script><script>alert(1)</script><!-- ]]> \"'> {{ 7 * 7 }} {% raw %}"
    " \x00\x1b \ud800 \u2028 \u202e&amp;"
)


def test_nothing_of_the_article_is_markup(write: Write) -> None:
    section = Section((NASTY, NASTY), (Paragraph(NASTY), Paragraph(NASTY, Kind.ITEM, NASTY)))
    table = Section(("T",), (Paragraph.table((NASTY, NASTY), ((NASTY, ""),)),))
    summary = Summary((KeySentence(NASTY, NASTY, 1),), "outline")
    about = {"title": NASTY, "author": NASTY, "date": NASTY, "source": f"https://a.org/{NASTY}"}
    page = write(section, table, summary=summary, language='en" onload="x', **about)
    assert len(page.findall(".//script")) == 2
    assert page.get("lang") == "en"
    texts = [page.find(".//title"), page.find(".//h1"), *page.findall(".//article//p")]
    texts += [*page.findall(".//article//th"), *page.find_class("summary")]
    for element in texts:
        text = element.text_content()
        assert "<script>alert(1)</script>" in text
        assert "{{ 7 * 7 }}" in text
        assert not re.search(r"[\0\x1b]", text)
        assert "&amp;" in text


@pytest.mark.parametrize(
    ("source", "address", "name"),
    [
        ('https://www.example.org/a?b="&c', 'https://www.example.org/a?b="&c', "example.org"),
        ("HTTP://example.org/", "HTTP://example.org/", "example.org"),
        ("javascript://example.org/%0aalert(1)", None, "javascript://example.org/%0aalert(1)"),
        ("https://[x/", None, "https://[x/"),
        ("folder/one.txt", None, "one.txt"),
        ("-", None, None),
    ],
)
def test_the_source(write: Write, source: str, address: str | None, name: str | None) -> None:
    page = write(Section((), (Paragraph("x"),)), source=source)
    links = [link for link in page.iter("a") if link.get("rel")]
    assert [link.get("href") for link in links] == [address] * bool(address)
    line = shown(page.find_class("by")[-1])
    assert line == (f"From {name} · " if name else "") + "1 h 7 min, read by A voice"
    for link in links:
        assert {"noreferrer", "noopener"} <= set(link.get("rel").split())


def test_the_policy_names_the_only_script_and_styles(write: Write) -> None:
    page = write(Section((), (Paragraph("x"),)))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for name, (element,) in {
        "script": page.xpath("//script[not(@type)]"),
        "style": page.xpath("//style"),
    }.items():
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "media-src 'self' file:;" in policy
    assert page.find(".//audio").get("src") == "a%20b%23%3F.mp3"
    assert page.xpath("//@style | //@onclick | //link | //img | //iframe | //form") == []


def test_the_audio_may_be_inside(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    section = Section((), (Paragraph("x"),))
    page = write(section, embed=True)
    start, _, content = page.find(".//audio").get("src").partition(",")
    assert start == "data:audio/mpeg;base64"
    assert base64.b64decode(content) == b"sound of some kind"
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "media-src data:;" in policy
    monkeypatch.setattr(document, "MAX_EMBEDDED_BYTES", 5)
    with pytest.raises(OutputError, match="the audio has 0 MB"):
        write(section, embed=True)
    write(section)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("sentences", "Summary First. Second & last."),
        ("bullets", "Summary First.Second & last."),
        ("outline", "Summary One First. Two Second & last."),
    ],
)
def test_the_summary(write: Write, style: str, expected: str) -> None:
    page = write(Section((), (Paragraph("x"),)), summary=Summary(SUMMARY, style))
    assert shown(page.find_class("summary")[0]) == expected


def test_a_spoken_summary_is_shown_once(write: Write) -> None:
    spoken = Section(("Summary",), (Paragraph("First."), Paragraph("Second & last.")))
    page = write(spoken, Section(("A title",), ()), summary=Summary(SUMMARY))
    assert page.find_class("summary") == []
    assert shown(page.find(".//article")) == "Summary First. Second & last."


def test_direction_of_blocks(write: Write) -> None:
    page = write(
        Section((), (Paragraph("שלום לכולם ולכל הטף"), Paragraph("English"), Paragraph("12"))),
        title="12",
        language="he",
    )
    assert (page.get("dir"), page.get("lang")) == ("rtl", "he")
    assert [each.get("dir") for each in page.findall(".//article//p")] == [None, "ltr", None]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (65.9, "1:05"), (3600, "1:00:00"), (360_061, "100:01:01")]
)
def test_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.long
def test_a_page_is_written_beside_the_audio(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# One\n\nText here.\n\n# Two\n\nMore of it.", encoding="utf-8")
    done = narrate("a.md", "--page", "--engine", "tone", "--keep-short", "-o", "x.v1.wav")
    assert done.exit_code == 0
    page = lxml.html.parse(tmp_path / "x.v1.html")
    spans = page.xpath("//main//span[@id]")
    assert [span.text for span in spans] == ["One", "Text here.", "Two", "More of it."]
    chapters = [shown(line) for line in page.xpath("//nav//li")]
    assert [re.sub(r" at 0:\d\d$", "", line) for line in chapters] == ["One", "Two"]
    assert page.xpath("//nav//a/@href") == ["#section-1", "#section-2"]
    assert page.xpath("//section/@data-section") == ["0", "2"]
    assert shown(page.xpath("//section[@class='summary']")[0]).startswith("Summary ")


@pytest.mark.long
def test_pages_that_are_refused_before_speech(narrate: Narrate, tmp_path: Path) -> None:
    source = tmp_path / "x.html"
    source.write_text("<p>The source itself is a page of a few words.", encoding="utf-8")
    done = narrate("x.html", "--page", "-o", "x.mp3", here=True)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "x.html" in done.stderr
    assert source.read_text(encoding="utf-8").startswith("<p>")
    (tmp_path / "long.txt").write_text("Many words of it. " * 20_000, encoding="utf-8")
    options = ("--page=embed", "--bitrate", "160", "--engine", "tone", "-o", "y.mp3")
    done = narrate("long.txt", *options, here=True)
    assert done.exit_code == 2
    assert done.stderr.endswith(
        "the audio will have about 549 MB; --page embed takes up to 50 MB: "
        "use --page, which leaves the audio beside the page\n"
    )
    assert not list(tmp_path.glob("y*"))
