"""Covers: a book's own, a page's own, or the title on a plain ground; read back from the file."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import av
import hypothesis
import mutagen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from narrator.article import Article
from narrator.audio.cover import Cover, parse_cover
from narrator.audio.formats import Tags
from narrator.covers import conversion, lettering, typographic
from narrator.covers.colours import choose_palette, contrast
from narrator.covers.late import LateCover, meanwhile
from narrator.covers.lettering import drawable, fit
from narrator.covers.own import find_own_cover
from narrator.covers.typographic import SIDE_PIXELS, CoverText, draw_cover
from narrator.events import Event, Note, ignore
from narrator.readers import _resolve, read
from narrator.readers.epub import read_epub
from narrator.readers.html import read_html
from narrator.settings import Settings
from tests.books import book, chapter
from tests.conftest import Narrate, clean_environment
from tests.web_server import Answer, Server, page, redirect, serve

TEXT = "The boats came home on the tenth day, and nobody in the valley cheered. "
TITLES = [
    "Tides",
    "The night trains are coming back",
    "Why the harbour emptied, " * 12,
    "W" * 300,
    "Ночные поезда – ᾧδε Những chuyến",
    "夜行列車が帰ってくる",
    "عودة قطارات الليل",
    "🚂🌙",
    "<script>alert('x')</script> --> \"/\\ \x1b[31m\u202etxt.exe\0",
    "\udcff",
    "",
]


def picture(kind: str, size: tuple[int, int] = (30, 40)) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", size, (200, 40, 40)).save(held, kind)
    return held.getvalue()


JPEG, PNG, WEBP, GIF = (picture(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF"))


# what is drawn


def opened(cover: Cover) -> Image.Image:
    return Image.open(io.BytesIO(cover.data)).convert("RGB")


def shown(text: CoverText) -> Image.Image:
    return opened(draw_cover(text))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_on_a_square_within_its_margins(title: str) -> None:
    text = CoverText(title, "a-newspaper-with-a-very-long-name.example.org", "2026-03-01")
    cover = draw_cover(text)
    assert cover == parse_cover(cover.data)
    assert (cover.width, cover.height) == (SIDE_PIXELS, SIDE_PIXELS)
    assert len(cover.data) < 80_000
    whole = opened(cover)
    ground = whole.getpixel((0, 0))
    for edge in [
        (0, 0, 100, SIDE_PIXELS),
        (SIDE_PIXELS - 100, 0, SIDE_PIXELS, SIDE_PIXELS),
        (0, 0, SIDE_PIXELS, 100),
        (0, SIDE_PIXELS - 60, SIDE_PIXELS, SIDE_PIXELS),
    ]:
        assert {colour for _, colour in whole.crop(edge).getcolors() or []} == {ground}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("The  night\ttrains", "The night trains"),
        ("cafe\u0301 – Ночь, ᾧδε, Nguyễn", "café – Ночь, ᾧδε, Nguyễn"),
        ("Night 🚂🌙 trains 🇩🇪 👩\u200d👩\u200d👧!", "Night trains !"),
        ("Ｆｕｌｌ ﬁne 𝐁𝐨𝐥𝐝 10 ℃", "Full fine Bold 10 ℃"),
        ("soft\u00adhyphen\u202egnp", "softhyphengnp"),
        ("夜行列車 2026", ""),
        ("عودة", ""),
        ("שלום", ""),
        ("नमस्ते", ""),
        ("🚂🌙", ""),
        ("– … –", ""),
        ("\x1b[31m", "[31m"),
    ],
)
def test_what_the_font_lacks_is_not_drawn(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@hypothesis.settings(max_examples=25)
@given(st.text(max_size=400))
def test_lines_fit_whatever_the_text(text: str) -> None:
    line = drawable(text)
    if not line:
        return
    area = typographic._TITLE_AREA
    lines = fit(line, area, typographic._width)
    assert len(lines.texts) * lines.size * area.line_height <= area.height
    assert max(map(typographic._width, lines.texts)) * lines.size <= area.width + 1


def test_what_cannot_be_drawn_leaves_the_rest() -> None:
    whole = shown(CoverText("夜行列車", "example.org", "2026"))
    (ground, *_) = sorted(whole.getcolors(256) or [], reverse=True)
    white = (255, 255, 255)
    assert white not in {colour for _, colour in whole.getcolors(256) or []}
    top = whole.crop((0, 100, SIDE_PIXELS, 220)).getcolors(256) or []
    assert len(top) > 2  # the site
    assert ground[0] > SIDE_PIXELS**2 / 2


def test_every_colour_can_be_read() -> None:
    for digest in itertools.product(range(0, 256, 5), (0, 100, 255)):
        palette = choose_palette(bytes(digest))
        assert contrast(palette.title, palette.ground) >= 7
        assert contrast(palette.line, palette.ground) >= 4.5


def test_the_same_title_has_the_same_colour() -> None:
    one, other = shown(CoverText("Tides", "a", "2026")), shown(CoverText("Tides"))
    assert (
        one.getpixel((0, 0)) == other.getpixel((0, 0)) != shown(CoverText("Tide")).getpixel((0, 0))
    )


def test_the_font_has_what_its_table_says() -> None:
    font = typographic._font(40)
    missing = bytes(font.getmask("夜"))
    listed = sorted(lettering._in_font())
    assert len(listed) > 1800
    assert [hex(code) for code in listed[::7] if bytes(font.getmask(chr(code))) == missing] == []


# books


def cover_of(data: bytes) -> tuple[bytes, list[str]]:
    """Return the cover that a book's narration gets, empty for a drawn one, and the notes."""
    notes: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Note):
            notes.append(event.text)

    own = find_own_cover(read_epub(data, "book.epub"), False, listen)
    return own.data if own else b"", notes


