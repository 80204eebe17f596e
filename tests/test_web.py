"""From a URL to bytes, with a real server on this machine: what is fetched, what is refused."""

from __future__ import annotations

import codecs
import gzip
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

from narrator.errors import SourceError
from narrator.readers import read
from narrator.readers.web import body, connection, fetch, lookup, response
from tests.conftest import SAMPLES, Narrate
from tests.web_server import Answer, Server, page, raw, redirect, serve

TEXT = (
    b"Ten boats came home on the tenth day, and nobody in the valley cheered. "
    b"The harbour was quiet."
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a second try at once, and take no proxy from the machine that tests."""
    monkeypatch.setattr(connection, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(response, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr(body, "RETRY_SECONDS", 0.0)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def refused(url: str, *, allow_local: bool = True) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(url, allow_local=allow_local)
    assert caught.value.exit_code == 3
    assert "\n" not in str(caught.value)
    return caught.value.reason


def refused_answer(*answers: Answer) -> str:
    with serve({"/": list(answers)}) as server:
        return refused(server.url)


def drip(seconds: float, piece: bytes, head: bytes = HEAD + b"\r\n") -> Answer:
    """Answer with a piece every now and then, as long as somebody listens."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while True:
            request.wfile.write(piece)
            time.sleep(seconds)

    return answer


# what is fetched


def test_what_is_sent_and_what_comes_back() -> None:
    with serve({"/a%20b?c=d": page(TEXT, Content_Type="Text/Plain; charset=UTF-8")}) as server:
        got = fetch(f"{server.url}/a b?c=d#part", allow_local=True)
    assert got == response.Fetched(TEXT, f"{server.url}/a%20b?c=d", "text/plain", "utf-8")
    ((_, sent),) = server.asked
    assert sent["Host"] == server.url.removeprefix("http://")
    assert sent["User-Agent"].startswith("narrate/")
    assert sent["Accept-Encoding"] == "gzip"
    assert "text/html" in sent["Accept"]
    assert "Authorization" not in sent


@pytest.mark.parametrize(
    "answer",
    [
        page(TEXT, Content_Length=""),
        page(gzip.compress(TEXT), Content_Encoding="gzip"),
        page(gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), Content_Encoding="X-GZip"),
        raw(
            HEAD,
            b"Transfer-Encoding: chunked\r\n\r\n",
            b"9;x=y\r\n",
            TEXT[:9],
            b"\r\n55\r\n",
            TEXT[9:],
            b"\r\n0\r\nA: b\r\n\r\n",
        ),
        raw(b"HTTP/1.0 200 OK\r\n\r\n", TEXT),
        raw(HEAD, b"Content-Length: ", b"9" * 5_000, b"\r\n\r\n", TEXT),
        raw(b"HTTP/1.1 100 Continue\r\n\r\n", HEAD, b"\r\n", TEXT),
    ],
    ids=[
        "to the end",
        "gzip",
        "gzip in two",
        "chunked",
        "HTTP/1.0 without a type",
        "nonsense as its length",
        "after 100",
    ],
)
def test_bodies_are_read(answer: Answer) -> None:
    with serve({"/": answer}) as server:
        assert fetch(server.url, allow_local=True).data == TEXT


