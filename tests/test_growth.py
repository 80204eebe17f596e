"""Time grows with the size of a source and no faster, and memory neither.

Held is the exponent of the growth, never a time: see ``tests/benchmarks/growth.py``, which looks
for more.
"""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest

from narrator.errors import SourceError
from narrator.language.sentences import split_sentences
from narrator.readers.docx import read_docx
from narrator.readers.epub import read_epub
from narrator.readers.markdown import read_markdown
from narrator.readers.plain import read_text
from narrator.verbalize.reading_order import reading_units
from tests.benchmarks.growth import MOST_EXPONENT, OutOfTimeError, measure, patience
from tests.benchmarks.stages import read_and_plan
from tests.books import book, chapter
from tests.conftest import PROJECT
from tests.documents import docx, item, paragraph

Make = Callable[[int], str | bytes]
_MIB = 1024 * 1024
_QUICK_SECONDS = 0.1
# what grows too fast does so at every look; what a busy machine delays does not
_LOOKS = 2


@dataclass(frozen=True, slots=True)
class Case:
    """A source of any length that was made to take long."""

    make: Make
    suffix: str

    def text(self, length: int) -> bytes:
        """Return the source."""
        made = self.make(length)
        return made.encode() if isinstance(made, str) else made

    def read(self, data: bytes) -> None:
        """Read it as the command does, and plan what is said."""
        read_and_plan(data, self.suffix)


def _page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>"


