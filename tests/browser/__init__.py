"""Tests of the page in a real browser: Debian's Chromium without a screen.

    python -m pytest -m browser

They need the extra ``[browser]`` and a ``chromium`` on the path.
"""
