"""Voices: listed, found by the names people use, downloaded over a real connection, removed."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import resource
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme

import narrator.cli.downloads
from narrator.errors import AbsentVoiceError, VoiceError
from narrator.language.tables import language_name, sample_sentence
from narrator.speech import pacing
from narrator.speech.catalogue import VoiceFile, catalogue, entries_of, path_of
from narrator.speech.engines import load_engine
from narrator.speech.voices import find_speaker
from tests.conftest import COMMAND, Narrate
from tests.web_server import Answer, Server, page, raw, redirect, serve

SHARED = bytes(range(256)) * 3_000
STYLE = b"style of alma " * 100
OTHER_STYLE = b"style of bela " * 100


@dataclass
class Shop:
    """A web server with the files of two toy voices, and the catalogue that lists them.

    Attributes:
        answers: What the server gives by path; tests change it.
        folder: Where downloaded files are.
        catalogue: The file of the catalogue.
    """

    server: Server
    answers: dict[str, Answer | list[Answer]]
    folder: Path
    catalogue: Path
    mirrors: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The paths that were asked for, each with the range."""
        return [(path, headers.get("Range", "")) for path, headers in self.server.asked]

    def put(self, name: str, content: bytes) -> Path:
        """Put a file into the folder of voices."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def files(self) -> list[str]:
        """Return the names in the folder of voices."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir())

    def list_files(self, **sizes: int) -> None:
        """Write the catalogue; a size given is that of a file instead of its own."""
        contents = {"model.bin": SHARED, "alma.bin": STYLE, "bela.bin": OTHER_STYLE}
        lines = [
            'engine = "toy"',
            'licence = "CC0-1.0"',
            'licence_url = "https://toys.example/licence"',
            f"mirrors = {json.dumps(self.mirrors)}",
        ]
        for name, sex in (("alma", "female"), ("bela", "male")):
            lines += [
                "[[voices]]",
                f'id = "{name}"',
                f'name = "{name.capitalize()} (Swiss)"',
                'language = "rm-CH"',
                f'sex = "{sex}"',
                f'files = ["model.bin", "{name}.bin"]',
            ]
        for name, content in contents.items():
            size = sizes.get(name.removesuffix(".bin"), len(content))
            lines += [
                f'[files."{name}"]',
                f"bytes = {size}",
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            ]
        self.catalogue.write_text("\n".join(lines), encoding="utf-8")


