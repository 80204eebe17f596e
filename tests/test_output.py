"""Where results go: names, links, modes, and what an output may not be."""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from narrator.errors import OutputError
from narrator.files import check_replaceable, replacing
from narrator.output import choose_path
from tests.conftest import COMMAND, Narrate
from tests.test_containers import png

SHORT = b"Ten boats came home on the tenth day."
NOBODY = 65_534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Have the block run as a user who owns nothing."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def shared() -> Iterator[Path]:
    """Make a folder that everybody may search, and its owner alone write to."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def replace(path: Path, content: bytes = b"newer") -> None:
    check_replaceable(path)
    with replacing(path) as file:
        file.write(content)


def test_the_longest_name_of_a_file_system(tmp_path: Path) -> None:
    """The unfinished file's name has room, too, where letters take several bytes."""
    for name in ("語" * 83 + ".mp3", "x" * 251 + ".mp3", "\udcff" * 251 + ".mp3"):
        replace(tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"newer"
    with pytest.raises(OSError, match="too long"):
        check_replaceable(tmp_path / ("語" * 84 + ".mp3"))
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_that_is_replaced_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"older")
    for mode in (0o600, 0o664, 0o640, 0o4755):
        path.chmod(mode)
        replace(path)
        assert stat.S_IMODE(path.stat().st_mode) == mode & 0o777
    before = os.umask(0o027)
    try:
        replace(tmp_path / "new.mp3")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.mp3").stat().st_mode) == 0o640


@AS_ROOT
def test_a_file_that_is_replaced_keeps_its_owner(shared: Path) -> None:
    path = shared / "a.mp3"
    path.write_bytes(b"older")
    os.chown(path, NOBODY, NOBODY)
    replace(path)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)
    os.chown(path, 0, 0)
    path.chmod(0o666)
    shared.chmod(0o777)
    with somebody_else():
        replace(path)
    assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (NOBODY, 0o606)


@AS_ROOT
def test_what_belongs_to_somebody_else_is_refused(shared: Path) -> None:
    """As in /tmp, where everybody may write, but not to another's file."""
    path = shared / "a.mp3"
    path.write_bytes(b"older")
    shared.chmod(0o1777)
    with somebody_else(), pytest.raises(OSError, match="ermission denied"):
        check_replaceable(path)
    path.chmod(0o666)
    with somebody_else(), pytest.raises(OSError, match="belongs to another user"):
        check_replaceable(path)
    replace(path)
    assert path.read_bytes() == b"newer"


def test_a_file_that_is_mounted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Linux says what ``mount --bind`` mounted; a test may not mount everywhere."""
    path = tmp_path / "one file.mp3"
    path.write_bytes(b"older")
    mounts = tmp_path / "mountinfo"
    monkeypatch.setattr("narrator.files._MOUNTS", mounts)
    check_replaceable(path)
    place = str(path).replace(" ", r"\040")
    mounts.write_text(f"36 35 98:0 /x {place} rw - ext4 /dev/sda rw\n", encoding="utf-8")
    with pytest.raises(OSError, match="mount its folder"):
        check_replaceable(path)


def test_links_in_a_folder_of_everybody_are_not_followed(narrate: Narrate, shared: Path) -> None:
    """Neither one to a file nor one to a folder, nor one that a link of one's own leads to."""
    home = shared / "home"
    home.mkdir()
    everybody = shared / "everybody"
    everybody.mkdir()
    everybody.chmod(0o1777)
    (home / "a.mp3").write_bytes(b"older")
    (everybody / "link.mp3").symlink_to(home / "a.mp3")
    (everybody / "folder").symlink_to(home)
    (home / "latest.mp3").symlink_to(everybody / "link.mp3")
    for output in ("everybody/link.mp3", "everybody/folder/a.mp3", "home/latest.mp3"):
        run = narrate("-", "-o", shared / output, stdin=SHORT, here=True)
        assert (run.exit_code, run.stderr.count("\n")) == (7, 1)
        assert run.stderr.endswith("is a link that anybody could have made\n")
        with pytest.raises(OSError, match="anybody"), replacing(shared / output):
            pass
    assert (home / "a.mp3").read_bytes() == b"older"
    everybody.chmod(0o755)
    replace(home / "latest.mp3")
    assert (home / "a.mp3").read_bytes() == b"newer"
    (home / "round.mp3").symlink_to("round.mp3")
    with pytest.raises(OSError, match="symbolic links"):
        check_replaceable(home / "round.mp3")


