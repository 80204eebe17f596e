"""What a run loads: nothing that it does not use, and the same results as with everything."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from narrator import registry
from narrator.installed import package_version
from narrator.language.tables import language_codes, language_table
from narrator.settings import SUMMARY_METHODS
from narrator.stand_ins import LateModule, in_place_of_modules, package_without_code
from narrator.verbalize import numbers
from tests.conftest import SAMPLES, Narrate

NIGHT_TRAINS = SAMPLES / "night-trains.txt"
# runs the command, then prints what it has loaded
RUN_AND_LIST = """
import sys
from narrator.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""
# some methods take seconds for more
_SHORT_BYTES = 8_000
OF_SPEECH = {"av", "espeakng_loader", "hibari", "lameenc", "num2words", "pydub", "pyttsx3"}
OF_PAGES = {"lxml", "resiliparse", "trafilatura"}
# what sumy imports and nobody uses
OF_SUMY = {"nltk", "pycountry", "requests", "urllib3"}
SUMMARIES = """
import json, sys, warnings
warnings.simplefilter("ignore")
{first}
from narrator import read, summarise, SummarySettings
found = []
for path in sys.argv[1:]:
    article = read(path)
    for method in {methods!r}:
        settings = SummarySettings(sentences=5, method=method)
        found.append(summarise(article, settings, article.language or "en").texts)
json.dump(found, sys.stdout)
"""


