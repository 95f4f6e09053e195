"""The part of a graph that is wanted: by name, by nearness, by label."""

from __future__ import annotations

from typing import Any

import pytest
from support import project_of

from composelint.diagram.select import NoSuchService, select
from composelint.diagram.wanted import Wanted
from composelint.graph import graph_of

SHOP = """\
services:
  proxy: {image: x, ports: ["80:80"], depends_on: [web], networks: [front]}
  web: {image: x, depends_on: [api], networks: [front], labels: {composelint.title: The web}}
  api: {image: x, environment: {DB: "postgres://db:5432"}, networks: [front, back]}
  db: {image: x, volumes: ["data:/d", "./conf:/conf"], networks: [back], secrets: [key]}
  admin: {image: x, ports: ["127.0.0.1:81:80"], volumes: ["logs:/l"], networks: [alone]}
  debug: {image: x, labels: {composelint.hidden: "true"}, volumes: ["dumps:/d"]}
  shown: {image: x, labels: {composelint.hidden: "false"}, networks: [back]}
networks: {front: {}, back: {}, alone: {}, unused: {}}
volumes: {data: {}, logs: {}, dumps: {}}
secrets: {key: {file: ./key}}
"""


def selected(text: str = SHOP, **wanted: Any) -> list[str]:
    """The ids that are left; services without their kind."""
    graph = graph_of([project_of({"compose.yaml": text})])
    return [id_.removeprefix("service:") for id_ in select(graph, Wanted(**wanted)).nodes]


def running(**wanted: Any) -> list[str]:
    return [id_ for id_ in selected(**wanted) if ":" not in id_ and id_ not in ("host", "outside")]


def test_what_is_hidden_goes_with_what_only_it_uses() -> None:
    left = set(selected())
    assert not left & {"debug", "volume:dumps"}
    assert left > {"shown", "volume:logs", "network:unused"}


def test_without_wishes_nothing_goes() -> None:
    shown = SHOP.replace('composelint.hidden: "true"', "a: b")
    graph = graph_of([project_of({"compose.yaml": shown})])
    assert select(graph, Wanted()).nodes == graph.nodes
    assert select(graph, Wanted()).edges == graph.edges


@pytest.mark.parametrize(
    ("focus", "depth", "expected"),
    [
        ("api", 0, ["api"]),
        ("api", 1, ["web", "api", "db"]),
        ("api", 2, ["proxy", "web", "api", "db"]),
        ("db", 1, ["api", "db"]),
        ("db", 9, ["proxy", "web", "api", "db"]),
        ("admin", 5, ["admin"]),
        ("The web", 0, ["web"]),
        ("*b", 0, ["web", "db"]),
        ("service:api", 0, ["api"]),
    ],
)
def test_focus(focus: str, depth: int, expected: list[str]) -> None:
    assert running(focus=focus, depth=depth) == expected


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (["web"], ["web"]),
        (["db", "web"], ["web", "db"]),
        (["*"], ["proxy", "web", "api", "db", "admin", "shown"]),
        (["a*"], ["api", "admin"]),
        (["?b"], ["db"]),
        (["[pw]*"], ["proxy", "web"]),
    ],
)
def test_only(only: list[str], expected: list[str]) -> None:
    assert running(only=tuple(only)) == expected


def test_what_hangs_on_a_service_stays_with_it() -> None:
    assert selected(only=("db",)) == [
        *("db", "network:back", "volume:data", "secret:key", "bind:./conf"),
    ]
    assert selected(only=("proxy",)) == ["proxy", "network:front", "port:80", "outside"]
    assert selected(only=("admin",))[-2:] == ["host", "volume:logs"]


@pytest.mark.parametrize(
    ("exclude", "gone"),
    [
        (["db"], {"db"}),
        (["network:*"], {"network:front", "network:back", "network:alone", "network:unused"}),
        (["volume:data", "web"], {"volume:data", "web"}),
        (["80"], {"port:80", "outside"}),
        (["proxy"], {"proxy"}),
    ],
)
def test_exclude(exclude: list[str], gone: set[str]) -> None:
    assert set(selected()) - set(selected(exclude=tuple(exclude))) == gone


def test_ports_and_volumes() -> None:
    assert set(selected()) - set(selected(ports=False)) == {
        *("port:80", "port:127.0.0.1:81", "outside", "host"),
    }
    assert set(selected()) - set(selected(volumes=False)) == {"volume:data", "volume:logs"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"focus": "wob"}, "there is no 'wob' in the picture; did you mean web?"),
        ({"only": ("web", "prox")}, "there is no 'prox' in the picture; did you mean proxy?"),
        ({"exclude": ("zzzzzz",)}, "there is no 'zzzzzz' in the picture"),
        ({"only": ("data",)}, "there is no 'data' in the picture"),
        # What is hidden is not there.
        ({"focus": "debug"}, "there is no 'debug' in the picture"),
        ({"only": ("web",), "focus": "db"}, "there is no 'db' in the picture"),
        ({"focus": "["}, "there is no '[' in the picture"),
    ],
)
def test_names_that_are_none(wanted: dict[str, Any], message: str) -> None:
    with pytest.raises(NoSuchService) as caught:
        selected(**wanted)
    assert str(caught.value).startswith(message)


def test_names_of_several_projects() -> None:
    projects = [project_of({"compose.yaml": SHOP}) for _ in range(2)]
    projects[0].name, projects[1].name = "one", "two"
    graph = graph_of(projects)
    part = select(graph, Wanted(only=("two/web", "one/db")))
    assert [node.id for node in part.of_kind("service")] == ["one/service:db", "two/service:web"]
