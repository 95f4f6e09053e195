"""What we make of Dockerfiles against what BuildKit made of them.

`buildkit.json` holds Dockerfiles with arguments and target, and the configuration of the image
that BuildKit (Docker Engine 20.10.24) made of each; `bb:1` has no configuration of its own, and
`bbhc:1` has `HEALTHCHECK CMD true`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support import FOLDER, project_of

from composelint.dockerfile import Healthcheck, Image, Said, image_of
from composelint.node import UNKNOWN
from composelint.project import Project

ROWS = json.loads((Path(__file__).parent / "buildkit.json").read_text(encoding="utf-8"))


def built(
    text: str, build: dict[str, Any] | None = None, **options: Any
) -> tuple[Project, Image | None]:
    service = {"build": {"context": ".", **(build or {})}}
    compose = json.dumps({"services": {"web": service}})
    project = project_of({"compose.yaml": compose, "Dockerfile": text}, **options)
    ((_, _, node),) = project.services()
    return project, image_of(project, node)


def image(text: str, **build: Any) -> Image:
    made = built(text, build)[1]
    assert made is not None
    return made


def command_of(said: Said | None) -> list[str] | None:
    if said is None or said.text == "[]":
        return None
    return list(said.words) or ["/bin/sh", "-c", said.text]


def healthcheck_of(check: Healthcheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    test = ["CMD", *check.words] if check.words else ["CMD-SHELL", check.command]
    shown: dict[str, Any] = {"Test": test if check.command else ["NONE"]}
    for key, seconds in (
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
    ):
        if seconds:
            shown[key] = round(seconds * 1_000_000_000)
    if check.retries:
        shown["Retries"] = check.retries
    return shown


def config_of(made: Image) -> dict[str, Any]:
    """An image as the engine tells of it."""
    ports = {
        f"{number}/{port.protocol}": {}
        for port in made.ports
        for number in range(port.low, port.high + 1)
    }
    shown = {
        "Healthcheck": healthcheck_of(made.healthcheck),
        "ExposedPorts": ports,
        "User": made.user and made.user.text,
        "Entrypoint": command_of(made.entrypoint),
        "Cmd": command_of(made.command),
        "Volumes": {volume.text: {} for volume in made.volumes},
        "Env": [f"{name}={value}" for name, value in made.environment.items()],
    }
    return {key: value for key, value in shown.items() if value}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_images_are_what_buildkit_makes(row: dict[str, Any]) -> None:
    build: dict[str, Any] = {"args": row["args"]}
    if row["target"]:
        build["target"] = row["target"]
    made = built(row["text"], build)[1]
    assert made is not None
    theirs = dict(row["config"])
    theirs["Env"] = [one for one in theirs.get("Env", []) if not one.startswith("PATH=")]
    if made.base == "bbhc:1" and made.healthcheck is None:
        # It comes from the image at the bottom, which we cannot know.
        assert theirs.pop("Healthcheck")["Test"] == ["CMD-SHELL", "true"]
    ours = config_of(made)
    if UNKNOWN in json.dumps(ours, ensure_ascii=False):
        ours, theirs = without_unknown(ours), {key: theirs[key] for key in without_unknown(ours)}
    assert ours == {key: value for key, value in theirs.items() if value}


def without_unknown(config: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in config.items()
        if UNKNOWN not in json.dumps(value, ensure_ascii=False)
    }
