"""A section as marked-up text: well-formed, the same as HTML, and every cue has its element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

from lxml import html

from narrator.article import ALTERNATIVE, Kind, Paragraph, Section
from narrator.publish.markup import mark_cues, section_markup, xml_text
from narrator.recording.cues import SentenceCue
from tests.costs import growth

SENTENCE = re.compile(r"\S.*?(?:\.(?= )|$)", re.M)
HOSTILE = "<script>alert(\"x\")</script> & ]]> --> 'q' \x00\x1b\x7f\x85\ud800\ufffe \u202e א 😀"
TABLE = Paragraph.table(
    ("Year", "", "Boats"), (("1901", "a", "3"), (), ("", "", ""), ("Sum. Much.",))
)
SECTION = Section(
    ("Part <1>", "The Nets & Wires"),
    (
        Paragraph("Boats came home. Nobody cheered! (Why?)"),
        Paragraph("One. Two.", Kind.ITEM, "3"),
        Paragraph("Two.", Kind.ITEM, "9" * 30),
        Paragraph("Three.", Kind.ITEM),
        Paragraph("Four.", Kind.ITEM, "iv<"),
        Paragraph("They said so.", Kind.QUOTE),
        Paragraph("Twice.", Kind.QUOTE),
        Paragraph("\tif a < b:\n\n        go()  ", Kind.CODE, "py<"),
        TABLE,
        Paragraph("A boat.", Kind.CAPTION, ALTERNATIVE),
        Paragraph("Inside", Kind.HEADING),
        Paragraph("See there.", Kind.FOOTNOTE, "*"),
        Paragraph("A code block is left out here.", Kind.NOTICE),
        Paragraph(HOSTILE),
    ),
    level=6,
)


def cues_of(section: Section) -> Iterator[SentenceCue]:
    """Yield a cue for every sentence of every line."""
    for block, text in enumerate(section.blocks):
        for found in SENTENCE.finditer(text):
            place = found.span()
            yield SentenceCue(2, block, 0.0, 1.0, *place, found[0], "", (), False)


def test_it_is_xml_and_html_with_an_element_for_every_cue() -> None:
    marks = mark_cues(cues_of(SECTION))
    markup = section_markup(SECTION, marks, 6, "ltr")
    by_xml = ElementTree.fromstring(f"<div>{markup}</div>")
    by_html = html.fragment_fromstring(markup, create_parent=True)
    assert "".join(by_xml.itertext()) == "".join(by_html.itertext())
    texts = {node.get("id"): "".join(node.itertext()) for node in by_xml.iter() if node.get("id")}
    assert list(texts) == [mark.id for mark in marks]
    for mark in marks:
        shown = "".join(texts[mark.id].split())
        assert shown == "".join(unescape(xml_text(mark.cue.text)).split())


def test_a_long_table_takes_time_in_proportion() -> None:
    def table(rows: int) -> str:
        section = Section((), (Paragraph.table(("A", "B"), (("One. Two.", "3"),) * rows),))
        return section_markup(section, mark_cues(cues_of(section)), 1, "ltr")

    assert growth(table, 1_000) < 3


def test_what_runs_the_other_way_says_so() -> None:
    texts = ("Boats.", "הסירות חזרו.", "2024!")
    section = Section(("סירות",), tuple(map(Paragraph, texts)))
    for direction, turned in (("ltr", ["h1", "p"]), ("rtl", ["p"])):
        tree = ElementTree.fromstring(f"<div>{section_markup(section, [], 1, direction)}</div>")
        assert [node.tag for node in tree if node.get("dir") not in (None, direction)] == turned


def test_what_neither_xml_nor_html_holds_is_replaced_one_for_one() -> None:
    unfit = "\x00\x1b\x7f\x85\ud800\ufdd0\ufffe\U0001fffe\U0010ffff"
    assert xml_text(unfit) == "\ufffd" * len(unfit)
    assert xml_text("\t\n\xa0\ufffd\U00010000\U0010fffd") == "\t\n\xa0\ufffd\U00010000\U0010fffd"
