"""What is asked of an engine, by which version of its API, and what is done without."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from fake_engine import ENGINE, Said, fake, refused

from composelint.errors import CannotLook
from composelint.observe.endpoint import Endpoint
from composelint.observe.opened import opened
from composelint.observe.snapshot import FOR_CHECK, FOR_PLAN, FOR_SWARM, Wish, inspect_all, observe
from composelint.state import State

MANAGER: dict[str, Any] = {
    **ENGINE,
    "/info": {**ENGINE["/info"], "Swarm": {"LocalNodeState": "active", "ControlAvailable": True}},
    **{f"/{name}": [] for name in ("services", "tasks", "nodes", "secrets", "configs")},
}
WORKER: dict[str, Any] = {
    **ENGINE,
    "/info": {**ENGINE["/info"], "Swarm": {"LocalNodeState": "active", "ControlAvailable": False}},
}
NO_MANAGER = refused(503, "This node is not a swarm manager.")


def observed(
    answers: dict[str, Any], wish: Wish = FOR_PLAN, version: str = ""
) -> tuple[State, list[str]]:
    """(the state, what was asked for it)"""
    with fake(answers) as engine:
        reader = opened(Endpoint(engine.url, "--engine", api_version=version))
        state = observe(reader, wish)
        reader.close()
        return state, [line.split()[1] for line in engine.lines]


def message(answers: dict[str, Any], wish: Wish = FOR_PLAN, version: str = "") -> str:
    with fake(answers) as engine:
        reader = opened(Endpoint(engine.url, "--engine", api_version=version))
        with pytest.raises(CannotLook) as caught:
            observe(reader, wish)
        reader.close()
        return str(caught.value).replace(engine.url, "URL")


def version(own: Any, least: Any = "1.12") -> dict[str, Any]:
    said = {"Version": "9.9", "ApiVersion": own, "MinAPIVersion": least}
    return {**ENGINE, "/version": {key: one for key, one in said.items() if one is not None}}


def test_a_plan_asks_for_no_more_than_it_needs() -> None:
    state, asked = observed(MANAGER)
    assert asked == [
        "/version",
        *("/v1.41/info", "/v1.41/containers/json?all=1", "/v1.41/networks", "/v1.41/volumes"),
        "/v1.41/images/json",
    ]
    assert (state.containers, state.volumes, state.secrets, state.services) == ([], [], None, None)
    assert state.notes == []


def test_a_swarm_is_asked_for_its_lists_where_they_are() -> None:
    state, asked = observed(MANAGER, FOR_SWARM)
    assert asked[6:] == [
        f"/v1.41/{name}" for name in ("services", "tasks", "nodes", "secrets", "configs")
    ]
    assert (state.services, state.tasks, state.nodes, state.secrets) == ([], [], [], [])
    assert state.engine is not None
    assert (state.engine["swarm"], state.engine["manager"]) == (True, True)
    state, asked = observed(WORKER, FOR_SWARM)
    assert (len(asked), state.services) == (6, None)
    assert state.engine is not None
    assert (state.engine["swarm"], state.engine["manager"]) == (True, False)


def test_what_an_engine_says_of_itself() -> None:
    info = {
        "ID": "A:B",
        "Name": "host",
        "Swarm": {"LocalNodeState": "inactive"},
        "Plugins": {"Network": ["bridge", "host"], "Volume": ["local"], "Log": ["json-file"]},
        "Runtimes": {"runc": {}, "io.containerd.runc.v2": {}},
        "DefaultRuntime": "runc",
        "LoggingDriver": "json-file",
        "CgroupVersion": "2",
        "DefaultAddressPools": [{"Base": "10.0.0.0/8", "Size": 24}],
        "SecurityOptions": ["name=seccomp,profile=default", "name=rootless"],
    }
    state, _ = observed({**ENGINE, "/info": info})
    assert state.engine == {
        "name": "host",
        "version": "20.10.24",
        "api_version": "1.41",
        "swarm": False,
        "manager": False,
        "product": "Docker Engine",
        "id": "A:B",
        "os": "linux",
        "architecture": "amd64",
        "default_runtime": "runc",
        "log_driver": "json-file",
        "cgroup_version": "2",
        "address_pools": [{"Base": "10.0.0.0/8", "Size": 24}],
        "runtimes": ["io.containerd.runc.v2", "runc"],
        "network_drivers": ["bridge", "host"],
        "volume_drivers": ["local"],
        "log_drivers": ["json-file"],
        "rootless": True,
        "local": False,
    }


def test_podman_speaks_the_same_language() -> None:
    said = {
        "Version": "4.9.3",
        "ApiVersion": "1.41",
        "MinAPIVersion": "1.24",
        "Components": [{"Name": "Podman Engine", "Version": "4.9.3"}],
    }
    state, _ = observed({**ENGINE, "/version": said})
    assert state.engine is not None
    assert state.engine["product"] == "Podman Engine"


@pytest.mark.parametrize(
    ("said", "pinned", "asked", "told"),
    [
        (("1.41", "1.12"), "", "/v1.41/", "1.41"),
        (("1.44", "1.24"), "", "/v1.44/", "1.44"),
        (("1.52", "1.44"), "", "/v1.51/", "1.52"),
        (("2.0", None), "", "/v1.51/", "2.0"),
        (("1.47", "1.24"), "1.43", "/v1.43/", "1.43"),
        (("1.43", "1.24"), "1.47", "/v1.43/", "1.43"),
    ],
)
def test_the_newest_version_that_both_know(
    said: tuple[str, str | None], pinned: str, asked: str, told: str
) -> None:
    state, paths = observed(version(*said), version=pinned)
    assert all(path.startswith(asked) for path in paths[1:])
    assert state.engine is not None
    assert state.engine["api_version"] == told


@pytest.mark.parametrize(
    ("said", "pinned", "why"),
    [
        (
            ("1.40", "1.12"),
            "",
            "the engine at URL (--engine) is too old: it has API 1.40 (engine 9.9); composelint",
        ),
        (("1.41", "1.12"), "1.30", "DOCKER_API_VERSION=1.30: composelint needs 1.41 or newer"),
        (("1.41", "1.12"), "new", "DOCKER_API_VERSION is 'new', and should be as 1.41"),
        (
            ("1.90", "1.80"),
            "",
            "the engine at URL (--engine) is too new: it has no API older than 1.80, and",
        ),
        (("1.x", "1.12"), "", "URL (--engine): ApiVersion is '1.x', and should be as 1.41"),
        (("1.41", "9" * 9_999), "", "URL (--engine): MinAPIVersion is '9999"),
        ((5, "1.12"), "", "URL (--engine) is no Docker Engine: GET /version tells no ApiVersion"),
    ],
)
def test_versions_that_will_not_do(said: tuple[Any, Any], pinned: str, why: str) -> None:
    assert message(version(*said), version=pinned).startswith(why)


FORBIDDEN = Said(403, b"<html><h1>403 Forbidden</h1>", "text/html")


@pytest.mark.parametrize("path", ["/containers/json", "/networks", "/volumes", "/images/json"])
def test_a_plan_needs_its_lists(path: str) -> None:
    why = f"the engine at URL (--engine) forbids GET {path} (403): let the proxy before it allow"
    assert message({**ENGINE, path: FORBIDDEN}).startswith(why)


@pytest.mark.parametrize("name", ["containers", "networks", "volumes", "secrets", "configs"])
def test_a_check_does_without(name: str) -> None:
    path = {"containers": "/containers/json"}.get(name, f"/{name}")
    state, asked = observed({**MANAGER, path: FORBIDDEN}, FOR_CHECK)
    assert getattr(state, name) is None
    assert len(asked) == 2 + len(FOR_CHECK.lists)
    assert len(state.notes) == 1
    assert state.notes[0].endswith(
        f"(--engine) forbids GET {path} (403): let the proxy before it allow that; nothing is "
        f"known of its {name}"
    )


def test_without_info_a_swarm_is_asked_all_the_same() -> None:
    state, _ = observed({**MANAGER, "/info": FORBIDDEN}, FOR_SWARM)
    assert state.services == []
    assert "drivers, runtimes and swarm" in state.notes[0]
    services = {f"/{name}": NO_MANAGER for name in ("services", "secrets", "configs")}
    assert message({**ENGINE, **services, "/info": FORBIDDEN}, FOR_SWARM) == (
        "the engine at URL (--engine) failed at GET /services (503): This node is not a swarm "
        "manager."
    )


LISTS = {
    "containers": "/containers/json",
    "networks": "/networks",
    "volumes": "/volumes",
    "images": "/images/json",
}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"a": 1}, " is no list"),
        ("text", " is no list"),
        (True, " is no list"),
        ([1], "[0] is no object"),
        ([{}, None], "[1] is null"),
        ([{"Labels": {"a": 5}}], "[0].Labels.a is no text"),
        ([{"Labels": []}], "[0].Labels is no object"),
    ],
)
@pytest.mark.parametrize("name", LISTS)
def test_lists_that_are_none(name: str, wrong: Any, where: str) -> None:
    path = LISTS[name]
    answer = {"Volumes": wrong} if path == "/volumes" else wrong
    assert message({**ENGINE, path: answer}) == (
        f"the engine at URL (--engine) answers GET {path} in a way that is not that of the Docker "
        f"Engine API: {name}{where}"
    )


def test_a_container_of_another_shape() -> None:
    with fake({**ENGINE, "/containers/c1/json": {"Config": {"Env": "A=b"}}}) as engine:
        state = observe(opened(Endpoint(engine.url, "--engine")))
        with pytest.raises(CannotLook, match=r"Engine API: container\.Config\.Env is no list"):
            state.container("c1")


@pytest.mark.parametrize("info", [None, [], 5, {}, {"Swarm": 5, "Plugins": [], "Runtimes": None}])
def test_an_engine_that_says_little_of_itself(info: Any) -> None:
    state, _ = observed({**ENGINE, "/info": info})
    assert state.engine is not None
    assert (state.engine["name"], state.engine["swarm"], state.engine["local"]) == (
        "",
        False,
        False,
    )


LOOKED: dict[str, Any] = {
    **ENGINE,
    "/containers/json": [
        {"Id": "c1", "ImageID": "old", "Labels": {"com.docker.compose.project": "shop"}},
        {"Id": "c2", "Labels": {"com.docker.compose.project": "other"}},
        {"Id": "c3", "Labels": None},
        {"Id": "gone", "Labels": {"com.docker.compose.project": "shop"}},
    ],
    "/images/json": [{"Id": "sha256:i1"}],
    **{f"/containers/{name}/json": {"Id": name} for name in ("c1", "c2", "c3")},
    "/images/sha256:i1/json": {"Id": "sha256:i1"},
    "/images/old/json": {"Id": "old"},
}


def test_looking_closer_asks_once() -> None:
    with fake(LOOKED) as engine:
        state = observe(opened(Endpoint(engine.url, "--engine")))
        before = len(engine.lines)
        assert state.container("c1") == {"Id": "c1"}
        assert state.container("c1") == {"Id": "c1"}
        assert state.image("sha256:i1") == {"Id": "sha256:i1"}
        assert len(engine.lines) == before + 2
        assert state.container("gone") is None
        assert state.container("") is None


def test_all_of_a_project_is_looked_at() -> None:
    with fake(LOOKED) as engine:
        state = observe(opened(Endpoint(engine.url, "--engine")))
        inspect_all(state, "shop")
        assert set(state.inspected) == {"c1"}
        assert set(state.image_details) == {"sha256:i1", "old"}
        inspect_all(state)
        assert set(state.inspected) == {"c1", "c2", "c3"}


def test_looking_may_be_forbidden() -> None:
    with fake({**LOOKED, "/images/sha256:i1/json": FORBIDDEN}) as engine:
        state = observe(opened(Endpoint(engine.url, "--engine")))
        before = len(engine.lines)
        assert (state.image("sha256:i1"), state.image("sha256:i2")) == (None, None)
        assert len(engine.lines) == before + 1
        assert len(state.notes) == 1
        assert state.notes[0].endswith("; less is known of its images")


def test_an_engine_is_local_where_its_process_is_ours_to_see() -> None:
    info = {**ENGINE["/info"], "Name": socket.gethostname()}
    state, _ = observed({**ENGINE, "/info": info})
    assert state.engine is not None
    assert state.engine["local"] is True
    assert state.listening is not None
    with fake({**ENGINE, "/info": info}, tcp=True) as engine:
        state = observe(opened(Endpoint(engine.url, "--engine")))
        assert (state.engine or {})["local"] is False
        assert state.listening is None
    desktop = {**info, "OperatingSystem": "Docker Desktop"}
    state, _ = observed({**ENGINE, "/info": desktop})
    assert (state.engine or {})["local"] is False


@pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="Linux tells who listens")
def test_a_port_that_another_process_has() -> None:
    info = {**ENGINE["/info"], "Name": socket.gethostname()}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        state, _ = observed({**ENGINE, "/info": info})
        heard = {"address": "127.0.0.1", "port": port, "protocol": "tcp"}
        assert heard in (state.listening or [])
    state, _ = observed({**ENGINE, "/info": info})
    assert heard not in (state.listening or [])
