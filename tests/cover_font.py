"""Make the font of the covers again, from a variable Noto Sans (``pip install -e '.[font]'``).

python -m tests.cover_font "NotoSans[wdth,wght].ttf"

The font and its licence are in the package ``fontpkg-noto-sans``. What is kept are the letters of
Latin, Greek and Cyrillic, in one weight and without what only programs that shape text use.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conftest import PROJECT

FOLDER = PROJECT / "narrator" / "covers" / "data"
# heavy enough to be read when it is small, and a little narrow, so that titles keep their size
STYLE = {"wght": 700, "wdth": 90}
# first and last characters of Unicode's blocks, or of the parts of them that titles need
BLOCKS = [
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1 Supplement, Latin Extended-A and -B
    (0x02B0, 0x03FF),  # Spacing Modifier Letters, Combining Diacritical Marks, Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1FFF),  # Latin Extended Additional, Greek Extended
    (0x2010, 0x205E),  # General Punctuation
    (0x2070, 0x20C0),  # Superscripts and Subscripts, Currency Symbols
    (0x2100, 0x218B),  # Letterlike Symbols, Number Forms
    (0x2190, 0x2212),  # arrows, minus
    (0x2C60, 0x2C7F),  # Latin Extended-C
]
TABLES = ["GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR", "avar", "meta"]
HEAD = """\
# The characters that NotoSans-Bold.ttf has, as ranges of code points.
# Made by `python -m tests.cover_font`.
"""


def ranges(characters: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of characters that follow one another."""
    first = last = None
    for character in sorted(characters):
        if last is not None and character == last + 1:
            last = character
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = character
    if first is not None and last is not None:
        yield first, last


def main(source: str) -> None:
    """Write the font and the table of its characters."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    variable = TTFont(source, recalcTimestamp=False)
    # outlines that overlap take FreeType ten times as long
    remove = instancer.OverlapMode.REMOVE
    font = instancer.instantiateVariableFont(variable, STYLE, overlap=remove)
    options = subset.Options(hinting=False, layout_features=[], recalc_timestamp=False)
    options.drop_tables += TABLES
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    wanted = [range(first, last + 1) for first, last in BLOCKS]
    subsetter.populate(unicodes={character for block in wanted for character in block})
    subsetter.subset(font)
    font.save(FOLDER / "NotoSans-Bold.ttf")
    rows = [f"    [0x{first:04X}, 0x{last:04X}],\n" for first, last in ranges(font.getBestCmap())]
    (FOLDER / "font.toml").write_text(f"{HEAD}characters = [\n{''.join(rows)}]\n")
    licence = Path(source).parents[1] / "LICENSE"
    (FOLDER / "OFL.txt").write_text(licence.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
