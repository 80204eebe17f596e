"""Bytes into text: read, or refused with exit code 3; nothing to say is 4."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from narrator.readers import read
from tests.archives import packed
from tests.books import book, chapter, line, nav
from tests.conftest import Narrate
from tests.documents import docx, paragraph
from tests.pdfs import Sheet, pdf

TEXT = "Größe zählt nicht – sagt “jeder”, der klein ist. Das Boot kam heim.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=[
        "utf-8",
        "utf-8 bom",
        "utf-16-le bom",
        "utf-16-be bom",
        "utf-16-le",
        "utf-16-be",
        "cp1252",
        "crlf",
        "cr",
    ],
)
def test_encodings_are_read(narrate: Narrate, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    run = narrate("--summary-only", "a.txt")
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == "Größe zählt nicht – sagt “jeder”, der klein ist.\nDas Boot kam heim.\n"


RUSSIAN = "Лодки вернулись домой на десятый день. В долине никто не радовался."
# texts of a line, by the encodings in which files of their languages come
LEGACY = {
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp866": RUSSIAN,
    "cp1250": "Lodě se vrátily desátého dne. Nikdo v údolí nejásal, přestože na ně čekali.",
    "cp1253": "Οι βάρκες γύρισαν τη δέκατη μέρα. Κανείς δεν χάρηκε.",
    "cp1255": "הסירות חזרו הביתה ביום העשירי. איש בעמק לא שמח.",
    "cp1256": "عادت القوارب في اليوم العاشر. لم يفرح أحد في الوادي.",
    "gbk": "第十天，船都回来了。山谷里没有人高兴。",
    "shift_jis": "船は十日目に帰ってきた。谷では誰も喜ばなかった。",
    "big5": "第十天，船都回來了。山谷裡沒有人高興。",
    "cp949": "배들은 열흘째에 돌아왔다. 골짜기에서는 아무도 기뻐하지 않았다.",
    "mac_roman": "Les bateaux sont rentrés le dixième jour. Personne n’a fêté ça à l’église.",
    "cp850": "Die Boote kehrten am zehnten Tage zurück. Niemand im Tal war darüber fröhlich.",
    "cp1252": "It’s “open” – a naïve café, for £5.",
}


@pytest.mark.parametrize("encoding", LEGACY)
def test_legacy_encodings_are_known_by_their_letters(tmp_path: Path, encoding: str) -> None:
    text = LEGACY[encoding]
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read(tmp_path / "a.txt").text == text


@pytest.mark.parametrize("declaration", ["", f"<!-- {2000 * '-'}><meta charset=windows-1251>"])
def test_a_page_has_the_encoding_of_its_letters_or_declares_it_late(
    tmp_path: Path, declaration: str
) -> None:
    page = f"<html><head>{declaration}<title>a</title></head><body><p>{RUSSIAN}</p></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    assert RUSSIAN in read(tmp_path / "a.html").text


def test_an_encoding_that_is_named_is_taken(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Čaj pro šest.".encode("cp1250"))
    run = narrate("a.txt", "--summary-only", "--encoding", "cp1250")
    assert (run.exit_code, run.stdout) == (0, "Čaj pro šest.\n")


@pytest.mark.parametrize(
    ("encoding", "exit_code", "said"),
    [("ascii", 3, "not ascii text"), ("x", 2, "no encoding 'x'"), ("base64", 2, "no encoding")],
)
def test_an_encoding_that_does_not_fit_is_refused(
    narrate: Narrate, tmp_path: Path, encoding: str, exit_code: int, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    run = narrate("a.txt", "--encoding", encoding, here=True)
    assert run.exit_code == exit_code
    assert run.stderr.count("\n") == 1
    assert said in run.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]


PROSE = "The boats came home on the tenth day, and nobody in the valley cheered at all."


def test_what_steers_terminals_is_not_read(narrate: Narrate) -> None:
    log = (
        "In \x1b[1mbold\x1b[0m words \x1b[38;5;196mthe mayor\x1b[m said"
        " \x1b]8;;https://a.org\x1b\\no\x1b]8;;\x1b\\.\x1b(B\x1b]0;title\x1b\\\n"
    )
    run = narrate("-", "--dry-run", stdin=log.encode())
    assert "In bold words the mayor said no." in run.stdout


def page(text: str) -> Sheet:
    sheet = Sheet()
    sheet.put(60, 700, text)
    return sheet


DOCUMENTS = {
    "text": PROSE.encode(),
    "markdown": f"---\ntitle: Boats\n---\n\n# Boats\n\n*{PROSE}*\n".encode(),
    "html": f"<html><h1>Boats</h1><p>{PROSE}</p></html>".encode(),
    "docx": docx(paragraph("Boats", "berschrift1") + paragraph(PROSE)),
    "epub": book(
        {"a.xhtml": chapter(f"<p>{PROSE}</p>"), "nav.xhtml": nav(line("Boats", "a.xhtml"))},
        ["a.xhtml"],
    ),
    "pdf": pdf([page(PROSE)]),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_kind_is_known_by_its_content(narrate: Narrate, tmp_path: Path, kind: str) -> None:
    (tmp_path / "boats").write_bytes(DOCUMENTS[kind])
    # a process without threads, as the command is, forks for what it reads under limits
    forks = kind in ("docx", "epub", "pdf")
    run = narrate("boats", "--summary-only", here=not forks)
    assert (run.exit_code, run.stdout, run.stderr) == (0, f"{PROSE}\n", "")


def test_a_broken_character_does_not_spoil_the_others(narrate: Narrate, tmp_path: Path) -> None:
    cut = (TEXT * 3).encode().replace("ö".encode(), b"\xc3", 1)
    (tmp_path / "a.txt").write_bytes(cut)
    assert "zählt nicht – sagt “jeder”" in narrate("a.txt", "--dry-run", "--voice", "de").stdout


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 and so on", "damaged or cut off"),
        (b"PK\x03\x04 and so on", "neither a book nor a text document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an old Word file"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0" + "__substg1.0_".encode("utf-16-le"), "a mail of Outlook; save it"),
        (packed({"xl/workbook.xml": "<a/>"}), "an Excel file"),
        (packed({"ppt/presentation.xml": "<a/>"}), "a presentation"),
        (b"AT&TFORM\0\0 and so on", "a DjVu file; save it as PDF"),
        (b"\x00\x00\x00\x20ftypM4A ", "an audio player plays it"),
        (b"\x89PNG\r\n\x1a\n and so on", "a picture"),
        (b"half a text\0\0\0\0 and half not", "NUL"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"caf\x81 \x8d \x9d " * 20, "not utf-8 or cp1252 text; --encoding"),
        (codecs.BOM_UTF16_LE + b"odd", "utf-16"),
    ],
)
def test_what_is_no_text_is_refused(
    narrate: Narrate, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    run = narrate("a.txt", here=True)
    assert run.exit_code == 3
    assert run.stderr.count("\n") == 1
    assert said in run.stderr
    assert list(tmp_path.iterdir()) == [tmp_path / "a.txt"]


@pytest.mark.parametrize("word", ["ID3", "RIFF", "CONTENTS", "BZh", "Rar!", "OggS", "GIF8", "MZ"])
def test_a_text_may_begin_like_a_binary_file(narrate: Narrate, tmp_path: Path, word: str) -> None:
    (tmp_path / "a.txt").write_text(f"{word} tags and chunks are old.\n", encoding="utf-8")
    assert "tags and chunks are old." in narrate("a.txt", "--dry-run", here=True).stdout


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "*** — …\n☕\n".encode(), codecs.BOM_UTF8])
def test_nothing_to_say(narrate: Narrate, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    run = narrate("a.txt", here=True)
    assert run.exit_code == 4
    assert run.stderr == "narrate: nothing to say: a.txt holds no words\n"


def test_missing_file_folder_and_closed_input(narrate: Narrate, tmp_path: Path) -> None:
    assert (
        narrate("no.txt", here=True).stderr
        == "narrate: cannot read no.txt: no such file or directory\n"
    )
    assert narrate("no.txt", here=True).exit_code == 3
    assert narrate(tmp_path, here=True).exit_code == 3


def test_too_large_is_refused_unread(tmp_path: Path, narrate: Narrate) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(10 * 1024**3)
    run = narrate("a.txt", here=True)
    assert run.exit_code == 3
    assert "larger than" in run.stderr


def test_standard_input(narrate: Narrate) -> None:
    run = narrate("-", "--summary-only", stdin=TEXT.encode())
    assert run.stdout.startswith("Größe zählt nicht")


def test_title_is_the_first_heading_or_the_name(tmp_path: Path) -> None:
    prose = "The boats came home on the tenth day, and nobody in the valley cheered. " * 3
    (tmp_path / "low_tide.txt").write_text(prose, encoding="utf-8")
    assert read(tmp_path / "low_tide.txt").title == "low tide"
    (tmp_path / "low_tide.txt").write_text(f"Chapter 1\n{prose}", encoding="utf-8")
    assert read(tmp_path / "low_tide.txt").title == "low tide"
    (tmp_path / "low_tide.txt").write_text(f"The Boats Come Home\n{prose}", encoding="utf-8")
    assert read(tmp_path / "low_tide.txt").title == "The Boats Come Home"
