"""`docker stack`: verdicts, variables, merging, and what a stack passes over."""

from __future__ import annotations

import json
from pathlib import Path

import corpus
import pytest
from support import check, project_of

from composelint import engine
from composelint.finding import Finding
from composelint.loading.chosen import load_for
from composelint.loading.load import load_project
from composelint.loading.options import CannotLoad, LoadOptions
from composelint.loading.template import InvalidTemplate, MissingVariable
from composelint.node import UNKNOWN
from composelint.project import Project
from composelint.selection import select
from composelint.target import parse_target
from composelint.targets.swarm.template import substitute

from .stack_oracle import CASES, ENVIRONMENT, Case, accepts, cases, program

ALL = cases()

#: Accepted here and refused by the CLI, which casts nothing below a name with a dot in it, for it
#: joins paths with dots: see docs/parity-swarm.md.
DOTTED = '"a.b"'


def load(case: Case, *, exact: bool = True, target: str = "swarm") -> Project:
    stored = {f"/project/{name}": text.encode() for name, text in case.files.items()}

    def read(path: str) -> bytes:
        if path in ("/project", "/project/."):
            raise IsADirectoryError(21, "Is a directory", path)
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path]

    options = LoadOptions(
        files=tuple(f"/project/{name}" for name in case.stack),
        directory="/project",
        exact=exact,
        target=parse_target(target),
        environment=ENVIRONMENT,
    )
    return load_for(load_project(options, read), options, read)


def refusals(case: Case) -> list[Finding]:
    return [one for one in engine.check(load(case), select()) if one.refused]


def is_dotted(case: Case) -> bool:
    return DOTTED in case.files["compose.yaml"] and "${T}" in case.files["compose.yaml"]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.label[:60])
def test_verdict(case: Case) -> None:
    found = refusals(case)
    assert bool(found) is not (case.accepted or is_dotted(case)), found


@pytest.mark.skipif(program() is None, reason="no Docker CLI 28.2")
def test_the_program_says_so(tmp_path: Path) -> None:
    """A tenth of the cases each run; the marker `slow` has them all."""
    for case in ALL[::10]:
        assert accepts(case, tmp_path) == case.accepted, case.label


@pytest.mark.slow
@pytest.mark.skipif(program() is None, reason="no Docker CLI 28.2")
def test_the_program_says_all(tmp_path: Path) -> None:
    for case in ALL:
        assert accepts(case, tmp_path) == case.accepted, case.label


@pytest.mark.parametrize(
    ("text", "value"),
    json.loads((CASES / "swarm_templates.json").read_text(encoding="utf-8")),
)
def test_variables(text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises((InvalidTemplate, MissingVariable)):
            substitute(text, ENVIRONMENT.get, assume=False)
    else:
        assert substitute(text, ENVIRONMENT.get, assume=False) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$UNSET", UNKNOWN),
        ("a${UNSET}b", f"a{UNKNOWN}b"),
        ("${UNSET:?why}", UNKNOWN),
        ("${UNSET:-x}", "x"),
        ("${EMPTY:?why}", UNKNOWN),
    ],
)
def test_what_is_not_known(text: str, value: str) -> None:
    assert substitute(text, ENVIRONMENT.get, assume=True) == value


def test_variables_are_told_with_their_places() -> None:
    text = "x $A-y"
    seen: list[tuple[str, str, str]] = []
    substitute(
        text,
        ENVIRONMENT.get,
        assume=False,
        seen=lambda one: seen.append((one.name, one.operator, text[one.start : one.end])),
    )
    assert seen == [("A", "-", "$A-y")]


# -- the corpus ----------------------------------------------------------------------------

needs_corpus = pytest.mark.skipif(
    not corpus.available(), reason="no corpus: name its folder in COMPOSELINT_SHARED"
)