def item(name: str, more: str = "", kind: str = "image/jpeg") -> str:
    return f'<item id="pic" href="{name}" media-type="{kind}" {more}/>'


def with_cover(
    picture: bytes,
    more: str = "",
    metadata: str = "",
    guide: str = "",
    page: str = "",
    name: str = "c.jpg",
) -> bytes:
    members: dict[str, str | bytes] = {
        "one.xhtml": chapter(f"<h1>One</h1><p>{TEXT}</p>"),
        name: picture,
        "cover.xhtml": page,
    }
    return book(members, ["one.xhtml"], metadata, guide, manifest=item(name, more))


META = '<meta name="cover" content="{}"/>'
GUIDE = '<guide><reference type="cover" href="{}"/></guide>'
PAGE = chapter('<div><img src="c.jpg" alt=""/></div>')
SVG_PAGE = chapter(
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<image xlink:href="c.jpg"/></svg>'
)


@pytest.mark.parametrize(
    "data",
    [
        with_cover(JPEG, more='properties="cover-image"'),
        with_cover(PNG, more='properties="svg cover-image"'),
        with_cover(JPEG, metadata=META.format("pic")),
        with_cover(JPEG, metadata=META.format("c.jpg")),
        with_cover(JPEG, guide=GUIDE.format("c.jpg")),
        with_cover(JPEG, guide=GUIDE.format("cover.xhtml"), page=PAGE),
        with_cover(JPEG, guide=GUIDE.format("cover.xhtml"), page=SVG_PAGE),
        with_cover(JPEG, name="images/Cover.jpg"),
        with_cover(JPEG, metadata=META.format("nowhere"), guide=GUIDE.format("c.jpg")),
    ],
)
def test_the_cover_of_a_book_is_found(data: bytes) -> None:
    found, notes = cover_of(data)
    assert (found in (JPEG, PNG), notes) == (True, [])


@pytest.mark.parametrize("kind", [WEBP, GIF])
def test_other_pictures_become_jpeg(kind: bytes) -> None:
    found, notes = cover_of(with_cover(kind, more='properties="cover-image"'))
    assert notes == []
    assert found.startswith(b"\xff\xd8\xff")
    assert Image.open(io.BytesIO(found)).size == (30, 40)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HUGE = b"\x89PNG\r\n\x1a\n" + bytes(11 * 1024**2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_cover(JPEG), ""),
        (with_cover(b"", more='properties="cover-image"'), ""),
        (with_cover(JPEG, metadata=META.format("../../../etc/passwd")), ""),
        (with_cover(JPEG, guide=GUIDE.format("cover.xhtml"), page=chapter("<p>x</p>")), ""),
        (with_cover(JPEG, guide=GUIDE.format("cover.xhtml"), page=" " * 2**21), ""),
        (with_cover(SVG, more='properties="cover-image"'), "this is neither"),
        (with_cover(PNG[:-20], more='properties="cover-image"'), "cut off or damaged"),
        (with_cover(WEBP[:-20], more='properties="cover-image"'), "cannot be converted"),
    ],
)
def test_a_cover_that_is_none_harms_nothing(data: bytes, said: str) -> None:
    found, notes = cover_of(data)
    assert found == b""
    assert said in "".join(notes)
    assert len(notes) == bool(said)


