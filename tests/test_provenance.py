"""Where values come from, in small projects: the place, the steps and the variables of each."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

import pytest
from support import project_of

from composelint.loading.load import LoadOptions, load_project
from composelint.provenance import Explainer, PathError, Provenance, explain, model_of, show
from composelint.provenance.paths import tokens
from composelint.source import Span

FILES = {
    "compose.yaml": """\
name: shop
include:
  - inc/compose.yaml
x-default: &default
  image: x/y:${TAG:-latest}
  restart: always
x-more: &more
  <<: *default
  init: true
x-env: &env
  A: "1"
  B: ${NEST:-${TAG:-none}}
services:
  base:
    image: base:1
    env_file: [app.env, {path: more.env, required: false}]
    label_file: app.labels
    environment:
      - FOO=bar
      - Q=${TAG}
      - HOST
      - FOO=last
    ports: ["8080:80", "${PORT:-9000}:90/udp", "127.0.0.1:7000-7001:70-71"]
    depends_on: [db]
    command: run --fast "two words"
  web:
    <<: *more
    extends: base
    environment: *env
    labels: {traefik.enable: "true", traefik.host: a}
    build: .
    deploy: {resources: {limits: {memory: 64m}}}
    links: [cache]
    secrets: [key]
    scale: 2
  far:
    extends: {file: common.yml, service: common}
    cpus: 2
  db:
    image: "postgres:${PG}"
    restart: "no"
    volumes: ["data:/x:ro", "./here:/y"]
    networks: [back]
    cap_add: [A]
    healthcheck: {test: exit 0, interval: 1m}
    extra_hosts: ["z:1.1.1.1", "a:2.2.2.2"]
  cache: {image: redis, ulimits: {nofile: 10}}
  off: {image: off, profiles: [never]}
networks: {back: , old: {external: {name: elder}}}
volumes: {data: }
secrets: {key: {file: ./key}}
""",
    "compose.override.yaml": """\
services:
  web:
    image: shop/web:${TAG:-dev}
    ports: ["6000:60"]
    environment:
      FOO: over
    labels: !override
      traefik.enable: "false"
  db:
    restart: !reset null
    volumes: ["data:/x", "./here:/y"]
    cap_add: [A, B]
    networks: {old: {aliases: [d]}}
  inner:
    image: inner:2
""",
    "inc/compose.yaml": """\
services:
  inner:
    image: inner:${V:-0}
    user: ${V}
    environment: [V]
""",
    "inc/.env": "V=9\n",
    "common.yml": """\
services:
  deeper:
    cpus: 1
    user: root
  common:
    image: c
    extends: deeper