@pytest.mark.parametrize(
    ("said", "data", "charset", "utf8"),
    [
        (
            "text/plain; charset=iso-8859-1",
            "“Größe”".encode("cp1252"),
            "cp1252",
            "“Größe”".encode(),
        ),
        ('text/html; Charset="KOI8-R"', "лодка".encode("koi8-r"), "koi8-r", "лодка".encode()),
        ("application/xhtml+xml; charset=shift_jis", "髙".encode("cp932"), "cp932", "髙".encode()),
        ("text/plain; charset=koi8-r", "\ufeffboat".encode(), "koi8-r", "\ufeffboat".encode()),
        ("text/plain; charset=utf-8", b"caf\xe9", "utf-8", b"caf\xe9"),
        ("text/plain; charset=nonsense", b"caf\xe9", None, b"caf\xe9"),
        ("text/plain; charset=zip", b"caf\xe9", None, b"caf\xe9"),
        ("text/plain; charset=punycode", b"boat-", None, b"boat-"),
        ("application/epub+zip", b"PK\x03\x04", None, b"PK\x03\x04"),
        ("application/pdf; charset=koi8-r", b"%PDF-\xe9", "koi8-r", b"%PDF-\xe9"),
    ],
)
def test_charsets_are_honoured(said: str, data: bytes, charset: str | None, utf8: bytes) -> None:
    with serve({"/": page(data, Content_Type=said)}) as server:
        got = fetch(server.url, allow_local=True)
    assert (got.data, got.charset, got.as_utf8().removeprefix(codecs.BOM_UTF8)) == (
        data,
        charset,
        utf8.removeprefix(codecs.BOM_UTF8),
    )
    assert got.as_utf8().startswith(codecs.BOM_UTF8) or got.as_utf8() == data


def test_ipv6() -> None:
    try:
        with serve({"/": page(TEXT)}, host="::1") as server:
            assert fetch(server.url, allow_local=True).data == TEXT
            assert server.asked[0][1]["Host"] == server.url.removeprefix("http://")
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    look_up = socket.getaddrinfo

    def counted(host: str, port: int, *rest: int, **more: int) -> list[tuple[object, ...]]:
        asked.append(host)
        return list(look_up(host, port, *rest, **more))

    with serve({"/": page(TEXT)}) as server:
        monkeypatch.setattr(socket, "getaddrinfo", counted)
        fetch(server.url.replace("127.0.0.1", "localhost"), allow_local=True)
    assert asked == [b"localhost"]


# redirects


def test_redirects_are_followed() -> None:
    steps = {
        f"/{n}": redirect(f"{n + 1}#part", status) for n, status in enumerate((301, 302, 303, 307))
    }
    utf8 = "../end/ä?b".encode().decode("latin-1")
    with serve(
        {
            **steps,
            "/4": redirect(utf8, 308),
            "/end/%C3%A4?b": page(TEXT),
            "/latin": redirect("\xe9"),
        }
    ) as server:
        assert fetch(f"{server.url}/0", allow_local=True).final_url == f"{server.url}/end/%C3%A4?b"
        refused(f"{server.url}/latin")
        assert [path for path, _ in server.asked][-2:] == ["/latin", "/%E9"]


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("/", "in a circle"),
        ("file:///etc/hostname", "only http and https addresses are read, not file"),
        ("ftp://127.0.0.1/", "only http and https addresses are read, not ftp"),
        ("javascript:alert(1)", "not javascript"),
        ("http://[", "redirects elsewhere"),
        ("http://nowhere.invalid/", "it redirects to http://nowhere.invalid: "),
    ],
)
def test_redirects_that_are_not_followed(location: str, said: str) -> None:
    assert said in refused_answer(redirect(location))


def test_redirects_end() -> None:
    with serve(
        {
            "/": redirect("/a"),
            **{f"/{'a' * n}": redirect(f"/{'a' * (n + 1)}") for n in range(1, 20)},
        }
    ) as server:
        assert "more than 5 times" in refused(server.url)
        assert len(server.asked) == 6


