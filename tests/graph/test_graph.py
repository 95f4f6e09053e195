"""The graph of projects: what is in it, and what it says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from typing import Any

import corpus
import pytest
from support import FOLDER, project_of

import composelint
from composelint.graph import Edge, Graph, graph_of
from composelint.graph.export import to_graphml, to_json
from composelint.project import Project

SHOP = """\
services:
  web:
    image: nginx:1.27
    labels:
      composelint.title: The web
      composelint.group: front
    ports:
      - "8080:80"
      - "127.0.0.1:9000:9000/udp"
      - "443"
    networks:
      front:
        aliases: [www]
        ipv4_address: 172.28.0.5
      back:
    depends_on:
      api: {condition: service_healthy, restart: true}
    environment:
      API_URL: http://api:3000/
    configs:
      - source: site
        target: /etc/site.conf
  api:
    build: {context: ./api, target: prod}
    env_file: [api.env, {path: extra.env, required: false}]
    networks: [back]
    links: ["db:database"]
    secrets: [password]
    environment: [DB_HOST=database, DB_PORT=5432]
    volumes:
      - ./src:/src:ro
      - cache:/cache
      - /tmp/anonymous
    devices: ["/dev/kvm:/dev/kvm"]
    models: [llm]
  db:
    image: postgres:17@sha256:0123
    networks: [back]
    profiles: [full]
    scale: 2
    healthcheck: {test: [CMD, pg_isready]}
    volumes: ["data:/var/lib/postgresql/data"]
  sidecar:
    image: example/sidecar
    network_mode: service:api
    volumes_from: [db:ro]
  agent:
    image: example/agent
    network_mode: host
    pid: "container:watched"
    external_links: [elsewhere]
networks:
  front: {ipam: {config: [{subnet: 172.28.0.0/24}]}}
  back: {internal: true}
  unused: {external: true, name: other_net}
volumes:
  data: {external: true, name: pgdata}
  cache: {}
secrets:
  password: {file: ./password.txt}
configs:
  site: {content: "server {}"}
models:
  llm: {model: ai/small}
