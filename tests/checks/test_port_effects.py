"""More containers than host ports (CL302), and ports of services without a network (CL303)."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import Finding


def findings(rule: str, service: str, more: str = "", **options: object) -> list[Finding]:
    text = f"services: {{web: {{image: x, {service}}}, other: {{image: x}}}}\n{more}"
    found = check(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]
    return [finding for finding in found if finding.id == rule]


@pytest.mark.parametrize(
    ("service", "message"),
    [
        (
            "ports: ['8080:80'], scale: 3",
            "web has 3 containers, and only one of them can have the host port 8080",
        ),
        (
            "ports: [{target: 80, published: 8080}], deploy: {replicas: 2}",
            "web has 2 containers, and only one of them can have the host port 8080",
        ),
        (
            "ports: ['8080-8081:80'], scale: 3",
            "web has 3 containers, and its range 8080-8081 only 2 host ports",
        ),
        (
            "ports: ['8080-8082:80-82'], scale: 3",
            "web has 3 containers, and only one of them can have the host port 8080",
        ),
        (
            "ports: ['80', '8080-8082:80', '127.0.0.1:9090:90'], scale: 3",
            "web has 3 containers, and only one of them can have the host port 9090",
        ),
    ],
)
def test_too_few_ports(service: str, message: str) -> None:
    (found,) = findings("CL302", service)
    assert (found.severity, found.refused, found.message) == ("error", False, message)
    assert found.related[0].message.endswith("containers are asked for here")


@pytest.mark.parametrize(
    "service",
    [
        "ports: ['8080:80']",
        "ports: ['8080:80'], scale: 1",
        "ports: ['8080:80'], scale: 0",
        "ports: ['8080:80'], scale: '${SCALE}'",
        "ports: ['80'], scale: 3",
        "ports: ['0:80'], scale: 3",
        "ports: ['8080-8082:80'], scale: 3",
        "ports: ['${PORT}:80'], scale: 3",
        "ports: ['8080:80'], scale: 3, network_mode: host",
        # `scale` counts before `deploy.replicas`.
        "ports: ['8080:80'], scale: 1, deploy: {replicas: 3}",
        "ports: ['8080:80'], deploy: {replicas: 3, update_config: {parallelism: 1}}",
        "ports: 8080, scale: 3",
    ],
)
def test_enough_ports(service: str) -> None:
    assert findings("CL302", service) == []


def test_one_finding_for_a_service_shows_all_its_entries() -> None:
    (found,) = findings("CL302", "ports: ['8080:80', '8081:81', '8082-8083:82'], scale: 2")
    assert found.span.text == "'8080:80'"
    assert [related.span.text for related in found.related] == ["2", "'8081:81'"]


def test_with_a_profile() -> None:
    service = "ports: ['8080:80'], scale: 2, profiles: [b, a]"
    (found,) = findings("CL302", service)
    assert found.profiles == ("a",)
    assert findings("CL302", service, exact=True) == []
    (found,) = findings("CL302", service, exact=True, profiles=("b",))
    assert found.profiles is None


@pytest.mark.parametrize(
    ("service", "reported"),
    [
        ("deploy: {replicas: 2}", False),
        ("deploy: {replicas: 2}, restart: always", True),
        ("deploy: {replicas: 2}, depends_on: [other]", True),
        ("scale: 2", True),
    ],
)
def test_what_may_be_a_stack_is_left_alone(service: str, reported: bool) -> None:
    text = f"ports: ['8080:80'], {service}"
    assert bool(findings("CL302", text, 'version: "3.8"')) == reported
    assert bool(findings("CL302", text)) == (reported or "replicas" in service)


@pytest.mark.parametrize(
    ("port", "placement", "reported"),
    [
        ("'8080:80'", "node.hostname == a", False),
        ("{target: 80, published: 8080, mode: host}", "node.role == worker", False),
        ("{target: 80, published: 8080, mode: host}", "node.hostname == a", True),
        ("{target: 80, published: 8080, mode: host}", "node.id==a", True),
        ("{target: 80, published: 8080, mode: host}", "node.hostname != a", False),
    ],
)
def test_in_a_swarm(port: str, placement: str, reported: bool) -> None:
    service = (
        f"ports: [{port}], deploy: {{replicas: 2, placement: {{constraints: ['{placement}']}}}}"
    )
    assert bool(findings("CL302", service, 'version: "3.8"', target="swarm")) == reported


def test_docker_compose_1_has_replicas_for_stacks_only() -> None:
    old = {"more": 'version: "3.8"', "target": "compose-v1"}
    replicas = "ports: ['8080:80'], restart: always, deploy: {replicas: 2}"
    assert findings("CL302", replicas, **old) == []
    old["more"] = 'version: "2.4"'
    assert len(findings("CL302", "ports: ['8080:80'], scale: 2", **old)) == 1


@pytest.mark.parametrize(
    ("mode", "severity"),
    [
        ("host", "warning"),
        ("none", "warning"),
        ("service:other", "error"),
        ("container:other", "error"),
        ("'service:${OTHER}'", "error"),
        ("bridge", ""),
        ("default", ""),
        ("''", ""),
        ("shop_back", ""),
        ("'${MODE}'", ""),
        ("'${MODE:-host}'", ""),
        ("'${MODE:-service:other}'", ""),
    ],
)
def test_network_modes(mode: str, severity: str) -> None:
    found = findings("CL303", f"ports: ['80:80'], network_mode: {mode}")
    assert [(f.severity, f.span.text) for f in found] == [(severity, "ports")] * bool(severity)


def test_a_mode_by_variable_is_judged_in_an_exact_reading() -> None:
    (found,) = findings("CL303", "ports: ['80:80'], network_mode: '${M:-host}'", exact=True)
    assert found.message.startswith("the ports of web are passed over")


@pytest.mark.parametrize("ports", ["ports: []", "ports:", "expose: ['80']"])
def test_no_ports_no_word(ports: str) -> None:
    assert findings("CL303", f"{ports}, network_mode: host") == []


def test_for_other_programs() -> None:
    service = "ports: ['80:80'], network_mode: host"
    (found,) = findings("CL303", service, 'version: "2.4"', target="compose-v1")
    assert (found.severity, found.message.partition(" refuses")[0]) == (
        "error",
        "Docker Compose 1.29",
    )
    assert findings("CL303", service, 'version: "3.8"', target="swarm") == []


def test_of_profiles() -> None:
    service = "ports: ['80:80'], network_mode: host, profiles: [p]"
    assert [f.profiles for f in findings("CL303", service)] == [("p",)]
    assert findings("CL303", service, exact=True) == []
