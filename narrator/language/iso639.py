"""ISO 639-2 codes, the three letters by which audio files name a language."""

from __future__ import annotations

from narrator.language.tags import base_language

UNDETERMINED = "und"


def iso639_2(tag: str) -> str:
    """Return the ISO 639-2 code of a BCP 47 tag: ``eng`` for ``en-US``.

    A subtag of three letters that has no other code is returned as it is, ``und`` for an unknown
    one, and the empty string for an empty tag.
    """
    base = base_language(tag)
    if not base:
        return ""
    # imported here, because help loads all formats but needs no code
    from narrator.language.tables import load_toml

    codes = load_toml("narrator.language", "data/iso639.toml")["iso639_2"]
    other = base if len(base) == 3 and base.isalpha() else UNDETERMINED
    return str(codes.get(base, other))
