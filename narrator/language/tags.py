"""Language tags (BCP 47)."""

from __future__ import annotations

# Macrolanguages and retired subtags, by the subtag that speech engines tag their voices with.
# Source: IANA language subtag registry (Preferred-Value, Macrolanguage); "nn" is read by Bokmål
# voices because no engine has one for Nynorsk.
_CANONICAL_SUBTAGS = {
    "zh": "cmn",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "sh": "hr",
    "tl": "fil",
}


def base_language(tag: str) -> str:
    """Return the primary language subtag in lower case: ``pt`` for ``pt-BR`` and ``pt_BR``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def canonical_language(tag: str) -> str:
    """Return the primary subtag that voices use for a tag's language: ``cmn`` for ``zh-TW``."""
    base = base_language(tag)
    return _CANONICAL_SUBTAGS.get(base, base)
