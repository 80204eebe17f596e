"""Getting the files of voices and deleting them.

A file comes over the network or from a folder, and takes its name when its size and hash are those
of the catalogue. So nobody on the way can change it, and whether an address is to be trusted
matters little. Still, only https is used; plain http is for a mirror on this machine. Redirects
are followed, and proxies of the environment used, because a model of half a gigabyte is fetched
wherever people are. Connections have to keep up a pace (``pacing``).

What has come of a file stays in ``<file>.part``: the next try, on another mirror or another day,
asks for the rest (RFC 9110, section 14).
"""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from narrator.errors import DownloadError, OutputError, SourceError, os_reason
from narrator.files import replacing
from narrator.sources import without_login
from narrator.speech.catalogue import CatalogueEntry, VoiceFile, own_folder, path_of
from narrator.speech.pacing import TooSlowError, paced_handlers
from narrator.version import VERSION

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from urllib.request import OpenerDirector

# told how many bytes are done, and of how many
OnProgress = Callable[[int, int], None]

_PART = ".part"
_CHUNK_BYTES = 1 << 16
# without a byte
_IDLE_SECONDS = 30.0
# a connection that is cut is made again; of those that bring less than this, only a few are
_WORTH_RESUMING_BYTES = 60_000
_MAX_SHORT_CONNECTIONS = 5
# characters of what a server says
_LONGEST_PHRASE = 160
_HEADERS = {"User-Agent": f"narrate/{VERSION}", "Accept-Encoding": "identity"}
_PARTIAL_CONTENT = 206
_RANGE_NOT_SATISFIABLE = 416
_FIRST_BYTE = re.compile(r"bytes ([0-9]{1,15})-")


class _MirrorError(Exception):
    """A mirror does not give the file; the message says why, in words for the user."""


class _CutError(Exception):
    """A connection ended before the file did."""


