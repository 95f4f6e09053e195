"""What the walk says: rule, variant and place for each way of being wrong."""

from __future__ import annotations

from typing import Any

import pytest
import support  # noqa: F401  (templates that ask for a field which is not there then fail)
from support_nodes import nodes

from composelint.finding import Problem
from composelint.node import UNKNOWN, Mapping, Scalar, Timestamp, show_path
from composelint.rule import catalogue
from composelint.schema.faults import PROJECT
from composelint.schema.table import Release, load, load_format
from composelint.schema.walk import walk
from composelint.source import Source
from composelint.syntax import compose

NEWEST = (5, 6, 1)


def read(text: str) -> Mapping:
    problems: list[Problem] = []
    (root,) = compose(Source("compose.yaml", text), problems.append)
    assert problems == []
    assert isinstance(root, Mapping)
    return root


def walked(root: Mapping, release: Release = NEWEST) -> list[Problem]:
    found: list[Problem] = []
    walk(root, load(release), found.append)
    assert all(problem.refused for problem in found)
    return found


def service(text: str) -> str:
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    return f"services:\n  web:\n    image: nginx\n{lines}"


#: (text, rule/variant, the text of the span, the path). A text that begins with a space is that
#: of a service.
CASES = [
    (" ports: 80:80", "wrong-type/bare-port", "80:80", "services.web.ports"),
    (" cap_add: ALL", "wrong-type/bare-item", "ALL", "services.web.cap_add"),
    (" ports:", "wrong-type/empty", "ports", "services.web.ports"),
    ("services:\n  web:", "wrong-type/empty", "web", "services.web"),
    (
        "services:\n  web:\n    image:nginx:1",
        "wrong-type/missing-space",
        "image:nginx:1",
        "services.web",
    ),
    (" build: [a]", "wrong-type/list-for-mapping", "build", "services.web.build"),
    (" ports: {a: b}", "wrong-type/mapping-for-list", "ports", "services.web.ports"),
    (
        " environment:\n  - A=b\n  - KEY: value",
        "wrong-type/entry-is-mapping",
        "KEY",
        "services.web.environment[1]",
    ),
    (
        " command:\n  - echo: x",
        "wrong-type/item-is-mapping",
        "echo",
        "services.web.command[0]",
    ),
    (
        " depends_on:\n  - db: {condition: service_started}",
        "wrong-type/list-for-mapping",
        "db",
        "services.web.depends_on[0]",
    ),
    (
        " volumes:\n  - ./data: /data",
        "wrong-type/item-is-mapping",
        "./data",
        "services.web.volumes[0]",
    ),
    (
        " volumes:\n  - data: /data",
        "wrong-type/item-is-mapping",
        "data",
        "services.web.volumes[0]",
    ),
    (
        " healthcheck: {command: x}",
        "unknown-attribute/near",
        "command",
        "services.web.healthcheck.command",
    ),
    (
        " restart_policy: {condition: any}",
        "misplaced-attribute/down",
        "restart_policy",
        "services.web.restart_policy",
    ),
    (" aliases: [a]", "misplaced-attribute/down", "aliases", "services.web.aliases"),
    (
        "networks: {a: {ipam: {subnet: x}}}",
        "misplaced-attribute/down",
        "subnet",
        "networks.a.ipam.subnet",
    ),
    (" x_note: 1", "unknown-attribute/near", "x_note", "services.web.x_note"),
    ("db: {ports: []}", "misplaced-attribute/service-at-top", "db", "db"),
    (" group_add:\n  -", "wrong-type/empty", "", "services.web.group_add[0]"),
    (" network: [a]", "unknown-attribute/near", "network", "services.web.network"),
    (" build: {platform: a}", "unknown-attribute/near", "platform", "services.web.build.platform"),
    (
        " environment:\n  A:\n    b: c",
        "wrong-type/nested-value",
        "A",
        "services.web.environment.A",
    ),
    (" hostname: 2001-01-01", "wrong-type/date", "2001-01-01", "services.web.hostname"),
    (" stop_grace_period: 10", "wrong-type/duration", "10", "services.web.stop_grace_period"),
    ("version: 3.7", "wrong-type/number", "3.7", "version"),
    (" restart: false", "wrong-type/boolean", "false", "services.web.restart"),
    (" init: 1", "wrong-type/", "1", "services.web.init"),
    (" scale: 1.5", "wrong-type/", "1.5", "services.web.scale"),
    (" enviroment: {}", "unknown-attribute/near", "enviroment", "services.web.enviroment"),
    (" name: x", "unknown-attribute/near", "name", "services.web.name"),
    (
        " restart_policy: always",
        "unknown-attribute/near",
        "restart_policy",
        "services.web.restart_policy",
    ),
    (" q: 1", "unknown-attribute/", "q", "services.web.q"),
    (
        " blkio_config: {x-a: 1}",
        "unknown-attribute/",
        "x-a",
        "services.web.blkio_config.x-a",
    ),
    ("web:\n  image: a", "misplaced-attribute/service-at-top", "web", "web"),
    ("image: a", "misplaced-attribute/", "image", "image"),
    (" db:\n  image: a", "misplaced-attribute/service-in-service", "db", "services.web.db"),
    (
        " deploy:\n  restart: always",
        "misplaced-attribute/up",
        "restart",
        "services.web.deploy.restart",
    ),
    (
        " healthcheck:\n  test: x\n  depends_on: [a]",
        "misplaced-attribute/up",
        "depends_on",
        "services.web.healthcheck.depends_on",
    ),
    (" secrets: [a]\nsecretz: 1", "unknown-attribute/near", "secretz", "services.web.secretz"),
    (" services: {}", "misplaced-attribute/top", "services", "services.web.services"),
    (" replicas: 3", "misplaced-attribute/down", "replicas", "services.web.replicas"),
    (
        " deploy:\n  limits: {cpus: 1}",
        "misplaced-attribute/down",
        "limits",
        "services.web.deploy.limits",
    ),
    (
        " volumes:\n  - type: bind\n  - source: ./a",
        "misplaced-attribute/split-item",
        "source",
        "services.web.volumes[1].source",
    ),
    (
        " volumes:\n  - source: ./a",
        "missing-attribute/",
        "source",
        "services.web.volumes[0]",
    ),
    (" extends: {}", "missing-attribute/", "extends", "services.web.extends"),
    ("jobs: {a: {image: b}}", "missing-attribute/", "a", "jobs.a"),
    (
        "jobs: {a: {image: b, triggers: {}}}",
        "missing-attribute/any-of",
        "triggers",
        "jobs.a.triggers",
    ),
    ("networks: {a b: {}}", "invalid-value/key", "a b", "networks.a b"),
    (" cgroup: hosts", "invalid-value/choice-near", "hosts", "services.web.cgroup"),
    (" cgroup: zzz", "invalid-value/choice", "zzz", "services.web.cgroup"),
    (" pull_policy: often", "invalid-value/pull-policy", "often", "services.web.pull_policy"),
    (" container_name: _", "invalid-value/pattern", "_", "services.web.container_name"),
    (" cpu_count: -1", "invalid-value/minimum", "-1", "services.web.cpu_count"),
    (" cpu_percent: '101'", "invalid-value/maximum", "'101'", "services.web.cpu_percent"),
    (" cpus: .inf", "invalid-value/infinite", ".inf", "services.web.cpus"),
    (" privileged: maybe", "invalid-value/not-boolean", "maybe", "services.web.privileged"),
    (" attach: maybe", "invalid-value/not-boolean", "maybe", "services.web.attach"),
    (" scale: '1_000'", "invalid-value/not-integer", "'1_000'", "services.web.scale"),
    (" cpus: 1,5", "invalid-value/not-number", "1,5", "services.web.cpus"),
    (
        " secrets: [{source: a, mode: '9'}]",
        "invalid-value/not-octal",
        "'9'",
        "services.web.secrets[0].mode",
    ),
    (
        " blkio_config: {weight: '5'}",
        "invalid-value/not-text",
        "'5'",
        "services.web.blkio_config.weight",
    ),
    (" privileged: ''", "invalid-value/blank", "''", "services.web.privileged"),
    (" depends_on: [a, a]", "invalid-value/repeated", "a", "services.web.depends_on[1]"),
    (" ulimits: {A: q}", "invalid-value/not-integer", "q", "services.web.ulimits.A"),
]


