"""Documents of other programs, mails, feeds and exports, each through the door that users use."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from narrator.article import Article, Kind
from narrator.errors import SourceError
from narrator.readers import read
from narrator.readers.latex import read_latex
from narrator.readers.mobi.huffman import Dictionary
from narrator.readers.opendocument import read_opendocument
from tests.archives import packed
from tests.costs import growth
from tests.kindle import HUFFMAN, PACKINGS, mobi
from tests.more_kinds import (
    ATOM,
    EXPORT,
    FB2,
    HTML_MAIL,
    JSON_FEED,
    KINDLE_PAGE,
    LATEX,
    MAIL_HEAD,
    ODT_BODY,
    OPEN_DOCUMENT_NAMES,
    ORG,
    PLAIN_MAIL,
    RSS,
    RST,
    RTF,
    fodt,
    odt,
)

Outline = list[tuple[str, int]]
Paragraphs = list[tuple[Kind, str, str]]


def read_bytes(folder: Path, name: str, data: bytes | str) -> Article:
    """Read a file of this name and content."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


def outline(article: Article) -> Outline:
    return [(section.title, section.level) for section in article.sections]


def paragraphs(article: Article) -> Paragraphs:
    return [
        (each.kind, each.label, each.text)
        for section in article.sections
        for each in section.paragraphs
    ]


def skipped(article: Article) -> dict[str, int]:
    return {each.what: each.count for each in article.skipped}


# --- OpenDocument ---


@pytest.mark.parametrize("name", ["a.odt", "a.fodt", "a"])
def test_opendocument_by_its_styles(tmp_path: Path, name: str) -> None:
    data = fodt(ODT_BODY) if name == "a.fodt" else odt(ODT_BODY)
    article = read_bytes(tmp_path, name, data)
    assert outline(article) == [("The Mole", 1), ("Granite", 1), ("Men", 2)]
    assert paragraphs(article) == [
        (Kind.PROSE, "", "Nine years it took.[1]"),
        (Kind.FOOTNOTE, "1", "Or ten."),
        (Kind.QUOTE, "", "Stone on stone."),
        (Kind.ITEM, "1", "Masons"),
        (Kind.ITEM, "a", "Old ones"),
        (Kind.PROSE, "", "And later:"),
        (Kind.ITEM, "2", "Divers"),
        (Kind.CODE, "", "if wave:\n    wait()"),
        (Kind.TABLE, "", "Year Tons\n1893 70"),
        (Kind.CAPTION, "alternative text", "A wall in the sea"),
    ]
    assert (article.title, article.author) == ("The Mole", "Ann Lee")
    assert (article.date, article.language) == ("2021-03-04", "en-GB")
    assert skipped(article) == {"line of the table of contents": 1}


def test_a_formula_of_opendocument_is_said(tmp_path: Path) -> None:
    body = (
        '<text:p>So <draw:frame><draw:object xlink:href="./Object 1"/>'
        '<draw:image xlink:href="x"/></draw:frame> holds.</text:p>'
    )
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    )
    article = read_bytes(tmp_path, "a.odt", odt(body, **{"Object 1/content.xml": math}))
    assert article.text == "So x^2 holds."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (odt("", manifest="<a encryption-data=''/>"), "locked with a password"),
        (fodt("<text:p>"), "damaged"),
    ],
)
def test_what_is_no_opendocument_text(tmp_path: Path, data: bytes | str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_bytes(tmp_path, "a.odt", data)


def test_a_spreadsheet_is_named_as_no_text(tmp_path: Path) -> None:
    content = (
        f"<office:document-content {OPEN_DOCUMENT_NAMES}><office:body/></office:document-content>"
    )
    data = packed({"content.xml": content, "META-INF/manifest.xml": "<manifest/>"})
    with pytest.raises(SourceError, match="no text document"):
        read_bytes(tmp_path, "a.ods", data)


# --- FictionBook ---


@pytest.mark.parametrize("name", ["a.fb2", "a.fb2.zip", "a.xml"])
def test_a_fictionbook(tmp_path: Path, name: str) -> None:
    data = packed({"book.fb2": FB2}) if name.endswith("zip") else FB2
    article = read_bytes(tmp_path, name, data)
    assert outline(article) == [("The Mole", 1), ("Part One", 1), ("1 Granite", 2)]
    assert paragraphs(article) == [
        (Kind.QUOTE, "", "Stone on stone."),
        (Kind.QUOTE, "", "A mason"),
        (Kind.PROSE, "", "They began.[1]"),
        (Kind.QUOTE, "", "The sea, the sea"),
        (Kind.QUOTE, "", "went away."),
        (Kind.FOOTNOTE, "1", "In spring."),
    ]
    assert (article.author, article.date, article.language) == ("Ann Lee", "1901", "en")
    assert (article.series.name, article.series.position) == ("Harbours", "2")
    assert article.cover.startswith(b"\x89PNG")


def test_two_fictionbooks_in_one_archive_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="2 books"):
        read_bytes(tmp_path, "a.zip", packed({"a.fb2": FB2, "b.fb2": FB2}))


