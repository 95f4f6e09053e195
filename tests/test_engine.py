"""Which rules speak, and how problems become findings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support import check, project_of, shown

from composelint import engine
from composelint.finding import Problem
from composelint.nearest import nearest
from composelint.rule import Catalogue, InvalidPage, catalogue, read_page
from composelint.selection import Selection, UnknownSelector, select

CLASHES = """
services:
  b: {image: x, container_name: shop, ports: ["80:80"], networks: [n]}
  a: {image: x, container_name: shop, ports: ["80:80"], depends_on: [c]}
"""


#: The rules of the group, by their ids.
NETWORK = {name for name in catalogue().by_id if name.startswith("CL3")}


def ids(selection: Selection) -> set[str]:
    return {selection.rules.by_name[name].id for name in selection.least}


def found(text: str, selection: Selection, **options: object) -> list[str]:
    project = project_of({"compose.yaml": text}, **options)  # type: ignore[arg-type]
    return [finding.id for finding in engine.check(project, selection)]


# --- selection


def test_the_default_is_recommended() -> None:
    assert select().least == select(presets=["recommended"]).least
    assert ids(select()) == {rule.id for rule in catalogue() if rule.default}


def test_presets_are_sets_of_rules() -> None:
    assert ids(select(presets=["minimal"])) >= {"CL301", "CL101"}
    assert "CL008" not in ids(select(presets=["minimal"]))
    assert ids(select(presets=["strict"])) == set(catalogue().by_id)
    network = ids(select(presets=["network"]))
    assert {name for name in network if name[2] != "0"} == NETWORK
    both = ids(select(presets=["network", "references"]))
    assert both == network | ids(select(presets=["references"]))


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("CL301", {"CL301"}),
        ("cl301", {"CL301"}),
        ("host-port-conflict", {"CL301"}),
        ("CL3", NETWORK),
        ("CL30", {name for name in NETWORK if name < "CL310"}),
        ("network", NETWORK),
    ],
)
def test_selectors(selector: str, expected: set[str]) -> None:
    always = {name for name in ids(select()) if name[2] == "0"} - {"CL008"}
    assert ids(select(select=[selector])) == expected | always
    assert ids(select(ignore=[selector])) == ids(select()) - expected


def test_select_adds_to_presets_that_are_named() -> None:
    chosen = ids(select(presets=["references"], select=["CL301"]))
    assert {"CL201", "CL301"} <= chosen
    assert "CL304" not in chosen


def test_reading_cannot_be_switched_off() -> None:
    assert "CL001" in ids(select(select=["CL301"]))
    assert "CL008" not in ids(select(select=["CL301"]))
    assert "CL008" in ids(select(select=["CL301", "CL008"]))
    assert ids(select()) - ids(select(ignore=["CL0"])) == {"CL008"}
    with pytest.raises(UnknownSelector, match="cannot be switched off"):
        select(ignore=["yaml-syntax"])


@pytest.mark.parametrize(
    ("selector", "near"),
    [("host-port-conflicts", "host-port-conflict"), ("netwrok", "network"), ("CL3O1", "CL301")],
)
def test_an_unknown_selector_is_refused_with_the_nearest(selector: str, near: str) -> None:
    with pytest.raises(UnknownSelector, match=f"did you mean {near}"):
        select(select=[selector])


def test_an_unknown_preset_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownSelector, match="did you mean strict"):
        select(presets=["strickt"])


def test_selection_narrows_what_is_found() -> None:
    assert found(CLASHES, select()) == ["CL202", "CL304", "CL301", "CL201"]
    assert found(CLASHES, select(select=["CL2"])) == ["CL202", "CL201"]
    assert found(CLASHES, select(ignore=["CL2", "host-port-conflict"])) == ["CL304"]


def page(number: str, title: str, **keys: str) -> str:
    lines = {
        "id": number,
        "title": title,
        "group": "own",
        "severity": "error",
        "message": "words",
        **keys,
    }
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n"


def rules(*pages: str) -> Catalogue:
    return Catalogue([read_page(f"rule-{n}", text) for n, text in enumerate(pages)], "")


def test_minimal_shows_errors_only() -> None:
    own = rules(page("CL900", "mixed"))
    project = project_of({"compose.yaml": "services: {a: {image: x}}"})
    span = project.root.span
    problems = [
        Problem("rule-0", span, severity="warning"),
        Problem("rule-0", span._replace(end=3), severity="error"),
    ]
    for presets, count in ((["minimal"], 1), (["recommended"], 2), (["minimal", "own"], 2)):
        chosen = select(presets=presets, rules=own)
        assert len(engine.findings(project, chosen, problems)) == count


# --- from problems to findings


def test_findings_say_what_a_reporter_needs() -> None:
    project = project_of({"compose.yaml": CLASHES})
    finding = check(project)[1]
    assert (finding.id, finding.name) == ("CL304", "duplicate-container-name")
    assert (finding.severity, finding.refused, finding.project) == ("error", True, "project")
    assert finding.message == 'the container name "shop" is given to b and to a'
    assert finding.path == ("services", "a", "container_name")
    assert finding.profiles is None


def test_order_is_that_of_files_and_places() -> None:
    files = {
        "compose.yaml": "services: {b: {image: x, networks: [n]}, a: {image: x, configs: [c]}}",
        "compose.override.yaml": "services: {a: {networks: [m]}}",
    }
    found = check(project_of(files))
    assert [(f.span.source.path.rpartition("/")[2], f.span.text) for f in found] == [
        ("compose.override.yaml", "m"),
        ("compose.yaml", "n"),
        ("compose.yaml", "c"),
    ]


def test_what_several_services_share_is_said_once() -> None:
    text = """
