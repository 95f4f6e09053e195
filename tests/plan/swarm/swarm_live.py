"""A scenario of a stack done for real: a swarm of one on an engine of our own, the Docker CLI."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from engine import Engine, docker_cli
from swarm_case import LISTS, STACK, Scenario

_SETTLED_AFTER = 0.6
_LONGEST = 40.0


class Swarm:
    """An engine as a swarm of one, and a folder for the files of a stack."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        engine.add_image("bb:2", {"two": "2"})
        engine.ask("/swarm/init", "POST", {"ListenAddr": "127.0.0.1", "AdvertiseAddr": "127.0.0.1"})

    def docker(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder)}
        run = subprocess.run(
            [str(docker_cli()), "-H", self.engine.host, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert not check or run.returncode == 0, run.stderr
        return run

    def state(self) -> dict[str, Any]:
        """What GET gives, less what no plan asks for."""
        found: dict[str, Any] = {
            name: [_slim(one) for one in self.engine.ask(f"/{name}") or ()] for name in LISTS
        }
        found["networks"] = [one for one in found["networks"] if one["Name"] not in _OWN]
        return found

    def settled(self) -> None:
        """Wait until nothing moves any more."""
        until = time.monotonic() + _LONGEST
        seen, since = "", time.monotonic()
        while time.monotonic() < until:
            now = repr(sorted(map(_moving, self.engine.ask("/tasks")))) + repr(
                sorted(_updating(one) for one in self.engine.ask("/services"))
            )
            if now != seen:
                seen, since = now, time.monotonic()
            busy = "'busy'" in now and "'waiting'" not in now
            if not busy and time.monotonic() - since > _SETTLED_AFTER:
                return
            time.sleep(0.1)

    def empty(self) -> None:
        """As it was at first."""
        for section in ("services", "configs", "secrets"):
            for one in self.engine.ask(f"/{section}") or ():
                self.engine.ask(f"/{section}/{one['ID']}", "DELETE")
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            left = [one for one in self.engine.ask("/networks") if one["Name"] not in _OWN]
            if not left and not self.engine.ask("/tasks") and not self._containers():
                return
            for one in left:
                self.docker("network", "rm", one["Id"], check=False)
            time.sleep(0.2)

    def _containers(self) -> list[Any]:
        found: list[Any] = self.engine.ask("/containers/json?all=1")
        for one in found:
            self.docker("rm", "-f", one["Id"], check=False)
        return found


_OWN = ("bridge", "host", "none", "ingress", "docker_gwbridge")


def _moving(task: dict[str, Any]) -> tuple[str, str, str]:
    state, desired = task["Status"]["State"], task["DesiredState"]
    on_its_way = ("new", "assigned", "accepted", "preparing", "ready", "starting")
    busy = desired == "running" and state in on_its_way
    busy = busy or (state == "pending" and not task["Status"].get("Err"))
    busy = busy or (desired in ("shutdown", "remove") and state == "running")
    if desired == "running" and state == "pending" and task["Status"].get("Err"):
        state = "waiting"  # no node takes it, and the service is being updated for ever
    return task["ID"], desired, "busy" if busy else state


def _updating(service: dict[str, Any]) -> tuple[str, str]:
    state = (service.get("UpdateStatus") or {}).get("State", "")
    return service["ID"], "busy" if state in ("updating", "rollback_started") else state


_OF_TASKS = ("ID", "ServiceID", "NodeID", "DesiredState", "Spec")


def _slim(one: dict[str, Any]) -> dict[str, Any]:
    if "DesiredState" in one:
        kept = {key: one[key] for key in _OF_TASKS if key in one}
        status = {key: one["Status"].get(key, "") for key in ("State", "Err")}
        attached = [
            {
                "Network": {
                    "ID": each["Network"]["ID"],
                    "Spec": {"Name": each["Network"]["Spec"]["Name"]},
                }
            }
            for each in one.get("NetworksAttachments") or ()
        ]
        return {**kept, "Status": status, "NetworksAttachments": attached}
    if "Description" in one:
        description = {
            key: one["Description"][key] for key in ("Hostname", "Platform", "Resources")
        }
        kept = {key: one[key] for key in ("ID", "Spec", "Status")}
        return {**kept, "Description": description}
    return {key: value for key, value in one.items() if key not in ("Endpoint", "Containers")}


def outcome(scenario: Scenario, swarm: Swarm) -> dict[str, Any]:
    """{"before", "after": states, "files", "times", "exit", "said"} of one run."""
    swarm.empty()
    files = dict(scenario.files)
    shutil.rmtree(swarm.folder)
    swarm.folder.mkdir()
    _write(swarm.folder, files)
    _do(swarm, scenario.before, files)
    deploy = ("stack", "deploy", "--detach=true", "-c", "stack.yml", STACK)
    if not scenario.fresh:
        swarm.docker(*deploy)
        swarm.settled()
    _do(swarm, scenario.then, files)
    swarm.settled()
    before = swarm.state()
    if scenario.down:
        run = swarm.docker("stack", "rm", STACK, check=False)
        _gone(swarm)
    else:
        prune = ("--prune",) if scenario.prune else ()
        run = swarm.docker("stack", "deploy", "--detach=true", *prune, *deploy[3:], check=False)
        swarm.settled()
    times = {name: (swarm.folder / name).stat().st_mtime for name in files}
    said = run.stderr.strip().splitlines()
    return {
        "before": before,
        "after": swarm.state(),
        "files": files,
        "times": times,
        "exit": run.returncode,
        "said": said[-1] if said and run.returncode else "",
    }


def _gone(swarm: Swarm) -> None:
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until and any(
        (one.get("Labels") or {}).get("com.docker.stack.namespace") == STACK
        for one in swarm.engine.ask("/networks")
    ):
        time.sleep(0.2)


def _do(swarm: Swarm, steps: list[dict[str, Any]], files: dict[str, str]) -> None:
    for step in steps:
        if "docker" in step:
            swarm.docker(*str(step["docker"]).split())
            swarm.settled()
        elif "sleep" in step:
            time.sleep(step["sleep"])
        elif "delete" in step:
            files.pop(step["delete"])
            (swarm.folder / step["delete"]).unlink()
        else:
            files.update(step["write"])
            _write(swarm.folder, step["write"])


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
