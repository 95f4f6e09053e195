"""What is wrong in a configuration is told with its place, and never as a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composelint.api import check
from composelint.cli.main import main
from composelint.configuration.keys import FILE
from composelint.configuration.read import Configuration
from composelint.disk import Disk
from composelint.errors import CannotLook

from .made import CLEAN, mistakes, read, write

#: Files, each with its mistakes in the lines that begin with "! ".
CASES = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8").split("\n\n")


@pytest.mark.parametrize("case", CASES)
def test_mistakes_in_yaml(tmp_path: Path, case: str) -> None:
    lines = case.splitlines()
    expected = [line[2:] for line in lines if line.startswith("! ")]
    text = "".join(f"{line}\n" for line in lines if not line.startswith("! "))
    assert mistakes(tmp_path, text) == expected


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text) == ["1:1: the file is empty; {} stands for no settings"]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, b"preset: \xff\xfe")
    reason = "not UTF-8 text: invalid start byte in line 1"
    assert found == f".composelint.yaml cannot be read: {reason}"


def test_all_mistakes_are_told_in_order(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "target: x\npaths: [{match: '', slect: CL3}]\nignor: 1\n")
    assert [line.partition(" ")[0] for line in found] == ["1:9:", "2:17:", "2:21:", "3:1:"]


def test_very_many_mistakes_are_counted(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "".join(f"wrong{n}: 1\n" for n in range(50)))
    assert len(found) == 21
    assert found[-1].endswith("30 more mistakes")


def test_what_is_not_there(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(write(tmp_path, {"compose.yaml": CLEAN}))
    assert main(["check", "--config", "gone.yaml"]) == 2
    said = "the configuration gone.yaml cannot be read: no such file or directory"
    assert capsys.readouterr().err == f"composelint: {said}\n"
    assert main(["check", "--config", "."]) == 2
    assert "is a directory" in capsys.readouterr().err


def test_a_mistake_is_told_once_for_many_projects(
    tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    files = {f"p{n}/compose.yaml": CLEAN for n in range(5)}
    monkeypatch.chdir(write(tmp_path, {**files, ".composelint.yaml": "presets: x\nignor: y\n"}))
    assert main(["check", "."]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "composelint: .composelint.yaml:1:1: unknown key 'presets'; did you mean preset?",
        "composelint: .composelint.yaml:2:1: unknown key 'ignor'; did you mean ignore?",
    ]


def test_a_table_whose_header_is_not_closed(tmp_path: Path) -> None:
    """The file is taken for a configuration, and its mistake is told; another's table is not."""
    write(tmp_path, {"compose.yaml": CLEAN, "pyproject.toml": "[tool.composelint\nignore = []\n"})
    with pytest.raises(CannotLook, match=r"pyproject\.toml:1:18: "):
        check(str(tmp_path / "compose.yaml"), here=str(tmp_path))
    write(tmp_path, {"pyproject.toml": "[tool.composelint-x\nignore = []\n"})
    assert not check(str(tmp_path / "compose.yaml"), here=str(tmp_path))


def test_a_pyproject_that_cannot_be_read(tmp_path: Path) -> None:
    class Refusing(Disk):
        def read(self, path: str) -> bytes:
            if path.endswith("pyproject.toml"):
                raise PermissionError(13, "Permission denied", path)
            return super().read(path)

    write(tmp_path, {"compose.yaml": CLEAN, "pyproject.toml": ""})
    with pytest.raises(CannotLook, match=r"^pyproject.toml cannot be read: permission denied$"):
        check(here=tmp_path, environment={}, disk=Refusing())


WORDS = st.sampled_from([*FILE.keys, "match", "CL301", "reading", "CL3", "off", "error", "strict"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
ANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def told_or_read(folder: Path, text: str | bytes, name: str) -> None:
    try:
        found = read(folder, text, name)
    except CannotLook as error:
        lines = error.args
    else:
        assert isinstance(found, Configuration)
        return
    assert lines
    assert all(line.strip() and "\n" not in line for line in lines)


@ANY
@given(VALUES)
def test_any_values(tmp_path: Path, value: Any) -> None:
    told_or_read(tmp_path, json.dumps(value), ".composelint.yaml")


@ANY
@given(st.text() | st.text("[]{}:,-#&*!|>'\"%@ \nax").map("preset: {}".format))
def test_any_text_as_yaml(tmp_path: Path, text: str) -> None:
    told_or_read(tmp_path, text.encode("utf-8", "surrogatepass"), ".composelint.yaml")


@ANY
@given(st.text("[]{}=.,#'\" \n\\tool1composelint-").map("[tool.composelint]\n{}".format))
def test_any_text_as_toml(tmp_path: Path, text: str) -> None:
    told_or_read(tmp_path, text, "pyproject.toml")


@ANY
@given(st.binary(max_size=60))
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    told_or_read(tmp_path, data, ".composelint.yml")
    told_or_read(tmp_path, data, "x.toml")
