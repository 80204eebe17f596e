"""Captions and the chapters' file, read back by programs that others wrote."""

from __future__ import annotations

import io
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import lemony_lrc_parser
import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st

import narrator
from narrator.article import Article, Paragraph, Section
from narrator.audio.formats import Chapter, Tags
from narrator.publish.captions.cutting import LINE_WIDTH, Word, cut
from narrator.publish.captions.files import CaptionFiles
from narrator.publish.captions.timed import timed_captions
from narrator.publish.chapters_file import write_chapters
from narrator.publish.companions import companions
from narrator.recording.cues import Recorded, SentenceCue, WordCue
from narrator.settings import PublishSettings
from narrator.summary.key_sentences import Summary
from tests.conftest import SAMPLES, Narrate

# what SubRip and LRC hold where signs are parted
WORD_JOINER = "\u2060"
HOURS = 3600.0


@dataclass(frozen=True)
class FakeRecording(Recorded):
    """A recording whose cues are given."""

    given: Sequence[SentenceCue] = field(default=())

    def cues(self) -> Iterator[SentenceCue]:
        yield from self.given


def cue(text: str, start: float, end: float, runs: Sequence[str] = ()) -> SentenceCue:
    """Return a sentence whose every character takes as long; ``runs`` are words with spaces."""
    a_character = (end - start) / max(1, len(text))
    pattern = "|".join([*map(re.escape, runs), r"\S+"])
    words = []
    for found in re.finditer(pattern, text):
        first, last = found.span()
        seconds = start + first * a_character, start + last * a_character
        words.append(WordCue(*seconds, 7 + first, 7 + last, first, last))
    return SentenceCue(0, 0, start, end, 7, 7 + len(text), text, text, tuple(words), False)


def recorded(cues: Sequence[SentenceCue], **known: Any) -> FakeRecording:
    """Return a recording of some cues."""
    title = known.pop("title", "A title")
    language = known.pop("language", "en")
    article = Article(title, (Section((), (Paragraph("x"),)),), "n", "s", language=language)
    chapters = (Chapter(title, 0, 48_000, 48_000), Chapter("Ω", 48_000, 100_001, 48_000))
    tags = Tags(title=title, **known)
    nothing: Any = None
    return FakeRecording(article, Path("a.mp3"), chapters, tags, Summary(), (), nothing, cues)


@dataclass(frozen=True)
class Shown:
    """A caption as a reader sees it; times are in seconds."""

    start: float
    end: float
    text: str


def written(recording: Recorded) -> dict[str, bytes]:
    """Return the captions of a recording in every format."""
    files = CaptionFiles(("vtt", "srt", "lrc"))
    contents = {}
    for name in ("vtt", "srt", "lrc"):
        file = io.BytesIO()
        files.write(name, file, recording)
        contents[name] = file.getvalue()
    return contents


def read_vtt(content: bytes) -> list[Shown]:
    """Return the cues of a WebVTT file, as text without the times of words."""
    unescaped = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
    shown = []
    for caption in webvtt.from_buffer(io.BytesIO(content)).captions:
        text = re.sub("&(?:lt|gt|amp);", lambda found: unescaped[found[0]], caption.text)
        shown.append(Shown(seconds_of(caption.start), seconds_of(caption.end), text))
    return shown


def seconds_of(time: str) -> float:
    """Return the seconds of a time such as 01:00:00.500."""
    hours, minutes, seconds = map(float, time.split(":"))
    return round(hours * HOURS + minutes * 60 + seconds, 3)


def read_srt(content: bytes) -> list[Shown]:
    """Return the captions of a SubRip file."""
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    shown = []
    entries = list(srt.parse(content.decode()))
    assert [entry.index for entry in entries] == list(range(1, len(entries) + 1))
    for entry in entries:
        seconds = entry.start.total_seconds(), entry.end.total_seconds()
        shown.append(Shown(*seconds, entry.content.replace(WORD_JOINER, "")))
    return shown


