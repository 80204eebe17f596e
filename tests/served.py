"""``narrate serve`` as a process of its own, asked over real connections."""

from __future__ import annotations

import http.client
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import COMMAND

AUDIO = bytes(range(256)) * 40
PAGE = b"<!doctype html><title>Harbour</title>\n"
# what narrate says of a folder, and where its feed says that it is
BASE = "https://podcasts.example.org/harbour/"
FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
  xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>Boats &amp; cranes</title><link>{BASE}</link>
<atom:link href="{BASE}feed.xml" rel="self" type="application/rss+xml"/>
<itunes:image href="{BASE}cover.jpg"/>
<item><title>Harbour</title><guid isPermaLink="false">{BASE}harbour</guid>
<link>{BASE}harbour</link>
<description><![CDATA[<p>Read at {BASE}, heard here.</p>]]></description>
<enclosure url="{BASE}harbour.mp3" length="{len(AUDIO)}" type="audio/mpeg"/>
<podcast:transcript url="{BASE}harbour.en.vtt" type="text/vtt"/>
<podcast:chapters url="{BASE}harbour.chapters.json" type="application/json+chapters"/>
</item></channel></rss>
"""
HOSTILE_NAME = """a "b" <script>alert(1)<script> & 'c' \u202egnp.mp3"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    url: str
    process: subprocess.Popen[str]

    def get(self, path: str = "", method: str = "GET", **headers: str) -> Reply:
        """Ask for a path below the server's own; underscores in headers' names are hyphens."""
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        connection.putrequest(method, parts.path.removesuffix("feed.xml") + path, skip_host=True)
        headers.setdefault("Host", parts.netloc)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Reply(answer.status, {**answer.headers}, body)


@contextmanager
def serving(folder: Path, environment: dict[str, str], *options: str) -> Iterator[Served]:
    """Serve a folder at a free port, and end the server as Ctrl-C does."""
    command = [str(COMMAND), "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert process.stderr is not None
    said = process.stderr.readline()
    while said and "Ctrl-C ends it" not in said:
        said = process.stderr.readline()
    assert url, said
    try:
        yield Served(url, process)
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)
    assert process.returncode == 0, rest
    assert rest == ("", "")


def fill(folder: Path) -> None:
    """Put into a folder what narrate writes, and what is none of anybody's business."""
    folder.mkdir()
    secret = folder.parent / "secret.mp3"
    secret.write_bytes(b"secret")
    for name, content in {
        "harbour.mp3": AUDIO,
        "harbour.html": PAGE,
        "harbour.en.vtt": b"WEBVTT\n",
        "harbour.en.srt": b"1\n",
        "harbour.en.lrc": b"[00:00.00]\n",
        "harbour.chapters.json": b"{}",
        "harbour.epub": b"PK",
        "cover.jpg": b"\xff\xd8",
        "cover.PNG": b"\x89PNG",
        "a.m4a": b"a",
        "a.m4b": b"a",
        "a.opus": b"a",
        "a.flac": b"a",
        "a.wav": b"a",
        "empty.mp3": b"",
        "feed.xml": FEED.encode(),
        HOSTILE_NAME: b"hostile",
        "harbour.summary.md": b"secret",
        "notes.txt": b"secret",
        "other.xml": b"secret",
        "package.json": b"secret",
        ".narrate.json": b"secret",
        ".hidden.mp3": b"secret",
    }.items():
        (folder / name).write_bytes(content)
    (folder / "parts").mkdir()
    (folder / "parts" / "01.mp3").write_bytes(b"part")
    (folder / "parts" / "feed.xml").write_bytes(b"secret")
    (folder / ".parts").mkdir()
    (folder / ".parts" / "01.mp3").write_bytes(b"secret")
    (folder / "folder.mp3").mkdir()
    (folder / "inside.mp3").symlink_to("harbour.mp3")
    (folder / "outside.mp3").symlink_to(secret)
    (folder / "up").symlink_to(folder.parent)
    (folder / "manifest.mp3").symlink_to(".narrate.json")
    (folder / "text.mp3").symlink_to("notes.txt")
    (folder / "circle.mp3").symlink_to("circle.mp3")
    (folder / "nowhere.mp3").symlink_to("nothing.mp3")
