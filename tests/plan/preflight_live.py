"""Cases of preflight, really run: by the real Docker Compose on a real engine.

    python tests/plan/preflight_live.py DOCKER_COMPOSE [NAME]...   (with tests/ in PYTHONPATH)

writes preflight_states.json anew, or the cases of these names in it, and prints what each `up`
said.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine import IMAGE, Engine, engine
from preflight_case import PLACE, PROJECT, STATES, Case, cases

from composelint.observe.endpoint import Endpoint
from composelint.observe.opened import opened
from composelint.observe.snapshot import inspect_all, observe
from composelint.state import State

_PATH = "/usr/local/bin:/usr/bin:/bin"
#: What is kept of the engine's objects: what preflight and the planner ask for.
_KEPT = {
    "containers": (
        *("Id", "Names", "Image", "ImageID", "Created", "State", "Status", "Labels", "Ports"),
        *("NetworkSettings", "Mounts"),
    ),
    "networks": ("Id", "Name", "Driver", "Labels", "IPAM"),
    "volumes": ("Name", "Driver", "Labels", "Options"),
    "images": ("Id", "RepoTags", "RepoDigests"),
}
_OF_IMAGES = ("Cmd", "Entrypoint", "Healthcheck")


class Live:
    """An engine, with what it takes to run cases on it."""

    def __init__(self, own: Engine, compose: str) -> None:
        self.own = own
        self.folder = Path(PLACE)
        self.programs = own.folder / "programs"
        self.programs.mkdir()
        script = self.programs / "compose"
        script.write_text(f'#!/bin/sh\nexec {compose} -p {PROJECT} "$@"\n')
        script.chmod(0o755)
        os.symlink(compose, self.programs / "docker-compose")
        self.environment = {
            "PATH": f"{self.programs}:{_PATH}",
            "HOME": "/nonexistent",
            "DOCKER_HOST": own.host,
        }
        self._let_sleep()

    def _let_sleep(self) -> None:
        """The image's own command, so that what is made of it stays."""
        made = self.own.ask("/containers/create", "POST", {"Image": IMAGE, "Cmd": ["true"]})
        name, _, tag = IMAGE.partition(":")
        changes = "CMD%20%5B%22sleep%22%2C%22600%22%5D"
        query = f"container={made['Id']}&repo={name}&tag={tag}&changes={changes}"
        self.own.ask(f"/commit?{query}", "POST", {"Image": IMAGE})
        self.own.clear()

    def run(self, *words: str, timeout: int = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    @contextmanager
    def prepared(self, case: Case) -> Iterator[State]:
        """The engine as the case has it before `up`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name, text in case.texts().items():
            (self.folder / name).write_text(text, encoding="utf-8")
        done = self.run("sh", "-ec", case.before or ":")
        assert done.returncode == 0, f"{case.name}: {done.stderr}"
        programs = [self._listen(str(one)) for one in case.listen]
        try:
            yield self.state(case)
        finally:
            for program in programs:
                program.kill()
                program.communicate()
            self._clear()

    def _listen(self, place: str) -> subprocess.Popen[bytes]:
        address, _, port = place.rpartition(":")
        code = "import socket,sys,time; s=socket.create_server((sys.argv[1], int(sys.argv[2])))"
        words = [sys.executable, "-c", f"{code}; print(flush=True); time.sleep(600)"]
        program = subprocess.Popen(
            self.own.inside(*words, address or "0.0.0.0", port), stdout=subprocess.PIPE
        )
        assert program.stdout is not None
        program.stdout.readline()
        return program

    def state(self, case: Case) -> State:
        """What the engine has. Its network is not ours, so that what listens there is told by the
        case."""
        state = observe(opened(Endpoint(self.own.host, "the test")))
        inspect_all(state)
        state.listening = [_heard(str(one)) for one in case.listen]
        return state

    def up(self, case: Case) -> subprocess.CompletedProcess[str]:
        return self.run("compose", "up", "-d", *case.flags.split())

    def _clear(self) -> None:
        self.own.clear()
        for image in self.own.ask("/images/json"):
            for name in image["RepoTags"] or ():
                if name not in (IMAGE, "<none>:<none>"):
                    self.own.ask(f"/images/{name}", "DELETE")
        shutil.rmtree(self.folder.parent, ignore_errors=True)


def _heard(place: str) -> dict[str, Any]:
    address, _, port = place.rpartition(":")
    return {"address": address or "0.0.0.0", "port": int(port), "protocol": "tcp"}


def slim(state: State) -> dict[str, Any]:
    """A state as it is kept: without what nobody asks for."""
    kept: dict[str, Any] = {"version": 1, "listening": state.listening}
    for name, keys in _KEPT.items():
        listed = getattr(state, name)
        kept[name] = [{key: one[key] for key in keys if one.get(key)} for one in listed]
    for one in kept["containers"]:
        ends = one.get("NetworkSettings", {}).get("Networks", {})
        one["NetworkSettings"] = {"Networks": {name: _end(end) for name, end in ends.items()}}
    details = {id_: (one.get("Config") or {}) for id_, one in state.image_details.items()}
    kept["image_details"] = {
        id_: {"Config": {key: config[key] for key in _OF_IMAGES if config.get(key)}}
        for id_, config in details.items()
    }
    return {key: value for key, value in kept.items() if value or key in _KEPT}


def _end(end: dict[str, Any]) -> dict[str, Any]:
    return {key: end[key] for key in ("NetworkID", "IPAddress") if end.get(key)}


def record(compose: str, names: list[str]) -> None:
    states: dict[str, Any] = json.loads(STATES.read_text(encoding="utf-8")) if names else {}
    with engine() as own:
        live = Live(own, compose)
        for case in cases():
            if names and case.name not in names:
                continue
            with live.prepared(case) as state:
                states[case.name] = slim(state)
                begun = time.monotonic()
                done = live.up(case)
            last = (done.stderr.strip().splitlines() or [""])[-1] if done.returncode else ""
            states.setdefault("common", {"engine": state.engine})
            print(json.dumps([case.name, round(time.monotonic() - begun, 1), last]), flush=True)
    lines = (f" {json.dumps(name)}: {json.dumps(one)}" for name, one in sorted(states.items()))
    STATES.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    record(sys.argv[1], sys.argv[2:])