@needs_corpus
def test_the_corpus() -> None:
    """Every file of the corpus, whatever it declares: the bar is 98.5 % of those of 3.x."""
    wrong: list[str] = []
    declared = same = 0
    for row in corpus.rows():
        if row["oracle_exit_swarm"] is None:
            continue
        found = any(one.refused for one in corpus.findings(row, target="swarm"))
        right = found == (row["oracle_exit_swarm"] != 0)
        if str(row["declared_version"]).startswith("3"):
            declared += 1
            same += right
        if not right:
            wrong.append(row["id"])
    assert declared == 923
    assert corpus.share(same, declared) >= 0.985, wrong
    assert not wrong


@needs_corpus
def test_nothing_is_refused_for_what_is_not_known() -> None:
    for row in corpus.rows():
        if row["oracle_exit_swarm"] == 0:
            found = corpus.findings(row, exact=False, target="swarm")
            assert not [one for one in found if one.refused], row["id"]


@needs_corpus
def test_quiet_on_good_files() -> None:
    """On the accepted files of real projects, for Docker Compose. Each was read: the 15 files have
    rules for placement, updates or modes that only Swarm keeps; 16 reserve processors and have a
    mode, and extend services, which no stack can."""
    count = {"CL107": 0, "CL108": 0, "CL113": 0}
    files = 0
    for row in corpus.rows():
        if row["oracle_exit"] == 0 and row["source_class"] in corpus.REAL:
            files += 1
            for one in corpus.findings(row, exact=False):
                if one.id in count:
                    count[one.id] += 1
    assert files == 1334
    assert count == {"CL107": 0, "CL108": 32, "CL113": 15}


# -- several files -------------------------------------------------------------------------


def pair(first: str, second: str) -> Project:
    files = {"compose.yaml": first, "second.yaml": second}
    return load(Case("", True, files, ("compose.yaml", "second.yaml")))


def shown(project: Project, *path: str) -> str:
    node = project.root
    for step in path:
        node = node.get(step)  # type: ignore[assignment, union-attr]
    return repr(node)


def test_a_later_file_has_a_resource_for_itself() -> None:
    project = pair(
        "networks: {n: {external: true}, m: {driver: a}}",
        "networks: {n: {name: foo}}",
    )
    assert shown(project, "networks", "n") == "Mapping({'name': Scalar('foo')})"
    assert shown(project, "networks", "m") == "Mapping({'driver': Scalar('a')})"


def test_services_are_merged() -> None:
    project = pair(
        'services: {a: {image: x, command: [q], volumes: ["va:/x", "vc:/z"], environment: [A=1]}}',
        'services: {a: {command: [r], volumes: ["vb:/x"], environment: {B: 2}}}',
    )
    service = ("services", "a")
    assert shown(project, *service, "command") == "Sequence([Scalar('r')])"
    assert shown(project, *service, "image") == "Scalar('x')"
    assert shown(project, *service, "volumes") == "Sequence([Scalar('vb:/x'), Scalar('vc:/z')])"
    assert "'A'" in shown(project, *service, "environment")
    assert "'B'" in shown(project, *service, "environment")


# -- what is not read ----------------------------------------------------------------------


def test_a_dotenv_file_is_not_read() -> None:
    files = {"compose.yaml": "services: {a: {image: '${X:?}'}}", ".env": "X=1"}
    assert [one.id for one in refusals(Case("", False, files))] == ["CL007"]


def test_an_override_is_not_laid_over() -> None:
    project = project_of(
        {"compose.yaml": 'version: "3.8"\nservices: {a: {image: "x:1"}}'}, target="swarm"
    )
    assert project.files == ["/project/compose.yaml"]
    assert project.format == "3.8"
    assert not check(project)


# -- which target --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("docker-stack.yml", "swarm"),
        ("docker-compose.swarm.yaml", "swarm"),
        ("stack.yaml", "swarm"),
        ("fullstack.yaml", "compose"),
        ("stackoverflow.yml", "compose"),
        ("compose.yaml", "compose"),
    ],
)
def test_the_target_by_name(name: str, target: str) -> None:
    case = Case("", True, {name: 'version: "3.8"\nservices: {a: {image: x}}'}, (name,))
    assert load(case, target="compose").target.name == target


