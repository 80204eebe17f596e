"""The script everyone writes: one clip file for each sentence, ``+=``, export.

Arguments: text, words a minute, output.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from pydub import AudioSegment

text, rate, output = sys.argv[1:]
whole = AudioSegment.silent(0, frame_rate=22_050)
with tempfile.TemporaryDirectory() as folder:
    clip = str(Path(folder, "clip.wav"))
    for sentence in re.split(r"(?<=[.!?])\s+", Path(text).read_text(encoding="utf-8")):
        if any(map(str.isalnum, sentence)):
            subprocess.run(
                ["espeak-ng", "-v", "en-us", "-s", rate, "-w", clip, sentence], check=True
            )
            whole += AudioSegment.from_wav(clip)
whole.export(output, format="mp3", bitrate="64k")
