"""A scenario, really run: by the real Docker Compose on a real engine."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from binaries import binaries
from compose_line import plan_line, settled
from engine import alone
from engine_state import observed
from happened import happened, images
from raw_engine import RawEngine
from scenario import Scenario, edited
from support import ROOT

#: Where projects stand: paths are part of what Docker Compose hashes and writes on containers, so
#: that they have to be the same whenever and wherever a scenario is run.
PLACE = "/srv/composelint-scenarios"

Outcome = dict[str, Any]


def folder(scenario: Scenario) -> str:
    """The folder of a scenario's project, which is named after it."""
    return f"{PLACE}/{scenario.topic}-{scenario.slug}/shop"


class Run:
    """One run of a scenario on an engine that is empty but for the images."""

    def __init__(self, scenario: Scenario, engine: RawEngine, compose: str) -> None:
        self.scenario = scenario
        self.engine = engine
        self.compose = compose
        self.folder = Path(folder(scenario))
        self.began = False
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "DOCKER_HOST": engine.url,
        }

    def outcome(self, look: Callable[[], list[Any]] = list) -> Outcome:
        """What was there before the last command, what that did, what was there after it, and
        what the same command did a second time. `look` is asked before it."""
        with alone(PLACE):
            return self._outcome(look)

    def _outcome(self, look: Callable[[], list[Any]]) -> Outcome:
        try:
            self.prepare()
            before = observed(self.engine)
            told = look()
            done, actual, after = self.watched(self.scenario.run, before)
            _, again, _ = self.watched(settled(self.scenario.run), after)
        finally:
            self.engine.empty()
            shutil.rmtree(self.folder.parent)
        return {
            "exit": done.returncode,
            "words": _last_words(done.stderr) if done.returncode else [],
            "actual": actual,
            "again": again,
            "told": told,
            "before": before,
            "after": after,
        }

    def watched(
        self, line: str, before: dict[str, Any]
    ) -> tuple[subprocess.CompletedProcess[str], list[Any], dict[str, Any]]:
        """A command of Docker Compose, what it did, and what was there after it."""
        since = self.engine.now()
        done = self.program(self.compose, line)
        events = self.engine.events(since)
        after = observed(self.engine)
        return done, images(done.stderr) + happened(before, after, events), after

    def told(self) -> list[Any]:
        """What `composelint plan` says that the last command will do."""
        line = plan_line(self.scenario.run)
        asked = [sys.executable, "-m", "composelint", "plan", "--format", "json", *line]
        environment = {**self.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            asked, cwd=self.folder, env=environment, capture_output=True, text=True, check=True
        )
        keys = ("action", "kind", "name", "service", "number")
        actions = [[one[key] for key in keys] for one in json.loads(done.stdout)["actions"]]
        return [action for action in actions if action[0] not in ("connect", "disconnect")]

    def prepare(self) -> None:
        shutil.rmtree(self.folder.parent, ignore_errors=True)  # of a run that was broken off
        self.folder.mkdir(parents=True)
        for path, text in self.scenario.files.items():
            self.write(path, text)
        if self.scenario.first:
            release = self.scenario.release
            first = binaries()[_release(release)] if release else self.compose
            self.checked(first, self.scenario.first)
        self.began = True
        for step in self.scenario.then:
            self.step(step)

    def step(self, step: dict[str, Any]) -> None:
        """One thing that happens: `in` names the folder in which a command is given."""
        for old, new in step.get("edit", {}).items():
            file = self.folder / "compose.yaml"
            file.write_text(edited(file.read_text(encoding="utf-8"), old, new), encoding="utf-8")
        for path, text in step.get("write", {}).items():
            self.write(path, text)
        for tag, lines in step.get("image", {}).items():
            self.engine.build(tag, f"FROM app:1\n{lines}\n")
        self.environment.update(step.get("environment", {}))
        for program in ("docker", "compose"):
            if program in step:
                name = self.compose if program == "compose" else "docker"
                self.checked(name, step[program], step.get("in", "."))

    def write(self, path: str, text: str | None) -> None:
        """A file with this text; None removes it."""
        file = self.folder / path
        if text is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            if self.began:
                # Clearly newer than what was made before.
                os.utime(file, times=(time.time() + 60, time.time() + 60))

    def checked(self, program: str, line: str, where: str = ".") -> None:
        """A command of the preparation, which has to go well; `!` before it: has to fail."""
        fails = line.startswith("!")
        done = self.program(program, line.removeprefix("!"), where)
        if (done.returncode != 0) != fails:
            raise RuntimeError(f"{line}: {done.returncode}: {done.stderr}")

    def program(
        self, program: str, line: str, where: str = "."
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *shlex.split(line)],
            cwd=self.folder / where,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def _last_words(said: str) -> list[str]:
    """The last line; why a registry was not reached is another matter on each machine."""
    return [
        "the registry was not reached" if "https://" in line else line
        for line in said.strip().splitlines()[-1:]
    ]


def _release(text: str) -> tuple[int, int, int]:
    major, minor, patch = (int(part) for part in text.split("."))
    return major, minor, patch