def ranged(content: bytes, cut: int | None = None) -> Answer:
    """Answer with what is asked for of a content, as it says; ``cut`` is the most it sends."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
        rest = content[start:]
        request.send_response(206 if asked else 200)
        if asked:
            last = len(content) - 1
            request.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        request.wfile.write(rest[:cut])

    return answer


def cut_page(content: bytes, cut: int) -> Answer:
    """Answer with the beginning of a content, whatever the range."""
    return page(content[:cut], Content_Length=str(len(content)))


def chunked(content: bytes) -> Answer:
    """Answer with a content without saying how long it is."""
    return page(content, Content_Length="")


@pytest.fixture
def shop(tmp_path: Path, environment: dict[str, str]) -> Iterator[Shop]:
    """Open the toy shop; the command of this test knows its catalogue."""
    answers: dict[str, Answer | list[Answer]] = {
        "/model.bin": ranged(SHARED),
        "/alma.bin": ranged(STYLE),
        "/bela.bin": ranged(OTHER_STYLE),
    }
    path = tmp_path / "toys.toml"
    folder = Path(environment["XDG_DATA_HOME"], "narrate", "voices")
    environment["NARRATE_VOICE_CATALOGUE"] = str(path)
    with serve(answers) as server:
        shop = Shop(server, answers, folder, path, [f"{server.url}/"])
        shop.list_files()
        yield shop


# listing


def test_neural_voices_are_listed_first(narrate: Narrate, shop: Shop) -> None:
    shop.put("model.bin", SHARED)
    shop.put("bela.bin", OTHER_STYLE)
    lines = narrate("voices", "--engine", "auto").stdout.splitlines()
    rows = [line.split() for line in lines]
    present = [row[3] for row in rows if row[0] != "espeak"]
    assert present == sorted(present, reverse=True)
    engines = [row[0] for row in rows]
    assert set(engines[engines.index("espeak") :]) == {"espeak"}
    assert ["toy", "bela", "rm-CH", "present", "male", "0.8", "MB", "CC0-1.0"] in rows
    assert ["toy", "alma", "rm-CH", "absent", "female", "0.8", "MB", "CC0-1.0"] in rows
    assert ["espeak", "de", "de", "present", "German"] in rows
    assert "tone" not in engines


@pytest.mark.usefixtures("shop")
def test_voices_are_filtered(narrate: Narrate) -> None:
    everything = ("voices", "--engine", "auto")
    for language in ("rm", "rm-CH", "RM_ch"):
        rows = narrate(*everything, "--language", language).stdout.splitlines()
        assert [row.split()[1] for row in rows] == ["alma", "bela"]
    german = narrate("voices", "--language", "German").stdout.splitlines()
    assert [row.split()[:2] for row in german] == [["espeak", "de"]]
    assert "espeak" not in narrate("voices", "--engine", "tone").stdout
    run = narrate("voices", "--language", "Germna")
    assert (run.exit_code, run.stdout) == (5, "")
    assert "did you mean German" in run.stderr


@pytest.mark.usefixtures("shop")
def test_a_listing_in_json_has_all_fields(narrate: Narrate) -> None:
    arguments = ("voices", "--engine", "auto", "--language", "rm", "--json")
    alma, _ = json.loads(narrate(*arguments).stdout)["voices"]
    assert len(alma.pop("sha256")) == 64
    assert alma == {
        "engine": "toy",
        "id": "alma",
        "name": "Alma (Swiss)",
        "language": "rm-CH",
        "language_name": "rm",
        "sex": "female",
        "licence": "CC0-1.0",
        "size": len(SHARED) + len(STYLE),
        "present": False,
    }


# getting


def test_a_voice_is_downloaded_once(narrate: Narrate, shop: Shop) -> None:
    run = narrate("voices", "get", "alma")
    assert (run.exit_code, run.stdout) == (0, "")
    first, *_, last = run.stderr.splitlines()
    assert "0.8 MB" in first
    assert "licence CC0-1.0, https://toys.example/licence" in first
    assert "alma is on this machine now" in last
    assert shop.files() == ["alma.bin", "model.bin"]
    assert (shop.folder / "model.bin").read_bytes() == SHARED
    assert shop.asked == [("/model.bin", ""), ("/alma.bin", "")]
    run = narrate("voices", "get", "Alma")
    assert (run.exit_code, run.stderr) == (0, "Alma is on this machine already\n")
    assert len(shop.asked) == 2


def test_what_voices_share_is_downloaded_once_and_kept_while_it_is_needed(
    narrate: Narrate, shop: Shop
) -> None:
    assert narrate("voices", "get", "alma", "bela").exit_code == 0
    assert [path for path, _ in shop.asked] == ["/model.bin", "/alma.bin", "/bela.bin"]
    run = narrate("voices", "remove", "alma")
    assert run.stderr == "alma is removed, which frees 0.0 MB\n"
    assert shop.files() == ["bela.bin", "model.bin"]
    assert narrate("voices", "remove", "bela").stderr == "bela is removed, which frees 0.8 MB\n"
    assert shop.files() == []
    run = narrate("voices", "remove", "bela")
    assert (run.exit_code, run.stderr) == (0, "bela is not on this machine\n")


@pytest.mark.usefixtures("shop")
def test_voices_that_come_with_their_engine(narrate: Narrate) -> None:
    run = narrate("voices", "get", "de")
    assert (run.exit_code, run.stderr) == (0, "de is on this machine already\n")
    run = narrate("voices", "remove", "de")
    assert run.exit_code == 2
    assert "comes with its engine" in run.stderr


def test_one_unknown_voice_does_not_stop_the_others(narrate: Narrate, shop: Shop) -> None:
    run = narrate("voices", "get", "allma", "bela")
    assert run.exit_code == 5
    assert "no voice is called 'allma'; did you mean alma?" in run.stderr
    assert shop.files() == ["bela.bin", "model.bin"]


def test_a_cut_connection_is_resumed(narrate: Narrate, shop: Shop) -> None:
    shop.answers["/model.bin"] = [ranged(SHARED, 300_000), ranged(SHARED, 200_000), ranged(SHARED)]
    assert narrate("voices", "get", "alma").exit_code == 0
    ranges = [asked for path, asked in shop.asked if path == "/model.bin"]
    assert ranges == ["", "bytes=300000-", "bytes=500000-"]
    assert (shop.folder / "model.bin").read_bytes() == SHARED


def test_a_later_run_resumes(narrate: Narrate, shop: Shop) -> None:
    shop.answers["/model.bin"] = [ranged(SHARED, 300_000), ranged(SHARED, 0), ranged(SHARED)]
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 5
    assert run.stderr.count("\n") == 2
    host = shop.server.url.removeprefix("http://")
    failure = f"cannot get model.bin: the connection to {host} was cut"
    assert f"narrate: {failure}; 0.3 MB are kept, the same command resumes\n" in run.stderr
    assert shop.files() == ["model.bin.part"]
    assert narrate("voices", "get", "alma").exit_code == 0
    assert ("/model.bin", "bytes=300000-") in shop.asked
    assert shop.files() == ["alma.bin", "model.bin"]


@pytest.mark.parametrize("kept", [SHARED[:1000], b"other" * 1000, SHARED + b"!", SHARED])
@pytest.mark.parametrize("answer", [ranged(SHARED), page(SHARED), chunked(SHARED)])
def test_what_is_kept_never_ends_up_in_a_wrong_file(
    narrate: Narrate, shop: Shop, kept: bytes, answer: Answer
) -> None:
    """Neither where the server knows no ranges, nor where another file was begun."""
    shop.put("model.bin.part", kept)
    shop.answers["/model.bin"] = answer
    assert narrate("voices", "get", "alma").exit_code == 0
    assert (shop.folder / "model.bin").read_bytes() == SHARED
    assert shop.files() == ["alma.bin", "model.bin"]


def test_a_server_that_knows_no_ranges_is_not_asked_for_ever(narrate: Narrate, shop: Shop) -> None:
    shop.answers["/model.bin"] = cut_page(SHARED, 300_000)
    assert narrate("voices", "get", "alma").exit_code == 5
    assert len(shop.asked) == 2


def test_a_range_that_is_refused_starts_anew_the_next_time(narrate: Narrate, shop: Shop) -> None:
    shop.put("model.bin.part", b"other" * 1000)
    shop.answers["/model.bin"] = [page(b"", 416), page(SHARED)]
    assert narrate("voices", "get", "alma").exit_code == 5
    assert shop.files() == []
    assert narrate("voices", "get", "alma").exit_code == 0


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(SHARED[::-1]), "is another file (wrong checksum)"),
        (chunked(SHARED[::-1]), "is another file (wrong checksum)"),
        (page(b"<html>please log in</html>"), "is another file (it has another size)"),
        (chunked(SHARED * 2), "is another file (it is too large)"),
        (page(b"", 404), "does not give it (404 Not Found)"),
        (page(b"", 500), "does not give it (500 Internal Server Error)"),
        (redirect("http://example.org/model.bin"), "is not fetched: only https is"),
        (redirect("file:///etc/hostname"), "is not allowed"),
        (redirect("/model.bin"), "does not give it (302"),
        (lambda request: request.connection.close(), "is this machine online?"),
    ],
)
def test_what_is_not_the_file_is_one_line_and_leaves_nothing(
    narrate: Narrate, shop: Shop, answer: Answer, reason: str
) -> None:
    old = shop.put("model.bin", b"older")
    shop.answers["/model.bin"] = answer
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 5
    _, failure = run.stderr.splitlines()
    assert failure.startswith("narrate: cannot get model.bin: ")
    assert reason in failure
    assert shop.files() == ["model.bin"]
    assert old.read_bytes() == b"older"


def wait_for(path: Path, size: int) -> None:
    """Wait until a file has so many bytes."""
    deadline = time.monotonic() + 20
    while not path.exists() or path.stat().st_size < size:
        assert time.monotonic() < deadline
        time.sleep(0.005)


class Clock:
    """A clock that the server moves on, so that no machine is too slow for a test."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock of connections."""
    clock = Clock()
    monkeypatch.setattr(pacing, "monotonic", clock)
    return clock


