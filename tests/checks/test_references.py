"""Undefined names: what is reported, where, and in which words."""

from __future__ import annotations

import pytest
from support import check, project_of, shown

from composelint.node import show_path


def findings(text: str, **options: object) -> list[tuple[str, str]]:
    return shown(check(project_of({"compose.yaml": text}, **options)))  # type: ignore[arg-type]


def message(text: str) -> str:
    (finding,) = check(project_of({"compose.yaml": text}))
    return f"{finding.message} | {finding.help}"


@pytest.mark.parametrize(
    ("attribute", "rule", "text"),
    [
        ("depends_on: [b]", "CL201", "b"),
        ("depends_on: {b: {condition: service_started}}", "CL201", "b"),
        ("links: ['b:alias']", "CL201", "b"),
        ("links: ['b:c:d']", "CL201", "b:c:d"),
        ("volumes_from: ['b:ro']", "CL201", "b"),
        ("network_mode: service:b", "CL201", "b"),
        ("ipc: 'service:b'", "CL201", "b"),
        ("pid: service:b", "CL201", "b"),
        ("uts: service:b", "CL201", "b"),
        ("ipc: 'service:'", "CL201", "'service:'"),
        ("networks: [b]", "CL202", "b"),
        ("networks: {b: }", "CL202", "b"),
        ("volumes: ['vol:/data:ro']", "CL203", "vol"),
        ("volumes: ['a/b:/data']", "CL203", "a/b"),
        ("volumes: [{type: volume, source: b, target: /d}]", "CL203", "b"),
        ("secrets: [b]", "CL204", "b"),
        ("secrets: [{source: b, target: t}]", "CL204", "b"),
        ("configs: [b]", "CL205", "b"),
        ("models: [b]", "CL206", "b"),
        ("models: {b: {endpoint_var: URL}}", "CL206", "b"),
    ],
)
def test_every_reference_is_looked_up(attribute: str, rule: str, text: str) -> None:
    assert findings(f"services: {{a: {{image: x, {attribute}}}}}") == [(rule, text)]


@pytest.mark.parametrize(
    "attribute",
    [
        "external_links: [b]",
        "volumes_from: ['container:b']",
        "network_mode: container:b",
        "userns_mode: host",
        "ipc: shareable",
        "networks: [default]",
        "networks: {default: {aliases: [q]}}",
        "volumes: [/a, ./b:/b, ~/b:/c, '/b:/d', 'C:\\b:/e']",
        "volumes: [{type: bind, source: ./b, target: /d}, {type: volume, target: /e}]",
        "volumes: ['${DATA}:/a', '${DATA}b:/b', 'b${DATA}:/c']",
        "networks: ['${NETWORK}']",
        "depends_on: ['${OTHER}']",
    ],
)
def test_what_is_no_reference_or_not_known_is_left_alone(attribute: str) -> None:
    assert findings(f"services: {{a: {{image: x, {attribute}}}}}") == []


def test_a_default_fills_the_name() -> None:
    text = "services: {a: {image: x, networks: ['${NETWORK:-back}']}}"
    assert findings(text) == [("CL202", "'${NETWORK:-back}'")]


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("{dockerfile_inline: q, secrets: [s]}", [("CL204", "s")]),
        ("{dockerfile_inline: q, secrets: [{source: s}]}", [("CL204", "s")]),
        ("{dockerfile_inline: q, additional_contexts: {q: service:b}}", [("CL201", "b")]),
        ("{dockerfile_inline: q, additional_contexts: ['q=service:b']}", [("CL201", "b")]),
        ("{dockerfile_inline: q, additional_contexts: {q: service:other}}", [("CL201", "other")]),
        ("{dockerfile_inline: q, additional_contexts: {q: service:a}}", []),
        ("{dockerfile_inline: q, additional_contexts: {q: ../b}}", []),
    ],
)
def test_builds(build: str, expected: list[tuple[str, str]]) -> None:
    assert findings(f"services: {{a: {{build: {build}}}, other: {{image: x}}}}") == expected


def test_contexts_are_refused_by_later_releases_only() -> None:
    text = "services: {a: {build: {dockerfile_inline: q, additional_contexts: {q: service:b}}}}"
    refused = {
        target: [f.refused for f in check(project_of({"compose.yaml": text}, target=target))]
        for target in ("compose@2.30.3", "compose@2.33.1", "compose")
    }
    assert refused == {"compose@2.30.3": [False], "compose@2.33.1": [True], "compose": [True]}


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ("", "this project has no networks: at the top | Add to the end of the file"),
        ("networks: {front-end: }", 'there is "front-end" | If "front-end" was meant'),
        ("networks: {FRONTEND: }", 'there is "FRONTEND"'),
        ("networks: {frontent: }", 'there is "frontent"'),
        ("networks: {q: {name: frontend}}", 'that is the name: of "q" | Write "q"'),
        ("networks: {back: , other: }", "Networks defined here: back, other"),
    ],
)
def test_the_words_fit_the_likely_cause(sections: str, words: str) -> None:
    text = f"services: {{a: {{image: x, networks: [frontend]}}}}\n{sections}"
    assert words in message(text)