def _named_rows(length: int) -> str:
    """Return a table of long names above short cells, half of it the names."""
    columns = max(2, length // 400)
    names = "|".join(["N" * 199] * columns)
    row = "|".join("1" * columns)
    return f"{names}\n\n" + f"{row}\n" * (length // 2 // len(row))


def _picture(description: str) -> bytes:
    drawing = f'<w:r><w:drawing><wp:docPr descr="{description}"/></w:drawing></w:r>'
    return docx(paragraph(drawing) + paragraph("Boats."))


def _numbered(text: str, count: int) -> bytes:
    return docx(
        item("a", 1) * count,
        numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9999999"/>'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )


def _spanning_rows(count: int) -> bytes:
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='63'/></w:tcPr>" + paragraph("a") + "</w:tc>"
    return docx(f"<w:tbl>{f'<w:tr>{cell}{cell}</w:tr>' * count}</w:tbl>")


def _open_fields(count: int) -> bytes:
    return docx('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * count)


_FIGURE = "<figure><img alt='a boat at sea'>boats"
_TABLE = "<table><tr><td>a<td>b<tr><td>a<td>b</table>"

CASES = {
    "column names above many rows": Case(_named_rows, "txt"),
    "one long column name": Case(
        lambda n: f"|{'a' * (n // 2)}|b|\n|-|-|\n" + "|1|2|\n" * (n // 12), "md"
    ),
    "drawn columns above short lines": Case(
        lambda n: "-- " * (n // 6) + "\n" + "a\n" * (n // 4), "txt"
    ),
    "spaces in a refresh": Case(
        lambda n: _page("Boats", f"<meta http-equiv=refresh content='{' ' * n}'>"), "html"
    ),
    "spaces in a picture's description": Case(lambda n: _picture(" " * n), "docx"),
    "figures in figures": Case(lambda n: _page(_FIGURE * (n // len(_FIGURE))), "html"),
    "a figure of many pictures": Case(
        lambda n: _page("<figure>" * 150 + "<img alt='a boat'>boats" * (n // 23)), "html"
    ),
    "tables in tables": Case(lambda n: _page("<table><tr><td>a<td>" * min(300, n // 20)), "html"),
    "many small tables": Case(lambda n: _page(_TABLE * (n // len(_TABLE))), "html"),
    "many small lists": Case(lambda n: _page("<ul><li>a</ul>" * (n // 14)), "html"),
    "notes in notes": Case(lambda n: "^[" * (n // 2), "md"),
    "brackets in brackets": Case(lambda n: "[" * n, "md"),
    "a key of many parts": Case(lambda n: f"+++\n{'a.' * (n // 2)}b=1\n+++\nBoats", "md"),
    "long front matter": Case(lambda n: f"---\n{'a: [b]' * (n // 7)}\n---\nBoats", "md"),
    "a long number": Case(lambda n: _numbered("%1" * (n // 2), n // 200), "docx"),
    "cells over many columns": Case(lambda n: _spanning_rows(n // 200), "docx"),
    "fields that never end": Case(lambda n: _open_fields(n // 60), "docx"),
    "empty comments": Case(lambda n: "<!---->" * (n // 7), "html"),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_what_was_made_to_take_long_takes_time_in_proportion(name: str) -> None:
    case = CASES[name]
    growths = [measure(name, case.read, case, _QUICK_SECONDS) for _ in range(_LOOKS)]
    assert min(growth.exponent for growth in growths) <= MOST_EXPONENT, growths


@pytest.mark.long
@pytest.mark.parametrize("what", ["--patterns", "--stages"])
def test_nothing_that_is_searched_for_grows_faster(what: str) -> None:
    for _ in range(_LOOKS):
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.growth", what],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stdout, done.stderr)
        if done.returncode == 0:
            return
    raise AssertionError("something grows faster than its input in every search")


def _work() -> None:
    while True:
        pass


def _work_after_an_error() -> None:
    """Lose the first alarm, as a C library does that calls back."""
    with suppress(BaseException):
        _work()
    _work()


def _work_and_fail() -> None:
    """Make another error of an alarm, as a C library does."""
    try:
        _work()
    except BaseException as error:
        raise TypeError from error


@pytest.mark.parametrize("work", [_work, _work_after_an_error, _work_and_fail])
def test_time_runs_out_whatever_becomes_of_the_alarm(work: Callable[[], None]) -> None:
    with pytest.raises(OutOfTimeError), patience(0.01):
        work()


def test_danish_full_stops_take_no_longer_than_others() -> None:
    with patience(2.0):
        split_sentences("a." * 32_000, "da")


def test_a_list_number_has_a_longest_length() -> None:
    article = read_docx(_numbered("%1" * 50, 1), "a.docx")
    (paragraph,) = article.sections[0].paragraphs
    assert paragraph.label == "9" * 60


def peak_bytes(call: Callable[[], object]) -> int:
    """Return the most memory that Python held for a call."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_bounded() -> None:
    """A key of n parts took n² places; so did n paragraphs with a number of n parts."""
    key = "a." * 4_000
    front_matter = f"+++\n{key}b=1\n+++\nBoats".encode()
    assert peak_bytes(lambda: read_markdown(front_matter, "a.md")) < 2 * _MIB
    number = _numbered("%1" * 2_000, 100)
    assert peak_bytes(lambda: read_docx(number, "a.docx")) < 2 * _MIB


def test_names_that_would_drown_the_cells_are_said_once() -> None:
    (table,) = (
        read_text(b"Boats of the long pier\tDay\n\n3\t10\n4\t11\n", "a").sections[0].paragraphs
    )
    assert [row.wording for row in reading_units(table, "en")] == [
        "Boats of the long pier: 3; Day: 10.",
        "Boats of the long pier: 4; Day: 11.",
    ]
    name = "Boats " * 20
    (table,) = read_text(f"{name}\tDay\n\n3\t10\n4\t11\n".encode(), "a").sections[0].paragraphs
    first, second = (row.wording for row in reading_units(table, "en"))
    assert (first, second) == (f"{name.strip()}: 3; Day: 10.", "4; 11.")


def test_lines_that_end_before_the_last_drawn_column() -> None:
    rows = b"---- ---- ----\nNet  Pier Boat\n---- ---- ----\nred  1    big\nblue 2    old\n"
    (table,) = read_text(rows, "a").sections[0].paragraphs
    assert table.rows == (("Net", "Pier", "Boat"), ("red", "1", "big"), ("blue", "2", "old"))


def test_parts_that_each_unpack_to_little_are_a_bomb_together() -> None:
    names = [f"c{number}.xhtml" for number in range(30)]
    bomb = book({name: chapter(" " * 1_900_000) for name in names}, names)
    with pytest.raises(SourceError, match="zip bombs"):
        read_epub(bomb, "a.epub")
