"""Ports of the host that are taken twice."""

from __future__ import annotations

import time

import pytest
from support import check, project_of

from composelint.checks.ports import conflicts
from composelint.finding import Finding, Problem
from composelint.node import show_path


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
    project = project_of({"compose.yaml": f"services:\n{services}"})
    problems: list[Problem] = []
    start = time.process_time()
    conflicts(project, problems.append)
    assert time.process_time() - start < 2
    assert len(problems) == 1999
