"""Reading audio files back with programs that did not write them.

PyAV (FFmpeg's libraries) and mutagen come with the tests. ffprobe, mediainfo, mkvmerge and the
libraries of npm are for the long tests; ``.ci/run`` installs what is missing.
"""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast
from xml.etree import ElementTree

import av
import mutagen
import mutagen.id3
import mutagen.mp3
import mutagen.mp4

# mutagen has no types
ID3: Any = mutagen.id3.ID3
MP3: Any = mutagen.mp3.MP3


class Heard(NamedTuple):
    """A decoded file: mono 16-bit samples, and the chapters as (start, end, title) in seconds."""

    pcm: array[int]
    sample_rate: int
    chapters: list[tuple[float, float, str]]
    metadata: dict[str, str]

    def loudest(self, start_seconds: float, end_seconds: float) -> int:
        """Return the largest sample between two times."""
        start = int(start_seconds * self.sample_rate)
        end = int(end_seconds * self.sample_rate)
        return max(map(abs, self.pcm[start:end]))


def hear(path: Path) -> Heard:
    """Decode a file and read its chapters."""
    pcm = array("h")
    with av.open(str(path)) as container:
        chapters = []
        for chapter in container.chapters():
            unit = chapter["time_base"] or 0
            title = chapter["metadata"].get("title", "")
            chapters.append((float(chapter["start"] * unit), float(chapter["end"] * unit), title))
        stream = container.streams.audio[0]
        to_int16 = av.AudioResampler(format="s16", layout="mono")
        for frame in container.decode(stream):
            for plain in to_int16.resample(frame):
                pcm.frombytes(bytes(plain.planes[0])[: plain.samples * 2])
        return Heard(pcm, stream.rate, chapters, dict(container.metadata))


@dataclass(frozen=True)
class Read:
    """Chapters and tags as one reader gives them."""

    starts: list[float]
    titles: list[str]
    tags: dict[str, Any]
    language: str = ""


def read_with_pyav(path: Path) -> Read:
    with av.open(str(path)) as file:
        chapters = file.chapters()
        stream = file.streams.audio[0]
        tags = {key.lower(): value for key, value in (stream.metadata | file.metadata).items()}
    starts = [float(cast(Any, chapter["start"]) * chapter["time_base"]) for chapter in chapters]
    return Read(starts, [chapter["metadata"].get("title", "") for chapter in chapters], tags)


def read_with_another(path: Path) -> Read:
    """Read with mutagen, or with the chunks of a WAV file; tags by their names in the file."""
    if path.suffix == ".wav":
        return read_wav(path)
    file = cast(Any, mutagen.File(str(path)))
    if path.suffix == ".mp3":
        return _read_id3(file.tags)
    if path.suffix in (".m4a", ".m4b"):
        return _read_mp4(file, path)
    names = [f"chapter{number:03}" for number in range(len(file.tags))]
    names = [name for name in names if name in file.tags]
    return Read(
        [seconds(file.tags[name][0]) for name in names],
        [file.tags[name + "name"][0] for name in names],
        {name.upper(): values[0] for name, values in file.tags.items()},
    )


def read_with_mutagen(path: Path) -> dict[str, Any]:
    """Return what mutagen shows: tags by their names in the file, and whether there is a cover."""
    file = cast(Any, mutagen.File(str(path)))
    shown: dict[str, Any] = {}
    for name, value in file.tags.items():
        values = getattr(value, "text", None) or getattr(value, "url", None) or value
        first = values[0] if isinstance(values, list) else values
        text = first.decode() if isinstance(first, bytes) and name != "covr" else first
        shown[name if path.suffix in (".mp3", ".wav", ".m4a", ".m4b") else name.upper()] = text
    pictures = ("APIC:", "covr", "METADATA_BLOCK_PICTURE")
    shown["cover"] = getattr(file, "pictures", []) or [name for name in pictures if name in shown]
    return shown


def read_with_audiobookshelf(path: Path) -> dict[str, Any]:
    """Return what Audiobookshelf takes from ffprobe, and whether there is a cover."""
    shows = ["-show_format", "-show_streams"]
    shown = json.loads(run("ffprobe", "-v", "error", "-of", "json", *shows, path))
    first, *others = shown["streams"]
    tags = first.get("tags", {}) | shown["format"].get("tags", {})
    covers = [stream for stream in others if stream["codec_type"] == "video"]
    return {name.lower(): text for name, text in tags.items()} | {"cover": covers}


def _read_id3(tags: Any) -> Read:
    frames = {frame.element_id: frame for frame in tags.getall("CHAP")}
    (table,) = tags.getall("CTOC")
    chapters = [frames[name] for name in table.child_element_ids]
    texts = {name: str(tag.text[0]) for name, tag in tags.items() if hasattr(tag, "text")}
    texts |= {name: tag.url for name, tag in tags.items() if hasattr(tag, "url")}
    return Read(
        [chapter.start_time / 1000 for chapter in chapters],
        [chapter.sub_frames["TIT2"].text[0] for chapter in chapters],
        texts,
    )