class _Part:
    """The unfinished file of a download, with what an earlier try left of it.

    Attributes:
        path: Where it is.
        size: How many bytes it has.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # without a buffer, so that what cannot be written is not tried again when it is closed
            self._file = open(path, "a+b", buffering=0)
            self._file.seek(0)
            self._hash = hashlib.file_digest(self._file, "sha256")
            self.size = self._file.tell()

    @property
    def sha256(self) -> str:
        """The hash of what it has."""
        return self._hash.hexdigest()

    def append(self, data: bytes) -> None:
        """Write what comes next."""
        rest = memoryview(data)
        while rest:
            with _writing(self.path):
                written = self._file.write(rest)
            self._hash.update(rest[:written])
            self.size += written
            rest = rest[written:]

    def clear(self) -> None:
        """Delete what it has."""
        with _writing(self.path):
            self._file.truncate(0)
        self._hash = hashlib.sha256()
        self.size = 0

    def close(self) -> None:
        """Keep what it has for the next try; an empty one is removed."""
        self._file.close()
        if not self.size:
            self.path.unlink(missing_ok=True)

    def finish(self, path: Path) -> None:
        """Give it its name."""
        with _writing(path):
            self._file.close()
            os.replace(self.path, path)


def get_voice(
    entry: CatalogueEntry, on_progress: OnProgress, from_folder: Path | None = None
) -> None:
    """Get the files of a voice that are not on this machine.

    Args:
        entry: The voice.
        on_progress: A function that is called whenever more has come.
        from_folder: The folder that holds the files; None to download them.

    Raises:
        DownloadError: A file cannot be had, or is not the one of the catalogue.
        OutputError: It cannot be written.
        SourceError: The folder cannot be read.
    """
    missing = [file for file in entry.files if path_of(file) is None]
    all_bytes = sum(file.size_bytes for file in missing)
    done_bytes = 0
    for file in missing:
        if from_folder is None:
            _download(file, partial(_add, on_progress, done_bytes, all_bytes))
        else:
            _copy(file, from_folder)
        done_bytes += file.size_bytes
        on_progress(done_bytes, all_bytes)


def _add(on_progress: OnProgress, before: int, all_bytes: int, size: int) -> None:
    """Report how much of a file is done, after the files before it."""
    on_progress(before + size, all_bytes)


def remove_voice(entry: CatalogueEntry, others: Sequence[CatalogueEntry]) -> int:
    """Delete the downloaded files of a voice; return how many bytes that frees.

    What a voice among ``others`` needs that is on this machine stays.

    Raises:
        OutputError: A file cannot be deleted.
    """
    needed = {file.name for other in others if other.is_present for file in other.files}
    freed_bytes = 0
    for file in entry.files:
        if file.name not in needed:
            freed_bytes += _delete(own_folder() / file.name)
            freed_bytes += _delete(_part_of(file))
    return freed_bytes


def _delete(path: Path) -> int:
    """Delete a file, if there is one; return how many bytes it had."""
    try:
        size = path.stat().st_size
        path.unlink()
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
    return size


def _copy(file: VoiceFile, folder: Path) -> None:
    """Copy a file from a folder.

    Raises:
        DownloadError: It is not the one of the catalogue.
    """
    source = folder / file.name
    target = own_folder() / file.name
    try:
        content = open(source, "rb")
    except OSError as error:
        raise SourceError(str(source), os_reason(error)) from error
    with content, _writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as copy:
            shutil.copyfileobj(content, copy)
            copy.seek(0)
            digest = hashlib.file_digest(copy, "sha256")  # type: ignore[arg-type]
            if digest.hexdigest() != file.sha256:
                raise DownloadError(file.name, f"{source} is another file (wrong checksum)")


def _download(file: VoiceFile, report: Callable[[int], None]) -> None:
    """Download a file from the first mirror that gives it.

    Raises:
        DownloadError: None does.
    """
    part = _Part(_part_of(file))
    reasons: list[str] = []
    try:
        if part.size > file.size_bytes:
            part.clear()
        _check_room(file, part)
        for url in file.urls:
            try:
                _fetch(url, file, part, report)
            except _MirrorError as failure:
                reasons.append(str(failure))
            else:
                part.finish(own_folder() / file.name)
                return
    finally:
        part.close()
    reason = "; ".join(dict.fromkeys(reasons)) or "the catalogue does not say where it is"
    raise DownloadError(file.name, reason, part.size)


def _check_room(file: VoiceFile, part: _Part) -> None:
    """Check that the disk has room for the rest of a file.

    Raises:
        OutputError: It has not.
    """
    needed = file.size_bytes - part.size
    free = shutil.disk_usage(part.path.parent).free
    if needed > free:
        reason = f"{needed / 1e6:,.1f} MB are needed, and {free / 1e6:,.1f} MB are free"
        raise OutputError(str(part.path), reason)


def _part_of(file: VoiceFile) -> Path:
    """Return where a file is while it is unfinished."""
    return own_folder() / f"{file.name}{_PART}"


def _fetch(url: str, file: VoiceFile, part: _Part, report: Callable[[int], None]) -> None:
    """Download the rest of a file, as long as every connection brings more of it.

    Raises:
        _MirrorError: This mirror does not give it.
    """
    furthest = part.size
    patience = _MAX_SHORT_CONNECTIONS
    while True:
        is_resumed = part.size > 0
        try:
            _receive(url, file, part, report)
        except _CutError as error:
            gained_bytes = part.size - furthest
            if gained_bytes < _WORTH_RESUMING_BYTES:
                patience -= 1
            if gained_bytes <= 0 or patience <= 0:
                raise _MirrorError(str(error)) from error
            furthest = part.size
            continue
        if part.sha256 == file.sha256:
            return
        part.clear()
        # the beginning may have been another file's
        if not is_resumed:
            raise _MirrorError(f"what {_host(url)} gives is another file (wrong checksum)")


def _receive(url: str, file: VoiceFile, part: _Part, report: Callable[[int], None]) -> None:
    """Append to a file what one request brings.

    Raises:
        _MirrorError: There is no such file, or it is another one.
        _CutError: It ends too early.
    """
    if part.size == file.size_bytes:
        return
    with _request(url, part) as response:
        start = _start_of(response)
        _check_size(response, start, file, url)
        if start != part.size:
            part.clear()
        for data in _pieces(response, url):
            part.append(data)
            if part.size > file.size_bytes:
                part.clear()
                raise _MirrorError(f"what {_host(url)} gives is another file (it is too large)")
            report(part.size)
    if part.size < file.size_bytes:
        raise _CutError(f"the connection to {_host(url)} was cut")


def _request(url: str, part: _Part) -> HTTPResponse:
    """Return the answer to a request for the rest of a file.

    Raises:
        _MirrorError: The server cannot be reached, or refuses.
    """
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request

    _check_url(url)
    headers = dict(_HEADERS)
    if part.size:
        headers["Range"] = f"bytes={part.size}-"
    try:
        response: HTTPResponse = _opener().open(
            Request(url, headers=headers), timeout=_IDLE_SECONDS
        )
    except HTTPError as error:
        error.close()
        if error.code == _RANGE_NOT_SATISFIABLE:
            part.clear()
        phrase = str(error.reason)[:_LONGEST_PHRASE]
        raise _MirrorError(f"{_host(url)} does not give it ({error.code} {phrase})") from error
    except (OSError, ValueError, HTTPException) as error:
        raise _MirrorError(_why_unreachable(error, url)) from error
    return response


def _why_unreachable(error: Exception, url: str) -> str:
    """Return why there is no connection, in words for the user."""
    import ssl

    host = _host(url)
    cause = getattr(error, "reason", error)
    if isinstance(cause, TooSlowError):
        return _too_slow(url)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not to be trusted: {cause.verify_message.rstrip('.')}"
    elsewhere = f"where there is a network, fetch {without_login(url)} and see --voices-from"
    return f"cannot reach {host}: is this machine online? ({elsewhere})"


def _too_slow(url: str) -> str:
    return f"{_host(url)} sends less than 1 kB a second"


def _pieces(response: HTTPResponse, url: str) -> Iterator[bytes]:
    """Yield the body of an answer, as it comes.

    Raises:
        _MirrorError: It comes too slowly.
        _CutError: It ends too early.
    """
    from http.client import HTTPException

    while True:
        try:
            data = response.read1(_CHUNK_BYTES)
        except TooSlowError as error:
            raise _MirrorError(_too_slow(url)) from error
        except (OSError, HTTPException) as error:
            raise _CutError(f"the connection to {_host(url)} was cut") from error
        if not data:
            return
        yield data


def _start_of(response: HTTPResponse) -> int:
    """Return the place of an answer's first byte in the file."""
    found = _FIRST_BYTE.match(response.headers.get("Content-Range", ""))
    if response.status != _PARTIAL_CONTENT or found is None:
        return 0
    return int(found[1])


