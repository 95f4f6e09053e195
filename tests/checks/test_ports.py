"""Ports of the host that are taken twice."""

from __future__ import annotations

import json
import time

import pytest
from support import check, project_of

from composelint import engine
from composelint.checks.ports import conflicts
from composelint.finding import Finding, Problem
from composelint.node import show_path
from composelint.selection import select
from composelint.state import read_state


def findings(text: str, **options: object) -> list[Finding]:
    found = check(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]
    return [finding for finding in found if finding.id == "CL301"]


def two(first: str, second: str) -> str:
    return f"services: {{a: {{image: x, {first}}}, b: {{image: x, {second}}}}}"


def ports(first: str, second: str) -> list[Finding]:
    return findings(two(f"ports: [{first}]", f"ports: [{second}]"))


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("'80:80'", "'80:81'", "80"),
        ("'80:80'", "{target: 81, published: 80}", "80"),
        ("'53:53/udp'", "'53:53/udp'", "53/udp"),
        ("'8000-8010:8000-8010'", "'8010:80'", "8010"),
        ("'8000-8010:8000-8010'", "'8005-8020:8005-8020'", "8005-8010"),
        ("'80:80'", "'0.0.0.0:80:80'", "80"),
        ("'80:80'", "'[::]:80:80'", "80"),
        ("'80:80'", "'127.0.0.1:80:80'", "127.0.0.1:80"),
        ("'0.0.0.0:80:80'", "'127.0.0.1:80:80'", "127.0.0.1:80"),
        ("'[::]:80:80'", "'[::1]:80:80'", "[::1]:80"),
        ("'[0:0::1]:80:80'", "'[::1]:80:80'", "[::1]:80"),
        ("'[::ffff:127.0.0.1]:80:80'", "'127.0.0.1:80:80'", "127.0.0.1:80"),
        ("'[::ffff:0.0.0.0]:80:80'", "'127.0.0.1:80:80'", "127.0.0.1:80"),
    ],
)
def test_clashes(first: str, second: str, shared: str) -> None:
    for one, other in ((first, second), (second, first)):
        (finding,) = ports(one, other)
        assert finding.message == f"host port {shared} is published by a and by b"
        assert finding.severity == "error"
        assert not finding.refused


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("'80:80'", "'81:80'"),
        ("'80:80'", "'80:80/udp'"),
        ("'127.0.0.1:80:80'", "'127.0.0.2:80:80'"),
        ("'127.0.0.1:80:80'", "'[::1]:80:80'"),
        ("'0.0.0.0:80:80'", "'[::]:80:80'"),
        ("'0.0.0.0:80:80'", "'[::1]:80:80'"),
        ("'[::ffff:127.0.0.1]:80:80'", "'[::]:80:80'"),
        ("'80'", "'80'"),
        ("'80'", "'80:80'"),
        ("'8000-8010:80'", "'8005:80'"),
        ("'${PORT}:80'", "'${PORT}:80'"),
        ("'${BIND}:80:80'", "'80:80'"),
        ("'8000-8010:8000-8010'", "'8011-8020:8011-8020'"),
        ("'99999:80'", "'99999:80'"),
    ],
)
def test_no_clash(first: str, second: str) -> None:
    assert ports(first, second) == []


def test_variables_count_with_their_defaults() -> None:
    (finding,) = ports("'${PORT:-80}:80'", "'80:81'")
    assert finding.message == "host port 80 is published by a and by b"


@pytest.mark.parametrize(
    "other",
    ["network_mode: host", "network_mode: service:a", "scale: 0", "deploy: {replicas: 0}"],
)
def test_who_publishes_nothing(other: str) -> None:
    assert findings(two("ports: ['80:80']", f"ports: ['80:80'], {other}")) == []


def test_the_default_bridge_publishes() -> None:
    assert len(findings(two("ports: ['80:80']", "ports: ['80:80'], network_mode: bridge"))) == 1


