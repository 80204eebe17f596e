"""Reading the sound files that speech engines write: WAV, and the AIFF of macOS."""

from __future__ import annotations

import struct
import wave
from pathlib import Path

from narrator.speech.engines import Speech


def read_speech(path: Path) -> Speech:
    """A WAV or AIFF file as mono 16-bit PCM.

    Raises:
        RuntimeError: it is neither, or in a sample format that engines do not write.
    """
    with path.open("rb") as file:
        kind = file.read(12)
    if kind[:4] == b"RIFF":
        with wave.open(str(path), "rb") as reader:
            return _mono(
                reader.readframes(reader.getnframes()),
                reader.getsampwidth(),
                reader.getnchannels(),
                reader.getframerate(),
            )
    if kind[:4] == b"FORM" and kind[8:] in (b"AIFF", b"AIFC"):
        return _read_aiff(path.read_bytes())
    raise RuntimeError("the speech engine wrote a file that is neither WAV nor AIFF")


def _read_aiff(data: bytes) -> Speech:
    """AIFF as Apple's specification 1.3 (1989) has it; AIFC only when uncompressed."""
    import audioop

    chunks: dict[bytes, bytes] = {}
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from(">4sI", data, position)
        chunks[name] = data[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    if b"COMM" not in chunks or b"SSND" not in chunks:
        raise RuntimeError("the speech engine wrote a broken AIFF file")
    common, sound = chunks[b"COMM"], chunks[b"SSND"]
    channels, _, bits = struct.unpack_from(">hIh", common)
    # the rate is an 80-bit float: sign and exponent, then a mantissa with an explicit first bit
    exponent, mantissa = struct.unpack_from(">HQ", common, 8)
    rate = round(mantissa * 2.0 ** ((exponent & 0x7FFF) - 16383 - 63))
    little_endian = common[18:22] == b"sowt"
    if bits != 16 or (data[8:12] == b"AIFC" and common[18:22] not in (b"NONE", b"sowt", b"twos")):
        raise RuntimeError("the speech engine wrote compressed or non-16-bit AIFF")
    samples = sound[8 + struct.unpack_from(">I", sound)[0] :]
    return _mono(samples if little_endian else audioop.byteswap(samples, 2), 2, channels, rate)


def _mono(pcm: bytes, width: int, channels: int, rate: int) -> Speech:
    import audioop

    if width == 1:  # 8-bit WAV is unsigned
        pcm = audioop.bias(pcm, 1, -128)
    pcm = audioop.lin2lin(pcm, width, 2)
    if channels == 2:
        pcm = audioop.tomono(pcm, 2, 0.5, 0.5)
    elif channels != 1:
        raise RuntimeError(f"the speech engine wrote {channels} channels")
    return Speech(pcm, rate)
