"""`composelint check`, called within this process."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

CLEAN = "services:\n  web:\n    image: nginx:1.27\n"
CONFLICT = """\
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
  api:
    image: acme/api:1.0
    ports: ["8080:3000"]
"""
#: A warning, and nothing worse: nobody declares TAG, but an example declares another.
WARNING = "services:\n  web:\n    image: nginx:${TAGG}\n"
PORT = 'services:\n  web:\n    ports: ["8080:80"]\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Outcome:
    """Exit code, standard output and standard error of a run."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        self.code = main(["check", *arguments])
        self.out, self.err = capsys.readouterr()

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def places(self) -> list[str]:
        """Of concise output: file and line of each finding."""
        return [":".join(line.split(":")[:2]) for line in self.out.splitlines()]


@pytest.fixture
def check(place: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda *arguments: Outcome(capsys, *arguments)


def test_a_clean_project(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CLEAN})
    outcome = check("compose.yaml")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == "No problems in 1 file of 1 project.\n"


def test_text_shows_the_lines(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CONFLICT})
    outcome = check("compose.yaml")
    assert outcome.code == 1
    assert outcome.out.startswith("error[CL301] host-port-conflict: ")
    assert " --> compose.yaml:7:13  services.api.ports[0]\n" in outcome.out
    assert '7 |     ports: ["8080:3000"]\n  |             ^^^^^^^^^^^\n' in outcome.out


def test_the_project_here_and_above(place: Path, check: Any, monkeypatch: Any) -> None:
    write(place, {"docker-compose.yml": CONFLICT, "deep/er/x": ""})
    assert check("--format", "concise").places == ["docker-compose.yml:7"]
    monkeypatch.chdir(place / "deep" / "er")
    assert check("--format", "concise").places == ["../../docker-compose.yml:7"]


def test_compose_file_chooses(place: Path, check: Any, monkeypatch: Any) -> None:
    write(place, {"compose.yaml": CLEAN, "a.yml": CLEAN, "b.yml": CONFLICT})
    monkeypatch.setenv("COMPOSE_FILE", "a.yml:b.yml")
    assert check("--format", "json").document["projects"][0]["files"] == ["a.yml", "b.yml"]
    monkeypatch.setenv("COMPOSE_FILE", "missing.yml")
    outcome = check()
    assert outcome.code == 2
    assert "missing.yml" in outcome.err


def test_no_project(check: Any) -> None:
    outcome = check()
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("composelint: no Compose file here")


def test_project_directory_says_where_to_look(place: Path, check: Any) -> None:
    write(place, {"deploy/compose.yaml": CONFLICT})
    assert check("--project-directory", "deploy", "--format", "concise").places == [
        "deploy/compose.yaml:7"
    ]
    outcome = check("--project-directory", "nowhere")
    assert outcome.err == "composelint: --project-directory: there is no folder nowhere\n"


def test_an_override_is_laid_over_its_base(place: Path, check: Any) -> None:
    files = {"compose.yaml": CLEAN, "compose.override.yaml": CONFLICT.replace("nginx:1.27", "x")}
    write(place, files)
    outcome = check("compose.override.yaml", "--format", "json")
    (project,) = outcome.document["projects"]
    assert project["files"] == ["compose.yaml", "compose.override.yaml"]
    assert [f["file"] for f in outcome.document["findings"]] == ["compose.override.yaml"]


def test_findings_of_other_files_of_the_project_are_left_out(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CONFLICT, "compose.prod.yaml": PORT.replace("8080", "9090")})
    assert check("compose.prod.yaml").code == 0
    # One that the file asked for takes part in is shown, wherever it begins.
    write(place, {"compose.prod.yaml": PORT.replace("web", "api")})
    assert check("compose.prod.yaml", "--format", "concise").places != []


def test_findings_of_what_the_file_asked_for_brings_in(place: Path, check: Any) -> None:
    write(
        place,
        {
            "compose.yaml": "include: [base/inc.yaml]\n" + CLEAN,
            "compose.prod.yaml": (
                "include:\n  - path: [prod/inc.yaml]\n"
                "services: {web: {extends: {file: prod/ext.yaml, service: e}, ports: []}, x: {}}\n"
            ),
            "base/inc.yaml": "services: {a: {image: x, basic: 1}}",
            "prod/inc.yaml": "include: [deep.yaml]\nservices: {b: {image: x, prod: 1}}",
            "prod/deep.yaml": "services: {c: {image: x, deep: 1}}",
            "prod/ext.yaml": "services: {e: {image: x, extended: 1}}",
        },
    )
    files = {f["file"] for f in check("compose.prod.yaml", "--format", "json").document["findings"]}
    assert {"prod/inc.yaml", "prod/deep.yaml", "prod/ext.yaml"} <= files
    assert "base/inc.yaml" not in files
    assert check("compose.yaml", "--format", "concise").places == ["base/inc.yaml:1"]