def test_a_cover_that_is_too_large_is_not_used() -> None:
    said: list[str] = []
    article = Article("Tides", (), "tides", "tides.epub", cover=HUGE)
    assert find_own_cover(article, False, lambda note: said.append(str(note))) is None
    assert "10 MiB; it is larger" in said[0]


def test_pictures_that_would_fill_the_memory_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_MAX_PIXELS", 1000)
    monkeypatch.setattr("narrator.covers.own._MAX_PIXELS", 1000)
    for data in (WEBP, PNG):
        found, notes = cover_of(with_cover(data, more='properties="cover-image"'))
        assert found == b""
        assert len(notes) == 1


# web pages


def html(address: str, name: str = "og:image") -> bytes:
    head = f'<title>Low tide</title><meta property="{name}" content="{address}">'
    body = f"<article><h1>Low tide</h1>{f'<p>{TEXT * 4}</p>' * 4}</article>"
    return f"<html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with serve({}) as running:
        running.answers = {
            "/story": page(html("/pic?a=b&amp;c"), Content_Type="text/html"),
            "/moved": redirect("/there/story"),
            "/there/story": page(html("pic"), Content_Type="text/html"),
            "/there/pic": page(JPEG, Content_Type="image/jpeg"),
        }
        yield running


def article_at(url: str) -> Article:
    return Article("Low tide", (), "story", url, cover_url=url)


def own_cover(url: str, allow_local: bool = True) -> tuple[bytes, str]:
    """Return the picture at a URL, and what is said where there is none."""
    said: list[str] = []
    cover = find_own_cover(article_at(url), allow_local, lambda note: said.append(str(note)))
    return cover.data if cover else b"", " ".join(said)


@pytest.mark.parametrize("name", ["og:image", "og:image:secure_url", "og:image:url"])
def test_a_page_names_its_picture(name: str) -> None:
    assert read_html(html("/pic?a=b&amp;c", name), "x").cover_url == "/pic?a=b&c"


@pytest.mark.long
def test_a_picture_is_looked_for_where_the_page_was_found(server: Server, tmp_path: Path) -> None:
    url = read(f"{server.url}/moved", True).cover_url
    assert url == f"{server.url}/there/pic"
    assert own_cover(url) == (JPEG, "")
    source = tmp_path / "story.html"
    source.write_bytes(html(url))
    assert read(source, True).cover_url == ""  # and nothing is fetched for a file


@pytest.mark.parametrize(
    ("page_url", "address", "url"),
    [
        ("https://a.example/b/c", "d.jpg", "https://a.example/b/d.jpg"),
        ("https://a.example/b", "http://c.example/d", "https://c.example/d"),
        ("http://a.example/b", "//c.example/d", "http://c.example/d"),
        ("http://a.example/b", "http://[", ""),
        ("http://a.example/b", "", ""),
        ("", "http://a.example/d.jpg", ""),
    ],
)
def test_where_a_picture_is(page_url: str, address: str, url: str) -> None:
    assert _resolve(page_url, address) == url


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,AAAA", "javascript:alert(1)", "http://a b/", "ftp://a.example/"]
)
def test_what_is_no_address_of_a_picture_is_no_error(url: str) -> None:
    found, noted = own_cover(url)
    assert found == b""
    assert noted


def drip(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
    while True:
        request.wfile.write(b"a")
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page(b"", 404), "the server does not give it (404)"),
        (page(b"", 500), "trouble"),
        (page(html("/pic"), Content_Type="text/html"), "this is neither"),
        (page(b"", Content_Length=str(50 * 1024**2)), "larger than 10 MiB"),
        (page(HUGE, Content_Length=""), "larger than 10 MiB"),
        (redirect("http://10.0.0.1/"), "10.0.0.1"),
        (redirect("file:///etc/hostname"), "only http and https"),
        (page(JPEG[:-40], Content_Type="image/jpeg"), "cut off or damaged"),
        (drip, "it took longer than 0.2 seconds"),
    ],
)
def test_a_picture_that_cannot_be_had_is_noted(
    monkeypatch: pytest.MonkeyPatch, server: Server, answer: Answer, said: str
) -> None:
    monkeypatch.setattr("narrator.readers.web.PICTURE_SECONDS", 0.2)
    server.answers = {"/": answer}
    found, noted = own_cover(server.url)
    assert found == b""
    assert said in noted


