"""Captions of figures and tables, recognised by their label: "Figure 3. The quay"."""

from __future__ import annotations

import re
from functools import cache

from narrator.language.tables import all_words, one_of


def is_caption(text: str) -> bool:
    """Return whether a text begins with a caption's label and number, and these end there."""
    return bool(_caption().match(text))


@cache
def _caption() -> re.Pattern[str]:
    labels = one_of(all_words("captions", "labels"))
    return re.compile(
        rf"""
        {labels}
        \s* (?: [A-Z]? \d+ (?: [.-] \d+ )* [a-z]? | [IVXL]+ )   # 3, A1, 2.1b, IV
        \s* (?: [.:–—|] | $ )
        """,
        re.I | re.X,
    )
