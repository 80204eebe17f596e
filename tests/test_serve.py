"""``narrate serve``: what is served and to whom, by the rules of HTTP."""

from __future__ import annotations

import os
import pty
import re
import socket
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote, urlsplit

import numpy as np
import pytest
import zxingcpp
from lxml import etree, html

from narrator.publish.serving.codes import code_lines
from narrator.publish.serving.feed import with_base
from narrator.publish.serving.tokens import token_for
from tests.conftest import COMMAND, Narrate, clean_environment
from tests.served import AUDIO, BASE, HOSTILE_NAME, PAGE, Served, fill, serving

SIZE = len(AUDIO)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "podcast"
    fill(folder)
    os.mkfifo(folder / "pipe.mp3")
    return folder


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve to this machine."""
    environment = clean_environment(tmp_path_factory.mktemp("cache"))
    with serving(folder, environment) as server:
        yield server


@pytest.fixture(scope="module")
def shared(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve to the network."""
    environment = clean_environment(tmp_path_factory.mktemp("cache"))
    with serving(folder, environment, "--address", "0.0.0.0") as server:
        port = urlsplit(server.url).port
        path = urlsplit(server.url).path
        yield Served(f"http://127.0.0.1:{port}{path}", server.process)


TYPES = {
    "harbour.mp3": "audio/mpeg",
    "a.m4a": "audio/x-m4a",
    "a.m4b": "audio/mp4",
    "a.opus": "audio/ogg",
    "a.flac": "audio/flac",
    "a.wav": "audio/wav",
    "harbour.html": "text/html; charset=utf-8",
    "harbour.en.vtt": "text/vtt; charset=utf-8",
    "harbour.en.srt": "application/x-subrip; charset=utf-8",
    "harbour.en.lrc": "text/plain; charset=utf-8",
    "harbour.chapters.json": "application/json+chapters",
    "harbour.epub": "application/epub+zip",
    "cover.jpg": "image/jpeg",
    "cover.PNG": "image/png",
    "feed.xml": "application/rss+xml; charset=utf-8",
    "parts/01.mp3": "audio/mpeg",
    "inside.mp3": "audio/mpeg",
}


def test_files_are_served_as_what_they_are(served: Served) -> None:
    for path, content_type in TYPES.items():
        reply = served.get(path)
        assert (path, reply.status) == (path, 200)
        assert reply.headers["Content-Type"] == content_type
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert int(reply.headers["Content-Length"]) == len(reply.body)
    assert served.get("harbour.mp3").body == served.get("inside.mp3").body == AUDIO
    assert served.get("harbour.html").body == PAGE


ESCAPES = [
    *("../secret.mp3", "%2e%2e/secret.mp3", "..%2fsecret.mp3", "%2e%2e%2fsecret.mp3"),
    *("..\\secret.mp3", "..%5csecret.mp3", "parts/../../secret.mp3", "/../secret.mp3"),
    *("%252e%252e/secret.mp3", "%c0%ae%c0%ae/secret.mp3", "..;/secret.mp3", "./harbour.mp3"),
    *("up/secret.mp3", "outside.mp3", "manifest.mp3", "text.mp3", "circle.mp3", "nowhere.mp3"),
    *(".narrate.json", "%2enarrate.json", ".hidden.mp3", ".parts/01.mp3", "parts/.hidden.mp3"),
    *("notes.txt", "harbour.summary.md", "other.xml", "package.json", "parts/feed.xml"),
    *("folder.mp3", "folder.mp3/", "parts", "parts/", "harbour.mp3/", "parts//01.mp3"),
    *("pipe.mp3", "none.mp3", "harbour.mp3%00", "harbour.mp3%00.html", "%00", "C:harbour.mp3"),
    *("harbour.mp3::$DATA", "harbour.mp3%0d%0aX: y", "feed.xml/harbour.mp3", "%ff%fe.mp3"),
    *(f"{'x' * 5_000}.mp3", f"{'x/' * 2_000}.mp3", "~/harbour.mp3", "file:///etc/passwd"),
]


