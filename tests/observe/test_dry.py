"""A plan leaves no trace: an engine's own objects and events, before and after many plans."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from engine import Engine, engine
from support import ROOT, oracle

from composelint.observe.endpoint import Endpoint
from composelint.observe.opened import opened
from composelint.observe.snapshot import FOR_CHECK, FOR_PLAN, FOR_SWARM, inspect_all, observe

PROJECT = """
name: shop
services:
  web:
    image: bb:1
    command: sleep 1000
    stop_grace_period: 0s
    ports: ["8080:80"]
    environment: {LEVEL: info}
    networks: [front]
    healthcheck: {test: "true", interval: 1h}
  db:
    image: bb:1
    command: sleep 1000
    stop_grace_period: 0s
    volumes: ["data:/data", "/anonymous"]
  job:
    image: bb:1
    command: "true"
networks: {front: {}}
volumes: {data: {}}
"""
#: The same, with something changed of everything that a plan looks at.
CHANGED = (
    PROJECT.replace("LEVEL: info", "LEVEL: debug")
    .replace("front: {}", "front: {internal: true}")
    .replace("data: {}", "data: {labels: {a: b}}")
    .replace('command: "true"', "command: 'false'")
)

PLANS = (
    ["plan"],
    ["plan", "--format", "json", "--exit-code"],
    ["plan", "--format", "markdown", "--force-recreate", "--build", "--pull", "always"],
    ["plan", "--scale", "web=3", "--remove-orphans"],
    ["plan", "--down", "--volumes"],
    ["plan", "--save-state", "STATE"],
    ["plan", "--save-state", "STATE", "--save-secrets"],
    ["check", "--engine", "current"],
)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Path]]:
    """An engine on which the project runs, one container of it stopped, and the folder of the
    project as it was changed since."""
    compose = oracle()
    if compose is None:
        pytest.skip("no docker-compose 5.6.1: see COMPOSELINT_ORACLE")
    folder = tmp_path_factory.mktemp("dry")
    (folder / "compose.yaml").write_text(PROJECT)
    with engine() as own:
        subprocess.run(
            [compose, "up", "-d"], cwd=folder, env=environment(own), check=True, capture_output=True
        )
        own.ask("/swarm/init", "POST", {"AdvertiseAddr": "127.0.0.1", "ListenAddr": "127.0.0.1"})
        own.ask("/services/create", "POST", service())
        settle(own)
        (folder / "compose.yaml").write_text(CHANGED)
        yield own, folder


def service() -> dict[str, Any]:
    container = {"Image": "bb:1", "Command": ["sleep", "1000"], "StopGracePeriod": 0}
    return {"Name": "stack_a", "TaskTemplate": {"ContainerSpec": container}}


def settle(own: Engine) -> None:
    """Until the one-shot job has ended, the service of the swarm runs, and the swarm has made its
    networks."""
    until, last = time.monotonic() + 30, {}
    while time.monotonic() < until:
        states = sorted(one["State"] for one in own.ask("/containers/json?all=1"))
        found = everything(own)
        if states == ["exited", "running", "running", "running"] and found == last:
            return
        last = found
        time.sleep(0.8)
    pytest.fail(f"the containers are {states}")


def environment(own: Engine) -> dict[str, str]:
    return {
        "DOCKER_HOST": own.host,
        "HOME": str(own.folder),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }


def everything(own: Engine) -> dict[str, Any]:
    """All objects of an engine in full, with their ids, times and versions."""
    found = {
        f"{kind} {one['Id']}": own.ask(f"/{kind}/{one['Id']}/json")
        for kind, listed in (("containers", "/containers/json?all=1"), ("images", "/images/json"))
        for one in own.ask(listed)
    }
    for one in own.ask("/networks"):
        found[f"network {one['Id']}"] = own.ask(f"/networks/{one['Id']}?verbose=1")
    for kind in ("/volumes", "/services", "/tasks", "/nodes", "/secrets", "/configs"):
        found[kind] = own.ask(kind)
    return {name: steady(one) for name, one in found.items()}


def steady(thing: Any) -> Any:
    """The engine lists volumes and mounts in any order."""
    if isinstance(thing, dict):
        return {key: steady(value) for key, value in thing.items()}
    return sorted(map(steady, thing), key=str) if isinstance(thing, list) else thing


def test_no_number_of_plans_leaves_a_trace(running: tuple[Engine, Path], tmp_path: Path) -> None:
    own, folder = running
    before, since = everything(own), time.time()
    for plan in PLANS:
        arguments = [part.replace("STATE", str(tmp_path / "state.json")) for part in plan]
        done = subprocess.run(
            [sys.executable, "-m", "composelint", *arguments],
            cwd=folder,
            env=environment(own),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode in (0, 1), done.stderr
        assert done.stderr == ""
    assert everything(own) == before
    assert own.events(since, time.time()) == []


def test_no_number_of_observations_leaves_a_trace(running: tuple[Engine, Path]) -> None:
    own, _ = running
    before, since = everything(own), time.time()
    for wish in (FOR_PLAN, FOR_SWARM, FOR_CHECK) * 4:
        reader = opened(Endpoint(own.host, "--engine"))
        state = observe(reader, wish)
        inspect_all(state)
        reader.close()
        assert len(state.containers or ()) == 4
    assert everything(own) == before
    assert own.events(since, time.time()) == []


def test_an_event_would_be_seen(running: tuple[Engine, Path]) -> None:
    """What the other tests trust in."""
    own, _ = running
    before, since = everything(own), time.time()
    own.ask("/volumes/create", "POST", {"Name": "seen"})
    own.ask("/volumes/seen", "DELETE")
    assert len(own.events(since, time.time())) == 2
    assert everything(own) == before


def test_what_the_engine_has_is_all_observed(running: tuple[Engine, Path]) -> None:
    own, _ = running
    state = observe(opened(Endpoint(own.host, "--engine")), FOR_SWARM)
    assert state.engine is not None
    assert (state.engine["version"], state.engine["swarm"]) == (
        own.ask("/version")["Version"],
        True,
    )
    assert {one["Name"] for one in state.networks or ()} >= {
        "shop_front",
        "shop_default",
        "ingress",
    }
    assert "shop_data" in {one["Name"] for one in state.volumes or ()}
    assert [one["Spec"]["Name"] for one in state.services or ()] == ["stack_a"]
    assert [one["Status"]["State"] for one in state.tasks or ()] == ["running"]
    assert len(state.nodes or ()) == 1
    web = next(one for one in state.containers or () if one["Names"] == ["/shop-web-1"])
    front = next(one for one in state.networks or () if one["Name"] == "shop_front")
    on = web["NetworkSettings"]["Networks"]
    assert {name: one["NetworkID"] for name, one in on.items()} == {"shop_front": front["Id"]}
    assert (state.container(web["Id"]) or {})["Config"]["Env"][0] == "LEVEL=info"
    image = state.image(web["ImageID"]) or {}
    assert image["RepoTags"] == ["bb:1"]
    # Our ports are not the engine's: it has a network namespace of its own.
    assert (state.engine["local"], state.listening) == (True, None)


def test_the_ports_of_other_processes_where_the_engine_is(running: tuple[Engine, Path]) -> None:
    """Asked from within the engine's own network namespace; 8080 is a container's."""
    own, _ = running
    code = (
        "import socket, sys\n"
        "from composelint.observe.endpoint import Endpoint\n"
        "from composelint.observe.opened import opened\n"
        "from composelint.observe.snapshot import observe\n"
        "with socket.create_server(('127.0.0.1', 18099)):\n"
        "    state = observe(opened(Endpoint(sys.argv[1], '')))\n"
        "print([(one['address'], one['port']) for one in state.listening])\n"
    )
    done = subprocess.run(
        own.inside(sys.executable, "-c", code, own.host),
        env=environment(own),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "('127.0.0.1', 18099)" in done.stdout
    assert "8080" not in done.stdout