def _read_mp4(file: Any, path: Path) -> Read:
    texts: dict[str, Any] = {}
    for name, (value, *_) in file.tags.items():
        if name == "covr":
            continue
        texts[name] = value.decode() if isinstance(value, bytes) else value
    chapters = file.chapters or ()
    return Read(
        [chapter.start for chapter in chapters],
        [chapter.title for chapter in chapters],
        texts,
        language_of_mp4(path),
    )


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def language_of_mp4(path: Path) -> str:
    data = path.read_bytes()
    (packed,) = struct.unpack_from(">H", data, data.index(b"mdhd") + 24)
    return "".join(chr(0x60 + (packed >> shift & 31)) for shift in (10, 5, 0))


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """RIFF chunks; one that goes on behind the end is cut."""
    at = 0
    while at < len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def read_wav(path: Path) -> Read:
    top = list(chunks(path.read_bytes()[12:]))
    found = dict(top)
    lists = {body[:4]: list(chunks(body[4:])) for name, body in top if name == b"LIST"}
    (rate,) = struct.unpack_from("<I", found[b"fmt "], 4)
    points = [
        struct.unpack_from("<II4sIII", found[b"cue "], 4 + 24 * n)
        for n in range(len(found[b"cue "]) // 24)
    ]
    labels = {
        struct.unpack("<I", body[:4])[0]: body[4:-1].decode()
        for name, body in lists[b"adtl"]
        if name == b"labl"
    }
    info = {name: body[:-1].decode() for name, body in lists[b"INFO"]}
    tags = {name.decode(): text for name, text in info.items()}
    return Read([point[5] / rate for point in points], [labels[point[0]] for point in points], tags)


def run(*command: str | Path) -> str:
    """Return what a program that succeeds prints."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout


def read_with_ffprobe(path: Path) -> Read:
    shows = ["-show_format", "-show_streams", "-show_chapters"]
    shown = json.loads(run("ffprobe", "-v", "error", "-of", "json", *shows, path))
    chapters = shown["chapters"]
    stream = shown["streams"][0]
    return Read(
        [float(chapter["start_time"]) for chapter in chapters],
        [chapter["tags"]["title"] for chapter in chapters],
        {**shown["format"]["tags"], "bit_rate": stream["bit_rate"]},
        stream["tags"]["language"],
    )


def read_with_mediainfo(path: Path) -> Read:
    """Read the chapters of the track, which it lists before those of ``chpl``."""
    tracks = json.loads(run("mediainfo", "--Output=JSON", path))["media"]["track"]
    first_of = {track["@type"]: track for track in reversed(tracks)}
    menu = first_of.get("Menu", {}).get("extra", {})
    chapters = {name: title for name, title in menu.items() if name.startswith("_")}
    general = first_of["General"]
    audio = first_of["Audio"]
    return Read(
        [seconds("{}:{}:{}.{}".format(*name.strip("_").split("_"))) for name in chapters],
        list(chapters.values()),
        general.get("extra", {}) | general | {"BitRate_Mode": audio.get("BitRate_Mode", "")},
        audio.get("Language", ""),
    )


def read_with_mkvmerge(path: Path) -> Read:
    """Read the chapters of the Matroska file that it makes."""
    found = json.loads(run("mkvmerge", "-J", path))
    assert found["warnings"] == found["errors"] == []
    matroska = path.with_suffix(".mka")
    run("mkvmerge", "-q", "-o", matroska, path)
    chapters = run("mkvextract", matroska, "chapters", "-").lstrip("\ufeff")
    atoms = list(ElementTree.fromstring(chapters).iter("ChapterAtom"))
    return Read(
        [seconds(atom.findtext("ChapterTimeStart", "")) for atom in atoms],
        [atom.findtext("ChapterDisplay/ChapterString", "") for atom in atoms],
        {},
        found["tracks"][0]["properties"]["language"],
    )


def install_npm_readers(folder: Path) -> None:
    """Install the libraries of npm and the script that runs them into an empty folder."""
    shutil.copytree(Path(__file__).with_name("npm_readers"), folder, dirs_exist_ok=True)
    options = "--no-audit --no-fund --ignore-scripts --no-package-lock --loglevel=error"
    subprocess.run(["npm", "install", *options.split()], cwd=folder, check=True)


def read_with_npm(folder: Path, library: str, path: Path) -> Read:
    """Read with a library of npm, which was installed into a folder."""
    return Read(**json.loads(run("node", folder / "read.js", library, path)))