#: (a service of full-stack.yml, what it is taken for)
NAMED_STACK = [
    ("{image: x, container_name: a}", "compose"),
    ("{image: x, profiles: [a]}", "compose"),
    ("{image: x, network_mode: host, deploy: {replicas: 1}}", "compose"),
    ("{build: .}", "compose"),
    ("{extends: {service: b}}", "compose"),
    ("{image: x, build: .}", "swarm"),
    ("{image: x, container_name: a, deploy: {labels: {a: b}}}", "swarm"),
    ("{image: x, deploy: {replicas: 2}}", "swarm"),
]


@pytest.mark.parametrize(("service", "target"), NAMED_STACK)
def test_the_target_by_name_and_text(service: str, target: str) -> None:
    text = f'version: "3.8"\nservices: {{a: {service}, b: {{image: x}}}}'
    case = Case("", True, {"full-stack.yml": text}, ("full-stack.yml",))
    assert load(case, target="compose").target.name == target


def test_the_target_that_a_file_asks_for() -> None:
    text = "x-composelint: {target: compose@2.24}\nservices: {a: {image: x}}"
    case = Case("", True, {"docker-stack.yml": text}, ("docker-stack.yml",))
    assert load(case, target="compose").target.name == "compose@2.24"
    text = text.replace("compose@2.24", "swam")
    case = Case("", True, {"compose.yaml": text})
    with pytest.raises(CannotLoad, match="'swam' is no target"):
        load(case, target="compose")


# -- what a stack refuses later, and passes over -------------------------------------------

SERVICE = 'version: "3.8"\nservices:\n  a:\n    {}\nnetworks:\n  local:\n    driver: bridge\n'

#: Each as `docker stack deploy` had it on a Swarm of one (Docker CLI 28.2.2).
DEPLOYED = [
    ("{image: x:1, healthcheck: {disable: true, test: [CMD, a]}}", "CL107", "test"),
    ("{image: x:1, deploy: {mode: foo}}", "CL107", "foo"),
    ("{image: x:1, deploy: {mode: global, replicas: 2}}", "CL107", "replicas"),
    ("{image: x:1, networks: [local]}", "CL107", "local"),
    ("{image: x:1, volumes: [{type: foo, target: /x}]}", "CL107", "foo"),
    ("{image: x:1, volumes: [{type: tmpfs, source: a, target: /x}]}", "CL107", "a"),
    ("{image: x:1, volumes: [{type: volume, target: /x, bind: {}}]}", "CL107", "bind"),
    ("{command: x}", "CL107", "a"),
    ("{image: x:1, restart: 'no'}", "CL108", "'no'"),
    ("{image: x:1, ports: ['127.0.0.1:80:80']}", "CL108", "127.0.0.1"),
    ("{image: x:1, tmpfs: /x}", "CL108", "tmpfs"),
    ("{image: x:1, depends_on: [b]}", "CL108", "depends_on"),
    ("{image: x:1, container_name: foo}", "CL108", "container_name"),
    ("{image: x:1, networks: {default: {ipv4_address: 10.0.9.9}}}", "CL108", "ipv4_address"),
    ("{image: x:1, privileged: true}", "CL108", "privileged"),
]

#: These have their effect, or none that anybody would miss.
HONOURED = [
    "{image: x:1, restart: on-failure}",
    "{image: x:1, restart: 'no', deploy: {restart_policy: {condition: none}}}",
    "{image: x:1, privileged: false}",
    "{image: x:1, expose: ['80']}",
    "{image: x:1, cap_add: [NET_ADMIN], init: true, sysctls: {a: 1}, ulimits: {nofile: 1}}",
    "{image: x:1, ports: ['0.0.0.0:80:80', '81:81']}",
    "{image: x:1, deploy: {mode: global, labels: {a: b}, endpoint_mode: dnsrr}}",
    "{image: x:1, healthcheck: {disable: true}}",
    "{image: x:1, volumes: [{type: tmpfs, target: /x, tmpfs: {size: 10}}]}",
]


def of_target(service: str) -> list[tuple[str, str]]:
    text = SERVICE.replace("{}", service)
    found = check(project_of({"compose.yaml": text}, target="swarm"))
    return [(one.id, one.span.text) for one in found if one.id in ("CL107", "CL108")]


