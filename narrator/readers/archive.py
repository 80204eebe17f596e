"""ZIP archives and the XML in them, opened without trust: shared by EPUB and Word files.

Nothing is ever written to disk, and a member's name is only a key, so ``../`` leads nowhere.
Declared sizes are checked before a byte is unpacked, and real sizes afterwards, since a declaration
can lie.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from narrator.errors import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MIB = 1024 * 1024
# the largest real books hold some 3,000 files
_MAX_MEMBERS = 20_000
# as much as a whole source may have: ten times the longest novels
_MAX_MEMBER_BYTES = 64 * _MIB
# of all members that are read
_MAX_TOTAL_BYTES = 4 * _MAX_MEMBER_BYTES
# Unpacked bytes for each packed one. Prose deflates to a third, wordy XML to a thirtieth.
_MAX_RATIO = 100
# so much may deflate better than that, in all members that are read, and harms nobody
_RATIO_COUNTS_FROM = 8 * _MIB
# begins each member's entry in the archive's directory (APPNOTE.TXT 4.3.12)
_CENTRAL_HEADER = b"PK\x01\x02"
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# bit 0 of a member's flags (APPNOTE.TXT 4.4.4)
_ENCRYPTED = 0x1
_LONGEST_SHOWN_NAME = 80
DECLARES_ENTITIES = "the XML in it declares entities, as only hostile files do"
_DAMAGED = "it is damaged or cut off: get the file again"
# what zipfile raises on damaged archives
DAMAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    IndexError,
    OverflowError,
)


class Archive:
    """An opened ZIP archive.

    Members are found by their names with forward slashes. All that is read counts towards one
    limit.

    Attributes:
        source: What error messages call the archive.
    """

    def __init__(self, file: zipfile.ZipFile, source: str) -> None:
        self.source = source
        self._file = file
        self._packed_bytes = 0
        self._unpacked_bytes = 0
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in file.infolist():
            if not member.is_dir():
                name = member.filename.replace("\\", "/").removeprefix("/")
                self._members[name] = member
        # of names that differ only in case the first one counts
        self._names_by_folded = {name.casefold(): name for name in reversed(self._members)}

    @property
    def names(self) -> list[str]:
        """The members' names in the archive's order, with forward slashes."""
        return list(self._members)

    def find(self, name: str) -> str | None:
        """Return the member of this name, else one that differs only in case, else None.

        Archives made on Windows and Macs refer to their members in any case.
        """
        if name in self._members:
            return name
        return self._names_by_folded.get(name.casefold())

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises:
            SourceError: The member is missing, encrypted, damaged or too large.
        """
        found = self.find(name)
        if found is None:
            raise SourceError(self.source, f"it lacks its part {_shown(name)}: get the file again")
        member = self._members[found]
        self._check(member)
        try:
            with self._file.open(member) as file:
                data = file.read(_MAX_MEMBER_BYTES + 1)
        except DAMAGE_ERRORS as error:
            raise SourceError(self.source, _DAMAGED) from error
        self._packed_bytes += member.compress_size
        self._unpacked_bytes += len(data)
        if len(data) > _MAX_MEMBER_BYTES or self._unpacked_bytes > _MAX_TOTAL_BYTES:
            most = _MAX_TOTAL_BYTES // _MIB
            raise SourceError(self.source, f"it unpacks to more than {most} MiB, as no text does")
        return data

    def xml(self, name: str) -> _Element:
        """Return the root element of a member that is XML.

        Raises:
            SourceError: As for ``read``, or the member is no XML that is safe to read.
        """
        return whole_xml(self.read(name), self.source)

    def _check(self, member: zipfile.ZipInfo) -> None:
        """Refuse a member because of what the archive declares about it.

        Raises:
            SourceError: The member is encrypted, packed unusually, or too large.
        """
        reason = ""
        if member.flag_bits & _ENCRYPTED:
            reason = "it is locked with a password: save it without one"
        elif member.compress_type not in _METHODS:
            reason = "it is packed in an unusual way: pack it again as a plain ZIP"
        elif member.file_size > _MAX_MEMBER_BYTES:
            most = _MAX_MEMBER_BYTES // _MIB
            reason = f"one of its parts is larger than {most} MiB, as no text is"
        elif self._is_bomb(member):
            reason = "it unpacks to far more than it holds, as zip bombs do"
        if reason:
            raise SourceError(self.source, reason)

    def _is_bomb(self, member: zipfile.ZipInfo) -> bool:
        """Return whether a member, with those read so far, unpacks to far more than it holds."""
        packed = self._packed_bytes + member.compress_size
        unpacked = self._unpacked_bytes + member.file_size
        return unpacked > max(_RATIO_COUNTS_FROM, _MAX_RATIO * packed)


def open_archive(data: bytes, source: str) -> Archive:
    """Return the archive whose bytes these are.

    Raises:
        SourceError: They are no ZIP archive, are cut off, or hold too many members.
    """
    # the headers are counted first, because opening reads a directory of millions whole
    if data.count(_CENTRAL_HEADER) > _MAX_MEMBERS:
        raise SourceError(source, f"it holds more than {_MAX_MEMBERS:,} files, as no text does")
    try:
        return Archive(zipfile.ZipFile(io.BytesIO(data)), source)
    except DAMAGE_ERRORS as error:
        raise SourceError(source, _DAMAGED) from error


def resolve(base: str, href: str) -> str:
    """Return the name of the member that a reference leads to.

    Args:
        base: The member that holds the reference.
        href: The reference, percent-encoded; its query and fragment are ignored.

    Returns:
        The name, which may be no member's; empty where the reference leads out of the archive or
        to another place on the net.
    """
    path = href.partition("#")[0]
    if "://" in path or path.startswith(("data:", "mailto:")):
        return ""
    path = unquote(path.partition("?")[0]).replace("\\", "/")
    if not path:
        return base
    if path.startswith("/"):
        path = path.lstrip("/")
    else:
        path = posixpath.join(posixpath.dirname(base), path)
    name = posixpath.normpath(path)
    if name.startswith("../") or name in {"..", "."}:
        return ""
    return name


def whole_xml(data: bytes, source: str) -> _Element:
    """Return the root element of an XML document.

    Raises:
        SourceError: It is no XML that is safe to read.
    """
    root = parse_xml(data, source)
    if root is None:
        raise SourceError(source, "the XML in it is damaged: get the file again")
    return root


def parse_xml(data: bytes, source: str) -> _Element | None:
    """Return the root element of an XML document, or None where it is damaged or nested too deep.

    The parser reads no network, no DTD and no entities, and keeps its own limits of depth and size.

    Raises:
        SourceError: The document declares entities.
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
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise SourceError(source, DECLARES_ENTITIES)
    return root


def _shown(name: str) -> str:
    """Return a member's name in quotes, shortened for an error message."""
    if len(name) > _LONGEST_SHOWN_NAME:
        name = name[: _LONGEST_SHOWN_NAME - 1] + "…"
    return repr(name)
