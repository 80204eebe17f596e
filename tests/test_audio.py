"""Joining, MP3 and ID3: exact to the sample, read back by FFmpeg's libraries and by mutagen."""

from __future__ import annotations

import io
from array import array
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator.audio.formats import Chapter, Tags, load_format
from narrator.audio.sound import Pause, Sound, join
from narrator.language.iso639 import iso639_2
from narrator.speech.engines import Speech
from narrator.speech.tone import ToneEngine
from tests.readback import ID3, MP3, Heard, hear

TEXTS = [
    "Ten boats came home.",
    "Nobody in the valley cheered at all.",
    "It rained.",
    "On the eleventh day it went on.",
]
HARD_TITLES = [
    "\"Quotes\" and 'these'",
    "a = b; c # d \\ e",
    "two\nlines",
    "⛵ emoji 👩‍👩‍👧",
    "من اليمين إلى اليسار",
    "x" * 300,
    "same",
    "same",
]


def hum(text: str) -> Speech:
    tone = ToneEngine()
    return tone.speak(text, tone.find_voice(None), 175)


def write(path: Path, sounds: list[Sound], titles: list[str], tags: Tags) -> list[Chapter]:
    """Write a file with one chapter for every passage."""
    made = load_format("mp3")
    takes = [made.encode(sound) for sound in sounds]
    bounds = list(accumulate((take.samples for take in takes), initial=0))
    chapters = [
        Chapter(title, *bound, sound.sample_rate)
        for title, bound, sound in zip(titles, pairwise(bounds), sounds, strict=True)
    ]
    with path.open("wb") as file:
        made.write(file, [take.data for take in takes], chapters, tags)
    return chapters


def delay(heard: Heard, sound: Sound, at: int) -> int:
    """Return by how many samples a passage comes late: its best match within 1,200 of ``at``."""
    first = next(index for index, sample in enumerate(array("h", sound.pcm)) if abs(sample) > 1_000)
    probe = array("h", sound.pcm)[first : first + 2_000]

    def error(shift: int) -> int:
        start = at + first + shift
        return sum(
            abs(a - b)
            for a, b in zip(probe[::7], heard.pcm[start : start + 2_000 : 7], strict=False)
        )

    coarse = min(range(-1_200 if at else 0, 1_200, 4), key=error)
    return min(range(coarse - 4, coarse + 5), key=error)


def test_takes_joined_play_to_the_sample(tmp_path: Path) -> None:
    sounds = [join([hum(text), Pause(0.35), hum(text[::-1]), Pause(0.5)]) for text in TEXTS]
    chapters = write(tmp_path / "a.mp3", sounds, TEXTS, Tags("Boats"))
    heard = hear(tmp_path / "a.mp3")
    assert len(heard.pcm) == chapters[-1].end_samples
    assert [
        delay(heard, sound, chapter.start_samples)
        for sound, chapter in zip(sounds, chapters, strict=True)
    ] == [0] * 4


@given(st.lists(st.floats(0.1, 3), min_size=1, max_size=4))
@settings(deadline=None, max_examples=20)
def test_a_passage_keeps_its_sound_and_nearly_its_length(gaps: list[float]) -> None:
    sound = join([piece for gap in gaps for piece in (hum("boats"), Pause(gap))])
    take = load_format("mp3").encode(sound)
    assert take.samples % 576 == 0
    assert abs(take.samples - sound.samples) <= 3 * 576
    assert take.samples >= sound.samples - sound.tail_samples + 576


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_every_sample_rate_of_an_engine_is_written(tmp_path: Path, rate: int) -> None:
    sound = join([Speech(hum("boats").pcm, rate), Pause(1)])
    (chapter,) = write(tmp_path / "a.mp3", [sound], ["Boats"], Tags("Boats"))
    heard = hear(tmp_path / "a.mp3")
    assert (heard.sample_rate, len(heard.pcm)) == (rate, chapter.end_samples)
    assert delay(heard, sound, 0) == 0


