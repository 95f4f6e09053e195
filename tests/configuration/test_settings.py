"""What a configuration changes: found, laid over each other, and applied by file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import composelint
from composelint.cli.main import main
from composelint.configuration import Wishes
from composelint.errors import CannotLook
from composelint.run import Run
from composelint.selection import select

from .made import CLASH, CLEAN, read, write

#: CL301 at the second service, CL109 for the version: an error and a warning.
BOTH = 'version: "3.8"\n' + CLASH
WARNING = 'version: "3.8"\n' + CLEAN


def check(folder: Path, *paths: str, **arguments: Any) -> Run:
    return composelint.check(*(paths or (".",)), here=folder, environment={}, **arguments)


def said(run: Run) -> list[str]:
    """Severity and id of each finding."""
    return [f"{finding.severity} {finding.id}" for finding in run]


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        ("{}", ["warning CL109", "error CL301"]),
        ("# nothing", ["warning CL109", "error CL301"]),
        ("ignore: CL301", ["warning CL109"]),
        ("ignore: [network, deprecated-attribute]", []),
        ("ignore: CL3", ["warning CL109"]),
        ("select: CL109", ["warning CL109"]),
        ("select: [host-port-conflict]", ["error CL301"]),
        ("preset: network", ["error CL301"]),
        ("preset: minimal", ["error CL301"]),
        ("preset: [minimal, shape]", ["warning CL109", "error CL301"]),
        ("preset: minimal\nselect: CL1", ["warning CL109", "error CL301"]),
        ("severities: {CL301: warning, CL109: error}", ["error CL109", "warning CL301"]),
        ("severities: {CL301: off}", ["warning CL109"]),
        ("severities: {cl301: off}", ["warning CL109"]),
        ("severities: {network: info, CL301: error}", ["warning CL109", "error CL301"]),
        ("severities: {CL301: error, network: info}", ["warning CL109", "error CL301"]),
        ("severities: {network: off, CL301: info}", ["warning CL109", "info CL301"]),
        # To name a rule switches it on, and to name a group does not.
        ("preset: minimal\nseverities: {CL109: info}", ["info CL109", "error CL301"]),
        ("preset: minimal\nseverities: {shape: info}", ["error CL301"]),
        ("preset: minimal\nseverities: {network: info}", ["info CL301"]),
        ("severities: {CL109: info}\nignore: CL109", ["error CL301"]),
    ],
)
def test_rules_and_severities(tmp_path: Path, configuration: str, expected: list[str]) -> None:
    write(tmp_path, {"compose.yaml": BOTH, ".composelint.yaml": configuration})
    assert said(check(tmp_path)) == expected


def test_toml_says_the_same(tmp_path: Path) -> None:
    text = '[tool.composelint]\nignore = ["CL301"]\n[tool.composelint.severities]\nCL109 = "info"\n'
    write(tmp_path, {"compose.yaml": BOTH, "pyproject.toml": text})
    assert said(check(tmp_path)) == ["info CL109"]


def test_reading_cannot_be_changed(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": "services: [\n"})
    for configuration in ("severities: {reading: off}", "ignore: CL0", "select: CL301"):
        write(tmp_path, {".composelint.yaml": configuration})
        assert "error CL001" in said(check(tmp_path))
    write(tmp_path, {".composelint.yaml": "severities: {CL0: info}"})
    assert "error CL001" in said(check(tmp_path))


# --- where it is found


def test_the_nearest_one_counts(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/HEAD": "",
            ".composelint.yaml": "ignore: CL301",
            "a/b/compose.yaml": BOTH,
            "c/.composelint.yml": "ignore: CL109",
            "c/d/compose.yaml": BOTH,
            "e/pyproject.toml": "[tool.composelint]\npreset = 'minimal'\n",
            "e/compose.yaml": BOTH,
            # Not ours, though it says the name.
            "f/pyproject.toml": "# [tool.composelint]\n[tool.composelint-x]\n",
            "f/compose.yaml": BOTH,
        },
    )
    found = {name: said(check(tmp_path / name)) for name in ("a/b", "c/d", "e", "f")}
    assert found == {
        "a/b": ["warning CL109"],
        "c/d": ["error CL301"],
        "e": ["error CL301"],
        "f": ["warning CL109"],
    }
    together = [f"{os.path.relpath(f.file, tmp_path)[0]} {f.id}" for f in check(tmp_path)]
    assert together == ["a CL109", "c CL301", "e CL301", "f CL109"]


def test_it_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {".composelint.yaml": "ignore: CL301", "repo/compose.yaml": BOTH})
    assert said(check(tmp_path / "repo")) == ["warning CL109"]
    write(tmp_path, {"repo/.git/HEAD": ""})
    assert said(check(tmp_path / "repo")) == ["warning CL109", "error CL301"]


def test_a_configuration_by_name(tmp_path: Path) -> None:
    files = {
        "compose.yaml": BOTH,
        ".composelint.yaml": "ignore: CL109",
        "ci/strict.yaml": "paths: [{match: compose.yaml, ignore: CL301}]",
    }
    write(tmp_path, files)
    assert said(check(tmp_path)) == ["error CL301"]
    # Its patterns are relative to where we are.
    assert said(check(tmp_path, config="ci/strict.yaml")) == ["warning CL109"]
    assert said(check(tmp_path, config=False)) == ["warning CL109", "error CL301"]


def test_standard_input_has_the_configuration_of_here(tmp_path: Path, monkeypatch: Any) -> None:
    import io
    import sys

    write(tmp_path, {".composelint.yaml": "ignore: CL301"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BOTH.encode())))
    assert said(check(tmp_path, "-")) == ["warning CL109"]


# --- the command line goes before


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"select": ["CL301"]}, ["warning CL301"]),
        ({"preset": ["shape"]}, ["warning CL109"]),
        ({"preset": ["recommended"]}, ["warning CL109", "warning CL301"]),
        ({"ignore": ["CL301"]}, []),
        ({"ignore": ["CL301"], "preset": ["recommended"]}, ["warning CL109"]),
    ],
)
def test_the_command_line_goes_before(
    tmp_path: Path, wishes: dict[str, list[str]], expected: list[str]
) -> None:
    configuration = "ignore: CL109\nseverities: {CL301: warning}\n"
    write(tmp_path, {"compose.yaml": BOTH, ".composelint.yaml": configuration})
    assert said(check(tmp_path, **wishes)) == expected


def test_what_is_switched_off_by_severity_can_be_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": BOTH, ".composelint.yaml": "severities: {CL301: off}"})
    assert said(check(tmp_path, select=["CL301"])) == ["error CL301"]


def test_an_unknown_wish_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": BOTH, ".composelint.yaml": "ignore: CL109"})
    with pytest.raises(CannotLook, match="did you mean CL301"):
        check(tmp_path, select=["CL3O1"])
    with pytest.raises(CannotLook, match="cannot be switched off"):
        check(tmp_path, ignore=["CL001"])


# --- sections by path


def test_later_sections_over_earlier_ones(tmp_path: Path) -> None:
    configuration = """\