# --- Kindle ---


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_kindle_book(tmp_path: Path, packing: int) -> None:
    stated: dict[int, str | bytes] = {
        201: bytes(4),
        100: "Ann Lee",
        503: "The Mole",
        106: "2021-03-04",
        524: "en",
    }
    data = mobi(KINDLE_PAGE, stated, packing)
    article = read_bytes(tmp_path, "a.mobi", data)
    assert outline(article) == [("The Mole", 1), ("Granite", 2)]
    assert [text for _, _, text in paragraphs(article)] == [
        "The sea, the sea – it went away.",
        "Nine years.",
    ]
    assert (article.author, article.date, article.language) == ("Ann Lee", "2021-03-04", "en")
    assert article.cover == b"picture"


def test_a_kindle_book_without_statements_has_its_header_s_name(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.azw3", mobi("<p>Nine years.</p>"))
    assert article.title == "Kept in the header"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (mobi("<p>Nine</p>", encryption=2), "DRM"),
        (mobi("<p>Nine</p>", packing=9), "not known"),
        (mobi("<p>Nine</p>", packing=HUFFMAN)[:900], "damaged"),
        (mobi("<p>Nine</p>")[:80], "damaged"),
    ],
)
def test_kindle_books_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_bytes(tmp_path, "a.mobi", data)


def one_phrase(code_bits: int, phrase: bytes = b"") -> Dictionary:
    """Return a dictionary of one phrase, for which every code stands."""
    codes = struct.pack(">8sLL", b"HUFF", 16, 16 + 4 * 256)
    codes += struct.pack(">256L", *[1 << 8 | 0x80 | code_bits] * 256) + bytes(4 * 64)
    phrases = struct.pack(">8sLLHH", b"CDIC", 1, 0, 2, 0x8000 | len(phrase)) + phrase
    return Dictionary([codes, phrases])


def test_codes_without_bits_are_damage() -> None:
    with pytest.raises(IndexError, match="no bits"):
        one_phrase(0).unpack(b"\xff")


@pytest.mark.long
def test_a_record_of_codes_takes_linear_time() -> None:
    assert one_phrase(1, b"a").unpack(b"\xff" * 9) == b"a" * 72
    dictionary = one_phrase(1)
    assert growth(lambda size: dictionary.unpack(b"\xff" * size), 20_000) < 3


# --- RTF ---


@pytest.mark.parametrize("name", ["a.rtf", "a.doc"])
def test_rtf_by_its_styles(tmp_path: Path, name: str) -> None:
    article = read_bytes(tmp_path, name, RTF)
    assert outline(article) == [("The Mole", 1), ("Granite", 1), ("Men", 2)]
    assert paragraphs(article) == [
        (Kind.PROSE, "", "Nine years café — “it” took.[1] 5 m²мол a link"),
        (Kind.FOOTNOTE, "1", "Or ten."),
        (Kind.ITEM, "1", "Masons"),
        (Kind.ITEM, "", "Divers"),
        (Kind.TABLE, "", "Year Tons\n1893 70"),
        (Kind.PROSE, "", "😀 {end}"),
    ]
    assert article.author == "Ann Lee"