def test_hard_titles_survive_in_both_readers(tmp_path: Path) -> None:
    sounds = [join([hum("boats"), Pause(0.5)])] * len(HARD_TITLES)
    tags = Tags(
        HARD_TITLES[0],
        artist=HARD_TITLES[3],
        album=HARD_TITLES[4],
        language="en-us",
        encoder="narrate",
    )
    chapters = write(tmp_path / "a.mp3", sounds, HARD_TITLES, tags)
    heard = hear(tmp_path / "a.mp3")
    assert [title for _, _, title in heard.chapters] == HARD_TITLES
    tag = ID3(tmp_path / "a.mp3", translate=False)
    assert tag.version == (2, 3, 0)
    contents = tag.getall("CTOC")[0]
    assert [
        tag[f"CHAP:{element}"].sub_frames["TIT2"].text[0] for element in contents.child_element_ids
    ] == HARD_TITLES
    assert (contents.flags, contents.element_id) == (3, "toc")
    for (start, end, _), chapter in zip(heard.chapters, chapters, strict=True):
        assert start == pytest.approx(chapter.start_seconds, abs=0.0006)
        assert end == pytest.approx(chapter.end_seconds, abs=0.0006)
    assert heard.metadata["title"] == tags.title
    assert heard.metadata["artist"] == tags.artist
    assert heard.metadata["album"] == tags.album
    assert heard.metadata["language"] == "eng"


def test_chapters_stand_in_time_order_in_the_file(tmp_path: Path) -> None:
    """Mutagen would sort them by size, and readers that take the file's order would show that."""
    titles = ["long " * 40, "short", "of middling length"]
    write(tmp_path / "a.mp3", [join([hum("boats"), Pause(0.5)])] * 3, titles, Tags("Boats"))
    data = (tmp_path / "a.mp3").read_bytes()
    places = [data.index(title.encode("utf-16-le")) for title in titles]
    assert places == sorted(places)


def test_more_chapters_than_a_table_holds(tmp_path: Path) -> None:
    titles = [f"Chapter {number}" for number in range(600)]
    write(tmp_path / "a.mp3", [join([hum("a"), Pause(0.1)])] * 600, titles, Tags("Boats"))
    assert [title for _, _, title in hear(tmp_path / "a.mp3").chapters] == titles
    tables = {
        table.element_id: table.child_element_ids
        for table in ID3(tmp_path / "a.mp3").getall("CTOC")
    }
    assert [element for part in tables.pop("toc") for element in tables[part]] == [
        f"chp{number}" for number in range(600)
    ]


def test_players_are_told_length_and_bitrate(tmp_path: Path) -> None:
    (chapter,) = write(
        tmp_path / "a.mp3", [join([hum("boats " * 40), Pause(0.5)])], ["Boats"], Tags("Boats")
    )
    info = MP3(tmp_path / "a.mp3").info
    assert info.length == pytest.approx(chapter.end_seconds, abs=0.001)
    assert info.bitrate == pytest.approx(64_000, abs=50)
    assert info.encoder_info.startswith("LAME")


def test_clips_fade_at_their_edges_and_pauses_are_silent() -> None:
    loud = Speech(array("h", [20_000] * 2_205).tobytes(), 22_050)
    sound = join([Pause(0.1), loud, Pause(0.2)])
    pcm = array("h", sound.pcm)
    # pydub counts in milliseconds, of 22 samples each
    assert sound.starts_samples[:2] == (0, 2_205)
    assert sound.starts_samples[2] == pytest.approx(4_410, abs=22)
    assert sound.tail_samples == 4_410
    assert set(pcm[:2_205]) == set(pcm[-4_410:]) == {0}
    assert max(pcm[2_205:2_210]) < 2_000
    assert pcm[3_300] == 20_000


def test_clips_of_two_rates_do_not_join() -> None:
    with pytest.raises(ValueError, match="one sample rate"):
        join([Speech(b"\0\0", 8_000), Speech(b"\0\0", 16_000)])


def test_an_empty_clip_joins() -> None:
    assert join([Speech(b"", 22_050), Pause(0.1)]).samples == 2_205


def test_mp3_is_the_same_every_time() -> None:
    sound = join([hum("boats"), Pause(0.5)])
    written = []
    for _ in range(2):
        file = io.BytesIO()
        take = load_format("mp3").encode(sound)
        chapter = Chapter("Boats", 0, take.samples, sound.sample_rate)
        load_format("mp3").write(file, [take.data], [chapter], Tags("Boats"))
        written.append(file.getvalue())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en-US", "eng"),
        ("de", "deu"),
        ("cmn", "zho"),
        ("grc", "grc"),
        ("zxx", "zxx"),
        ("", ""),
        ("qq", "und"),
    ],
)
def test_languages(tag: str, code: str) -> None:
    assert iso639_2(tag) == code
