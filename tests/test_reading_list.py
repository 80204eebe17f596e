"""``--from-file``: lists of paths and addresses, and what other programs export."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from narrator.errors import SourceError
from narrator.reading_list import read_list
from tests.conftest import Narrate
from tests.reading_lists import CRANES, EXPORTS, HARBOUR, SECRETS, archive

BOATS = "Ten boats came home. It was late in the evening.\n"


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(EXPORTS[name])
    found = read_list(str(path))
    assert found.sources == (HARBOUR, CRANES)
    assert found.left_out == (SECRETS,)


OTHER_JSON = {
    # what Readwise's interface for programs gives: its own address, and the article's
    "Readwise": {
        "count": 2,
        "results": [
            {"url": "https://read.readwise.io/read/01a", "source_url": HARBOUR},
            {"url": CRANES, "source_url": None},
        ],
    },
    "Readeck": [{"href": "https://example.org/api/A1", "url": HARBOUR}, {"url": CRANES}],
    "an article": {"url": HARBOUR},
}


@pytest.mark.parametrize("name", OTHER_JSON)
def test_articles_in_other_json_are_found(name: str, tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    path.write_text(json.dumps(OTHER_JSON[name]), "utf-8")
    assert read_list(str(path)).sources in ((HARBOUR, CRANES), (HARBOUR,))


LINES = {
    "a.txt\r\n\r\n  # b.txt\n#c.txt\n ./#d.txt \na.txt\n": ("a.txt", "./#d.txt"),
    "https://example.org/#part\nfile:///x\n": ("https://example.org/#part", "file:///x"),
    "[draft] trains.txt\n{x}.txt\n": ("[draft] trains.txt", "{x}.txt"),
    "trains, boats, planes.txt\n": ("trains, boats, planes.txt",),
    "url\nhttps://example.org/\nx.txt\n": ("https://example.org/",),
    "Straße.txt": ("Straße.txt",),
}


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_list_has_an_entry_a_line(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(text.encode(encoding))
    assert read_list(str(path)).sources == LINES[text]


REFUSED = {
    "nothing": (b"", "it names nothing to narrate"),
    "comments": (b"# none\n\n", "it names nothing to narrate"),
    "another page": (b'<html><a href="https://example.org">x</a>', "no export of a reading list"),
    "another table": (b"Title,Author,Link\nA,B,C\n", "none of its columns is called URL; it has "),
    "another JSON": (b'[{"name": "x"}, 3]', "no list of articles with their addresses"),
    "empty JSON": (b"{}", "no list of articles with their addresses"),
    "a part that is no CSV": (archive(part_0_csv="x"), "no export of a reading list"),
    "another archive": (archive(a_txt="x"), "but no export of a reading list"),
    "mail alone": (b"title,url\nx,mailto:x@example.org\n", "begins with http or https"),
    "paths in an export": (b"title,url\nx,/etc/passwd\ny,../x.txt\n", "begins with http or https"),
    "cut JSON": (b'[{"url": "https://example.org/', "its JSON is damaged"),
    "deep JSON": (b'[{"a":' * 200_000, "damaged, or made to take more"),
    "a cut archive": (EXPORTS["readeck.zip"][:200], "it is a damaged ZIP archive"),
    "a damaged part": (archive(bookmarks__A1__info_json='{"URL":'), "its JSON is damaged"),
    "a huge field": (b'title,url\nx,"' + b"a,\n" * 6_000_000, "its table is damaged"),
    "a long line": (b"x" * 20_000, "line 1 is too long"),
    "standard input": (b"a.txt\n-\n", "line 2 is -"),
    "a PDF": (b"%PDF-1.4\n1 0 obj\n", "it is a document, not a list"),
    "RTF": (rb"{\rtf1 Hello\par}", "it is a document, not a list"),
    "binary": (bytes(range(256)) * 10, "its bytes are not"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_list_is_refused(what: str, tmp_path: Path) -> None:
    data, reason = REFUSED[what]
    path = tmp_path / "list"
    path.write_bytes(data)
    with pytest.raises(SourceError) as refused:
        read_list(str(path))
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_huge_part_of_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "readeck.zip"
    path.write_bytes(archive(bookmarks__A1__info_json=f'{{"URL": "{"x" * 20_000_000}"}}'))
    with pytest.raises(SourceError, match="larger than 16 MiB"):
        read_list(str(path))


def test_a_long_list_takes_little_time(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("".join(f"https://example.org/{n}\n" for n in range(100_000)), "utf-8")
    start = time.process_time()
    assert len(read_list(str(path)).sources) == 100_000
    assert time.process_time() - start < 2


def test_entries_are_narrated_after_what_is_typed(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BOATS, "utf-8")
    (tmp_path / "b.txt").write_text(BOATS.replace("Ten", "Six"), "utf-8")
    entries = b"# boats\nb.txt\na.txt\nb.txt\njavascript:alert(1)\nfile:///etc/passwd\n"
    (tmp_path / "list.txt").write_bytes(entries)
    run = narrate("--from-file", "list.txt", "a.txt", "--summary-only", "--json")
    assert [json.loads(line)["source"] for line in run.stdout.splitlines()] == ["a.txt", "b.txt"]
    assert run.exit_code == 3
    refusals = run.stderr.splitlines()
    assert len(refusals) == 2
    assert "cannot read javascript:alert(1): no such file" in refusals[0]
    assert "only http and https addresses are read, not file" in refusals[1]
    piped = narrate("--summary-only", "--from-file", "-", stdin=b"b.txt\n")
    assert piped.stdout.startswith("Six boats came home.")
    zipped = narrate("--summary-only", "--from-file", "-", stdin=archive(a_txt="x"))
    assert zipped.stderr.startswith("narrate: cannot read standard input: it is a ZIP archive")
    from_environment = narrate("--summary-only", NARRATE_FROM_FILE="list.txt")
    assert from_environment.stdout.startswith("Six boats came home.")


def test_a_list_as_source_is_a_document(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("The boats.txt file is on the list.\n", "utf-8")
    assert narrate("list.txt", "--summary-only").stdout.startswith("The boats.txt file")


def test_what_cannot_be_read_is_one_line(narrate: Narrate, tmp_path: Path) -> None:
    for list_name, code in (("none.txt", 3), (".", 3), ("-", 2)):
        run = narrate("--from-file", list_name, "-", here=True)
        assert (run.exit_code, run.stderr.count("\n")) == (code, 1)
    (tmp_path / "list.csv").write_text("title,url\na,mailto:a\nb,https://127.0.0.1:9/\n", "utf-8")
    run = narrate("--from-file", "list.csv", "--summary-only")
    assert run.stderr.startswith("left out, since only http and https are read: 1 (mailto:a)\n")
    assert run.exit_code == 3
    run = narrate("--from-file", "list.csv", "--summary-only", "--quiet")
    assert run.stderr.count("\n") == 1
