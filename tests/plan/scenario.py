"""Scenarios as data: what stands in scenarios/*.yaml, read.

A scenario has a `title` and

`file`      the text of compose.yaml; or `files`, texts by path from the project's folder
`first`     the command that brings up the first state; `up -d` where it says nothing, none for ""
`release`   of which Docker Compose the first command is; the newest where it says nothing
`then`      what happens next, a list of steps; each has one key (see `live`):
            edit, write, docker, compose, image, environment
`run`       the command that is planned and then really run; `up -d` where it says nothing
`fails`     words of the message with which that command fails
`race`      true where what happens hangs on the order of things done at once
`unforeseen` why no plan can know that the command fails
`differs`   why the plan is known not to be what is done
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).with_name("scenarios")
UP = "up -d"


class Scenario(NamedTuple):
    """`topic` is the file that it stands in, without its ending."""

    topic: str
    title: str
    files: dict[str, str]
    first: str
    release: str
    then: list[dict[str, Any]]
    run: str
    fails: str
    race: bool
    unforeseen: str
    differs: str

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


_KEYS = {*Scenario._fields, "file"} - {"topic"}
_STEPS = {"edit", "write", "docker", "compose", "image", "environment", "in"}


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them, by topic in the order of their files."""
    return tuple(
        _scenario(path.stem, entry)
        for path in sorted(FOLDER.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def _scenario(topic: str, entry: dict[str, Any]) -> Scenario:
    steps = entry.get("then", [])
    unknown = (entry.keys() - _KEYS) | {key for step in steps for key in step.keys() - _STEPS}
    if unknown:
        raise ValueError(f"{topic}: {entry['title']}: not known: {sorted(unknown)}")
    files = dict(entry.get("files", {}))
    if "file" in entry:
        files["compose.yaml"] = entry["file"]
    return Scenario(
        topic,
        entry["title"],
        files,
        entry.get("first", UP),
        entry.get("release", ""),
        steps,
        entry.get("run", UP),
        entry.get("fails", ""),
        entry.get("race", False),
        entry.get("unforeseen", ""),
        entry.get("differs", ""),
    )


def files_after(scenario: Scenario) -> dict[str, str]:
    """The files as they are when the last command runs."""
    files = dict(scenario.files)
    for step in scenario.then:
        for path, text in step.get("write", {}).items():
            files.pop(path, None)
            if text is not None:
                files[path] = text
        for old, new in step.get("edit", {}).items():
            files["compose.yaml"] = edited(files["compose.yaml"], old, new)
    return files


def edited(text: str, old: str, new: str) -> str:
    """A text in which something was written otherwise; it has to be there."""
    if old not in text:
        raise ValueError(f"{old!r} is not in {text!r}")
    return text.replace(old, new)


def environment_after(scenario: Scenario) -> dict[str, str]:
    """The variables of the shell when the last command runs."""
    given: dict[str, str] = {}
    for step in scenario.then:
        given.update(step.get("environment", {}))
    return given