@pytest.mark.parametrize(("text", "kind", "span", "path"), CASES, ids=[case[0] for case in CASES])
def test_problem(text: str, kind: str, span: str, path: str) -> None:
    (problem,) = walked(read(service(text[1:]) if text[0] == " " else text))
    assert f"{problem.rule}/{problem.variant}" == kind
    assert problem.span.text == span
    assert show_path(problem.path) == path
    rule = catalogue().get(problem.rule)
    assert rule is not None
    assert problem.variant in rule.messages
    assert "{" not in rule.message(problem.variant, problem.fields)
    rule.help(problem.variant, problem.fields)


def test_every_variant_of_the_walk_is_tested() -> None:
    """The pages know no shape variant that no case raises, those of other checks aside."""
    elsewhere = {
        "wrong-type/": {"key", "extends", "include", "merge"},
        "needs-newer-release/": {"", "kind", "value", "extends"},
        "unknown-attribute/": {"gone"},
    }
    raised = {case[1] for case in CASES} | {f"needs-newer-release/{kind}" for *_, kind, _ in OLD}
    for name in ("wrong-type", "unknown-attribute", "needs-newer-release"):
        rule = catalogue().get(name)
        assert rule is not None
        for variant in set(rule.messages) - elsewhere.get(name + "/", set()):
            assert f"{name}/{variant}" in raised


