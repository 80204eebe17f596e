"""Servers that mean harm, and URLs that would show a password: bounded, refused, never shown."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

import pytest

from narrator.errors import SourceError
from narrator.readers.web import body, connection, fetch, response
from narrator.sources import article_name, without_login
from tests.conftest import Narrate
from tests.web_server import Answer, page, raw, redirect, serve

TEXT = b"Ten boats came home on the tenth day, and nobody in the valley cheered."
OK = b"HTTP/1.1 200 OK\r\n"
HEAD = OK + b"Content-Type: text/plain\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
LAST = b"0\r\n\r\n"
NOT_HTTP = "what answers does not speak HTTP as it should"
UNASKED = "it comes packed in a way that was not asked for"
# a bound on what is done at once, on a machine that does other things
AT_ONCE_SECONDS = 15.0


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a second try at once."""
    for module in (connection, response, body):
        monkeypatch.setattr(module, "RETRY_SECONDS", 0.0)


def refused(url: str, *, allow_local: bool = True) -> str:
    start = time.monotonic()
    with pytest.raises(SourceError) as caught:
        fetch(url, allow_local=allow_local)
    assert time.monotonic() - start < AT_ONCE_SECONDS
    assert len(caught.value.reason) < 500
    return caught.value.reason


def typed(content_type: bytes) -> Answer:
    return raw(OK + b"Content-Type: " + content_type + b"\r\n\r\n", TEXT)


