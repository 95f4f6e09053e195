"""Attributes that exclude each other, and what is missing beyond the attribute table."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from support import oracle, project_of

from composelint.checks.conflicts import check_conflicts
from composelint.finding import Problem
from composelint.node import UNKNOWN

ORACLE = oracle()

GPU = "{capabilities: [gpu], count: 1, device_ids: ['1']}"

#: A service, (the path below it, variant) of what is wrong with it.
REFUSED: list[tuple[str, tuple[Any, ...], str]] = [
    ("network_mode: host\nnetworks: [default]", ("networks",), "network-mode"),
    (
        "build: {context: ., dockerfile: D, dockerfile_inline: FROM x}",
        ("build", "dockerfile_inline"),
        "exclusive",
    ),
    ("platform: linux/arm64\nbuild: {platforms: [linux/amd64]}", ("platform",), "platform"),
    ("scale: 2\ndeploy: {replicas: 3}", ("scale",), "differ"),
    ("scale: 0\ndeploy: {replicas: 3}", ("scale",), "differ"),
    ("cpus: 1\ndeploy: {resources: {limits: {cpus: '2'}}}", ("cpus",), "differ"),
    ("cpus: 1\ndeploy: {resources: {limits: {memory: 2m}}}", ("cpus",), "limit-left-out"),
    ("mem_limit: 8m\ndeploy: {resources: {limits: {memory: 9m}}}", ("mem_limit",), "differ"),
    ("mem_limit: 8m\ndeploy: {resources: {limits: {}}}", ("mem_limit",), "limit-left-out"),
    (
        "mem_reservation: 8m\ndeploy: {resources: {reservations: {memory: 9m}}}",
        ("mem_reservation",),
        "differ",
    ),
    ("pids_limit: -1\ndeploy: {resources: {limits: {pids: 2}}}", ("pids_limit",), "differ"),
    ("tmpfs: /x\nvolumes: [/x]", ("volumes", 0), "tmpfs-target"),
    ("tmpfs: ['/x:size=1m']\nvolumes: ['/a:/x/']", ("volumes", 0), "tmpfs-target"),
    ("tmpfs: [/x]\nvolumes: [{type: tmpfs, target: /x}]", ("volumes", 0), "tmpfs-target"),
    ("tmpfs: [/x, '/x:size=3m']", ("tmpfs", 1), "tmpfs-target"),
    ("gpus: [{count: 1, device_ids: ['1']}]", ("gpus", 0, "count"), "exclusive"),
    (
        f"deploy: {{resources: {{reservations: {{devices: [{GPU}]}}}}}}",
        ("deploy", "resources", "reservations", "devices", 0, "count"),
        "exclusive",
    ),
    ("develop: {watch: [{path: ., action: sync}]}", ("develop", "watch", 0), "watch-target"),
    (
        "develop: {watch: [{path: ., action: sync+exec, target: ''}]}",
        ("develop", "watch", 0),
        "watch-target",
    ),
    ("ports: [{published: 80}]", ("ports", 0), "port-target"),
    ("devices: [{source: /dev/a}]", ("devices", 0), "device-target"),
    ("volumes: [{type: tmpfs}]", ("volumes", 0), "mount-target"),
    ("volumes: [{type: bind, target: /b}]", ("volumes", 0), "bind-source"),
]

#: Accepted by `config`; the engine refuses them, or one of the two has no effect.
ACCEPTED: list[tuple[str, tuple[Any, ...], str]] = [
    ("mem_limit: 8m\nmem_reservation: 9m", ("mem_reservation",), "reservation-above-limit"),
    ("mem_limit: 8m\nmemswap_limit: 7m", ("memswap_limit",), "swap-below-limit"),
    ("memswap_limit: 8m", (), "swap-without-limit"),
    ("network_mode: 'service:b'\nhostname: a", ("hostname",), "shared-network"),
    ("network_mode: 'container:c'\ndns: [1.1.1.1]", ("dns",), "shared-network"),
    ("uts: host\nhostname: a", ("hostname",), "uts-hostname"),
    (
        "healthcheck: {test: [CMD, a], disable: true}",
        ("healthcheck", "test"),
        "healthcheck-disabled",
    ),
]

GOOD = [
    "network_mode: none\nnetworks: []",
    "build: {context: ., dockerfile: '', dockerfile_inline: FROM x}",
    "platform: linux/amd64\nbuild: {platforms: [linux/amd64, linux/arm64]}",
    "platform: linux/amd64\nbuild: {platforms: []}",
    "scale: '2'\ndeploy: {replicas: 2}",
    "cpus: 0.1\ndeploy: {resources: {limits: {cpus: '0.10'}}}",
    "cpus: 0\ndeploy: {resources: {limits: {cpus: '1'}}}",
    "cpus: 1\ndeploy: {resources: {reservations: {cpus: '2'}}}",
    "mem_limit: 8m\ndeploy: {resources: {limits: {memory: 8192k}}}",
    "mem_limit: 9.5\ndeploy: {resources: {limits: {memory: 8m}}}",
    "pids_limit: 0\ndeploy: {resources: {limits: {pids: 2}}}",
    "tmpfs: [/x/]\nvolumes: ['/a:/x']",
    "volumes: ['/a:/x', '/b:/x']",
    "develop: {watch: [{path: ., action: rebuild}, {path: a, action: restart}]}",
    "volumes: [{type: volume, target: /b}, {type: npipe, target: /c}]",
    "provider: {type: x}\nbuild: .",
]

#: Top-level sections: (YAML, path, variant, refused).
SECTIONS: list[tuple[str, tuple[Any, ...], str, bool]] = [
    ("volumes: {v: {external: true, driver: d}}", ("volumes", "v", "driver"), "external", True),
    (
        "volumes: {v: {external: {name: a}, labels: {b: c}}}",
        ("volumes", "v", "labels"),
        "external",
        True,
    ),
    (
        "volumes: {v: {external: {name: a}, name: b}}",
        ("volumes", "v", "name"),
        "external-name",
        True,
    ),
    (
        "networks: {n: {external: {name: a}, name: b}}",
        ("networks", "n", "name"),
        "external-name",
        True,
    ),
    ("networks: {n: {external: true, driver: d}}", ("networks", "n", "driver"), "external", False),
    ("secrets: {s: {external: true, file: f}}", ("secrets", "s", "file"), "external", False),
    ("secrets: {s: {file: f, environment: E}}", ("secrets", "s", "environment"), "sources", True),
    ("configs: {c: {content: x, file: f}}", ("configs", "c", "content"), "sources", True),
    ("secrets: {s: {}}", ("secrets", "s"), "secret-source", True),
    ("secrets: {s: {driver: d}}", ("secrets", "s"), "secret-source", True),
    ("secrets: {s: {external: false}}", ("secrets", "s"), "secret-source", True),
    ("configs: {c: {name: x}}", ("configs", "c"), "config-source", True),
]

GOOD_SECTIONS = [
    "volumes: {v: {external: true, name: x, x-a: 1}, w: {external: false, driver: d}, u: }",
    "networks: {n: {external: {name: a}, name: a}}",
    "secrets: {s: {external: true, labels: {a: b}}, t: {file: f, driver: d}}",
    "configs: {c: {external: false}, d: {content: ''}}",
]


def compose(service: str, rest: str = "") -> str:
    body = "".join(f"    {line}\n" for line in ["image: x", *service.splitlines()])
    return f"name: p\nservices:\n  a:\n{body}  b: {{image: x}}\n{rest}\n"


def problems(text: str, **options: Any) -> list[Problem]:
    found: list[Problem] = []
    check_conflicts(project_of({"compose.yaml": text}, **options), found.append)
    return found


def what(problem: Problem) -> tuple[Any, ...]:
    return problem.path, problem.variant, problem.refused


@pytest.mark.parametrize(("service", "path", "variant"), REFUSED)
def test_refused(service: str, path: tuple[Any, ...], variant: str):
    assert [what(p) for p in problems(compose(service))] == [
        (("services", "a", *path), variant, True)
    ]


@pytest.mark.parametrize(("service", "path", "variant"), ACCEPTED)
def test_accepted_and_wrong(service: str, path: tuple[Any, ...], variant: str):
    assert [what(p) for p in problems(compose(service))] == [
        (("services", "a", *path), variant, False)
    ]


@pytest.mark.parametrize("service", GOOD)
def test_good(service: str):
    assert problems(compose(service)) == []


@pytest.mark.parametrize(("text", "path", "variant", "refused"), SECTIONS)
def test_sections(text: str, path: tuple[Any, ...], variant: str, refused: bool):
    assert [what(p) for p in problems(compose("", text))] == [(path, variant, refused)]


@pytest.mark.parametrize("text", GOOD_SECTIONS)
def test_good_sections(text: str):
    assert problems(compose("", text)) == []


@pytest.mark.parametrize(
    ("service", "variants"),
    [
        ("{}", ["image"]),
        ("{image: ''}", ["image"]),
        ("{command: x}", ["image"]),
        ("{build: {}}", []),
        ("{build: ''}", []),
        ("{provider: {type: x}}", []),
        (f"{{image: {UNKNOWN}}}", []),
        ("{extends: {file: elsewhere.yaml, service: b}}", []),
    ],
)
def test_what_a_service_runs(service: str, variants: list[str]):
    found = problems(f"services: {{a: {service}}}")
    assert [problem.variant for problem in found] == variants
    assert all(problem.span.text == "a" and problem.refused for problem in found)


def test_both_places_are_shown():
    (problem,) = problems(compose("scale: 2\ndeploy: {replicas: 3}"))
    assert problem.span.text == "2"
    assert [related.span.text for related in problem.related] == ["3"]
    assert problem.fields == {
        "name": "scale",
        "other": "deploy.replicas",
        "value": "2",
        "second": "3",
    }


def test_services_that_no_profile_brings_in():
    text = compose(
        "profiles: [x]\nnetwork_mode: host\nnetworks: [default]\nports: [{published: 80}]"
    )
    every = [problem.variant for problem in problems(text)]
    assert every == ["port-target", "network-mode"]
    assert [problem.profiles for problem in problems(text)] == [("x",), ("x",)]
    assert [problem.variant for problem in problems(text, exact=True)] == ["port-target"]


def test_jobs_are_looked_into_less():
    job = (
        "{triggers: {manual: true}, ports: [{published: 80}], network_mode: host, networks: [n],"
        " volumes: [{type: bind, target: /x}]}"
    )
    found = problems(f"jobs: {{j: {job}}}\nservices: {{a: {{image: x}}}}\n")
    assert [what(p) for p in found] == [(("jobs", "j", "volumes", 0), "bind-source", True)]


@pytest.mark.parametrize(
    "service",
    [
        f"scale: {UNKNOWN}\ndeploy: {{replicas: 3}}",
        f"mem_limit: {UNKNOWN}\ndeploy: {{resources: {{limits: {{memory: 1g}}}}}}",
        f"platform: {UNKNOWN}\nbuild: {{platforms: [linux/amd64]}}",
        f"tmpfs: '{UNKNOWN}'\nvolumes: ['{UNKNOWN}:/x', '/a:{UNKNOWN}']",
    ],
)
def test_what_is_not_known_is_not_judged(service: str):
    assert problems(compose(service)) == []


@pytest.mark.skipif(ORACLE is None, reason="no docker-compose 5.6.1 at hand")
@pytest.mark.parametrize(
    ("text", "refused"),
    [
        *[(compose(service), True) for service, _, _ in REFUSED],
        *[(compose(service), False) for service, _, _ in ACCEPTED],
        *[(compose(service), False) for service in GOOD],
        *[(compose("", text), refused) for text, _, _, refused in SECTIONS],
        *[(compose("", text), False) for text in GOOD_SECTIONS],
    ],
)
def test_docker_compose_says_the_same(text: str, refused: bool, tmp_path: Path):
    path = tmp_path / "compose.yaml"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(ORACLE), "-f", str(path), "config", "-q"],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        check=False,
    )
    assert (done.returncode != 0) == refused, done.stderr