@pytest.mark.parametrize(("service", "rule", "place"), DEPLOYED)
def test_deployed(service: str, rule: str, place: str) -> None:
    assert of_target(service) == [(rule, place)]


@pytest.mark.parametrize("service", HONOURED)
def test_honoured(service: str) -> None:
    assert of_target(service) == []


#: What Docker Compose 5.6.1 warns of when it starts a project, or drops without a word.
COMPOSE = [
    ("deploy: {labels: {a: b}}", "labels"),
    ("deploy: {restart_policy: {delay: 5s}}", "delay"),
    ("deploy: {resources: {reservations: {cpus: '0.1'}}}", "cpus"),
    ("secrets: [{source: s, uid: '1'}]", "uid"),
    ("configs: [{source: c, mode: 0400}]", "mode"),
]
COMPOSE_HONOURED = [
    "deploy: {replicas: 2}",
    "deploy: {mode: replicated}",
    "deploy: {restart_policy: {condition: any, max_attempts: 3}}",
    "deploy: {resources: {limits: {cpus: '0.1'}, reservations: {memory: 20m}}}",
    "configs: [{source: inline, mode: 0400}]",
    "ports: [{target: 80, published: '80', mode: ingress}]",
]
RESOURCES = (
    "secrets: {s: {file: ./compose.yaml}}\n"
    "configs: {c: {file: ./compose.yaml}, inline: {content: a}}\n"
)


def of_compose(fragment: str) -> list[tuple[str, str]]:
    text = f"services:\n  a:\n    image: x:1\n    {fragment}\n{RESOURCES}"
    found = check(project_of({"compose.yaml": text}))
    return [(one.id, one.span.text) for one in found if one.id in ("CL107", "CL108", "CL113")]


@pytest.mark.parametrize(("fragment", "place"), COMPOSE)
def test_passed_over_by_compose(fragment: str, place: str) -> None:
    assert of_compose(fragment) == [("CL108", place)]


@pytest.mark.parametrize("fragment", COMPOSE_HONOURED)
def test_honoured_by_compose(fragment: str) -> None:
    assert of_compose(fragment) == []


def test_one_word_for_a_stack_file() -> None:
    fragment = "deploy: {labels: {a: b}, placement: {constraints: [a == b]}, mode: global}"
    assert of_compose(fragment) == [("CL113", "placement")]


def test_one_word_for_an_attribute_of_many_services() -> None:
    service = "{image: x:1, deploy: {labels: {a: b}}}"
    text = f"services: {{a: {service}, b: {service}, c: {service}}}"
    (found,) = check(project_of({"compose.yaml": text}))
    assert [one.message for one in found.related] == ["b has it, too", "c has it, too"]


def test_no_stack_file_is_one_that_no_stack_takes() -> None:
    deploy = "deploy: {mode: global}"
    condition = "{b: {condition: service_started}}"
    for service in ("build: .", "extends: b", f"image: x:1, depends_on: {condition}"):
        text = f"services: {{a: {{{service}, {deploy}}}, b: {{image: x:1}}}}"
        found = check(project_of({"compose.yaml": text, "Dockerfile": "FROM x:1"}))
        assert [one.id for one in found] == ["CL108"]


def test_labels_of_services_on_an_overlay_are_for_a_stack() -> None:
    text = (
        "services: {{a: {{image: x:1, deploy: {{labels: {{a: b}}}}}}}}\nnetworks: {{default: {}}}"
    )
    for driver, expected in (("{driver: overlay}", "CL113"), ("{driver: bridge}", "CL108")):
        found = check(project_of({"compose.yaml": text.format(driver)}))
        assert [one.id for one in found] == [expected]


def test_a_template_driver_is_refused_by_compose() -> None:
    text = "services: {a: {image: x:1}}\nconfigs: {c: {file: ./f, template_driver: golang}}"
    found = check(project_of({"compose.yaml": text, "f": ""}))
    assert [(one.id, one.refused) for one in found if one.id == "CL107"] == [("CL107", False)]
