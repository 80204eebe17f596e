"""Which reader a source is for: by its content first, by its name second.

Every reader tests a sample of the source. The surest one is chosen; of equally sure ones the first,
in the order of ``narrator.registry``, and built-in ones before plug-ins. A suffix or content type
that several readers list belongs to the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator

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
    sample = Sample(data)
    best_reader: Reader | None = None
    best_match = Match.NONE
    suffix_is_taken = False
    type_is_taken = False
    for _, reader in load_readers():
        has_suffix = suffix in reader.suffixes
        has_type = content_type in reader.content_types
        is_named = (has_suffix and not suffix_is_taken) or (has_type and not type_is_taken)
        suffix_is_taken = suffix_is_taken or has_suffix
        type_is_taken = type_is_taken or has_type
        match = reader.match(sample, is_named)
        if match is Match.CERTAIN:
            return reader  # none is surer, and looking for plug-ins takes 25 ms
        if match > best_match:
            best_reader = reader
            best_match = match
    if best_reader is None:
        raise SourceError(
            source,
            sample.unreadable_reason or "it is XML of a kind that is not read: save its text",
        )
    return best_reader


def load_readers() -> Iterator[tuple[str, Reader]]:
    """Yield all readers with the names of their kinds, the built-in ones first.

    Raises:
        UsageError: An installed plug-in is no reader, or takes the name of a built-in one.
    """
    for kind in registry.BUILT_IN[GROUP]:
        yield kind, registry.load(GROUP, kind)
    for kind in registry.plugin_names(GROUP):
        if kind in registry.BUILT_IN[GROUP]:
            built_in: Reader = registry.load(GROUP, kind)
            raise UsageError(
                f"an installed package adds a reader called {kind!r}, but that is the name of the"
                f" built-in one for {built_in.description}: uninstall that package"
            )
        yield kind, _load_plugin(kind)


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