def again_and_again(head: bytes, piece: bytes, clock: Clock | None = None) -> Answer:
    """Answer with a piece again and again, as long as somebody listens: every ten seconds."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(head)
        while True:
            request.wfile.write(piece)
            if clock is not None:
                clock.seconds += 10

    return answer


STATUS = b"HTTP/1.1 200 OK\r\n"
CHUNKED = STATUS + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (STATUS + b"\r\n", b"a"),
        pytest.param(STATUS, b"A", marks=pytest.mark.long),
        pytest.param(b"", b"H", marks=pytest.mark.long),
        pytest.param(CHUNKED, b"1\r\na\r\n", marks=pytest.mark.long),
        pytest.param(CHUNKED + b"1;", b"a", marks=pytest.mark.long),
        pytest.param(b"HTTP/1.1 302 Found\r\n", b"A", marks=pytest.mark.long),
    ],
    ids=["body", "header", "status", "chunks", "a chunk's extension", "redirect"],
)
def test_a_drip_ends_and_the_next_mirror_is_asked(
    narrate: Narrate, shop: Shop, clock: Clock, head: bytes, piece: bytes
) -> None:
    with serve({"/model.bin": again_and_again(head, piece, clock)}) as slow:
        shop.mirrors = [f"{slow.url}/"]
        shop.list_files()
        run = narrate("voices", "get", "alma")
        assert run.exit_code == 5
        assert "sends less than 1 kB a second" in run.stderr
        shop.mirrors = [f"{slow.url}/", f"{shop.server.url}/"]
        shop.list_files()
        assert narrate("voices", "get", "alma").exit_code == 0
        assert [path for path, _ in slow.asked].count("/model.bin") == 2


def test_what_keeps_up_the_pace_is_waited_for(narrate: Narrate, shop: Shop, clock: Clock) -> None:
    """Windows are judged one by one, so that what is slow all along may take its time."""
    pieces = [SHARED[start : start + 80_000] for start in range(0, len(SHARED), 80_000)]

    def slowly(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(STATUS + b"\r\n")
        for number, piece in enumerate(pieces):
            request.wfile.write(piece)
            wait_for(shop.folder / "model.bin.part", 80_000 * number)
            clock.seconds += 59

    shop.answers["/model.bin"] = slowly
    assert narrate("voices", "get", "alma").exit_code == 0


def test_connections_that_bring_a_byte_each_end(narrate: Narrate, shop: Shop) -> None:
    shop.answers["/model.bin"] = ranged(SHARED, 1)
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 5
    assert "was cut" in run.stderr
    assert len(shop.asked) == 5


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raw(STATUS, b"A: b\r\n" * 20_000), "cannot reach"),
        (raw(STATUS, b"Content-Type: multipart/a", b";" * 64_000, b"\r\n b" * 90), "cannot reach"),
        (
            raw(STATUS, b"Content-Type: multipart/a; b*", b"9" * 5_001, b"*=c\r\n\r\n"),
            "cannot reach",
        ),
        (raw(STATUS, b"Content-Range: bytes ", b"9" * 5_001, b"-\r\n\r\n"), "was cut"),
        (raw(CHUNKED, b"-1\r\n", b"a" * 1_000), "was cut"),
        (raw(CHUNKED, b"1_0\r\n", b"a" * 9), "was cut"),
        (raw(b"HTTP/1.1 404 ", b"x" * 9_000, b"\r\n\r\n"), "does not give it (404 xxx"),
        (
            again_and_again(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", b"a" * 65_536),
            "(404",
        ),
        (again_and_again(b"HTTP/1.1 404 Gone\r\n\r\n", b"a" * 65_536), "(404 Gone)"),
    ],
    ids=[
        "headers without end",
        "parameters without end",
        "a number of 5,001 digits",
        "a place of 5,001 digits",
        "a chunk of -1",
        "a chunk of 1_0",
        "a long phrase",
        "a redirect without end",
        "a refusal without end",
    ],
)
def test_a_hostile_mirror_is_one_line(
    narrate: Narrate, shop: Shop, answer: Answer, said: str
) -> None:
    shop.answers["/model.bin"] = answer
    start = time.monotonic()
    run = narrate("voices", "get", "alma")
    assert time.monotonic() - start < 10
    assert run.exit_code == 5
    _, failure = run.stderr.splitlines()
    assert said in failure
    assert len(failure) < 400


@pytest.mark.long
def test_an_encrypted_mirror(narrate: Narrate, shop: Shop, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    down = redirect(f"{shop.server.url}/model.bin".replace("://", "://me:s3cr3t@"))
    answers: dict[str, Answer | list[Answer]] = {
        "/model.bin": down,
        "/x": ranged(SHARED, 300_000),
        "/alma.bin": chunked(STYLE),
    }
    trusted = {"SSL_CERT_FILE": str(tmp_path / "ca.pem")}
    with serve(answers, tls=context) as mirror:
        shop.mirrors = [f"{mirror.url.replace('127.0.0.1', 'localhost')}/"]
        shop.list_files()
        refused = narrate("voices", "get", "alma", here=False, **trusted)
        assert refused.exit_code == 5
        assert "which is not encrypted" in refused.stderr
        assert "s3cr3t" not in refused.stderr
        answers["/model.bin"] = [redirect("/x"), ranged(SHARED)]
        run = narrate("voices", "get", "alma", here=False, **trusted)
    assert run.exit_code == 0, run.stderr
    assert (shop.folder / "model.bin").read_bytes() == SHARED


@pytest.mark.parametrize(
    "mirror",
    ["https://me:s3c/r3t@[/", "http://me:s3c@x.example/", "https://me:s3c/r3t@127.0.0.1:1/"],
)
def test_a_mirrors_password_is_not_shown(narrate: Narrate, shop: Shop, mirror: str) -> None:
    shop.mirrors = [mirror]
    shop.list_files()
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 5
    assert "s3c" not in run.stderr
    assert "r3t" not in run.stderr


def test_redirects_are_followed_with_the_range(narrate: Narrate, shop: Shop) -> None:
    shop.put("model.bin.part", SHARED[:1000])
    shop.answers["/model.bin"] = redirect("/elsewhere")
    shop.answers["/elsewhere"] = ranged(SHARED)
    assert narrate("voices", "get", "alma").exit_code == 0
    assert ("/elsewhere", "bytes=1000-") in shop.asked


def test_mirrors_are_tried_in_order(narrate: Narrate, shop: Shop) -> None:
    with serve({"/model.bin": ranged(SHARED[:-1] + b"?", 400_000)}) as broken:
        shop.mirrors = [f"{broken.url}/gone/", f"{broken.url}/", *shop.mirrors]
        shop.list_files()
        assert narrate("voices", "get", "alma").exit_code == 0
        tried = [(path, headers.get("Range")) for path, headers in broken.asked[:3]]
    # what the second one gave first was right, and is not fetched again
    assert tried == [
        ("/gone/model.bin", None),
        ("/model.bin", None),
        ("/model.bin", "bytes=400000-"),
    ]
    assert (shop.folder / "model.bin").read_bytes() == SHARED


def test_reasons_of_all_mirrors_are_given(narrate: Narrate, shop: Shop) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    shop.mirrors = [f"http://localhost:{port}/", "http://voices.example/", f"{shop.server.url}/no/"]
    shop.list_files()
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 5
    assert f"cannot reach localhost:{port}: is this machine online?" in run.stderr
    assert "http://voices.example/model.bin is not fetched: only https is" in run.stderr
    assert "(404 Not Found)" in run.stderr
    assert run.stderr.count("\n") == 2


def test_a_file_without_a_mirror(narrate: Narrate, shop: Shop) -> None:
    shop.mirrors = []
    shop.list_files()
    assert "does not say where it is" in narrate("voices", "get", "alma").stderr


def test_the_folder_cannot_be_written(narrate: Narrate, shop: Shop) -> None:
    run = narrate("voices", "get", "alma", XDG_DATA_HOME=str(shop.catalogue))
    assert run.exit_code == 7
    assert "not a directory" in run.stderr.splitlines()[-1]


def test_a_full_disk(narrate: Narrate, shop: Shop) -> None:
    shop.list_files(model=10**17)
    run = narrate("voices", "get", "alma")
    assert run.exit_code == 7
    assert "100,000,000,000.0 MB are needed" in run.stderr
    shop.list_files()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        run = narrate("voices", "get", "alma")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert run.exit_code == 7
    assert run.stderr.splitlines()[-1].endswith("model.bin.part: file too large")
    assert narrate("voices", "get", "alma").exit_code == 0
    assert ("/model.bin", "bytes=200000-") in shop.asked


def test_an_interrupted_download_is_resumed(
    shop: Shop, narrate: Narrate, environment: dict[str, str], tmp_path: Path
) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(SHARED)))
        request.end_headers()
        request.wfile.write(SHARED[:100_000])
        time.sleep(20)

    shop.answers["/model.bin"] = drip
    running = subprocess.Popen(
        [COMMAND, "voices", "get", "alma"],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(shop.folder / "model.bin.part", 100_000)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert said.splitlines()[-1] == "narrate: interrupted"
    shop.answers["/model.bin"] = ranged(SHARED)
    assert narrate("voices", "get", "alma").exit_code == 0
    assert ("/model.bin", "bytes=100000-") in shop.asked


@pytest.mark.usefixtures("shop")
def test_progress_is_lines_or_a_bar(
    narrate: Narrate,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(narrator.cli.downloads, "_SECONDS_A_LINE", 0.0)
    lines = narrate("voices", "get", "alma").stderr.splitlines()
    assert "0.8 MB of 0.8 MB" in lines
    narrate("voices", "remove", "alma")
    terminal, end = pty.openpty()
    running = subprocess.Popen(
        [COMMAND, "voices", "get", "alma"], env=environment | {"TERM": "xterm"}, stderr=end
    )
    os.close(end)
    shown = b""
    with suppress(OSError):  # the end of a terminal
        while piece := os.read(terminal, 65_536):
            shown += piece
    os.close(terminal)
    assert running.wait(timeout=20) == 0
    assert b"Downloading" in shown
    assert b"alma is on this machine now" in shown


# machines without a network


def test_files_come_from_a_folder(narrate: Narrate, shop: Shop, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "model.bin").write_bytes(SHARED)
    arguments = ("voices", "get", "alma", "--voices-from", stick)
    run = narrate(*arguments)
    assert run.exit_code == 3
    assert f"cannot read {stick / 'alma.bin'}: no such file" in run.stderr
    (stick / "alma.bin").write_bytes(OTHER_STYLE)
    run = narrate(*arguments)
    assert run.exit_code == 5
    assert "alma.bin is another file (wrong checksum)" in run.stderr
    assert shop.files() == ["model.bin"]
    (stick / "alma.bin").write_bytes(STYLE)
    assert narrate(*arguments).exit_code == 0
    assert shop.files() == ["alma.bin", "model.bin"]
    assert shop.asked == []


@pytest.mark.usefixtures("shop")
def test_folders_of_the_environment_are_searched(
    narrate: Narrate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for name, content in (("model.bin", SHARED), ("alma.bin", STYLE)):
        (given / name).write_bytes(content)
    folders = os.pathsep.join(["", str(tmp_path / "gone"), str(given)])
    run = narrate("voices", "get", "alma", NARRATE_VOICES=folders)
    assert run.stderr == "alma is on this machine already\n"
    run = narrate("voices", "remove", "alma", NARRATE_VOICES=folders)
    assert f"alma stays: {given / 'model.bin'} is not a file that narrate downloaded" in run.stderr
    assert (given / "alma.bin").exists()
    monkeypatch.setenv("NARRATE_VOICES", folders)
    assert path_of(VoiceFile("alma.bin", len(STYLE), "", ())) == given / "alma.bin"
    assert path_of(VoiceFile("bela.bin", len(STYLE), "", ())) is None


# catalogues


def test_the_catalogue_is_sound() -> None:
    names: dict[str, str] = {}
    for entry in catalogue():
        assert entry.engine
        assert entry.language
        assert entry.licence
        assert entry.licence_url.startswith("https://")
        assert entry.sex in ("female", "male", "")
        for file in entry.files:
            assert len(file.sha256) == 64
            assert file.size_bytes > 0
            assert file.urls
            assert all(url.startswith("https://") for url in file.urls)
            assert names.setdefault(file.name, file.sha256) == file.sha256
    assert {entry.id for entry in entries_of("hibari")} == {"emma", "fenrir", "fable", "kore"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("engine = ", "it is no TOML"),
        ("voices = []", "'engine' is missing"),
        ('engine = "toy"', "'voices' is missing"),
        ('engine = "toy"\nvoices = [{id = "a"}]', "'name' is missing"),
        ('engine = "toy"\nvoices = 7', "cannot be used"),
        ('engine = "toy"\nvoices = []\n[files."../a"]\nbytes = 1', "'../a' is not the name"),
        ('engine = "toy"\nvoices = []\n[files."/a"]\nbytes = 1', "'/a' is not the name"),
    ],
)
def test_a_catalogue_that_cannot_be_used(
    narrate: Narrate, shop: Shop, text: str, reason: str
) -> None:
    shop.catalogue.write_text(text, encoding="utf-8")
    run = narrate("voices", "--engine", "auto")
    assert run.exit_code == 2
    assert run.stderr.count("\n") == 1
    assert f"the catalogue {shop.catalogue} (NARRATE_VOICE_CATALOGUE) cannot be used" in run.stderr
    assert reason in run.stderr


def test_a_catalogue_that_is_missing(narrate: Narrate, shop: Shop) -> None:
    shop.catalogue.unlink()
    assert "no such file" in narrate("voices", "get", "alma").stderr


# names


@pytest.mark.parametrize(
    ("wanted", "language", "engine", "voice"),
    [
        ("heart", "", "hibari", "heart"),
        ("Heart (American)", "de", "hibari", "heart"),
        ("en-us", "", "hibari", "heart"),
        ("en_US", "", "hibari", "heart"),
        ("English", "", "hibari", "heart"),
        ("American", "", "hibari", "heart"),
        ("american english", "", "hibari", "heart"),
        ("female", "en", "hibari", "heart"),
        ("female", "", "hibari", "heart"),
        ("English female", "de", "hibari", "heart"),
        ("British", "en", "espeak", "en"),
        ("en_GB", "", "espeak", "en"),
        ("en-gb+f3", "", "espeak", "en+f3"),
        ("de", "", "espeak", "de"),
        ("Chinese", "", "espeak", "cmn"),
        ("Norwegian", "", "espeak", "nb"),
        ("Mandarin", "", "espeak", "cmn"),
    ],
)
def test_a_name_finds_a_voice_and_its_engine(
    wanted: str, language: str, engine: str, voice: str
) -> None:
    pytest.importorskip("hibari")
    speaker = find_speaker("auto", wanted, language)
    assert (speaker.engine, speaker.voice.id) == (engine, voice)


@pytest.mark.parametrize(
    ("wanted", "voice"),
    [
        ("en-us", "en-us"),
        ("English", "en"),
        ("British", "en"),
        ("French", "fr"),
        ("pt_BR", "pt-br"),
    ],
)
def test_an_engine_that_is_named_is_taken(wanted: str, voice: str) -> None:
    assert find_speaker("espeak", wanted, "").voice.id == voice


@pytest.mark.parametrize(
    ("wanted", "voice"), [("emma", "emma"), ("male", "fenrir"), ("British female", "emma")]
)
def test_an_absent_voice_says_how_to_get_it(wanted: str, voice: str) -> None:
    pytest.importorskip("hibari")
    with pytest.raises(AbsentVoiceError, match=f"narrate voices get {voice} ") as caught:
        find_speaker("auto", wanted, "en")
    assert caught.value.exit_code == 5


def test_an_absent_voice_stops_a_narration(narrate: Narrate) -> None:
    pytest.importorskip("hibari")
    run = narrate("-", "--engine", "auto", "--voice", "emma", stdin=b"Ten boats.", here=True)
    assert (run.exit_code, run.stderr) == (
        5,
        "narrate: the voice emma is not on this machine:"
        " narrate voices get emma (7.9 MB, Apache-2.0)\n",
    )


def test_a_voice_of_an_engine_that_is_missing_says_so(narrate: Narrate, tmp_path: Path) -> None:
    pytest.importorskip("hibari")
    hidden = "import sys\nsys.modules['hibari'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    # Kokoro has no voice of this name
    arguments = ("-", "--engine", "auto", "--voice", "kore")
    run = narrate(*arguments, stdin=b"Ten boats.", PYTHONPATH=str(tmp_path))
    assert run.exit_code == 5
    assert "pip install hibari-tts" in run.stderr


@pytest.mark.parametrize(
    ("wanted", "language", "said"),
    [
        ("Englsh", "", "did you mean English"),
        ("hart", "", "did you mean heart"),
        ("germn", "", "did you mean German"),
        ("male", "ja", "no voice is called 'male'; see narrate voices"),
        ("en-us+nobody", "", "did you mean en-us"),
    ],
)
def test_a_name_of_nobody_gets_suggestions(wanted: str, language: str, said: str) -> None:
    pytest.importorskip("hibari")
    with pytest.raises(VoiceError, match=said):
        find_speaker("auto", wanted, language)


def test_every_language_with_a_voice_has_a_name() -> None:
    # made up for books and films, and espeak-ng's own tests
    nameless = {"mto", "piqd", "py", "qdb", "qya", "sjn", "xex"}
    voices = list(load_engine("espeak").voices())
    voices += [entry.as_voice() for entry in catalogue()]
    tags = {voice.language for voice in voices}
    assert {tag for tag in tags if language_name(tag) == tag} <= nameless


# samples


def test_a_sample_is_written_where_it_says(narrate: Narrate, tmp_path: Path) -> None:
    run = narrate("voices", "try", "German", here=False)
    assert run.exit_code == 0
    assert "output/de.mp3  0:00:0" in run.stderr
    assert (tmp_path / "output" / "de.mp3").stat().st_size > 5_000
    long = "Ten boats came home on the tenth day. " * 10
    run = narrate("voices", "try", "tone", long, "-o", "a.wav", "--engine", "tone", here=False)
    assert "a.wav  0:00:2" in run.stderr
    assert narrate("voices", "try", "nobody").exit_code == 5
    assert narrate("voices", "try", "de", "-o", "a.xyz").exit_code == 2


def test_samples_are_in_the_voices_language() -> None:
    assert "Abend" in sample_sentence("de-AT")
    assert sample_sentence("cmn") == sample_sentence("zh-TW")
    assert sample_sentence("no") == sample_sentence("nb")
    assert sample_sentence("zxx") == ""


# all of it


@pytest.mark.long
def test_a_downloaded_voice_narrates(narrate: Narrate, shop: Shop, tmp_path: Path) -> None:
    """The model of the voice in the package, served as that of another one."""
    pytest.importorskip("hibari")
    import hibari

    model = Path(hibari.__file__).with_name("assets") / "hibari.onnx"
    content = model.read_bytes()
    shop.answers["/emma.onnx"] = ranged(content)
    emma = [
        'id = "emma"',
        'name = "Emma (British)"',
        'language = "en-GB"',
        'files = ["emma.onnx"]',
        "british = true",
    ]
    shop.catalogue.write_text(
        f"""
        engine = "hibari"
        licence = "Apache-2.0"
        licence_url = "https://toys.example/licence"
        mirrors = ["{shop.server.url}/"]
        voices = [
            {{ {", ".join(emma)} }},
        ]
        [files."emma.onnx"]
        bytes = {len(content)}
        sha256 = "{hashlib.sha256(content).hexdigest()}"
        """,
        encoding="utf-8",
    )
    assert narrate("voices", "get", "emma").exit_code == 0
    run = narrate(
        *("-", "--engine", "auto", "--voice", "British", "-o", "a.mp3"),
        stdin=b"Ten boats came home on the tenth day.",
    )
    assert run.exit_code == 0, run.stderr
    assert (tmp_path / "a.mp3").stat().st_size > 5_000


def test_a_voice_of_another_engine_says_whose_it_is(narrate: Narrate) -> None:
    run = narrate("-", "--voice", "heart", stdin=b"Boats came home.", here=True)
    assert (run.exit_code, run.stderr) == (
        5,
        "narrate: espeak has no voice called 'heart', but hibari has: leave out --engine\n",
    )


@pytest.mark.long
def test_a_natural_voice_is_pointed_out_where_it_can_be_had(
    narrate: Narrate, tmp_path: Path
) -> None:
    text = "Die alte Brücke wird am Montag wieder geöffnet, ein Jahr später als geplant."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    told = narrate("a.txt", "-o", "a.wav", NARRATE_ENGINE="auto").stderr
    assert "there is a natural voice for German: narrate voices get de_DE-" in told
    chosen = narrate("a.txt", "-o", "b.wav", NARRATE_ENGINE="espeak").stderr
    assert "natural" not in chosen
    variant = narrate("a.txt", "--voice", "de+f3", "-o", "c.wav", NARRATE_ENGINE="auto").stderr
    assert "natural" not in variant


def test_names_of_voices_are_not_empty(narrate: Narrate) -> None:
    run = narrate("-", "--voice", "", stdin=b"Boats came home.", here=True)
    assert run.exit_code == 2
    assert run.stderr.startswith("narrate: --voice must not be empty")


def test_scottish_is_english_and_not_gaelic(narrate: Narrate) -> None:
    listed = narrate("voices", "--engine", "espeak", "--language", "Scottish").stdout
    assert [line.split()[1] for line in listed.splitlines()] == ["en-gb-scotland"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("name", ["pipe", "endless"])
def test_a_file_that_never_ends_is_no_voice(narrate: Narrate, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.onnx"
    if name == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    run = narrate("-", "--engine", "auto", "--voice", path, stdin=b"Boats came home.")
    assert (run.exit_code, run.stderr.count("\n")) == (5, 1)
    assert "not a regular file" in run.stderr
    catalogue = narrate("voices", "--engine", "auto", NARRATE_VOICE_CATALOGUE=str(path))
    assert catalogue.exit_code == 2
    assert "not a regular file" in catalogue.stderr


WITHOUT_FILES = """
engine = "toy"
licence = "CC0-1.0"
licence_url = "https://toys.example/licence"
voices = [{id = "a", name = "A", language = "en", files = []}]
"""


@pytest.mark.parametrize(
    ("catalogue", "reason"),
    [
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("engine = 'toy'\n[files.a]\nbytes = 'x'\nsha256 = ''\n", "bytes = 'x'"),
        (
            "engine = 'toy'\n[[voices]]\nid = 5\nfiles = ['a']\n[files.a]\nbytes = 1\nsha256 = ''",
            "",
        ),
        (WITHOUT_FILES, "has no files"),
        ("engine = 'toy'\nvoices = []\n[files.a]\nbytes = 1\nsha256 = ''\nurls = 'http'", "list"),
    ],
)
def test_a_catalogue_that_makes_no_sense(
    narrate: Narrate, tmp_path: Path, catalogue: str, reason: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(catalogue, encoding="utf-8")
    run = narrate("voices", "--engine", "auto", NARRATE_VOICE_CATALOGUE=str(path))
    assert (run.exit_code, run.stderr.count("\n")) == (2, 1)
    assert "cannot be used" in run.stderr
    assert reason in run.stderr


def test_a_folder_with_an_impossible_name_is_passed_by(narrate: Narrate) -> None:
    assert narrate("voices", "--engine", "hibari", NARRATE_VOICES="x" * 5_000).exit_code == 0
