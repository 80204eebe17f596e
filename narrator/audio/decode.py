"""Encoded passages decoded, as players hear them.

Each is put into a small file of its format and read by FFmpeg. So what an encoder adds is skipped
as players skip it, and one way does for all formats.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from narrator.audio.formats import Chapter, Encoded, Format, Tags
from narrator.audio.sound import SAMPLE_BYTES


def decode(encoded: Encoded, audio: Format) -> bytes:
    """Return the mono 16-bit PCM of an encoded passage, at its sample rate.

    Args:
        encoded: The passage.
        audio: The format that encoded it.
    """
    file = io.BytesIO()
    whole = Chapter("", 0, encoded.samples, encoded.sample_rate)
    audio.write(file, [encoded.data], [whole], Tags(""))
    file.seek(0)
    pcm = b"".join(_read(file, encoded.sample_rate))
    return pcm[: encoded.samples * SAMPLE_BYTES]


def _read(file: io.BytesIO, sample_rate: int) -> Iterator[bytes]:
    """Yield the sound of an audio file as mono 16-bit PCM."""
    import av

    resampler = av.AudioResampler("s16", "mono", sample_rate)
    with av.open(file, "r") as container:
        for frame in container.decode(audio=0):
            for converted in resampler.resample(frame):
                yield bytes(converted.planes[0])[: converted.samples * SAMPLE_BYTES]
    for converted in resampler.resample(None):
        yield bytes(converted.planes[0])[: converted.samples * SAMPLE_BYTES]