def test_every_redirect_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count one address of the machine as public, and what it redirects to not."""
    monkeypatch.setattr(lookup, "is_public", lambda ip: ip == "127.0.0.1")
    with (
        serve({"/": page(b"secret")}, host="127.0.0.2") as inner,
        serve({"/": redirect(inner.url)}) as server,
    ):
        assert "127.0.0.2 belongs to this machine" in refused(server.url, allow_local=False)
        assert inner.asked == []


def test_a_login_goes_to_its_own_host_alone() -> None:
    with serve({"/": page(TEXT)}) as other:
        away = other.url.replace("127.0.0.1", "a:b@127.0.0.1")
        with serve({"/": redirect("/in"), "/in": redirect(away)}) as server:
            got = fetch(server.url.replace("://", "://me%40x:s:cret@"), allow_local=True)
    assert [sent.get("Authorization") for _, sent in server.asked] == ["Basic bWVAeDpzOmNyZXQ="] * 2
    assert "Authorization" not in other.asked[0][1]
    assert got.final_url == f"{other.url}/"


# limits


def test_time_is_limited_whatever_the_server_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.readers.web.TOTAL_SECONDS", 0.15)
    start = time.monotonic()
    assert refused_answer(drip(0.02, b"a")) == "it took longer than 0.15 seconds"
    assert refused_answer(drip(0.02, b"X: y\r\n", HEAD)) == "it took longer than 0.15 seconds"
    assert refused_answer(drip(0.02, b"H", b"")) == "it took longer than 0.15 seconds"
    assert refused_answer(
        drip(0.02, b"1\r\na\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    ).startswith("it took longer")
    assert time.monotonic() - start < 3


def test_a_server_that_says_nothing_is_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "IDLE_SECONDS", 0.05)
    with serve({"/": lambda _: time.sleep(0.3)}) as server:
        assert refused(server.url) == "127.0.0.1 does not answer"
        assert len(server.asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        page(b"", Content_Length=str(100 * 1024**2)),
        drip(0, b"a" * 65_536),
        drip(
            0, b"10000\r\n" + b"a" * 65_536 + b"\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        ),
        page(gzip.compress(bytes(2 * 1024**2)), Content_Encoding="gzip"),
    ],
    ids=["said", "endless", "endless chunks", "bomb"],
)
def test_size_is_limited(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(body, "MAX_BYTES", 1024**2)
    assert refused_answer(answer) == "it is larger than 1 MiB"


# refusals and failures


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "a name and a password"),
        (402, "does not give it (402)"),
        (403, "save the page in a browser and narrate the file (403)"),
        (404, "there is no such page (404)"),
        (410, "gone for good (410)"),
        (418, "does not give it (418)"),
        (451, "legal reasons (451)"),
        (500, "the server has trouble; try again later (500)"),
        (502, "the server has trouble; try again later (502)"),
        (302, "does not give it (302)"),
    ],
)
def test_refusals_are_named_and_not_asked_again(status: int, said: str) -> None:
    with serve({"/": page(b"no", status)}) as server:
        assert said in refused(server.url)
        assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_busy_servers_are_asked_once_more(status: int) -> None:
    soon = page(b"", status, Retry_After="0")
    past = page(b"", status, Retry_After=formatdate(0, usegmt=True))
    with serve(
        {"/": [soon, page(TEXT)], "/date": [past, page(TEXT)], "/busy": page(b"", status)}
    ) as server:
        assert fetch(server.url, allow_local=True).data == TEXT
        assert fetch(f"{server.url}/date", allow_local=True).data == TEXT
        assert f"({status})" in refused(f"{server.url}/busy")
        assert [path for path, _ in server.asked] == ["/", "/", "/date", "/date", "/busy", "/busy"]


def test_a_wait_is_within_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.readers.web.TOTAL_SECONDS", 0.3)
    start = time.monotonic()
    said = refused_answer(page(b"", 503, Retry_After="5"))
    assert said == "it took longer than 0.3 seconds"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", "; it asks to wait 120 seconds"),
        ("9" * 5_000, "; it asks to wait"),
        ("soon", ""),
        ("1.5", ""),
    ],
)
def test_a_long_wait_is_told_instead(said: str, wait: str) -> None:
    with serve({"/": page(b"", 429, Retry_After=said)}) as server:
        assert refused(server.url).startswith(
            f"the server has had too many requests; try again later (429){wait}"
        )
        assert len(server.asked) == (1 if wait else 2)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("image/png", "a picture (image/png)"),
        ("Video/mp4; codecs=x", "a video (video/mp4)"),
        ("audio/mpeg", "sound (audio/mpeg)"),
        ("text/css", "a style sheet"),
    ],
)
def test_kinds_that_are_not_read_are_named(said: str, kind: str) -> None:
    assert kind in refused_answer(page(TEXT, Content_Type=said))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (page(b""), "the server sends nothing"),
        (page(b"", 204, Content_Length=""), "the server sends nothing"),
        (page(b"", Content_Encoding="gzip"), "the server sends nothing"),
        (page(TEXT, Content_Length="1000"), "it comes cut short"),
        (raw(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"ff\r\n", TEXT), "it comes cut short"),
        (raw(HEAD, b"Transfer-Encoding: chunked\r\n\r\n", b"no\r\n", TEXT), "does not speak HTTP"),
        (page(gzip.compress(TEXT)[:-9], Content_Encoding="gzip"), "damaged or cut short"),
        (page(TEXT, Content_Encoding="gzip"), "damaged or cut short"),
        (page(TEXT, Content_Encoding="br"), "packed in a way"),
        (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "does not speak HTTP"),
        (raw(HEAD, b"A: b\r\n" * 60_000, b"\r\n", TEXT), "does not speak HTTP"),
        (raw(HEAD, b"A: ", b"b" * 300_000, b"\r\n\r\n"), "does not speak HTTP"),
        (raw(), "the connection to 127.0.0.1 fails"),
    ],
)
def test_broken_answers(answer: Answer, said: str) -> None:
    assert said in refused_answer(answer)


def test_a_broken_connection_is_tried_again() -> None:
    with serve(
        {"/": [raw(), page(TEXT)], "/cut": [page(TEXT, Content_Length="1000"), page(TEXT)]}
    ) as server:
        assert fetch(server.url, allow_local=True).data == TEXT
        assert fetch(f"{server.url}/cut", allow_local=True).data == TEXT


def test_refused_connection_and_the_proxy_that_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    assert refused(url) == "127.0.0.1 refuses the connection"
    with serve({}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert refused(url) == (
            "127.0.0.1 refuses the connection "
            "(proxies are not used; curl URL | narrate - goes through one)"
        )
        assert proxy.asked == []


# encryption


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Server]:
    """Serve with a certificate for localhost of an authority that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with serve({"/": page(TEXT), "/down": redirect("http://localhost/")}, tls=context) as server:
        yield server


