"""Where the files of voices are: folders given, the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

# folders for machines without a network, as PATH separates them
VARIABLE = "NARRATE_VOICES"


def voice_folders() -> list[Path]:
    """Return the folders in which files of voices are looked for, in order."""
    import platformdirs

    given = [Path(folder) for folder in os.environ.get(VARIABLE, "").split(os.pathsep) if folder]
    of_user = Path(platformdirs.user_data_dir("narrate", appauthor=False), "voices")
    return [*given, of_user]


def find_file(name: str) -> Path | None:
    """Return the file of a voice; None where it is not on this machine."""
    for folder in voice_folders():
        path = folder / name
        if path.is_file():
            return path
    return None
