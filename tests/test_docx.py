"""Word files into articles: what the format says of paragraphs, and what is no Word file."""

from __future__ import annotations

import contextlib
import time

import pytest
from lxml import etree

from narrator.article import ALTERNATIVE, Kind
from narrator.errors import SourceError
from narrator.readers.docx import read_docx
from narrator.readers.docx.numbering import Numbering, format_number
from tests.archives import packed
from tests.costs import growth
from tests.documents import STRICT, TRANSITIONAL, docx, item, paragraph, run


def kinds(body: str, **parts: str) -> list[tuple[Kind, str, str]]:
    """Kind, label and text of every paragraph of a file with this body."""
    article = read_docx(docx(body, **parts), "a.docx")
    return [
        (found.kind, found.label, found.text)
        for section in article.sections
        for found in section.paragraphs
    ]


def text(body: str, **parts: str) -> str:
    return " | ".join(text for _, _, text in kinds(body, **parts))


@pytest.mark.parametrize("space", [None, STRICT])
def test_headings_by_style_inheritance_and_level(space: str | None) -> None:
    body = (
        paragraph("The Harbour", "Titel")
        + paragraph("Foundations", "berschrift1")
        + paragraph("Nine years it took.")
        + paragraph("The mole", "Mine")
        + paragraph("Granite.")
        + paragraph("Set by hand", properties='<w:outlineLvl w:val="2"/>')
        + paragraph("Undescribed", "Heading2")
        + paragraph("Body text after all", "berschrift1", '<w:outlineLvl w:val="9"/>')
        + paragraph("Round and round", "Loop")
    )
    article = read_docx(docx(body, **({"space": space} if space else {})), "a.docx")
    assert [(section.title, section.level) for section in article.sections] == [
        *(
            ("The Harbour", 1),
            ("Foundations", 1),
            ("The mole", 2),
            ("Set by hand", 3),
            ("Undescribed", 2),
        ),
    ]
    assert article.title == "The Harbour"
    assert article.language == "en-GB"
    assert [found.text for found in article.sections[-1].paragraphs] == [
        "Body text after all",
        "Round and round",
    ]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Überschrift 2", 2),
        ("Titre 1", 1),
        ("Título 3", 3),
        ("Titolo 1", 1),
        ("Kop 4", 4),
        ("Rubrik 1", 1),
        ("Overskrift 2", 2),
        ("Otsikko 1", 1),
        ("Nagłówek 1", 1),
        ("Nadpis 2", 2),
        ("Заголовок 1", 1),
        ("标题 1", 1),
        ("見出し 1", 1),
        ("제목 2", 2),
        ("heading 9 Char", 9),
    ],
)
def test_headings_by_their_styles_name_in_many_languages(name: str, level: int) -> None:
    style = (
        f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{name}"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="Normal"/></w:style>'
    )
    body = paragraph("The mole", "a") + paragraph("Granite.", "b")
    (section,) = read_docx(docx(body, styles=style), "a.docx").sections
    assert (section.title, section.level) == ("The mole", level)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Beschriftung", Kind.CAPTION),
        ("Figure Caption", Kind.CAPTION),
        ("légende", Kind.CAPTION),
        ("bijschrift", Kind.CAPTION),
        ("Intense Quote", Kind.QUOTE),
        ("Intensives Zitat", Kind.QUOTE),
        ("Citation", Kind.QUOTE),
        ("HTML Preformatted", Kind.CODE),
        ("macro", Kind.CODE),
        ("Macro pages", Kind.PROSE),
        ("List Bullet 2", Kind.PROSE),
        ("Quotes", Kind.PROSE),
    ],
)
def test_kinds_by_the_styles_name(name: str, kind: Kind) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="a"><w:name w:val="{name}"/></w:style>'
    body = paragraph("Granite and sand.", "a")
    (section,) = read_docx(docx(body, styles=style), "a.docx").sections
    assert [found.kind for found in section.paragraphs] == [kind]


def test_title_author_and_date_are_the_files_own() -> None:
    core = (
        "<dc:title>Low Tide</dc:title><dc:creator>A. Keeper</dc:creator>"
        "<dcterms:created>2021-03-04T10:00:00Z</dcterms:created>"
    )
    article = read_docx(docx(paragraph("Nothing moved."), core=core), "a.docx")
    assert (article.title, article.author, article.date) == ("Low Tide", "A. Keeper", "2021-03-04")


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - draft3.doc", "Document1", "report_final.docx", "C:\\texts\\a\\b", "  - "],
)
def test_a_programs_title_is_none(title: str) -> None:
    article = read_docx(
        docx(paragraph("Nothing moved."), core=f"<dc:title>{title}</dc:title>"), "low_tide.docx"
    )
    assert article.title == "low tide"


NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1">
    <w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
  </w:lvl>
  <w:lvl w:ilvl="2">
    <w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/>
  </w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61623;"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>
</w:num>
"""


def test_lists_are_counted() -> None:
    counted = [("stone", 0), ("first", 1), ("second", 1), ("deep", 2), ("sand", 0), ("again", 1)]
    body = "".join(item(text, 1, depth) for text, depth in counted)
    body += (
        item("rope", 2)
        + item("tar", 2)
        + item("anew", 3)
        + item("more", 3)
        + item("out of the list", 0)
    )
    found = kinds(body, numbering=NUMBERING)
    assert [label for _, label, _ in found] == [
        "3",
        "a",
        "b",
        "3.I",
        "4",
        "a",
        "",
        "",
        "1",
        "2",
        "",
    ]
    assert [kind for kind, _, _ in found] == [Kind.ITEM] * 10 + [Kind.PROSE]


def test_lists_have_nine_levels_whatever_a_file_says() -> None:
    body = "".join(item("stone", 1, depth) for depth in (8, 9, 5_000, 8))
    assert [label for _, label, _ in kinds(body, numbering=NUMBERING)] == ["1", "2", "3", "4"]

    def deeper(paragraphs: int) -> None:
        numbering = Numbering(etree.fromstring(docx_numbering))
        for depth in range(paragraphs):
            numbering.next_label("1", depth)

    docx_numbering = f'<w:numbering xmlns:w="{TRANSITIONAL}">{NUMBERING}</w:numbering>'
    assert growth(deeper, 1_000) < 3


@pytest.mark.parametrize(
    ("value", "how", "said"),
    [
        *(
            (1, "decimal", "1"),
            (7, "decimalZero", "07"),
            (28, "lowerLetter", "bb"),
            (26, "upperLetter", "Z"),
        ),
        *(
            (4, "lowerRoman", "iv"),
            (1999, "upperRoman", "MCMXCIX"),
            (5000, "upperRoman", "5000"),
            (3, "chicago", "3"),
        ),
    ],
)
def test_numbers_are_written_as_word_does(value: int, how: str, said: str) -> None:
    assert format_number(value, how) == said


def test_a_numbered_heading_has_its_number() -> None:
    body = paragraph("Scope", "berschrift1", '<w:numPr><w:numId w:val="1"/></w:numPr>') + paragraph(
        "All of it."
    )
    article = read_docx(docx(body, numbering=NUMBERING), "a.docx")
    assert article.sections[0].title == "3 Scope"


def test_kinds_by_style() -> None:
    body = (
        paragraph("The sea takes what the mason forgets.", "Zitat")
        + paragraph("def tide():", "Code")
        + paragraph("    return 2", "Code")
        + paragraph("Figure 1. The mole.", "Beschriftung")
    )
    assert kinds(body) == [
        (Kind.QUOTE, "", "The sea takes what the mason forgets."),
        (Kind.CODE, "", "def tide():\n    return 2"),
        (Kind.CAPTION, "", "Figure 1. The mole."),
    ]


def test_notes_stand_after_their_paragraph() -> None:
    foot_mark, end_mark = (
        run('<w:footnoteReference w:id="2"/>'),
        run('<w:endnoteReference w:id="2"/>'),
    )
    body = (
        paragraph(run("It took nine years") + foot_mark + run(", they say.") + end_mark)
        + paragraph("Nobody cheered.")
        + paragraph(run("No such note.") + run('<w:footnoteReference w:id="99"/>'))
    )
    first = paragraph(run("<w:footnoteRef/>") + run(" The account book."))
    foot = f'<w:footnote w:id="2">{first}{paragraph("Page 12.")}</w:footnote>'
    end = f'<w:endnote w:id="2">{paragraph("Hearsay.")}</w:endnote>'
    assert kinds(body, footnotes=foot, endnotes=end) == [
        (Kind.PROSE, "", "It took nine years[1], they say.[2]"),
        (Kind.FOOTNOTE, "1", "The account book. Page 12."),
        (Kind.FOOTNOTE, "2", "Hearsay."),
        (Kind.PROSE, "", "Nobody cheered."),
        (Kind.PROSE, "", "No such note."),
    ]


def test_powers_after_a_note_are_raised_and_its_mark_is_not() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = paragraph(
        run("As shown")
        + run('<w:footnoteReference w:id="2"/>', raised)
        + run(" in 10")
        + run("6", raised)
        + run(" cases.")
    )
    assert kinds(body, footnotes=f'<w:footnote w:id="2">{paragraph("Page 12.")}</w:footnote>') == [
        (Kind.PROSE, "", "As shown[1] in 10⁶ cases."),
        (Kind.FOOTNOTE, "1", "Page 12."),
    ]


def table(*rows: tuple[str, ...], header: bool = False, look: str = "") -> str:
    cells = [
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    ]
    marks = [
        "<w:trPr><w:tblHeader/></w:trPr>" if header and index == 0 else ""
        for index in range(len(rows))
    ]
    inside = "".join(f"<w:tr>{mark}{row}</w:tr>" for mark, row in zip(marks, cells, strict=True))
    return f'<w:tbl><w:tblPr><w:tblLook w:val="{look or "0000"}"/></w:tblPr>{inside}</w:tbl>'


@pytest.mark.parametrize(("header", "look"), [(True, ""), (False, "04A0")])
def test_a_tables_first_row_are_names_where_the_file_says_so(header: bool, look: str) -> None:
    article = read_docx(
        docx(
            table(("Year", "Stone"), ("1701", "1200"), ("1702", "1350"), header=header, look=look)
        ),
        "a.docx",
    )
    (found,) = article.sections[0].paragraphs
    assert found.rows == (("Year", "Stone"), ("1701", "1200"), ("1702", "1350"))


def test_a_table_without_names_merged_and_deleted_cells() -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("both")}'
    below = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('hidden below')}"
    body = table(("a", "b", "c"), (wide, "d"), (below, "e", "f")).replace(
        "</w:tbl>",
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr></w:tbl>",
    )
    (found,) = read_docx(docx(body), "a.docx").sections[0].paragraphs
    assert found.rows == ((), ("a", "b", "c"), ("both", "", "d"), ("", "e", "f"))


def test_a_table_that_only_places_text_is_read_as_text() -> None:
    body = table((paragraph("Side by side", "berschrift1") + paragraph("Left."), "Right."))
    article = read_docx(docx(body), "a.docx")
    assert article.sections[0].title == "Side by side"
    assert [found.text for found in article.sections[0].paragraphs] == ["Left.", "Right."]


def test_changes_are_accepted_and_hidden_text_is_left_out() -> None:
    body = (
        paragraph(
            run("Nine ")
            + f"<w:del>{run('<w:delText>ten </w:delText>')}</w:del><w:ins>{run('long ')}</w:ins>"
            + run("secret ", "<w:vanish/>")
            + run("more ", '<w:rStyle w:val="Secret"/>')
            + run("shown ", '<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>')
            + run("years")
        )
        + paragraph("One line ", properties="<w:rPr><w:del w:id='3'/></w:rPr>")
        + paragraph("was two.")
        + paragraph("T", properties='<w:framePr w:dropCap="drop"/>')
        + paragraph("he end.")
    )
    assert text(body) == "Nine long shown years | One line was two. | The end."


def test_fields_keep_their_results_and_lose_their_code() -> None:
    field = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText> PAGEREF _x </w:instrText>")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("twelve")
        + run('<w:fldChar w:fldCharType="end"/>')
    )
    link = f'<w:hyperlink r:id="r9">{run("the register")}</w:hyperlink>'
    tag = (
        f"<w:smartTag>{run(' of ships')}</w:smartTag>"
        f"<w:sdt><w:sdtContent>{run(' and boats')}</w:sdtContent></w:sdt>"
    )
    placeholder = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"
    )
    simple = f'<w:fldSimple w:instr="SEQ x">{run(" 4")}</w:fldSimple>'
    assert text(
        paragraph(run("Page ") + field + run(" of ") + link + tag + simple + placeholder)
    ) == ("Page twelve of the register of ships and boats 4")


def test_breaks_hyphens_powers_and_formulas() -> None:
    first = (
        "<w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/>"
        "<w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t>"
    )
    second = "<w:t> co</w:t><w:softHyphen/><w:t>ast 10</w:t>"
    power = run("6", '<w:vertAlign w:val="superscript"/>')
    body = paragraph(
        run(first) + run(second) + power + "<m:oMath><m:r><m:t> a+b</m:t></m:r></m:oMath>"
    )
    assert text(body) == "one two well-known coast 10⁶ a + b"


def inline(properties: str) -> str:
    return f"<w:drawing><wp:inline>{properties}</wp:inline></w:drawing>"


def test_text_boxes_once_and_pictures_by_their_description() -> None:
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    drawing = (
        '<w:drawing><wp:inline><wp:docPr id="1" name="x"/></wp:inline>'
        f"<wps:txbx>{box}</wps:txbx></w:drawing>"
    )
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    picture = inline('<wp:docPr id="2" name="y" descr="A grey mole in the rain"/>')
    unnamed = inline('<wp:docPr id="3" name="z" descr="IMG_001.png"/>')
    assert kinds(paragraph(run("Before it.") + run(both) + run(picture) + run(unnamed))) == [
        (Kind.PROSE, "", "Before it."),
        (Kind.CAPTION, ALTERNATIVE, "A grey mole in the rain"),
        (Kind.PROSE, "", "In the box."),
    ]


def test_a_table_of_contents_is_left_out_and_counted() -> None:
    gallery = (
        '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "</w:docPartObj></w:sdtPr>"
    )
    begin, separate, end = (
        run(f'<w:fldChar w:fldCharType="{kind}"/>') for kind in ("begin", "separate", "end")
    )
    field = (
        paragraph(begin + run("<w:instrText>TOC \\o</w:instrText>") + separate + run("The mole 3"))
        + paragraph("The light 5")
        + paragraph(end)
    )
    body = (
        f"<w:sdt>{gallery}<w:sdtContent>{paragraph('Contents')}</w:sdtContent></w:sdt>"
        + paragraph("Stones 1", "Verzeichnis1")
        + field
        + paragraph("The text itself.")
    )
    article = read_docx(docx(body), "a.docx")
    assert [found.text for found in article.sections[0].paragraphs] == ["The text itself."]
    assert [(left.what, left.count, left.words) for left in article.skipped] == [
        ("line of the table of contents", 4, 9)
    ]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    begin = run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText>TOC \\o</w:instrText>")
    assert (
        text(paragraph(begin + run("Contents here")) + paragraph("The text itself."))
        == "Contents here | The text itself."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({"mimetype": "application/zip"}), "no Word document"),
        (docx(paragraph("Nothing moved."))[:-300], "damaged"),
        (docx("<w:p><w:r>"), "damaged"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "entities"),
        (b"", "damaged"),
    ],
    ids=["other archive", "cut off", "bad markup", "entities", "empty"],
)
def test_what_is_no_word_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read_docx(data, "a.docx")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000,
        "<w:sdt>" * 250 + "</w:sdt>" * 250,
        paragraph("equal") * 20_000,
        item("equal", 1, 8) * 5_000,
        table(*[tuple("abc")] * 1000),
    ],
    ids=["deep tables", "deep tags", "equal paragraphs", "long list", "long table"],
)
def test_hostile_bodies_take_bounded_time(body: str) -> None:
    started = time.process_time()
    with contextlib.suppress(SourceError):
        read_docx(docx(body, numbering=NUMBERING), "a.docx")
    assert time.process_time() - started < 10


BOLD = "<w:b/>"
LARGE = '<w:b/><w:sz w:val="28"/>'
LARGEST = '<w:sz w:val="40"/>'
CENTRED = '<w:jc w:val="center"/>'
FIRST = "Nine years it took to build the mole, and then the sea came over it all the same."
SECOND = "The boats lay behind it in rows of four, and nobody feared the winter any more."


def titles(body: str, **parts: str) -> list[str]:
    article = read_docx(docx(body, **parts), "a.docx")
    return [section.title for section in article.sections]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            paragraph(run("The Mole", LARGEST))
            + paragraph(run("The sea", LARGE))
            + paragraph(FIRST)
            + paragraph(run("The boats", LARGE))
            + paragraph(SECOND),
            ["The Mole", "The sea", "The boats"],
        ),
        (
            paragraph(run("Sea", LARGE))
            + paragraph(run("Waves", BOLD))
            + paragraph(FIRST)
            + paragraph(run("Sky", LARGE))
            + paragraph(run("Clouds", BOLD))
            + paragraph(SECOND),
            ["Sea", "Waves", "Sky", "Clouds"],
        ),
        (
            paragraph("CHAPTER I", properties=CENTRED)
            + paragraph(FIRST)
            + paragraph("CHAPTER II", properties=CENTRED)
            + paragraph(SECOND),
            ["CHAPTER I", "CHAPTER II"],
        ),
        (
            paragraph(run("One sentence of the text is bold.", BOLD))
            + paragraph(FIRST)
            + paragraph(run("Another one is, too.", BOLD))
            + paragraph(SECOND),
            [""],
        ),
        (
            paragraph("Sea", "berschrift1")
            + paragraph(FIRST)
            + paragraph(run("A bold line", BOLD))
            + paragraph(SECOND)
            + paragraph(run("Another", BOLD))
            + paragraph(FIRST),
            ["Sea"],
        ),
    ],
    ids=["title and one level", "two levels", "centred capitals", "sentences", "with styles"],
)
def test_headings_made_by_hand(body: str, found: list[str]) -> None:
    assert titles(body) == found


@pytest.mark.parametrize("name", ["Heading", "Chapter Title", "section heading", "Überschrift"])
def test_heading_styles_without_a_number(name: str) -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="x"><w:name w:val="{name}"/></w:style>'
    assert titles(paragraph("Sea", "x") + paragraph(FIRST), styles=styles) == ["Sea"]


def test_typed_contents_are_left_out_and_counted() -> None:
    def line(title: str, page: str) -> str:
        return paragraph(run(title) + run("<w:tab/>") + run(page))

    body = paragraph("Contents") + line("Sea", "3") + line("Sky", "7") + line("Ice", "xi")
    body += paragraph("Sea", "berschrift1") + line("Tea", "2") + line("Cake", "4")
    article = read_docx(docx(body), "a.docx")
    assert article.text == "Sea\nTea 2\nCake 4"
    assert [(left.what, left.count) for left in article.skipped] == [
        ("line of the table of contents", 4)
    ]


def test_a_control_that_shows_only_what_to_fill_in_is_left_out() -> None:
    def control(properties: str, words: str) -> str:
        inside = f"<w:sdtContent>{paragraph(words)}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inside}</w:sdt>"

    assert text(control("<w:showingPlcHdr/>", "Click here.") + control("", "Done.")) == "Done."


def test_characters_of_symbol_fonts() -> None:
    def symbol(font: str, code: str) -> str:
        return run(f'<w:sym w:font="{font}" w:char="{code}"/>')

    degrees = run("It leans by 5") + symbol("Symbol", "F0B0") + run(" or ")
    rest = symbol("Symbol", "F0B3") + run(" 3") + symbol("Wingdings", "F04A") + symbol("A", "x")
    assert text(paragraph(degrees + rest + symbol("Arial", "00BD"))) == "It leans by 5° or ≥ 3½"


def test_two_line_breaks_end_a_paragraph() -> None:
    breaks = "<w:br/><w:br/>"
    assert kinds(paragraph(f"<w:r><w:t>Sea</w:t>{breaks}<w:t>Sky</w:t></w:r>")) == [
        (Kind.PROSE, "", "Sea"),
        (Kind.PROSE, "", "Sky"),
    ]


def test_words_of_diagrams_and_embedded_pages() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/"
    diagram = f'<dgm:relIds xmlns:dgm="{space}diagram" r:dm="diagram.xml"/>'
    words = (
        f'<d xmlns:a="{space}main"><a:p><a:r><a:t>Fill </a:t></a:r><a:r><a:t>it</a:t></a:r></a:p>'
        "<a:p><a:r><a:t>Trim it</a:t></a:r></a:p></d>"
    )
    body = (
        paragraph(run(f"<w:drawing>{diagram}</w:drawing>"))
        + '<w:altChunk r:id="page.html"/><w:altChunk r:id="lost.html"/>'
        + paragraph("End.")
    )
    members = {"diagram.xml": words, "page.html": "<h1>Ropes</h1><p>They lay below.</p>"}
    article = read_docx(docx(body, **members), "a.docx")
    assert article.text == "Fill it\nTrim it\nRopes\nThey lay below.\nEnd."


def test_a_note_that_a_program_describes_pictures_is_left_out_in_any_language() -> None:
    picture = '<wp:docPr descr="{}"/>'
    note = picture.format("Boote im Hafen.&#xA;&#xA;Automatisch generierte Beschreibung")
    path = picture.format("C:\\Users\\Ada\\My Pictures\\boat party.jpg")
    assert text(paragraph(run(note) + run(path))) == "Boote im Hafen."