def test_certificates_are_verified(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, authority: trustme.CA, secure: Server
) -> None:
    localhost = secure.url.replace("127.0.0.1", "localhost")
    assert "the certificate of localhost is not to be trusted: " in refused(localhost)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert fetch(localhost, allow_local=True).data == TEXT
    assert "not valid for '127.0.0.1'" in refused(secure.url)
    assert "from https to http://localhost" in refused(f"{localhost}/down")
    assert [path for path, _ in secure.asked] == ["/", "/down"]


def test_what_is_not_encrypted_is_not_https() -> None:
    with serve({}) as server:
        assert "makes no secure connection: " in refused(server.url.replace("http:", "https:"))


# through the command


def test_the_command_reads_a_url(narrate: Narrate) -> None:
    with serve(
        {
            "/tide": page(
                "Größe zählt nicht.".encode("cp1252"), Content_Type="text/plain; charset=latin-1"
            )
        }
    ) as server:
        url = f"{server.url}/tide".replace("://", "://me:secret@")
        run = narrate(url, "--allow-local", "--json", "--summary-only")
        assert (run.exit_code, run.stderr) == (0, "")
        assert "Größe zählt nicht." in run.stdout
        assert server.url in run.stdout
        assert "secret" not in run.stdout
        refusal = narrate(url, here=True)
        assert len(server.asked) == 1
    assert refusal.exit_code == 3
    assert refusal.stderr.startswith(
        f"narrate: cannot read {server.url}/tide: 127.0.0.1 belongs to this machine"
    )
    assert refusal.stderr.count("\n") == 1


def test_a_file_costs_no_network() -> None:
    """The first is read in a fork; what that loaded is loaded here before the second."""
    sample = str(SAMPLES / "night-trains.txt")
    script = f"import sys; from narrator import read as r; r({sample!r}); r({sample!r})"
    script += "; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"ssl", "http.client", "narrator.readers.web", "idna", "truststore"} & set(loaded)
    assert "narrator.readers.sniff" in loaded
    assert read(SAMPLES / "night-trains.txt").title
