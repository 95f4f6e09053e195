"""Who is on which network, under which names, and who reaches whom."""

from __future__ import annotations

import pytest
from support import project_of

from composelint.reach.networks import Topology, topology
from composelint.reach.ports import only_internal, ports_of, published
from composelint.reach.who import reaches, unclear, ways


def topology_of(text: str, **options: object) -> Topology:
    return topology(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]


def names(found: Topology, service: str) -> dict[str, list[str]]:
    return {
        network: sorted({name.text for name in names})
        for network, names in found.places[service].networks.items()
    }


#: The project with which the engine was asked (docs/reachability.md).
ASKED = """
name: p
services:
  client:
    image: x
    networks: [front, back]
    links: ["db:database", second]
  db:
    image: x
    container_name: the-db
    hostname: dbhost
    networks:
      front: {aliases: [DbFront]}
      back: {aliases: [dbback]}
  second: {image: x, networks: [front]}
  frontonly: {image: x, networks: [front]}
  backonly: {image: x, networks: [back]}
  none: {image: x, network_mode: none}
  host: {image: x, network_mode: host}
  host2: {image: x, network_mode: host}
  shared: {image: x, network_mode: "service:db"}
  ctr: {image: x, network_mode: "container:the-db"}
  stranger: {image: x, network_mode: "container:somebody"}
  bridged: {image: x, network_mode: bridge}
  bridged2: {image: x, network_mode: bridge}
  def: {image: x}
  inner: {image: x, networks: [int], ports: ["18080:80"]}
  onboth: {image: x, networks: [int, front], ports: ["18081:80"]}
  web: {image: x, networks: [n1], ports: ["18082:80", "127.0.0.1:18083:80"]}
  local: {image: x, networks: [n1], ports: ["127.0.0.1:18084:80"]}
  gw:
    image: x
    networks: [back]
    extra_hosts: ["host.docker.internal:host-gateway", "db:10.9.9.9"]
  inn: {image: x, networks: [int], extra_hosts: ["host.docker.internal:host-gateway"]}
networks:
  n1:
  front:
  back:
  int: {internal: true}
"""

#: (from, to, how, names), None where there is no way: as the engine answered.
WAYS = [
    ("client", "db", "networks", {"db", "the-db", "dbhost", "dbfront", "dbback", "database"}),
    ("client", "second", "networks", {"second"}),
    ("client", "backonly", "networks", {"backonly"}),
    ("frontonly", "db", "networks", {"db", "the-db", "dbhost", "dbfront"}),
    ("backonly", "db", "networks", {"db", "the-db", "dbhost", "dbback"}),
    ("frontonly", "backonly", None, set()),
    ("frontonly", "def", None, set()),
    ("client", "none", None, set()),
    ("none", "client", None, set()),
    ("none", "none", "same", {"localhost"}),
    ("client", "host", None, set()),
    ("host", "db", None, set()),
    ("host", "onboth", "host", {"localhost"}),
    ("host", "inner", None, set()),
    ("host", "host2", "same", {"localhost"}),
    ("shared", "db", "same", {"localhost", "db", "the-db", "dbhost", "dbfront", "dbback"}),
    ("db", "shared", "same", {"localhost"}),
    ("ctr", "shared", "same", {"localhost"}),
    ("shared", "second", "networks", {"second"}),
    ("shared", "backonly", "networks", {"backonly"}),
    ("stranger", "db", None, set()),
    ("bridged", "db", None, set()),
    ("bridged", "bridged2", "bridge", set()),
    ("inner", "onboth", "networks", {"onboth"}),
    ("inner", "client", None, set()),
    ("gw", "web", "host", {"host.docker.internal"}),
    ("gw", "local", None, set()),
    ("gw", "inner", None, set()),
    ("gw", "host", "host", {"host.docker.internal"}),
    ("gw", "db", "networks", {"the-db", "dbhost", "dbback"}),
    ("inn", "web", None, set()),
    ("host", "local", "host", {"localhost"}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind", "expected"), WAYS)
def test_ways(one: str, other: str, kind: str | None, expected: set[str]) -> None:
    found = topology_of(ASKED)
    way = reaches(found, found.places[one], found.places[other])
    assert (None if way is None else way.kind) == kind
    assert set(way.names if way else ()) == expected


def test_every_way_is_listed_once() -> None:
    found = topology_of(ASKED)
    listed = [(one.name, other.name) for one, other, _ in ways(found)]
    assert len(listed) == len(set(listed))
    for one in found.places.values():
        for other in found.places.values():
            known = one is not other and reaches(found, one, other) is not None
            assert ((one.name, other.name) in listed) == known


def test_what_is_published() -> None:
    found = topology_of(ASKED)
    # Nothing comes out of a network that is internal, unless the service is on another one too.
    assert published(found, found.places["inner"]) == []
    assert [p.published for p in published(found, found.places["onboth"])] == ["18081"]
    assert only_internal(found, found.places["inner"])
    assert not only_internal(found, found.places["onboth"])
    assert not only_internal(found, found.places["host"])


def test_unclear() -> None:
    found = topology_of(ASKED)
    assert [p.name for p in found.places.values() if unclear(found, p)] == ["stranger"]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("host", "host"),
        ("none", "none"),
        ("bridge", "bridge"),
        ("default", "bridge"),
        ("service:b", "shared"),
        ("service:nobody", "unclear"),
        ("container:x", "unclear"),
        ("some-network", "unclear"),
        ("${MODE}", "unclear"),
        ("service:${NAME}", "unclear"),
    ],
)
def test_modes(mode: str, expected: str) -> None:
    found = topology_of(f"services: {{a: {{image: x, network_mode: '{mode}'}}, b: {{image: x}}}}")
    assert found.places["a"].mode == expected