def _check_size(response: HTTPResponse, start: int, file: VoiceFile, url: str) -> None:
    """Check that an answer ends where the file does, if it says so.

    Raises:
        _MirrorError: It does not.
    """
    if response.length is not None and start + response.length != file.size_bytes:
        raise _MirrorError(f"what {_host(url)} gives is another file (it has another size)")


def _check_url(url: str) -> None:
    """Check that an address is an encrypted one or on this machine.

    Raises:
        _MirrorError: It is neither.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _MirrorError(f"{without_login(url)} is no address") from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))
    if not is_safe:
        raise _MirrorError(f"{without_login(url)} is not fetched: only https is")


def _is_loopback(host: str | None) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


@cache
def _opener() -> OpenerDirector:
    """Return what opens addresses: with the certificates of the system, and checked redirects."""
    import ssl
    from urllib.request import (
        HTTPRedirectHandler,
        ProxyHandler,
        Request,
        build_opener,
        getproxies,
    )

    import truststore

    class CheckedRedirects(HTTPRedirectHandler):
        """Redirects that never leave https."""

        def redirect_request(self, req: Request, *rest: Any) -> Request | None:
            """Return the request for the new address."""
            *_, target = rest
            _check_url(target)
            if req.type == "https" and not target.startswith("https:"):
                shown = without_login(target)
                raise _MirrorError(f"{req.host} redirects to {shown}, which is not encrypted")
            return super().redirect_request(req, *rest)

        def http_error_302(
            self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
        ) -> Any:
            """Follow a redirect without its body, which would be read to the end."""
            fp.close()
            return super().http_error_302(req, fp, code, msg, headers)

        http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    proxies = {scheme: proxy for scheme, proxy in getproxies().items() if scheme != "http"}
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return build_opener(ProxyHandler(proxies), CheckedRedirects(), *paced_handlers(context))


def _host(url: str) -> str:
    """Return the host of an address, for messages."""
    try:
        return urlsplit(without_login(url)).netloc.rpartition("@")[2]
    except ValueError:
        return without_login(url)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Raise what the system says against writing a file as an ``OutputError``."""
    try:
        yield
    except OSError as error:
        raise OutputError(str(path), os_reason(error)) from error