def test_networks_of_docker_itself_are_a_mode() -> None:
    words = message("services: {a: {image: x, networks: [host]}}")
    assert '"network_mode: host"' in words


def test_no_network_of_a_note_s_name_can_be_joined() -> None:
    # Seen with 5.6.1 and 2.40.3: volumes, secrets and models of such names are fine.
    text = """
services: {a: {image: x, networks: [x-n], volumes: ['x-v:/d'], secrets: [x-s]}}
networks: {x-n: }
volumes: {x-v: }
secrets: {x-s: {environment: S}}
"""
    assert findings(text) == [("CL202", "x-n")]


def test_a_service_is_not_found_by_the_name_of_its_container() -> None:
    text = "services: {a: {image: x, depends_on: [shop]}, b: {image: x, container_name: shop}}"
    assert 'that is the container_name of "b"' in message(text)


def test_an_optional_dependency_must_be_defined_too() -> None:
    entry = "{b: {condition: service_started, required: false}}"
    words = message(f"services: {{a: {{image: x, depends_on: {entry}}}}}")
    assert "even with required: false" in words


JOBS = """
services: {{a: {{image: x{service}}}}}
jobs:
  j: {{image: x, triggers: {{manual: true}}{job}}}
  k: {{image: x, triggers: {{manual: true}}}}
"""


@pytest.mark.parametrize(
    ("service", "job", "expected"),
    [
        (", depends_on: [j]", "", [("CL201", "j", True)]),
        (", network_mode: service:j", "", [("CL201", "j", True)]),
        ("", ", depends_on: [a, k]", []),
        ("", ", depends_on: [b]", [("CL201", "b", True)]),
        ("", ", network_mode: service:b", [("CL201", "b", True)]),
        ("", ", volumes_from: [b]", [("CL201", "b", True)]),
        # Accepted, and without effect or failing when the job runs.
        ("", ", networks: [n]", [("CL202", "n", False)]),
        ("", ", volumes: ['vol:/d']", [("CL203", "vol", False)]),
        ("", ", secrets: [s]", [("CL204", "s", False)]),
    ],
)
def test_jobs(service: str, job: str, expected: list[tuple[str, str, bool]]) -> None:
    project = project_of({"compose.yaml": JOBS.format(service=service, job=job)})
    found = [(f.id, f.span.text, f.refused) for f in check(project)]
    assert found == expected


OFF = "services: {a: {image: x}, b: {image: x, profiles: [p], networks: [n]}}"


def test_an_exact_reading_passes_over_what_no_profile_brings_in() -> None:
    assert findings(OFF) == [("CL202", "n")]
    assert findings(OFF, exact=True) == []
    assert findings(OFF, exact=True, profiles=("p",)) == [("CL202", "n")]
    assert findings(OFF, exact=True, profiles=("*",)) == [("CL202", "n")]


def test_a_fragment_takes_all_names_as_given() -> None:
    text = "services: {a: {networks: [n], depends_on: [b], volumes: ['v:/d'], secrets: [s]}}"
    assert [rule for rule, _ in findings(text, fragment=True)] == ["CL012"]


def test_what_a_second_dash_has_split_is_said_to_be_split() -> None:
    text = """
services:
  a:
    image: x
    secrets:
      - source: s
      - target: /app/secrets.json
secrets: {s: {environment: S}}
"""
    (finding,) = check(project_of({"compose.yaml": text}))
    assert (finding.id, finding.span.text) == ("CL105", "target")
    assert show_path(finding.path) == "services.a.secrets[1].target"
    assert finding.refused


def test_an_item_without_source_needs_one() -> None:
    text = "services: {a: {image: x, configs: [{target: /t}]}}\nconfigs: {c: {content: q}}"
    (finding,) = check(project_of({"compose.yaml": text}))
    assert finding.id == "CL104"
    assert '"source"' in finding.message


def test_places() -> None:
    text = """
services:
  a:
    image: x
    networks:
      - front
    volumes:
      - type: volume
        source: data
        target: /d
"""
    found = check(project_of({"compose.yaml": text}))
    assert [(show_path(f.path), f.span.source.position(f.span.start)) for f in found] == [
        ("services.a.networks[0]", (6, 9)),
        ("services.a.volumes[0].source", (9, 17)),
    ]
