"""PDF files into articles: what pages of placed words mean, and files that are made to harm."""

from __future__ import annotations

import mmap
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest

from narrator.article import Article, Kind
from narrator.errors import LimitError, SourceError
from narrator.readers import read
from narrator.readers.guarded import Limits, run_guarded
from narrator.readers.pdf import read_pdf
from narrator.readers.pdf.repair import repair_characters
from tests.conftest import COMMAND
from tests.pdfs import Sheet, assembled, pdf, width

TIDE = (
    "The harbour was built in nine years, and nobody who worked on it expected that it would last "
    "for three hundred. The books of the town say so in plain words, and they say what every "
    "stone had cost."
)
ICE = (
    "The ice came early that winter. A ship of forty tons was crushed at the quay, and its cargo "
    "of oats lay on the ice until the thaw took it. Those who had warned the council were not "
    "thanked for it."
)
LIGHT = (
    "A light was put on the end of the mole when the work was done, and it has burned ever since "
    "but for two nights. Its keepers were paid in coal, which they sold, and in oil, which they "
    "did not."
)


def article(data: bytes) -> Article:
    return read_pdf(data, "low_tide.pdf")


def outline(data: bytes) -> list[tuple[str, int, list[str]]]:
    """Title, level and paragraphs of every section."""
    return [
        (found.title, found.level, [text.text for text in found.paragraphs])
        for found in article(data).sections
    ]


def paragraphs(*sheets: Sheet) -> list[tuple[Kind, str, str]]:
    return [
        (text.kind, text.label, text.text)
        for section in article(pdf(sheets)).sections
        for text in section.paragraphs
    ]


def texts(*sheets: Sheet) -> list[str]:
    return [text for _, _, text in paragraphs(*sheets)]


def sheet(*parts: str) -> Sheet:
    """Return a page of paragraphs set apart by gaps."""
    page, y = Sheet(), 700.0
    for part in parts:
        y = page.wrap(y, part) - 10
    return page


def test_read_as_a_source_with_its_metadata(tmp_path: Path) -> None:
    info = "/Title (Low Tide) /Author (A. Keeper) /CreationDate (D:20240301120000Z)"
    (tmp_path / "a.pdf").write_bytes(pdf([sheet(TIDE)], info=info, catalog="/Lang (en-GB)"))
    threads = threading.active_count()
    found = read(tmp_path / "a.pdf")
    assert threading.active_count() == threads  # those of speech fork later, from one thread
    assert (found.title, found.author, found.date, found.language) == (
        "Low Tide",
        "A. Keeper",
        "2024-03-01",
        "en-GB",
    )
    assert [text.text for text in found.sections[0].paragraphs] == [TIDE]


@pytest.mark.parametrize(
    "title",
    [
        *("Microsoft Word - draft.doc", "untitled", "thesis_v3.tex", "12", "", "Page 1"),
        *(
            "harbour_final",
            "HB-2012-v2-clean",
            "quay.odp",
            "PII: S0140-6736(07)61",
            "Untitled - Notes",
        ),
    ],
)
def test_a_programs_title_is_none_but_the_largest_text_is(title: str) -> None:
    page = sheet(TIDE)
    page.put(60, 750, "Tides and Harbours", 24)
    assert article(pdf([page], info=f"/Title ({title})")).title == "Tides and Harbours"
    assert article(pdf([sheet(TIDE)], info=f"/Title ({title})")).title == "low tide"