"""


def graph(*texts: str, **options: Any) -> Graph:
    projects = [project_of({"compose.yaml": text}) for text in texts]
    for number, project in enumerate(projects):
        project.name = options.get("names", ["shop", "other", "third"])[number]
    return graph_of(projects, chosen=options.get("chosen", False))


def edges(found: Graph, kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [(edge.source, edge.target, edge.facts) for edge in found.edges if edge.kind == kind]


def test_nodes_of_every_kind() -> None:
    found = graph(SHOP)
    assert list(found.nodes) == [
        *("service:web", "service:api", "service:db", "service:sidecar", "service:agent"),
        *("network:front", "network:back", "network:=other_net"),
        *("port:8080", "outside", "port:127.0.0.1:9000/udp", "host", "port:any>service:web:443"),
        *("volume:=pgdata", "volume:cache", "secret:password", "config:site"),
        *("bind:./src", "service:api:/tmp/anonymous", "device:/dev/kvm"),
        *("env_file:api.env", "env_file:extra.env", "model:llm"),
        *("foreign:elsewhere", "foreign:watched"),
    ]
    web, db = found.nodes["service:web"], found.nodes["service:db"]
    assert (web.title, web.name, web.facts["group"]) == ("The web", "web", "front")
    assert (db.profiles, db.facts["replicas"], db.facts["health"]) == (("full",), 2, "here")
    assert found.nodes["service:api"].facts["build"] == {"context": "./api", "target": "prod"}
    assert found.nodes["network:back"].facts["internal"] is True
    assert found.nodes["network:front"].facts["subnets"] == ["172.28.0.0/24"]
    assert found.nodes["network:=other_net"].external
    assert found.nodes["volume:=pgdata"].title == "pgdata"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "depends_on",
            [
                (
                    "service:web",
                    "service:api",
                    {"condition": "service_healthy", "required": True, "restart": True},
                ),
                (
                    "service:api",
                    "service:db",
                    {"condition": "service_started", "required": True, "implied": "links"},
                ),
                (
                    "service:sidecar",
                    "service:api",
                    {"condition": "service_started", "required": True, "implied": "network_mode"},
                ),
                (
                    "service:sidecar",
                    "service:db",
                    {"condition": "service_started", "required": True, "implied": "volumes_from"},
                ),
            ],
        ),
        (
            "attached",
            [
                (
                    "service:web",
                    "network:front",
                    {"aliases": ["www"], "ipv4_address": "172.28.0.5"},
                ),
                ("service:web", "network:back", {}),
                ("service:api", "network:back", {}),
                ("service:db", "network:back", {}),
            ],
        ),
        (
            "mounts",
            [
                ("service:api", "bind:./src", {"target": "/src", "read_only": True}),
                ("service:api", "volume:cache", {"target": "/cache"}),
                ("service:api", "service:api:/tmp/anonymous", {"target": "/tmp/anonymous"}),
                ("service:db", "volume:=pgdata", {"target": "/var/lib/postgresql/data"}),
            ],
        ),
        (
            "reads",
            [
                ("service:web", "config:site", {"target": "/etc/site.conf"}),
                ("service:api", "secret:password", {}),
            ],
        ),
        (
            "talks_to",
            [
                (
                    "service:web",
                    "service:api",
                    {"names": ["api"], "ports": [3000], "where": ["API_URL"]},
                ),
                (
                    "service:api",
                    "service:db",
                    {"names": ["database"], "ports": [5432], "where": ["DB_HOST"]},
                ),
            ],
        ),
        (
            "enters",
            [
                ("outside", "port:8080", {}),
                ("host", "port:127.0.0.1:9000/udp", {}),
                ("outside", "port:any>service:web:443", {}),
            ],
        ),
        (
            "link",
            [
                ("service:api", "service:db", {"alias": "database"}),
                ("service:agent", "foreign:elsewhere", {}),
            ],
        ),
        ("volumes_from", [("service:sidecar", "service:db", {"read_only": True})]),
        (
            "shares",
            [
                ("service:sidecar", "service:api", {"what": "network"}),
                ("service:agent", "foreign:watched", {"what": "pid"}),
            ],
        ),
        ("uses_device", [("service:api", "device:/dev/kvm", {})]),
        ("uses_model", [("service:api", "model:llm", {})]),
        (
            "reads_file",
            [
                ("service:api", "env_file:api.env", {}),
                ("service:api", "env_file:extra.env", {"required": False}),
            ],
        ),
    ],
)
def test_edges_of_every_kind(kind: str, expected: list[Any]) -> None:
    assert edges(graph(SHOP), kind) == expected


def test_ports_of_the_host() -> None:
    found = edges(graph(SHOP), "publishes")
    assert [(source, facts["published"], facts["target"]) for source, _, facts in found] == [
        ("port:8080", "8080", 80),
        ("port:127.0.0.1:9000/udp", "9000", 9000),
        ("port:any>service:web:443", "", 443),
    ]


def test_extends_leads_to_the_service_or_to_what_is_elsewhere() -> None:
    files = {
        "compose.yaml": (
            "services:\n"
            "  web: {extends: {service: base, file: common.yaml}}\n"
            "  api: {extends: {service: web}}\n"
        ),
        "common.yaml": "services:\n  base: {image: nginx}\n",
    }
    found = edges(graph_of([project_of(files)]), "extends")
    assert found == [
        ("service:web", "base:common.yaml:base", {"file": "common.yaml"}),
        ("service:api", "service:web", {"file": ""}),
    ]


def test_places_are_those_of_the_file() -> None:
    (edge,) = [e for e in graph(SHOP).edges_of("attached") if e.facts.get("aliases")]
    assert edge.span is not None
    assert edge.span.text == "front"
    assert edge.path == ("services", "web", "networks", "front")


def test_several_projects_are_joined_by_what_they_share() -> None:
    one = "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {external: true, name: proxy}}\n"
    two = "services: {b: {image: x, networks: [m]}}\nnetworks: {m: {external: true, name: proxy}}\n"
    found = graph(one, two)
    assert list(found.nodes) == ["shop/service:a", "network:=proxy", "other/service:b"]
    assert [(s, t) for s, t, _ in edges(found, "attached")] == [
        ("shop/service:a", "network:=proxy"),
        ("other/service:b", "network:=proxy"),
    ]


def test_projects_of_one_name_stay_apart() -> None:
    text = "services: {a: {image: x}}\n"
    found = graph(text, text, names=["shop", "shop"])
    assert [n.id for n in found.of_kind("service")] == ["shop/service:a", "shop~2/service:a"]


def test_chosen_profiles_only() -> None:
    assert "service:db" not in graph(SHOP, chosen=True).nodes


def test_what_is_not_known_is_shown_as_written() -> None:
    text = (
        "services: {a: {image: 'x:${TAG}', volumes: ['${DATA}/db:/db'], ports: ['${PORT}:80']}}\n"
    )
    found = graph(text)
    assert found.nodes["service:a"].facts["image"] == "x:…"
    assert "bind:${DATA}/db" in found.nodes
    assert any(node.kind == "port" and "…" in node.title for node in found.nodes.values())


def test_nothing_of_the_machine_is_in_it() -> None:
    assert FOLDER not in to_json(graph(SHOP), FOLDER)


def test_json_says_all() -> None:
    document = json.loads(to_json(graph(SHOP), FOLDER))
    assert document["version"] == 1
    first = document["nodes"][0]
    assert (first["id"], first["file"], first["line"]) == ("service:web", "compose.yaml", 2)
    assert {edge["kind"] for edge in document["edges"]} >= {"depends_on", "attached", "mounts"}


def test_graphml_is_read_by_networkx() -> None:
    import networkx

    text = to_graphml(graph(SHOP))
    ElementTree.fromstring(text)
    read = networkx.parse_graphml(text)
    assert read.nodes["service:web"]["title"] == "The web"
    assert read.number_of_edges() == len(graph(SHOP).edges)


def test_graphml_takes_any_name() -> None:
    text = 'services: {a: {image: "x\\u0001\\uFFFE<&>", labels: {composelint.title: "\\x0b"}}}\n'
    ElementTree.fromstring(to_graphml(graph(text)))


@pytest.mark.skipif(not corpus.available(), reason="no corpus in ../shared")
def test_every_edge_of_real_files_has_its_ends() -> None:
    def whole(edge: Edge, found: Graph) -> bool:
        return edge.source in found.nodes and edge.target in found.nodes

    for row in corpus.accepted_real()[::5]:
        project: Project = composelint.load(
            row["entry"], here=corpus.folder() / row["id"], environment=corpus.ENVIRONMENT
        )
        found = graph_of([project])
        assert all(whole(edge, found) for edge in found.edges), row["id"]
        services = sum(node.kind == "service" for node in found.nodes.values())
        assert services == len(list(project.services())), row["id"]
