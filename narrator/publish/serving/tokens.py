"""The secret part of an address, one for each folder, kept for the next time.

It is a file in the user's data folder, for that user alone. An app keeps the address of its feed,
so the token stays when the server is started again.
"""

from __future__ import annotations

import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

from narrator.errors import OutputError, os_reason
from narrator.files import read_regular

# 128 bits
_TOKEN_BYTES = 16
_TOKEN = re.compile(r"[\w-]{22}", re.A)
_MAX_BYTES = 100
_OWNER_ALONE = 0o600
_FOLDER_MODE = 0o700


def token_for(folder: Path, *, is_new: bool = False) -> str:
    """Return the token for a folder, made if there is none.

    Args:
        folder: The folder, with its links followed.
        is_new: Whether to forget an older one.

    Raises:
        OutputError: It cannot be kept.
    """
    path = _path_of(folder)
    token = "" if is_new else _kept(path)
    if token:
        return token
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    try:
        _keep(token, path)
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return token


def _path_of(folder: Path) -> Path:
    """Return where the token for a folder is kept."""
    import platformdirs

    name = sha256(os.fsencode(folder)).hexdigest()[:32]
    return Path(platformdirs.user_data_dir("narrate", appauthor=False), "served", name)


def _kept(path: Path) -> str:
    """Return the token that is kept; empty where there is none, or others may have read it."""
    try:
        text = read_regular(path, _MAX_BYTES).decode("ascii")
        status = path.lstat()
    except (OSError, ValueError):
        return ""
    if not _TOKEN.fullmatch(text):
        return ""
    if hasattr(os, "geteuid"):  # pragma: no branch (Windows keeps the folder for its user)
        others = status.st_mode & 0o077
        if others or status.st_uid != os.geteuid():
            return ""
    return text


def _keep(token: str, path: Path) -> None:
    """Keep a token, readable for its user alone from the first byte on.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(part, flags, _OWNER_ALONE), "w", encoding="ascii") as file:
        file.write(token)
    os.replace(part, path)
