"""ZIP archives made in memory for the tests of readers that open them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def packed(members: Mapping[str, str | bytes], first: tuple[str, str] | None = None) -> bytes:
    """Return an archive of these members.

    ``first`` is stored before them without compression, as EPUB asks for its type.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(*first, compress_type=zipfile.ZIP_STORED)
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
