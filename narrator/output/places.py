"""Places for files that narrate names itself: each source has its own, and replaces no other's.

A recording's files share a name without suffixes, after the title: the audio, and its companions
beside it. The name is free where none of them would replace anything but files that the same
source has there, as the folder's manifest says; else the next one is tried: "Title (2)". It is
claimed in the manifest before anything is spoken, so that a run at the same time takes another.

A source whose title has changed gets files by its new title; those by the older one stay.

An audio file that was asked for by its name is replaced whatever it is. Nobody named the files
beside it, though: they replace only what the manifest knows to be narrate's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path

from narrator.article import Article
from narrator.errors import OutputError, os_reason
from narrator.output.checks import (
    Inputs,
    check_writable,
    is_folder,
    make_folder,
    refuse_inputs,
    what_is_read,
)
from narrator.output.manifest import FILE_NAME, Recording, edit_manifest, mark_of
from narrator.output.names import name_key, number_of, numbered
from narrator.sources import STANDARD_INPUT, file_identity, is_url

DEFAULT_FOLDER = Path("output")
Recordings = Mapping[str, Recording]
# returns a name, and what kept a source from the one that it asked for
_Choose = Callable[["Request", Recordings], tuple[str, Path | None]]
_NOT_OURS = "narrate did not write what is there, or it was edited; --overwrite replaces it"


@dataclass(frozen=True, slots=True)
class Request:
    """What asks for a place.

    Attributes:
        output: The file or the folder that was asked for; None for the default folder.
        stem: What the files in a folder are called, if that is free.
        suffix: The suffix of the audio, with its dot; empty for an album, which is a folder.
        source: What identifies the source.
        files: Returns the paths of all files that are written, given that of the audio.
        notes: Returns the paths of files that are kept once a user has edited them. They only
            keep a source from taking a name that it does not have yet.
        inputs: Files that are read, and never replaced.
        overwrite: Whether files of others are replaced; albums of others never are.
    """

    output: str | Path | None
    stem: str
    suffix: str
    source: str
    files: Callable[[Path], list[Path]]
    notes: Callable[[Path], list[Path]]
    inputs: Inputs
    overwrite: bool = False

    @property
    def folder(self) -> Path:
        """The folder in which the files are named by their stem."""
        return Path(self.output or DEFAULT_FOLDER)

    @property
    def is_album(self) -> bool:
        """Whether the recording is a folder of files."""
        return not self.suffix

    def audio(self, stem: str) -> Path:
        """Return the path of the audio of a name, or of the folder of an album."""
        return self.folder / f"{stem}{self.suffix}"

    def paths(self, stem: str) -> list[Path]:
        """Return the paths of all files of a name."""
        return self.files(self.audio(stem))


@dataclass(slots=True)
class _Claim:
    """A name that is claimed.

    Attributes:
        stem: The name.
        older: The files of the source's own by that name, with their marks.
        before: The marks of all files that were there.
        replaced: The recording of another source by that name, if there was one.
    """

    stem: str
    older: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    replaced: Recording | None = None


def source_identity(article: Article) -> str:
    """Return what tells an article's source from all others.

    It is the URL without a login, or the whole path with links followed, and for standard input a
    checksum of the text.
    """
    if article.parts:
        return " + ".join(map(source_identity, article.parts))
    if article.source == STANDARD_INPUT:
        text = article.text.encode("utf-8", "replace")
        return f"{STANDARD_INPUT} {hashlib.sha256(text).hexdigest()}"
    if is_url(article.source):
        return article.source
    return file_identity(article.source)


@contextmanager
def open_place(request: Request, note: Callable[[str], None]) -> Iterator[Path]:
    """Yield the path for a recording: the file asked for, or one with a name of its source's own.

    Nobody else takes that name until the block ends. The manifest then knows what was written,
    also where the block ends with an error.

    Args:
        request: What asks for the place.
        note: Told in one line what the user should know.

    Raises:
        OutputError: The folder or a file cannot be written, or a file beside the one that was
            asked for is not narrate's.
        UsageError: A file that was asked for is one that is read.
    """
    choose = _choose
    if request.output is not None and not is_folder(request.output):
        path = Path(request.output)
        files = request.files(path)
        _check(files, request)
        if files == [path]:  # nobody needs to know whose it is
            yield path
            return
        request = replace(request, output=path.parent, stem=path.stem, suffix=path.suffix)
        choose = _given_name
    make_folder(request.folder)
    claim = _claim(request, choose, note)
    is_done = False
    try:
        _check(request.paths(claim.stem), request)
        yield request.audio(claim.stem)
        is_done = True
    finally:
        _settle(request, claim, is_done=is_done)


def _check(paths: Iterable[Path], request: Request) -> None:
    """Check that files can be written, and that none of them is read.

    Raises:
        OutputError: One cannot be written.
        UsageError: One is an input.
    """
    refuse_inputs(paths, request.inputs)
    for path in paths:
        # whether a folder can be made is tried with a file
        check_writable(path.with_name(f".{path.name}") if request.is_album else path)


def _claim(request: Request, choose: _Choose, note: Callable[[str], None]) -> _Claim:
    """Choose a name, and write into the manifest that it is taken.

    Raises:
        OutputError: The name cannot be taken.
    """
    claim = _Claim(request.stem)
    obstacle = None
    try:
        with edit_manifest(request.folder) as recordings:
            claim.stem, obstacle = choose(request, recordings)
            recording = recordings.get(claim.stem)
            claim.older = _own_files(request, recording)
            if recording is not None and recording.source != request.source:
                claim.replaced = recording
            claim.before = _marks(request, claim.stem)
            being_made = {_name(request, path): "" for path in request.paths(claim.stem)}
            recordings[claim.stem] = Recording(request.source, {**claim.older, **being_made})
    except OSError as error:
        manifest = request.folder / FILE_NAME
        reason = os_reason(error)
        note(f"cannot write {manifest}: {reason}; later runs will not know this file as their own")
    if obstacle is not None:
        name = request.audio(claim.stem).name
        what = what_is_read(obstacle, request.inputs)
        hint = "" if request.is_album or what else " (or --overwrite)"
        note(f"{obstacle} is {what or 'not from this source'} and is kept: writing {name}{hint}")
    return claim


def _settle(request: Request, claim: _Claim, *, is_done: bool) -> None:
    """Write into the manifest what is there now, or what was where nothing has changed."""
    with suppress(OSError), edit_manifest(request.folder) as recordings:
        files = dict(claim.older)
        for name, mark in _own_files(request, recordings.get(claim.stem)).items():
            if mark:  # also from another run of this source
                files[name] = mark
        for name, mark in _marks(request, claim.stem).items():
            if mark and (is_done or mark != claim.before.get(name)):
                files[name] = mark
        kept = {name: files[name] for name in files if os.path.lexists(request.folder / name)}
        if kept:
            recordings[claim.stem] = Recording(request.source, kept)
        elif claim.replaced is not None:
            recordings[claim.stem] = claim.replaced
        else:
            recordings.pop(claim.stem, None)


def _choose(request: Request, recordings: Recordings) -> tuple[str, Path | None]:
    """Return a name that may be taken: one that the source has already, or the first free one.

    Returns:
        The name, and what kept the source from the first name, where it gets a new one.
    """
    own = _own_stems(request, recordings)
    others = (numbered(request.stem, number) for number in count(1))
    usable = (stem for stem in chain(own, others) if not _obstacle(request, stem, recordings))
    stem = next(usable)
    if stem in own:
        return stem, None
    return stem, _obstacle(request, request.stem, recordings)


def _given_name(request: Request, recordings: Recordings) -> tuple[str, None]:
    """Return the name that was asked for, as ``_choose`` does.

    Raises:
        OutputError: A file beside the audio was not written by narrate, or was edited.
    """
    known: dict[str, str] = {}
    for recording in recordings.values():
        known |= recording.files
    for path in request.paths(request.stem)[1:]:
        if path.exists() and not _may_replace(request, path, known):
            raise OutputError(str(path), _NOT_OURS)
    return request.stem, None


def _own_stems(request: Request, recordings: Recordings) -> list[str]:
    """Return the names that the source has already under its title."""
    own: list[str] = []
    for stem, recording in recordings.items():
        wanted = numbered(request.stem, number_of(stem))
        if recording.source == request.source and name_key(stem) == name_key(wanted):
            own.append(stem)
    return own


def _obstacle(request: Request, stem: str, recordings: Recordings) -> Path | None:
    """Return what keeps a source from taking a name, if anything does."""
    recording = _recording_of(stem, recordings)
    own = _own_files(request, recording)
    if recording is not None and not own and not request.overwrite:
        for name, mark in recording.files.items():
            path = request.folder / name
            if not mark or os.path.lexists(path):
                return path
    paths = request.paths(stem)
    if not own:
        paths += request.notes(request.audio(stem))
    for path in paths:
        if os.path.lexists(path) and not _may_replace(request, path, own):
            return path
    return None


def _recording_of(stem: str, recordings: Recordings) -> Recording | None:
    """Return the recording of a name, or of one that is the same on some system."""
    if stem in recordings:
        return recordings[stem]
    key = name_key(stem)
    for other, recording in recordings.items():
        if name_key(other) == key:
            return recording
    return None


def _own_files(request: Request, recording: Recording | None) -> dict[str, str]:
    """Return the files of a recording with their marks, if it is of the source that asks."""
    if recording is None or recording.source != request.source:
        return {}
    return recording.files


def _may_replace(request: Request, path: Path, own: Mapping[str, str]) -> bool:
    """Return whether what is at a path may be replaced: the source's own, as it was written."""
    if path.is_dir() != request.is_album or what_is_read(path, request.inputs):
        return False
    if request.is_album and path.is_symlink():
        return False
    if request.overwrite and not request.is_album:
        return True
    files = _files_at(path)
    if any(_name(request, file) not in own for file in files):
        return False
    return all(own[_name(request, file)] in ("", mark_of(file)) for file in files)


def _marks(request: Request, stem: str) -> dict[str, str]:
    """Return the marks of all files of a name that are there."""
    marks: dict[str, str] = {}
    for path in request.paths(stem):
        for file in _files_at(path):
            marks[_name(request, file)] = mark_of(file)
    return marks


def _files_at(path: Path) -> list[Path]:
    """Return the file that is at a path, or all files in a folder but hidden ones."""
    if path.is_dir():
        return [each for each in path.iterdir() if not each.name.startswith(".")]
    return [path] if os.path.lexists(path) else []


def _name(request: Request, path: Path) -> str:
    """Return what the manifest calls a file."""
    return path.relative_to(request.folder).as_posix()