def test_nothing_else_is_served(served: Served, folder: Path) -> None:
    absolute = [f"{folder.parent}/secret.mp3", f"/{folder.parent}/secret.mp3", "/etc/passwd"]
    for path in [*ESCAPES, *absolute]:
        reply = served.get(path.replace(" ", "%20"))
        assert (path, reply.status, reply.body) == (path, 404, b"Not Found\n")


def test_what_is_no_request_is_refused(served: Served) -> None:
    """Requests that are no HTTP, too long, or carry something end without an answer of ours."""
    port = urlsplit(served.url).port
    host = f"Host: 127.0.0.1:{port}\r\n"
    for request, status in {
        f"GET /harbour.mp3 HTTP/1.1\r\n{host}X: {'x' * 40_000}\r\n\r\n": b"431",
        f"GET /harbour.mp3 HTTP/1.1\r\n{host}Content-Length: 999999\r\n\r\n": b"413",
        f"GET /harbour.mp3 HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n": b"400",
        f"GET /{chr(0)} HTTP/1.1\r\n{host}\r\n": b"404",
        f"get /harbour.mp3 HTTP/1.1\r\n{host}\r\n": b"400",
        f"GET http://evil.example/harbour.mp3 HTTP/1.1\r\n{host}\r\n": b"200",
        "GET http://127.0.0.1/harbour.mp3 HTTP/1.1\r\nHost: evil.example\r\n\r\n": b"421",
        "GET /harbour.mp3 HTTP/1.0\r\n\r\n": b"421",
    }.items():
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(request.encode("latin-1"))
            answer = connection.recv(200).split(b" ")
            assert (request[:60], answer[1]) == (request[:60], status)
    assert served.get("harbour.mp3").status == 200


def test_methods_that_change_something_are_refused(served: Served, folder: Path) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        reply = served.get("harbour.mp3", method)
        assert (method, reply.status) == (method, 405)
        assert reply.headers["Allow"] == "GET, HEAD"
    assert (folder / "harbour.mp3").read_bytes() == AUDIO
    head = served.get("harbour.mp3", "HEAD", Range="bytes=0-9")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(SIZE)
    assert served.get("none.mp3", "HEAD").body == b""


# the bytes that come back, or a status; RFC 9110, 14
RANGES: dict[str, tuple[int, int] | int] = {
    "bytes=0-0": (0, 1),
    "bytes=0-499": (0, 500),
    "bytes=500-999": (500, 1000),
    "bytes=-500": (SIZE - 500, SIZE),
    f"bytes={SIZE - 500}-": (SIZE - 500, SIZE),
    "bytes=0-": (0, SIZE),
    f"bytes=-{SIZE + 1}": (0, SIZE),
    f"bytes=0-{SIZE}": (0, SIZE),
    f"bytes={SIZE - 1}-99999999999999999999": (SIZE - 1, SIZE),
    "BYTES=0-1": (0, 2),
    " bytes=1-2 ": (1, 3),
    # several ranges, and what is none: the whole
    "bytes=0-1,5-9": 200,
    "bytes=0-0, -1": 200,
    "bytes=9-5": 200,
    "bytes=": 200,
    "bytes=-": 200,
    "bytes=a-b": 200,
    "bytes=--1": 200,
    "bytes=1": 200,
    "bytes=0x1-2": 200,
    "bytes=\u0661-2": 200,
    "chapters=1-2": 200,
    f"bytes={'9' * 5_000}-": 200,
    f"bytes={SIZE}-": 416,
    f"bytes={SIZE}-{SIZE + 1}": 416,
    "bytes=99999999999999999999-": 416,
    "bytes=-0": 416,
}