def endless(head: bytes, piece: bytes) -> Answer:
    """Answer with a piece again and again, as fast as it is taken."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while True:
            request.wfile.write(piece)

    return answer


def tiny_chunks(extension: bytes, data: bytes = TEXT) -> bytes:
    return b"".join(b"1%b\r\n%c\r\n" % (extension, byte) for byte in data) + LAST


READ = {
    "chunks of a byte": raw(CHUNKED, tiny_chunks(b"")),
    "chunks of a byte with long extensions": raw(CHUNKED, tiny_chunks(b";" + b"x" * 4000)),
    "a size with zeros": raw(CHUNKED, b"000047\r\n", TEXT, b"\r\n", LAST),
    "bare line ends": raw(CHUNKED, b"47 ; a\n", TEXT, b"\n0\n"),
    "trailers without end": endless(CHUNKED + b"47\r\n" + TEXT + b"\r\n0\r\n", b"A: b\r\n"),
    "gzip in chunks of a byte": raw(
        HEAD,
        b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        tiny_chunks(b"", gzip.compress(TEXT)),
    ),
    "thousands of headers": raw(HEAD, b"X-A: b\r\n" * 20_000, b"\r\n", TEXT),
    "thousands of folded lines": raw(HEAD, b"A: b\r\n", b" c\r\n" * 40_000, b"\r\n", TEXT),
    "headers without names": raw(HEAD, b": a\r\nno colon\r\n\xff: b\r\n c\r\n\r\n", TEXT),
    "a folded first header": raw(OK, b" folded: a\r\nB: c\r\n\r\n", TEXT),
    "other heads before": raw(b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" * 9, HEAD, b"\r\n", TEXT),
    "a negative length": raw(HEAD, b"Content-Length: -5\r\n\r\n", TEXT),
    "a length with a sign": raw(HEAD, b"Content-Length: +7\r\n\r\n", TEXT),
    "a length with an underscore": raw(HEAD, b"Content-Length: 1_0\r\n\r\n", TEXT),
    "more than its length": raw(HEAD, b"Content-Length: 71\r\n\r\n", TEXT, b"more"),
    "parameters without end": typed(b"text/plain" + b";" * 200_000),
    "quoted parameters without end": typed(b"multipart/mixed" + b';a="' * 60_000),
    "parts of parameters without end": typed(
        b"text/plain" + b"".join(b";charset*%d=x" % part for part in range(9_000))
    ),
    "a part with a number of 5,001 digits": typed(
        b"multipart/mixed; boundary*" + b"9" * 5_001 + b"*=x; charset*" + b"9" * 5_001 + b"*=x"
    ),
    "a broken type": typed(b"\xff\xfe///;;;==="),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_odd_but_bounded_is_read(name: str) -> None:
    start = time.monotonic()
    with serve({"/": READ[name]}) as server:
        assert fetch(server.url, allow_local=True).data == TEXT
    assert time.monotonic() - start < AT_ONCE_SECONDS


@pytest.mark.parametrize(
    ("charset", "known"),
    [
        (b"charset*=utf-8''koi8-r", None),
        (b"charset*=zip''x", None),
        (b"charset*='", None),
        (b"charset*0=koi8; charset*1=-r", None),
        (b"charset*0*=x; charset*99999999999999999999*=y", None),
        (b"charset=", None),
        (b"charset=\xe9\x00", None),
        (b"charset=" + b"a" * 60_000, None),
        (b"charset=../../koi8-r", None),
        (b"charset=unicode_escape", None),
        (b'x=y;Charset = "koi8-r"; charset=utf-8', "koi8-r"),
        (b"charset='koi8-r'", "koi8-r"),
        (b"a=b" * 400 + b"; charset=koi8-r", None),
    ],
)
def test_a_broken_charset_is_none(charset: bytes, known: str | None) -> None:
    with serve({"/": typed(b"text/plain; " + charset)}) as server:
        got = fetch(server.url, allow_local=True)
    assert (got.content_type, got.charset, got.data) == ("text/plain", known, TEXT)


REFUSED = {
    **{
        f"a chunk of {size!r}": (raw(CHUNKED, size, b"\r\n", TEXT, LAST), NOT_HTTP)
        for size in (b"-5", b"-1", b"+5", b"0x10", b"1_000", b"1 0", b"", b";", b"\xd9\xa1", b"5,5")
    },
    "a chunk of huge size": (raw(CHUNKED, b"f" * 5_001, b"\r\n", TEXT), "cut short"),
    "a chunk of a petabyte": (raw(CHUNKED, b"4000000000000\r\n", TEXT), "cut short"),
    "an extension without end": (endless(CHUNKED + b"1;", b"x" * 4096), "cut short"),
    "no end of a chunk": (raw(CHUNKED, b"5\r\n", TEXT, LAST), NOT_HTTP),
    "a header without end": (endless(HEAD, b"x" * 4096), NOT_HTTP),
    "headers without end": (endless(HEAD, b"A: b\r\n" * 512), NOT_HTTP),
    "heads without end": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), NOT_HTTP),
    "a status of four digits": (raw(b"HTTP/1.1 2000 OK\r\n\r\n", TEXT), NOT_HTTP),
    "a status with a sign": (raw(b"HTTP/1.1 +20 OK\r\n\r\n", TEXT), NOT_HTTP),
    "HTTP/0.9": (raw(TEXT, b"\r\n"), NOT_HTTP),
    "a head that ends early": (raw(OK, b"A: b"), "the connection to 127.0.0.1 fails"),
    "deflate": (page(zlib.compress(TEXT), Content_Encoding="deflate"), UNASKED),
    "br": (page(TEXT, Content_Encoding="br"), UNASKED),
    "gzip twice": (
        page(gzip.compress(gzip.compress(TEXT)), Content_Encoding="gzip, gzip"),
        UNASKED,
    ),
    "two codings": (
        raw(HEAD, b"Content-Encoding: identity\r\ncontent-encoding: br\r\n\r\n", TEXT),
        UNASKED,
    ),
    "gzip as framing": (
        raw(HEAD, b"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n", LAST),
        UNASKED,
    ),
    "gzip's own name without end": (
        endless(HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08" + bytes(6), b"x" * 65_536),
        "it took longer than 0.3 seconds",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_answer_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    answer, said = REFUSED[name]
    if "took longer" in said:
        monkeypatch.setattr("narrator.readers.web.TOTAL_SECONDS", 0.3)
    with serve({"/": answer}) as server:
        assert said in refused(server.url)


@pytest.mark.parametrize(
    ("head", "piece", "said"),
    [
        (CHUNKED, b"2\r\nab\r\n" * 9_000, "it is larger than"),
        (CHUNKED, b"2;%b\r\nab\r\n" % (b"x" * 4_000) * 16, "it took longer than 2 seconds"),
        (HEAD + b"\r\n", b"a" * 65_536, "it is larger than"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(bytes(2**24)), "larger"),
    ],
    ids=["tiny chunks", "long extensions", "endless", "bomb after bomb"],
)
@pytest.mark.long
def test_what_is_held_is_bounded(
    monkeypatch: pytest.MonkeyPatch, head: bytes, piece: bytes, said: str
) -> None:
    """Count all that Python holds, of which half a megabyte is the server's."""
    monkeypatch.setattr(body, "MAX_BYTES", 2**18)
    monkeypatch.setattr(response, "MAX_BYTES", 2**18)
    monkeypatch.setattr("narrator.readers.web.TOTAL_SECONDS", 20.0 if "larger" in said else 2.0)
    with serve({"/": endless(head, piece)}) as server:
        tracemalloc.start()
        try:
            with pytest.raises(SourceError, match=said):
                fetch(server.url, allow_local=True)
            _, peak_bytes = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak_bytes < 2 * 2**20