@pytest.mark.parametrize(
    ("first", "second", "clash", "profiles"),
    [
        ("", "", True, None),
        ("", ", profiles: [q, p]", True, ("p",)),
        (", profiles: [p]", "", True, ("p",)),
        (", profiles: [p, q]", ", profiles: [q, r]", True, ("q",)),
        (", profiles: [p]", ", profiles: [q]", False, None),
    ],
)
def test_profiles(first: str, second: str, clash: bool, profiles: tuple[str, ...] | None) -> None:
    found = findings(two(f"ports: ['80:80']{first}", f"ports: ['80:80']{second}"))
    assert [finding.profiles for finding in found] == ([profiles] if clash else [])


ALTERNATIVES = two("ports: ['80:80'], profiles: [p, z]", "ports: ['80:80'], profiles: [q]")


def test_alternatives_are_reported_where_that_is_asked_for() -> None:
    selection = select()
    selection.options["host-port-conflict"] = {"alternatives": True}
    (found,) = engine.check(project_of({"compose.yaml": ALTERNATIVES}), selection)
    assert (found.severity, found.profiles) == ("warning", ("p", "q"))
    assert found.message.endswith("should p and q be chosen together")
    # A certain clash goes before one of alternatives.
    always = "services: {o: {image: x, ports: ['80:80']}, " + ALTERNATIVES[len("services: {") :]
    of_all = engine.check(project_of({"compose.yaml": always}), selection)
    assert {(f.severity, f.profiles) for f in of_all} == {("error", ("p",)), ("error", ("q",))}


@pytest.mark.parametrize(
    ("needs", "profiles"),
    [
        ("depends_on: [b]", ("p", "q")),
        ("network_mode: 'service:c'", None),
        ("links: [c]", ("p", "q")),
        ("depends_on: [d]", ("p", "q")),
        ("depends_on: [e]", None),
        ("depends_on: {b: {condition: service_started, required: false}}", None),
        ("depends_on: [nowhere]", None),
        ("depends_on: [a]", None),
    ],
)
def test_services_that_need_each_other_run_together(
    needs: str, profiles: tuple[str, ...] | None
) -> None:
    text = f"""
services:
  a: {{image: x, ports: ['80:80'], profiles: [p], {needs}}}
  b: {{image: x, ports: ['80:80'], profiles: [q]}}
  c: {{image: x, profiles: [q]}}
  d: {{image: x, depends_on: [c]}}
  e: {{image: x, profiles: [q, r]}}
"""
    found = findings(text)
    assert [f.profiles for f in found] == ([] if profiles is None else [profiles])
    assert [f.severity for f in found] == ["error"] * len(found)


def test_many_alternatives_are_quick() -> None:
    services = "".join(
        f"  s{n}: {{image: x, ports: ['80:80'], profiles: [p{n}], depends_on: [s{n + 1}]}}\n"
        for n in range(700)
    )
    project = project_of({"compose.yaml": f"services:\n{services}  s700: {{image: x}}\n"})
    problems: list[Problem] = []
    start = time.process_time()
    conflicts(project, problems.append)
    assert time.process_time() - start < 5
    assert problems