severities: {CL301: warning}
paths:
  - match: ["legacy/**", "**/test/*.yaml"]
    ignore: CL109
  - match: legacy
    severities: {CL301: info}
  - match: ["*.yaml", "!legacy/keep/"]
    fail-on: info
    preset: recommended
"""
    files = {
        "compose.yaml": BOTH,
        "legacy/compose.yaml": BOTH,
        "legacy/keep/compose.yaml": BOTH,
        "x/test/compose.yaml": BOTH,
    }
    write(tmp_path, {**files, ".composelint.yaml": configuration})
    found: dict[str, list[str]] = {}
    for finding in check(tmp_path):
        name = os.path.relpath(finding.file, tmp_path).replace(os.sep, "/")
        found.setdefault(name, []).append(f"{finding.severity} {finding.id}")
    # The preset of the last section begins anew: what CL109 was before is forgotten.
    assert found == {
        "compose.yaml": ["warning CL109", "warning CL301"],
        "legacy/compose.yaml": ["warning CL109", "info CL301"],
        "legacy/keep/compose.yaml": ["info CL301"],
        "x/test/compose.yaml": ["warning CL109", "warning CL301"],
    }


@pytest.mark.parametrize(
    ("patterns", "path", "matches"),
    [
        (["legacy/**"], "legacy/a/compose.yaml", True),
        (["legacy/**"], "x/legacy/compose.yaml", False),
        (["legacy"], "x/legacy/a/compose.yaml", True),
        (["/legacy"], "x/legacy/compose.yaml", False),
        (["legacy/"], "legacy", False),
        (["**/test/*.yaml"], "test/compose.yaml", True),
        (["*.yaml"], "a/b/compose.yaml", True),
        (["a/*.yaml"], "a/b/compose.yaml", False),
        (["a", "!a/b"], "a/b/compose.yaml", False),
        (["!a/b", "a"], "a/b/compose.yaml", True),
        (["compose.[xy]aml"], "compose.yaml", True),
        (["*"], "../outside/compose.yaml", True),
        (["outside/"], "../outside/compose.yaml", True),
    ],
)
def test_patterns(tmp_path: Path, patterns: list[str], path: str, matches: bool) -> None:
    lines = "".join(f"      - '{pattern}'\n" for pattern in patterns)
    found = read(tmp_path, f"paths:\n  - fail-on: info\n    match:\n{lines}")
    settings = found.settings(os.path.normpath(tmp_path / path))
    assert settings.fail_on == ("info" if matches else "")


def test_a_finding_is_judged_by_the_file_in_which_it_stands(tmp_path: Path) -> None:
    """An included file may have more rules, fewer, or a configuration of its own."""
    main_file = "include: [parts/a.yaml, own/b.yaml]\n" + WARNING

    def part(name: str, port: int) -> str:
        text = CLASH.replace("web", f"web-{name}").replace("api", f"api-{name}")
        return 'version: "3.8"\n' + text.replace('"80:', f'"{port}:')

    write(
        tmp_path,
        {
            "compose.yaml": main_file,
            "parts/a.yaml": part("a", 81),
            "own/b.yaml": part("b", 82),
            ".composelint.yaml": "select: CL109\npaths: [{match: parts/, select: CL301}]",
            "own/.composelint.yaml": "preset: minimal",
        },
    )
    found = [(os.path.basename(f.file), f.id) for f in check(tmp_path, "compose.yaml")]
    assert found == [("compose.yaml", "CL109"), ("b.yaml", "CL301"), ("a.yaml", "CL301")]


def test_a_mistake_in_the_configuration_of_an_included_file(
    tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    write(
        tmp_path,
        {
            "compose.yaml": "include: [own/b.yaml]\n" + WARNING,
            "own/b.yaml": CLASH.replace("web", "b"),
            ".composelint.yaml": "select: CL301",
            "own/.composelint.yaml": "preset: minimalist",
        },
    )
    monkeypatch.chdir(tmp_path)
    assert main(["check", "compose.yaml", "--format", "concise"]) == 2
    out, err = capsys.readouterr()
    assert err.splitlines() == [
        "composelint: own/.composelint.yaml:1:9: 'minimalist' is no preset; did you mean minimal?"
    ]
    assert out.startswith("own/b.yaml:3:")


def test_settings_are_made_once(tmp_path: Path) -> None:
    found = read(tmp_path, "paths: [{match: a/, ignore: CL301}]")
    one, two, other = (
        found.settings(str(tmp_path / name)) for name in ("a/x.yaml", "a/y.yaml", "z.yaml")
    )
    assert one is two
    assert other.selection is not one.selection
    assert other.selection.least == select().least


# --- the rest


def test_fail_on(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    files = {"a/compose.yaml": WARNING, "b/compose.yaml": WARNING}
    monkeypatch.chdir(write(tmp_path, {**files, ".composelint.yaml": "fail-on: warning"}))
    assert main(["check", "."]) == 1
    assert main(["check", ".", "--fail-on", "error"]) == 0
    assert main(["check", ".", "--no-config"]) == 0
    section = "fail-on: warning\npaths: [{match: a/, fail-on: error}]"
    write(tmp_path, {".composelint.yaml": section})
    assert main(["check", "a"]) == 0
    assert main(["check", "b"]) == 1
    run = check(tmp_path, "a")
    assert not run.fails()
    assert run.fails("warning")
    capsys.readouterr()


def test_exclude(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    files = {
        "compose.yaml": CLEAN,
        "compose.old.yaml": "services: {web: {ports: [x]}}",
        "third/party/compose.yaml": "services: [\n",
        ".composelint.yaml": 'exclude: ["third/", "*.old.yaml"]',
    }
    monkeypatch.chdir(write(tmp_path, files))
    run = check(tmp_path)
    assert [project.files for project in run.projects] == [[str(tmp_path / "compose.yaml")]]
    assert len(run) == 0
    # What is named is looked at all the same.
    assert "CL103" in {f.id for f in check(tmp_path, "compose.old.yaml")}
    assert "CL001" in {f.id for f in check(tmp_path, "third/party/compose.yaml")}
    assert main(["check", "third"]) == 0
    assert capsys.readouterr().out == "No problems in 0 files of 0 projects.\n"


def test_target(tmp_path: Path) -> None:
    newer = "services: {web: {image: x, post_start: [{command: a}]}}"
    configuration = "target: compose@2.24\npaths: [{match: new/, target: compose}]"
    files = {"compose.yaml": newer, "new/compose.yaml": newer, "docker-stack.yml": newer}
    write(tmp_path, {**files, ".composelint.yaml": configuration})
    targets = {
        os.path.relpath(project.files[0], tmp_path).replace(os.sep, "/"): str(project.target)
        for project in check(tmp_path).projects
    }
    # What is written counts more than what a file's name looks like.
    assert targets == {
        "compose.yaml": "compose@2.24",
        "docker-stack.yml": "compose@2.24",
        "new/compose.yaml": "compose",
    }
    assert "error CL106" in said(check(tmp_path, "compose.yaml"))
    assert "error CL106" not in said(check(tmp_path, "compose.yaml", target="compose"))
    asks = "x-composelint: {target: compose-v1}\n" + newer
    write(tmp_path, {"compose.yaml": asks})
    (project,) = check(tmp_path, "compose.yaml").projects
    assert str(project.target) == "compose-v1"


def test_options(tmp_path: Path) -> None:
    apart = CLASH.replace("ports", "profiles: [NAME], ports")
    apart = apart.replace("NAME", "a", 1).replace("NAME", "b")
    write(tmp_path, {"compose.yaml": apart})
    assert said(check(tmp_path)) == []
    write(tmp_path, {".composelint.yaml": "options: {CL301: {alternatives: true}}"})
    assert said(check(tmp_path)) == ["warning CL301"]
    section = "paths: [{match: compose.yaml, options: {host-port-conflict: {alternatives: false}}}]"
    text = f"options: {{CL301: {{alternatives: true}}}}\n{section}"
    write(tmp_path, {".composelint.yaml": text})
    assert said(check(tmp_path)) == []


def test_wishes_for_rules_that_only_a_configuration_has(tmp_path: Path) -> None:
    found = read(tmp_path, "{}", wishes=Wishes(select=("ACME001",)))
    with pytest.raises(CannotLook, match="'ACME001' is no rule and no group"):
        found.settings(str(tmp_path / "compose.yaml"))


def test_showing_what_counts(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    configuration = """\
severities: {CL301: warning}
select: [CL109, CL301]
exclude: old/
paths:
  - match: nothing
  - {match: old, fail-on: info, options: {CL301: {alternatives: true}}}
  - {match: old, target: swarm, ignore: CL109}
