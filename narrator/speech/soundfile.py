"""Reading the sound files that speech engines write: WAV, and the AIFF of macOS.

Source for AIFF: Apple, "Audio Interchange File Format" 1.3 (1989); of AIFF-C only what is not
compressed.
"""

from __future__ import annotations

import audioop
import struct
import wave
from pathlib import Path

from narrator.speech.engines import Speech

_FILE_HEAD_BYTES = 12
_AIFF = b"AIFF"
_AIFF_C = b"AIFC"
_LITTLE_ENDIAN = b"sowt"
_UNCOMPRESSED = (b"NONE", b"twos", _LITTLE_ENDIAN)
# of the 80-bit floating point number: the exponent's bias, and the mantissa's bits behind the point
_EXPONENT_BIAS = 16383
_FRACTION_BITS = 63


def read_speech(path: Path) -> Speech:
    """Return a WAV or AIFF file as mono 16-bit PCM.

    Raises:
        RuntimeError: It is neither, or in a sample format that engines do not write.
    """
    with path.open("rb") as file:
        head = file.read(_FILE_HEAD_BYTES)
    if head[:4] == b"RIFF":
        return _read_wav(path)
    if head[:4] == b"FORM" and head[8:] in (_AIFF, _AIFF_C):
        return _read_aiff(path.read_bytes())
    raise RuntimeError("the speech engine wrote a file that is neither WAV nor AIFF")


def _read_wav(path: Path) -> Speech:
    """Return a WAV file as mono 16-bit PCM."""
    with wave.open(str(path), "rb") as reader:
        pcm = reader.readframes(reader.getnframes())
        sample_bytes = reader.getsampwidth()
        channels = reader.getnchannels()
        rate = reader.getframerate()
    if sample_bytes == 1:  # 8-bit WAV is unsigned
        pcm = audioop.bias(pcm, 1, -128)
    pcm = audioop.lin2lin(pcm, sample_bytes, 2)
    return Speech(_to_mono(pcm, channels), rate)


def _read_aiff(data: bytes) -> Speech:
    """Return an AIFF file as mono 16-bit PCM."""
    chunks = _chunks(data)
    if b"COMM" not in chunks or b"SSND" not in chunks:
        raise RuntimeError("the speech engine wrote a broken AIFF file")
    common = chunks[b"COMM"]
    channels, _frames, sample_bits = struct.unpack_from(">hIh", common)
    rate = _sample_rate(common[8:18])
    compression = common[18:22]
    is_compressed = data[8:12] == _AIFF_C and compression not in _UNCOMPRESSED
    if sample_bits != 16 or is_compressed:
        raise RuntimeError("the speech engine wrote compressed or non-16-bit AIFF")
    sound = chunks[b"SSND"]
    (offset,) = struct.unpack_from(">I", sound)
    pcm = sound[8 + offset :]
    if compression != _LITTLE_ENDIAN:
        pcm = audioop.byteswap(pcm, 2)
    return Speech(_to_mono(pcm, channels), rate)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the bodies of an AIFF file's chunks by their names."""
    chunks: dict[bytes, bytes] = {}
    position = _FILE_HEAD_BYTES
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, position)
        start = position + 8
        chunks[name] = data[start : start + size]
        padding = size % 2
        position = start + size + padding
    return chunks


def _sample_rate(data: bytes) -> int:
    """Return a sample rate given as an 80-bit floating point number.

    It is sign and exponent, then a mantissa whose first bit is the one before the point.
    """
    sign_and_exponent, mantissa = struct.unpack(">HQ", data)
    exponent = (sign_and_exponent & 0x7FFF) - _EXPONENT_BIAS
    rate: float = mantissa * 2.0 ** (exponent - _FRACTION_BITS)
    return round(rate)


def _to_mono(pcm: bytes, channels: int) -> bytes:
    """Return 16-bit PCM in one channel.

    Raises:
        RuntimeError: There are more than two.
    """
    if channels == 1:
        return pcm
    if channels == 2:
        return audioop.tomono(pcm, 2, 0.5, 0.5)
    raise RuntimeError(f"the speech engine wrote {channels} channels")
