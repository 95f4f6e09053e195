"""What refers to what, what waits for what, which names are taken: the verdicts of the binary.

verdicts.json holds some two hundred small projects, each with whether Docker Compose 5.6.1 and
2.40.3 refuse it (`config -q`, with the profiles named).
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support import check, oracle, project_of

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("verdicts.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("target", ["compose", "compose@2.40"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_we_refuse_what_docker_compose_refuses(case: dict[str, Any], target: str) -> None:
    project = project_of(
        {"compose.yaml": case["text"]},
        exact=True,
        profiles=tuple(case["profiles"]),
        target=target,
    )
    refusing = [finding for finding in check(project) if finding.refused]
    assert bool(refusing) == case["refused"][target]


@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_the_verdicts_are_those_of_the_binary(tmp_path: Path) -> None:
    program = oracle()
    assert program is not None
    differing = []
    for case in CASES:
        (tmp_path / "compose.yaml").write_text(case["text"], encoding="utf-8")
        chosen = [word for profile in case["profiles"] for word in ("--profile", profile)]
        answer = subprocess.run(
            [program, "-f", "compose.yaml", *chosen, "config", "-q"],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            check=False,
        )
        if (answer.returncode != 0) != case["refused"]["compose"]:
            differing.append((case["name"], answer.stderr))
    assert differing == []