"""
    monkeypatch.chdir(write(tmp_path, {"compose.yaml": CLEAN, ".composelint.yaml": configuration}))

    def shown(*arguments: str) -> list[str]:
        assert main(["check", "--show-settings", *arguments]) == 0
        lines: list[str] = capsys.readouterr().out.splitlines()
        return lines

    (tmp_path / "old").mkdir()
    here, old = shown("compose.yaml"), shown("old")
    assert here[:5] == [
        "compose.yaml:",
        "  configuration: .composelint.yaml",
        "  target: compose",
        "  fail-on: error",
        "  exclude: no",
    ]
    assert "    CL109 deprecated-attribute: warning" in here
    assert "    CL301 host-port-conflict: warning" in here
    assert old[:5] == [
        "old/compose.yaml:",
        "  configuration: .composelint.yaml, with 2 and 3 of its paths",
        "  target: swarm",
        "  fail-on: info",
        "  exclude: yes",
    ]
    assert "    CL301 host-port-conflict: warning, alternatives = true" in old
    assert not any("CL109" in line for line in old)
    number = int(old[5].split()[1])
    assert len(old) == 6 + number
    assert "  configuration: none" in shown("--no-config")
    assert "    CL301 host-port-conflict: error, errors only" in shown(
        "--no-config", "--preset", "minimal"
    )
    assert shown() == here
    assert shown("compose.yaml", "old") == [*here, "", *old]
    assert main(["check", "--show-settings", "--select", "CL9999"]) == 2
