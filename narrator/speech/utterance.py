"""One utterance through any engine: cut to the length it takes, and checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from operator import index

from narrator.speech.engines import Engine, NothingSaidError, Speech, Voice, Word

_SAMPLE_BYTES = 2
# letters that have no sound of their own, such as the sign for a glottal stop
_MODIFIER_LETTER = "Lm"


def speak(engine: Engine, text: str, voice: Voice, rate: int) -> Speech:
    """Speak a text, in parts where it is longer than the engine takes.

    Raises:
        ValueError: What the engine returned is no speech.
        NothingSaidError: It says nothing of a text with letters.
        Exception: Any that the engine raises.
    """
    parts: list[Speech] = []
    words: list[Word] = []
    start_samples = 0
    for offset, part in _parts(text, engine.max_characters):
        speech = checked(engine.speak(part, voice, rate))
        parts.append(speech)
        for word in speech.words:
            shifted = Word(word.start_samples + start_samples, word.offset + offset, word.length)
            words.append(shifted)
        start_samples += len(speech.pcm) // _SAMPLE_BYTES
    pcm = b"".join(part.pcm for part in parts)
    if not pcm.strip(b"\0") and _has_sound(text):
        raise NothingSaidError("the voice says nothing of it")
    return Speech(pcm, parts[0].sample_rate, tuple(words))


def checked(speech: Speech) -> Speech:
    """Return what an engine returned, its numbers as Python's own.

    Raises:
        ValueError: It is no sound that can be joined.
    """
    if not isinstance(speech, Speech) or not isinstance(speech.pcm, bytes):
        raise ValueError("the engine returned no sound")
    try:
        sample_rate = index(speech.sample_rate)
        words = tuple(_plain(word) for word in speech.words)
    except (TypeError, AttributeError) as error:
        raise ValueError("the engine returned times that are no whole numbers") from error
    if len(speech.pcm) % _SAMPLE_BYTES or sample_rate <= 0:
        raise ValueError("the engine returned no 16-bit samples at a rate")
    return Speech(speech.pcm, sample_rate, words)


def _plain(word: Word) -> Word:
    """Return a word's time without numbers of numpy, which cannot be stored."""
    return Word(index(word.start_samples), index(word.offset), index(word.length))


def _parts(text: str, limit: int | None) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text with their offsets, each no longer than the limit."""
    start = 0
    while limit is not None and len(text) - start > limit:
        space = text.rfind(" ", start + 1, start + limit + 1)
        end = space if space > 0 else start + limit
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _has_sound(text: str) -> bool:
    """Return whether a text has a letter that is said."""
    return any(
        letter.isalpha() and unicodedata.category(letter) != _MODIFIER_LETTER for letter in text
    )