def test_ranges(served: Served) -> None:
    for header, expected in RANGES.items():
        reply = served.get("harbour.mp3", Range=header.encode().decode("latin-1"))
        if isinstance(expected, tuple):
            start, end = expected
            assert (header, reply.status) == (header, 206)
            assert reply.body == AUDIO[start:end]
            assert reply.headers["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
            continue
        assert (header, reply.status) == (header, expected)
        if expected == 416:
            assert reply.headers["Content-Range"] == f"bytes */{SIZE}"
        else:
            assert reply.body == AUDIO
            assert reply.headers["Accept-Ranges"] == "bytes"
    for header in ("bytes=0-", "bytes=-1"):
        assert served.get("empty.mp3", Range=header).status == 416
    assert served.get("empty.mp3").body == b""


def test_conditions(served: Served, folder: Path) -> None:
    first = served.get("harbour.mp3").headers
    etag = first["Etag"]
    date = first["Last-Modified"]
    older = formatdate((folder / "harbour.mp3").stat().st_mtime - 100, usegmt=True)
    newer = formatdate((folder / "harbour.mp3").stat().st_mtime + 100, usegmt=True)
    for headers, status in [
        ({"If_None_Match": etag}, 304),
        ({"If_None_Match": f'"x", W/{etag}'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"x"'}, 200),
        ({"If_None_Match": "nonsense"}, 200),
        ({"If_Modified_Since": date}, 304),
        ({"If_Modified_Since": newer}, 304),
        ({"If_Modified_Since": older}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
        ({"If_Modified_Since": "Sun, 99 Foo 9999 99:99:99 GMT"}, 200),
        ({"If_Modified_Since": date, "If_None_Match": '"x"'}, 200),
        ({"If_Match": etag}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": f"W/{etag}"}, 412),
        ({"If_Match": '"x"'}, 412),
        ({"If_Unmodified_Since": date}, 200),
        ({"If_Unmodified_Since": older}, 412),
        ({"Range": "bytes=1-2", "If_Range": etag}, 206),
        ({"Range": "bytes=1-2", "If_Range": date}, 206),
        ({"Range": "bytes=1-2", "If_Range": f"W/{etag}"}, 200),
        ({"Range": "bytes=1-2", "If_Range": '"x"'}, 200),
        ({"Range": "bytes=1-2", "If_Range": newer}, 200),
        ({"Range": f"bytes={SIZE}-", "If_Range": '"x"'}, 200),
        ({"Range": "bytes=1-2", "If_None_Match": etag}, 304),
    ]:
        reply = served.get("harbour.mp3", **headers)
        assert (headers, reply.status) == (headers, status)
        if status in (304, 412):
            assert reply.body == b""


def test_the_feed_names_where_it_is_served(served: Served, shared: Served) -> None:
    for server, host in ((served, "localhost:1"), (shared, "192.168.7.8:9")):
        reply = server.get("feed.xml", Host=host)
        base = f"http://{host}{urlsplit(server.url).path.removesuffix('feed.xml')}"
        root = etree.fromstring(reply.body)
        addresses = root.xpath("//*/@url | //*/@href")
        assert len(addresses) == 5
        assert all(address.startswith(base) for address in addresses)
        assert root.findtext("channel/link") == base
        assert root.findtext("channel/item/guid") == f"{BASE}harbour"
        assert root.findtext("channel/item/link") == f"{BASE}harbour"  # an article's, not a file's
        assert f"Read at {BASE}" in (root.findtext("channel/item/description") or "")
        (audio,) = root.xpath("//enclosure/@url")
        assert server.get(audio.removeprefix(base)).body == AUDIO
        etag = reply.headers["Etag"]
        assert server.get("feed.xml", Host=host, If_None_Match=etag).status == 304
        assert server.get("feed.xml", Host="127.0.0.1", If_None_Match=etag).status == 200
        assert server.get("feed.xml", Range="bytes=0-9").body == reply.body[:10]


def test_another_feed_is_served_as_it_is() -> None:
    entities = b'<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>'
    for feed in (b"", b"no XML", b"<rss/>", b"<rss><channel/></rss>", entities):
        assert with_base(feed, "http://127.0.0.1/") == feed


def test_the_index_lists_what_is_served(served: Served) -> None:
    reply = served.get()
    assert reply.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert b"<script" not in reply.body
    page = html.fromstring(reply.body.decode())
    links = {link.text_content(): link.get("href") or "" for link in page.iter("a")}
    assert set(TYPES) < set(links)
    assert next(iter(links)) == "feed.xml"
    assert len(links) == len(TYPES) + 2  # the empty file and the hostile one
    for href in links.values():
        assert served.get(href.removeprefix("./")).status == 200
    assert served.get(quote(HOSTILE_NAME)).body == b"hostile"
    assert "\u202e" not in reply.body.decode()


def test_a_host_that_is_not_ours_is_refused(served: Served, shared: Served) -> None:
    """A page on the web has a browser ask this machine under the page's own name."""
    for host in ("127.0.0.1", "localhost", "LOCALHOST.:80", "[::1]:8000", "192.168.1.2:8000"):
        assert (host, served.get("feed.xml", Host=host).status) == (host, 200)
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "xlocalhost"):
        assert (host, served.get("feed.xml", Host=host).status) == (host, 421)
    # such a page does not know the token, and the machine may have any name
    for host in ("tower.lan:8000", "192.168.1.2", "[fe80::1%25eth0]:8000"):
        assert (host, shared.get("feed.xml", Host=host).status) == (host, 200)
    for server in (served, shared):
        for host in ("", "a b", "@", "a/b", "a:b:c", "[::1", "a\\", "localhost:999999", "<b>"):
            assert (host, server.get("feed.xml", Host=host).status) == (host, 421)


def test_the_network_needs_a_token(shared: Served) -> None:
    token = urlsplit(shared.url).path.split("/")[1]
    assert re.fullmatch(r"[\w-]{22}", token)
    assert shared.get("harbour.mp3").body == AUDIO
    open_door = Served(shared.url.replace(f"{token}/", ""), shared.process)
    for path in (
        *("", "feed.xml", "harbour.mp3", token, token[:-1] + "/harbour.mp3", "/harbour.mp3"),
        *(f"{token.swapcase()}/harbour.mp3", f"x{token}/harbour.mp3", f"{token}harbour.mp3"),
        *(f"{token}x/harbour.mp3", "%ff/harbour.mp3", f"{token}/../secret.mp3"),
    ):
        assert (path, open_door.get(path).status) == (path, 404)


@pytest.mark.long
def test_a_token_stays_when_the_server_is_started_again(
    folder: Path, environment: dict[str, str]
) -> None:
    paths = []
    for options in ((), (), ("--new-token",), ()):
        with serving(folder, environment, "--address", "0.0.0.0", *options) as server:
            paths.append(urlsplit(server.url).path)
    assert paths[0] == paths[1] != paths[2] == paths[3]


def test_a_token_is_the_users_own(tmp_path: Path, cache_home: Path) -> None:
    first = token_for(tmp_path / "a")
    (kept,) = (cache_home / "data" / "narrate" / "served").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert token_for(tmp_path / "a") == first
    assert token_for(tmp_path / "b") != first
    renewed = token_for(tmp_path / "a", is_new=True)
    kept.chmod(0o644)  # somebody may have read it
    after = token_for(tmp_path / "a")
    kept.write_text("../../short", "ascii")
    assert len({first, renewed, after, token_for(tmp_path / "a")}) == 4
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.long
def test_other_addresses(folder: Path, environment: dict[str, str]) -> None:
    for address, host in (
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("localhost", ""),
        ("127.0.0.2", "127.0.0.2"),
    ):
        with serving(folder, environment, "--address", address) as server:
            assert urlsplit(server.url).netloc.startswith(host)
            assert urlsplit(server.url).path == "/feed.xml"
            assert server.get("harbour.mp3", Range="bytes=-1").body == AUDIO[-1:]


def test_what_cannot_be_served_is_one_line(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x", "ascii")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, code, said in (
            (("empty", "--port", port), 7, "another program uses it; choose another with --port"),
            (("empty", "--address", "192.0.2.1"), 7, "this machine has no such address"),
            (("empty", "--address", "no.such.invalid"), 7, "there is no such address"),
            (("empty", "--address", "x" * 300), 7, "cannot serve at"),
            (("none",), 3, "cannot read none: there is no such folder"),
            (("file",), 3, "cannot read file: it is no folder"),
            (("empty", "--port", "70000"), 2, "a whole number from 0 to 65535, not 70000"),
            (("empty", "--port", "x"), 2, "a whole number from 0 to 65535, not 'x'"),
            ((), 2, "missing argument 'FOLDER'; see narrate serve --help"),
        ):
            run = narrate("serve", *arguments, here=True)
            assert (arguments, run.exit_code) == (arguments, code)
            assert said in run.stderr
            assert run.stderr.count("\n") == 1
            assert run.stdout == ""


def test_a_token_that_cannot_be_kept_is_one_line(narrate: Narrate, tmp_path: Path) -> None:
    (tmp_path / "podcast").mkdir()
    (tmp_path / "file").write_text("x", "ascii")
    options = ("--address", "0.0.0.0", "--port", "0")
    run = narrate("serve", "podcast", *options, here=True, XDG_DATA_HOME=str(tmp_path / "file"))
    assert run.exit_code == 7
    assert run.stderr.count("\n") == 1


def test_a_folder_without_a_feed_shows_its_index(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folder = tmp_path / "<b>\u202e"
    folder.mkdir()
    with serving(folder, environment) as server:
        assert urlsplit(server.url).path == "/"
        page = server.get().body.decode()
        assert "&lt;b&gt;" in page
        assert "\u202e" not in page
        assert "Nothing that is served" in page
        (folder / "new.mp3").write_bytes(AUDIO)
        assert ">new.mp3<" in server.get().body.decode()


BLOCKS = {"█", "▀", "▄"}


def run_on_terminal(folder: Path, environment: dict[str, str], *options: str) -> str:
    """Return what a server prints on a terminal of 80 columns until it is ended."""
    own, other = pty.openpty()
    command = [str(COMMAND), "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(
        command, env=environment, stdin=other, stdout=other, stderr=other, start_new_session=True
    )
    os.close(other)
    shown = b""
    while b"Ctrl-C ends it" not in shown:
        shown += os.read(own, 4_096)
    process.terminate()
    assert process.wait(20) == 0
    os.close(own)
    return shown.decode()


def read_code(lines: list[str]) -> list[str]:
    """Return what a reader of codes sees in the lines of a dark terminal."""
    halves = ("█▀", "█▄")
    rows = [[255 * (sign in light) for sign in line] for line in lines for light in halves]
    picture = np.kron(np.array(rows, np.uint8), np.ones((8, 8), np.uint8))
    around = np.pad(picture, 40)
    return [found.text for found in zxingcpp.read_barcodes(around)]


def test_the_address_is_a_code_on_a_terminal(folder: Path, environment: dict[str, str]) -> None:
    terminal = environment | {"TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}
    shown = run_on_terminal(folder, terminal, "--address", "0.0.0.0")
    url = next(line for line in shown.splitlines() if line.startswith("http://"))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert f"a browser finds everything at {url.removesuffix('feed.xml')}" in shown
    code = [line for line in lines if BLOCKS & {*line}]
    assert read_code(code) == [url]
    assert max(map(len, code)) <= 80


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.5:80/AbCdEfGhIjKlMnOpQrSt-_/",
        "http://[2001:db8:1234:5678:9abc:def0:1234:5678]:65535/AbCdEfGhIjKlMnOpQrSt-_/feed.xml",
        f"http://{'a' * 63}.{'b' * 63}.local:65535/AbCdEfGhIjKlMnOpQrSt-_/feed.xml",
    ],
)
def test_any_address_fits_a_terminal(url: str) -> None:
    code = code_lines(url)
    assert read_code(code) == [url]
    assert max(map(len, code)) <= 80


@pytest.mark.long
def test_a_code_that_is_of_no_use_is_not_drawn(folder: Path, environment: dict[str, str]) -> None:
    network = ("--address", "0.0.0.0")
    terminal = environment | {"TERM": "xterm", "COLUMNS": "80"}
    assert BLOCKS & {*run_on_terminal(folder, terminal, *network)}
    # no phone reaches this machine alone
    assert not BLOCKS & {*run_on_terminal(folder, terminal)}
    assert not BLOCKS & {*run_on_terminal(folder, terminal | {"COLUMNS": "20"}, *network)}
    ascii_only = terminal | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    assert not BLOCKS & {*run_on_terminal(folder, ascii_only, *network)}


@pytest.mark.long
def test_gpodder_subscribes_and_downloads(
    folder: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """``gpo`` is Debian's; ``.ci/run`` installs it where it is missing."""
    home = environment | {
        "GPODDER_HOME": str(tmp_path / "gpodder"),
        "GPODDER_DOWNLOAD_DIR": str(tmp_path / "downloads"),
    }

    def gpo(*words: str) -> str:
        done = subprocess.run(
            ["gpo", *words], env=home, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout

    with serving(folder, environment, "--address", "0.0.0.0") as server:
        place = urlsplit(server.url)
        assert "Successfully added" in gpo(
            "subscribe", f"http://127.0.0.1:{place.port}{place.path}"
        )
        assert "1 episodes downloaded" in gpo("download")
    (got,) = (tmp_path / "downloads").rglob("*.mp3")
    assert got.read_bytes() == AUDIO


@pytest.mark.long
def test_few_open_files_and_many_files(tmp_path: Path) -> None:
    """Where the system lets a program open few files, fewer connections are taken."""
    folder = tmp_path / "podcast"
    fill(folder)
    environment = clean_environment(tmp_path)
    script = f"ulimit -n 64; exec {COMMAND} serve {folder} --port 0"
    process = subprocess.Popen(
        ["sh", "-c", script], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    server = Served(process.stdout.readline().strip(), process)
    place = (urlsplit(server.url).hostname, urlsplit(server.url).port)
    with ExitStack() as stack:
        waiting = [stack.enter_context(socket.create_connection(place)) for _ in range(80)]
        waiting[0].sendall(b"GET /harbour.mp3 HTTP/1.0\r\nHost: localhost\r\n\r\n")
        assert waiting[0].recv(12) == b"HTTP/1.0 200"
    assert server.get("harbour.mp3").body == AUDIO
    many = folder / "many"
    many.mkdir()
    for number in range(5_100):
        (many / f"{number}.mp3").touch()
    assert server.get().body.count(b"<li>") == 5_000
    process.terminate()
    assert process.communicate(timeout=20)[0] == ""


@pytest.mark.long
def test_two_hundred_slow_readers_take_little(tmp_path: Path, environment: dict[str, str]) -> None:
    """They read a large file in small bites, while others are answered at once."""
    folder = tmp_path / "podcast"
    folder.mkdir()
    with open(folder / "long.mp3", "wb") as file:
        file.truncate(200_000_000)
    (folder / "short.mp3").write_bytes(AUDIO)
    with serving(folder, environment) as server, ExitStack() as stack:
        port = urlsplit(server.url).port
        statistics = Path(f"/proc/{server.process.pid}/status")
        before = _resident_kilobytes(statistics)
        readers = []
        for _ in range(200):
            reader = stack.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            reader.settimeout(20)
            reader.connect(("127.0.0.1", port))
            reader.sendall(f"GET /long.mp3 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            readers.append(reader)
        for _ in range(8):
            for reader in readers:
                assert reader.recv(1_000)
            start = time.monotonic()
            assert server.get("short.mp3").body == AUDIO
            assert time.monotonic() - start < 2
        assert _resident_kilobytes(statistics) - before < 50_000


def _resident_kilobytes(statistics: Path) -> int:
    (line,) = re.findall(r"VmRSS:\s+(\d+) kB", statistics.read_text())
    return int(line)