@pytest.mark.parametrize(
    ("head", "byte"),
    [("ansi", "e9"), ("mac", "8e"), ("pc", "82"), ("pca", "82"), (r"mac\ansicpg1252", "e9")],
)
def test_rtf_in_old_character_sets(tmp_path: Path, head: str, byte: str) -> None:
    data = rf"{{\rtf1\{head} The caf\'{byte} is open.}}"
    assert read_bytes(tmp_path, "a.rtf", data).text == "The café is open."


def test_rtf_that_is_nested_too_deep(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested too deep"):
        read_bytes(tmp_path, "a.rtf", rb"{\rtf1 " + b"{" * 10_000)


# --- mail ---


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("first", ["", "From ann@example.org Tue Mar  3 10:15:00 2026\n"])
def test_a_mail_is_read_without_what_it_quotes(tmp_path: Path, end: str, first: str) -> None:
    article = read_bytes(tmp_path, "a.txt", (first + PLAIN_MAIL).replace("\n", end))
    assert article.text.splitlines() == [
        "The harbour plan",
        "Dear Ben,",
        "the plan is ready. The council reads it on Monday.",
        "See you then.",
    ]
    assert (article.title, article.author) == ("The harbour plan", "Ann Müller")
    assert article.date == "2026-03-03"
    assert skipped(article) == {"quotation of another mail": 1, "signature of a mail": 1}


def test_a_mail_in_html_with_an_attachment(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.eml", HTML_MAIL)
    assert article.text.splitlines() == [
        "The harbour plan",
        "Dear Ben,",
        "the plan is ready – come.",
    ]
    assert skipped(article) == {
        "quotation of another mail": 1,
        "signature of a mail": 1,
        "attachment": 1,
    }


@pytest.mark.parametrize(
    "text", ["From: the harbour\n\nIt rained.", "Note: a\nDate: b\nTo: c\n\nIt rained."]
)
def test_text_that_only_begins_like_a_mail(tmp_path: Path, text: str) -> None:
    assert "It rained." in read_bytes(tmp_path, "a.txt", text).text
    assert text.split(":")[0] in read_bytes(tmp_path, "a.txt", text).text


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("Date: some day or other", ""),
        ("Date: Tue, 3 Mar 99999999 10:15:00 +0100", ""),
        ("Date: Tue, 3 Mar 2026 10:15:00 +9999", ""),
        ("Date: Tue, 3 Mar 2026 10:15:00 +0100", "2026-03-03"),
    ],
)
def test_a_mail_with_a_damaged_date_is_read(tmp_path: Path, field: str, told: str) -> None:
    mail = f"From: ann@example.org\nTo: Ben\n{field}\nSubject: Mole\n\nIt rained."
    article = read_bytes(tmp_path, "a.eml", mail)
    assert (article.text.splitlines(), article.date) == (["Mole", "It rained."], told)


def test_a_mail_with_a_damaged_subject_is_read(tmp_path: Path) -> None:
    mail = "From: ann@example.org\nTo: Ben\nSubject: =?x-unknown?q?the?= mole\n\nIt rained."
    article = read_bytes(tmp_path, "a.eml", mail)
    assert article.title == "=?x-unknown?q?the?= mole"


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("the harbour master", "the harbour master"),
        ("ann@example.org", "ann@example.org"),
        ("Ann Lee <ann@example.org>", "Ann Lee"),
    ],
)
def test_the_author_of_a_mail(tmp_path: Path, sender: str, author: str) -> None:
    mail = f"From: {sender}\nTo: Ben\nSubject: Mole\n\nIt rained."
    assert read_bytes(tmp_path, "a.txt", mail).author == author


@pytest.mark.parametrize(
    "charset", ["utf-8", "x-unknown", "rot13", "unicode_escape", "a\0b", "idna", "cp1252"]
)
def test_a_mail_in_an_encoding_that_is_not_its_own_is_read(tmp_path: Path, charset: str) -> None:
    head = f"{MAIL_HEAD}Content-Type: text/plain; charset={charset}\n\n"
    article = read_bytes(tmp_path, "a.eml", f"{head}The moles \\ud800 cost.")
    assert article.text.splitlines()[1:] == ["The moles \\ud800 cost."]


@pytest.mark.long
def test_a_mail_that_is_nested_too_deep(tmp_path: Path) -> None:
    parts = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2_000))
    with pytest.raises(SourceError, match="damaged"):
        read_bytes(tmp_path, "a.eml", MAIL_HEAD + "".join(parts))


