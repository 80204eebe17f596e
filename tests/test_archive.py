"""Archives opened without trust: every bad one is a SourceError, and costs little."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from random import Random

import pytest

from narrator.errors import SourceError
from narrator.readers.archive import open_archive, parse_xml, resolve
from tests.archives import packed

XML = "<a><b>Hello</b></a>"


def test_members_are_read_whatever_their_case() -> None:
    archive = open_archive(packed({"META-INF/a.xml": XML, "folder\\b.xml": "b"}), "a.epub")
    assert archive.names == ["META-INF/a.xml", "folder/b.xml"]
    assert archive.read("meta-inf/A.XML") == XML.encode()
    assert archive.xml("META-INF/a.xml")[0].text == "Hello"
    assert archive.find("c.xml") is None
    with pytest.raises(SourceError, match=r"lacks its part 'c\.xml'"):
        archive.read("c.xml")


def test_no_archive_and_a_cut_one() -> None:
    whole = packed({"a.xml": XML * 1000})
    for data in (b"", b"PK\x03\x04 and so on", whole[: len(whole) // 2], whole[:-10]):
        with pytest.raises(SourceError, match="damaged or cut off"):
            open_archive(data, "a.epub")


def test_a_broken_member_is_told() -> None:
    data = bytearray(packed({"a.xml": "".join(map(chr, range(32, 2000)))}))
    data[100:400] = bytes(300)
    with pytest.raises(SourceError, match="damaged"):
        open_archive(bytes(data), "a.epub").read("a.xml")


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    start = time.process_time()
    for size, said in ((20, "zip bombs"), (100, "larger than 64 MiB")):
        archive = open_archive(packed({"a.xml": bytes(size * 1024**2)}), "a.epub")
        with pytest.raises(SourceError, match=said):
            archive.read("a.xml")
    assert time.process_time() - start < 3


def test_a_lying_size_unpacks_no_further() -> None:
    data = packed({"a.xml": bytes(50 * 1024**2)})
    lie = data.replace(struct.pack("<L", 50 * 1024**2), struct.pack("<L", 1000))
    with pytest.raises(SourceError, match="damaged"):
        open_archive(lie, "a.epub").read("a.xml")


def test_all_that_is_unpacked_is_bounded() -> None:
    data = Random(1).randbytes(7 * 1024**2)
    archive = open_archive(packed({"a.xml": data}), "a.epub")
    for _ in range(36):
        archive.read("a.xml")
    with pytest.raises(SourceError, match="more than 256 MiB"):
        archive.read("a.xml")


def test_too_many_members() -> None:
    data = packed({"a.xml": XML})
    directory = data.index(b"PK\x01\x02")
    header = data[directory : data.index(b"PK\x05\x06")]
    with pytest.raises(SourceError, match="more than 20,000 files"):
        open_archive(data[:directory] + header * 500_000, "a.epub")


def test_a_password_is_told() -> None:
    buffer = io.BytesIO(packed({"a.xml": XML}))
    with zipfile.ZipFile(buffer) as archive:
        offset = archive.start_dir
    data = bytearray(buffer.getvalue())
    data[offset + 8] |= 1
    with pytest.raises(SourceError, match="password"):
        open_archive(bytes(data), "a.epub").read("a.xml")


@pytest.mark.parametrize(
    ("base", "href", "member"),
    [
        ("OPS/a.opf", "text/b%20c.xhtml#d", "OPS/text/b c.xhtml"),
        ("OPS/text/a.xhtml", "../b.xhtml", "OPS/b.xhtml"),
        ("OPS/text/a.xhtml", "#here", "OPS/text/a.xhtml"),
        ("word/document.xml", "/word/notes.xml", "word/notes.xml"),
        ("a.opf", "../../etc/passwd", ""),
        ("a/b.opf", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", ""),
        ("a.opf", "http://example.org/a.xhtml", ""),
    ],
)
def test_references_stay_in_the_archive(base: str, href: str, member: str) -> None:
    assert resolve(base, href) == member


LAUGHS = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a><b></a>",
        "\0",
        f'<!DOCTYPE a [<!ENTITY e0 "ha">{LAUGHS}]><a>&e9;</a>',
        f'<!DOCTYPE a [<!ENTITY e0 "ha">{LAUGHS}]><a b="&e9;"/>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        '<!DOCTYPE a [<!ENTITY % e SYSTEM "file:///etc/passwd"> %e;]><a>x</a>',
        "<a>" * 20_000 + "</a>" * 20_000,
        '<?xml version="1.0" encoding="no-such"?><a/>',
    ],
    ids=[
        "empty",
        "unclosed",
        "nul",
        "laughs",
        "laughs in attribute",
        "xxe",
        "parameter",
        "deep",
        "encoding",
    ],
)
def test_bad_xml_is_refused(text: str) -> None:
    start = time.process_time()
    with pytest.raises(SourceError, match="XML"):
        open_archive(packed({"a.xml": text}), "a.epub").xml("a.xml")
    assert time.process_time() - start < 1


def test_a_document_type_by_name_is_harmless() -> None:
    root = parse_xml(
        b'<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "no-such.dtd"><ncx>x</ncx>', "a"
    )
    assert root is not None
    assert root.text == "x"