def book(pages: int) -> list[Sheet]:
    """Pages that differ, as letters count them."""
    letters = [chr(97 + page // 26) + chr(97 + page % 26) for page in range(pages)]
    return [
        sheet(f"{TIDE} {ICE} {LIGHT}", f"{TIDE} {ICE} {LIGHT} {counted} end.")
        for counted in letters
    ]


def headed(*parts: tuple[str, float, str, str]) -> Sheet:
    """Return a page of headings in a size and font, each with a paragraph below."""
    page, y = Sheet(), 740.0
    for heading, size, font, text in parts:
        page.put(60, y, heading, size, font)
        y = page.wrap(y - 2 * size, text) - 24
    return page


def test_sections_by_the_outline() -> None:
    first = headed(("1 THE WORK", 10, "plain", TIDE), ("The Mole", 10, "plain", LIGHT))
    second = headed(("Chapter 2", 10, "plain", ICE))
    entries = [
        ("The Work", 0, 750),
        ("The Mole", 0, 660),
        ("Chapter 2", 1, 750),
        ("Nowhere named", 1, 700),
    ]
    assert outline(pdf([first, second], entries)) == [
        ("1 THE WORK", 1, [TIDE]),
        ("The Mole", 1, [LIGHT]),
        ("Chapter 2", 1, [ICE]),
    ]


def test_an_outline_about_something_else_is_not_used() -> None:
    page = headed(("The Work", 16, "plain", TIDE), ("The Light", 16, "plain", LIGHT))
    found = outline(pdf([page], [("scan0001", 0, 750), ("scan0002", 0, 750), ("scan0003", 0, 750)]))
    assert [title for title, _, _ in found] == ["The Work", "The Light"]


def test_sections_by_size_and_weight() -> None:
    page = headed(
        ("Tides and Harbours", 24, "plain", TIDE),
        ("The Work", 16, "plain", TIDE),
        ("What was paid", 10, "bold", ICE),
        ("The Light", 16, "plain", LIGHT),
    )
    page.put(60, 770, "March 2024", 13)
    assert [(title, level) for title, level, _ in outline(pdf([page])) if title] == [
        *(("Tides and Harbours", 1), ("The Work", 1), ("What was paid", 2), ("The Light", 1)),
    ]


def test_a_number_and_its_title_are_one_heading() -> None:
    page = Sheet()
    page.put(280, 740, "Chapter 1", 14)
    page.put(240, 710, "The Work Begins", 20)
    page.wrap(670, TIDE)
    page.put(280, 560, "Chapter 2", 14)
    page.put(250, 530, "The Ice Comes", 20)
    page.wrap(490, ICE)
    assert [title for title, _, _ in outline(pdf([page]))] == [
        "Chapter 1 – The Work Begins",
        "Chapter 2 – The Ice Comes",
    ]


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_under_a_title_across(interleaved: bool) -> None:
    left, right = Sheet(), Sheet()
    left.wrap(700, f"{TIDE} {ICE}", wide=230)
    right.wrap(700, f"{LIGHT} {TIDE}", x=310, wide=230)
    page = Sheet()
    page.put(120, 740, "The harbour of the town, and what became of it", 16)
    if interleaved:
        page.drawn += [
            drawn for pair in zip(left.drawn, right.drawn, strict=False) for drawn in pair
        ]
        page.drawn += left.drawn[len(right.drawn) :] + right.drawn[len(left.drawn) :]
    else:
        page.drawn += left.drawn + right.drawn
    assert outline(pdf([page])) == [
        ("The harbour of the town, and what became of it", 1, [f"{TIDE} {ICE}", f"{LIGHT} {TIDE}"]),
    ]


def test_paragraphs_by_gap_indent_and_short_line() -> None:
    page = Sheet()
    y = page.wrap(700, TIDE)
    y = page.wrap(y, ICE, indent=15)
    y = page.wrap(y, LIGHT, indent=15)
    y = page.wrap(y - 30, TIDE)
    page.wrap(y, ICE)
    assert texts(page) == [TIDE, ICE, LIGHT, TIDE, ICE]


def test_paragraphs_go_on_over_pages_notes_and_captions() -> None:
    first, second, caption = Sheet(), Sheet(), "Figure 3. The quay in that winter."
    begun, rest = TIDE[:160].rsplit(" ", 1)
    y = first.wrap(700, f"{ICE} {begun}")
    first.put(60, y - 30, caption)
    second.wrap(700, rest + TIDE[160:])
    assert texts(first, second) == [f"{ICE} {TIDE}", caption]


def test_hyphens_at_line_ends_are_undone_where_the_document_knows_better() -> None:
    page = Sheet()
    lines = [
        *(
            "The lighthouse and the harbour-master were known to all the town, and the light-",
            "house was the older one;",
        ),
        *(
            "a well-known man of the parish counted the stones once more, and then the harbour-",
            "master signed for them,",
        ),
        *(
            "which was under-",
            "stood by nobody, for two- and",
            "three-masted ships had no place at the quay or the river.",
        ),
    ]
    for index, line in enumerate(lines):
        page.put(60, 700 - 12 * index, line)
    (text,) = texts(page)
    assert "light-house" not in text
    assert "the lighthouse was the older" in text
    assert "then the harbour-master signed" in text
    assert "which was understood by nobody" in text
    assert "two- and three-masted" in text


def test_running_heads_and_page_numbers_are_left_out_and_counted() -> None:
    pages = book(8)
    for number, page in enumerate(pages, 1):
        page.put(
            60,
            770,
            "A History of the Harbour"
            if number % 2
            else f"Part {number // 5 + 1}: Work and Winter",
        )
        page.put(290, 40, f"- {number + 10} -")
    found = article(pdf(pages))
    assert found.words == article(pdf(book(8))).words
    assert [(left.what, left.count, left.words) for left in found.skipped] == [
        ("page number", 8, 24),
        ("page heading", 8, 4 * 5 + 4 * 5),
    ]


def test_equal_first_lines_far_apart_are_text() -> None:
    numbers = ["one", "two", "three", "four", "five"]
    pages = [sheet(f"{number} was the number of the day, they said.", TIDE) for number in numbers]
    assert article(pdf(pages)).skipped == ()
    assert len(texts(*pages)) == 10


def test_what_leaves_no_text_is_no_paragraph() -> None:
    page = Sheet()
    y = page.wrap(700, TIDE)
    page.put(300, y - 20, "\xad")  # a soft hyphen, as icons leave nothing that can be read
    page.wrap(y - 60, ICE)
    assert texts(page) == [TIDE, ICE]


def test_a_column_may_be_notes_alone() -> None:
    page = Sheet()
    y = 712.0
    for _ in range(14):
        y -= 12
        page.put(60, y, "The keeper wrote about the harbour and the sea", 9)
    page.put(251, 666, "1", 6)
    page.put(331, 702, "1", 6)
    page.put(336, 698, "First note begins the second column here and", 9)
    y = 698.0
    for _ in range(12):
        y -= 12
        page.put(330, y, "goes on with many words about the old books", 9)
    assert "The keeper wrote about the harbour" in " ".join(texts(page))


def test_footnotes_and_their_marks() -> None:
    page = Sheet()
    page.wrap(700, ICE)
    page.put(60, 640, "It took nine years.")
    page.put(146.2, 643.5, "1", 6)
    page.put(151, 640, "The basin has 4000 m")
    page.put(250, 643.5, "2", 6)
    page.put(255, 640, "of water, which the town had paid for with its own money.")
    page.put(60, 80, "1", 5)
    page.put(64, 77, "The account book gives the cost of every stone, and the names of those", 8)
    page.put(60, 67, "who were paid for it.", 8)
    found = paragraphs(page)
    assert found[-1] == (
        *(Kind.FOOTNOTE, "1"),
        "The account book gives the cost of every stone, and the names of those who were paid "
        "for it.",
    )
    assert found[-2][2].startswith(
        "It took nine years.[1] The basin has 4000 m² of water, which the town had paid for"
    )


def test_lists_captions_tables_and_code() -> None:
    page = Sheet()
    y = page.wrap(740, TIDE) - 10
    for line in (
        "1. A mole of granite.",
        "2. A basin with two gates.",
        "• ropes of hemp",
        "Table 2: What the town paid.",
    ):
        page.put(70, y, line)
        y -= 14
    for row in (("Year", "Stone", "Wages"), ("1701", "1200", "340"), ("1702", "1350", "410")):
        for column, cell in enumerate(row):
            page.put(70 + 100 * column, y, cell)
        y -= 14
    page.put(70, y - 20, "def tide(hours):", font="fixed")
    page.put(94, y - 32, "return 2.1 * hours", font="fixed")
    table = (Kind.TABLE, "", "Year Stone Wages\n1701 1200 340\n1702 1350 410")
    assert paragraphs(page)[1:] == [
        (Kind.ITEM, "1", "A mole of granite."),
        (Kind.ITEM, "2", "A basin with two gates."),
        (Kind.ITEM, "", "ropes of hemp"),
        (Kind.CAPTION, "", "Table 2: What the town paid."),
        table,
        (Kind.CODE, "", "def tide(hours):\n    return 2.1 * hours"),
    ]
    (rows,) = [text.rows for text in article(pdf([page])).sections[0].paragraphs if text.rows]
    assert rows[0] == ("Year", "Stone", "Wages")


def test_a_lists_entries_over_two_lines() -> None:
    page = Sheet()
    y = page.wrap(740, TIDE) - 10
    entries = [f"{ICE[:120].rsplit(' ', 1)[0]} so.", f"{LIGHT[:130].rsplit(' ', 1)[0]} too"]
    for entry in entries:
        page.put(60, y, "•")
        y = page.wrap(y, entry, x=70, wide=470)
    assert paragraphs(page)[1:] == [(Kind.ITEM, "", entry) for entry in entries]


def test_a_typewriters_document_is_not_code() -> None:
    page = Sheet()
    lines = (
        "The ice came early that winter, and a ship was",
        "crushed at the quay with all its oats.",
    )
    for index, line in enumerate(lines):
        page.put(60, 700 - 12 * index, line, font="fixed")
    assert paragraphs(page) == [
        (
            Kind.PROSE,
            "",
            "The ice came early that winter, and a ship was crushed at the quay with all its oats.",
        ),
    ]


def test_a_printed_table_of_contents_is_left_out() -> None:
    contents = Sheet()
    contents.put(60, 740, "Contents", 16)
    for index, title in enumerate(("The Work", "The Ice", "The Light")):
        contents.put(
            60, 700 - 14 * index, f"{index + 1} {title} . . . . . . . . . . . . . . {index + 2}"
        )
    data = pdf([contents, sheet(TIDE), sheet(ICE)])
    assert [text for _, _, found in outline(data) for text in found] == [TIDE, ICE]
    assert [(left.what, left.count) for left in article(data).skipped] == [
        ("line of the table of contents", 4)
    ]


def test_a_drop_cap_belongs_to_its_word() -> None:
    page = Sheet()
    page.put(60, 676, "T", 36)
    page.put(
        84, 700, "he ice came early that winter, and it stayed until the end of March in all the"
    )
    page.put(
        84, 688, "harbours of the coast, so that the ships which had come for oats were crushed"
    )
    page.put(60, 664, "where they lay. Nobody had seen the like of it.")
    assert texts(page)[0].startswith("The ice came early")


def test_sideways_text_is_left_out_and_turned_pages_are_not() -> None:
    page = sheet(TIDE)
    page.put(30, 300, "stamped by the archive", turn="0 1 -1 0")
    found = article(pdf([page]))
    assert [text.text for text in found.sections[0].paragraphs] == [TIDE]
    assert [(left.what, left.count) for left in found.skipped] == [("sideways word", 4)]
    turned = Sheet(rotate=90)
    turned.put(300, 100, "The ice came early that winter,", turn="0 1 -1 0")
    turned.put(312, 100, "and it stayed until March.", turn="0 1 -1 0")
    assert texts(turned) == ["The ice came early that winter, and it stayed until March."]


def test_a_font_of_negative_size_on_its_head_stands_upright() -> None:
    page = Sheet()
    page.put(60, 700, "The ice came early that winter,", -10, turn="-1 0 0 -1")
    page.put(60, 688, "and it stayed until March.", -10, turn="-1 0 0 -1")
    assert texts(page) == ["The ice came early that winter, and it stayed until March."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the ﬁrst ﬂoor", "the first floor"),
        ("co\u00adast", "coast"),
        ("\uf0b7 rope", "• rope"),
        ("in昀椀nite a昀昀airs", "infinite affairs"),
        ("cafe\u0301", "café"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_characters_are_tidied(text: str, said: str) -> None:
    assert repair_characters(text) == said


def test_scans_are_named() -> None:
    scan = Sheet()
    scan.picture(800)
    with pytest.raises(SourceError, match=r"pictures \(a scan\).*ocrmypdf"):
        read_pdf(pdf([scan, scan]), "a.pdf")
    found = article(pdf([sheet(TIDE), scan]))
    assert [(left.what, left.count, left.words) for left in found.skipped] == [
        ("scanned page", 1, 0)
    ]


LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format(
        "5a" * 32
    )
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([sheet(TIDE)], trailer=LOCKED), "locked with a password"),
        (pdf([sheet(TIDE)])[:300], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
        (b"", "damaged"),
    ],
    ids=["locked", "cut off", "noise", "empty"],
)
def test_what_cannot_be_read_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read_pdf(data, "a.pdf")
    assert caught.value.exit_code == 3


def drawing_itself(times: int, depth: int) -> bytes:
    """Return a file of a few kilobytes that draws ``times`` to the power of ``depth`` things."""
    forms = []
    for number in range(6, 6 + depth):
        drawn = b"/X Do " * times
        resources = f"/Resources << /XObject << /X {number + 1} 0 R >> >>"
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] {resources}"
        forms.append(
            f"<< {head} /Length {len(drawn)} >>\nstream\n".encode() + drawn + b"\nendstream"
        )
    last = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 13 >>\n"
        b"stream\n0 0 m 1 1 l S\nendstream"
    )
    return one_page(b"<< /Length 5 >>\nstream\n/X Do\nendstream", *forms, last)


