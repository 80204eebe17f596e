"""An address as a QR code in the characters of a terminal."""

from __future__ import annotations

# modules; the standard asks for four, cameras for less, and a terminal has few lines
_BORDER = 2
# two modules above each other, from whether each is light
_BLOCKS = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def code_lines(text: str) -> list[str]:
    """Return the lines of a code whose light parts are blocks, on a dark ground."""
    import segno

    rows = [
        [not is_dark for is_dark in row]
        for row in segno.make_qr(text, error="l").matrix_iter(border=_BORDER)
    ]
    rows.append([False] * len(rows[0]))  # a code has an odd number of rows
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
