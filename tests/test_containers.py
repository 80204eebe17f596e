"""Chapters, times, tags and sound of every format, read back by programs that are not ours."""

from __future__ import annotations

import itertools
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, cast

import av
import numpy as np
import pytest

from narrator.audio.cover import Cover, parse_cover
from narrator.audio.flac_frame import renumber
from narrator.audio.formats import (
    Chapter,
    Format,
    FormatDescription,
    Tags,
    describe_formats,
    format_names,
    load_format,
)
from narrator.audio.sound import Sound
from narrator.errors import UsageError
from tests import readback
from tests.conftest import Narrate
from tests.readback import Read, read_with_another, read_with_pyav

FORMATS = ["mp3", "m4b", "m4a", "opus", "flac", "wav"]
TITLES = [
    "\"Quotes\" and 'quotes'",
    "a=b; c # d \\ e \\n [CHAPTER]",
    "one line\nand another\r\nand a third",
    "😀 👩‍👩‍👧 🇩🇪",
    "\u200fשלום עולם – مرحبا",
    "ü" * 150 + "x" * 150,
    " spaces ",
]
# sections by their headings, underlined for a text file
ARTICLE_TITLES = ['The "Night" trains; a = b # c \\ d', "Berths for 😀", "שלום עולם"]
PARAGRAPH = (
    "Sleepers are coming back to the tracks of Europe, "
    "where they had nearly vanished twenty years ago."
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    sections = [f"{title}\n{'=' * len(title)}\n\n{PARAGRAPH}" for title in ARTICLE_TITLES]
    path.write_text("\n\n".join(sections), encoding="utf-8")
    return path


# what is written


def speechlike(seconds: float, rate: int, seed: int) -> Sound:
    """Noise that swells and fades as words do, and half a second of silence."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate))
    noise = np.convolve(random.normal(size=len(time)), np.hanning(12) / 6, "same")
    wave = 6000 * noise * np.sin(time / rate * (2 + seed)) ** 2
    tail = rate // 2
    wave[len(wave) - tail :] = 0
    return Sound(wave.astype("<i2").tobytes(), rate, (0,), tail)


def write(
    format_: Format, path: Path, sounds: Sequence[Sound], titles: Sequence[str], tags: Tags
) -> list[Chapter]:
    takes = [format_.encode(sound) for sound in sounds]
    ends = list(itertools.accumulate((take.samples for take in takes), initial=0))
    rate = takes[0].sample_rate
    chapters = [Chapter(*row, rate) for row in zip(titles, ends[:-1], ends[1:], strict=True)]
    with open(path, "w+b") as file:
        format_.write(file, (take.data for take in takes), chapters, tags)
    return chapters


def decoded(path: Path, rate: int) -> np.ndarray[Any, Any]:
    with av.open(str(path)) as file:
        resampler = av.AudioResampler("s16", "mono", rate)
        frames = (again for frame in file.decode(audio=0) for again in resampler.resample(frame))
        return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(float)


def lag_samples(heard: np.ndarray[Any, Any], meant: np.ndarray[Any, Any]) -> int:
    size = 1 << (len(heard) + len(meant)).bit_length()
    likeness = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(meant, size)), size)
    best = int(np.argmax(likeness))
    return best if best < size // 2 else best - size


TAGS = Tags(
    title=TITLES[1],
    artist="A. Wrîter, 王小波",
    album="Böote; a=b # 王",
    date="1984-03-05",
    language="de-AT",
    encoder="narrate",
    narrator="Heart",
    series="Sea & shore",
    series_position="2",
    genre="Audiobook",
    description="Böats. 😀 " * 40,
    comment="Böats and 王",  # mediainfo reads no emoji in ID3
    url="https://example.org/a?b=c",
)
ITUNES = "----:com.apple.iTunes:"
MP4_NAMES = {
    "title": ["©nam"],
    "artist": ["©ART", "aART"],
    "album": ["©alb"],
    "date": ["©day"],
    "encoder": ["©too"],
    "narrator": ["©wrt"],
    "series": [ITUNES + "SERIES"],
    "series_position": [ITUNES + "SERIES-PART"],
    "genre": ["©gen"],
    "description": ["desc", "ldes"],
    "comment": ["©cmt"],
    "language_code": [ITUNES + "LANGUAGE"],
    "url": [ITUNES + "URL"],
}
VORBIS_NAMES = {
    "title": ["TITLE"],
    "artist": ["ARTIST", "ALBUMARTIST"],
    "album": ["ALBUM"],
    "date": ["DATE"],
    "encoder": ["ENCODER"],
    "narrator": ["COMPOSER"],
    "series": ["SERIES"],
    "series_position": ["SERIES-PART"],
    "genre": ["GENRE"],
    "description": ["DESCRIPTION"],
    "comment": ["COMMENT"],
    "language_code": ["LANGUAGE"],
    "url": ["URL"],
}
# the names in each kind of file, by the attributes of ``Tags``
NAMES = {
    "mp3": {
        "title": ["TIT2"],
        "artist": ["TPE1", "TPE2"],
        "album": ["TALB"],
        "date": ["TDRC"],  # as mutagen calls TYER with TDAT
        "encoder": ["TSSE"],
        "narrator": ["TCOM"],
        "series": ["TXXX:SERIES"],
        "series_position": ["TXXX:SERIES-PART"],
        "genre": ["TCON"],
        "description": ["TXXX:DESCRIPTION", "TDES"],
        "comment": ["COMM::deu"],
        "language_code": ["TLAN"],
        "url": ["WOAS", "TXXX:URL"],
    },
    "m4b": MP4_NAMES,
    "m4a": MP4_NAMES,
    "opus": VORBIS_NAMES,
    "flac": VORBIS_NAMES,
    "wav": {
        "title": ["INAM"],
        "artist": ["IART"],
        "album": ["IPRD"],
        "date": ["ICRD"],
        "encoder": ["ISFT"],
        "narrator": ["IMUS"],
        "genre": ["IGNR"],
        "description": ["ISBJ"],
        "comment": ["ICMT"],
        "language_code": ["ILNG"],
        "url": ["IMIU"],
    },
}
# what Audiobookshelf asks FFmpeg for; of several names it takes the first that is there
AUDIOBOOKSHELF = {
    "album": ["album"],
    "artist": ["artist"],
    "narrator": ["composer"],
    "date": ["date"],
    "genre": ["genre"],
    "language_code": ["language"],
    "description": ["description", "comment"],
    "url": ["url"],
    "series": ["series"],
    "series_position": ["series-part"],
}
# what FFmpeg does not translate of WAV
NOT_IN_WAV = {"narrator", "description", "series", "series_position", "url"}


@pytest.mark.parametrize("name", FORMATS)
def test_any_title_survives_and_every_tag_is_where_programs_look(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"titles.{name}"
    sounds = [speechlike(0.7 + number / 10, 22_050, number) for number in range(len(TITLES))]
    chapters = write(load_format(name), path, sounds, TITLES, TAGS)

    ffmpeg, other = read_with_pyav(path), read_with_another(path)
    for read in (ffmpeg, other):
        assert read.starts == pytest.approx(
            [chapter.start_seconds for chapter in chapters], abs=0.001
        )
    assert ffmpeg.titles == TITLES
    # mutagen reads Nero's list
    size = 255 if name in ("m4b", "m4a") else None
    assert other.titles == [title.encode()[:size].decode("utf-8", "ignore") for title in TITLES]

    for attribute, names in NAMES[name].items():
        for raw_name in names:
            assert other.tags[raw_name] == getattr(TAGS, attribute), raw_name
    for attribute, names in AUDIOBOOKSHELF.items():
        if name != "wav" or attribute not in NOT_IN_WAV:
            found = [ffmpeg.tags[asked] for asked in names if asked in ffmpeg.tags]
            assert found[0] == getattr(TAGS, attribute), attribute


@pytest.mark.parametrize(
    ("name", "rate", "bitrate"),
    [
        *((name, 22_050, None) for name in FORMATS),
        *(("mp3", rate, bitrate) for rate, bitrate in [(44_100, 32), (16_000, 160), (24_000, 96)]),
        *(("m4b", 16_000, 128), ("m4b", 20_000, 24), ("opus", 44_100, 64), ("flac", 16_000, None)),
    ],
)
def test_every_chapter_starts_where_it_says(
    name: str, rate: int, bitrate: int | None, tmp_path: Path
) -> None:
    path = tmp_path / f"drift.{name}"
    sounds = [speechlike(2 + number * 0.37, rate, number) for number in range(6)]
    chapters = write(load_format(name, bitrate), path, sounds, TITLES[:6], Tags("t"))
    heard = decoded(path, rate)
    assert len(heard) / rate == pytest.approx(chapters[-1].end_seconds, abs=0.001)
    for chapter, sound in zip(chapters, sounds, strict=True):
        meant = np.frombuffer(sound.pcm, "<i2").astype(float)
        start = round(chapter.start_seconds * rate)
        assert abs(lag_samples(heard[start : start + len(meant)], meant)) <= rate / 1000


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_chapters_and_the_same_bytes_with_any_number_of_jobs(
    narrate: Narrate, name: str, article: Path, tmp_path: Path
) -> None:
    path, again = tmp_path / f"one.{name}", tmp_path / f"two.{name}"
    options = ["--engine", "tone", "--no-cache", "--year", "2024", "--author", "A. Writer"]
    options += ["--rate", "450", "--summary"]
    done = narrate(article, "-o", path, "--jobs", "1", "--json", *options)
    assert done.exit_code == 0, done.stderr
    read = read_with_pyav(path)
    result = json.loads(done.stdout)
    chapters = result["chapters"]
    assert read.titles == [chapter["title"] for chapter in chapters] == ARTICLE_TITLES
    assert read.starts == pytest.approx([chapter["start"] for chapter in chapters], abs=0.001)
    written = read_with_another(path).tags
    summary = " ".join(sentence["text"] for sentence in result["summary"])
    meant = {
        "artist": "A. Writer",
        "date": "2024",
        "album": ARTICLE_TITLES[0],
        "narrator": "Tone",
        "genre": "Audiobook",
        "description": summary,
        "comment": summary,
    }
    for attribute, text in meant.items():
        (raw_name, *_) = NAMES[name][attribute]
        assert written[raw_name.replace("deu", "zxx")] == text, attribute

    narrate(article, "-o", again, "--jobs", "2", *options)
    assert path.read_bytes() == again.read_bytes()


@pytest.mark.long
def test_a_file_does_not_show_whether_the_result_was_asked_for(
    narrate: Narrate, article: Path, tmp_path: Path
) -> None:
    path, again = tmp_path / "one.wav", tmp_path / "two.wav"
    narrate(article, "-o", path, "--engine", "tone", "--json")
    narrate(article, "-o", again, "--engine", "tone")
    assert path.read_bytes() == again.read_bytes()
    assert "ISBJ" not in read_with_another(path).tags


def png(width: int = 3, height: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = (b"\0" + bytes(3 * width)) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    encoder = cast(Any, av.CodecContext.create("mjpeg", "w"))
    encoder.width, encoder.height, encoder.pix_fmt = 32, 16, "yuvj420p"
    encoder.time_base = Fraction(1)
    return b"".join(
        bytes(packet)
        for frame in (av.VideoFrame(32, 16, "yuvj420p"), None)
        for packet in encoder.encode(frame)
    )


def cover_in(path: Path) -> bytes:
    with av.open(str(path)) as file:
        return b"".join(bytes(packet) for packet in file.demux(video=0) if packet.size)


@pytest.mark.parametrize("name", ["mp3", "m4b", "opus", "flac"])
@pytest.mark.parametrize("picture", [png(), jpeg()], ids=["png", "jpeg"])
def test_a_cover_is_in_the_file_whole(name: str, picture: bytes, tmp_path: Path) -> None:
    from narrator.audio.cover import read_cover

    image = tmp_path / "cover.dat"
    image.write_bytes(picture)
    path = tmp_path / f"cover.{name}"
    cover = read_cover(image)
    assert (cover.width, cover.height, cover.depth_bits) in [(3, 2, 24), (32, 16, 24)]
    write(load_format(name), path, [speechlike(1, 22_050, 1)], ["t"], Tags("t", cover=cover))
    assert cover_in(path) == picture


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-f", "wav", "--cover", "COVER"], 2, "cover"),
        (["-f", "flac", "--bitrate", "64"], 2, "bitrate"),
        (["-f", "wav", "--bitrate", "64"], 2, "bitrate"),
        (["-f", "mp3", "--bitrate", "65"], 2, "160 kbit/s"),
        (["-f", "m4b", "--bitrate", "500"], 2, "of 16 to 128 kbit/s"),
        (["-f", "opus", "--bitrate", "5"], 2, "of 6 to 256 kbit/s"),
        (["--cover", "nowhere.jpg"], 3, "nowhere.jpg"),
        (["--cover", "TEXT"], 3, "neither"),
        (["--cover", "CUT PNG"], 3, "cut off"),
        (["--cover", "CUT JPEG"], 3, "cut off"),
    ],
)
def test_what_cannot_be_is_said_before_speech(
    narrate: Narrate, options: list[str], code: int, said: str, article: Path, tmp_path: Path
) -> None:
    files = {
        "COVER": png(),
        "TEXT": b"no picture",
        "CUT PNG": png()[:-20],
        "CUT JPEG": jpeg()[:-40],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = narrate(
        article,
        "-o",
        f"{tmp_path}/out/",
        *(str(tmp_path / o) if o in files else o for o in options),
        here=True,
    )
    assert done.exit_code == code
    assert said in done.stderr
    assert "speaking" not in done.stderr
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_more_chapters_than_can_be_numbered_are_refused() -> None:
    titles = [f"{number}" for number in range(1001)]
    for name in ("opus", "flac"):
        load_format(name).check(Tags("t"), titles[:1000])
        with pytest.raises(UsageError, match="1,000 chapters"):
            load_format(name).check(Tags("t"), titles)
    for name in ("mp3", "m4b", "wav"):
        load_format(name).check(Tags("t"), titles)


def write_chapters(name: str, path: Path, count: int, tags: Tags = TAGS) -> list[Chapter]:
    """Write a file of that many chapters."""
    format_ = load_format(name)
    take = format_.encode(speechlike(0.6, 22_050, 1))
    chapters = [
        Chapter(f"chapter {n}", n * take.samples, (n + 1) * take.samples, take.sample_rate)
        for n in range(count)
    ]
    with open(path, "w+b") as file:
        format_.write(file, itertools.repeat(take.data, count), chapters, tags)
    return chapters


@pytest.mark.parametrize("name", ["mp3", "m4b", "opus", "flac", "wav"])
def test_a_thousand_chapters_are_all_there(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"many.{name}"
    chapters = write_chapters(name, path, 1000)
    read = read_with_pyav(path)
    assert read.titles == [chapter.title for chapter in chapters]
    assert read.starts == pytest.approx([chapter.start_seconds for chapter in chapters], abs=0.001)


@pytest.fixture(scope="session")
def npm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("npm")
    readback.install_npm_readers(folder)
    return folder


@dataclass(frozen=True)
class Reader:
    """How well a program reads the chapters of MP4.

    Attributes:
        language: What it calls German.
        resolution_seconds: How exact its times are.
        most_chapters: How many it lists; mutagen knows ``chpl`` only, mediainfo reads so much of
            a text track.
    """

    language: str
    resolution_seconds: float
    most_chapters: int = 1_000_000


READERS = {
    "mutagen": Reader("deu", 1e-6, 255),
    "ffprobe": Reader("deu", 1e-6),
    "mediainfo": Reader("de", 1e-3, 512),
    "mkvmerge": Reader("ger", 1e-3),
    "music-metadata": Reader("deu", 1e-9),
    "mp4box": Reader("deu", 1e-9),
}


def read_with(program: str, path: Path, npm_folder: Path) -> Read:
    """Read with a program of ``READERS``."""
    programs: dict[str, Callable[[Path], Read]] = {
        "mutagen": read_with_another,
        "ffprobe": readback.read_with_ffprobe,
        "mediainfo": readback.read_with_mediainfo,
        "mkvmerge": readback.read_with_mkvmerge,
    }
    if program in programs:
        return programs[program](path)
    return readback.read_with_npm(npm_folder, program, path)


@pytest.mark.long
@pytest.mark.parametrize("count", [4, 255, 256, 1000])
def test_six_programs_list_the_chapters_of_mp4(
    count: int, tmp_path: Path, npm_folder: Path
) -> None:
    path = tmp_path / "book.m4b"
    chapters = write_chapters("m4b", path, count)
    for program, reader in READERS.items():
        read = read_with(program, path, npm_folder)
        listed = chapters[: reader.most_chapters]
        if program == "mutagen" and count > reader.most_chapters:
            listed = []
        assert read.titles == [chapter.title for chapter in listed], program
        starts = [chapter.start_seconds for chapter in listed]
        assert read.starts == pytest.approx(starts, abs=reader.resolution_seconds), program
        assert read.language == reader.language, program
    decoding = subprocess.run(
        ["ffmpeg", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-"], capture_output=True
    )
    assert (decoding.returncode, decoding.stderr) == (0, b"")


@pytest.mark.long
@pytest.mark.parametrize("bitrate", [None, 128])
def test_an_mp4_file_says_its_bitrates_as_measured(
    bitrate: int | None, tmp_path: Path, npm_folder: Path
) -> None:
    path = tmp_path / "book.m4b"
    sounds = [speechlike(3, 22_050, number) for number in range(3)]
    write(load_format("m4b", bitrate), path, sounds, TITLES[:3], TAGS)
    with av.open(str(path)) as file:
        sizes = [packet.size for packet in file.demux(audio=0) if packet.size]
    packets_a_second = 22_050 / 1024
    whole_packets = int(packets_a_second)
    average = 8 * sum(sizes) / len(sizes) * packets_a_second
    windows = [sizes[at : at + whole_packets] for at in range(len(sizes) - whole_packets + 1)]
    largest = 8 * max(map(sum, windows)) / whole_packets * packets_a_second

    found = readback.read_with_npm(npm_folder, "mp4box", path).tags
    assert found == {"maxBitrate": round(largest), "avgBitrate": round(average)}
    assert int(readback.read_with_ffprobe(path).tags["bit_rate"]) == pytest.approx(average, abs=2)
    assert readback.read_with_mediainfo(path).tags["BitRate_Mode"] == "VBR"


# what programs call the tags, by the attributes of ``Tags``; of several names the first that is
# there is shown
SHOWN_NAMES = {
    "Audiobookshelf": AUDIOBOOKSHELF,
    "mediainfo": {
        "title": ["Title"],
        "artist": ["Performer"],
        "album": ["Album"],
        "narrator": ["Composer"],
        "date": ["Recorded_Date"],
        "genre": ["Genre"],
        "comment": ["Comment"],
        "description": ["Description", "DESCRIPTION"],
        "url": ["URL"],
        "series": ["SERIES"],
        "series_position": ["SERIESPART"],
        "cover": ["Cover"],
    },
    "music-metadata": {
        "title": ["title"],
        "artist": ["artist"],
        "album": ["album"],
        "narrator": ["composer"],
        "date": ["date", "year"],
        "genre": ["genre"],
        "comment": ["comment"],
        "description": ["description", "comment"],
        "language_code": ["language"],
        "cover": ["picture"],
    },
}
MUTAGEN_NAMES = {**NAMES, "wav": NAMES["mp3"]}
PROGRAMS = [*SHOWN_NAMES, "mutagen"]
SHOWN_TAGS = [*AUDIOBOOKSHELF, "comment", "cover"]
# as the command writes them where it makes a summary
SHOWN = replace(TAGS, description=TAGS.comment)
# what a program may not show: music-metadata knows a source only as a frame, and the FFmpeg of
# Debian 12, which Audiobookshelf asks, no ID3 in WAV
NOT_SHOWN = {
    "Audiobookshelf wav": {*NOT_IN_WAV, "cover"},
    "mediainfo": {"language_code"},
    "mediainfo wav": {"language_code", "cover"},
    "music-metadata": {"url", "series", "series_position"},
    "music-metadata wav": {"url", "series", "series_position", "cover"},
    "mutagen wav": {"cover"},
}


def shown_by(program: str, path: Path, npm_folder: Path) -> dict[str, Any]:
    """Return what a program shows of a file, by the program's names."""
    if program == "mediainfo":
        return readback.read_with_mediainfo(path).tags
    if program == "music-metadata":
        return readback.read_with_npm(npm_folder, program, path).tags
    if program == "Audiobookshelf":
        return readback.read_with_audiobookshelf(path)
    return readback.read_with_mutagen(path)


def shown_tags(program: str, path: Path, npm_folder: Path) -> set[str]:
    """Return the tags that a program shows as they are meant."""
    shown = shown_by(program, path, npm_folder)
    names = SHOWN_NAMES.get(program) or MUTAGEN_NAMES[path.suffix[1:]]
    found: set[str] = set()
    for attribute in SHOWN_TAGS:
        values = [shown[name] for name in names.get(attribute, [attribute]) if shown.get(name)]
        meant = str(getattr(SHOWN, attribute))
        if values and (attribute == "cover" or meant.startswith(as_text(values[0]))):
            found.add(attribute)
    return found


def as_text(value: Any) -> str:
    """Return a tag's first value; a year is a date's beginning."""
    first = value[0] if isinstance(value, list) else value
    return str(first["text"] if isinstance(first, dict) else first)


@pytest.mark.long
def test_programs_show_the_tags(tmp_path: Path, npm_folder: Path) -> None:
    """Print which program shows which tag of which format, and compare it with what is known."""
    found: dict[str, set[str]] = {}
    lost: dict[str, set[str]] = {}
    for name in FORMATS:
        path = tmp_path / f"tags.{name}"
        picture = None if name == "wav" else parse_cover(png())
        write_chapters(name, path, 4, replace(SHOWN, cover=picture))
        for program in PROGRAMS:
            row = f"{program} {name}"
            found[row] = shown_tags(program, path, npm_folder)
            not_shown = NOT_SHOWN.get(row, NOT_SHOWN.get(program, set()))
            lost[row] = set(SHOWN_TAGS) - not_shown - found[row]
    print(" " * 20, *(f"{tag[:9]:9}" for tag in SHOWN_TAGS))
    for row, tags in found.items():
        print(f"{row:20}", *(f"{'yes' if tag in tags else '-':9}" for tag in SHOWN_TAGS))
    assert {row: tags for row, tags in lost.items() if tags} == {}


class Sink:
    """A file that counts what it is given and keeps its beginning."""

    def __init__(self) -> None:
        self.size = 0
        self.head = b""

    def write(self, data: bytes) -> int:
        self.head += data[: max(0, 4096 - self.size)]
        self.size += len(data)
        return len(data)


def test_wav_beyond_4_gib_is_rf64(tmp_path: Path) -> None:
    rate, hours = 22_050, 30
    samples = hours * 3600 * rate
    starts = [0, 1_000_000_000, samples - rate]
    chapters = [
        Chapter(t, *row, rate)
        for t, row in zip(TITLES, itertools.pairwise([*starts, samples]), strict=False)
    ]
    block = bytes(2 * rate * 60)
    sink = Sink()
    load_format("wav").write(
        cast(BinaryIO, sink), itertools.repeat(block, hours * 60), chapters, Tags("t")
    )

    kind, size, wave, ds64 = struct.unpack_from("<4sI4s4s", sink.head)
    riff_size, data_size, sample_count = struct.unpack_from("<QQQ", sink.head, 20)
    assert (kind, size, wave, ds64) == (b"RF64", 0xFFFFFFFF, b"WAVE", b"ds64")
    assert (riff_size, data_size, sample_count) == (sink.size - 8, 2 * samples, samples)
    # a reader that is not ours, on a file as long that takes no room
    path = tmp_path / "long.wav"
    with open(path, "wb") as file:
        file.write(sink.head)
        file.truncate(sink.size)
    read = read_with_pyav(path)
    assert read.titles == TITLES[:3]
    assert read.starts == pytest.approx([start / rate for start in starts], abs=0.001)


def test_wav_says_when_a_chapter_starts_too_late() -> None:
    late = Chapter("late", 1 << 32, (1 << 32) + 1, 22_050)
    with pytest.raises(OverflowError, match="54 hours"):
        load_format("wav").write(cast(BinaryIO, Sink()), [], [late], Tags("t"))


def crc(data: bytes, bits: int, polynomial: int) -> int:
    """Bit by bit, as the specification says it."""
    register = 0
    for byte in data:
        register ^= byte << bits - 8
        for _ in range(8):
            register = register << 1 ^ (polynomial if register >> bits - 1 else 0)
            register &= (1 << bits) - 1
    return register


@pytest.mark.parametrize(
    "number", [0, 127, 128, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000]
)
def test_a_flac_frame_gets_another_number_and_the_checksums_that_go_with_it(number: int) -> None:
    from narrator.audio import codec

    encoder = codec.EncoderSettings("flac", "s16")
    # a whole block, whose size has a code of its own, and a shorter one that spells its size out
    # in two bytes
    whole, short = codec.encode(encoder, speechlike(0.2, 22_050, 3).pcm, 22_050, 2)
    for frame, more in ((renumber(whole, 1), 0), (renumber(short, 0), 2)):
        new = renumber(frame, number)
        header = 4 + len(new) - len(frame) + 1 + more
        if number < 0x80:
            assert new[4] == number
        elif number <= sys.maxunicode:
            assert new[4:].startswith(chr(number).encode("utf-8", "surrogatepass"))
        assert new[header] == crc(new[:header], 8, 0x07)
        assert int.from_bytes(new[-2:], "big") == crc(new[:-2], 16, 0x8005)
    assert renumber(renumber(whole, number), 0) == whole


def test_a_flac_file_knows_its_md5(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "sum.flac"
    write(
        load_format("flac"),
        path,
        [speechlike(1, 22_050, n) for n in range(3)],
        TITLES[:3],
        Tags("t"),
    )
    pcm = decoded(path, 22_050).astype("<i2").tobytes()
    assert path.read_bytes()[26:42] == hashlib.md5(pcm, usedforsecurity=False).digest()


def test_mp3_and_help_do_without_pyav(article: Path, tmp_path: Path) -> None:
    for arguments in (
        ["--help"],
        ["--engine", "tone", str(article), "-o", str(tmp_path / "a.mp3"), "-q"],
    ):
        script = (
            f"import sys; sys.argv[1:] = {arguments!r}\n"
            "from narrator.cli.command import _run_command; _run_command()\n"
            "assert 'av' not in sys.modules"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("description", describe_formats(), ids=lambda format_: format_.name)
def test_formats_describe_what_they_do(description: FormatDescription) -> None:
    format_ = load_format(description.name)
    assert format_.bitrate_kbps == description.default_bitrate_kbps
    assert description.media_type.startswith("audio/")
    for bitrate in description.bitrates_kbps:
        assert load_format(description.name, bitrate).bitrate_kbps == bitrate
    with pytest.raises(UsageError):
        load_format(description.name, max(description.bitrates_kbps, default=64) + 1)
    cover = Tags("t", cover=Cover("image/png", png(), 3, 2, 24))
    if description.cover:
        format_.check(cover, ["t"])
    else:
        with pytest.raises(UsageError):
            format_.check(cover, ["t"])


def test_formats_are_described_without_their_encoders() -> None:
    assert [description.name for description in describe_formats()] == format_names() == FORMATS
    script = (
        "import sys; from narrator.audio.formats import describe_formats\n"
        "describe_formats()\n"
        "assert not {'av', 'lameenc', 'numpy', 'pydub'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_cover_is_described_to_a_flac_player() -> None:
    from narrator.audio.vorbis import picture

    body = picture(Cover("image/png", b"data", 3, 2, 24))
    assert body == struct.pack(">II9sIIIIII4s", 3, 9, b"image/png", 0, 3, 2, 24, 0, 4, b"data")


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
@pytest.mark.parametrize("name", ["m4b", pytest.param("opus", marks=pytest.mark.long), "flac"])
def test_encoding_a_long_passage_takes_little_memory(name: str) -> None:
    script = f"""
import resource, sys
from narrator.audio.formats import load_format
from narrator.audio.sound import Sound
format_ = load_format({name!r})
format_.warm_up()
rate = 22_050
format_.encode(Sound(bytes(2 * rate), rate, (0,), rate // 2))
sound = Sound(bytes(2 * 240 * rate), rate, (0,), rate // 2)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
format_.encode(sound)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(grown // 1024 if sys.platform == "darwin" else grown)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    # the PCM itself is 10 MiB; all of its frames at once were up to 140
    assert int(done.stdout) < 40 * 1024