def read_lrc(content: bytes) -> list[Shown]:
    """Return the lines of an LRC file."""
    lyrics = lemony_lrc_parser.loads(content.decode())
    shown = []
    for line in lyrics:
        start = line.start / 1000
        shown.append(Shown(start, start, line.text.replace(WORD_JOINER, "")))
    return shown


READERS = {"vtt": read_vtt, "srt": read_srt, "lrc": read_lrc}


def squeezed(*texts: str) -> str:
    """Return texts without spaces, which may be ends of lines."""
    return "".join("".join(texts).split())


def width(line: str) -> float:
    """Return how many Latin characters are as wide."""
    wide = sum(unicodedata.east_asian_width(character) in ("W", "F") for character in line)
    marks = sum(unicodedata.category(character) in ("Mn", "Me", "Cf") for character in line)
    return len(line) - marks + 1.5 * wide


def lines_of(text: str, runs: Sequence[str] = ()) -> list[list[str]]:
    """Return the lines of a text's captions."""
    words = [
        Word(word.text_start - 7, word.text_end - 7, 0) for word in cue(text, 0, 1, runs).words
    ]
    return [[text[start:end] for start, end in lines] for lines in cut(text, words)]


CUT = [
    ("Short.", (), [["Short."]]),
    (
        "The meeting, held under pressure to find a resolution, ended without one.",
        (),
        [["The meeting, held under pressure", "to find a resolution, ended without one."]],
    ),
    # after a clause mark, although the parts differ
    (
        "When the last train had left the station, nobody was on the platform any more, "
        "and the lamps went out one by one.",
        (),
        [
            ["When the last train had left the station,"],
            ["nobody was on the platform any more,", "and the lamps went out one by one."],
        ],
    ),
    # what is said as one stays whole
    (
        "The two houses at the harbour cost some $5.2 million in the year before",
        ("some $5.2 million",),
        [["The two houses at the harbour cost", "some $5.2 million in the year before"]],
    ),
    (
        "Elle dit « bonjour tout le monde » à ses amis, puis elle partit : adieu !",
        (),
        [["Elle dit « bonjour tout le monde »", "à ses amis, puis elle partit : adieu !"]],
    ),
    (
        "我们的城市在过去的二十年里发生了很大的变化，人们的生活也越来越好。",
        (),
        [["我们的城市在过去的二十", "年里发生了很大的变化，"], ["人们的生活也越来越好。"]],
    ),
    # characters that an engine takes for words are no good places
    (
        "经过十二年的等待，连接两个港口城市的夜间列车终于在星期五晚上重新开通了，车上有许多旅客。",
        tuple("两个港口城市的夜间列车终于在星期五"),
        [
            ["经过十二年的等待，"],
            ["连接两个港口城市的夜间列车", "终于在星期五晚上重新开通了，"],
            ["车上有许多旅客。"],
        ],
    ),
    # no line begins with a mark that closes, or ends with one that opens
    (
        "「" + "あ" * 13 + "」「" + "い" * 8 + "」",
        (),
        [["「" + "あ" * 13 + "」", "「" + "い" * 8 + "」"]],
    ),
    (
        "see https://example.org/2025/11/28/a-very-long-address/of-a-page?with=parameters",
        (),
        [
            [
                "see https://example.org/2025/11/28/a-very-",
                "long-address/of-a-page?with=parameters",
            ]
        ],
    ),
    ("x" * 50, (), [["x" * 42, "x" * 8]]),
    # a place that is no good is better than one inside a word
    ("x" * 40 + " : :", (": :",), [["x" * 40, ": :"]]),
    ("ก" * 30 + "ข" * 30, ("ก" * 30, "ข" * 30), [["ก" * 30, "ข" * 30]]),
    ("   ", (), []),
]


@pytest.mark.parametrize(("text", "runs", "captions"), CUT)
def test_where_a_sentence_is_cut(
    text: str, runs: tuple[str, ...], captions: list[list[str]]
) -> None:
    assert lines_of(text, runs) == captions


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcdefgh.,;—’”«»(![<&-->:"),
        st.sampled_from("жщאבعربไทย语の「」。、ー한글\u0301\u200d\U0001f600\U0001f1e9"),
    ),
    min_size=1,
    max_size=12,
)
RUNS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
LONG_WORDS = st.text(alphabet="ab/語", min_size=40, max_size=120)
SENTENCES = st.lists(st.one_of(WORDS, RUNS, LONG_WORDS), max_size=12)


