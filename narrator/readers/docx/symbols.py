"""Characters of symbol fonts, which files hold by their places in the font (``w:sym``)."""

from __future__ import annotations

from narrator.language.tables import load_toml
from narrator.readers.docx.names import Element, attribute

# fonts without Unicode names lie in this private area
_PRIVATE_AREA = 0xF000


def read_symbol(node: Element) -> str:
    """Return the character of a ``w:sym``; empty where no character of a text is like it."""
    font = attribute(node, "font").lower()
    try:
        code = int(attribute(node, "char"), 16)
    except ValueError:
        return ""
    tables = load_toml("narrator.readers.docx", "data/symbols.toml")
    if font in tables:
        return str(tables[font].get(f"{code & 0xFF:02x}", ""))
    if code < _PRIVATE_AREA:  # an ordinary font with an ordinary character
        return chr(code)
    return ""
