"""The voices that can be downloaded, and where their files are.

The catalogue has a file for each engine, ``data/voices/<engine>.toml``. Those that the variable
``NARRATE_VOICE_CATALOGUE`` names are read after them, and replace voices of the same id:

    engine = "piper"                        # the registered name of the engine
    licence = "CC-BY-4.0"                   # of all voices, unless one has its own
    licence_url = "https://…"               # where it is to be read
    mirrors = ["https://…/", "https://…/"]  # where the files are, tried in order

    [[voices]]
    id = "thorsten"                         # what --voice takes
    name = "Thorsten (German)"
    language = "de-DE"
    sex = "male"
    files = ["thorsten.onnx", "thorsten.onnx.json"]     # the model first
    speaker = 3                             # all other keys are for the engine: ``details``

    [files."thorsten.onnx"]                 # the name it has in the folder of voices
    bytes = 63_201_294
    sha256 = "…"
    path = "de/thorsten/medium.onnx"        # below a mirror, where it is not the name
    urls = ["https://…/medium.onnx"]        # instead of mirrors and path

Several voices may name the same file. It is downloaded once, and stays as long as one needs it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import tomli

from narrator.errors import UsageError, os_reason
from narrator.files import read_regular
from narrator.language.tables import Table, load_toml
from narrator.speech.engines import Voice

T = TypeVar("T")

# folders for machines without a network, as PATH separates them
FOLDERS_VARIABLE = "NARRATE_VOICES"
# a catalogue of thousands of voices is smaller
_MAX_CATALOGUE_BYTES = 4_000_000
# further catalogues, as PATH separates them
CATALOGUES_VARIABLE = "NARRATE_VOICE_CATALOGUE"
_PACKAGE = "narrator.speech"
_FOLDER = "data/voices"
_SUFFIX = ".toml"
# keys with a meaning for everyone; others are an engine's own
_KNOWN_KEYS = frozenset(
    [
        *("engine", "licence", "licence_url", "mirrors", "voices"),
        *("id", "name", "language", "sex", "files"),
    ]
)
# no file has these in its name on some system
_UNSAFE = frozenset('\\:*?"<>|\0')


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A file that a voice needs.

    Attributes:
        name: Its name in the folder of voices.
        size_bytes: How large it is.
        sha256: The hash it must have, in hexadecimal.
        urls: Where it can be downloaded, the first choice first.
    """

    name: str
    size_bytes: int
    sha256: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A voice that can be downloaded.

    Attributes:
        engine: The registered name of its engine.
        id: What ``--voice`` takes.
        name: Its name, for people.
        language: The language it speaks, a BCP 47 tag.
        sex: ``female`` or ``male``; empty where it is not known.
        licence: The licence of its files, as an SPDX identifier or in words.
        licence_url: Where the licence is to be read.
        files: What it needs, the model first.
        details: What else the catalogue says, for its engine.
    """

    engine: str
    id: str
    name: str
    language: str
    sex: str
    licence: str
    licence_url: str
    files: tuple[VoiceFile, ...]
    details: Mapping[str, Any]

    @property
    def size_bytes(self) -> int:
        """How large all its files are."""
        return sum(file.size_bytes for file in self.files)

    @property
    def sha256(self) -> str:
        """The hash of its file, or one of all their hashes."""
        hashes = [file.sha256 for file in self.files]
        if len(hashes) == 1:
            return hashes[0]
        return hashlib.sha256("".join(hashes).encode()).hexdigest()

    @property
    def is_present(self) -> bool:
        """Whether all its files are on this machine."""
        return all(path_of(file) is not None for file in self.files)

    def as_voice(self) -> Voice:
        """Return it as a voice of its engine."""
        return Voice(
            id=self.id,
            name=self.name,
            language=self.language,
            sex=self.sex,
            licence=self.licence,
            size_bytes=self.size_bytes,
            is_present=self.is_present,
            sha256=self.sha256,
        )


def voices_of(engine: str) -> list[Voice]:
    """Return the voices of an engine in the catalogue, those on this machine first."""
    voices = [entry.as_voice() for entry in entries_of(engine)]
    return sorted(voices, key=lambda voice: not voice.is_present)


def path_of(file: VoiceFile) -> Path | None:
    """Return where a file of the catalogue is; None where it is missing or of another size."""
    for folder in voice_folders():
        path = folder / file.name
        # Path's own test raises for names that are too long
        if os.path.isfile(path) and path.stat().st_size == file.size_bytes:
            return path
    return None


def voice_folders() -> list[Path]:
    """Return the folders in which files of voices are looked for, in order."""
    return [*_paths_in(FOLDERS_VARIABLE), own_folder()]


def own_folder() -> Path:
    """Return the folder into which voices are downloaded."""
    import platformdirs

    return Path(platformdirs.user_data_dir("narrate", appauthor=False), "voices")


def catalogue() -> list[CatalogueEntry]:
    """Return the voices of all engines that can be downloaded.

    Raises:
        UsageError: A catalogue of the user's own cannot be read.
    """
    engines = [*_built_in_engines(), *map(_engine_of, _paths_in(CATALOGUES_VARIABLE))]
    entries: list[CatalogueEntry] = []
    for engine in dict.fromkeys(engines):
        entries += entries_of(engine)
    return entries


def entries_of(engine: str) -> Sequence[CatalogueEntry]:
    """Return the voices of an engine that can be downloaded, in the catalogue's order.

    Raises:
        UsageError: A catalogue of the user's own cannot be read.
    """
    known: dict[str, VoiceFile] = {}
    entries: dict[str, CatalogueEntry] = {}
    if engine in _built_in_engines():
        _add(load_toml(_PACKAGE, f"{_FOLDER}/{engine}{_SUFFIX}"), known, entries)
    for path in _paths_in(CATALOGUES_VARIABLE):
        if _engine_of(path) != engine:
            continue
        try:
            _add(_own_catalogue(path), known, entries)
        except KeyError as error:
            raise _unusable(path, f"{error} is missing") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise _unusable(path, str(error)) from error
    return list(entries.values())


@cache
def _built_in_engines() -> Sequence[str]:
    """Return the names of the engines that the package has a catalogue for."""
    folder = Path(__file__).parent / _FOLDER
    return sorted(file.stem for file in folder.glob(f"*{_SUFFIX}"))


def _engine_of(path: Path) -> str:
    """Return the name of the engine that a catalogue of the user's own is for."""
    engine = _own_catalogue(path).get("engine")
    if not isinstance(engine, str):
        raise _unusable(path, "'engine' is missing")
    return engine


