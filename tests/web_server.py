"""A web server on this machine that behaves as the worst ones do.

A path is an answer: a function on its socket.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Answer = Callable[[BaseHTTPRequestHandler], None]


def page(body: bytes, status: int = 200, **headers: str) -> Answer:
    """Answer with a whole page.

    An underscore in a header's name stands for a hyphen; ``Content_Length=""`` leaves that
    header out.
    """

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in (
            {"Content_Type": "text/plain", "Content_Length": str(len(body))} | headers
        ).items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def redirect(location: str, status: int = 302) -> Answer:
    """Answer with a redirect."""
    return page(b"", status, Location=location)


def raw(*pieces: bytes) -> Answer:
    """Bytes as they are, with no head of their own."""
    return lambda request: request.wfile.writelines(pieces)


class Server(ThreadingHTTPServer):
    """Answers, and what was asked for: ``asked`` holds path and headers of every request."""

    daemon_threads = True

    def __init__(self, answers: Mapping[str, Answer | list[Answer]], host: str) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.answers = answers
        self.asked: list[tuple[str, dict[str, str]]] = []
        super().__init__((host, 0), Handler)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Do nothing: a client that goes away before the end is what most tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Gives the answer that stands under the path: the next one of a list, whose last one stays."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        found = self.server.answers.get(self.path, page(b"", 404))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        found(self)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(
    answers: Mapping[str, Answer | list[Answer]],
    host: str = "127.0.0.1",
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """Serve in a thread while the block lasts, on a port that was free."""
    with Server(answers, host) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
            server.url = server.url.replace("http:", "https:")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
