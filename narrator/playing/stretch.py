"""Sound made for the device: at its sample rate, faster or slower at the same pitch.

FFmpeg's filter atempo does that by overlapping similar stretches of the wave (WSOLA: Verhelst and
Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality time-scale
modification of speech", 1993).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from narrator.audio.sound import SAMPLE_BYTES

if TYPE_CHECKING:
    from av.filter import Graph
    from av.filter.context import FilterContext

# what most devices play without converting it again
DEVICE_RATE = 48_000
SPEEDS = (0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def warm_up() -> None:
    """Load FFmpeg's libraries, while the first sound is made."""
    import av  # noqa: F401


class Stretcher:
    """A filter that sound is pushed through, a block after the other.

    Attributes:
        fed_samples: How many samples it was given.
    """

    def __init__(self, sample_rate: int, speed: float) -> None:
        self.fed_samples = 0
        self._rate = sample_rate
        # kept, for the filters do not keep it
        self._graph, self._source, self._sink = _chain(sample_rate, speed)

    def push(self, pcm: bytes) -> Iterator[bytes]:
        """Give it a block of mono 16-bit PCM, and yield what comes out for the device."""
        import av

        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // SAMPLE_BYTES)
        frame.planes[0].update(pcm)
        frame.sample_rate = self._rate
        frame.pts = self.fed_samples
        self.fed_samples += frame.samples
        self._source.push(frame)
        while True:
            try:
                stretched = self._sink.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            assert isinstance(stretched, av.AudioFrame)
            yield bytes(stretched.planes[0])[: stretched.samples * SAMPLE_BYTES]


def _chain(sample_rate: int, speed: float) -> tuple[Graph, FilterContext, FilterContext]:
    """Return a graph of filters, and the first and the last of them."""
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(sample_rate=sample_rate, format="s16", layout="mono")
    chain = [source]
    if speed != 1:
        chain.append(graph.add("atempo", str(speed)))
    chain.append(graph.add("aresample", str(DEVICE_RATE)))
    form = f"sample_fmts=s16:channel_layouts=mono:sample_rates={DEVICE_RATE}"
    chain.append(graph.add("aformat", form))
    chain.append(graph.add("abuffersink"))
    graph.link_nodes(*chain).configure()
    return graph, chain[0], chain[-1]