@pytest.mark.parametrize(
    ("entries", "reported"),
    [
        ([["8000-8001:80"], ["8000-8001:80"]], []),
        ([["8000-8001:80"], ["8000-8001:80"], ["8000-8001:80"]], ["s2"]),
        ([["8000-8001:80"], ["8000-8001:8000-8001"]], ["s0"]),
        ([["8000-8001:80"], ["8000:80"]], []),
        ([["8000-8001:80"], ["8000:80"], ["8001:80"]], ["s0"]),
        ([["8000-8001:80"], ["8000:80"], ["127.0.0.1:8001:80"]], ["s0"]),
        ([["127.0.0.1:8000-8001:80"], ["8000-8001:8000-8001"]], ["s0"]),
        ([["127.0.0.1:8000-8001:80"], ["127.0.0.2:8000-8001:8000-8001"]], []),
        ([["127.0.0.1:8000-8001:80"], ["127.0.0.2:8000-8001:80"], ["8000-8001:80"]], []),
        ([["0.0.0.0:8000-8001:80"], ["[::]:8000-8001:8000-8001"]], []),
        ([["8000-8001:80/udp"], ["8000-8001:8000-8001"]], []),
        # The three of them want two ports, the wide one has others.
        ([["8000-8005:80"], ["8000-8001:80"], ["8000-8001:80"]], []),
        ([["8000-8001:80"], ["8000-8002:80"], ["8001-8002:80"], ["8000-8002:80"]], ["s3"]),
        ([["8000-8001:80", "8000-8001:80/tcp"], ["8000-8001:80"]], []),
        ([["8000-8001:80", "8000-8001:81", "8000-8001:82"]], ["s0"]),
    ],
)
def test_ranges_to_choose_from(entries: list[list[str]], reported: list[str]) -> None:
    services = {f"s{n}": {"image": "x", "ports": ports} for n, ports in enumerate(entries)}
    found = findings(json.dumps({"services": services}))
    assert [f.path[1] for f in found] == reported


def test_ranges_of_services_that_a_profile_brings_in() -> None:
    text = """
services:
  a: {image: x, ports: ['8000-8001:80']}
  b: {image: x, ports: ['8000-8001:8000-8001'], profiles: [p]}
  c: {image: x, ports: ['8000-8001:80'], profiles: [q]}
"""
    (found,) = findings(text)
    assert (found.path[1], found.profiles) == ("a", ("p",))
    assert found.message == "no host port of 8000-8001 is left for a: b take them all"
    assert [r.message for r in found.related] == ["b takes 8000-8001 here"]
    assert findings(text, exact=True) == []


def test_in_a_swarm_each_node_has_its_own_ports_of_the_mode_host() -> None:
    entry = "ports: [{target: 80, published: 80, mode: host}]"
    plain = "ports: [{target: 80, published: 80}]"
    for first, second, clash in ((entry, entry, 0), (plain, entry, 0), (plain, plain, 1)):
        text = 'version: "3.8"\n' + two(first, second)
        assert len(findings(text, target="swarm")) == clash
    assert len(findings(two(entry, entry))) == 1


STATE = """{"version": 1, "containers": [
  {"Names": ["/other-web-1"], "Labels": {"com.docker.compose.project": "other"},
   "Ports": [{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 80, "Type": "tcp"},
             {"IP": "::", "PrivatePort": 80, "PublicPort": 80, "Type": "tcp"}]},
  {"Names": ["/project-db-1"], "Labels": {"com.docker.compose.project": "project"},
   "Ports": [{"IP": "0.0.0.0", "PrivatePort": 5432, "PublicPort": 5432, "Type": "tcp"}]},
  {"Id": "0123456789abcdef", "Names": null, "Labels": null,
   "Ports": [{"IP": "127.0.0.1", "PrivatePort": 53, "PublicPort": 53, "Type": "udp"},
             {"PrivatePort": 54, "Type": "udp"}]}
]}"""


@pytest.mark.parametrize(
    ("entry", "container"),
    [
        ("80:80", "other-web-1 (other)"),
        ("127.0.0.1:80:80", "other-web-1 (other)"),
        ("[::1]:80:80", "other-web-1 (other)"),
        ("75-85:75-85", "other-web-1 (other)"),
        ("80:80/udp", ""),
        ("81:80", ""),
        ("80-81:80", ""),
        ("5432:5432", ""),
        ("53:53/udp", "0123456789abcdef (no project)"),
        ("127.0.0.2:53:53/udp", ""),
        ("54:54/udp", ""),
    ],
)
def test_ports_that_containers_of_others_have(entry: str, container: str) -> None:
    project = project_of({"compose.yaml": f"services: {{a: {{image: x, ports: ['{entry}']}}}}"})
    project.state = read_state(STATE)
    found = [f.message for f in check(project) if f.id == "CL301"]
    expected = f"is published by a, and taken by the container {container}"
    assert [message.endswith(expected) for message in found] == [True] * bool(container)