@given(SENTENCES)
def test_captions_hold_the_text_in_lines_that_are_not_too_wide(runs: list[str]) -> None:
    text = " ".join(runs)
    words = []
    start = 0
    for run in runs:
        words.append(Word(start, start + len(run), 0))
        start += len(run) + 1
    spans = [span for lines in cut(text, words) for span in lines]
    assert squeezed(*(text[start:end] for start, end in spans)) == squeezed(text)
    for span, following in pairwise(spans):
        assert span.end <= following.start
    for lines in cut(text, words):
        assert 1 <= len(lines) <= 2
        for start, end in lines:
            assert text[start:end].strip()
            assert width(text[start:end].strip()) <= LINE_WIDTH / 2
    cuts = {span.start for span in spans[1:]}
    for word in words:
        written_as = text[word.start : word.end]
        if written_as.isascii() and len(written_as) <= LINE_WIDTH / 2:
            assert not cuts & set(range(word.start + 1, word.end)) or "—" in written_as


@given(st.lists(st.tuples(SENTENCES, st.floats(0, 3), st.floats(0, 3)), max_size=3))
def test_times_never_go_back(sentences: list[tuple[list[str], float, float]]) -> None:
    cues = []
    now = 0.0
    for words, seconds, pause in sentences:
        cues.append(cue(" ".join(words), now, now + seconds))
        now += seconds + pause
    shown = list(timed_captions(cues))
    for caption in shown:
        assert caption.start_milliseconds < caption.end_milliseconds
    for caption, following in pairwise(shown):
        assert caption.end_milliseconds <= following.start_milliseconds
        shortest = min(800, following.start_milliseconds - caption.start_milliseconds)
        assert caption.end_milliseconds - caption.start_milliseconds >= shortest


def test_pieces_of_a_sentence_start_with_their_words() -> None:
    text = "one two three four five six seven eight nine ten " * 4
    (*_, last) = captions = list(timed_captions([cue(text, 10.0, 30.0)]))
    assert len(captions) == 3
    for caption in captions[1:]:
        first = text[caption.lines[0].start :].split()[0]
        word = caption.words[0]
        assert text[word.start : word.end] == first
        assert caption.start_milliseconds == word.start_milliseconds
    assert last.end_milliseconds == 30_000


def test_what_has_no_word_that_is_heard_is_shown_in_proportion() -> None:
    silent = SentenceCue(0, 0, 1.0, 5.0, 0, 168, "* " * 84, "star", (), False)
    starts = [caption.start_milliseconds for caption in timed_captions([silent])]
    assert starts == [1_000, 3_000]


def test_short_captions_stay_and_short_gaps_close() -> None:
    cues = [cue("A", 0, 0.1), cue("B", 2.0, 2.1), cue("C", 2.5, 4.0), cue("D", 4.4, 4.5)]
    shown = [
        (caption.start_milliseconds, caption.end_milliseconds) for caption in timed_captions(cues)
    ]
    assert shown == [(0, 800), (2_000, 2_500), (2_500, 4_400), (4_400, 5_300)]


HOSTILE = [
    "He wrote <script>alert(1)</script> & <b>b</b> --> then {\\an8} &amp; left",
    "00:00:01,000 --> 00:00:09,000",
    "1984",
    "[12:30.00] The train [ti:evil] <00:01.00> leaves",
    "NOTE this",
    "A\u2028B\x85C\x0bD\x1bE\x00F\rG\nH",
    "[1] STYLE",
    "\u202eabc",
    "-->",
]


