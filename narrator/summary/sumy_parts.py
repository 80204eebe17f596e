"""What is used of sumy, without the packages that sumy loads and that nobody uses here.

sumy imports requests to fetch pages, pycountry to name languages by their codes, and of nltk the
one module with the stemmers, to which all of nltk comes along. They would take longer than a
summary. So sumy is imported with stand-ins in their places. Its summarizers, documents and
stemmers are sumy's and nltk's own, and the rest of sumy still works, with the real packages.

Should the stand-ins not be enough for a newer sumy or nltk, the real packages are imported.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from narrator.stand_ins import LateModule, in_place_of_modules, package_without_code

# the longest code of a language; sumy asks for the names that it uses itself as well
_LONGEST_CODE = 3


class _Languages:
    """pycountry's languages, which are loaded when a code is asked for."""

    @staticmethod
    def get(**code: str) -> Any:
        """Return the language of a code, or None."""
        if all(len(text) > _LONGEST_CODE for text in code.values()):
            return None
        return import_module("pycountry").languages.get(**code)


def _stand_ins() -> dict[str, ModuleType]:
    """Return the stand-ins by the names of their modules."""
    nltk = package_without_code("nltk")
    nltk_stem = package_without_code("nltk", "stem")
    nltk.stem = nltk_stem  # type: ignore[attr-defined]
    pycountry = LateModule("pycountry")
    pycountry.languages = _Languages()  # type: ignore[attr-defined]
    return {
        "nltk": nltk,
        "nltk.corpus": LateModule("nltk.corpus"),
        "nltk.stem": nltk_stem,
        "pycountry": pycountry,
        "requests": LateModule("requests"),
    }


def _load_sumy() -> None:
    """Import the modules of sumy that the others below stand on."""
    import_module("sumy.models.dom")
    import_module("sumy.summarizers._summarizer")
    import_module("sumy.nlp.stemmers")


try:
    with in_place_of_modules(_stand_ins()):
        _load_sumy()
except (ImportError, AttributeError, TypeError):  # they changed, and need more than before
    _load_sumy()

# ruff: noqa: E402 (they are loaded above)
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer, null_stemmer
from sumy.summarizers._summarizer import AbstractSummarizer, SentenceInfo
from sumy.utils import ItemsCount, get_stop_words

__all__ = [
    "AbstractSummarizer",
    "ItemsCount",
    "ObjectDocumentModel",
    "Paragraph",
    "Sentence",
    "SentenceInfo",
    "Stemmer",
    "get_stop_words",
    "null_stemmer",
]