FINE = [
    " environment: {A: 2001-01-01}",
    " labels: {A: 2001-01-01}",
    " command: 2001-01-01",
    " x-anything: [2001-01-01, {a: .nan}]",
    " ulimits: {nofile: {soft: 1, hard: '2'}, Odd: []}",
    " ports: [80, 80, '90']",
    " cap_add: [A, A]",
    " scale: 1.0",
    " container_name: -ab-",
    " networks: {default: }",
    " command:",
    " develop:",
    " extra_hosts: {a: [b, b]}",
    "networks:\n  a:\n  x-b:\n    driver: bridge",
    "volumes: {a: null}",
    "jobs: {a: {image: b, triggers: {schedule: ['* * * * *', {cron: '1 * * * *'}]}}}",
]


@pytest.mark.parametrize("text", FINE)
def test_fine(text: str) -> None:
    assert walked(read(service(text[1:]) if text[0] == " " else text)) == []


RELEASES = [
    ((5, 5, 0), "jobs: {}", "needs-newer-release/", "5.6"),
    ((2, 29, 7), " post_start: []", "needs-newer-release/", "2.30"),
    ((2, 20, 3), " env_file: [{path: a}]", "needs-newer-release/kind", "2.24"),
    ((2, 22, 0), " develop: {watch: [{path: a, action: sync+restart}]}", "/value", "2.23"),
    ((2, 20, 3), " attach: 'true'", "needs-newer-release/kind", "2.29"),
    ((5, 2, 0), " pre_start: [{command: a}]", "needs-newer-release/", "5.3"),
]


@pytest.mark.parametrize(("release", "text", "kind", "since"), RELEASES)
def test_newer(release: Release, text: str, kind: str, since: str) -> None:
    root = read(service(text[1:]) if text[0] == " " else text)
    (problem,) = walked(root, release)
    assert f"{problem.rule}/{problem.variant}".endswith(kind)
    assert problem.rule == "needs-newer-release"
    assert problem.fields["since"].startswith(since)
    assert problem.fields["target"] == ".".join(map(str, release))
    assert walked(read(service(text[1:]) if text[0] == " " else text)) == []


#: (format, attributes of a service, variant, what the message must name)
OLD = [
    ("3.6", "deploy: {rollback_config: {}}", "format", "3.7"),
    ("2.0", "healthcheck: {disable: true}", "format", "2.1"),
    ("1", "networks: [a]", "format", "2.0"),
    ("3.1", "ports: [{target: 80}]", "format-kind", "3.2"),
    ("2.0", "depends_on: {a: {condition: service_healthy}}", "format-kind", "2.1"),
    ("3.8", "mem_limit: 1g", "other-format", "1 and 2.0 to 2.4"),
    ("2.4", "deploy: {replicas: 2}", "other-format", "3.0 to 3.13"),
    ("3.8", "develop: {watch: []}", "specification", "3.8"),
    ("1.29", "post_start: []", "", "2.30"),
]


@pytest.mark.parametrize(("name", "text", "variant", "named"), OLD)
def test_formats(name: str, text: str, variant: str, named: str) -> None:
    text = service(text)
    if name == "1":
        text = text.removeprefix("services:\n")
    elif name != "1.29":
        text = f"version: '{name}'\n{text}"
    found: list[Problem] = []
    walk(read(text), load_format(name), found.append)
    (problem,) = found
    assert (problem.rule, problem.variant) == ("needs-newer-release", variant)
    rule = catalogue().get(problem.rule)
    assert rule is not None
    assert named in rule.message(variant, problem.fields)
    rule.help(variant, problem.fields)


def test_what_only_old_formats_had_is_called_by_its_name_of_today() -> None:
    found: list[Problem] = []
    walk(read("version: '3.7'\n" + service("net: host")), load_format("3.7"), found.append)
    assert [(problem.variant, problem.fields["near"]) for problem in found] == [
        ("near", "network_mode")
    ]


def test_gone() -> None:
    (problem,) = walked(read(service("provider: {type: a, configs: []}")))
    assert (problem.rule, problem.variant) == ("unknown-attribute", "gone")
    assert problem.fields["until"]


@pytest.mark.parametrize("path", ["interval", "timeout"])
def test_older_releases_know_no_days(path: str) -> None:
    text = service(f"healthcheck: {{test: x, {path}: 1d}}")
    (problem,) = walked(read(text), (2, 20, 3))
    assert (problem.rule, problem.variant) == ("invalid-value", "duration")
    assert walked(read(text)) == []


