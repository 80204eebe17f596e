"""ZIP archives and the XML in them, opened without trust: what EPUB and Word files have in common.

Nothing is ever written to disk, and a name is only a key into the archive, so ``../`` leads nowhere. Sizes are checked as
they are declared before a byte is unpacked, and again as they turn out, since declarations can lie.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from narrator.errors import SourceError

# the largest real books hold some 3,000 files
_MAX_MEMBERS = 20_000
# as much text as a source may have at all (ten times the longest novels), and all that is unpacked from one
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
_MAX_TOTAL_BYTES = 4 * _MAX_MEMBER_BYTES
# prose deflates to a third, wordy XML to a thirtieth; small members may do better, and harm nobody
_MAX_RATIO = 100
_RATIO_COUNTS_FROM = 8 * 1024 * 1024
_CENTRAL_HEADER = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
DECLARES_ENTITIES = "the XML in it declares entities, as only hostile files do"
_DAMAGED = "it is damaged or cut off: get the file again"
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, OSError, ValueError, IndexError, OverflowError),
)


class Archive:
    """An opened archive; ``source`` is what errors name."""

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        self.source = source
        self._file = file
        self._unpacked = 0
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in file.infolist():
            if not member.is_dir():
                self._members[member.filename.replace("\\", "/").removeprefix("/")] = member
        self._folded = {name.casefold(): name for name in reversed(self._members)}

    @property
    def names(self) -> list[str]:
        """The members' names in the archive's order, with forward slashes."""
        return list(self._members)

    def find(self, name: str) -> str | None:
        """The member of this name, else one that differs only in case: archives made on Windows and Macs have them."""
        return name if name in self._members else self._folded.get(name.casefold())

    def read(self, name: str) -> bytes:
        """A member's bytes.

        Raises:
            SourceError: it is missing, encrypted, damaged or too large.
        """
        if (found := self.find(name)) is None:
            raise SourceError(self.source, f"it lacks its part {_shown(name)}: get the file again")
        member = self._members[found]
        self._check(member)
        try:
            with self._file.open(member) as file:
                data = file.read(_MAX_MEMBER_BYTES + 1)
        except _BROKEN as error:
            raise SourceError(self.source, _DAMAGED) from error
        self._unpacked += len(data)
        if len(data) > _MAX_MEMBER_BYTES or self._unpacked > _MAX_TOTAL_BYTES:
            raise SourceError(
                self.source,
                f"it unpacks to more than {_MAX_TOTAL_BYTES // 1024**2} MiB, as no text does",
            )
        return data

    def xml(self, name: str) -> Any:
        """The root element of a member that is XML.

        Raises:
            SourceError: as in ``read``, or it is no XML that is safe to read.
        """
        if (root := parse_xml(self.read(name), self.source)) is None:
            raise SourceError(self.source, "the XML in it is damaged: get the file again")
        return root

    def _check(self, member: zipfile.ZipInfo) -> None:
        reason = ""
        if member.flag_bits & _ENCRYPTED:
            reason = "it is locked with a password: save it without one"
        elif member.compress_type not in _METHODS:
            reason = "it is packed in an unusual way: pack it again as a plain ZIP"
        elif member.file_size > _MAX_MEMBER_BYTES:
            reason = (
                f"one of its parts is larger than {_MAX_MEMBER_BYTES // 1024**2} MiB, as no text is"
            )
        elif member.file_size > max(_RATIO_COUNTS_FROM, _MAX_RATIO * member.compress_size):
            reason = "it unpacks to far more than it holds, as zip bombs do"
        if reason:
            raise SourceError(self.source, reason)


def open_archive(data: bytes, source: str) -> Archive:
    """An archive from its bytes.

    Raises:
        SourceError: they are no ZIP archive, are cut off, or hold too many members.
    """
    # each member has this header in the directory: counted before a directory of millions is read
    if data.count(_CENTRAL_HEADER) > _MAX_MEMBERS:
        raise SourceError(source, f"it holds more than {_MAX_MEMBERS:,} files, as no text does")
    try:
        return Archive(zipfile.ZipFile(io.BytesIO(data)), source)
    except _BROKEN as error:
        raise SourceError(source, _DAMAGED) from error


def resolve(base: str, href: str) -> str:
    """The member that a percent-encoded reference in the member ``base`` means, without its fragment.

    Empty where it leads out of the archive, or into the net.
    """
    path = href.partition("#")[0]
    if "://" in path or path.startswith(("data:", "mailto:")):
        return ""
    path = unquote(path.partition("?")[0]).replace("\\", "/")
    if not path:
        return base
    joined = posixpath.normpath(
        path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(base), path)
    )
    return "" if joined.startswith("../") or joined in {"..", "."} else joined


def parse_xml(data: bytes, source: str) -> Any:
    """The root element of an XML document: no network, no DTD, no entities, and the parser's own limits of depth and size.

    None where it is not well-formed, or is nested too deep.

    Raises:
        SourceError: it declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise SourceError(source, DECLARES_ENTITIES)
    return root


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:79] + "…")