def test_a_picture_on_this_machine_is_refused(server: Server) -> None:
    found, noted = own_cover(f"{server.url}/there/pic", allow_local=False)
    assert found == b""
    assert "belongs to this machine or its network" in noted
    assert server.asked == []


# which cover is taken


def test_work_is_done_while_others_work() -> None:
    for count in range(6):
        done: list[object] = []
        for each in meanwhile(range(count), 2, partial(done.append, "work")):
            done.append(each)
        expected: list[object] = [0, 1, "work", 2, 3, 4]
        assert done == (expected[: count + 1] if count > 1 else [*range(count), "work"])


@pytest.mark.parametrize(("cover", "is_held"), [("none", True), (None, False)])
def test_no_cover_is_made_or_fetched_where_none_is_wanted(
    server: Server, cover: str | None, is_held: bool
) -> None:
    settings = Settings.of(cover=cover, allow_local=True)
    late = LateCover(article_at(f"{server.url}/there/pic"), Tags("t"), settings, is_held, ignore)
    assert late.get() is None
    assert server.asked == []


def embedded(path: Path) -> bytes:
    """Return the picture in an audio file; none where there is none."""
    with av.open(str(path)) as file:
        if not file.streams.video:
            return b""
        return b"".join(bytes(packet) for packet in file.demux(video=0) if packet.size)


@pytest.fixture
def environment(cache_home: Path) -> dict[str, str]:
    """Return an environment for the command that asks for no cover, nor for none."""
    settings = clean_environment(cache_home)
    del settings["NARRATE_COVER"]
    return settings


@pytest.mark.long
@pytest.mark.parametrize("name", ["mp3", "m4b", "m4a", "opus", "flac", "wav"])
def test_the_command_makes_a_cover(narrate: Narrate, name: str, tmp_path: Path) -> None:
    source = tmp_path / "tides.md"
    source.write_text(f"---\ntitle: Tides\nauthor: A. Writer\ndate: 2026-03-01\n---\n\n{TEXT}")
    audio, again = tmp_path / f"one.{name}", tmp_path / f"two.{name}"
    options = ["--engine", "tone", "--no-cache"]
    narrate(source, "-o", audio, *options)
    drawn = draw_cover(CoverText("Tides", "A. Writer", "2026-03-01")).data
    assert embedded(audio) == (b"" if name == "wav" else drawn)
    narrate(source, "-o", again, *options)
    assert audio.read_bytes() == again.read_bytes()
    narrate(source, "-o", again, *options, "--cover", "none")
    assert embedded(again) == b""


@pytest.mark.long
def test_the_command_uses_the_cover_that_is_there(
    narrate: Narrate, server: Server, tmp_path: Path
) -> None:
    audio = tmp_path / "one.mp3"
    options = ["-o", audio, "--engine", "tone", "--no-cache"]
    source = tmp_path / "book.epub"
    source.write_bytes(with_cover(JPEG, more='properties="cover-image"'))
    narrate(source, *options)
    assert embedded(audio) == JPEG
    (tmp_path / "none").write_bytes(PNG)
    narrate(source, *options, "--cover", "./none")
    assert embedded(audio) == PNG
    url = f"{server.url}/moved"
    done = narrate(url, *options, "--allow-local")
    assert (done.exit_code, embedded(audio)) == (0, JPEG), done.stderr
    asked = [path for path, _ in server.asked]
    narrate(url, *options, "--allow-local", "--cover", "none")
    assert (asked, embedded(audio)) == (["/moved", "/there/story", "/there/pic"], b"")
    assert [path for path, _ in server.asked][3:] == asked[:2]
    done = narrate(f"{server.url}/story", *options, "--allow-local")
    assert done.exit_code == 0
    assert "not used as cover: the server does not give it (404)" in done.stderr
    assert parse_cover(embedded(audio)).width == SIDE_PIXELS
    assert mutagen.File(str(audio)).tags["WOAS"].url == f"{server.url}/story"
