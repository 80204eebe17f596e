"""The table of cues as JSON: when each sentence and word is heard, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a summary alone needs nothing of recording
    from narrator.recording.cues import SentenceCue, WordCue


def as_list(cues: tuple[SentenceCue, ...]) -> list[dict[str, Any]]:
    """Return cues as a list for JSON; times are in seconds, places count characters from 0."""
    return [_sentence(cue) for cue in cues]


def _sentence(cue: SentenceCue) -> dict[str, Any]:
    return {
        "start": round(cue.start_seconds, 3),
        "end": round(cue.end_seconds, 3),
        "section": cue.section,
        "block": cue.block,
        "from": cue.text_start,
        "to": cue.text_end,
        "text": cue.text,
        "spoken": cue.spoken,
        "estimated": cue.estimated,
        "words": [_word(word) for word in cue.words],
    }


def _word(word: WordCue) -> dict[str, Any]:
    """Return a word; its place in the text is one in its block, like that of its sentence."""
    return {
        "start": round(word.start_seconds, 3),
        "end": round(word.end_seconds, 3),
        "from": word.text_start,
        "to": word.text_end,
        "spoken_from": word.spoken_start,
        "spoken_to": word.spoken_end,
    }