def one_page(content: bytes, *more: bytes) -> bytes:
    """Return a file of a page with this content.

    Further objects are numbered from 6 on, and the first is known as X.
    """
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] /Contents 4 0 R "
        b"/Resources << /XObject << /X 6 0 R >> >> >>"
    )
    pages = b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>"
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", pages, b"<< >>", content, page, *more])


@pytest.mark.long
def test_a_file_that_takes_all_time_is_given_up() -> None:
    arguments = (drawing_itself(8, 28), "a.pdf")
    started = time.monotonic()
    with pytest.raises(SourceError, match="more time and memory"):
        run_guarded(read_pdf, arguments, Limits(seconds=1.0, memory_bytes=1024**3), "a.pdf")
    assert time.monotonic() - started < 20


def memory_bomb() -> bytes:
    bomb = zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000, 9)
    return one_page(
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    )


@pytest.mark.long
def test_a_file_that_takes_all_memory_is_given_up() -> None:
    few = Limits(seconds=100.0, memory_bytes=500 * 1024**2)
    with pytest.raises(SourceError, match="more time and memory"):
        run_guarded(read_pdf, (memory_bomb(), "a.pdf"), few, "a.pdf")


@pytest.mark.skipif(sys.platform != "linux", reason="nowhere else is there a limit")
def test_the_limit_on_memory_is_on_what_the_file_asks_for(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([sheet(TIDE)]))
    with mmap.mmap(-1, 3 * 1024**3, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ):
        assert read(tmp_path / "a.pdf").text.endswith(TIDE)
    limited = f"ulimit -v 1500000; exec '{COMMAND}' a.pdf --dry-run"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