x-common: &common
  image: x
  networks: [n]
services:
  a: {<<: *common}
  b: {<<: *common}
"""
    assert shown(check(project_of({"compose.yaml": text}))) == [("CL202", "n")]


def test_a_check_that_several_rules_share_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    load = engine.load_check

    def counted(target: str) -> engine.Check:
        ran.append(target)
        return load(target)

    monkeypatch.setattr(engine, "load_check", counted)
    found(CLASHES, select())
    assert len(ran) == len(set(ran)) > 5
    ran.clear()
    found(CLASHES, select(select=["CL301"]))
    assert set(ran) >= {"checks.ports.conflicts"}
    assert "checks.names.container_names" not in ran


def test_a_fragment_is_judged_for_itself() -> None:
    text = """
services:
  a: {networks: [n], ports: ["80:80"], enviroment: {A: b}}
  b: {ports: ["80:80"]}
"""
    assert found(text, select(), fragment=True) == ["CL012", "CL101", "CL301"]


BROKEN = """
services:
  a:
    image: x
    networks: [n]
    volumes: ["vol:/d"]
    bogus: 1
  b:
    image: "x
"""


def test_what_is_left_of_a_broken_file_is_judged_but_not_for_what_is_lost() -> None:
    assert found(BROKEN, select()) == ["CL101", "CL001"]


def test_a_missing_include_may_hold_what_seems_to_be_missing() -> None:
    text = "include: [other.yaml]\nservices: {a: {image: x, networks: [n]}}"
    assert found(text, select()) == ["CL004"]


def test_a_plain_check_imports_nothing_heavy() -> None:
    import subprocess

    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from support import project_of, check\n"
        "check(project_of({'compose.yaml': 'services: {a: {image: x}}'}))\n"
        "heavy = {'jsonschema', 'networkx', 'pydot', 'pydantic', 'docker', 'dataclasses'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    folder = Path(__file__).parent
    command = [sys.executable, "-c", program, str(folder)]
    answer = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


# --- generic checks

PROJECT = """
services:
  a: {image: x, privileged: true, restart: always, ports: ["80:80"], labels: {t: one}}
  b: {image: y, restart: "${POLICY}", labels: {t: one}, healthcheck: {disable: true}}
  c: {image: y, profiles: [p], restart: sometimes}
"""


def generic(check: str, target: str, parameters: str = "", **options: object) -> list[str]:
    keys = {"check": check, "target": target, "message": '"{path}"'}
    if parameters:
        keys["with"] = parameters
    chosen = select(rules=rules(page("CL900", "generic", **keys)))
    project = project_of({"compose.yaml": PROJECT}, **options)  # type: ignore[arg-type]
    return [f"{f.message} {f.span.text}" for f in engine.check(project, chosen)]


@pytest.mark.parametrize(
    ("check", "target", "parameters", "expected"),
    [
        ("forbid", "services.*.privileged", "{values: [true]}", ["services.a.privileged true"]),
        ("forbid", "services.*.privileged", "{values: ['true']}", []),
        ("forbid", "services.*.ports", "", ["services.a.ports ports"]),
        ("forbid", "services.*.ports.*", "", ['services.a.ports[0] "80:80"']),
        ("forbid", "[services.*.ports, services.b.image]", "", ["services.a.ports ports"]),
        (
            "require",
            "services.*",
            "{attribute: healthcheck, unless: [profiles]}",
            ["services.a a"],
        ),
        (
            "one_of",
            "services.*.restart",
            "{values: [always, no]}",
            ["services.c.restart sometimes"],
        ),
        ("matches", "services.*.image", "{pattern: '[x]+'}", ["services.b.image y"]),
        ("unique", "services.*.labels.*", "", ["services.b.labels.t one"]),
    ],
)
def test_generic_checks(check: str, target: str, parameters: str, expected: list[str]) -> None:
    found = generic(f"generic.{check}", target, parameters)
    assert found[: len(expected)] == expected


def test_generic_checks_pass_over_what_is_off_in_an_exact_reading() -> None:
    arguments = ("generic.one_of", "services.*.restart", "{values: [always, '']}")
    assert generic(*arguments, exact=True) == []
    assert generic(*arguments, exact=True, profiles=("p",)) == ["services.c.restart sometimes"]


def test_a_page_with_an_unknown_check_or_without_a_parameter_is_refused() -> None:
    with pytest.raises(InvalidPage, match=r"generic\.imagine"):
        generic("generic.imagine", "services.*")
    with pytest.raises(InvalidPage, match="needs 'values'"):
        generic("generic.one_of", "services.*.restart")


# --- near names


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("postgre-connection", ["x", "postgres-connection"], "postgres-connection"),
        ("front_end", ["back", "frontend"], "frontend"),
        ("DB", ["bd", "db"], "db"),
        ("bd", ["db"], "db"),
        ("web", ["db", "cache"], None),
        ("data", ["db-data", "logs"], "db-data"),
        ("enviroment", ["env_file", "environment"], "environment"),
        ("a", ["b"], "b"),
        ("", ["b"], None),
        ("x" * 3000, ["y" * 3000], None),
    ],
)
def test_the_name_that_was_meant(name: str, known: list[str], expected: str | None) -> None:
    assert nearest(name, known) == expected