""",
    ".env": 'TAG=1.4\nPG="${TAG}-x"\nHOST=h\n',
    "app.env": "FOO=file\nONLY=${TAG}z\nTWICE=1\n",
    "more.env": "TWICE=2\n",
    "app.labels": "L=1\ntraefik.enable=maybe\n",
}


@pytest.fixture(scope="module")
def shop() -> Explainer:
    project = project_of(FILES, exact=True, environment={"SHELL": "sh"})
    model = model_of(project)
    assert model is not None
    return Explainer(project, model)


def where(span: Span | None) -> str:
    """file:line and the text of its place."""
    if span is None:
        return "-"
    name = posixpath.relpath(span.source.path, "/project")
    return f"{name}:{span.source.position(span.start).line} {span.text}"


def steps(found: Provenance) -> list[str]:
    return [f"{step.version} {step.kind} {where(step.span)}" for step in found.steps]


class Case(NamedTuple):
    path: str
    value: object
    place: str
    steps: list[str]


CASES = [
    Case("name", "shop", "compose.yaml:1 shop", ["1 written compose.yaml:1 shop"]),
    Case(
        "services.web.image",
        "shop/web:1.4",
        "compose.override.yaml:3 shop/web:${TAG:-dev}",
        [
            "1 written compose.yaml:15 base:1",
            "1 extends compose.yaml:28 base",
            "2 replaced compose.yaml:5 x/y:${TAG:-latest}",
            "2 alias compose.yaml:8 *default",
            "2 merge-key compose.yaml:8 <<",
            "2 alias compose.yaml:27 *more",
            "2 merge-key compose.yaml:27 <<",
            "3 override compose.override.yaml:3 shop/web:${TAG:-dev}",
        ],
    ),
    Case(
        "services.web.init",
        True,
        "compose.yaml:9 true",
        [
            "1 written compose.yaml:9 true",
            "1 alias compose.yaml:27 *more",
            "1 merge-key compose.yaml:27 <<",
        ],
    ),
    Case(
        "services.web.environment.FOO",
        "over",
        "compose.override.yaml:6 over",
        [
            "1 written app.env:1 file",
            "1 env-file compose.yaml:16 app.env",
            "2 replaced compose.yaml:19 bar",
            "2 extends compose.yaml:28 base",
            "3 replaced compose.yaml:22 last",
            "3 extends compose.yaml:28 base",
            "4 override compose.override.yaml:6 over",
        ],
    ),
    Case(
        "services.base.environment.FOO",
        "last",
        "compose.yaml:22 last",
        [
            "1 written app.env:1 file",
            "1 env-file compose.yaml:16 app.env",
            "2 replaced compose.yaml:19 bar",
            "3 replaced compose.yaml:22 last",
        ],
    ),
    Case(
        "services.web.environment.TWICE",
        "2",
        "more.env:1 2",
        [
            "1 written app.env:3 1",
            "1 env-file compose.yaml:16 app.env",
            "2 replaced more.env:1 2",
            "2 env-file compose.yaml:16 more.env",
        ],
    ),
    Case(
        "services.web.environment.HOST",
        "h",
        "compose.yaml:21 HOST",
        [
            "1 written compose.yaml:21 HOST",
            "1 extends compose.yaml:28 base",
            "1 variable .env:3 h",
        ],
    ),
    Case(
        "services.web.environment.B",
        "1.4",
        "compose.yaml:12 ${NEST:-${TAG:-none}}",
        ["1 written compose.yaml:12 ${NEST:-${TAG:-none}}", "1 alias compose.yaml:29 *env"],
    ),
    Case(
        "services.web.labels.traefik.enable",
        "false",
        'compose.override.yaml:8 "false"',
        [
            "1 written app.labels:2 maybe",
            "1 env-file compose.yaml:17 app.labels",
            '2 replaced compose.yaml:30 "true"',
            '3 override compose.override.yaml:8 "false"',
        ],
    ),
    Case(
        "services.web.labels.L",
        "1",
        "app.labels:1 1",
        ["1 written app.labels:1 1", "1 env-file compose.yaml:17 app.labels"],
    ),
    Case(
        "services.web.ports[4]",
        {"mode": "ingress", "target": 60, "published": "6000", "protocol": "tcp"},
        'compose.override.yaml:4 "6000:60"',
        ['1 appended compose.override.yaml:4 "6000:60"'],
    ),
    Case(
        "services.web.ports[3].published",
        "7001",
        "compose.yaml:23 7000-7001",
        ["1 written compose.yaml:23 7000-7001", "1 extends compose.yaml:28 base"],
    ),
    Case(
        "services.web.ports[1].published",
        "9000",
        "compose.yaml:23 ${PORT:-9000}",
        ["1 written compose.yaml:23 ${PORT:-9000}", "1 extends compose.yaml:28 base"],
    ),
    Case(
        "services.web.ports[2].host_ip",
        "127.0.0.1",
        "compose.yaml:23 127.0.0.1",
        ["1 written compose.yaml:23 127.0.0.1", "1 extends compose.yaml:28 base"],
    ),
    Case(
        "services.base.command[1]",
        "--fast",
        'compose.yaml:25 run --fast "two words"',
        ['1 written compose.yaml:25 run --fast "two words"'],
    ),
    Case(
        "services.far.user",
        "root",
        "common.yml:4 root",
        [
            "1 written common.yml:4 root",
            "1 extends common.yml:7 deeper",
            "1 extends compose.yaml:37 common",
        ],
    ),
    Case(
        "services.far.cpus",
        2,
        "compose.yaml:38 2",
        [
            "1 written common.yml:3 1",
            "1 extends common.yml:7 deeper",
            "1 extends compose.yaml:37 common",
            "2 replaced compose.yaml:38 2",
        ],
    ),
    Case(
        "services.inner.image",
        "inner:2",
        "compose.override.yaml:15 inner:2",
        [
            "1 written inc/compose.yaml:3 inner:${V:-0}",
            "1 include compose.yaml:3 inc/compose.yaml",
            "2 override compose.override.yaml:15 inner:2",
        ],
    ),
    Case(
        "services.db.restart",
        None,
        "compose.override.yaml:10 !reset null",
        ['1 written compose.yaml:41 "no"', "2 reset compose.override.yaml:10 !reset null"],
    ),
    Case(
        "services.db.volumes[0].source",
        "data",
        "compose.override.yaml:11 data",
        ["1 written compose.yaml:42 data", "2 override compose.override.yaml:11 data"],
    ),
    Case(
        "services.db.volumes[1].source",
        "/project/here",
        "compose.override.yaml:11 ./here",
        ["1 written compose.yaml:42 ./here", "2 override compose.override.yaml:11 ./here"],
    ),
    Case(
        "services.db.cap_add[0]",
        "A",
        "compose.yaml:44 A",
        ["1 written compose.yaml:44 A", "1 repeated compose.override.yaml:12 A"],
    ),
    Case(
        "services.db.cap_add[1]",
        "B",
        "compose.override.yaml:12 B",
        ["1 appended compose.override.yaml:12 B"],
    ),
    Case(
        "services.db.networks.old.aliases[0]",
        "d",
        "compose.override.yaml:13 d",
        ["1 written compose.override.yaml:13 d"],
    ),
    Case(
        "services.db.extra_hosts[0]",
        "a=2.2.2.2",
        'compose.yaml:46 "a:2.2.2.2"',
        ['1 written compose.yaml:46 "a:2.2.2.2"'],
    ),
    Case(
        "services.db.healthcheck.test[1]",
        "exit 0",
        "compose.yaml:45 exit 0",
        ["1 written compose.yaml:45 exit 0"],
    ),
    Case(
        "services.web.build.context",
        "/project",
        "compose.yaml:31 .",
        ["1 written compose.yaml:31 ."],
    ),
    Case(
        "services.web.secrets[0].target",
        "/run/secrets/key",
        "compose.yaml:34 key",
        ["1 written compose.yaml:34 key", "1 default -"],
    ),
    Case(
        "services.web.deploy.replicas",
        2,
        "compose.yaml:35 2",
        ["1 written compose.yaml:35 2", "1 default -"],
    ),
    Case(
        "services.web.depends_on.cache.condition",
        "service_started",
        "compose.yaml:33 cache",
        ["1 written compose.yaml:33 cache", "1 default -"],
    ),
    # What no file says: the nearest place is named as such.
    Case(
        "services.web.depends_on.db.condition",
        "service_started",
        "-",
        ["1 default compose.yaml:24 db"],
    ),
    Case(
        "services.db.networks.back",
        None,
        "compose.yaml:43 back",
        ["1 written compose.yaml:43 back"],
    ),
    Case(
        "services.db.volumes[0].type",
        "volume",
        "-",
        ['1 default compose.override.yaml:11 "data:/x"'],
    ),
    Case("networks.back.name", "shop_back", "-", ["1 default compose.yaml:49 back"]),
    Case("networks.old.external", True, "-", ["1 default compose.yaml:49 external"]),
    Case(
        "networks.old.name", "elder", "compose.yaml:49 elder", ["1 written compose.yaml:49 elder"]
    ),
    Case("networks.default.name", "shop_default", "-", ["1 default -"]),
    Case("services.web.networks.default", None, "-", ["1 default compose.yaml:26 web"]),
    Case("services.web.build.dockerfile", "Dockerfile", "-", ["1 default compose.yaml:31 build"]),
]


@pytest.mark.parametrize("case", CASES, ids=[case.path for case in CASES])
def test_case(shop: Explainer, case: Case) -> None:
    found = shop.of(shop.path(case.path))
    assert (found.value, where(found.span)) == (case.value, case.place)
    assert steps(found) == case.steps


def test_override_of_a_whole_value() -> None:
    """It takes away what other files say, of a list too, and of all that is in a service."""
    base = "services:\n  a: {image: x, ports: ['80:80'], command: [run]}\n"
    for over in (
        "services:\n  a:\n    ports: !override ['81:80']\n",
        "services:\n  a: !override\n    image: y\n    ports: ['81:80']\n",
    ):
        project = project_of({"compose.yaml": base, "compose.override.yaml": over}, exact=True)
        found = explain(project, "services.a.ports")
        assert [step.kind for step in found.steps] == ["written", "replaced"]
        assert [step.note for step in found.steps] == ["", "!override"]
    more = "services:\n  a:\n    ports: ['81:80']\n"
    project = project_of({"compose.yaml": base, "compose.override.yaml": more}, exact=True)
    steps_of = explain(project, "services.a.ports").steps
    assert [(step.kind, step.note) for step in steps_of] == [("written", ""), ("appended", "")]


USES = {
    "services.web.image": ["TAG=1.4 .env .env:1 1.4"],
    "services.web.environment.B": [
        "NEST=1.4 default compose.yaml:12 ${TAG:-none}",
        "TAG=1.4 .env .env:1 1.4",
    ],
    "services.web.environment.HOST": ["HOST=h .env .env:3 h"],
    "services.web.environment.ONLY": ["TAG=1.4 .env .env:1 1.4"],
    "services.web.ports[1].published": ["PORT=9000 default compose.yaml:23 9000"],
    "services.web.ports[1].target": [],
    "services.db.image": ['PG=1.4-x .env .env:2 "${TAG}-x"', "TAG=1.4 .env .env:1 1.4"],
    "services.inner.user": ["V=9 .env inc/.env:1 9"],
    "services.inner.environment.V": ["V=9 .env inc/.env:1 9"],
    "networks.back.name": ["COMPOSE_PROJECT_NAME=shop project compose.yaml:1 shop"],
    "services.db.restart": [],
}


@pytest.mark.parametrize("path", USES)
def test_variables(shop: Explainer, path: str) -> None:
    uses = shop.of(shop.path(path)).uses
    said = [f"{use.name}={use.value} {use.origin} {where(use.span)}" for use in uses]
    assert said == USES[path]


def test_a_mapping_names_all_places_of_its_parts(shop: Explainer) -> None:
    found = shop.explain(shop.path("services.web.environment"))
    assert [step.kind for step in found.steps] == [
        "written", "extends", "override", "alias", "override",
    ]  # fmt: skip
    assert where(found.span) == "compose.override.yaml:6 FOO: over"
    parts = {show(part.path): where(part.span) for part in found.parts}
    assert parts["services.web.environment.ONLY"] == "app.env:2 ${TAG}z"
    assert parts["services.web.environment.Q"] == "compose.yaml:20 ${TAG}"


def test_a_list_tells_what_was_appended(shop: Explainer) -> None:
    found = shop.explain(shop.path("services.web.ports"))
    assert [step.kind for step in found.steps] == ["written", "extends", "appended"]
    assert len(found.parts) == 5


def test_what_config_leaves_out(shop: Explainer) -> None:
    found = shop.of(shop.path("services.off.image"))
    assert found.value == "off"
    assert found.note == "config leaves off out: it is of the profile never"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("services.web.labels.traefik.enable", ("services", "web", "labels", "traefik.enable")),
        ('services.web.labels["traefik.enable"]', ("services", "web", "labels", "traefik.enable")),
        ("services.web.labels.'traefik.enable'", ("services", "web", "labels", "traefik.enable")),
        ("services.web.ports.0.target", ("services", "web", "ports", 0, "target")),
        ("services.base.depends_on[0]", ("services", "base", "depends_on", 0)),
        ("x-env.A", ("x-env", "A")),
    ],
)
def test_paths(shop: Explainer, text: str, path: tuple[str | int, ...]) -> None:
    assert shop.path(text) == path
    assert shop.path(show(path)) == path


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the path is empty"),
        ("services..web", 10, "a name is missing here"),
        ("services.web.ports[0", 19, "the bracket is never closed"),
        (
            "services.web.ports[a]",
            20,
            "a number, or a name in quotes, belongs between the brackets",
        ),
        ('services["web', 10, "the quote is never closed"),
        ("services.web[0]x", 16, "a . or [ belongs here"),
        ("service.web", 1, "there is no service; did you mean services?"),
        ("services.wbe.image", 10, "there is no service wbe; did you mean web?"),
        ("services.web.prots[0]", 14, "there is no prots in services.web; did you mean ports?"),
        ("services.web.ports[9]", 20, "there is no [9] in services.web.ports: it has [0] to [4]"),
        ("services.db.ports", 13, "there is no ports in services.db; it has"),
        (
            "services.web.ports.target",
            20,
            "services.web.ports is a list: name an item by its number, from [0]",
        ),
        ("services.web[0]", 14, "services.web is a mapping: it has names, not [0]"),
        (
            "services.web.image.tag",
            20,
            "there is nothing below services.web.image",
        ),
    ],
)
def test_mistakes(shop: Explainer, text: str, column: int, message: str) -> None:
    with pytest.raises(PathError) as raised:
        shop.path(text)
    assert raised.value.message.startswith(message)
    assert raised.value.column == column


def test_a_refused_project_is_explained_as_far_as_it_was_merged() -> None:
    files = {"compose.yaml": "services:\n  web:\n    image: a\n    imag: b\n"}
    project = project_of(files, exact=True)
    assert model_of(project) is None
    found = explain(project, "services.web.imag")
    assert (found.value, where(found.span)) == ("b", "compose.yaml:4 b")


def test_a_value_that_is_not_known() -> None:
    project = project_of({"compose.yaml": "services: {a: {image: '${A:?who}'}}"}, exact=True)
    found = explain(project, "services.a.image")
    assert (found.value, where(found.span)) == (None, "compose.yaml:1 '${A:?who}'")
    assert found.note == "not known: it takes a variable that has no value here"


@pytest.mark.parametrize(
    "text",
    [
        "x-a: &a [*a]\nservices: {w: {image: x}}",  # contains itself
        "services: [a, b]",
        "services: {w: ",
        "services: {w: {image: x, extends: w}}",
        "services: {w: {image: x, extends: {file: gone.yaml, service: w}}}",
        "include: [compose.yaml]\nservices: {w: {image: x}}",
    ],
)
def test_broken_projects(text: str) -> None:
    """What Docker Compose refuses is explained all the same."""
    project = project_of({"compose.yaml": text}, exact=True)
    assert model_of(project) is None
    assert explain(project, "services").steps


def test_an_empty_project() -> None:
    with pytest.raises(PathError, match="the project says nothing"):
        explain(project_of({"compose.yaml": ""}, exact=True), "services")


def test_a_service_that_was_taken_away() -> None:
    files = {
        "compose.yaml": "services: {w: {image: x}, v: {image: y}}",
        "compose.override.yaml": "services: {w: !reset null}",
    }
    found = explain(project_of(files, exact=True), "services.w")
    assert (found.value, found.note) == (None, "taken away by !reset")
    assert [step.kind for step in found.steps] == ["written", "reset"]


def test_the_shell_has_the_say() -> None:
    files = {"compose.yaml": "services: {a: {image: 'x:${TAG}'}}", ".env": "TAG=1"}
    project = project_of(files, exact=True, environment={"TAG": "2"})
    (use,) = explain(project, "services.a.image").uses
    assert (use.value, use.origin, use.span) == ("2", "environment", None)


def test_the_name_of_the_folder() -> None:
    project = project_of({"compose.yaml": "services: {a: {image: x}}"}, exact=True)
    found = explain(project, "name")
    assert (found.value, found.span) == ("project", None)
    assert found.steps[0].note == "the name of the project's folder"


def test_every_value_of_the_example_is_explained(shop: Explainer) -> None:
    """No path below any other fails, and each can be read again."""
    waiting: list[tuple[str | int, ...]] = [()]
    count = 0
    while waiting:
        path = waiting.pop()
        known = shop.children(path)
        below = [*known] if isinstance(known, list) else [*range(known)]
        for step in below:
            at = (*path, step)
            assert shop.of(at).steps, at
            assert shop.path(show(at)) == at
            waiting.append(at)
            count += 1
    assert count > 200


def test_tokens_keep_columns() -> None:
    assert [token.column for token in tokens('a.b["c"][0]')] == [1, 3, 5, 10]


def test_many_files() -> None:
    """The histories of many files hold each other: they are gone through once."""
    stored = {
        f"/project/{number}.yaml": f"services: {{a: {{image: 'x:{number}'}}}}".encode()
        for number in range(20)
    }

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    options = LoadOptions(files=tuple(stored), directory="/project", exact=True)
    found = explain(load_project(options, read), "services.a.image")
    assert [step.value for step in found.steps] == [f"x:{number}" for number in range(20)]
