"""Findings of a plan are chosen, graded and left out as those of a check."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main

TEXT = """services:
  web:
    image: gone:1{comment}
    pull_policy: never
"""
STATE = {
    "version": 1,
    "engine": {"name": "host", "version": "28.0.0", "api_version": "1.48", "swarm": False},
    "containers": [],
    "networks": [],
    "volumes": [],
    "images": [],
}


@pytest.fixture
def findings(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "state.json").write_text(json.dumps(STATE))

    def findings(comment: str = "", config: str = "{}") -> list[tuple[str, str]]:
        (tmp_path / "compose.yaml").write_text(TEXT.replace("{comment}", comment))
        (tmp_path / ".composelint.yaml").write_text(config)
        assert main(["plan", "--state", "state.json", "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)["findings"]
        return [(one["id"], one["severity"]) for one in found]

    return findings


def test_a_finding_is_told(findings: Any) -> None:
    assert findings() == [("CL802", "error")]


@pytest.mark.parametrize(
    "config",
    ["ignore: [CL802]", "ignore: [engine]", "ignore: [image-not-available]", "preset: network"],
)
def test_the_configuration_chooses(findings: Any, config: str) -> None:
    assert findings(config=config) == []


def test_the_configuration_grades(findings: Any) -> None:
    config = "severities: {image-not-available: warning}"
    assert findings(config=config) == [("CL802", "warning")]


def test_a_comment_leaves_out(findings: Any) -> None:
    assert findings("  # composelint: ignore[CL802] it is loaded by hand") == []
    assert findings("  # composelint: ignore[CL801] it is another") == [("CL802", "error")]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("{}", [("CL214", "error")]),
        ("ignore: [CL214]", []),
        ("severities: {missing-external: warning}", [("CL214", "warning")]),
    ],
)
def test_the_configuration_counts_for_stacks(
    config: str, expected: list[tuple[str, str]], tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    lists = {key: [] for key in ("services", "tasks", "nodes", "secrets", "configs")}
    engine = {"name": "host", "version": "28.0.0", "api_version": "1.48", "swarm": True}
    (tmp_path / "state.json").write_text(json.dumps({**STATE, **lists, "engine": engine}))
    (tmp_path / ".composelint.yaml").write_text(config)
    (tmp_path / "compose.yaml").write_text(
        'version: "3.8"\nservices: {web: {image: x, networks: [out]}}\n'
        "networks: {out: {external: true}}\n"
    )
    line = ["plan", "--target", "swarm", "-p", "shop", "--state", "state.json", "--format", "json"]
    assert main(line) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(one["id"], one["severity"]) for one in found] == expected


def test_check_says_it_with_a_state_and_exactly(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text(TEXT.replace("{comment}", ""))
    state = tmp_path / "state.json"
    state.write_text(json.dumps(STATE))
    assert main(["check", "--format", "concise", str(file)]) == 0
    assert main(["check", "--format", "concise", "--state", str(state), str(file)]) == 0
    capsys.readouterr()
    assert main(["check", "--exact", "--format", "concise", "--state", str(state), str(file)]) == 1
    assert "CL802" in capsys.readouterr().out


def test_check_does_not_call_its_suppression_unused(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "compose.yaml"
    file.write_text(TEXT.replace("{comment}", "  # composelint: ignore[CL802] loaded by hand"))
    assert main(["check", "--format", "concise", str(file)]) == 0
    assert "CL901" not in capsys.readouterr().out


def test_a_plain_check_does_not_import_it(tmp_path: Path) -> None:
    import subprocess

    file = tmp_path / "compose.yaml"
    file.write_text(TEXT.replace("{comment}", ""))
    code = (
        "import sys; from composelint.cli.main import main; main(sys.argv[1:]); "
        "print([m for m in sys.modules if 'on_engine' in m or 'composelint.plan' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(file)], capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
