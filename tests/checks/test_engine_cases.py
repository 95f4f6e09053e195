"""Ports and addresses: what a real engine starts, and what it refuses.

engine_cases.json holds small projects, each with whether Docker Compose 5.6.1 could start it on
Docker Engine 20.10, and the engine's last words where not. We have to speak of exactly those that
do not start, but for the few of which it hangs on the order of events (`silent` says so).

With COMPOSELINT_ENGINE (unix://…, an engine that may be filled and emptied) the cases are proved
anew.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from support import check, oracle, project_of

CASES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("engine_cases.json").read_text(encoding="utf-8")
)
RULES = {"CL301", "CL302", "CL303", "CL307", "CL308"}
ENGINE = os.environ.get("COMPOSELINT_ENGINE")
IMAGE = "test:1"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_does_not_start_is_reported(case: dict[str, Any]) -> None:
    project = project_of(
        {"compose.yaml": case["text"]}, exact=True, profiles=tuple(case["profiles"])
    )
    found = [f.message for f in check(project) if f.id in RULES and f.severity == "error"]
    assert bool(found) == (not case["starts"] and not case["silent"]), found or case["words"]


def test_there_are_cases_of_both_kinds() -> None:
    refused = [case for case in CASES if not case["starts"]]
    assert len(refused) > 50
    assert len(CASES) - len(refused) > 35
    assert all(case["words"] for case in refused)
    assert len([case for case in CASES if case["silent"]]) == 5


@pytest.mark.skipif(ENGINE is None, reason="no engine to try it on: see COMPOSELINT_ENGINE")
@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_the_engine_starts_what_the_cases_say(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "DOCKER_HOST": str(ENGINE)}

    def run(*command: str, data: bytes | None = None) -> int:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, input=data, capture_output=True, check=False
        ).returncode

    assert run("docker", "import", "-c", 'CMD ["sleep","600"]', "-", IMAGE, data=_image()) == 0
    differing = []
    for case in CASES:
        (tmp_path / "compose.yaml").write_text(case["text"], encoding="utf-8")
        for network in case["networks"]:
            run("docker", "network", "create", *network.split())
        chosen = [word for profile in case["profiles"] for word in ("--profile", profile)]
        compose = [str(oracle()), "-p", "composelint-case", *chosen]
        if (run(*compose, "up", "-d", "--timeout", "0") == 0) != case["starts"]:
            differing.append(case["name"])
        run(*compose, "down", "--timeout", "0", "--remove-orphans")
        run("docker", "network", "prune", "--force")
    assert differing == []


def _image() -> bytes:
    """A file system with a busybox that sleeps."""
    busybox = shutil.which("busybox")
    if busybox is None:
        pytest.skip("no busybox to make an image of")
    image = io.BytesIO()
    with tarfile.open(fileobj=image, mode="w") as archive:
        archive.add(os.path.realpath(busybox), "bin/busybox")
        link = tarfile.TarInfo("bin/sleep")
        link.type, link.linkname = tarfile.SYMTYPE, "busybox"
        archive.addfile(link)
    return image.getvalue()