@pytest.mark.parametrize("name", READERS)
def test_hostile_text_is_read_back_as_text(name: str) -> None:
    cues = [cue(text, 2.0 * number, 2.0 * number + 1.5) for number, text in enumerate(HOSTILE)]
    title = "T ]--> [x]\n\n00:00:00.000 --> 00:00:01.000\nevil"
    shown = READERS[name](written(recorded(cues, title=title, artist="A\n[B]"))[name])
    assert [round(caption.start, 2) for caption in shown] == [each.start_seconds for each in cues]
    for caption, text in zip(shown, HOSTILE, strict=True):
        plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
        assert squeezed(caption.text) == squeezed(plain)


def test_half_a_character_does_no_harm() -> None:
    for content in written(recorded([cue("\ud800half", 0, 1)])).values():
        assert "?half" in content.decode()


def test_signs_that_players_take_for_times_are_parted() -> None:
    contents = written(recorded([cue(text, 0, 1) for text in HOSTILE]))
    times = re.findall(r"\d:\d\d:\d\d[,.]\d", contents["srt"].decode())
    assert len(times) == 2 * len(HOSTILE)
    assert not re.search(r"(?<=.)[\[<]\d+:", contents["lrc"].decode())


def test_hours_minutes_and_tags_of_very_long_recordings() -> None:
    cues = [cue("Near the end", 100 * HOURS, 100 * HOURS + 1.5), cue("Later", 1234 * HOURS, 5e6)]
    contents = written(recorded(cues))
    assert read_vtt(contents["vtt"])[0].start == 100 * HOURS
    assert read_srt(contents["srt"])[0].start == 100 * HOURS
    assert read_lrc(contents["lrc"])[0].start == 100 * HOURS
    assert b"\n100:00:00.000 --> 100:00:01.500\n" in contents["vtt"]
    assert b"\n1234:00:00,000 --> " in contents["srt"]
    assert b"\n[74040:00.00]Later\n" in contents["lrc"]
    assert b"[length:0:02]\n" in contents["lrc"]


def test_words_have_times_in_webvtt() -> None:
    content = written(recorded([cue("It is “late”", 0, 1.2), cue("Now", 3, 4)]))["vtt"].decode()
    assert content == (
        "WEBVTT\n\nNOTE\nTitle: A title\nLanguage: en\n\n"
        "00:00:00.000 --> 00:00:01.200\nIt <00:00:00.300>is <00:00:00.600>“late”\n\n"
        "00:00:03.000 --> 00:00:04.000\nNow\n"
    )
    assert (
        content.encode()
        == written(recorded([cue("It is “late”", 0, 1.2), cue("Now", 3, 4)]))["vtt"]
    )


def test_chapters_are_json_as_podcasts_have_it() -> None:
    file = io.BytesIO()
    known = {"artist": "Ada \ud800", "album": "A series", "description": "What it is about."}
    write_chapters(file, recorded([], title='"A" </script>', **known))
    assert json.loads(file.getvalue()) == {
        "version": "1.2.0",
        "title": '"A" </script>',
        "author": "Ada \ud800",
        "podcastName": "A series",
        "description": "What it is about.",
        "fileName": "a.mp3",
        "chapters": [
            {"startTime": 0.0, "title": '"A" </script>', "endTime": 1.0},
            {"startTime": 1.0, "title": "Ω", "endTime": 2.083},
        ],
    }


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "a.b.en.vtt"), ("pt-BR", "a.b.pt.vtt"), ("", "a.b.vtt"), ("../x", "a.b.vtt")],
)
def test_captions_are_named_after_their_language(language: str, name: str) -> None:
    (companion,) = companions(Path("x/a.b.mp3"), language, PublishSettings(captions=("vtt",)))
    assert companion.path == Path("x", name)


def test_cues_need_json(narrate: Narrate) -> None:
    run = narrate("gone.txt", "--cues", here=True)
    assert run.exit_code == 2
    assert run.stderr == (
        "narrate: --cues adds to what --json prints; give both; see narrate --help\n"
    )


