"""What is fuzzed: every function that takes bytes or text from outside, as a function of bytes.

A target catches what its function documents and returns nothing. ``tests/test_fuzz.py`` feeds the
targets what hypothesis draws, ``tests/benchmarks/fuzz.py`` what atheris finds.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from narrator.article import Article
from narrator.audio.cover import read_cover
from narrator.errors import NarrateError
from narrator.language.detect import detect_language
from narrator.language.quotations import find_quotations
from narrator.language.sentences import split_sentences
from narrator.language.tables import language_codes
from narrator.language.visible import visible, visible_in_json
from narrator.publish.serving.addresses import Address as ServedAddress
from narrator.publish.serving.application import Application
from narrator.publish.serving.shelf import Shelf
from narrator.readers.docx import read_docx
from narrator.readers.entries import read_feed, read_json
from narrator.readers.epub import read_epub
from narrator.readers.fictionbook import read_fictionbook
from narrator.readers.html import read_html
from narrator.readers.latex import read_latex
from narrator.readers.mail import read_mail
from narrator.readers.markdown import read_markdown
from narrator.readers.mobi import read_mobi
from narrator.readers.opendocument import read_opendocument
from narrator.readers.org import read_org
from narrator.readers.pdf import read_pdf
from narrator.readers.plain import read_text
from narrator.readers.plain.headings import split_sections
from narrator.readers.restructured import read_restructured
from narrator.readers.rtf import read_rtf
from narrator.readers.sniff import find_reader
from narrator.readers.subtitles import read_subtitles
from narrator.readers.web.address import Address, UnreachableError, parse_url
from narrator.readers.web.body import MAX_BYTES
from narrator.readers.web.head import read_head
from narrator.readers.web.response import NOT_READ, REFUSALS, Wanted, read_response
from narrator.reading_list.archives import addresses_of_archive
from narrator.reading_list.texts import list_of_text
from narrator.recording.casting import solo
from narrator.recording.plan import plan, with_summary
from narrator.recording.store import TakeStore
from narrator.selection import all_sections, select_sections
from narrator.settings import Pauses, Selection, all_options
from narrator.sources import article_name, without_login
from narrator.speech.piper_settings import PiperSettings
from narrator.summary import summarise
from narrator.verbalize.normalize import to_spoken
from narrator.verbalize.pronounce import pronounce
from narrator.verbalize.pronunciations import parse
from tests.archives import packed
from tests.books import book, chapter, line, nav, point
from tests.conftest import SAMPLES
from tests.documents import docx, item, paragraph
from tests.kindle import PACKINGS, mobi
from tests.more_kinds import (
    ATOM,
    EXPORT,
    FB2,
    HTML_MAIL,
    JSON_FEED,
    KINDLE_PAGE,
    LATEX,
    ODT_BODY,
    ORG,
    PLAIN_MAIL,
    RSS,
    RST,
    RTF,
    fodt,
    odt,
)
from tests.pdfs import Sheet, pdf
from tests.reading_lists import EXPORTS

T = TypeVar("T")

Target = Callable[[bytes], None]

_KEY = "0" * 64
_TYPE = ("mimetype", "application/epub+zip")


def _text(data: bytes) -> str:
    """Return the text of bytes, damaged or not, as decoding files gives it."""
    return data.decode("utf-8", "replace")


def _choose(data: bytes, choices: Sequence[T]) -> tuple[T, bytes]:
    """Return the choice that the first byte makes, and the other bytes."""
    number = 0
    if data:
        number = data[0] % len(choices)
    return choices[number], data[1:]


def _reader(read: Callable[[bytes, str], Article]) -> Target:
    """Return a reader as a target: what it reads, it reads, and refuses the rest with an error."""

    def target(data: bytes) -> None:
        with suppress(NarrateError):
            read(data, "a.txt")

    return target


@cache
def _members(archive: bytes) -> Mapping[str, bytes]:
    """Return the members of an archive by name, but for the type that comes first."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != _TYPE[0]}