def test_alternatives_clash_where_both_are_chosen() -> None:
    text = two("ports: ['80:80'], profiles: [p]", "ports: ['80:80'], profiles: [q]")
    assert len(findings(text, profiles=("p", "q"))) == 1
    assert len(findings(text, profiles=("*",), exact=True)) == 1
    assert findings(text, profiles=("p",), exact=True) == []


@pytest.mark.parametrize(
    ("entries", "clash"),
    [
        ("'80:80', '80:81'", True),
        ("'80:80', '127.0.0.1:80:80'", True),
        ("'80:80', '80:80/udp'", False),
        # The same said twice is one port.
        ("'80:80', {target: 80, published: 80}", False),
        ("'8000-8010:8000-8010', '8005:8005'", False),
        ("'8000-8010:8000-8010', '8005:80'", True),
    ],
)
def test_one_service_alone(entries: str, clash: bool) -> None:
    found = findings(f"services: {{a: {{image: x, ports: [{entries}]}}}}")
    assert [f.message.endswith("is published twice by a") for f in found] == [True] * clash


def test_each_entry_is_reported_once_with_the_first_in_its_way() -> None:
    text = "".join(f"  s{n}: {{image: x, ports: ['80:80']}}\n" for n in range(4))
    found = findings(f"services:\n{text}")
    assert [show_path(f.path) for f in found] == [f"services.s{n}.ports[0]" for n in (1, 2, 3)]
    assert {f.related[0].message for f in found} == {"s0 takes it here"}


def test_the_place_is_the_published_port() -> None:
    text = two("ports: ['80:80']", "ports: [{target: 1, published: '80'}]")
    (finding,) = findings(text)
    assert finding.span.text == "'80'"
    assert finding.related[0].span.text == "'80:80'"


def test_ports_shared_by_alias_are_shown_at_the_second_service() -> None:
    text = """
services:
  a: &a
    image: x
    ports: ['80:80']
  b:
    <<: *a
"""
    (finding,) = findings(text)
    assert finding.span.text == "b"


def test_overrides_are_looked_at_as_merged() -> None:
    files = {
        "compose.yaml": two("ports: ['80:80']", "ports: ['81:80']"),
        "compose.override.yaml": "services: {b: {ports: !override ['80:80']}}",
    }
    (finding,) = (f for f in check(project_of(files)) if f.id == "CL301")
    assert finding.span.source.path.endswith("compose.override.yaml")


def test_many_services_on_overlapping_ranges_are_quick() -> None:
    services = "".join(
        f"  s{n}: {{image: x, ports: ['{10000 + n * 3}-{10004 + n * 3}:{1 + n}-{5 + n}']}}\n"
        for n in range(2000)
    )
    project = project_of({"compose.yaml": f"services:\n{services}"}, exact=True)
    problems: list[Problem] = []
    start = time.process_time()
    conflicts(project, problems.append)
    assert time.process_time() - start < 2
    assert len(problems) == 1999


def test_a_file_to_choose_from_gets_one_warning() -> None:
    def of(count: int) -> str:
        return "services:\n" + "".join(
            f"  s{n}: {{image: x, ports: ['80:80']}}\n" for n in range(count)
        )

    assert [one.severity for one in findings(of(8))] == ["error"] * 7
    (menu,) = findings(of(9))
    assert menu.severity == "warning"
    assert menu.message.startswith("8 services want host ports that others have, such as 80 of s0")
    assert [one.severity for one in findings(of(9), exact=True)] == ["error"] * 8
