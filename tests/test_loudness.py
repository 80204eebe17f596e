"""Loudness: the measure against FFmpeg's ebur128 filter, finished files' level, the ceiling."""

from __future__ import annotations

import gc
import math
import re
import time
from array import array
from contextlib import suppress
from fractions import Fraction

import av
import av.filter
import av.logging
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narrator.audio.loudness import level, measure
from narrator.audio.sound import Sound
from tests.conftest import NarratedSample
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


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        ([], -19.0),
        (["--voice", "fr"], -19.0),
        (["--voice", "en-us+f3"], -19.0),
        (["--loudness", "-24"], -24.0),
        (["--loudness", "-17"], -17.0),
    ],
)
def test_files_have_the_loudness_asked_for(
    narrated: NarratedSample, arguments: list[str], target: float
) -> None:
    heard = hear(narrated("the-bench", *arguments).audio)
    loudness, peak = ebur128(heard.pcm.tobytes(), heard.sample_rate)
    assert loudness == pytest.approx(target, abs=1)
    assert peak <= -3


def test_head_and_tail_are_silent_for_as_long_as_shops_ask(
    narrated: NarratedSample,
) -> None:
    heard = hear(narrated("bienen", "--voice", "de", "--json", "-q").audio)
    loud = [index for index, sample in enumerate(heard.pcm) if abs(sample) > 300]
    assert 0.5 <= loud[0] / heard.sample_rate <= 1
    assert 1 <= (len(heard.pcm) - loud[-1]) / heard.sample_rate <= 5


@given(
    arrays(np.int16, st.integers(0, 40_000), elements=st.integers(-32_768, 32_767)),
    st.floats(-31, -17),
)
@settings(deadline=None, max_examples=30)
def test_no_sample_passes_the_ceiling_and_none_is_lost(samples: np.ndarray, target: float) -> None:
    sound = level(Sound(samples.tobytes(), 22_050, (0,), 0), target)
    assert sound.samples == len(samples)
    levelled = array("h", sound.pcm)
    if measure(samples, 22_050) > -math.inf and levelled:
        assert max(map(abs, levelled)) <= 32_768 * 10 ** (-3.6 / 20) + 1


def test_silence_and_scraps_stay_as_they_are() -> None:
    for samples in (
        np.zeros(100_000, np.int16),
        np.array([], np.int16),
        np.array([5, 6], np.int16),
    ):
        sound = Sound(samples.tobytes(), 22_050, (0,), 0)
        assert level(sound, -19.0) == sound


def test_an_hour_costs_seconds() -> None:
    sound = Sound(np.tile(hum(22_050, 200, 60), 3).tobytes(), 22_050, (0,), 0)
    level(sound, -19.0)
    started = time.process_time()
    level(sound, -19.0)
    # 2 CPU-seconds are allowed, a fifth of one is what it takes; and a busy machine is no fault
    assert (time.process_time() - started) * 20 < 20
