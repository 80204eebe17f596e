"""Web addresses: a URL taken apart and made ready to be asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

PORTS = {"http": 80, "https": 443}
# characters of a name (RFC 1035)
_LONGEST_HOST = 253
_HOST = re.compile(rf"[0-9a-z._:-]{{1,{_LONGEST_HOST}}}")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# what RFC 3986 allows in paths and queries, and brackets, which servers know both ways
_SAFE = "%/:=@!$&'()*+,;~"
_SAFE_IN_QUERY = _SAFE + "?[]"


class UnreachableError(Exception):
    """An address cannot be read.

    Attributes:
        reason: Why, in words for the user.
        retry_seconds: The seconds after which one more try is worth it; None if it is not.
    """

    def __init__(self, reason: str, retry_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_seconds = retry_seconds


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https URL, ready to be asked for.

    Attributes:
        scheme: ``http`` or ``https``.
        host: The host in ASCII and lower case, without an IPv6 address's brackets.
        port: The port, also where the URL has none.
        target: The path and the query, percent-encoded.
        credentials: ``user:password``, or empty.
    """

    scheme: str
    host: str
    port: int
    target: str
    credentials: str = ""

    @property
    def authority(self) -> str:
        """The host, and the port if it is not the scheme's own."""
        host = self.host
        if ":" in host:
            host = f"[{host}]"
        if self.port == PORTS[self.scheme]:
            return host
        return f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The scheme, host and port, as ``https://example.org``."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """All of it but the credentials."""
        return self.origin + self.target


def parse_url(url: str) -> Address:
    """Return a URL as an address; its fragment is dropped.

    Raises:
        UnreachableError: It is not a whole http or https URL.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = _ascii_host(parts.hostname or "")
        target = _target(parts)
    except ValueError:  # its message, which a trace would show, may hold a part of the password
        raise UnreachableError(f"it is not a valid web address{_login_hint(url)}") from None
    if parts.scheme not in PORTS:
        raise UnreachableError(f"only http and https addresses are read, not {parts.scheme}")
    if not _HOST.fullmatch(host):
        raise UnreachableError("it does not name a host as it should")
    return Address(parts.scheme, host, port or PORTS[parts.scheme], target, _credentials(parts))


def _login_hint(url: str) -> str:
    if "@" not in url:
        return ""
    return "; in a name or password, write / as %2F, ? as %3F, # as %23 and @ as %40"


def _ascii_host(host: str) -> str:
    """Return a host's name in ASCII.

    Raises:
        ValueError: There is no such name.
    """
    if host.isascii():
        return host
    if len(host) > _LONGEST_HOST:  # converting takes quadratic time
        raise ValueError(host)
    import idna

    # UTS 46 as browsers do: other cases and widths are the same name, and ß stays
    return idna.encode(host, uts46=True).decode()


def _target(parts: SplitResult) -> str:
    path = _quoted(parts.path or "/", _SAFE)
    if not parts.query:
        return path
    return f"{path}?{_quoted(parts.query, _SAFE_IN_QUERY)}"


def _quoted(text: str, safe: str) -> str:
    # bytes of a command line that are no UTF-8 stay what they were
    return quote(_LONE_PERCENT.sub("%25", text), safe, errors="surrogateescape")


def _credentials(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    return f"{unquote(parts.username)}:{unquote(parts.password or '')}"
