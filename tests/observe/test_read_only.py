"""Whatever is tried, nothing but GET and HEAD reaches an engine: looked at from the engine."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from fake_engine import ENGINE, Fake, fake

from composelint.errors import CannotLook
from composelint.observe.endpoint import Endpoint
from composelint.observe.local import Local, ReadOnlyConnection, Tcp, Unix
from composelint.observe.opened import opened
from composelint.observe.reader import WouldWrite
from composelint.observe.snapshot import FOR_CHECK, FOR_PLAN, FOR_SWARM, inspect_all, observe

MANAGER = {
    **ENGINE,
    "/info": {**ENGINE["/info"], "Swarm": {"LocalNodeState": "active", "ControlAvailable": True}},
    "/containers/json": [{"Id": "c1", "Names": ["/x"]}],
    "/images/json": [{"Id": "sha256:i1", "RepoTags": ["x:1"]}],
    "/containers/c1/json": {"Id": "c1"},
    "/images/sha256:i1/json": {"Id": "sha256:i1"},
    **{f"/{name}": [] for name in ("services", "tasks", "nodes", "secrets", "configs")},
}

#: What would change something, in the words of the protocol.
WRITING = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "get", "get\r\nPOST", "")


def only_reads(engine: Fake) -> None:
    assert all(line.startswith(("GET /", "HEAD /")) for line in engine.lines), engine.lines


@pytest.mark.parametrize("tcp", [False, True])
def test_observing_sends_get_only(tcp: bool) -> None:
    with fake(MANAGER, tcp=tcp) as engine:
        for wish in (FOR_PLAN, FOR_SWARM, FOR_CHECK):
            inspect_all(observe(opened(Endpoint(engine.url, "--engine")), wish))
        assert all(line.startswith("GET /") for line in engine.lines)
        asked = {line.split()[1].partition("?")[0] for line in engine.lines}
        assert "/v1.41/containers/c1/json" in asked
        assert "/v1.41/images/sha256:i1/json" in asked
        for costly in ("df", "stats", "logs", "top", "changes", "export", "archive"):
            assert not any(costly in path for path in asked)


def connection_to(engine: Fake) -> ReadOnlyConnection:
    if engine.url.startswith("unix"):
        return Unix(engine.url.removeprefix("unix://"), 1)
    return Tcp("127.0.0.1", engine.port, 1)


@pytest.mark.parametrize("tcp", [False, True])
@pytest.mark.parametrize("method", WRITING)
def test_a_connection_refuses_to_write(tcp: bool, method: str) -> None:
    with fake(tcp=tcp) as engine:
        connection = connection_to(engine)
        connection.until = float("inf")
        with pytest.raises(WouldWrite):
            connection.request(method, "/containers/create", b"{}")
        with pytest.raises(WouldWrite):
            connection.putrequest(method, "/containers/create")
        assert (engine.lines, engine.connections) == ([], 0)


@pytest.mark.parametrize("path", ["/x HTTP/1.1\r\n\r\nPOST /y", "/x\nDELETE /y", "/ä", "/x y"])
def test_no_second_request_hides_in_a_path(path: str) -> None:
    with fake() as engine:
        reader = opened(Endpoint(engine.url, "--engine"))
        assert isinstance(reader, Local)
        with pytest.raises(CannotLook):
            reader.get(path, all="1\r\n\r\nPOST /z")
        reader.get("/version")
        assert len(engine.lines) == 2
        only_reads(engine)


#: The SDK's own ways to change something, and to go around its client.
CALLS: dict[str, Callable[[Any], object]] = {
    "create_container": lambda c: c.create_container("bb:1", "true"),
    "start": lambda c: c.start("c1"),
    "stop": lambda c: c.stop("c1"),
    "restart": lambda c: c.restart("c1"),
    "kill": lambda c: c.kill("c1"),
    "pause": lambda c: c.pause("c1"),
    "rename": lambda c: c.rename("c1", "c2"),
    "remove_container": lambda c: c.remove_container("c1", force=True),
    "update_container": lambda c: c.update_container("c1", mem_limit="1g"),
    "exec_create": lambda c: c.exec_create("c1", "true"),
    "put_archive": lambda c: c.put_archive("c1", "/", b""),
    "wait": lambda c: c.wait("c1"),
    "commit": lambda c: c.commit("c1"),
    "prune_containers": lambda c: c.prune_containers(),
    "create_network": lambda c: c.create_network("n"),
    "connect_container_to_network": lambda c: c.connect_container_to_network("c1", "n"),
    "remove_network": lambda c: c.remove_network("n"),
    "create_volume": lambda c: c.create_volume("v"),
    "remove_volume": lambda c: c.remove_volume("v"),
    "pull": lambda c: c.pull("bb", tag="1"),
    "build": lambda c: c.build(fileobj=io.BytesIO(b"FROM scratch")),
    "tag": lambda c: c.tag("i1", "x"),
    "remove_image": lambda c: c.remove_image("i1"),
    "load_image": lambda c: c.load_image(b""),
    "init_swarm": lambda c: c.init_swarm(),
    "leave_swarm": lambda c: c.leave_swarm(force=True),
    "create_service": lambda c: c.create_service({"ContainerSpec": {"Image": "x"}}),
    "remove_service": lambda c: c.remove_service("s"),
    "create_secret": lambda c: c.create_secret("s", b"x"),
    "create_config": lambda c: c.create_config("s", b"x"),
    "attach": lambda c: c.attach("c1"),
    "post": lambda c: c.post(c.base_url + "/x"),
    "put": lambda c: c.put(c.base_url + "/x"),
    "delete": lambda c: c.delete(c.base_url + "/x"),
    "patch": lambda c: c.patch(c.base_url + "/x"),
    "options": lambda c: c.options(c.base_url + "/x"),
    "request": lambda c: c.request("MKCOL", c.base_url + "/x"),
    "send": lambda c: c.send(prepared(c)),
    "adapter": lambda c: c.get_adapter(c.base_url).send(prepared(c)),
    "all adapters": lambda c: [one.send(prepared(c)) for one in c.adapters.values()],
}


def prepared(client: Any) -> Any:
    import requests

    return requests.Request("POST", client.base_url + "/containers/create").prepare()


@pytest.fixture(params=["unix", "tcp"])
def sdk(request: pytest.FixtureRequest) -> Any:
    """(an engine, the SDK's client for it, as composelint makes it)"""
    pytest.importorskip("docker")
    from composelint.observe.sdk import read_only

    with fake(MANAGER, tcp=request.param == "tcp") as engine:
        client = read_only(Endpoint(engine.url, "--engine"), 5)
        yield engine, client
        client.close()


@pytest.mark.parametrize("call", CALLS)
def test_the_client_of_the_sdk_refuses_to_write(sdk: Any, call: str) -> None:
    engine, client = sdk
    with pytest.raises(WouldWrite):
        CALLS[call](client)
    only_reads(engine)


def test_the_adapter_that_the_sdk_keeps_refuses_as_well(sdk: Any) -> None:
    engine, client = sdk
    kept = getattr(client, "_custom_adapter", None)
    if kept is not None:
        with pytest.raises(WouldWrite):
            kept.send(prepared(client))
    assert engine.lines == []


def test_the_client_of_the_sdk_reads(sdk: Any) -> None:
    engine, client = sdk
    assert client.containers(all=True) == MANAGER["/containers/json"]
    assert client.inspect_container("c1") == {"Id": "c1"}
    assert client.head(client.base_url + "/version").status_code == 200
    only_reads(engine)
    assert len(engine.lines) == 3