def run_script(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a Python script in a process of its own."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def loaded_by(*arguments: str | Path) -> set[str]:
    """Return the modules that a run of the command has loaded."""
    return set(run_script(RUN_AND_LIST, *arguments).stderr.split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_a_summary_loads_nothing_of_speech_of_pages_or_of_networks() -> None:
    modules = loaded_by(NIGHT_TRAINS, "--summary-only")
    assert packages(modules) & {*OF_SPEECH, *OF_PAGES, *OF_SUMY, "numpy", "onnxruntime"} == set()
    rooms = {".".join(name.split(".")[:2]) for name in modules if name.startswith("narrator.")}
    assert rooms & {f"narrator.{room}" for room in ("audio", "recording", "speech")} == set()


@pytest.mark.long
@pytest.mark.parametrize("engine", ["espeak", "hibari"])
def test_takes_that_are_kept_load_no_model_no_numpy_and_no_processes(
    narrate: Narrate, cache_home: Path, tmp_path: Path, engine: str
) -> None:
    output = tmp_path / "a.mp3"
    settings = ("--engine", engine, "--cache-dir", cache_home, "--cover", "none")
    asked = (NIGHT_TRAINS, "-o", output, *settings)
    assert narrate(*asked).exit_code == 0
    first = output.read_bytes()
    # what measures coverage has modules of its own
    modules = loaded_by(*asked, "-q") - loaded_by("--version")
    assert output.read_bytes() == first
    heavy = {"av", "hibari", "numpy", "onnxruntime", "pydub", *OF_PAGES, *OF_SUMY}
    assert packages(modules) & (heavy | {"multiprocessing"}) == set()
    assert "concurrent.futures.process" not in modules
    assert "narrator.audio.loudness" not in modules


@pytest.mark.long
def test_summaries_are_those_of_the_real_packages() -> None:
    samples = [path for path in SAMPLES.glob("*.txt") if path.stat().st_size < _SHORT_BYTES]
    real = "import requests, pycountry, nltk, sumy.nlp.stemmers, sumy.summarizers.lsa"
    with_all = run_script(SUMMARIES.format(first=real, methods=SUMMARY_METHODS), *samples)
    without = run_script(SUMMARIES.format(first="", methods=SUMMARY_METHODS), *samples)
    assert json.loads(without.stdout) == json.loads(with_all.stdout)
    assert len(json.loads(without.stdout)) == len(samples) * len(SUMMARY_METHODS) > 0


@pytest.mark.long
def test_where_the_stand_ins_are_not_enough_the_real_packages_are_loaded() -> None:
    first = (
        "import narrator.stand_ins as stand_ins\n"
        "def refuse(*names): raise ImportError('nltk has changed')\n"
        "stand_ins.package_without_code = refuse\n"
    )
    script = SUMMARIES + "assert 'nltk.corpus' in sys.modules"
    changed = run_script(script.format(first=first, methods=["directed"]), NIGHT_TRAINS)
    usual = run_script(SUMMARIES.format(first="", methods=["directed"]), NIGHT_TRAINS)
    assert json.loads(changed.stdout) == json.loads(usual.stdout)


@pytest.mark.long
def test_who_uses_sumy_and_nltk_beside_narrator_has_all_of_them() -> None:
    """The rest of sumy works, and what is imported later is whole."""
    run_script(
        "import narrator.summary.sumy_parts\n"
        "import sumy.utils, sys\n"
        "assert not {'nltk', 'requests', 'pycountry'} & set(sys.modules)\n"
        "assert sumy.utils.normalize_language('de') == 'german'\n"
        "try: sumy.utils.fetch_url('http://127.0.0.1:1/')\n"
        "except sys.modules['requests'].RequestException: pass\n"
        "else: raise AssertionError\n"
        "import nltk\n"
        "assert nltk.stem.PorterStemmer().stem('trains') == 'train'\n"
        "assert nltk.stem.snowball.EnglishStemmer().stem('trains') == 'train'\n"
    )


def test_a_late_module_finds_the_real_one() -> None:
    late = LateModule("fractions")
    with in_place_of_modules({"fractions": late, "json": late}):
        if "fractions" in sys.modules:
            assert sys.modules["json"] is json  # what is loaded stays
    assert late.Fraction(1, 2) == 0.5
    assert late.Fraction.from_float(0.5) == 0.5
    with pytest.raises(AttributeError):
        late.__path__  # noqa: B018


def test_a_package_without_code_has_its_modules_and_leaves_nothing() -> None:
    def inner() -> ModuleType:
        import wsgiref.headers

        return wsgiref.headers

    with in_place_of_modules({"wsgiref": package_without_code("wsgiref")}):
        assert inner().Headers
    assert not {"wsgiref", "wsgiref.headers"} & set(sys.modules)
    with pytest.raises(ImportError, match="no package nowhere"):
        package_without_code("nowhere")


def test_number_words_are_those_of_all_of_num2words(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [code for code in language_codes() if language_table(code, "numbers")]
    assert len(codes) == 7
    values = (*range(130), 999, 1000, 1987, 21_000, 1_000_001, 10**14)
    for code in codes:
        locale = language_table(code, "numbers").get("locale", code)
        one, every = numbers._num2words(locale), numbers._any_of_num2words(locale)
        for kind in ("cardinal", "ordinal"):
            assert [one(value, kind) for value in values] == [every(v, kind) for v in values]

    def refuse(package: str, name: str) -> ModuleType:
        raise ImportError(f"{package} has changed: {name}")

    monkeypatch.setattr(numbers, "import_from", refuse)
    numbers._num2words.cache_clear()
    assert numbers._num2words("de")(21, "cardinal") == "einundzwanzig"
    numbers._num2words.cache_clear()


def test_versions_are_those_of_the_standard_library() -> None:
    packages_here = {distribution.metadata["Name"] for distribution in metadata.distributions()}
    assert len(packages_here) > 20
    for name in packages_here:
        assert package_version(name) == metadata.version(name)
    assert package_version("no-such-package") == ""


def test_plug_ins_are_looked_for_in_archives_and_folders_alike(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archive = tmp_path / "packages.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("odd-1.dist-info/METADATA", "Name: odd\nVersion: 1\n")
        file.writestr("odd-1.dist-info/entry_points.txt", "[narrator.readers]\nodd = odd:ODD\n")
    assert registry.plugin_names("narrator.readers") == []
    monkeypatch.syspath_prepend(str(archive))
    package_version.cache_clear()
    assert registry.plugin_names("narrator.readers") == ["odd"]
    assert package_version("odd") == "1"
    assert package_version("nowhere") == ""