@pytest.mark.parametrize("lines", [1, 10, 11])
def test_the_signature_of_a_mail_is_counted_and_short(tmp_path: Path, lines: int) -> None:
    mail = f"{MAIL_HEAD}\nIt rained.\n-- \n" + "Ann\n" * lines
    article = read_bytes(tmp_path, "a.eml", mail)
    assert skipped(article) == ({"signature of a mail": 1} if lines <= 10 else {})
    assert ("Ann" in article.text) == (lines > 10)


def test_a_mail_in_its_own_encoding(tmp_path: Path) -> None:
    head = f"{MAIL_HEAD}Content-Type: text/plain; charset=koi8-r\n\n"
    article = read_bytes(tmp_path, "a.eml", head.encode() + "Шёл дождь.".encode("koi8-r"))
    assert article.text.splitlines()[1:] == ["Шёл дождь."]


def test_a_mail_without_text_is_refused(tmp_path: Path) -> None:
    mail = f"{MAIL_HEAD}Content-Type: image/png\n\nAAAA\n"
    with pytest.raises(SourceError, match="no text in the mail"):
        read_bytes(tmp_path, "a.eml", mail)


# --- feeds and exports ---


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.rss", RSS), ("a.xml", RSS), ("a", ATOM), ("feed.json", JSON_FEED), ("a.json", EXPORT)],
)
def test_the_newest_entry_is_read(tmp_path: Path, name: str, data: str) -> None:
    article = read_bytes(tmp_path, name, data)
    assert outline(article) == [("New & grey", 1), ("Costs", 2)]
    assert [text for _, _, text in paragraphs(article)] == ["The mole is open.", "A lot."]
    assert (article.author, article.date) == ("Ann Lee", "2026-03-03")
    assert skipped(article) == {"other entry": 1}


def test_an_article_exported_as_text(tmp_path: Path) -> None:
    data = '{"title": "The mole", "text": "It is 4 < 5.\\n\\nIt rained."}'
    for name in ("a.json", "a"):
        article = read_bytes(tmp_path, name, data)
        assert article.text.splitlines() == ["The mole", "It is 4 < 5.", "It rained."]


def test_one_article_under_a_name(tmp_path: Path) -> None:
    data = '{"data": {"headline": "A", "articleBody": "It rained.", "datePublished": "2026-03-03"}}'
    article = read_bytes(tmp_path, "a.json", data)
    assert (article.text.splitlines(), article.date) == (["A", "It rained."], "2026-03-03")