@pytest.mark.parametrize(
    ("release", "text", "count"),
    [
        ((2, 36, 2), "labels: {a: 2001-01-01}", 0),
        ((2, 38, 2), "labels: {a: 2001-01-01}", 1),
        ((2, 40, 3), "labels: {a: 2001-01-01}", 1),
        ((5, 3, 1), "labels: {a: 2001-01-01}", 0),
        ((2, 36, 2), "cpus: .inf", 1),
        ((2, 40, 3), "cpus: .inf", 0),
        ((2, 40, 3), "depends_on: {a: {condition: service_started, required: 'yes'}}", 1),
        ((5, 6, 1), "depends_on: {a: {condition: service_started, required: 'yes'}}", 0),
        ((2, 20, 3), "cap_add: [A, A]", 1),
        ((2, 24, 7), "cap_add: [A, A]", 0),
        ((2, 20, 3), "mem_limit: 5q", 1),
        ((2, 24, 7), "mem_limit: 5q", 0),
    ],
)
def test_ways_of_releases(release: Release, text: str, count: int) -> None:
    assert len(walked(read(service(text)), release)) == count


def test_a_string_becomes_what_it_is_read_as() -> None:
    text = service("init: 'YES'\nscale: '05'\ncpus: '1e1'\nattach: 'no'\nhostname: 'no'")
    root = read(text)
    assert walked(root) == []
    web = root.get("services").get("web")  # type: ignore[union-attr]
    got: dict[str, Any] = {name: web.get(name).value for name in web}
    assert got == {
        "image": "nginx", "init": True, "scale": 5, "cpus": 10.0, "attach": False, "hostname": "no",
    }  # fmt: skip
    assert type(got["cpus"]) is float
    assert walked(root) == []


def test_the_string_of_an_alias_stays_where_it_is_one() -> None:
    root = read(service("init: &yes 'yes'\nhostname: *yes\nlabels: {a: *yes}"))
    assert walked(root) == []
    web = root.get("services").get("web")  # type: ignore[union-attr]
    assert web.get("init").value is True
    assert web.get("hostname").value == "yes"
    assert web.get("labels").get("a").value == "yes"


def unknown(path: str, text: str = UNKNOWN) -> Mapping:
    """A project with an unknown value at a path of keys."""
    value: Any = text
    for step in reversed(path.split(".")):
        value = [value] if step == "[]" else {step: value}
    return nodes(value)


@pytest.mark.parametrize(
    "path",
    [
        "services.a.init",
        "services.a.scale",
        "services.a.hostname",
        "services.a.cgroup",
        "services.a.pull_policy",
        "services.a.container_name",
        "services.a.blkio_config.weight",
        "services.a.ports.[]",
        "networks.a.external",
        "services.a.ulimits.nofile",
    ],
)
def test_what_is_not_known_may_be_right(path: str) -> None:
    assert walked(unknown(path)) == []
    assert walked(unknown(path, "a" + UNKNOWN)) == []


def test_what_is_not_known_is_text_at_least() -> None:
    (problem,) = walked(unknown("services.a.ports"))
    assert (problem.rule, problem.variant) == ("wrong-type", "bare-port")
    (problem,) = walked(unknown("services.a.use_api_socket"))
    assert (problem.rule, problem.variant) == ("wrong-type", "")


def test_two_unknown_items_may_differ() -> None:
    value = {"services": {"a": {"depends_on": [UNKNOWN, UNKNOWN], "image": "b"}}}
    assert walked(nodes(value)) == []


def test_repeated_collections() -> None:
    value = {"jobs": {"a": {"ports": [{"target": 1}, {"target": 2}, {"target": 1}],
                            "triggers": {"manual": True}}}}  # fmt: skip
    (problem,) = walked(nodes(value))
    assert (problem.rule, problem.variant) == ("invalid-value", "repeated")
    assert problem.path == ("jobs", "a", "ports", 2)
    assert problem.related[0].span.text == '{"target": 1}'


@pytest.mark.parametrize(("items", "count"), [([1, True], 0), ([1, 1.0], 1), ([1, "1"], 0)])
def test_items_equal_as_json(items: list[Any], count: int) -> None:
    value = {"services": {"a": {"group_add": items}}}
    found = [p for p in walked(nodes(value)) if p.variant == "repeated"]
    assert len(found) == count


def test_the_owner_of_a_top_level_attribute() -> None:
    (problem,) = walked(read("servces: {}"))
    assert problem.fields["owner"] == PROJECT
    assert problem.fields["near"] == "services"


def test_many_problems_are_all_told() -> None:
    text = service("prots: []\nimage2: a\ninit: 1\nports:\n  - a: b\n  - [1]")
    assert len(walked(read(text))) == 5


def test_a_timestamp_is_no_string() -> None:
    node = read(service("hostname: 2001-01-01")).get("services").get("web")  # type: ignore[union-attr]
    value = node.get("hostname")
    assert isinstance(value, Scalar)
    assert type(value.value) is Timestamp
