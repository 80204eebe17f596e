"""The server: Waitress, which holds no thread for a slow reader, with limits of what it takes."""

from __future__ import annotations

import logging
import select
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from narrator.errors import SourceError
from narrator.publish.serving.addresses import Address, listen_at
from narrator.publish.serving.application import Application
from narrator.publish.serving.shelf import FEED_NAME, Shelf
from narrator.publish.serving.tokens import token_for

# a request is read from the disk at once, and sent without a thread
_THREADS = 4
_MOST_CONNECTIONS = 400
# each connection may have a file open
_FILES_A_CONNECTION = 2
_OTHER_FILES = 40
# without a byte that goes either way; a player that was paused asks again for the rest
_IDLE_SECONDS = 120
_CLEANUP_SECONDS = 20
_MAX_HEADER_BYTES = 16 * 1024
_MAX_BODY_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens, but does not answer yet.

    Attributes:
        address: Where it listens.
        url: The address of the feed, or of the page that lists what is served.
        list_url: The address of that page.
    """

    address: Address
    url: str
    list_url: str
    _application: Application
    _socket: socket.socket

    def run(self) -> None:
        """Answer requests until the process is interrupted."""
        from waitress.server import create_server

        # its lines are about single requests, and nobody asked
        log = logging.getLogger("waitress")
        log.addHandler(logging.NullHandler())
        log.propagate = False
        waitress = create_server(
            self._application,
            sockets=[self._socket],
            threads=_THREADS,
            connection_limit=_connections(),
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=_CLEANUP_SECONDS,
            max_request_header_size=_MAX_HEADER_BYTES,
            max_request_body_size=_MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
            asyncore_use_poll=hasattr(select, "poll"),
            ident="narrate",
        )
        try:
            waitress.run()
        finally:
            waitress.close()


def open_server(folder: Path, address: str, port: int, *, has_new_token: bool = False) -> Server:
    """Return a server for a folder, which listens already.

    Args:
        folder: The folder.
        address: Where to listen.
        port: The port to listen at, or 0 for any.
        has_new_token: Whether to forget the token of the last time.

    Raises:
        SourceError: There is no such folder.
        AddressError: It cannot listen there.
        OutputError: The token cannot be kept.
    """
    if not folder.is_dir():
        reason = "it is no folder" if folder.exists() else "there is no such folder"
        raise SourceError(str(folder), reason)
    shelf = Shelf(folder)
    listening, place = listen_at(address, port)
    token = ""
    try:
        if not place.is_loopback:
            token = token_for(shelf.folder, is_new=has_new_token)
    except BaseException:
        listening.close()
        raise
    application = Application(shelf, place, token)
    name = FEED_NAME if shelf.has_feed() else ""
    url = f"{application.url}{name}"
    return Server(place, url, application.url, application, listening)


def _connections() -> int:
    """Return how many connections are taken, so that each can have a file open."""
    try:
        import resource
    except ImportError:  # pragma: no cover (Windows)
        return _MOST_CONNECTIONS
    wanted = _MOST_CONNECTIONS * _FILES_A_CONNECTION + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted and soft != resource.RLIM_INFINITY:
        with suppress(OSError, ValueError):  # as many as there may be
            most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    if soft == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    fitting = (soft - _OTHER_FILES) // _FILES_A_CONNECTION
    return max(1, min(_MOST_CONNECTIONS, fitting))