# texts in scripts of other kinds; by what they are called
TEXTS = {
    "ru": (
        "Поезд отправился вечером",
        "В девять часов вечера длинный зелёный поезд медленно отошёл от платформы, и люди, "
        "которые провожали своих родных, ещё долго стояли под дождём. В поезде было 312 "
        "пассажиров, два повара и маленький оркестр. Это было так давно, что никто уже не помнит, "
        "как он назывался, но все, кто там был, говорят об этом до сих пор.",
    ),
    "zh": (
        "夜间列车重新开通",
        "经过十二年的等待，连接两个港口城市的夜间列车终于在星期五晚上重新开通了，车上有三百多名旅客。"
        "许多人带着孩子来到车站，他们想看看这列绿色的火车。",
    ),
    "ar": (
        "عودة القطار الليلي",
        "غادر القطار الليلي محطة الميناء في الساعة التاسعة مساء، وكان على متنه أكثر من ثلاثمئة "
        "راكب، وطباخان، وفرقة موسيقية صغيرة. وقف الناس على الرصيف وقتا طويلا بعد أن ابتعد القطار.",
    ),
}


def words_of(path: Path) -> str:
    """Return all that is written in a source, without its spaces."""
    return squeezed(narrator.read(path).text)


@pytest.mark.long
@pytest.mark.parametrize("name", ["night-trains", "bienen", *TEXTS])
def test_captions_of_real_narrations_hold_the_whole_text(
    narrate: Narrate, tmp_path: Path, name: str
) -> None:
    source = SAMPLES / f"{name}.txt"
    if name in TEXTS:
        source = tmp_path / f"{name}.txt"
        source.write_text("\n\n".join(TEXTS[name]), encoding="utf-8")
    run = narrate(source, "--captions", "vtt,srt,lrc", "--json", "--cues", "-q", "-o", "a.mp3")
    assert run.exit_code == 0, run.stderr
    result = json.loads(run.stdout)
    files = [Path(file) for file in result["files"]]
    assert len(files) == 3
    for file in files:
        language = narrator.read(source).language
        assert file.name == f"a.{language}{file.suffix}"
        shown = READERS[file.suffix[1:]]((tmp_path / file).read_bytes())
        assert squeezed(*(caption.text for caption in shown)) == words_of(source)
        starts = [caption.start for caption in shown]
        assert starts == sorted(set(starts))
        assert starts[-1] < result["duration"]
        assert_ffmpeg_reads(tmp_path / file, starts)
    lines = [line for caption in shown for line in caption.text.split("\n")]
    assert max(map(width, lines)) <= LINE_WIDTH
    assert squeezed(*(each["text"] for each in result["cues"])) == words_of(source)
    for each in result["cues"]:
        written_words = [each["text"][word["from"] - each["from"] :] for word in each["words"]]
        assert all(written_words)


def assert_ffmpeg_reads(path: Path, starts: Sequence[float]) -> None:
    """Check that FFmpeg finds as many captions in a file, at the same times."""
    command = ["ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0"]
    done = subprocess.run([*command, path], capture_output=True, text=True, check=True)
    assert [float(line) for line in done.stdout.split()] == pytest.approx(starts, abs=0.001)
    assert done.stderr == ""


@pytest.mark.long
def test_what_is_written_beside_the_audio_is_named(narrate: Narrate, tmp_path: Path) -> None:
    source = SAMPLES / "the-bench.txt"
    options = ("--captions", "srt, SRT", "--chapters-file", "-o", "a.mp3")
    run = narrate(source, *options)
    assert run.exit_code == 0
    assert "\nbeside it: a.en.srt\nbeside it: a.chapters.json\n" in run.stderr
    chapters = json.loads((tmp_path / "a.chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert [chapter["title"] for chapter in chapters] == [
        title.split("  ", 1)[1] for title in re.findall(r"^ +\d+\. (.*)$", run.stderr, re.M)
    ]


@pytest.mark.long
def test_captions_that_cannot_be_written_are_found_before_speech(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "a.en.vtt").mkdir()
    run = narrate(SAMPLES / "the-bench.txt", "--captions", "vtt", "-o", "a.mp3")
    assert run.exit_code == 7
    assert run.stderr.splitlines()[-1] == "narrate: cannot write a.en.vtt: it is a folder"
    assert not (tmp_path / "a.mp3").exists()
