"""What neural voices share: a text into phonemes, those into sound, its edges, speed and times.

A model says how each word is spelt in its own phonemes, and renders a run of phonemes. The rest is
the same for all: long texts are cut by phonemes, since that is what models count. The silence that
models put around every utterance is cut off, because pauses are the business of whoever joins them.
A model is asked for up to ``_FASTEST_RATE`` words a minute; beyond that it swallows sounds, so what
it says at that rate is compressed in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from narrator.speech.engines import NothingSaidError, Speech, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

# words a minute at which a model speaks at its own pace (speed 1)
_NORMAL_RATE = 175
_FASTEST_RATE = 220
# what is quieter at the edges of an utterance is its silence: 46 dB below full scale
_SILENCE = 10 ** (-46 / 20)
# so much of it stays, for sounds that come and go softly
_HEAD_SECONDS = 0.01
_TAIL_SECONDS = 0.03
_FULL_SCALE = 32_767
# where a run of phonemes is cut rather than elsewhere
_CLAUSE_MARKS = frozenset(",;:—.!?…")
# a run shorter than this share of the limit sounds cut off
_SHORTEST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class SpeltWord:
    """A word of a text, or what stands between words, in a model's phonemes.

    Attributes:
        phonemes: Its phonemes with the marks and the space that follow.
        offset: Characters from the start of the text.
        length: Characters; 0 for what is no word.
    """

    phonemes: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """The sound of a run of phonemes.

    Attributes:
        wave: Mono samples from -1 to 1.
        starts: The sample at which each phoneme starts.
    """

    wave: Wave
    starts: Sequence[int]


class Model(Protocol):
    """A voice's model.

    Attributes:
        sample_rate: Samples per second.
        max_phonemes: The longest run that it renders.
    """

    sample_rate: int
    max_phonemes: int

    def spell(self, text: str) -> Sequence[SpeltWord]:
        """Return the words of a text in order, spelt in the phonemes that ``render`` takes."""

    def render(self, phonemes: str, speed: float) -> Rendering:
        """Render phonemes; at speed 2 they take half as long as at speed 1."""


def synthesize(model: Model, text: str, rate: int) -> Speech:
    """Speak a text at ``rate`` words a minute.

    Raises:
        NothingSaidError: The model says nothing of the text.
    """
    import numpy as np

    words = model.spell(text)
    if not any(word.length and word.phonemes.strip() for word in words):
        if any(map(str.isalpha, text)):
            raise NothingSaidError("this voice says nothing of it")
        return Speech(b"", model.sample_rate)
    speed = min(rate, _FASTEST_RATE) / _NORMAL_RATE
    waves: list[Wave] = []
    times: list[Word] = []
    end = 0
    limit = model.max_phonemes
    for run in _runs(_fitting(words, limit), limit):
        rendering = model.render("".join(word.phonemes for word in run), speed)
        start, stop = _loud_part(rendering.wave, model.sample_rate)
        waves.append(rendering.wave[start:stop])
        times += _word_times(run, rendering.starts, end - start, (end, end + stop - start))
        end += stop - start
    wave = np.concatenate(waves)
    compression = max(rate / _FASTEST_RATE, 1)
    if compression > 1:
        wave = _compressed(wave, model.sample_rate, compression)
        times = [
            Word(round(time.start_samples / compression), time.offset, time.length)
            for time in times
        ]
    return Speech(to_pcm(wave), model.sample_rate, tuple(times))


def to_pcm(wave: Wave) -> bytes:
    """Return samples from -1 to 1 as signed 16-bit little-endian ones."""
    import numpy as np

    scaled = np.clip(wave, -1, 1) * _FULL_SCALE
    return scaled.astype("<i2").tobytes()


def _fitting(words: Sequence[SpeltWord], limit: int) -> Iterator[SpeltWord]:
    """Yield words, those of more than ``limit`` phonemes in parts of which the first is a word."""
    for word in words:
        yield replace(word, phonemes=word.phonemes[:limit])
        for start in range(limit, len(word.phonemes), limit):
            yield SpeltWord(word.phonemes[start : start + limit], word.offset, 0)


def _runs(words: Iterable[SpeltWord], limit: int) -> Iterator[list[SpeltWord]]:
    """Yield words in runs of at most ``limit`` phonemes.

    A run ends after its last mark, unless that leaves it short.
    """
    rest = list(words)
    while rest:
        size = 0
        fitting = 0
        best = 0
        for word in rest:
            size += len(word.phonemes)
            if size > limit and fitting:
                break
            fitting += 1
            marked = not _CLAUSE_MARKS.isdisjoint(word.phonemes)
            if marked and size >= limit * _SHORTEST_SHARE:
                best = fitting
        if fitting == len(rest):
            best = fitting
        cut = best or fitting
        yield rest[:cut]
        rest = rest[cut:]


def _loud_part(wave: Wave, sample_rate: int) -> tuple[int, int]:
    """Return where the sound of an utterance starts and stops, in samples."""
    import numpy as np

    loud = np.flatnonzero(np.abs(wave) > _SILENCE)
    if not len(loud):
        return 0, len(wave)
    start = int(loud[0]) - round(_HEAD_SECONDS * sample_rate)
    stop = int(loud[-1]) + round(_TAIL_SECONDS * sample_rate)
    return max(start, 0), min(stop, len(wave))


def _word_times(
    run: Sequence[SpeltWord], starts: Sequence[int], shift: int, bounds: tuple[int, int]
) -> Iterator[Word]:
    """Yield when the words of a run start.

    Args:
        run: The words that were rendered.
        starts: Where each phoneme of the run starts in its rendering, in samples.
        shift: What is added to such a start, in samples.
        bounds: The first sample of the run in the utterance, and the one after its last.
    """
    first, last = bounds
    position = 0
    is_first = True
    for word in run:
        if word.length:
            start = min(max(starts[position] + shift, first), last)
            # the sound starts with the first word, a little before the model says so
            yield Word(first if is_first else start, word.offset, word.length)
            is_first = False
        position += len(word.phonemes)


def _compressed(wave: Wave, sample_rate: int, factor: float) -> Wave:
    """Return a sound that lasts ``factor`` times shorter at the same pitch, by FFmpeg's atempo."""
    import numpy as np
    from av import AudioFrame
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(format="flt", sample_rate=sample_rate, layout="mono")
    tempo = graph.add("atempo", f"{factor:.6f}")
    sink = graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = AudioFrame.from_ndarray(wave.reshape(1, -1).astype(np.float32), "flt", "mono")
    frame.sample_rate = sample_rate
    graph.push(frame)
    graph.push(None)
    return np.concatenate(list(_pulled(graph)))


def _pulled(graph: object) -> Iterator[Wave]:
    """Yield everything that a filter graph gives until it ends."""
    from av import FFmpegError

    while True:
        try:
            frame = graph.pull()  # type: ignore[attr-defined]
        except (FFmpegError, BlockingIOError, EOFError):
            return
        yield frame.to_ndarray().reshape(-1)
