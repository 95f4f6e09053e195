"""Runs the real `up` on an engine and reads the labels that it writes; run, it records them.

    DOCKER_HOST=unix://… python up_labels.py COMPOSE_BINARY

The engine may be filled and emptied.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEXT = HERE / "up_labels.yaml"
RECORD = HERE / "up_labels.json"
FILES = {"one.env": "ONE=1\n", "Dockerfile": "FROM composelint-empty:1\n"}
_OURS = ("label=com.docker.compose.project=labels",)

Labels = dict[str, list[dict[str, str]]]


def labels_of_up(compose: str, engine: str, folder: Path) -> Labels:
    """What is made, by kind: {"name", "id", "key", "hash"}, key that of the Compose file."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "DOCKER_HOST": engine}

    def run(*command: str, data: bytes | None = None) -> str:
        done = subprocess.run(
            command, cwd=folder, env=environment, input=data, capture_output=True, timeout=300
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    run("docker", "import", "-", "composelint-empty:1", data=b"\0" * 10240)
    for name, text in {**FILES, "compose.yaml": TEXT.read_text()}.items():
        (folder / name).write_text(text)
    try:
        run(compose, "up", "--no-start", "--no-build")
        return {
            "containers": _listed(run, "container", "ps", "--all", "--no-trunc"),
            "networks": _listed(run, "network", "network", "ls", "--no-trunc"),
            "volumes": _listed(run, "volume", "volume", "ls"),
        }
    finally:
        run(compose, "down", "--volumes")


def _listed(run: Any, kind: str, *command: str) -> list[dict[str, str]]:
    ids = run("docker", *command, "--quiet", "--filter", *_OURS).split()
    listed = json.loads(run("docker", kind, "inspect", *ids))
    return sorted((_one(kind, one) for one in listed), key=lambda one: one["name"])


def _one(kind: str, one: dict[str, Any]) -> dict[str, str]:
    labels = one["Config"]["Labels"] if kind == "container" else one["Labels"]
    key = "service" if kind == "container" else kind
    return {
        "name": one["Name"].removeprefix("/"),
        "id": one.get("Id", ""),
        "key": labels[f"com.docker.compose.{key}"],
        "hash": labels["com.docker.compose.config-hash"],
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found = labels_of_up(sys.argv[1], os.environ["DOCKER_HOST"], Path(made))
    RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