def test_files_of_one_project_are_checked_once(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CONFLICT, "compose.override.yaml": PORT.replace("8080", "1")})
    outcome = check("compose.override.yaml", "compose.yaml", "--format", "json")
    assert len(outcome.document["projects"]) == 1
    assert len(outcome.document["findings"]) == 1


def test_a_folder_has_every_project_below(place: Path, check: Any) -> None:
    write(
        place,
        {
            ".git/HEAD": "",
            ".gitignore": "build/\n",
            "a/compose.yaml": CONFLICT,
            "b/docker-compose.yml": CONFLICT,
            "build/compose.yaml": CONFLICT,
            "node_modules/x/compose.yaml": CONFLICT,
        },
    )
    assert check(".", "--format", "concise").places == [
        "a/compose.yaml:7",
        "b/docker-compose.yml:7",
    ]
    assert check("a", "b", "--format", "concise").places == [
        "a/compose.yaml:7",
        "b/docker-compose.yml:7",
    ]


def test_what_another_includes_is_no_project_of_its_own(place: Path, check: Any) -> None:
    write(
        place,
        {
            "compose.yaml": "include: [db/compose.yaml]\n" + CLEAN,
            "db/compose.yaml": CONFLICT,
            "other/compose.yaml": CLEAN,
        },
    )
    outcome = check(".", "--format", "json").document
    assert [p["directory"] for p in outcome["projects"]] == [".", "other"]
    assert [f["file"] for f in outcome["findings"]] == ["db/compose.yaml"]
    asked = check(".", "db/compose.yaml", "--format", "json").document
    assert [p["directory"] for p in asked["projects"]] == [".", "db", "other"]
    assert len(asked["findings"]) == 1  # and told once


def test_projects_that_include_each_other_are_not_both_lost(place: Path, check: Any) -> None:
    write(
        place,
        {
            "a/compose.yaml": "include: [../b/compose.yaml]\n" + CLEAN,
            "b/compose.yaml": "include: [../a/compose.yaml]\n" + CONFLICT,
        },
    )
    assert check(".", "--format", "json").document["projects"] != []


def test_exactly_the_files_given(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CLEAN, "compose.override.yaml": CONFLICT, "b.yml": CONFLICT})
    assert check("-f", "compose.yaml").code == 0
    outcome = check("-f", "compose.yaml", "-f", "b.yml", "--format", "json")
    assert outcome.document["projects"][0]["files"] == ["compose.yaml", "b.yml"]
    assert outcome.code == 1


@pytest.mark.parametrize("arguments", [("-",), ("-f", "-")])
def test_standard_input(check: Any, monkeypatch: Any, arguments: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CONFLICT.encode())))
    assert check(*arguments, "--format", "concise").places == ["<stdin>:7"]


