"""EPUB 2 and 3: chapters as the table of contents names them, and no harm from a hostile file."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Mapping

import pytest

from narrator.article import Article, Kind, Series
from narrator.errors import SourceError
from narrator.readers.builder import ArticleBuilder
from narrator.readers.epub import read_epub
from narrator.readers.epub.chapters import BookPart, ChapterWriter
from narrator.readers.epub.toc import TocEntry
from narrator.readers.tree.block import Block
from tests.archives import packed
from tests.books import Spine, book, chapter, line, nav, point
from tests.costs import growth

PROSE = (
    "The boats came home on the tenth day, and nobody in the valley cheered,"
    " for the nets were empty again."
)
MORE = (
    "Those who had waited on the pier went back to their houses one by one,"
    " and said nothing to each other."
)


def read(members: Mapping[str, str | bytes], spine: Spine, **more: str) -> Article:
    return read_epub(book(members, spine, **more), "tide.epub")


def sections(article: Article) -> list[tuple[str, int, int]]:
    return [(section.title, section.level, len(section.paragraphs)) for section in article.sections]


def test_chapters_are_where_the_contents_lead() -> None:
    members = {
        "nav.xhtml": nav(
            line(
                "Part One",
                "text/a.xhtml",
                line("1. The Nets", "text/a.xhtml#one") + line("2. The Pier", "text/a.xhtml#two"),
            )
            + line("Part Two", "text/c%20d.xhtml", line("3. The Bay", "text/c%20d.xhtml#three"))
        ),
        "text/a.xhtml": chapter(
            f'<h1>Part One</h1><div id="one"><h2>1</h2><h2>The Nets</h2><p>{PROSE}</p></div>'
            f'<p>{MORE}</p><h2><a id="two"></a>2. The Pier</h2><p>{PROSE}</p>'
        ),
        "text/b.xhtml": chapter(f"<p>{MORE}</p><h3>At Night</h3><p>{PROSE}</p>"),
        "text/c d.xhtml": chapter(
            f'<h1>PART TWO</h1><p id="three" class="number">3.</p><p>The Bay</p><p>{PROSE}</p>'
        ),
    }
    article = read(members, ["text/a.xhtml", "text/b.xhtml", "text/c%20d.xhtml"])
    assert sections(article) == [
        ("Low Tide", 1, 0),
        ("Part One", 1, 0),
        ("1. The Nets", 2, 2),
        ("2. The Pier", 2, 2),
        ("At Night", 3, 1),
        ("Part Two", 1, 0),
        ("3. The Bay", 2, 1),
    ]


def test_the_older_table_of_contents() -> None:
    members = {
        "toc.ncx": '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>'
        + point("The Nets", "a.html", point("Hemp", "a.html#h") + point("Wire", "a.html#w"))
        + point("The Pier", "b.html")
        + "</navMap></ncx>",
        "a.html": chapter(
            f'<p class="head">The Nets</p><p>{PROSE}</p><p><a name="h"/>{MORE}</p>'
            f'<p id="w">{PROSE}&nbsp;</p>'
        ),
        "B.HTML": chapter(f"<h1>The Pier</h1><p>{PROSE}</p><p>Never closed: <b>{MORE}"),
    }
    assert sections(read(members, ["a.html", "b.html"])) == [
        ("Low Tide", 1, 0),
        ("The Nets", 1, 1),
        ("Hemp", 2, 1),
        ("Wire", 2, 1),
        ("The Pier", 1, 2),
    ]


def test_without_contents_headings_are_chapters() -> None:
    members = {
        "a.xhtml": chapter(f"<h1>The Nets</h1><p>{PROSE}</p><h2>Hemp</h2><p>{MORE}</p>"),
        "b.xhtml": chapter(f"<p>{MORE}</p><h1>The Pier</h1><p>{PROSE}</p>"),
    }
    expected = [("Low Tide", 1, 0), ("The Nets", 1, 1), ("Hemp", 2, 2), ("The Pier", 1, 1)]
    assert sections(read(members, ["a.xhtml", "b.xhtml"])) == expected
    assert (
        sections(
            read({**members, "nav.xhtml": nav(line("Start", "a.xhtml"))}, ["a.xhtml", "b.xhtml"])
        )
        == expected
    )


@pytest.mark.parametrize(
    "names",
    [
        ["Chapter One", "Chapter Two", "Chapter Three"],
        ["I", "II", "III", "IV"],
        ["THE NETS", "THE PIER", "THE BAY"],
        ["The Nets", "The Pier", "The Bay", "A Long Night"],
    ],
)
@pytest.mark.parametrize("contents", ["", "Start"])
@pytest.mark.parametrize("is_cut", [True, False])
def test_chapters_that_nothing_marks(names: list[str], contents: str, is_cut: bool) -> None:
    bodies = [f'<p class="c7">{name}</p><p>{PROSE}</p><p>{MORE}</p>' for name in names]
    if not is_cut:
        bodies = ["".join(bodies)]
    members = {f"{number}.xhtml": chapter(body) for number, body in enumerate(bodies)}
    spine = list(members)
    if contents:
        members["nav.xhtml"] = nav(line(contents, "0.xhtml"))
    found = sections(read(members, spine))
    assert found == [("Low Tide", 1, 0), *((name, 2, 2) for name in names)]


def test_a_book_of_one_piece_gets_no_chapters() -> None:
    members = {"a.xhtml": chapter(f"<p>{PROSE}</p><p>“Home!”</p><p>{MORE}</p>" * 3)}
    assert len(read(members, ["a.xhtml"]).sections) == 1


def test_notes_in_other_files() -> None:
    members = {
        "a.xhtml": chapter(
            '<h1>A</h1><p>Nets are mended.<a epub:type="noteref" href="n.xhtml#n1">*</a>'
            f" {PROSE}</p>"
        ),
        "b.xhtml": chapter(
            f'<h1>B</h1><p>And boats.<sup><a id="r" href="#f">2</a></sup> {PROSE}</p>'
            '<p id="f"><a href="#r">2</a> By day.</p>'
            '<aside epub:type="footnote"><p>Unasked.</p></aside>'
        ),
        "n.xhtml": chapter(
            "<h1>Notes</h1>"
            '<aside id="n1" epub:type="endnote"><p>By hand.</p><p>At night.</p></aside>'
        ),
    }
    spines: list[Spine] = [
        ["a.xhtml", "b.xhtml", "n.xhtml"],
        ["a.xhtml", "b.xhtml", ("n.xhtml", 'linear="no"')],
    ]
    for spine in spines:
        article = read(members, spine)
        notes = [
            part
            for section in article.sections
            for part in section.paragraphs
            if part.kind is Kind.FOOTNOTE
        ]
        assert {(note.label, note.text) for note in notes} == {
            ("1", "By hand. At night."),
            ("2", "By day."),
            ("", "Unasked."),
        }
        assert "mended.[1] The" in article.text
        assert "boats.[2] The" in article.text


def test_pages_that_are_no_text_are_left_out_and_told() -> None:
    members = {
        "nav.xhtml": nav(
            line("Cover", "cover.xhtml") + line("The Nets", "a.xhtml") + line("The Pier", "b.xhtml")
        ),
        "cover.xhtml": chapter('<img alt="A boat on the sand" src="x.jpg"/>'),
        "t.xhtml": chapter(
            '<section epub:type="titlepage"><h1>Low Tide</h1><p>by J. R. Miller</p></section>'
        ),
        "rights.xhtml": chapter("<p>Copyright 2021. All rights reserved.</p>"),
        "contents.xhtml": chapter('<h1>Contents</h1><p><a href="a.xhtml">The Nets</a></p>'),
        "a.xhtml": chapter(f"<h1>The Nets</h1><p>{PROSE}</p>"),
        "b.xhtml": chapter(f"<h1>The Pier</h1><p>{PROSE}</p>"),
        "ad.xhtml": chapter(f"<h1>Also by</h1><p>{MORE}</p>"),
    }
    spine: Spine = [
        *(
            "cover.xhtml",
            "t.xhtml",
            "rights.xhtml",
            "nav.xhtml",
            "contents.xhtml",
            "a.xhtml",
            "b.xhtml",
        ),
        *(("ad.xhtml", 'linear="no"'), "gone.xhtml"),
    ]
    guide = '<guide><reference type="copyright-page" href="rights.xhtml"/></guide>'
    article = read(members, spine, guide=guide)
    assert sections(article) == [("Low Tide", 1, 0), ("The Nets", 1, 1), ("The Pier", 1, 1)]
    assert {skipped.what: skipped.count for skipped in article.skipped} == {
        "cover": 1,
        "title page": 1,
        "copyright page": 1,
        "table of contents": 2,
        "part beside the main text": 1,
        "part that is missing in the file": 1,
    }


def test_details() -> None:
    metadata = (
        '<dc:creator id="c1">J. R. Miller</dc:creator><dc:creator id="c2">A. Nother</dc:creator>'
        '<meta refines="#c2" property="role">ill</meta>'
        '<dc:creator opf:role="aut">B. Side</dc:creator>'
        "<dc:date opf:event='conversion'>2020</dc:date>"
        "<dc:date opf:event='publication'>1921-05-01T00:00:00Z</dc:date>"
        "<dc:language>en_GB</dc:language>"
    )
    article = read({"a.xhtml": chapter(f"<p>{PROSE}</p>")}, ["a.xhtml"], metadata=metadata)
    assert (article.title, article.author) == ("Low Tide", "J. R. Miller, B. Side")
    assert (article.date, article.language, article.name) == ("1921-05-01", "en-GB", "tide")


ONE: dict[str, str | bytes] = {"a.xhtml": chapter(f"<p>{PROSE}</p>")}


@pytest.mark.parametrize(
    ("metadata", "series"),
    [
        (
            '<meta name="calibre:series" content="Tales  of the Shore"/>'
            '<meta name="calibre:series_index" content="2.0"/>',
            Series("Tales of the Shore", "2"),
        ),
        ('<meta name="calibre:series_index" content="1.0"/>', Series()),
        (
            '<meta property="belongs-to-collection" id="set">Harbour Classics</meta>'
            '<meta refines="#set" property="collection-type">set</meta>'
            '<meta property="belongs-to-collection" id="c1">Tales of the Shore</meta>'
            '<meta refines="#c1" property="collection-type">series</meta>'
            '<meta refines="#c1" property="group-position">2.5</meta>',
            Series("Tales of the Shore", "2.5"),
        ),
        ('<meta property="belongs-to-collection">Untold</meta>', Series()),
        ("", Series()),
    ],
)
def test_series(metadata: str, series: Series) -> None:
    assert read(ONE, ["a.xhtml"], metadata=metadata).series == series


def locked(algorithm: str) -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"'
        ' xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        '<enc:CipherReference URI="OPS/a.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


def encrypted(algorithm: str) -> bytes:
    return book(ONE, ["a.xhtml"], **{"META-INF/encryption.xml": locked(algorithm)})


def test_scrambled_fonts_lock_nothing() -> None:
    assert PROSE in read_epub(encrypted("http://www.idpf.org/2008/embedding"), "a.epub").text


def lying() -> bytes:
    bomb = "<p>" + "x" * 30_000_000
    data = book({"a.xhtml": bomb}, ["a.xhtml"])
    return data.replace(struct.pack("<L", len(bomb)), struct.pack("<L", 500))


LAUGHS = (
    '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
XXE = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "damaged"),
    "no zip": (lambda: b"PK\x03\x04 and so on", "damaged"),
    "cut off": (lambda: book(ONE, ["a.xhtml"])[:-30], "damaged"),
    "no book": (lambda: packed({"a.txt": "hello"}), "no EPUB"),
    "protected": (
        lambda: encrypted("http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
        "DRM-protected",
    ),
    "bomb": (lambda: book({"a.xhtml": b" " * 60_000_000}, ["a.xhtml"]), "zip bombs"),
    "lie": (lying, "damaged"),
    "laughs": (
        lambda: book({"a.xhtml": f"{LAUGHS}<html><body>&c;</body></html>"}, ["a.xhtml"]),
        "entities",
    ),
    "xxe": (
        lambda: book({"a.xhtml": f"{XXE}<html><body>&x;</body></html>"}, ["a.xhtml"]),
        "entities",
    ),
    "xxe in utf-16": (
        lambda: book(
            {"a.xhtml": f"{XXE}<html><body>&x;</body></html>".encode("utf-16")}, ["a.xhtml"]
        ),
        "entities",
    ),
    "xxe in contents": (
        lambda: book({**ONE, "nav.xhtml": XXE + "<html>&x;</html>"}, ["a.xhtml"]),
        "entities",
    ),
    "tags": (lambda: book({"a.xhtml": "<p>a" * 2_000_001}, ["a.xhtml"]), "million tags"),
    "deep": (
        lambda: book({"a.xhtml": chapter("<ul><li>" * 20_000 + PROSE)}, ["a.xhtml"]),
        "too deep",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_books_are_refused(name: str) -> None:
    make, said = HOSTILE[name]
    data = make()
    start = time.process_time()
    with pytest.raises(SourceError, match=said):
        read_epub(data, "a.epub")
    assert time.process_time() - start < 3


def test_references_out_of_the_archive_lead_nowhere() -> None:
    members = {
        **ONE,
        "../../evil.xhtml": chapter("<p>evil</p>"),
        "nav.xhtml": nav(line("Evil", "../../../etc/passwd") * 3),
    }
    article = read(
        members, ["../../../etc/passwd", "http://example.org/a.xhtml", "a.xhtml", "a.xhtml"]
    )
    assert article.text.split("\n") == ["Low Tide", PROSE]


def test_deep_contents_and_equal_paragraphs() -> None:
    deep = "<li><a href='a.xhtml'>x</a><ol>" * 5_000
    members = {
        "nav.xhtml": nav(deep),
        # two headings, or the reader of plain text looks for more
        "a.xhtml": chapter(f"<h1>A</h1><p>B</p><h1>C</h1>{f'<p>{PROSE}</p>' * 20_000}"),
    }
    with pytest.raises(SourceError, match="too deep"):
        read(members, ["a.xhtml"])
    start = time.process_time()
    article = read({"a.xhtml": members["a.xhtml"]}, ["a.xhtml"])
    assert article.text.count(PROSE) == 20_000
    assert time.process_time() - start < 8


def test_a_place_with_two_anchors_is_one_chapter_for_each_line_that_leads_there() -> None:
    contents = (
        line("The Nets", "a.xhtml#b") + line("Hemp", "a.xhtml#a") + line("The Pier", "a.xhtml#c")
    )
    text = f"<p><a id='a' name='a'></a><a id='b'></a>{PROSE}</p><p id='c'>{MORE}</p>"
    members = {"nav.xhtml": nav(contents), "a.xhtml": chapter(text)}
    assert [title for title, _, _ in sections(read(members, ["a.xhtml"]))] == [
        "Low Tide",
        "The Nets",
        "Hemp",
        "The Pier",
    ]


def test_long_contents_are_followed_in_linear_time() -> None:
    def write(size: int) -> None:
        entries = [TocEntry(f"Chapter {n}", 1, "a", f"c{n}") for n in range(size)]
        blocks = [Block("Ten boats.", anchors=(f"c{n}",)) for n in range(size)]
        ChapterWriter(ArticleBuilder(), {"a": entries}).write([BookPart("a", blocks)])

    assert growth(write, 600) < 3


def test_a_novel_is_read_quickly() -> None:
    text = "".join(
        f"<h2 id='c{n}'>Chapter {n}</h2>" + f"<p>{PROSE} {MORE}</p>" * 52 for n in range(30)
    )
    contents = "".join(line(f"Chapter {n}", f"a.xhtml#c{n}") for n in range(30))
    data = book({"a.xhtml": chapter(text), "nav.xhtml": nav(contents)}, ["a.xhtml"])
    start = time.process_time()
    article = read_epub(data, "a.epub")
    assert time.process_time() - start < 1.5
    assert article.words > 60_000
    assert len(article.sections) == 31


def test_skipped_words_are_counted_where_no_space_is_between_them() -> None:
    members = {
        "a.xhtml": chapter(f"<h1>The Nets</h1><p>{PROSE}</p>"),
        "ad.xhtml": chapter(f"<p>{'港の船' * 20}</p>"),
    }
    article = read(members, ["a.xhtml", ("ad.xhtml", 'linear="no"')])
    assert [(skipped.what, skipped.words) for skipped in article.skipped] == [
        ("part beside the main text", 31)
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p>To sea<span class="pagenum">[Pg xi]</span> they went.</p>', "To sea they went."),
        ('<p>To sea <a class="pageno" id="p4">p. 4</a>they went.</p>', "To sea they went."),
        ('<p>To sea <span epub:type="pagebreak">{12}</span>they went.</p>', "To sea they went."),
        ('<p class="folio">xii</p><p>They went.</p>', "They went."),
        ('<p>Turn to <span class="page">the last page</span>.</p>', "Turn to the last page."),
        ("<p><big>T</big> hey went.</p>", "They went."),
        ("<p><span>A</span> boat went.</p>", "A boat went."),
        ("<p><span>A</span> t sea.</p>", "At sea."),
        ('<p class="drop">“T</p><p>hey went.</p>', "“They went."),
        ('<p class="drop">A</p><p>boat went.</p>', "A boat went."),
        ('<p><img src="t.png" alt="T"/>hey went.</p>', "They went."),
        ('<p><ruby><img src="g.png" alt="海"/><rt>うみ</rt></ruby>へ</p>', "海へ"),
        (3 * '<p><img src="o.png" alt="seagulls"/>On.</p>', "On.\nOn.\nOn."),
        ("<svg><text>Keep</text><text>out</text></svg>", "Keep out"),
        ('<svg><path d="M0"/></svg><p>They went.</p>', "They went."),
        (
            "<p>The net is wet<br/>the boat is red<br/>the crew in bed</p>",
            "The net is wet\nthe boat is red\nthe crew in bed",
        ),
        (f"<p>{PROSE}<br/>{MORE}<br/>{PROSE}</p>", f"{PROSE} {MORE} {PROSE}"),
        ('<p class="gone">For editors.</p><p class="seen">They went.</p>', "They went."),
    ],
)
def test_what_belongs_to_the_printed_page_is_set_right(body: str, said: str) -> None:
    sheet = """
        /* .seen { display: none } */
        @media print { .seen { display: none } }
        p .seen, .seen > p { display: none }
        div.gone, .gone { color: red; display: none }
    """
    page = chapter(body, f"<style>{sheet}</style>")
    assert read({"a.xhtml": page}, ["a.xhtml"], metadata="<dc:language>en</dc:language>").text == (
        f"Low Tide\n{said}"
    )


def test_a_linked_style_sheet_hides_classes() -> None:
    page = chapter(
        f'<p class="gone">x y</p><p>{PROSE}</p>', '<link rel="stylesheet" href="s.css"/>'
    )
    members = {"a.xhtml": page, "s.css": ".gone{display:none}"}
    assert read(members, ["a.xhtml"]).text == f"Low Tide\n{PROSE}"


def test_a_style_sheet_of_many_parts_is_read_once() -> None:
    linked = chapter(
        f'<p class="gone">x</p><p>{PROSE}</p>', '<link rel="stylesheet" href="s.css"/>'
    )
    members: dict[str, str | bytes] = {f"{n}.xhtml": linked for n in range(4)}
    sheet = ".gone{display:none}" + " " * 3_000_000
    assert read({**members, "s.css": sheet}, list(members)).text.count(PROSE) == len(members)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("<span>CHAPTER ONE</span><span>The Nets</span>", "CHAPTER ONE The Nets"),
        ("<span>1</span><span>Nets</span>", "1 Nets"),
        ("<span>T</span><span>HE NETS</span>", "THE NETS"),
        ("<b>Net</b><i>ting</i>", "Netting"),
    ],
)
def test_lines_of_a_heading_are_parted(heading: str, title: str) -> None:
    article = read({"a.xhtml": chapter(f"<h1>{heading}</h1><p>{PROSE}</p>")}, ["a.xhtml"])
    assert article.sections[-1].title == title


def test_pages_around_the_text_are_known_without_names() -> None:
    members = {
        "p1.xhtml": chapter("<p>LOW TIDE</p><p>Ada Brook</p><p>Quay Press</p>"),
        "p2.xhtml": chapter("<p>Copyright © 2020 Ada Brook</p><p>ISBN 978-0-00-000000-2</p>"),
        "p3.xhtml": chapter(f"<h1>Nets</h1><p>{PROSE} It has no ISBN.</p>"),
    }
    article = read(members, sorted(members), metadata="<dc:creator>Ada Brook</dc:creator>")
    assert article.text == f"Low Tide\nNets\n{PROSE} It has no ISBN."
    assert [left_out.what for left_out in article.skipped] == ["title page", "copyright page"]


def test_where_all_parts_are_beside_the_text_they_are_the_text() -> None:
    spine = [("a.xhtml", 'linear="no"'), ("b.xhtml", 'linear="no"')]
    members = {"a.xhtml": chapter(f"<p>{PROSE}</p>"), "b.xhtml": chapter(f"<p>{MORE}</p>")}
    assert read(members, spine).text == f"Low Tide\n{PROSE}\n{MORE}"


def test_entities_that_are_a_few_characters_are_read() -> None:
    declared = (
        '<!DOCTYPE html [<!ENTITY dash "&#x2014;"><!ENTITY ship "Gull"><!ENTITY lt "&#38;#60;">]>'
    )
    page = f"{declared}<html><body><p>The &ship;&dash;an old boat &lt; a ship.</p></body></html>"
    assert "The Gull—an old boat < a ship." in read({"a.xhtml": page}, ["a.xhtml"]).text


def test_the_main_title_is_the_title() -> None:
    metadata = (
        '<dc:title id="s">Sea Books</dc:title><dc:title id="m">The Net</dc:title>'
        '<meta refines="#s" property="title-type">collection</meta>'
        '<meta refines="#m" property="title-type">main</meta>'
    )
    article = read({"a.xhtml": chapter(f"<p>{PROSE}</p>")}, ["a.xhtml"], metadata=metadata)
    assert article.title == "The Net"
