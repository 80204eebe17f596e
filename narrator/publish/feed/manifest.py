"""The manifest: what is known of a feed, as a JSON file in its folder.

It is read strictly, because files are deleted by what it says: every field is there and of its
kind, and a file's name is a plain one that names something in the folder.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from narrator.publish.feed.records import AUDIO_TYPES, Episode, Manifest

NAME = "narrate-feed.json"
_VERSION = 1
# of a file that belongs to a feed: a title in ASCII, a checksum, suffixes
_FILE_NAME = re.compile(r"[a-z0-9-]{1,90}-[0-9a-f]{8,10}(\.[A-Za-z0-9_-]{1,60}){1,3}")
_TIME = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_LONGEST_SECONDS = 1e9
_FILE_FIELDS = {"files", "cover", "discarded"}


def is_file_name(name: str) -> bool:
    """Return whether a file of a feed may be called so."""
    return bool(_FILE_NAME.fullmatch(name))


def to_json(manifest: Manifest) -> bytes:
    """Return a manifest as the content of its file."""
    content = {"version": _VERSION, **asdict(manifest)}
    # a name of a source may hold bytes that are no text, which JSON has an escape for
    return (json.dumps(content, indent=1) + "\n").encode("ascii")


def from_json(data: bytes) -> Manifest:
    """Return the manifest that a file holds.

    Raises:
        ValueError: It is damaged, or a later version of the program wrote it.
    """
    try:
        content = json.loads(data, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(content, dict):
        raise ValueError("it is no object")
    version = content.pop("version", None)
    if version != _VERSION:
        raise ValueError(f"its version is {version!r}, not {_VERSION}")
    manifest: Manifest = _record(Manifest, content)
    for episode in manifest.episodes:
        _check(episode)
    return manifest


def _refuse_constant(name: str) -> None:
    """Refuse what Python writes into JSON for numbers that are none.

    Raises:
        ValueError: Always.
    """
    raise ValueError(f"{name} is no number")


def _check(episode: Episode) -> None:
    """Check what an entry of the feed is made from.

    Raises:
        ValueError: It is not what it should be.
    """
    if not episode.files or episode.audio_suffix not in AUDIO_TYPES:
        raise ValueError("an episode has no audio")
    if not _TIME.fullmatch(episode.published) or not episode.published_at:
        raise ValueError("an episode has no date")
    if not 0 <= episode.duration_seconds < _LONGEST_SECONDS:
        raise ValueError("an episode has no duration")


def _record(kind: Any, content: object) -> Any:
    """Return a record from an object of JSON.

    Raises:
        ValueError: A field is missing, unknown or of another kind.
    """
    kinds = _kinds(kind)
    if not isinstance(content, dict) or content.keys() != kinds.keys():
        raise ValueError(f"it does not have the fields of {kind.__name__.lower()}")
    values = {name: _value(name, kinds[name], each) for name, each in content.items()}
    return kind(**values)


@cache
def _kinds(record: Any) -> dict[str, Any]:
    """Return the types of a record's fields."""
    return get_type_hints(record)


def _value(name: str, kind: Any, content: object) -> Any:
    """Return the value of a field: a text, a number, a truth value, a record or a tuple.

    Raises:
        ValueError: It is of another kind, or no name that a file of a feed has.
    """
    if get_origin(kind) is tuple:
        if not isinstance(content, list):
            raise ValueError(f"{name} is not a list")
        item = get_args(kind)[0]
        return tuple(_value(name, item, each) for each in content)
    if kind is float and type(content) is int:
        content = float(content)
    if kind not in (str, int, float, bool):
        return _record(kind, content)
    if type(content) is not kind:
        raise ValueError(f"{name} is not what it should be")
    if name in _FILE_FIELDS and content and not is_file_name(str(content)):
        raise ValueError(f"{name} names no file of a feed")
    return content