def test_a_pipe_is_read_once(place: Path, check: Any) -> None:
    read, send = os.pipe()
    os.write(send, CONFLICT.encode())
    os.close(send)
    try:
        assert check("-f", f"/dev/fd/{read}").code == 1
    finally:
        os.close(read)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--formt", "json"], "unknown option '--formt'; did you mean --format?"),
        (["--quux"], "unknown option '--quux'; see composelint check --help"),
        (["--format", "jsn"], "--format: 'jsn' is no format; did you mean json?"),
        (["--format"], "--format needs a value"),
        (["-f"], "-f, --file needs a value"),
        (["--exact=1"], "--exact"),
        (["--fail-on", "critical"], "'critical' is no severity: use error, warning, info"),
        (["--color", "yes"], "'yes' is no way to colour: use auto, always, never"),
        (["--target", "podman"], "'podman' is no target"),
        (["--target", "compose@1.29"], "too old"),
        (["--select", "CL3O1"], "'CL3O1' is no rule and no group; did you mean CL301?"),
        (["--ignore", "host-port-conflit"], "did you mean host-port-conflict?"),
        (["--preset", "recomended"], "did you mean recommended?"),
        (["--profile"], "--profile needs a value"),
        (["nowhere"], "there is no file or folder nowhere"),
        ([""], "there is no file or folder ''"),
        (["-f", "nowhere.yml"], "there is no file nowhere.yml"),
        (["-f", "."], ". is a folder, not a file"),
        (["-f", "x.yml", "x.yml"], "give paths or -f, not both"),
        (["--env-file", "no.env", "x.yml"], "there is no file no.env"),
        (["empty"], "no Compose file in empty"),
        (["-p", "Bad Name", "x.yml"], "'Bad Name' is no project name"),
    ],
)
def test_what_cannot_be_done(place: Path, check: Any, arguments: list[str], said: str) -> None:
    write(place, {"x.yml": CLEAN, "empty/readme": ""})
    outcome = check(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("composelint: ")
    assert outcome.err.count("\n") == 1
    assert said in outcome.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_paths(place: Path, check: Any) -> None:  # pragma: no cover
    write(place, {"a/compose.yaml": CLEAN, "b/compose.yaml": CLEAN})
    (place / "a").chmod(0)
    outcome = check(".")
    assert outcome.code == 2
    assert "a cannot be read: permission denied" in outcome.err


def test_a_link_to_nowhere(place: Path, check: Any) -> None:
    (place / "compose.yaml").symlink_to("gone.yaml")
    outcome = check("-f", "compose.yaml")
    assert outcome.err == "composelint: compose.yaml cannot be read: a link to nowhere\n"


def test_one_project_that_cannot_be_loaded_does_not_stop_the_others(
    place: Path, check: Any
) -> None:
    write(place, {"b/compose.yaml": CONFLICT})
    (place / "a").mkdir()
    (place / "a" / "compose.yaml").symlink_to("gone.yaml")
    outcome = check(".", "--format", "concise")
    assert outcome.code == 2
    assert outcome.places == ["b/compose.yaml:7"]
    assert "a/compose.yaml" in outcome.err


def test_paths_before_behind_and_between_options(place: Path, check: Any) -> None:
    write(place, {"a.yml": CONFLICT, "b.yml": CONFLICT, "-c.yml": CONFLICT})
    outcome = check("a.yml", "--format", "concise", "b.yml", "--", "-c.yml")
    assert outcome.places == ["a.yml:7", "b.yml:7", "-c.yml:7"]


def test_fail_on(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": WARNING, ".env.example": "TAG=1\n"})
    assert check("compose.yaml", "--format", "concise").places == ["compose.yaml:3"]
    assert check("compose.yaml").code == 0
    assert check("compose.yaml", "--fail-on", "warning").code == 1
    assert check("compose.yaml", "--fail-on=info").code == 1


def test_selection(place: Path, check: Any) -> None:
    write(place, {"compose.yaml": CONFLICT})
    assert check("compose.yaml", "--ignore", "CL301").code == 0
    assert check("compose.yaml", "--ignore", "CL3", "--ignore", "CL2").code == 0
    assert check("compose.yaml", "--select", "host-port-conflict,CL201").code == 1
    assert check("compose.yaml", "--select", "CL201").code == 0
    assert check("compose.yaml", "--preset", "minimal").code == 1
    assert check("compose.yaml", "--preset", "minimal,network", "--ignore", "network").code == 0


def test_profiles(place: Path, check: Any) -> None:
    apart = CONFLICT.replace("  api:", "  api:\n    profiles: [debug]")
    write(place, {"compose.yaml": apart})
    assert check("compose.yaml", "--exact").code == 0
    assert check("compose.yaml", "--exact", "--profile", "debug").code == 1
    assert check("compose.yaml", "--exact", "--profile", "*").code == 1


def test_json(place: Path, check: Any) -> None:
    write(place, {"deploy/compose.yaml": CONFLICT})
    document = check("deploy", "-p", "shop", "--target", "compose@2.24", "--format=json").document
    assert document["version"] == 1
    assert document["projects"] == [
        {
            "name": "shop",
            "directory": "deploy",
            "files": ["deploy/compose.yaml"],
            "target": "compose@2.24",
        }
    ]
    (finding,) = document["findings"]
    assert {key: finding[key] for key in list(finding)[:4]} == {
        "id": "CL301",
        "name": "host-port-conflict",
        "severity": "error",
        "refused": False,
    }
    assert (finding["file"], finding["line"], finding["column"]) == ("deploy/compose.yaml", 7, 13)
    assert (finding["end_line"], finding["end_column"]) == (7, 24)
    assert finding["path"] == "services.api.ports[0]"
    assert finding["project"] == "shop"
    assert document["summary"] == {
        "error": 1, "warning": 0, "info": 0, "suppressed": 0, "fixable": 0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "no_color", "coloured"),
    [
        (("--color", "always"), "1", True),
        (("--color", "never"), "", False),
        ((), "", False),  # no terminal
    ],
)
def test_colour(
    place: Path, check: Any, monkeypatch: Any, arguments: Any, no_color: str, coloured: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    write(place, {"compose.yaml": CONFLICT})
    assert ("\x1b[" in check("compose.yaml", *arguments).out) == coloured


def test_columns(place: Path, check: Any, monkeypatch: Any) -> None:
    write(place, {"compose.yaml": CONFLICT.replace("acme", "a" * 300)})
    monkeypatch.setenv("COLUMNS", "60")
    outcome = check("compose.yaml")
    body = [line for line in outcome.out.splitlines() if not line.startswith(("error", "More"))]
    assert max(map(len, body)) <= 60


def test_a_bug_of_ours_is_no_traceback(place: Path, check: Any, monkeypatch: Any) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("oh\nno")

    monkeypatch.setattr("composelint.session.problems", broken)
    write(place, {"a/compose.yaml": CLEAN})
    outcome = check(".")
    assert outcome.code == 2
    assert outcome.err.startswith("composelint: internal error in a/compose.yaml: RuntimeError: oh")
    assert outcome.err.count("\n") == 1
    monkeypatch.setenv("COMPOSELINT_DEBUG", "1")
    assert "Traceback" in check(".").err
