"""LRC, the lyrics that players of music show: one line for every caption.

Nobody has written down the format. Tags come first, then lines such as ``[00:12.34]Text``, with as
many minutes as there are. A line stays until the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrator.language.characters import one_line
from narrator.publish.captions.notation import WORD_JOINER, lyrics_time, parted
from narrator.publish.captions.timed import Caption
from narrator.recording.cues import Recorded
from narrator.version import VERSION

# what players would take for a time
_TIME = re.compile(r"\[(?=\s*\d+\s*:)|<(?=\s*\d+\s*:)")
# the brackets of a tag end it
_OTHER_BRACKETS = str.maketrans("[]", "()")


def head(recorded: Recorded) -> str:
    """Return the tags of a recording."""
    lines: list[str] = []
    for name, value in _tags(recorded):
        if value:
            lines.append(f"[{name}:{one_line(value).translate(_OTHER_BRACKETS)}]\n")
    return "".join(lines)


def entry(_number: int, caption: Caption) -> str:
    """Return a caption on one line."""
    written = caption.text[caption.lines[0].start : caption.lines[-1].end]
    text = parted(written, _TIME)
    if text.startswith("["):
        text = WORD_JOINER + text  # or it would be one more tag
    return f"[{lyrics_time(caption.start_milliseconds)}]{text}\n"


def _tags(recorded: Recorded) -> Iterator[tuple[str, str]]:
    """Yield the tags by their names; some may be empty."""
    tags = recorded.tags
    minutes, seconds = divmod(round(recorded.chapters[-1].end_seconds), 60)
    yield "ti", tags.title
    yield "ar", tags.artist
    yield "al", tags.album
    yield "la", recorded.article.language
    yield "length", f"{minutes}:{seconds:02}"
    yield "re", "narrate"
    yield "ve", VERSION