def _archive_reader(read: Callable[[bytes, str], Article], sound: bytes) -> Target:
    """Return a reader of archives as a target: one member of a sound archive is replaced.

    Damage of the archive itself is a choice, too.
    """

    def target(data: bytes) -> None:
        members = _members(sound)
        name, content = _choose(data, ("", *members))
        with suppress(NarrateError):
            if name:
                content = packed({**members, name: content}, _TYPE)
            read(content, "a.zip")

    return target


def _sniff(data: bytes) -> None:
    suffix, content = _choose(data, ("txt", "md", "html", "epub", "docx", "pdf", ""))
    with suppress(NarrateError):
        find_reader(content, "a", suffix)


def _headings(data: bytes) -> None:
    split_sections(_text(data))


def _sentences(data: bytes) -> None:
    language, content = _choose(data, (*language_codes(), "xx"))
    text = _text(content)
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())


def _spoken(data: bytes) -> None:
    language, content = _choose(data, (*language_codes(), "xx"))
    to_spoken(_text(content), language)


def _quotations(data: bytes) -> None:
    language, content = _choose(data, (*language_codes(), "xx"))
    list(find_quotations(_text(content), language))


def _languages(data: bytes) -> None:
    detect_language(_text(data))


def _article(data: bytes) -> None:
    """Take an article from its text to its summary and to all that is said of it."""
    language, content = _choose(data, (*language_codes(), "xx"))
    with suppress(NarrateError):
        article = read_text(content, "a.txt")
        all_sections(article, Selection(), language)
        narrated = select_sections(article, Selection(), language)
        summary = summarise(narrated, language=language)
        for _ in plan(with_summary(narrated, summary.texts), Pauses(), solo(language)):
            pass


def _dictionary(data: bytes) -> None:
    with suppress(NarrateError):
        pronunciations = parse(_text(data), "a.toml")
        pronounce("The boats of Nguyen came home: 3,000 of them.", pronunciations, str)


def _answers(data: bytes) -> None:
    """Read what a server sends, from its first byte on."""
    stream = io.BufferedReader(io.BytesIO(data))
    with suppress(UnreachableError, OSError):
        head = read_head(stream)
        address = Address("http", "a.example", 80, "/")
        wanted = Wanted("*/*", 60.0, MAX_BYTES, NOT_READ, REFUSALS)
        read_response(head, stream, address, wanted).as_utf8()


def _urls(data: bytes) -> None:
    url = _text(data)
    article_name(url)
    without_login(url)
    with suppress(UnreachableError):
        assert "@" not in parse_url(url).origin


