"""The oldest release and the formats that a project works on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from binaries import accepts, binaries
from requires_cases import CASES, Files
from support import FOLDER

from composelint.cli.main import main
from composelint.loading.load import LoadOptions, load_project
from composelint.releases import RELEASES, after, before, last_known
from composelint.requires import Requirement, requirement
from composelint.selection import select

NAMES = [name for name, _, _ in CASES]


def require(files: Files, *, exact: bool = True) -> Requirement:
    stored = {f"{FOLDER}/{name}": text.encode() for name, text in files.items()}

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    names = [name for name in ("compose.yaml", "compose.override.yaml") if name in files]
    options = LoadOptions(
        files=tuple(f"{FOLDER}/{name}" for name in names),
        directory=FOLDER,
        exact=exact,
        environment={},
    )
    selection = select(["strict"])
    return requirement(lambda t: load_project(options._replace(target=t), read), selection)


def show(release: tuple[int, int, int]) -> str:
    return ".".join(map(str, release))


@pytest.mark.parametrize(("name", "release", "files"), CASES, ids=NAMES)
def test_release(name: str, release: str, files: Files) -> None:
    told = require(files)
    assert not told.refused
    assert show(told.release) == release
    assert bool(told.decided_by) == (told.release != RELEASES[0])


@pytest.mark.skipif(not binaries(), reason="no binaries: name their folder in COMPOSELINT_ORACLES")
@pytest.mark.parametrize(("name", "release", "files"), CASES, ids=NAMES)
def test_release_by_binaries(name: str, release: str, files: Files, tmp_path: Path) -> None:
    """Every binary from the release on accepts the project, the last one before it refuses."""
    folder = tmp_path / "project"
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text)
    entries = [file for file in ("compose.yaml", "compose.override.yaml") if file in files]
    named = tuple(map(int, release.split(".")))
    earlier = [binary for known, binary in binaries().items() if known < named]
    if earlier and release != "2.0.0":
        assert not accepts(earlier[-1], entries, str(folder))[0]
    for known, binary in binaries().items():
        if known >= named:
            accepted, said = accepts(binary, entries, str(folder))
            assert accepted, (known, said)


def test_what_decides_has_its_place() -> None:
    told = require({"compose.yaml": "services:\n  w: {image: x, post_start: [{command: a}]}\n"})
    (finding,) = told.decided_by
    assert finding.span.text == "post_start"
    assert finding.id == "CL106"


def test_releases_that_read_it_by_chance() -> None:
    """A watch could hold anything before its attributes were closed."""
    watch = "{path: ., action: rebuild, initial_sync: true}"
    told = require(
        {"compose.yaml": f"services: {{w: {{build: ., develop: {{watch: [{watch}]}}}}}}\n"}
    )
    assert show(told.release) == "2.39.4"
    assert [(show(first), show(last)) for first, last in told.also] == [("2.22.0", "2.29.1")]


def test_what_the_newest_refuses_does_not_count() -> None:
    told = require({"compose.yaml": "services: {w: {imag: x, build: ., gpus: all}}\n"})
    assert [finding.id for finding in told.refused] == ["CL101"]
    assert show(told.release) == "2.33.0"


def test_missing_files_do_not_count_when_assuming() -> None:
    files = {"compose.yaml": "services: {w: {image: x, env_file: [{path: a.env}]}}\n"}
    assert show(require(files, exact=False).release) == "2.24.0"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("services: {w: {image: x}}", "2.0", "3.13"),
        ("services: {w: {image: x, deploy: {replicas: 2}}}", "3.0", "3.13"),
        ("services: {w: {image: x, mem_limit: 1g}}", "2.0", "2.4"),
        ("services: {w: {image: x, init: true}}", "2.2", "3.13"),
    ],
)
def test_formats(text: str, first: str, last: str) -> None:
    told = require({"compose.yaml": text + "\n"})
    assert (told.formats[0], told.formats[-1]) == (first, last)


def test_a_format_that_lacks_an_attribute_names_it() -> None:
    told = require({"compose.yaml": "services: {w: {image: x, mem_limit: 1g}}\n"})
    assert {one.problem.span.text for one in told.excluded} == {"mem_limit"}
    assert told.excluded[0].format == "3.0"


def test_releases_are_in_order() -> None:
    assert list(RELEASES) == sorted(set(RELEASES))
    assert last_known((2, 24, 99)) == (2, 24, 7)
    assert last_known((1, 0, 0)) == RELEASES[0]
    assert after((2, 40, 3)) == (5, 0, 0)
    assert before((5, 0, 0)) == (2, 40, 3)
    assert before(RELEASES[0]) is None


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  w: {image: x, gpus: all}\n")
    assert main(["requires", "--format", "json", str(tmp_path)]) == 0
    told = json.loads(capsys.readouterr().out)
    (project,) = told["projects"]
    assert told["version"] == 1
    assert project["release"] == "2.33.0"
    (reason,) = project["decided_by"]
    assert reason["path"] == "services.w.gpus"
    assert (reason["line"], reason["column"]) == (2, 23)
    assert project["formats"] == []
    assert project["formats_excluded_by"][0]["format"] == "2.0"


def test_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text("services: {w: {imag: x, build: .}}\n")
    assert main(["requires", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "every Docker Compose since 2.0" in told
    assert "refuses it in any case" in told
