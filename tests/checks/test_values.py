"""Values that have a syntax and break it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from support import oracle, project_of

from composelint.checks.values import check_values
from composelint.finding import Problem
from composelint.node import UNKNOWN

from .values_cases import ACCEPTED, GOOD, REFUSED

ORACLE = oracle()


def compose(service: str) -> str:
    lines = service.strip().splitlines()
    if not any(line.startswith("image:") for line in lines):
        lines.insert(0, "image: x")
    body = "".join(f"    {line}\n" for line in lines)
    return f"name: p\nservices:\n  a:\n{body}  b: {{image: x}}\nvolumes: {{v: {{}}}}\n"


def problems(text: str, **options: Any) -> list[Problem]:
    found: list[Problem] = []
    check_values(project_of({"compose.yaml": text}, **options), found.append)
    return found


@pytest.mark.parametrize(("service", "variant", "part"), REFUSED)
def test_refused(service: str, variant: str, part: str | None):
    (problem,) = problems(compose(service))
    assert (problem.rule, problem.variant, problem.refused) == ("invalid-value", variant, True)
    assert part is None or problem.span.text.strip("'") == part.strip("'")


@pytest.mark.parametrize(("service", "variant", "part"), ACCEPTED)
def test_accepted_and_wrong(service: str, variant: str, part: str):
    (problem,) = problems(compose(service))
    assert (problem.rule, problem.variant, problem.refused) == ("invalid-value", variant, False)
    assert problem.span.text.strip("'") == part.strip("'")


def test_good_values():
    assert problems(compose(GOOD)) == []


def test_fields():
    (problem,) = problems(compose("ports: ['80/foo']"))
    assert problem.path == ("services", "a", "ports", 0)
    assert problem.fields == {
        "name": "ports",
        "at": "services.a.ports[0]",
        "text": "80/foo",
        "value": "foo",
        "allowed": ("tcp", "udp", "sctp"),
    }


@pytest.mark.parametrize(
    "service",
    [
        f"image: {UNKNOWN}",
        f"image: a:{UNKNOWN}",
        f"ports: ['{UNKNOWN}:80', '{UNKNOWN}']",
        f"volumes: ['{UNKNOWN}', '{UNKNOWN}:/b', '/a:{UNKNOWN}']",
        f"mem_limit: {UNKNOWN}",
        f"stop_grace_period: {UNKNOWN}s",
        f"restart: {UNKNOWN}",
        f"command: a {UNKNOWN} 'b",
        f"extra_hosts: ['{UNKNOWN}', 'a:{UNKNOWN}']",
        f"healthcheck: {{test: ['{UNKNOWN}', a]}}",
    ],
)
def test_what_is_not_known_is_not_judged(service: str):
    assert problems(compose(service)) == []


def test_known_parts_are_judged():
    (problem,) = problems(compose(f"image: '{UNKNOWN}/a b'"))
    assert (problem.variant, problem.span.text) == ("image-character", " ")


def test_services_that_no_profile_brings_in():
    text = compose("profiles: [x]\nhealthcheck: {test: [curl]}\nports: ['80/foo']")
    assert [problem.variant for problem in problems(text)] == ["health-word", "port-protocol"]
    assert [problem.variant for problem in problems(text, exact=True)] == ["port-protocol"]
    both = problems(text, exact=True, profiles=("x",))
    assert [problem.variant for problem in both] == ["health-word", "port-protocol"]


def test_jobs_and_hooks():
    text = (
        "jobs: {j: {image: x, triggers: {manual: true}, healthcheck: {test: [curl]},"
        " ports: ['80/foo', {target: 80, host_ip: x}]}}\n"
        "services: {a: {image: x, pre_start: [{command: 'a (', mem_limit: x}]}}\n"
    )
    found = [(problem.path, problem.variant, problem.refused) for problem in problems(text)]
    assert found == [
        (("services", "a", "pre_start", 0, "command"), "command-parenthesis", True),
        (("services", "a", "pre_start", 0, "mem_limit"), "size", True),
        (("jobs", "j", "ports", 0), "port-protocol", True),
        (("jobs", "j", "ports", 1, "host_ip"), "port-address", False),
    ]


def test_pools_of_networks():
    text = (
        "services: {a: {image: x}}\n"
        "networks: {n: {ipam: {config: [{subnet: 10.0.0.0, gateway: 10.0.0.1/24,"
        " ip_range: 10.0.0.0/33, aux_addresses: {h: x}}, {subnet: 'fd00::/64'}]}}}\n"
    )
    found = [(problem.path[5:], problem.variant, problem.refused) for problem in problems(text)]
    assert found == [
        (("subnet",), "subnet", False),
        (("ip_range",), "subnet", False),
        (("gateway",), "address", False),
        (("aux_addresses", "h"), "address", False),
    ]


def test_minus_one_in_quotes_by_target():
    text = compose("mem_limit: '-1'")
    assert problems(text) == []
    assert [problem.refused for problem in problems(text, target="compose@2.40")] == [True]


@pytest.mark.skipif(ORACLE is None, reason="no docker-compose 5.6.1 at hand")
@pytest.mark.parametrize(
    ("service", "refused"),
    [(service, True) for service, _, _ in REFUSED]
    + [(service, False) for service, _, _ in ACCEPTED]
    + [(GOOD, False)],
)
def test_docker_compose_says_the_same(service: str, refused: bool, tmp_path: Path):
    path = tmp_path / "compose.yaml"
    path.write_text(compose(service), encoding="utf-8")
    done = subprocess.run(
        [str(ORACLE), "-f", str(path), "config", "-q"],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        check=False,
    )
    assert (done.returncode != 0) == refused, done.stderr