def test_json_with_an_endless_number(tmp_path: Path) -> None:
    data = f'{{"title": "The mole", "text": "It rained.", "id": {"9" * 5_000}}}'
    assert read_bytes(tmp_path, "a.json", data).text.splitlines() == ["The mole", "It rained."]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.json", '{"title": "x"}', "none of its entries"),
        ("a.json", "[" * 100_000, "JSON"),
        ("a.rss", "<rss><channel/></rss>", "none of its entries"),
        ("a.rss", "<rss><channel>", "damaged"),
    ],
)
def test_feeds_without_a_text(tmp_path: Path, name: str, data: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_bytes(tmp_path, name, data)


# --- reStructuredText, Org, LaTeX ---


def test_restructured_text(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.rst", RST)
    assert outline(article) == [("The Mole", 1), ("Granite", 2)]
    assert paragraphs(article) == [
        (Kind.PROSE, "", "Nine years it took [1], see the plan and a.mole."),
        (Kind.PROSE, "", "3.2 A crane."),
        (Kind.ITEM, "1", "Masons"),
        (Kind.ITEM, "2", "Divers"),
        (Kind.CODE, "", "wait()"),
        (Kind.FOOTNOTE, "1", "Or ten."),
    ]
    assert (article.author, article.date) == ("Ann Lee", "2021-03-04")


def test_the_title_of_restructured_text_may_be_a_field(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.rst", ":PEP: 1\n:Title: The Mole\n\nA\n=\n\nIt rained.\n")
    assert article.title == "The Mole"


def test_restructured_text_with_an_endless_paragraph(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="10,000 characters"):
        read_bytes(tmp_path, "a.rst", "*a " * 4_000)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_python_enhancement_proposal(tmp_path: Path, end: str) -> None:
    head = (
        "PEP: 9\nTitle: The Mole\nAuthor: Ann Lee <ann@example.org>,\n        Bo\nStatus: Old\n\n"
    )
    text = f"{head}Abstract\n========\n\nTo: all. It rained.\n"
    article = read_bytes(tmp_path, "a.rst", text.replace("\n", end))
    assert (article.title, article.author) == ("The Mole", "Ann Lee, Bo")
    assert article.text.splitlines() == ["The Mole", "Abstract", "To: all. It rained."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (":pep:`8`", "PEP 8"),
        (":pep:`!8`", "PEP 8"),
        (":pep:`the style <8>`", "the style"),
        (":rfc:`2822`", "RFC 2822"),
        (":rfc:`2822#section-3`", "RFC 2822"),
        (":rfc:`mails <2822>`", "mails"),
    ],
)
def test_documents_with_numbers(tmp_path: Path, written: str, read: str) -> None:
    assert read_bytes(tmp_path, "a.rst", f"See {written} here.").text == f"See {read} here."


def test_what_org_keeps_for_the_author(tmp_path: Path) -> None:
    text = (
        "* A\nOne.\n* TODO COMMENT B\nTwo.\n** C\nThree.\n* D :x:noexport:\nFour.\n* E :x:\nFive."
    )
    article = read_bytes(tmp_path, "a.org", text)
    assert outline(article) == [("A", 1), ("E", 1)]
    assert [text for _, _, text in paragraphs(article)] == ["One.", "Five."]
    assert skipped(article) == {"line for the author alone": 6}


@pytest.mark.parametrize(
    "org",
    [
        "[[./mole.png]]",
        "[[../a/mole.jpg]]",
        "[[attachment:mole.png]]",
        "[[file:mole.png]]",
        "[cite:@lee2020]",
        "[cite/t:see @lee2020 p. 3]",
        "<<mole>>",
        "<<<mole>>>",
        "@@html:<b>@@",
    ],
)
def test_what_org_does_not_show(tmp_path: Path, org: str) -> None:
    article = read_bytes(tmp_path, "a.org", f"It {org} rained.")
    assert " ".join(article.text.split()) == "It rained."


def test_an_org_file(tmp_path: Path) -> None:
    article = read_bytes(tmp_path, "a.org", ORG)
    assert outline(article) == [("The Mole", 1), ("Granite", 1)]
    assert paragraphs(article) == [
        (Kind.PROSE, "", "Nine years it took[1], see the plan and a.mole. A crane_2 [was] there."),
        (Kind.ITEM, "1", "Masons"),
        (Kind.ITEM, "2", "Divers"),
        (Kind.ITEM, "", "old"),
        (Kind.CODE, "python", "wait()"),
        (Kind.TABLE, "", "1893 70"),
        (Kind.QUOTE, "", "Stone on stone."),
        (Kind.FOOTNOTE, "1", "Or ten."),
    ]
    assert (article.author, article.date) == ("Ann Lee", "2021-03-04")


@pytest.mark.parametrize("name", ["a.tex", "a.txt"])
def test_latex(tmp_path: Path, name: str) -> None:
    article = read_bytes(tmp_path, name, LATEX)
    assert outline(article) == [("The Mole", 1), ("Granite & more", 2)]
    assert paragraphs(article) == [
        (Kind.PROSE, "", "Nine years it took[1], see and “x^2”—4 % words."),
        (Kind.FOOTNOTE, "1", "Or ten."),
        (Kind.ITEM, "1", "Masons"),
        (Kind.ITEM, "2", "Divers"),
        (Kind.CODE, "", "wait()"),
        (Kind.TABLE, "", "Year Tons\n1893 70"),
        (Kind.QUOTE, "", "Stone on stone."),
    ]
    assert (article.author, article.date) == ("Ann Lee, Bo Müller", "2021-03-04")
    assert skipped(article) == {"reference": 1}


def test_parts_of_latex_are_headings(tmp_path: Path) -> None:
    text = r"\part{Stone} It rained. \chapter{Piers}\subsection{Heads} It snowed."
    article = read_bytes(tmp_path, "a.tex", text)
    assert outline(article) == [("Stone", 1), ("Piers", 1), ("Heads", 3)]


@pytest.mark.parametrize(
    "latex",
    [
        r"\begin{comment}not this\end{comment}",
        r"\begin{tikzpicture}[scale=2]\draw (0,0) -- (1,1) node {x};\end{tikzpicture}",
        r"\markboth{one}{two}\markright{three}",
        r"\pdfbookmark[1]{Index}{index}\bookmark[dest=x]{Index}",
        r"\addtocontents{toc}{none}",
        r"\fontsize{12}{14}\selectfont ",
        r"\lstinputlisting[language=C]{/etc/hostname}\verbatiminput{/etc/hostname}",
        r"\import{parts/}{one}\subimport{parts/}{one}\subfile{two}",
        r"\today{}",
    ],
)
def test_what_latex_does_not_read(tmp_path: Path, latex: str) -> None:
    article = read_bytes(tmp_path, "a.tex", f"It {latex}rained.")
    assert " ".join(article.text.split()) == "It rained."


@pytest.mark.parametrize(
    "latex",
    [
        r"\parbox[t]{3cm}{rained.}",
        r"\resizebox{\textwidth}{!}{rained.}",
        r"\raisebox{2pt}{rained.}",
        r"\rotatebox{90}{rained.}\scalebox{2}{}",
        r"\begin{wrapfigure}[9]{r}[1pt]{3cm}rained.\end{wrapfigure}",
    ],
)
def test_sizes_in_latex_are_not_read(tmp_path: Path, latex: str) -> None:
    article = read_bytes(tmp_path, "a.tex", f"It {latex}")
    assert " ".join(article.text.split()) == "It rained."


def test_a_day_that_latex_fills_in_is_none(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.tex", r"\date{\today} It rained.").date == ""


@pytest.mark.long
@pytest.mark.parametrize("latex", ["`", r"\'e", r"\unknown ", "It rained. "])
def test_latex_takes_linear_time(latex: str) -> None:
    assert growth(lambda size: read_latex((latex * size).encode(), "a.tex"), 1_000) < 3


# --- kinds ---


@pytest.mark.parametrize(
    "text",
    [
        "LaTeX begins with its class:\n\n\\documentclass{x}\n\n\\begin{document}\n\nIt rained.",
        "Books are often <FictionBook> in Russia.\n\nIt rained.",
        "It has <office:document a='opendocument.text'> first.\n\nIt rained.",
    ],
)
def test_text_about_a_kind_is_not_of_it(tmp_path: Path, text: str) -> None:
    found = " ".join(read_bytes(tmp_path, "a.txt", text).text.split())
    assert found.startswith(text[:12])
    assert found.endswith("It rained.")


@pytest.mark.parametrize(
    "start",
    ["GIF89a", "The new WEBP format", "The big WAVE", "The ftyp box", "ITSF", "I am an AVI film"],
)
def test_text_that_begins_with_the_letters_of_a_kind(tmp_path: Path, start: str) -> None:
    text = f"{start} is known to few. It rained."
    assert read_bytes(tmp_path, "a.txt", text).text == text


@pytest.mark.parametrize(
    "before", ["", "% a comment\n\n", "\\RequirePackage{x}\n  % more\n", "\ufeff", "%&latex\r\n"]
)
def test_what_stands_before_the_class_of_latex(tmp_path: Path, before: str) -> None:
    text = f"{before}\\documentclass{{book}}\n\\begin{{document}}It rained.\\end{{document}}"
    assert read_bytes(tmp_path, "a.txt", text).text == "It rained."


def test_xml_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="save its text"):
        read_bytes(tmp_path, "a.xml", "<?xml version='1.0'?><opml><body/></opml>")


def test_latex_that_is_nested_too_deep(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nested too deep"):
        read_bytes(tmp_path, "a.tex", "{" * 5_000)


@pytest.mark.long
def test_lines_of_code_are_joined_in_linear_time() -> None:
    line = '<text:p text:style-name="Preformatted_20_Text">if wave:</text:p>'
    assert growth(lambda times: read_opendocument(fodt(line * times).encode(), "a"), 500) < 3
