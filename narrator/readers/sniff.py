"""Which reader a source is for: by its content first, by its name second.

Every reader tests a sample of the source itself. The surest one is chosen; of equally sure ones the
one that is built in, in the order of ``narrator.registry``. A suffix or content type that several
readers list belongs to the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from narrator import registry
from narrator.errors import SourceError, UsageError
from narrator.readers.reader import Match, Reader, Sample

GROUP = "narrator.readers"


def find_reader(data: bytes, source: str, suffix: str, content_type: str = "") -> Reader:
    """Return the reader for a source.

    Args:
        data: All bytes of the source.
        source: What error messages call it.
        suffix: The suffix of its name, in lower case and without the dot; may be empty.
        content_type: What a server calls it, in lower case; empty where no server does.

    Raises:
        SourceError: It is of a kind that is not read.
        UsageError: An installed plug-in is no reader, or takes the name of a built-in one.
    """
    readers = load_readers()
    return readers[find_kind(readers, data, source, suffix, content_type)]


def find_kind(
    readers: Mapping[str, Reader], data: bytes, source: str, suffix: str, content_type: str = ""
) -> str:
    """Return the name of the reader for a source, see ``find_reader``.

    Raises:
        SourceError: It is of a kind that is not read.
    """
    sample = Sample(data)
    named_kinds = {
        _first_with_suffix(readers, suffix),
        _first_with_content_type(readers, content_type),
    }
    best_kind = ""
    best_match = Match.NONE
    for kind, reader in readers.items():
        match = reader.match(sample, kind in named_kinds)
        if match > best_match:
            best_kind = kind
            best_match = match
    if best_match is Match.NONE:
        raise SourceError(source, sample.unreadable_reason or "it is XML, but no web page")
    return best_kind


def load_readers() -> Mapping[str, Reader]:
    """Return all readers by the names of their kinds, the built-in ones first.

    Raises:
        UsageError: An installed plug-in is no reader, or takes the name of a built-in one.
    """
    readers: dict[str, Reader] = {}
    for kind in registry.BUILT_IN[GROUP]:
        readers[kind] = registry.load(GROUP, kind)
    for kind in registry.plugin_names(GROUP):
        if kind in registry.BUILT_IN[GROUP]:
            raise UsageError(
                f"an installed package adds a reader called {kind!r}, but that is the name of the"
                f" built-in one for {readers[kind].description}: uninstall that package"
            )
        readers[kind] = _load_plugin(kind)
    return readers


def _load_plugin(kind: str) -> Reader:
    """Return a reader that another package adds.

    Raises:
        UsageError: It cannot be loaded, or is no ``Reader``.
    """
    try:
        plugin = registry.load(GROUP, kind)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the installed reader {kind!r} cannot be loaded ({error}): uninstall its package"
        ) from error
    if not isinstance(plugin, Reader):
        raise UsageError(
            f"the installed reader {kind!r} is no narrator.readers.reader.Reader:"
            " uninstall its package, or get a newer version of it"
        )
    return plugin


def _first_with_suffix(readers: Mapping[str, Reader], suffix: str) -> str:
    """Return the first kind whose files have this suffix, or an empty string."""
    for kind, reader in readers.items():
        if suffix in reader.suffixes:
            return kind
    return ""


def _first_with_content_type(readers: Mapping[str, Reader], content_type: str) -> str:
    """Return the first kind that servers call so, or an empty string."""
    for kind, reader in readers.items():
        if content_type in reader.content_types:
            return kind
    return ""