@AS_ROOT
def test_links_of_somebody_else_are_not_followed(shared: Path) -> None:
    (shared / "a.mp3").write_bytes(b"older")
    (shared / "link.mp3").symlink_to("a.mp3")
    replace(shared / "link.mp3", b"mine")
    os.chown(shared / "link.mp3", NOBODY, NOBODY, follow_symlinks=False)
    with pytest.raises(OSError, match="anybody"):
        check_replaceable(shared / "link.mp3")
    os.chown(shared, NOBODY, NOBODY)  # the owner of a folder decides what is in it
    replace(shared / "link.mp3", b"theirs")
    assert (shared / "a.mp3").read_bytes() == b"theirs"


@pytest.mark.parametrize(
    ("prepare", "output", "reason"),
    [
        ("mkdir a.summary.md", "a.mp3", "a.summary.md: it is a folder"),
        ("mkfifo a.summary.md", "a.mp3", "a.summary.md: it is not a file"),
        ("", "x" * 251 + ".mp3", "summary.md: file name too long"),
        ("", "語" * 84 + ".mp3", "mp3: file name too long"),
        ("mkfifo a.mp3", "a.mp3", "a.mp3: it is not a file"),
        ("touch folder", "folder/a.mp3", "a.mp3: not a directory"),
        ("ln -s gone/a.mp3 a.mp3", "a.mp3", "a.mp3: no such file or directory"),
    ],
)
def test_what_cannot_be_written_is_known_before_the_summary_is_shown(
    narrate: Narrate, tmp_path: Path, prepare: str, output: str, reason: str
) -> None:
    subprocess.run(prepare, shell=True, cwd=tmp_path, check=True)
    run = narrate("-", "-o", output, "--summary", "--engine", "tone", stdin=SHORT, here=True)
    assert (run.exit_code, run.stdout, run.stderr.count("\n")) == (7, "", 1)
    assert run.stderr.endswith(f"{reason}\n")
    assert not list(tmp_path.glob(".*"))


@pytest.mark.long
def test_a_summary_of_ones_own_is_kept_though_it_cannot_be_replaced(
    narrate: Narrate, tmp_path: Path
) -> None:
    (tmp_path / "a.summary.md").write_text("mine", encoding="utf-8")
    (tmp_path / "a.summary.md").chmod(0o400)
    run = narrate("-", "-o", "a.mp3", "--summary", "--engine", "tone", stdin=SHORT)
    assert run.exit_code == 0
    assert "is kept" in run.stderr


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_an_output_is_nothing_that_is_read(
    narrate: Narrate, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    for name in ("a.txt", "cover.png", "words.toml", "pronounce.toml"):
        (tmp_path / name).write_bytes(b"")
        link(tmp_path / name, tmp_path / f"{name}.mp3")
    (tmp_path / "a.txt").write_bytes(SHORT)
    (tmp_path / "cover.png").write_bytes(png())
    options = ("-q", "--cover", "cover.png", "--pronounce", "words.toml")
    for output, what in [
        ("a.txt.mp3", "the source itself"),
        ("cover.png.mp3", "the cover"),
        ("words.toml.mp3", "a pronunciation dictionary"),
        ("pronounce.toml.mp3", "a pronunciation dictionary"),
    ]:
        run = narrate("a.txt", "-o", output, *options, here=True)
        assert (run.exit_code, run.stderr) == (
            2,
            f"narrate: {output} is {what}; choose another output\n",
        )
    assert (tmp_path / "a.txt").read_bytes() == SHORT


@pytest.mark.long
def test_standard_input_is_no_output(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "a.mp3").write_bytes(SHORT)
    with open(tmp_path / "a.mp3", "rb") as source:
        done = subprocess.run(
            [COMMAND, "-", "-o", "a.mp3"],
            stdin=source,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
        )
    assert (done.returncode, (tmp_path / "a.mp3").read_bytes()) == (2, SHORT)


def test_a_name_that_no_file_can_have_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="null"):
        choose_path(tmp_path / "folder" / "a\0b.mp3", "a", "mp3")
    assert list(tmp_path.iterdir()) == []
