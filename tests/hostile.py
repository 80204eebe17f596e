"""Small files that were made to take much time or memory, one for each way that was found."""

from __future__ import annotations

from collections.abc import Callable

from tests.archives import packed
from tests.documents import docx, paragraph, run

_CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
_PROSE = "Ten boats came home on the tenth day, and nobody on the mole cheered for them. "
_CHAPTER_BYTES = 7_900_000


def _page(body: str, head: str = "") -> bytes:
    prose = f"<p>{_PROSE * 5}</p>" * 3
    page = f"<!DOCTYPE html><html><head>{head}</head><body><h1>Tide</h1>{prose}{body}{prose}</body>"
    return page.encode()


def _nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + "deep" + f"</{tag}>" * depth


def _names_times_rows() -> bytes:
    return (f"{'a' * 190}\t{'b' * 190}\n" + "1\t2\n" * 17_000).encode()


def _rule_over_short_lines() -> bytes:
    return b"-- " * 10_000 + b"--\n" + b"a b\n" * 8_000


def _refresh_spaces() -> bytes:
    return _page("", f'<meta http-equiv="refresh" content="0;{" " * 60_000}x">')


def _comments(count: int) -> bytes:
    return b"<!---->" * count + b" no page"


def _picture_described_by(description: str) -> bytes:
    picture = f'<w:drawing><wp:inline><wp:docPr id="1" descr="{description}"/></wp:inline>'
    return docx(paragraph(_PROSE) + paragraph(run(f"{picture}</w:drawing>")))


def _wide_cells() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc>'
    names = "<w:tr><w:tc><w:p/></w:tc></w:tr>"
    return docx(f"{paragraph(_PROSE)}<w:tbl>{names}<w:tr>{cell * 20}</w:tr></w:tbl>")


def _long_numbers() -> bytes:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="{"%1" * 100_000}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return docx(paragraph("a", properties=numbered) * 20_000, numbering=numbering)


def _chapters(count: int) -> bytes:
    items, order = "", ""
    members: dict[str, str | bytes] = {"META-INF/container.xml": _CONTAINER}
    text = "<p>a</p>" * (_CHAPTER_BYTES // len("<p>a</p>"))
    for number in range(count):
        name = f"c{number}"
        items += f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>'
        order += f'<itemref idref="{name}"/>'
        members[f"{name}.xhtml"] = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{text}</body></html>'
        )
    members["book.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>'
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    return packed(members, ("mimetype", "application/epub+zip"))


def _dotted_keys() -> bytes:
    keys = "\n".join("a." * 2_000 + f"k{number} = 1" for number in range(300))
    return f"+++\n{keys}\n+++\n\n# Tide\n\n{_PROSE}\n".encode()


def _laughs() -> bytes:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    for number in range(1, 12):
        aliases = ", ".join([f"*a{number - 1}"] * 9)
        lines.append(f"a{number}: &a{number} [{aliases}]")
    return "\n".join(["---", *lines, "title: *a11", "---", "", "# Tide", "", _PROSE]).encode()


# makers of files by their names
HOSTILE: dict[str, Callable[[], bytes]] = {
    "names-times-rows.txt": _names_times_rows,
    "rule-over-short-lines.txt": _rule_over_short_lines,
    "line-without-end.txt": lambda: b"word " * 1_000_000,
    "word-without-end.txt": lambda: b"a" * 2_000_000,
    "empty-lines.txt": lambda: b"\n" * 1_000_000 + b"a\n" * 100_000,
    "comments.html": lambda: _comments(400),
    "comments.txt": lambda: _comments(400),
    "refresh-spaces.html": _refresh_spaces,
    "nested-figures.html": lambda: _page(_nested("figure", 5_000)),
    "nested-tables.html": lambda: _page(_nested("table><tr><td", 3_000)),
    "nested-quotes.html": lambda: _page(_nested("blockquote", 20_000)),
    "nested-lists.html": lambda: _page(_nested("ul><li", 5_000)),
    "nested-divisions.html": lambda: _page(_nested("div", 100_000)),
    "unclosed.html": lambda: _page("<b><i><p>a" * 20_000),
    "small-lists.html": lambda: _page("<ul><li>a</li></ul>" * 15_000),
    "wide-table.html": lambda: _page(
        f"<table><tr>{'<td colspan=9999>a' * 200}</tr>{'<tr><td>b</tr>' * 2_000}</table>"
    ),
    "note-marks.md": lambda: b"^[" * 30_000,
    "brackets.md": lambda: b"[" * 60_000,
    "quotes.md": lambda: b">" * 60_000 + b" a",
    "emphasis.md": lambda: b"*a_" * 30_000,
    "table.md": lambda: b"a|" * 5_000 + b"\n" + b"-|" * 5_000 + b"\n" + b"b\n" * 5_000,
    "dotted-keys.md": _dotted_keys,
    "laughs.md": _laughs,
    "described-by-spaces.docx": lambda: _picture_described_by("a" + " " * 60_000 + "b"),
    "described-by-signs.docx": lambda: _picture_described_by("a_" * 30_000 + "!"),
    "wide-cells.docx": _wide_cells,
    "long-numbers.docx": _long_numbers,
    "chapters.epub": lambda: _chapters(30),
}
