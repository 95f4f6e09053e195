"""Where reports go: --format, --output, and what GitHub Actions tells by the environment."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main
from composelint.cli.output import FORMATS
from composelint.cli.repository import commit_of, root_of
from composelint.rule import catalogue

CONFLICT = """\
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
  api:
    image: acme/api:1.0
    ports: ["8080:3000"]
"""
GITHUB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "acme/shop",
    "GITHUB_SHA": "0123abcd",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a project in its folder `deploy`, which is the current directory."""
    for name in (*GITHUB, "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "COMPOSE_FILE"):
        monkeypatch.delenv(name, raising=False)
    deploy = tmp_path / "repository" / "deploy"
    deploy.mkdir(parents=True)
    (deploy / "compose.yaml").write_text(CONFLICT)
    (deploy.parent / ".git").mkdir()
    monkeypatch.chdir(deploy)
    return deploy


def results(text: str) -> Any:
    (run,) = json.loads(text)["runs"]
    return [
        (each["ruleId"], each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for each in run["results"]
    ]


def test_sarif_names_files_from_the_root(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "sarif"]) == 1
    out, err = capsys.readouterr()
    assert results(out) == [("CL301", "deploy/compose.yaml")]
    assert err == ""
    (place / "compose.yaml").write_text(CONFLICT.replace("8080:80", "8081:80"))
    assert main(["check", "--format", "sarif"]) == 0
    assert results(capsys.readouterr().out) == []


def test_sarif_has_the_pages_of_rules_of_the_users_own(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "id: ACME1\ntitle: No `web` here\nseverity: warning\nmessage: called web\n"
    page = f"---\n{head}check: generic.forbid\ntarget: services.web\n---\nBecause.\n"
    (place / "pages").mkdir()
    (place / "pages" / "no-web.md").write_text(page)
    (place / ".composelint.yaml").write_text("rules: pages\n")
    assert main(["check", "--format", "sarif", "--select", "ACME1"]) == 0
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (rule["id"], rule["name"]) == ("ACME1", "no-web")
    assert rule["shortDescription"]["text"] == "No web here"
    assert rule["help"]["markdown"] == "Because."
    assert len(run["tool"]["driver"]["rules"]) == len(catalogue()) + 1


def test_github_names_files_from_the_root(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--format", "github", "."]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("::error file=deploy/compose.yaml,line=7,")
    assert err == ""


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_in_a_file(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    arguments = ["check", "--format", form]
    code = main(arguments)
    out, _ = capsys.readouterr()
    assert main([*arguments, "--output", "report"]) == code == 1
    assert capsys.readouterr() == ("", "")
    assert (place / "report").read_text(encoding="utf-8") == out
    assert main([*arguments, "-o", "-"]) == 1
    assert capsys.readouterr() == (out, "")
    assert sorted(os.listdir(place)) == ["compose.yaml", "report"]


def test_a_file_that_is_there_is_replaced(place: Path) -> None:
    report = place / "report.json"
    report.write_text("old" * 9999)
    report.chmod(0o640)
    assert main(["check", "--format", "json", "-o", "report.json"]) == 1
    assert json.loads(report.read_text())["findings"]
    assert stat.S_IMODE(report.stat().st_mode) == 0o640


def test_a_file_that_cannot_be_written(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-o", "missing/report"]) == 2
    assert "missing/report cannot be written" in capsys.readouterr().err
    assert main(["check", "-o", str(place)]) == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_written_to_and_stays(place: Path) -> None:
    """As are devices: root may replace /dev/null by a file, and must not."""
    pipe = place / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert main(["check", "--format", "concise", "-o", str(pipe)]) == 1
        assert b"CL301" in os.read(reading, 10_000)
    finally:
        os.close(reading)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_device_that_takes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-o", "/dev/full"]) == 2
    said = "composelint: /dev/full cannot be written: no space left on device\n"
    assert capsys.readouterr().err == said
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_names_that_are_no_text(place: Path) -> None:
    folder = os.fsencode(place) + b"/\xff"
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("this file system has no such names")
    (place / "compose.yaml").rename(os.fsdecode(folder + b"/compose.yaml"))
    for form in FORMATS:
        assert main(["check", ".", "--format", form, "-o", "report"]) == 1
        (place / "report").read_text(encoding="utf-8")
    assert main(["check", ".", "--format", "sarif", "-o", "report"]) == 1
    assert results((place / "report").read_text()) == [("CL301", "deploy/%FF/compose.yaml")]


def test_a_run_that_could_not_look_everywhere(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "other").mkdir()
    (place / "other" / "compose.yaml").write_text("services: {web: {image: x}}\n")
    (place / "other" / ".composelint.yaml").write_text("select: [no-such-rule]\n")
    assert main(["check", ".", "--format", "sarif", "-o", "results.sarif"]) == 2
    (run,) = json.loads((place / "results.sarif").read_text())["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert "no-such-rule" in note["message"]["text"]
    assert [each["ruleId"] for each in run["results"]] == ["CL301"]
    assert "no-such-rule" in capsys.readouterr().err
    assert main(["check", ".", "--format", "github"]) == 2
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert "title=CL301" in first
    assert second.startswith("::error::")


# The summary of a job


def test_the_summary_is_added(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = place.parent / "summary.md"
    page.write_text("# Before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    for name, value in GITHUB.items():
        monkeypatch.setenv(name, value)
    assert main(["check", "--format", "github"]) == 1
    text = page.read_text()
    assert text.startswith("# Before\n## composelint\n")
    assert "](https://github.com/acme/shop/blob/0123abcd/deploy/compose.yaml#L7)" in text
    before = page.stat().st_size
    assert main(["check", "--format", "text"]) == 1
    assert page.stat().st_size == before
    page.write_bytes(b"x" * 1024 * 1024)
    assert main(["check", "--format", "github"]) == 1
    assert page.stat().st_size == 1024 * 1024
    capsys.readouterr()


def test_a_summary_that_cannot_be_written_changes_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    assert main(["check", "--format", "github"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("::error file=")
    assert err.startswith("composelint: GITHUB_STEP_SUMMARY cannot be written: ")


def test_the_root_of_the_repository(place: Path, tmp_path: Path) -> None:
    here = str(place)
    root = str(place.parent)
    assert root_of(here, {}) == root
    assert root_of(root, {}) == root
    assert root_of(here, {"GITHUB_WORKSPACE": str(tmp_path)}) == str(tmp_path)
    assert root_of(here, {"GITHUB_WORKSPACE": here}) == here
    assert root_of(here, {"GITHUB_WORKSPACE": "/elsewhere"}) == root
    assert root_of(here, {"GITHUB_WORKSPACE": here[:-1]}) == root
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "repository")
    assert root_of(here, {"GITHUB_WORKSPACE": str(link)}) == os.path.realpath(root)
    lonely = tmp_path / "lonely"
    lonely.mkdir()
    if not any((folder / ".git").exists() for folder in lonely.parents):
        assert root_of(str(lonely), {}) == str(lonely)


def test_the_commit() -> None:
    assert commit_of(GITHUB) == tuple(GITHUB.values())
    assert commit_of({**GITHUB, "GITHUB_SHA": ""}) is None
    assert commit_of({}) is None