@pytest.mark.parametrize("networks", ["", "networks: [],", "networks: {},", "networks: ,"])
def test_the_default_network(networks: str) -> None:
    found = topology_of(f"name: p\nservices: {{a: {{{networks} image: x}}, b: {{image: x}}}}")
    assert names(found, "a") == {"p_default": ["a"]}
    assert reaches(found, found.places["a"], found.places["b"]) is not None


def test_two_keys_of_one_name_are_one_network() -> None:
    found = topology_of("""
name: p
services:
  a: {image: x, networks: [one]}
  b: {image: x, networks: {two: {aliases: [B2]}}}
  c: {image: x, networks: [three]}
  d: {image: x, networks: [four]}
  e: {image: x, networks: [five]}
  f: {image: x, networks: [six]}
networks:
  one: {name: shared}
  two: {external: true, name: shared}
  three: {external: {name: shared}}
  four: {external: true}
  five: {name: four}
  six: {name: p_six}
""")
    places = found.places
    assert reaches(found, places["a"], places["b"]) is not None
    assert reaches(found, places["c"], places["b"]) is not None
    assert reaches(found, places["d"], places["e"]) is not None
    assert reaches(found, places["a"], places["d"]) is None
    assert names(found, "b") == {"shared": ["b", "b2"]}
    assert names(found, "f") == {"p_six": ["f"]}


def test_networks_whose_name_is_not_known() -> None:
    found = topology_of("""
services:
  a: {image: x, networks: [one]}
  b: {image: x, networks: [undefined]}
  c: {image: x}
  d: {provider: {type: x}}
networks: {one: {name: "${NET}"}}
""")
    assert [unclear(found, place) for place in found.places.values()] == [True, True, False, True]


@pytest.mark.parametrize(
    ("name", "mode"), [("host", "host"), ("none", "none"), ("bridge", "bridge")]
)
def test_the_engines_own_networks_have_no_names(name: str, mode: str) -> None:
    found = topology_of(f"""
services: {{a: {{image: x, networks: [n]}}}}
networks: {{n: {{external: true, name: {name}}}}}
""")
    assert found.places["a"].mode == mode


def test_a_stack_of_swarm_knows_neither_modes_nor_container_names() -> None:
    text = """
services:
  a: {image: x, network_mode: host, container_name: c, hostname: h, links: ["b:z"]}
  b: {image: x}
"""
    found = topology_of(text, target="swarm")
    assert found.places["a"].mode == "networks"
    assert list(names(found, "a").values()) == [["a"]]
    assert found.places["a"].links == {}


def test_circles_of_shared_networks_end() -> None:
    found = topology_of("""
services:
  a: {image: x, network_mode: "service:b"}
  b: {image: x, network_mode: "service:a"}
  c: {image: x, network_mode: "service:c"}
""")
    for place in found.places.values():
        found.stack(place)
        found.sharers(place)
        assert reaches(found, place, found.places["c"]) is None or place.name == "c"


def test_profiles() -> None:
    text = """
services:
  a: {image: x, profiles: [one]}
  b: {image: x, profiles: [two]}
  c: {image: x}
"""
    found = topology_of(text)
    listed = {(one.name, other.name) for one, other, _ in ways(found)}
    assert listed == {("a", "c"), ("c", "a"), ("b", "c"), ("c", "b")}
    assert list(topology_of(text, exact=True, profiles=("one",)).places) == ["a", "c"]


def test_ports_of_a_stack() -> None:
    found = topology_of("""
services:
  vpn: {image: x, ports: ["8080:80", "5000-5001:6000-6001"], expose: ["9000-9002", "53/udp"]}
  app: {image: x, network_mode: "service:vpn", expose: ["7000"]}
  other: {image: x, ports: ["${P}"], expose: ["${E}"]}
""")
    ports = ports_of(found, found.places["app"])
    assert ports.inside == {80, 6000, 6001, 9000, 9001, 9002, 53, 7000}
    assert ports.complete
    assert ports == ports_of(found, found.places["vpn"])
    led = ports.target_of(8080)
    assert led is not None
    assert (led[0], led[1].service) == (80, "vpn")
    assert ports.target_of(80) is None
    second = ports.target_of(5001)
    assert second is not None
    assert second[0] == 6001
    assert not ports_of(found, found.places["other"]).complete


def test_names_that_lead_elsewhere() -> None:
    found = topology_of("""
services:
  a:
    image: x
    extra_hosts: ["Db=10.0.0.1", "x:1.2.3.4", broken]
    external_links: ["far:Near", other]
  b: {image: x, extra_hosts: {db: 10.0.0.1}}
""")
    assert found.places["a"].hosts == {"db", "x", "near", "other"}
    assert found.places["b"].hosts == {"db"}
