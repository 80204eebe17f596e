"""SubRip, which nearly every player of films reads.

Nobody has written down the format. So this is what the program wrote that it is named after, since
players of hardware were made for that: lines end in CR and LF. There is no byte order mark, which
some players would show, and which none needs to recognise UTF-8.
"""

from __future__ import annotations

import re

from narrator.publish.captions.notation import clock_time, parted
from narrator.publish.captions.timed import Caption
from narrator.recording.cues import Recorded

_END_OF_LINE = "\r\n"
# what players would take for a time, an arrow between times, or markup
_MARKUP = re.compile(r":(?=\d{1,2}:\d{1,2}[,.]\d)|-(?=->)|<(?=[/!?A-Za-z])|\{(?=\\)")


def head(_recorded: Recorded) -> str:
    """Return what comes before the captions of a recording: nothing."""
    return ""


def entry(number: int, caption: Caption) -> str:
    """Return a caption with its number, from 1 on, and an empty line after it."""
    start = clock_time(caption.start_milliseconds, ",")
    end = clock_time(caption.end_milliseconds, ",")
    lines = [str(number), f"{start} --> {end}"]
    for line in caption.lines:
        lines.append(parted(caption.text[line.start : line.end], _MARKUP))
    lines.append("")
    return "".join(line + _END_OF_LINE for line in lines)
