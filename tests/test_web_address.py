"""Web addresses: how they are asked for, and which lead into this machine or its network."""

from __future__ import annotations

import pytest

from narrator.errors import SourceError
from narrator.readers.web import fetch
from narrator.readers.web.address import parse_url
from narrator.readers.web.lookup import Endpoint, interleave_families, is_public


def refused(url: str) -> str:
    with pytest.raises(SourceError) as caught:
        fetch(url)
    return caught.value.reason


@pytest.mark.parametrize(
    "number",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
        ),
        *(
            "169.254.169.254",
            "169.254.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "192.0.2.1",
            "198.18.0.1",
        ),
        *(
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "168.63.129.16",
        ),
        *(
            "::",
            "::1",
            "fe80::1",
            "fe80::1%1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "ff0e::1",
        ),
        *(
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "::ffff:0:7f00:1",
        ),
        *(
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::808:808",
            "2002:7f00:1::",
            "2002:808:808::1",
            "2001::1",
        ),
        *("2001:db8::1", "3fff::1", "5f00::1", "4000::1"),
    ],
)
def test_addresses_that_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        *(
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "169.253.0.1",
            "192.169.0.1",
            "223.255.255.255",
        ),
        *(
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "2400:cb00::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ),
    ],
)
def test_addresses_that_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f.1",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0",
            "[::1]",
            "LOCALHOST",
        ),
        *(
            "[::ffff:127.0.0.1]",
            "[::]",
            "169.254.169.254",
            "10.0.0.1",
            "１２７.0.0.1",
            "user@127.0.0.1",
            "x.org@localhost",
        ),
    ],
)
def test_hosts_of_this_machine_are_refused_in_every_spelling(host: str) -> None:
    assert "--allow-local" in refused(f"http://{host}/")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a?b=c#part", "http://example.org/a?b=c"),
        ("https://example.org:8443?q", "https://example.org:8443/?q"),
        (
            "http://bücher.example/straße und ort?q=ä|[]",
            "http://xn--bcher-kva.example/stra%C3%9Fe%20und%20ort?q=%C3%A4%7C[]",
        ),
        ("http://straße.example/100%/%41", "http://xn--strae-oqa.example/100%25/%41"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("https://me:secret@example.org/", "https://example.org/"),
        ("http://example.org/\udce9", "http://example.org/%E9"),
        ("http://example.org/a\r\nX: y", "http://example.org/aX:%20y"),
    ],
)
def test_urls_become_what_is_asked_for(typed: str, asked: str) -> None:
    assert parse_url(typed).url == asked


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("file:///etc/hostname", "only http and https"),
        ("http:///a", "name a host"),
        ("http://a b/", "name a host"),
        ("http://[::1", "web address"),
        ("http://example.org:x/", "web address"),
        ("http://example.org:99999/", "web address"),
        ("http://xn--ü.example/", "web address"),
        ("http://" + "a" * 300, "name a host"),
        ("http://" + "a" * 70 + ".invalid", "cannot find"),
        ("http://nowhere.invalid/", "nowhere.invalid"),
    ],
)
def test_urls_that_lead_nowhere(url: str, said: str) -> None:
    assert said in refused(url)


def test_both_kinds_of_addresses_get_their_turn() -> None:
    found = [(6, "a"), (6, "b"), (6, "c"), (4, "d"), (4, "e")]
    endpoints = [Endpoint(family, 1, 6, (name, 80)) for family, name in found]
    assert [endpoint.ip for endpoint in interleave_families(endpoints)] == list("adbec")
