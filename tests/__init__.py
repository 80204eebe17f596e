"""Tests: through the installed command and the real engine wherever they can run."""
