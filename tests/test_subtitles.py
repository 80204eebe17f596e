"""Subtitles as running text."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrator.readers import read

SUBRIP = """1
00:00:01,000 --> 00:00:04,000
The boats came

2
00:00:04,500 --> 00:00:08,000 X1:40
<i>home</i> {\\an8}at last.

3
00:00:12,000 --> 00:00:13,000
[wind]
Nobody cheered &amp; sang.

4
00:00:13,000 --> 00:00:14,000
- Why?
- They were
- They were
"""
WEBVTT = """WEBVTT - Boats

STYLE
::cue { color: red }

NOTE nobody reads this

one
00:01.000 --> 00:04.000 align:start
<v Ada>The boats came

00:04.500 --> 00:08.000
home at last.
"""


@pytest.mark.parametrize("name", ["a.srt", "a.txt", "a"])
def test_sentences_of_subtitles_are_joined(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SUBRIP, encoding="utf-8")
    assert read(tmp_path / name).text == (
        "The boats came home at last.\nNobody cheered & sang.\nWhy?\nThey were"
    )


def test_web_subtitles_are_read_without_notes_and_styles(tmp_path: Path) -> None:
    (tmp_path / "a.vtt").write_text(WEBVTT.replace("\n", "\r\n"), encoding="utf-8")
    assert read(tmp_path / "a.vtt").text == "The boats came home at last."
