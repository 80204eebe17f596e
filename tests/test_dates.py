"""Dates as sources write them, for tags and covers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.language.dates import iso_date


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("2024-03-01", "", "2024-03-01"),
        ("2024-03-01T10:20:30+01:00", "en", "2024-03-01"),
        ("2024/3/1 10:20", "en", "2024-03-01"),
        ("2024年3月1日", "ja", "2024-03-01"),
        ("2024-03", "en", "2024-03"),
        ("2024", "en", "2024"),
        ("2024-2025", "en", "2024"),
        ("2024-13-01", "en", "2024"),
        ("2024-02-30", "en", "2024"),
        ("20240301", "en", "2024-03-01"),
        ("D:20240301102030Z", "en", "2024-03-01"),
        ("202403011", "en", ""),
        ("01.03.2024", "de", "2024-03-01"),
        ("25/12/2024", "en-GB", "2024-12-25"),
        ("12/25/2024", "en-US", "2024-12-25"),
        ("03/04/2024", "en", "2024"),
        ("04/04/2024", "en", "2024-04-04"),
        ("31.02.2024", "de", "2024"),
        ("March 1, 2024", "en", "2024-03-01"),
        ("Friday, 1st March 2024 at 10:20", "en", "2024-03-01"),
        ("Fri, 01 Mar 2024 10:20:30 GMT", "", "2024-03-01"),
        ("1. März 2024", "de-AT", "2024-03-01"),
        ("1er mars 2024", "fr", "2024-03-01"),
        ("1 de marzo de 2024", "es", "2024-03-01"),
        ("March 2024", "xx", "2024-03"),
        ("30 February 2024", "en", "2024"),
        ("March or April 2024", "en", "2024"),
        ("1 or 2 March 2024", "en", "2024"),
        ("spring 2024", "en", "2024"),
        ("© 2024", "en", "2024"),
        ("from 2023 to 2024", "en", ""),
        ("yesterday", "en", ""),
        ("", "", ""),
        ("9" * 10_000, "en", ""),
    ],
)
def test_a_date_is_as_exact_as_it_is_stated(text: str, language: str, iso: str) -> None:
    assert iso_date(text, language) == iso


@given(st.text(alphabet="0123456789-/.: 年月日T٣²marchDécembre", max_size=24))
def test_whatever_is_written_a_date_is_iso_8601(text: str) -> None:
    date = iso_date(text, "fr")
    assert re.fullmatch(r"|[12][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?", date)
