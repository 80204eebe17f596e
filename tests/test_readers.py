"""Which reader a source is for, and readers that other packages bring."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrator import registry
from narrator.errors import SourceError, UsageError
from narrator.readers import read
from narrator.readers.sniff import find_reader, load_readers
from tests.archives import packed
from tests.conftest import PROJECT, Narrate, install_plugin
from tests.documents import docx, paragraph

PROSE = "The boats came home on the tenth day, and nobody in the valley cheered."
SIGNS = b"# Tide\n\nThe **boats** came home.\n"
PAGE = b"<!DOCTYPE html><html><body><p>The boats came home.</p></body></html>"

# a reader for AsciiDoc, as somebody else's package has it
ASCIIDOC = """
from narrator.readers.builder import ArticleBuilder
from narrator.readers.reader import Match, Reader


def match(sample, is_named):
    if sample.text.startswith("= "):
        return Match.CERTAIN
    return Match.NAMED if is_named else Match.NONE


def read(data, source):
    builder = ArticleBuilder()
    for line in data.decode().splitlines():
        if line.startswith("== "):
            builder.heading(line[3:], 1)
        elif not line.startswith("= "):
            builder.add(line)
    return builder.article(source, author="Adoc")


READER = Reader("AsciiDoc files", ("adoc", "md", "html"), ("text/asciidoc",), match, read)
NOT_A_READER = read
"""


def install(folder: Path, entry_points: str) -> None:
    """Put a package with these readers where Python finds it."""
    for module in ("adocish", "other"):
        (folder / f"{module}.py").write_text(ASCIIDOC, encoding="utf-8")
    install_plugin(folder, "narrator.readers", entry_points)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on Python's path, of which nothing stays imported."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    for name in ("adocish", "other"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return folder


def path_with(folder: Path) -> str:
    """Return Python's path for a command that runs this checkout and finds a package."""
    return os.pathsep.join([str(folder), str(PROJECT)])


def kind(data: bytes, suffix: str = "", content_type: str = "") -> str:
    """Return the name under which the reader for a source is registered."""
    reader = find_reader(data, "a source", suffix, content_type)
    return next(name for name, other in load_readers() if other is reader)


def test_content_comes_before_the_name() -> None:
    assert kind(b"%PDF-1.7 and so on", "md") == "pdf"
    assert kind(packed({"META-INF/container.xml": "<a/>"}), "docx") == "epub"
    assert kind(docx(paragraph(PROSE)), "epub") == "docx"
    assert kind(PAGE, "md") == "html"
    assert kind(SIGNS, "txt") == "markdown"
    assert kind(PROSE.encode(), "html") == "text"
    assert kind(PROSE.encode(), "pdf") == "text"


def test_the_name_decides_where_content_does_not() -> None:
    assert kind(PROSE.encode(), "md") == "markdown"
    assert kind(PROSE.encode(), "", "text/markdown") == "markdown"
    assert kind(b"A <p>part</p> of a page", "htm") == "html"
    assert kind(b"A <p>part</p> of a page", "php", "text/html") == "html"
    assert kind(b"A <p>part</p> of a page", "txt", "text/plain") == "text"


def test_every_built_in_reader_describes_itself() -> None:
    readers = dict(load_readers())
    assert list(readers) == list(registry.BUILT_IN["narrator.readers"])
    assert len({reader.description for reader in readers.values()}) == len(readers)
    for name, reader in readers.items():
        suffix = reader.suffixes[0]
        assert suffix == suffix.lower().lstrip("."), name
        assert callable(reader.read)


def test_telling_the_kind_loads_no_reader(tmp_path: Path) -> None:
    sources = [b"%PDF-1.7", docx(paragraph(PROSE)), PAGE, SIGNS, PROSE.encode()]
    for index, data in enumerate(sources):
        (tmp_path / f"{index}.xyz").write_bytes(data)
    script = (
        "import sys\nfrom pathlib import Path\nfrom narrator.readers.sniff import find_reader\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.xyz')):\n"
        "    print(find_reader(path.read_bytes(), 'a', 'xyz').description)\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "PDF files",
        "Word documents",
        "web pages",
        "Markdown",
        "plain text",
    ]
    loaded = set(done.stderr.split())
    assert not {name.partition(".")[0] for name in loaded} & {
        *("lxml", "markdown_it", "pypdfium2", "resiliparse", "trafilatura")
    }
    assert not {f"narrator.readers.{name}" for name in ("html", "pdf", "plain", "docx")} & loaded


