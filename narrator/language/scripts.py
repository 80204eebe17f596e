"""Unicode scripts: of a letter, and as ranges of characters for a pattern's square brackets.

The ranges are of the scripts that put no space between words, limited to the Unicode blocks that
living languages use; rare Han characters beyond them count as letters with spaces.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Han with its first extension and its compatibility forms; the hexagrams between (U+4DC0 on) are
# signs
HAN_AND_KANA = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
THAI_TO_KHMER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
UNSPACED = THAI_TO_KHMER + HAN_AND_KANA  # the lowest first
# the full-width punctuation of Chinese and Japanese
WIDE_SIGNS = "\u3000-\u303f\uff00-\uff60"


@cache
def script_of(character: str) -> str:
    """Return the first word of a character's name in Unicode: of a letter or mark, its script."""
    return unicodedata.name(character, "").partition(" ")[0]
