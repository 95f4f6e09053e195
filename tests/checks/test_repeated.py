"""CL112: what stands twice in one list as it is written."""

from __future__ import annotations

import pytest
from support import check, project_of, shown

from composelint.finding import Finding


def findings(files: dict[str, str] | str, **options: object) -> list[Finding]:
    files = {"compose.yaml": files} if isinstance(files, str) else files
    found = check(project_of(files, **options))  # type: ignore[arg-type]
    return [finding for finding in found if finding.id == "CL112"]


def service(attributes: str) -> str:
    return f"services: {{a: {{image: x, {attributes}}}, b: {{image: x}}}}"


@pytest.mark.parametrize(
    ("attributes", "span", "words"),
    [
        ("environment: [A=1, B=1, A=2]", "A=2", "A is given twice in environment"),
        ("environment: [A=1, A=1]", "A=1", "A stands twice in environment"),
        ("environment: [A=1, A]", "A", "given twice"),
        ("environment: ['A=${X}', 'A=${Y}']", "'A=${Y}'", "given twice"),
        ("environment: ['A=${X}', 'A=${X}']", "'A=${X}'", "stands twice"),
        ("environment: ['A=${X:-1}', A=1]", "A=1", "stands twice"),
        ("labels: [l=1, l=2]", "l=2", "given twice in labels"),
        ("annotations: [l=1, l=2]", "l=2", "given twice in annotations"),
        ("sysctls: [net.a=1, net.a=2]", "net.a=2", "net.a is given twice"),
        ("deploy: {labels: [l=1, l=2]}", "l=2", "given twice in labels"),
        ("build: {dockerfile_inline: FROM x, args: [A=1, A=2]}", "A=2", "given twice in args"),
        ("build: {dockerfile_inline: FROM x, tags: [q, q]}", "q", "q stands twice in tags"),
        ("cap_add: [NET_ADMIN, NET_ADMIN]", "NET_ADMIN", "stands twice in cap_add"),
        ("cap_drop: [net_admin, CAP_NET_ADMIN]", "CAP_NET_ADMIN", "stands twice in cap_drop"),
        ("dns: [1.1.1.1, 1.1.1.1]", "1.1.1.1", "stands twice in dns"),
        ("dns_opt: ['ndots:1', 'ndots:2']", "'ndots:2'", "ndots is given twice in dns_opt"),
        ("dns_search: [q.org, q.org]", "q.org", "stands twice"),
        ("expose: [80, '80']", "'80'", "80 stands twice in expose"),
        ("extra_hosts: ['h:1.2.3.4', 'h=1.2.3.4']", "'h=1.2.3.4'", "stands twice"),
        ("networks: {default: {aliases: [q, q]}}", "q", "q stands twice in aliases"),
        ("profiles: [q, q]", "q", "q stands twice in profiles"),
    ],
)
def test_what_speaks(attributes: str, span: str, words: str) -> None:
    (finding,) = findings(service(attributes))
    assert finding.span.text == span
    assert words in finding.message
    assert finding.related[0].span.start < finding.span.start


@pytest.mark.parametrize(
    "attributes",
    [
        "environment: [A=1, a=1, AB=1]",
        "environment: ['${X}=1', '${X}=2']",
        "environment: {A: 1, B: 1}",
        "extra_hosts: ['h:1.2.3.4', 'h:1.2.3.5', 'h:fd00::1']",
        "command: [echo, echo]",
        "entrypoint: [q, q]",
        "ports: ['80:80', '81:80']",
        "cap_add: [NET_ADMIN, NET_RAW]",
        "environment: [&v A=1, *v]",
        # Refused, and said so already.
        "security_opt: [a=b, a=b]",
        "tmpfs: [/run, /run]",
    ],
)
def test_what_is_silent(attributes: str) -> None:
    assert findings(service(attributes)) == []


def test_labels_of_resources() -> None:
    text = """
services: {a: {image: x, networks: [n]}}
networks: {n: {labels: [l=1, l=2]}}
"""
    (finding,) = findings(text)
    assert (finding.path, finding.span.text) == (("networks", "n", "labels", 0), "l=2")


def test_each_further_entry_is_told_and_where_the_value_is_in_the_project() -> None:
    found = findings(service("environment: [B=0, A=1, A=2, C=1, A=3, C=2]"))
    assert [f.path[-1] for f in found] == [1, 1, 2]
    assert [f.span.text for f in found] == ["A=2", "A=3", "C=2"]


def test_what_is_not_dropped_has_a_place_of_its_own() -> None:
    (finding,) = findings(service("dns_opt: ['ndots:1', rotate, 'ndots:2']"))
    assert finding.path == ("services", "a", "dns_opt", 2)
    (finding,) = findings(service("cap_add: [CHOWN, SYS_TIME, CAP_CHOWN]"))
    assert finding.path == ("services", "a", "cap_add", 2)


OVERRIDE = "services: {a: {environment: [A=2, B=1]}}"


def test_an_override_replaces_on_purpose() -> None:
    files = {"compose.yaml": service("environment: [A=1]"), "compose.override.yaml": OVERRIDE}
    assert findings(files) == []


def test_the_list_of_an_override_is_looked_at_by_itself() -> None:
    twice = OVERRIDE.replace("B=1", "A=3")
    files = {"compose.yaml": service("environment: [A=1]"), "compose.override.yaml": twice}
    (finding,) = findings(files)
    assert (finding.span.text, finding.related[0].span.text) == ("A=3", "A=2")


def test_extends_replaces_on_purpose_and_its_own_list_counts() -> None:
    text = """
services:
  base: {image: x, environment: [A=1]}
  a: {extends: base, environment: [A=2]}
  b: {extends: base, environment: [A=2, A=3]}
"""
    assert shown(findings(text)) == [("CL112", "A=3")]


def test_a_list_that_comes_to_many_services_is_told_once() -> None:
    text = """
x-env: &env [A=1, A=2]
services:
  a: &a {image: x, environment: *env}
  b: {image: x, environment: *env}
  c: {<<: *a}
"""
    assert shown(findings(text)) == [("CL112", "A=2")]


@pytest.mark.parametrize("target", ["compose@2.20", "swarm", "compose-v1"])
def test_what_is_refused_for_equal_entries_is_told_as_that(target: str) -> None:
    text = f"version: '3.7'\n{service('environment: [A=1, A=1]')}"
    assert findings(text, target=target) == []
    (finding,) = findings(text.replace("A=1]", "A=2]"), target=target)
    assert finding.span.text == "A=2"