def test_a_readers_kind_and_its_suffixes_are_apart(packages: Path) -> None:
    install(packages, "ascii-doc = adocish:READER")
    for name in ("tide.adoc", "tide.ADOC"):
        (packages / name).write_text(f"== Low Tide\n{PROSE}\n", encoding="utf-8")
        article = read(packages / name)
        assert (article.title, article.author) == ("Low Tide", "Adoc")
    assert list(dict(load_readers()))[-1] == "ascii-doc"
    assert kind(PROSE.encode(), "ascii-doc") == "text"
    assert kind(PROSE.encode(), "", "text/asciidoc") == "ascii-doc"


def test_a_readers_own_content_test_is_asked(packages: Path) -> None:
    install(packages, "adoc = adocish:READER")
    assert kind(b"= Low Tide\n", "txt") == "adoc"
    assert kind(b"= Low Tide\n", "md") == "adoc"


def test_a_suffix_that_is_built_in_stays_so(packages: Path) -> None:
    install(packages, "adoc = adocish:READER")
    assert kind(PROSE.encode(), "md") == "markdown"
    assert kind(PAGE, "html") == "html"
    assert kind(PAGE, "adoc") == "html"
    assert kind(PROSE.encode(), "html") == "text"


def test_plug_ins_are_not_looked_for_where_the_content_is_certain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(group: str) -> list[str]:
        raise AssertionError(group)

    monkeypatch.setattr(registry, "plugin_names", refuse)
    for data in (b"%PDF-1.7", docx(paragraph(PROSE)), PAGE):
        assert find_reader(data, "a source", "xyz").description != "plain text"


def test_what_is_not_read_may_be_read_by_a_plug_in(packages: Path) -> None:
    printed = b"%!PS The boats came home."
    with pytest.raises(SourceError, match="PostScript"):
        find_reader(printed, "a.adoc", "adoc")
    install(packages, "adoc = adocish:READER")
    assert kind(printed, "adoc") == "adoc"
    with pytest.raises(SourceError, match="PostScript"):
        find_reader(printed, "a.ps", "ps")


@pytest.mark.parametrize("taken", ["markdown", "text", "pdf"])
def test_a_name_that_is_built_in_is_refused(packages: Path, taken: str) -> None:
    install(packages, f"{taken} = adocish:READER")
    with pytest.raises(UsageError, match=f"reader called '{taken}'"):
        find_reader(PROSE.encode(), "a.txt", "txt")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("adocish:NOT_A_READER", "is no narrator.readers.reader.Reader"),
        ("adocish:GONE", "cannot be loaded"),
        ("no_such_module:READER", "cannot be loaded"),
    ],
)
def test_what_is_no_reader_is_refused(packages: Path, target: str, said: str) -> None:
    install(packages, f"adoc = {target}")
    with pytest.raises(UsageError, match=said):
        find_reader(PROSE.encode(), "a.txt", "txt")


def test_of_two_plug_ins_of_one_name_the_first_counts(packages: Path) -> None:
    install(packages, "adoc = adocish:READER")
    install(packages, "adoc = other:READER")
    assert [name for name, _ in load_readers()].count("adoc") == 1


def test_the_command_reads_and_refuses_by_plug_ins(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "tide.adoc").write_text(f"== Low Tide\n{PROSE}\n", encoding="utf-8")
    (tmp_path / "tide.md").write_text(f"{PROSE}\n", encoding="utf-8")
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    install(good, "adoc = adocish:READER")
    install(bad, "markdown = adocish:READER")
    run = narrate("tide.adoc", "--summary-only", here=True, PYTHONPATH=path_with(good))
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == f"{PROSE}\n"
    run = narrate("tide.md", "--summary-only", here=True, PYTHONPATH=path_with(bad))
    assert run.exit_code == UsageError.exit_code
    assert run.stderr == (
        "narrate: an installed package adds a reader called 'markdown', but that is the name of"
        " the built-in one for Markdown: uninstall that package\n"
    )
