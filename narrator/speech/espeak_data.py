"""espeak-ng's data folder, and which voices have the dictionary that they read by.

espeak-ng lists a voice without a dictionary and takes it, but dies at the first mark in a text. The
wheel of espeakng-loader 0.2.4 has three such voices.
"""

from __future__ import annotations

import ctypes
import os
import re
from functools import cache
from pathlib import Path

from narrator.language.tags import base_language
from narrator.speech.engines import Voice

_DICTIONARY_SUFFIX = "_dict"
_VOICE_FOLDER = "lang"
# a voice's file may name the dictionary; else it is that of the voice's first language
_DICTIONARY_LINE = re.compile(r"^dictionary[ \t]+(\S+)", re.M)


def has_dictionary(voice: Voice) -> bool:
    """Return whether a voice, by the id that espeak-ng gives it, has its dictionary."""
    dictionaries = _dictionaries()
    return base_language(voice.language) in dictionaries or _named_in_file(voice) in dictionaries


@cache
def data_folder() -> str:
    """Return the folder of the library's data; espeak-ng has been started."""
    from pyttsx3.drivers import _espeak

    folder = ctypes.c_char_p()
    _espeak.dll.espeak_Info(ctypes.byref(folder))
    return os.fsdecode(folder.value or b"")


@cache
def _dictionaries() -> frozenset[str]:
    """Return the names of the dictionaries in the data."""
    names = os.listdir(data_folder())
    found = [name for name in names if name.endswith(_DICTIONARY_SUFFIX)]
    return frozenset(name.removesuffix(_DICTIONARY_SUFFIX) for name in found)


def _named_in_file(voice: Voice) -> str:
    """Return the dictionary that a voice's file names; empty where it names none."""
    try:
        content = Path(data_folder(), _VOICE_FOLDER, voice.id).read_text("utf-8", "replace")
    except OSError:
        return ""
    found = _DICTIONARY_LINE.search(content)
    return found[1] if found else ""
