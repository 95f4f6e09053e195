"""The files of a revision, of real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from composelint.errors import CannotLook
from composelint.gittree import GitTree

ODD = (
    "with space.yaml",
    'say "x".yaml',
    "ä é.yaml",
    "-dash.yaml",
    "tab\there.yaml",
    "new\nline.yaml",
)


def git(folder: Path, *arguments: str) -> str:
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "someone"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "someone@example.org"),
        **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
    }
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=settings, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Its first revision is tagged `first`; the work tree is another one."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, {"compose.yaml": "old", "gone.yaml": "gone", "sub/deep/x.env": "X=1"})
    write(folder, dict.fromkeys(ODD, "odd"))
    (folder / "link.yaml").symlink_to("sub/deep/x.env")
    (folder / "folder-link").symlink_to("sub")
    (folder / "outward").symlink_to("../../etc/passwd")
    (folder / "round").symlink_to("round")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "tag", "first")
    write(folder, {"compose.yaml": "new", "added.yaml": "added"})
    (folder / "gone.yaml").unlink()
    return folder


def test_files_are_those_of_the_revision(repository: Path) -> None:
    tree = GitTree(str(repository), "first")
    assert tree.read(str(repository / "compose.yaml")) == b"old"
    assert tree.read(str(repository / "gone.yaml")) == b"gone"
    assert tree.is_file(str(repository / "gone.yaml"))
    assert not tree.is_file(str(repository / "added.yaml"))
    with pytest.raises(FileNotFoundError):
        tree.read(str(repository / "added.yaml"))
    with pytest.raises(IsADirectoryError):
        tree.read(str(repository / "sub"))


@pytest.mark.parametrize("name", ODD)
def test_odd_names(repository: Path, name: str) -> None:
    assert GitTree(str(repository), "first").read(str(repository / name)) == b"odd"


def test_folders(repository: Path) -> None:
    tree = GitTree(str(repository / "sub" / "deep"), "HEAD")
    assert tree.is_folder(str(repository))
    assert tree.is_folder(str(repository / "sub"))
    assert not tree.is_folder(str(repository / "none"))
    assert tree.entries(str(repository / "sub")) == [("deep", True)]
    names = dict(tree.entries(str(repository)))
    assert names == {
        **dict.fromkeys(("compose.yaml", "gone.yaml", *ODD), False),
        # A link to a folder is none, as on the disk.
        **dict.fromkeys(("link.yaml", "folder-link", "outward", "round"), False),
        "sub": True,
    }
    for path in ("none", "compose.yaml"):
        with pytest.raises(FileNotFoundError):
            tree.entries(str(repository / path))


def test_links_lead_where_they_led(repository: Path) -> None:
    tree = GitTree(str(repository), "first")
    assert tree.read(str(repository / "link.yaml")) == b"X=1"
    assert tree.read(str(repository / "folder-link/deep/x.env")) == b"X=1"
    assert tree.is_folder(str(repository / "folder-link"))
    for name in ("outward", "round", "outward/x"):
        assert not tree.is_file(str(repository / name))
        with pytest.raises(FileNotFoundError):
            tree.read(str(repository / name))


def test_what_lies_elsewhere_is_that_of_the_disk(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("outside")
    tree = GitTree(str(repository), "first")
    assert tree.read(str(tmp_path / "outside.yaml")) == b"outside"
    assert tree.is_file(str(tmp_path / "outside.yaml"))
    assert ("outside.yaml", False) in tree.entries(str(tmp_path))
    # A neighbour whose name begins alike is no part of it.
    (tmp_path / "repo2").mkdir()
    assert tree.is_folder(str(tmp_path / "repo2"))


def test_through_a_link_to_the_repository(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(repository)
    tree = GitTree(str(tmp_path / "alias" / "sub"), "first")
    assert tree.read(str(tmp_path / "alias" / "compose.yaml")) == b"old"
    assert tree.read(str(repository / "compose.yaml")) == b"old"


def test_submodules_are_folders_with_nothing_in_them(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    write(other, {"compose.yaml": "theirs"})
    git(other, "add", "--all")
    git(other, "commit", "-q", "-m", "theirs")
    allow = ("-c", "protocol.file.allow=always")
    git(repository, *allow, "submodule", "add", "-q", str(other), "module")
    git(repository, "commit", "-q", "-m", "module")
    tree = GitTree(str(repository), "HEAD")
    assert tree.is_folder(str(repository / "module"))
    assert tree.entries(str(repository / "module")) == []
    assert not tree.is_file(str(repository / "module" / "compose.yaml"))
    with pytest.raises(IsADirectoryError):
        tree.read(str(repository / "module"))


@pytest.mark.parametrize(
    "revision", ["none", "-x", "--help", "--all", "HEAD:compose.yaml", "HEAD~9", "", "a\0b", "a b"]
)
def test_what_is_no_revision(repository: Path, revision: str) -> None:
    with pytest.raises(CannotLook, match="is no revision of this repository"):
        GitTree(str(repository), revision)


@pytest.mark.parametrize("revision", ["first", "HEAD", "main", "@", "main^{commit}"])
def test_revisions(repository: Path, revision: str) -> None:
    assert GitTree(str(repository), revision).commit == git(repository, "rev-parse", "first")


def test_a_branch_that_begins_with_a_dash(repository: Path) -> None:
    git(repository, "update-ref", "refs/heads/-x", "first")
    assert GitTree(str(repository), "-x").read(str(repository / "compose.yaml")) == b"old"


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(CannotLook, match="no git repository here"):
        GitTree(str(tmp_path), "HEAD")


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotLook, match="git is not installed"):
        GitTree(str(repository), "HEAD")


def test_within_a_hook(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git tells its hooks which repository it works on; ours is the one of the folder."""
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "another" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    tree = GitTree(str(repository / "sub"), "first")
    assert tree.read(str(repository / "compose.yaml")) == b"old"


def test_nothing_is_written(repository: Path) -> None:
    before = git(repository, "status", "--porcelain")
    GitTree(str(repository), "first").read(str(repository / "compose.yaml"))
    assert git(repository, "status", "--porcelain") == before