def _hidden(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    shown = visible(text)
    assert visible(shown) == shown
    assert json.loads(visible_in_json(json.dumps(text, ensure_ascii=False))) == text


def _settings(data: bytes) -> None:
    option, content = _choose(data, list(all_options()))
    with suppress(ValueError):
        option.kind.parse(_text(content))


def _takes(data: bytes) -> None:
    """Load a take with a made-up head under a checksum that is right."""
    lengths = struct.pack(">IIQ", zlib.crc32(data), len(data), 0)
    with TemporaryDirectory() as folder:
        Path(folder, _KEY).write_bytes(b"narrate take 1\n" + lengths + data)
        TakeStore(Path(folder)).load(_KEY)


def _covers(data: bytes) -> None:
    with TemporaryDirectory() as folder, suppress(NarrateError):
        path = Path(folder, "cover")
        path.write_bytes(data)
        read_cover(path)


def _piper(data: bytes) -> None:
    with suppress(NarrateError):
        PiperSettings.read(data, Path("a.json"))


def _lists(data: bytes) -> None:
    """Read a list or an export; what is nested too deep ends its process, and only that."""
    with suppress(NarrateError, RecursionError):
        list_of_text(data, "list")
    with suppress(NarrateError):
        addresses_of_archive(io.BytesIO(data), "list")


# what a request has besides its path
_HEADERS = ("HOST", "RANGE", "IF_RANGE", "IF_MATCH", "IF_NONE_MATCH", "IF_MODIFIED_SINCE")
_LOOPBACK = ServedAddress("127.0.0.1", 80, is_loopback=True, names=frozenset({"localhost"}))


def _requests(data: bytes) -> None:
    """Ask a server for a path, with a header a line; only what is served comes back."""
    path, *values = data.decode("latin-1").split("\n")
    environment: dict[str, object] = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
    environment |= {f"HTTP_{name}": value for name, value in zip(_HEADERS, values, strict=False)}
    environment["wsgi.file_wrapper"] = lambda file, _: [file.read()]
    with TemporaryDirectory() as folder:
        shelf = Path(folder, "served")
        shelf.mkdir()
        (shelf / "a.mp3").write_bytes(b"served")
        for secret in (shelf / ".a.mp3", shelf / "a.json", Path(folder, "a.mp3")):
            secret.write_bytes(b"secret")
        answer = Application(Shelf(shelf), _LOOPBACK, "")(environment, lambda *_: None)
        assert b"secret" not in b"".join(answer)


_PROSE = "The boats came home on the tenth day, and nobody in the valley cheered. It was $5.2M."
_BOOK = book(
    {
        "nav.xhtml": nav(line("One", "a.xhtml", line("Two", "a.xhtml#two"))),
        "toc.ncx": f"<ncx><navMap>{point('One', 'a.xhtml')}</navMap></ncx>",
        "a.xhtml": chapter(f'<h1>One</h1><p>{_PROSE}</p><h2 id="two">Two</h2><p>{_PROSE}</p>'),
    },
    ["a.xhtml"],
)
_DOCUMENT = docx(
    paragraph("One", "berschrift1") + paragraph(_PROSE) + item("One", 1) + item("Two", 1),
    numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)
_MARKDOWN = f"""---
title: Boats
lang: en
---
# One

{_PROSE}[^1] ![a boat](a.png) [more](b.md) `code` <b>x</b>

| day | boats |
|---|---|
| 10 | 3 |

- [ ] nets
1. pier

> quoted

```python
code
```

[^1]: A note.
"""
_HTML = chapter(
    f"<article><h1>One</h1><p>{_PROSE}</p><ul><li>nets<li>piers</ul>"
    "<table><tr><th>day</th><td>10</td></tr></table><figure><img alt=boat><figcaption>A boat"
    "</figcaption></figure><pre>code</pre><sup><a href='#n'>1</a></sup></article>",
    '<meta http-equiv="refresh" content="0; url=a"><meta charset="utf-8">',
)
_ANSWERS = [
    b"HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n"
    b"Content-Type: text/html; charset=koi8-r\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5;a=b\r\nboats\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\nContent-Encoding: gzip\r\n\r\n"
    + gzip.compress(b"boats"),
    b"HTTP/1.0 503 Busy\nRetry-After: Sat, 28 Nov 2026 02:00:00 GMT\n\n",
]
_CALLS = (
    "At 9 a.m. on 3 May 2021 Dr. Smith (b. 1950) ran 10 km in 42:15, v1.2.3, +49 30 1234, £5m,"
    " 20°C, pp. 3–5, Henry VIII, e.g. CO2, 1/2, 24/7, a@b.org, https://a.org/b?c=d, [1], 50%."
)


def _sheet() -> Sheet:
    """Return a page of prose."""
    sheet = Sheet()
    sheet.put(60, 760, "One", size=18)
    sheet.wrap(720, _PROSE)
    return sheet


def _samples() -> list[bytes]:
    """Return the beginnings of the samples."""
    return [path.read_bytes()[:2_000] for path in sorted(SAMPLES.glob("*.txt"))]


def _after_choice(content: bytes, choices: int) -> list[bytes]:
    """Return content after each of some first bytes, which choose."""
    return [bytes([number]) + content for number in range(choices)]


def _member_seeds(archive: bytes) -> list[bytes]:
    """Return an archive and its members, each after the byte that chooses it."""
    contents = (archive, *_members(archive).values())
    return [bytes([number]) + content for number, content in enumerate(contents)]


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A target, and inputs to begin with."""

    target: Target
    seeds: Sequence[bytes]


_SUBTITLES = "1\n00:01,000 --> 00:04,000\n<i>Boats</i> came\n\n2\n00:05,500 --> 00:08,000\nEnd."
_LANGUAGES = len(language_codes()) + 1
TARGETS: dict[str, Fuzzed] = {
    "text": Fuzzed(_reader(read_text), _samples()),
    "subtitles": Fuzzed(_reader(read_subtitles), [_SUBTITLES.encode()]),
    "opendocument": Fuzzed(_reader(read_opendocument), [fodt(ODT_BODY).encode(), odt(ODT_BODY)]),
    "fictionbook": Fuzzed(_reader(read_fictionbook), [FB2.encode()]),
    "mobi": Fuzzed(
        _reader(read_mobi), [mobi(KINDLE_PAGE, packing=packing) for packing in PACKINGS]
    ),
    "rtf": Fuzzed(_reader(read_rtf), [RTF]),
    "mail": Fuzzed(_reader(read_mail), [PLAIN_MAIL.encode(), HTML_MAIL.encode()]),
    "feed": Fuzzed(_reader(read_feed), [RSS.encode(), ATOM.encode()]),
    "json": Fuzzed(_reader(read_json), [JSON_FEED.encode(), EXPORT.encode()]),
    "restructured": Fuzzed(_reader(read_restructured), [RST.encode()]),
    "org": Fuzzed(_reader(read_org), [ORG.encode()]),
    "latex": Fuzzed(_reader(read_latex), [LATEX.encode()]),
    "markdown": Fuzzed(_reader(read_markdown), [_MARKDOWN.encode()]),
    "html": Fuzzed(_reader(read_html), [_HTML.encode()]),
    "epub": Fuzzed(
        _archive_reader(read_epub, _BOOK),
        _member_seeds(_BOOK),
    ),
    "docx": Fuzzed(
        _archive_reader(read_docx, _DOCUMENT),
        _member_seeds(_DOCUMENT),
    ),
    "pdf": Fuzzed(_reader(read_pdf), [pdf([_sheet()], [("One", 0, 760)])]),
    "sniff": Fuzzed(_sniff, _after_choice(_HTML.encode(), 7)),
    "headings": Fuzzed(_headings, _samples()),
    "sentences": Fuzzed(_sentences, _after_choice(_CALLS.encode(), _LANGUAGES)),
    "spoken": Fuzzed(_spoken, _after_choice(_CALLS.encode(), _LANGUAGES)),
    "quotations": Fuzzed(_quotations, _after_choice("“No,” he said. «A»".encode(), _LANGUAGES)),
    "languages": Fuzzed(_languages, _samples()),
    "article": Fuzzed(_article, [b"\0" + sample for sample in _samples()]),
    "dictionary": Fuzzed(_dictionary, [b'Nguyen = "win"\nUS = {say = "us", case = true}\n']),
    "answers": Fuzzed(_answers, _ANSWERS),
    "urls": Fuzzed(
        _urls,
        [
            b"https://me:a%2Fb@example.org:8443/a/b.html?c=d@e#f",
            b"http://u:p/w@[2001:db8::1]:80/@a",
        ],
    ),
    "hidden": Fuzzed(
        _hidden, ["\x1b[31ma\u202eb\u200c می\u200cم \ud83c".encode("utf-8", "replace")]
    ),
    "settings": Fuzzed(_settings, _after_choice(b"2,4-6", len(all_options()))),
    "takes": Fuzzed(
        _takes,
        [
            b'{"samples": 9, "sample_rate": 22050, "speech_rate": 22050,'
            b' "timings": [[0, 9, [0], [0], [3]]], "unsaid": []}'
        ],
    ),
    "lists": Fuzzed(_lists, [export[:2_000] for export in EXPORTS.values()]),
    "requests": Fuzzed(
        _requests,
        [
            b'/a.mp3\nlocalhost:80\nbytes=1-2\n"a-6"\nW/"a", *\n"b"\nSat, 28 Nov 2026 02:00:00 GMT',
            b"/../a.mp3\n[::1]\nbytes=-9\nSat, 28 Nov 2026 02:00:00 GMT",
        ],
    ),
    "covers": Fuzzed(_covers, [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xd9"]),
    "piper": Fuzzed(
        _piper,
        [
            b'{"audio": {"sample_rate": 22050}, "espeak": {"voice": "en-us"},'
            b' "phoneme_type": "espeak", "num_speakers": 1, "phoneme_id_map": {"_": [0], "^": [1],'
            b' "$": [2], "a": [3]}, "inference": {"noise_scale": 0.6}}'
        ],
    ),
}