THREADED = """
import threading
from narrator.errors import SourceError
from narrator.readers import read
stop = threading.Event()
threading.Thread(target=stop.wait).start()
try:
    print(read("a.pdf").words)
except SourceError as error:
    print(error.reason)
finally:
    stop.set()
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([sheet(TIDE)]), "39\n"),
        (memory_bomb(), "it is damaged, or made to take more time and memory than there is\n"),
    ],
    ids=["harmless", "harmful"],
)
def test_a_program_with_threads(tmp_path: Path, data: bytes, said: str) -> None:
    """A fresh process reads for it, which does not run the program's main module again."""
    (tmp_path / "a.pdf").write_bytes(data)
    (tmp_path / "a.py").write_text(THREADED, encoding="utf-8")
    little = f"ulimit -v 1000000; exec '{sys.executable}' a.py"
    done = subprocess.run(
        ["bash", "-c", little], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == said


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_no_process_is_a_plain_word() -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
    try:
        with pytest.raises(LimitError, match="the system refuses more open files"):
            run_guarded(read_pdf, (b"", "a.pdf"), Limits.for_source(0), "a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_a_book_takes_seconds() -> None:
    data = pdf(book(100))
    started = time.process_time()
    found = article(data)
    # 100 pages of 240 words take 0.8 s of processor time on a slow core
    assert time.process_time() - started < 8
    assert found.words == 100 * (2 * sum(len(text.split()) for text in (TIDE, ICE, LIGHT)) + 2)


def skipped(*sheets: Sheet) -> dict[str, int]:
    return {left.what: left.count for left in article(pdf(sheets)).skipped}


def test_what_is_not_seen_is_left_out_and_counted() -> None:
    page = sheet(TIDE)
    page.put_painted("1 g 0 Tr", 60, 300, "words white on white paper")
    page.put_painted("0 g 3 Tr", 60, 280, "words that are not painted")
    page.put(60, -40, "words below the page")
    page.put(700, 300, "words beside it")
    page.area(50, 190, 400, 30)
    page.put_painted("1 g 0 Tr", 60, 200, "White words on a dark ground are seen.")
    assert texts(page) == [TIDE, "White words on a dark ground are seen."]
    assert skipped(page) == {"hidden word": 17}


def test_unpainted_words_on_a_picture_are_those_of_a_scan() -> None:
    page = Sheet()
    page.picture(800)
    page.put_painted("0 g 3 Tr", 60, 700, "What a program read on this scan.")
    assert texts(page) == ["What a program read on this scan."]


@pytest.mark.parametrize(
    "text", ["7KH LFH FDPH HDUO\\ WKDW ZLQWHU DQG VWD\\HG", "\xe1\xed\xef " * 9]
)
def test_letters_that_no_font_names(text: str) -> None:
    page, nothing = sheet(TIDE), Sheet()
    glyphs = "".join("\0" + letter for letter in text.replace(" ", "\3"))
    for line in range(4):
        page.put(60, 300 - 20 * line, glyphs, font="unmapped")
        nothing.put(60, 300 - 20 * line, glyphs, font="unmapped")
    assert texts(page) == [TIDE]
    assert skipped(page)["undecodable word"] > 0
    with pytest.raises(SourceError, match="fonts do not say which"):
        article(pdf([nothing] * 3))


def test_what_is_filled_into_a_form_is_read() -> None:
    page = sheet(TIDE)
    page.put(60, 500, "Name of the ship:")
    page.annotate(160, 496, "Widget", "/FT /Tx /T (name) /V (Grey Heron)")
    page.annotate(160, 400, "FreeText", "/DA (/Helv 10 Tf) /Contents (Arrived at noon.)")
    page.annotate(160, 460, "Widget", "/FT /Tx /T (word) /Ff 8192 /V (a password)")
    page.annotate(
        160, 440, "Widget", "/FT /Btn /T (box) /V /On /AS /On /AP << /N << /On 5 0 R >> >>"
    )
    page.annotate(160, 420, "Text", "/Contents (Is this the right quay?)")
    page.annotate(300, 300, "Link", "/Contents (nothing that is read)")
    assert article(pdf([page])).text.endswith("Name of the ship: Grey Heron\nArrived at noon.")
    assert skipped(page) == {"remark": 1, "checked box": 1}


def hebrew(text: str) -> str:
    """Return the Hebrew letters that stand for those of a text."""
    return "".join(chr(0x5D0 + ord(letter) - 97) if letter.isalpha() else letter for letter in text)


@pytest.mark.parametrize("as_seen", [False, True])
def test_lines_from_the_right(as_seen: bool) -> None:
    page, lines = Sheet(), ["abc defg hij", "klmno 12 pqr", "stu vwx"]
    for number, line in enumerate(lines):
        right = 500.0
        words = line.split()
        if as_seen:
            page.put(
                300,
                700 - 14 * number,
                " ".join(word if word.isdigit() else word[::-1] for word in words[::-1]),
                font="hebrew",
            )
            continue
        for word in words:
            right -= width(word, 10)
            page.put(
                right, 700 - 14 * number, word if word.isdigit() else word[::-1], font="hebrew"
            )
            right -= 3
    assert " ".join(article(pdf([page])).text.split()) == hebrew(" ".join(lines))


def test_columns_from_the_right() -> None:
    page = Sheet()
    for x, letters in ((320, "abc"), (60, "defg")):
        for line in range(12):
            words = [(letter * 5)[::-1] for letter in letters for _ in range(2)]
            page.put(x, 700 - 14 * line, " ".join(words[::-1]), font="hebrew")
    text = " ".join(texts(page))
    assert text.index(hebrew("ccccc")) < text.index(hebrew("ddddd"))


@pytest.mark.parametrize(
    ("initial", "rest", "read"),
    [
        ("A", "sailor came", "A sailor came"),
        ("T", "he sailor", "The sailor"),
        ("O", "nce there", "Once there"),
        ("I", "was a boy", "I was a boy"),
        ("Z", "ebedee came", "Zebedee came"),
        ("A", "part from it", "Apart from it"),
    ],
)
def test_an_initial_may_be_a_word(initial: str, rest: str, read: str) -> None:
    page = Sheet()
    page.put(60, 676, initial, 36)
    page.put(
        62 + width(initial, 36),
        700,
        f"{rest} to the coast when the ice had gone and the harbour was open",
    )
    page.put(62 + width(initial, 36), 688, "to the ships that had waited for it all winter long.")
    assert texts(page)[0].startswith(read)


def spaced(page: Sheet, y: float, text: str, gap: float, between: float) -> None:
    """Draw a text with gaps between its letters and wider ones between its words."""
    x = 100.0
    for word in text.split():
        for letter in word:
            page.put(x, y, letter, 14)
            x += width(letter, 14) + gap
        x += between - gap


@pytest.mark.parametrize(("gap", "between"), [(4, 14), (8, 22), (3, 9)])
def test_letters_set_apart_are_words(gap: float, between: float) -> None:
    page = Sheet()
    spaced(page, 740, "THE LONG WINTER", gap, between)
    page.wrap(700, TIDE)
    spaced(page, 600, "Ice Again", gap, between)
    page.wrap(560, ICE)
    assert [title for title, _, _ in outline(pdf([page]))] == ["THE LONG WINTER", "Ice Again"]


@pytest.mark.parametrize(
    ("spacing", "title"), [("5 Tc", "THE ICE"), ("0 Tc", "T H E   I C E"), ("3 Tc", "The  Ice")]
)
def test_letters_set_apart_by_the_program(spacing: str, title: str) -> None:
    page = Sheet()
    page.put_painted(spacing, 100, 740, title, 14)
    page.wrap(700, TIDE)
    (found, *_), *_ = outline(pdf([page]))
    assert found.casefold() == "the ice"


def test_the_alphabet_is_no_word() -> None:
    page = Sheet()
    spaced(page, 740, "ABCDEF", 6, 6)
    page.wrap(700, TIDE)
    assert "A B C D E F" in article(pdf([page])).text


def test_small_capitals_are_as_large_as_their_initials() -> None:
    page = Sheet()
    y = 740.0
    for number, title in (("1. ", "THE WORK"), ("2. ", "OF ICE")):
        x = 200.0
        for index, word in enumerate(title.split()):
            before = number if index == 0 else ""
            page.put(x, y, before + word[0], 10)
            x += width(before + word[0], 10)
            page.put(x, y, word[1:], 8)
            x += width(word[1:], 8) + 3
        y = page.wrap(y - 20, f"{TIDE} {ICE}") - 20
    assert [title for title, _, _ in outline(pdf([page]))] == ["1. THE WORK", "2. OF ICE"]


def numbered(page: Sheet, text: str, step: int, x: float, pitch: float, first: int = 1) -> None:
    """Draw a text with the numbers of its lines beside it."""
    line, y, number = "", 740.0, first
    for word in [*text.split(), ""]:
        if word and width(f"{line} {word}", 10) < 420:
            line = f"{line} {word}".strip()
            continue
        page.put(100, y, line)
        if number % step == 0:
            page.put(x, y, str(number), 8)
        line, y, number = word, y - pitch, number + 1


@pytest.mark.parametrize(
    ("step", "x", "pitch"), [(1, 60, 12), (1, 60, 24), (5, 60, 14), (1, 545, 14), (2, 84, 12)]
)
def test_numbers_of_lines_are_left_out(step: int, x: float, pitch: float) -> None:
    page = Sheet()
    text = " ".join([TIDE, ICE, LIGHT] * 4)
    numbered(page, text, step, x, pitch)
    assert texts(page) == [text]
    assert skipped(page)["line number"] > 2


def test_numbers_of_rows_stay() -> None:
    page = sheet(TIDE)
    rows = [
        "Granite for the mole",
        "Oats in the autumn",
        "Coal for the keepers",
        "Oil for lamps",
        "Ropes of hemp",
        "Bread for the year",
    ]
    for number, row in enumerate(rows, 1):
        page.put(60, 500 - 12 * number, str(number))
        page.put(90, 500 - 12 * number, row)
    assert "line number" not in skipped(page)


@pytest.mark.parametrize(
    "titles",
    [("Of the Work", "Of the Ice", "Last Things"), ("Chapter 1", "Chapter 2", "Chapter 3")],
)
def test_an_outline_of_a_text_without_headings(titles: tuple[str, ...]) -> None:
    pages = book(4)
    entries = [(title, page, 750) for title, page in zip(titles, (0, 1, 3), strict=True)]
    assert [title for title, _, _ in outline(pdf(pages, entries))] == [
        title for title, *_ in entries
    ]


@pytest.mark.parametrize(
    "entries",
    [
        [("scan0001", 0, 750), ("scan0002", 1, 750), ("scan0003", 2, 750)],
        [("Page 1", 0, 750), ("Page 2", 1, 750), ("Page 3", 2, 750)],
        [("Later", 2, 750), ("Sooner", 0, 750), ("Between", 1, 750)],
    ],
    ids=["names of files", "numbers", "no order"],
)
def test_an_outline_that_leads_through_nothing(entries: list[tuple[str, int, int]]) -> None:
    assert [title for title, _, _ in outline(pdf(book(3), entries)) if title] == []


@pytest.mark.parametrize("leader", [" " + "." * 40 + " ", " " + ". " * 20])
def test_lists_with_leaders_that_are_no_contents(leader: str) -> None:
    page = Sheet()
    page.put(60, 740, "What the town paid", 16)
    for line, (thing, cost) in enumerate((("Granite", 3), ("Coal", 8), ("Oats", 12))):
        page.put(60, 700 - 14 * line, f"{thing}{leader}{cost}")
    page.wrap(600, TIDE)
    text = article(pdf([page])).text
    assert skipped(page) == {}
    assert "Granite" in text
    assert "Oats" in text
    assert ".." not in text
    assert ". ." not in text


def test_contents_without_a_title_are_known_by_the_text() -> None:
    contents = Sheet()
    for line, title in enumerate(("The Work", "The Ice")):
        contents.put(60, 700 - 14 * line, f"{title} {'.' * 40} {line + 2}")
    chapters = [headed(("The Work", 16, "plain", TIDE)), headed(("The Ice", 16, "plain", ICE))]
    assert skipped(contents, *chapters) == {"line of the table of contents": 2}


def test_short_columns_are_no_table() -> None:
    page = Sheet()
    page.put(60, 740, "To all who sail", 16)
    y = page.wrap(700, ICE[:120], wide=200)
    page.wrap(700, LIGHT[:110], x=320, wide=200)
    assert y < 670
    assert [kind for kind, _, _ in paragraphs(page)] == [Kind.PROSE, Kind.PROSE]
    assert texts(page) == [ICE[:120].strip(), LIGHT[:110].strip()]


def test_three_short_columns() -> None:
    page = Sheet()
    parts = [
        "Nobody who worked on the mole expected that it would last for so long.",
        "A ship of forty tons was crushed at the quay with all that was in it.",
        "Its keepers were paid in coal and in oil, which they sold to the town.",
    ]
    for x, part in zip((60, 230, 400), parts, strict=True):
        page.wrap(700, part, x=x, wide=140)
    assert texts(page) == parts


def test_a_table_of_phrases_stays_one() -> None:
    page = Sheet()
    rows = [
        ("the mole of granite stones", "built in nine years"),
        ("the light on it", "lit at once"),
        ("the basin and its two gates", "dug by hand"),
        ("the quay of the old town", "mended"),
    ]
    for line, (left, right) in enumerate(rows):
        page.put(60, 700 - 14 * line, left)
        page.put(300, 700 - 14 * line, right)
    assert [kind for kind, _, _ in paragraphs(page)] == [Kind.TABLE]


def tops(titles: list[str], size: float, font: str = "plain") -> list[Sheet]:
    """Return pages that begin with a title each."""
    pages = book(len(titles))
    for page, title in zip(pages, titles, strict=True):
        page.put(60, 740, title, size, font)
    return pages


@pytest.mark.parametrize(
    ("titles", "size", "font"),
    [
        ([f"Day {day}" for day in range(1, 9)], 16, "plain"),
        ([f"Lesson {day}" for day in range(1, 6)], 12, "plain"),
        ([f"{day}. Night" for day in range(3, 9)], 10, "bold"),
        ([f"CHAPTER {number}" for number in ("I", "II", "III", "IV", "V")], 14, "plain"),
        ([f"Act {number % 2 + 1}, Scene {number}" for number in range(1, 7)], 14, "plain"),
    ],
)
def test_numbered_titles_on_every_page(titles: list[str], size: float, font: str) -> None:
    assert [title for title, _, _ in outline(pdf(tops(titles, size, font)))] == titles


def test_labels_where_other_pages_have_text() -> None:
    pages = []
    for chapter in range(1, 7):
        opening = sheet(f"{TIDE} {ICE}", LIGHT)
        opening.put(280, 724, f"Chapter {chapter}", 11)
        going_on = Sheet()
        going_on.wrap(724, f"{TIDE} {ICE} {LIGHT} {chr(96 + chapter)} end.")
        pages += [opening, going_on]
    text = article(pdf(pages)).text
    assert all(f"Chapter {chapter}" in text for chapter in range(1, 7))


def test_a_line_of_the_text_where_feet_are() -> None:
    pages = book(10)
    keepers = ["the first keeper", "his brother", "a clerk", "the old pilot", "nobody else"]
    for number, page in enumerate(pages):
        if number % 2:
            page.put(60, 90, f"(the account goes on overleaf, {number + 1})")
        else:
            page.put(
                60, 90, f"and what {keepers[number // 2]} had seen of the ice that year, for he"
            )
    found = article(pdf(pages))
    assert found.text.count("had seen of the ice that year") == 5
    assert "overleaf" not in found.text


def test_a_table_head_on_every_page_is_no_page_head() -> None:
    pages = []
    for number in range(8):
        page = Sheet()
        page.put(60, 770, "Accounts of the Harbour", 9)
        for row in range(6):
            cells = ("Year", "Stone") if row == 0 else (f"{1700 + number}", f"{row * 17}")
            page.put(60, 720 - 18 * row, cells[0], font="bold" if row == 0 else "plain")
            page.put(200, 720 - 18 * row, cells[1], font="bold" if row == 0 else "plain")
        page.wrap(560, f"{TIDE} {ICE} {LIGHT}")
        pages.append(page)
    last = Sheet()
    last.put(60, 770, "Accounts of the Harbour", 9)
    last.put(60, 720, "so that no stone was paid for twice.")
    last.wrap(690, f"{TIDE} {ICE}")
    text = article(pdf([*pages, last])).text
    assert "so that no stone was paid for twice" in text
    assert "Accounts" not in text


def test_characters_beyond_unicode_and_places_that_are_no_numbers() -> None:
    page = sheet(TIDE)
    page.put(60, 300, "nowhere", size=1e38, turn="1e38 0 0 1e38")
    assert texts(page)[0] == TIDE


def test_slides_that_grow_line_by_line() -> None:
    lines = [
        "Ships have no place at this quay",
        "Oats were lost",
        "The council was warned",
        "So be it",
    ]
    slides = []
    for shown in range(1, 5):
        slide = Sheet()
        for number, line in enumerate(lines[:shown]):
            slide.put(60, 600 - 60 * number, line, 20)
        slides.append(slide)
    text = article(pdf(slides)).text
    assert text.count(lines[0]) == 4
    assert text.count(lines[1]) == 3