def _own_catalogue(path: Path) -> Table:
    """Return a catalogue of the user's own."""
    try:
        return tomli.loads(read_regular(path, _MAX_CATALOGUE_BYTES).decode("utf-8"))
    except OSError as error:
        raise _unusable(path, os_reason(error)) from error
    except RecursionError as error:
        raise _unusable(path, "it is nested too deeply") from error
    except ValueError as error:
        raise _unusable(path, f"it is no TOML: {error}") from error


def _unusable(path: Path, reason: str) -> UsageError:
    return UsageError(f"the catalogue {path} ({CATALOGUES_VARIABLE}) cannot be used: {reason}")


def _add(table: Table, known: dict[str, VoiceFile], entries: dict[str, CatalogueEntry]) -> None:
    """Add a catalogue's files and voices, by name and id, to those of catalogues before it."""
    for name, fields in table.get("files", {}).items():
        known[name] = _as_file(name, fields, table.get("mirrors", ()))
    for fields in table["voices"]:
        entry = _as_entry({**table, **fields}, known)
        entries[entry.id] = entry


def _as_file(name: str, fields: Table, mirrors: Sequence[str]) -> VoiceFile:
    """Return a file of a catalogue.

    Raises:
        ValueError: Its name leads out of the folder of voices.
    """
    parts = PurePosixPath(name).parts
    if name != "/".join(parts) or ".." in parts or set(name) & _UNSAFE:
        raise ValueError(f"{name!r} is not the name of a file")
    path = fields.get("path", name)
    urls = fields.get("urls") or [mirror + path for mirror in mirrors]
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise ValueError(f"the addresses of {name} are no list of texts")
    size_bytes = _of_type(int, fields, "bytes")
    return VoiceFile(name, size_bytes, _of_type(str, fields, "sha256"), tuple(urls))


def _of_type(kind: type[T], fields: Table, key: str) -> T:
    """Return a value of a catalogue.

    Raises:
        KeyError: It is missing.
        ValueError: It is of another kind than the catalogue's description says.
    """
    value = fields[key]
    if not isinstance(value, kind):
        raise ValueError(f"{key} = {value!r} is of the wrong kind")
    return value


def _as_entry(fields: Table, known: Mapping[str, VoiceFile]) -> CatalogueEntry:
    """Return a voice of a catalogue; what it does not say is said for all of the catalogue."""
    details = {key: value for key, value in fields.items() if key not in _KNOWN_KEYS}
    return CatalogueEntry(
        engine=_of_type(str, fields, "engine"),
        id=_of_type(str, fields, "id"),
        name=_of_type(str, fields, "name"),
        language=_of_type(str, fields, "language"),
        sex=_of_type(str, {"sex": "", **fields}, "sex"),
        licence=_of_type(str, fields, "licence"),
        licence_url=_of_type(str, fields, "licence_url"),
        files=_files_of(fields, known),
        details=details,
    )


def _files_of(fields: Table, known: Mapping[str, VoiceFile]) -> tuple[VoiceFile, ...]:
    """Return the files of a voice.

    Raises:
        ValueError: It has none.
    """
    names = _of_type(list, fields, "files")
    if not names:
        raise ValueError(f"the voice {fields['id']} has no files")
    return tuple(known[name] for name in names)


def _paths_in(variable: str) -> list[Path]:
    """Return the paths that a variable of the environment holds."""
    return [Path(path) for path in os.environ.get(variable, "").split(os.pathsep) if path]