def test_text_is_not_held_in_three_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response, "MAX_BYTES", 2**20)
    got = response.Fetched(b"\xc1" * 2**20, "", "text/plain", "koi8-r")
    assert 2**20 < len(got.as_utf8()) < 2**20 + 3 * body.PIECE_BYTES
    split = "é".encode() * body.PIECE_BYTES
    assert response.Fetched(b"a" + split, "", "text/plain", "utf-8").as_utf8()[4:] == split


# addresses


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://[::1", "web address"),
        ("http://[::1]:99999/", "web address"),
        ("http://[::1]x/", ""),
        ("http://[v1.a]/", ""),
        ("http://]/", "web address"),
        ("http://ü" + "a" * 1_000_000 + "/", "web address"),
        ("http://" + "ﷺ" * 100_000 + "/", "web address"),
        ("http://" + "ﷺ" * 200 + "/", "web address"),
        ("http://" + "xn--" * 50_000 + "/", "name a host"),
        ("http://a\u2100b/", "web address"),
        ("http://\ud800/", "web address"),
        ("http://127.0.0.1:1" + "0" * 5_000 + "/", "web address"),
    ],
)
def test_addresses_that_are_none(url: str, said: str) -> None:
    assert said in refused(url)
    assert article_name(url)
    with serve({"/": redirect(url.encode("utf-8", "replace").decode("latin-1"))}) as server:
        reason = refused(server.url)
        assert "it redirects" in reason or reason == NOT_HTTP or "(404)" in reason


PASSWORDS = [
    "s3c/r3t",
    "s3c#r3t",
    "s3c?r3t",
    "s3c@r3t",
    "s3c%r3t",
    "s3c\\r3t",
    "12/r3t",
    # some of these make names of hosts that a resolver takes its time for
    pytest.param("/r3t", marks=pytest.mark.long),
    pytest.param("?r3t", marks=pytest.mark.long),
]


@pytest.mark.parametrize("user", ["me", "do/main", ""])
@pytest.mark.parametrize("password", PASSWORDS)
def test_a_password_is_never_shown(narrate: Narrate, user: str, password: str) -> None:
    url = f"http://{user}:{password}@127.0.0.1:1/a"
    assert "3" not in without_login(url) + article_name(url)
    run = narrate(url, "-v", "--json", "--allow-local", here=True)
    assert run.exit_code == 3
    last = run.stderr.splitlines()[-1]
    assert "s3c" not in run.stdout + run.stderr
    assert "r3t" not in run.stdout + last
    two = narrate(url, url, "-o", "a/", here=True)
    assert "r3t" not in two.stderr
    assert "s3c" not in two.stderr
    with serve({"/": redirect(url)}) as server:
        assert "r3t" not in refused(server.url)


def test_a_password_in_what_is_no_url(narrate: Narrate) -> None:
    run = narrate("https:/me:s3c/r3t@127.0.0.1/a", here=True)
    assert run.exit_code == 3
    assert run.stderr == "narrate: cannot read https:/…@127.0.0.1/a: no such file or directory\n"


@pytest.mark.parametrize(
    "url",
    [
        "https://medium.example/@name/story",
        "https://example.org/a@b?c=d:e@f#g:h@i",
        "https://archive.example/web/2020/https://medium.example/@name/story",
        "https://example.org:8443/story",
        "https://[2001:db8::1]:8443/story",
    ],
)
def test_an_address_without_a_login_is_shown_whole(url: str) -> None:
    assert without_login(url) == url


@pytest.mark.long
def test_a_password_goes_into_no_file(narrate: Narrate, tmp_path: Path) -> None:
    with serve({"/a": page(TEXT)}) as server:
        login = quote("me:s3c/#?@%r3t", safe=":")
        url = f"{server.url}/a".replace("://", f"://{login}@")
        arguments = (url, "--allow-local", "--engine", "tone", "--summary", "-o")
        run = narrate(*arguments, "a.mp3")
        told = narrate(*arguments, "b.mp3", "--json")
        assert {sent["Authorization"] for _, sent in server.asked} == {"Basic bWU6czNjLyM/QCVyM3Q="}
    assert (run.exit_code, told.exit_code) == (0, 0)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    shown = (run.stdout + run.stderr + told.stdout + told.stderr).encode()
    assert b"s3c" not in written + shown
    assert b"r3t" not in written + shown
