"""Pictures of other kinds as JPEG: what web pages and books hold, and players do not show.

WebP and GIF are decoded by Pillow, in a process of its own and under limits, since decoders have
had holes. SVG is a program more than a picture and is not converted.
"""

from __future__ import annotations

import io
from importlib import import_module

from narrator.readers.guarded import Limits, run_guarded

# the kinds by Pillow's names, with the module of Pillow that reads them
_PLUGINS = {"GIF": "PIL.GifImagePlugin", "WEBP": "PIL.WebPImagePlugin"}
_GIF_STARTS = (b"GIF87a", b"GIF89a")
_RIFF_START = b"RIFF"
# where a RIFF file says what it is
_RIFF_KIND = slice(8, 12)
_WEBP = b"WEBP"
# what feeds take at the most
_MAX_SIDE_PIXELS = 3000
# a picture of a hundred million takes 400 MB when it is decoded
_MAX_PIXELS = 50_000_000
_QUALITY = 88
_LIMITS = Limits(seconds=10.0, memory_bytes=1024**3)
_WHITE = (255, 255, 255, 255)


def as_jpeg(data: bytes) -> bytes:
    """Return a picture as JPEG, which it may be already; other kinds than WebP and GIF as they are.

    Raises:
        ValueError: It cannot be decoded; the message says why.
    """
    kind = _kind(data)
    if not kind:
        return data
    try:
        return run_guarded(_convert, (data, kind), _LIMITS, kind)
    except Exception as error:  # whatever a decoder raises, and the limits
        raise ValueError(f"the {kind} picture cannot be converted") from error


def _kind(data: bytes) -> str:
    """Return what Pillow calls a picture's kind; empty for what is not converted."""
    if data.startswith(_GIF_STARTS):
        return "GIF"
    if data.startswith(_RIFF_START) and data[_RIFF_KIND] == _WEBP:
        return "WEBP"
    return ""


def _convert(data: bytes, kind: str) -> bytes:
    """Return a picture as JPEG, its first frame on white.

    Raises:
        ValueError: It has too many pixels.
        Exception: It is damaged.
    """
    from PIL import Image

    import_module(_PLUGINS[kind])
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > _MAX_PIXELS:
            raise ValueError("it has too many pixels")
        whole = picture.convert("RGBA")
    ground = Image.new("RGBA", whole.size, _WHITE)
    flat = Image.alpha_composite(ground, whole).convert("RGB")
    flat.thumbnail((_MAX_SIDE_PIXELS, _MAX_SIDE_PIXELS))
    converted = io.BytesIO()
    flat.save(converted, "JPEG", quality=_QUALITY)
    return converted.getvalue()
