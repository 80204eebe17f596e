"""LICENCES.md's list of what pip brings is true, and what it says may be left out is not used."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT
from tests.documents import docx, paragraph

NAME = "article-narrator"
LICENCES = (PROJECT / "LICENCES.md").read_text(encoding="utf-8")
# what older versions of our packages bring besides, which the lowest versions are tested with
OF_OLDER_VERSIONS = {"coloredlogs", "humanfriendly", "mpmath", "sympy"}


def listed_in_table() -> set[str]:
    """Return the packages in LICENCES.md's table."""
    cells = re.findall(r"^\| ([a-z0-9, -]+) \| .+ \| .+ \|$", LICENCES, re.M)
    return {name for cell in cells for name in cell.split(", ")} - {"package"}


def listed_below() -> set[str]:
    """Return the packages that LICENCES.md says are brought by those in the table."""
    lines = re.findall(r"^- (?:.+?): ((?:.|\n  )+)", LICENCES, re.M)
    names = re.sub(r"\([^)]*\)|\sand its parts", "", ",".join(lines))
    return {name.strip() for name in names.split(",")}


def requirements(name: str) -> list[Requirement]:
    """Return what a package requires on some machine, without its extras."""
    found = [Requirement(line) for line in requires(name) or []]
    return [each for each in found if "extra ==" not in str(each.marker)]


def applies_here(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def required() -> tuple[set[str], set[str]]:
    """Return what narrate needs here, and what it would need elsewhere."""
    here: set[str] = set()
    elsewhere: set[str] = set()
    waiting = [NAME]
    while waiting:
        for requirement in requirements(waiting.pop()):
            name = canonicalize_name(requirement.name)
            if not applies_here(requirement):
                elsewhere.add(name)
            elif name not in here:
                here.add(name)
                waiting.append(name)
    return here, elsewhere


def test_every_package_stands_in_readme_with_its_licence() -> None:
    direct = {canonicalize_name(requirement.name) for requirement in requirements(NAME)}
    assert listed_in_table() == direct
    here, elsewhere = required()
    assert here - direct - OF_OLDER_VERSIONS <= listed_below()
    assert listed_below() <= (here | elsewhere) - direct


WITHOUT = """
import importlib.abc, sys
left_out = set(sys.argv[1].split())
class Nowhere(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0].replace("_", "-") in left_out:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Nowhere())
from narrator.settings import SUMMARY_METHODS
from narrator import Settings, SummarySettings, narrate, read, summarise
from narrator.readers.html import extraction
from lxml import html
folder = sys.argv[2]
for source in sys.argv[3:]:
    article = read(source)
    assert article.words > 20, source
    for method in SUMMARY_METHODS:
        assert summarise(article, SummarySettings(method=method)).texts
    for kind in ("mp3", "m4b", "opus", "flac", "wav"):
        narrate(source, f"{folder}/{article.name}.{kind}", Settings.of(engine="espeak"))
page = html.fromstring("<html><body><p>" + "A sentence of some words. " * 40 + "</p></body></html>")
assert extraction._by_trafilatura(page, is_alone=False) and extraction._by_resiliparse(page)
narrate(sys.argv[3], f"{folder}/neural.mp3", Settings.of(engine="hibari"))
"""


@pytest.mark.long
def test_what_may_be_left_out_is_not_used(tmp_path: Path) -> None:
    (listed,) = re.findall(r"`pip\suninstall -y ([a-z\s-]+)`", LICENCES)
    assert set(listed.split()) <= listed_below()
    sentences = "The harbour was empty. Ships had left it in the night, as they did each May. " * 3
    text = tmp_path / "a.txt"
    text.write_text(sentences, encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><p>{sentences}</article>", encoding="utf-8")
    document = tmp_path / "document.docx"
    document.write_bytes(docx(paragraph(sentences)))
    command = [sys.executable, "-c", WITHOUT, listed, tmp_path / "out", text, page, document]
    subprocess.run(command, check=True)
