"""pdfium's strings."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

# UTF-16's
_BYTES_A_CHARACTER = 2


def read_string(ask: Callable[..., int], *about: Any) -> str:
    """Return one of pdfium's strings.

    It is asked twice: without a buffer it tells the length in bytes. pypdfium2's own functions are
    not used because they raise on half a surrogate pair.
    """
    size = ask(*about, None, 0)
    text_bytes = size - _BYTES_A_CHARACTER  # without the NUL at the end
    if text_bytes <= 0:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:text_bytes].decode("utf-16-le", "replace")
