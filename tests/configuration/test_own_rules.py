"""Rules of the user's own: pages in folders that a configuration names, end to end."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import composelint
from composelint.checks import generic
from composelint.cli.main import main
from composelint.configuration.pages import GENERIC
from composelint.errors import CannotLook
from composelint.rule import KEYS

from .made import CLASH, mistakes, write

PAGE = """\
---
id: ACME001
title: An image from elsewhere
severity: warning
check: generic.matches
target: services.*.image
with: {pattern: 'registry\\.acme\\.example/.*'}
message: '"{value}" does not come from our registry'
help: Push it to registry.acme.example first.
---
Images from elsewhere may be gone tomorrow.

## Bad

```yaml
services:
  web:
    image: nginx:1.27  # ACME001
```
"""
CONFIGURATION = "rules: lint/rules\n"
FILES = {
    ".composelint.yaml": CONFIGURATION,
    "lint/rules/our-registry.md": PAGE,
    "lint/rules/README.md": "# What these rules are for\n",
    "compose.yaml": CLASH,
}


def said(folder: Path, **arguments: Any) -> list[str]:
    run = composelint.check(".", here=folder, environment={}, **arguments)
    return [f"{f.severity} {f.id} {f.line}" for f in run]


def test_a_page_is_a_rule(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    run = composelint.check(".", here=tmp_path, environment={})
    mine = [finding for finding in run if finding.id == "ACME001"]
    assert [(f.name, f.severity, f.line, f.column, f.message, f.help) for f in mine] == [
        (
            *("our-registry", "warning", line, 16),
            '"nginx:1.27" does not come from our registry',
            "Push it to registry.acme.example first.",
        )
        for line in (2, 3)
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["warning ACME001 2", "warning ACME001 3", "error CL301 3"]),
        ("ignore: ACME", ["error CL301 3"]),
        ("ignore: our-registry", ["error CL301 3"]),
        ("ignore: custom", ["error CL301 3"]),
        ("preset: minimal", ["error CL301 3"]),
        ("select: ACME0", ["warning ACME001 2", "warning ACME001 3"]),
        ("select: [CL301, custom]", ["warning ACME001 2", "warning ACME001 3", "error CL301 3"]),
        ("preset: custom", ["warning ACME001 2", "warning ACME001 3"]),
        ("severities: {ACME001: info, CL301: off}", ["info ACME001 2", "info ACME001 3"]),
        ("paths: [{match: compose.yaml, ignore: ACME001}]", ["error CL301 3"]),
    ],
)
def test_it_is_selected_as_others_are(tmp_path: Path, more: str, expected: list[str]) -> None:
    write(tmp_path, {**FILES, ".composelint.yaml": f"{CONFIGURATION}{more}\n"})
    assert sorted(said(tmp_path)) == sorted(expected)


def test_on_the_command_line(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(write(tmp_path, FILES))
    assert (
        main(["check", "--select", "ACME001", "--format", "concise", "--fail-on", "warning"]) == 1
    )
    assert capsys.readouterr().out.count("ACME001") == 2
    assert main(["rules"]) == 0
    listed = capsys.readouterr().out
    line = next(line for line in listed.splitlines() if "our-registry" in line)
    assert line.split()[:4] == ["ACME001", "*", "warning", "our-registry"]
    assert listed.index("CL001") < listed.index("custom") < listed.index("ACME001")
    assert main(["rules", "--format", "json"]) == 0
    assert "ACME001" in [rule["id"] for rule in json.loads(capsys.readouterr().out)]
    assert main(["explain", "our-registry"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("ACME001 our-registry: An image from elsewhere")
    assert "Images from elsewhere may be gone tomorrow." in page
    assert main(["explain", "CL301"]) == 0
    capsys.readouterr()
    assert main(["explain", "ACME002"]) == 2
    assert "did you mean ACME001?" in capsys.readouterr().err
    assert main(["check", "--select", "ACME001", "--no-config"]) == 2
    assert "'ACME001' is no rule" in capsys.readouterr().err


def test_what_ships_can_be_explained_beside_a_broken_page(
    tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    broken = {**FILES, "lint/rules/our-registry.md": PAGE.replace("warning", "grave")}
    monkeypatch.chdir(write(tmp_path, broken))
    assert main(["explain", "CL301"]) == 0
    capsys.readouterr()
    for command in (["explain", "ACME001"], ["rules"], ["check"], ["schema", "--config"]):
        assert main(command) == 2
        assert capsys.readouterr().err == (
            "composelint: lint/rules/our-registry.md:4:1: severity is none of info, warning, "
            "error\n"
        )


EVERY_CHECK = [
    ("generic.forbid", "with: {values: ['host', 5, true]}", "network_mode: host", True),
    ("generic.forbid", "with: {values: [yes]}", "network_mode: yes", True),
    ("generic.forbid", "with: {values: [on]}", "network_mode: true", False),
    ("generic.forbid", "", "network_mode: bridge", True),
    ("generic.one_of", "with: {values: [none, host]}", "network_mode: bridge", True),
    ("generic.one_of", "with: {values: [none, host]}", "network_mode: none", False),
    ("generic.matches", "with: {pattern: 'a+'}", "network_mode: b", True),
    ("generic.unique", "", "network_mode: none", False),
]


@pytest.mark.parametrize(("check", "parameters", "line", "speaks"), EVERY_CHECK)
def test_every_generic_check(
    tmp_path: Path, check: str, parameters: str, line: str, speaks: bool
) -> None:
    """Values on a page are read as Docker Compose reads those in a file: yes and on are text."""
    page = f"---\nid: X1\ntitle: T\nseverity: error\ncheck: {check}\n{parameters}\n"
    page += "target: services.*.network_mode\nmessage: 'here is {value}'\n---\n"
    files = {".composelint.yaml": "rules: r\nselect: X1", "r/one.md": page}
    text = f"services:\n  web:\n    image: x\n    {line}\n"
    write(tmp_path, {**files, "compose.yaml": text})
    found = [f.message for f in composelint.check(here=tmp_path, environment={}) if f.id == "X1"]
    assert found == ([f"here is {line.split(': ')[1]}"] if speaks else [])


def test_requiring_and_more_than_one_folder(tmp_path: Path) -> None:
    required = PAGE.replace("generic.matches", "generic.require").replace("ACME001", "ACME002")
    required = required.replace("services.*.image", "[services.*, services.*.build]")
    required = required.replace("{pattern: 'registry\\.acme\\.example/.*'}", "{attribute: labels}")
    required = required.replace('"{value}" does', "{value} has no {attribute} and does")
    files = {**FILES, ".composelint.yaml": "rules: [lint/rules, more]\nselect: custom"}
    write(tmp_path, {**files, "more/labelled.md": required})
    assert [line for line in said(tmp_path) if "ACME002" in line] == [
        "warning ACME002 2",
        "warning ACME002 3",
    ]


def test_rules_of_two_configurations(tmp_path: Path) -> None:
    """A file is judged by its own configuration, as far as the project's knows the rules."""
    included = "services: {b: {image: 'nginx:1', ports: ['80:80', '80:80']}}"
    files = {**FILES, "compose.yaml": "include: [own/b.yaml]\n" + CLASH.replace("api", "x")}
    files[".composelint.yaml"] = "rules: lint/rules\nselect: custom"
    write(tmp_path, {**files, "own/b.yaml": included, "own/.composelint.yaml": "select: CL301"})
    found = [(Path(f.file).name, f.id) for f in composelint.check(here=tmp_path, environment={})]
    assert found == [("compose.yaml", "ACME001")] * 2 + [("b.yaml", "CL301")] * len(found[2:])
    assert len(found) > 2
    write(tmp_path, {".composelint.yaml": "select: CL301"})
    own = "rules: ../lint/rules\nselect: custom"
    write(tmp_path, {"own/.composelint.yaml": own})
    found = [(Path(f.file).name, f.id) for f in composelint.check(here=tmp_path, environment={})]
    assert {each for each in found if each[0] == "b.yaml"} == set()


def test_words_without_which_a_rule_has_nothing_to_say(tmp_path: Path) -> None:
    page = PAGE.replace("severity:", "when: [httpd]\nseverity:")
    write(tmp_path, {**FILES, "lint/rules/our-registry.md": page})
    assert said(tmp_path) == ["error CL301 3"]


def test_the_table_is_that_of_the_generic_checks() -> None:
    assert set(GENERIC) == set(generic._MAKERS)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("id: ACME001", "id: CL001", "2:1: an id is letters and a number such as ACME001, and"),
        ("id: ACME001", "id: CLASS1", "2:1: an id is letters and a number such as ACME001, and"),
        ("id: ACME001", "id: acme", "2:1: an id is letters"),
        ("id: ACME001", "id: 1", "2:1: id is of the wrong type"),
        ("id: ACME001\n", "", "2:1: id is missing"),
        ("severity: warning", "severity: grave", "4:1: severity is none of info, warning, error"),
        ("severity", "severty", "4:1: unknown key 'severty'; did you mean severity?"),
        ("severity: warning", "severity: [warning]", "4:1: severity is of the wrong type"),
        ("severity: warning", "severity: warning\ngroup: reading", "5:1: the group reading is for"),
        ("severity: warning", "severity: warning\nfix: safe", "5:1: rules of your own have no fix"),
        ("severity: warning", "severity: warning\nscope: run", "5:1: rules of your own look at"),
        ("severity: warning", "severity: warning\nwhen: [1]", "5:1: when is of the wrong type"),
        ("severity: warning", "severity: warning\noptions: {a: 1}", "5:1: option 'a' must be"),
        ("severity: warning", "1: x\nseverity: warning", "4:1: the key 1 is read as a number"),
        ("generic.matches", "generic.match", "5:1: no package here registers 'generic.match'"),
        ("generic.matches", "checks.ports.conflicts", "5:1: no package here registers"),
        ("generic.matches", "os.system", "5:1: no package here registers"),
        ("check: generic.matches\n", "", "2:1: check is missing"),
        ("target: services.*.image\n", "", "2:1: target is missing"),
        ("services.*.image", "services..image", "6:1: a target is a path such as services.*.image"),
        ("pattern:", "patern:", "7:1: generic.matches has no parameter 'patern'; did you mean"),
        ("{pattern: 'registry\\.acme\\.example/.*'}", "{}", "7:1: generic.matches needs 'pattern'"),
        ("'registry\\.acme\\.example/.*'", "'(a'", "7:1: the pattern is no regular expression"),
        ("'registry\\.acme\\.example/.*'", "5", "7:1: pattern of generic.matches must be text"),
        ("{value}", "{valeu}", "8:1: generic.matches gives no {valeu} for a message, but value,"),
        ("message: '", "message: [", "8:10: this [ is not closed"),
        ("message: '\"{value}\" does not come from our registry'", "message: {'': 1}",
         "8:1: message is of the wrong type"),
        ("message: '\"{value}\" does not come from our registry'", "message: {a: b}",
         "8:1: message must be text: generic.matches has one kind of findings"),
        ("---\nid", "id", "1:1: a page begins with its front matter between two lines of ---"),
        ("---\nid: ACME001", "---\nid: A1\nid: ACME001", '3:1: the key "id" is already there'),
    ],
)  # fmt: skip
def test_a_mistake_on_a_page(tmp_path: Path, before: str, after: str, expected: str) -> None:
    assert before in PAGE
    write(tmp_path, {"r/our-registry.md": PAGE.replace(before, after, 1)})
    (found,) = mistakes(tmp_path, "rules: r")
    assert found.startswith(f"r/our-registry.md:{expected}")


def test_mistakes_between_pages(tmp_path: Path) -> None:
    write(tmp_path, {"r/a.md": PAGE, "r/b.md": PAGE, "r/Host.md": PAGE.replace("001", "003")})
    write(tmp_path, {"r/host-port-conflict.md": PAGE.replace("001", "002")})
    (tmp_path / "r" / "z.md").write_bytes(b"---\nid: \xff\n---\n")
    assert mistakes(tmp_path, "rules: [r]\nselect: nonsense") == [
        "r/Host.md:2:1: the page's name is the rule's: small letters, digits and -, and no group's",
        "r/b.md:2:1: the id ACME001 is taken by the rule a",
        "r/host-port-conflict.md:2:1: the name host-port-conflict is taken by the rule CL301",
        "r/z.md:1:1: the page cannot be read: not UTF-8 text: invalid start byte in line 2",
    ]
    (tmp_path / "empty").mkdir()
    assert mistakes(tmp_path, "rules: empty") == [
        "1:8: there are no pages of rules (*.md) in the folder empty"
    ]


WORDS = st.sampled_from(
    [*KEYS, *GENERIC, "ACME001", "error", "custom", "services.*", "values", "pattern", "text", "("]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=5,
)
NEEDED = {"id": "ACME001", "title": "T", "severity": "error", "message": "m"}


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from([{}, NEEDED]),
    st.sampled_from(list(GENERIC)),
    st.dictionaries(st.sampled_from(list(KEYS)), VALUES, max_size=4),
)
def test_any_page(
    tmp_path: Path, needed: dict[str, str], check: str, front: dict[str, Any]
) -> None:
    """It is a rule that can be run, or it is told what is wrong with it."""
    page = {**needed, "check": check, "target": "services.*.image", **front}
    write(tmp_path, {"r/one.md": f"---\n{json.dumps(page)}\n---\n", "compose.yaml": CLASH})
    write(tmp_path, {".composelint.yaml": "rules: r"})
    try:
        found = composelint.check(here=tmp_path, environment={})
    except CannotLook as error:
        lines = error.args
        assert all(line.startswith(("r/one.md:", "the schema of ")) for line in lines)
    else:
        assert len(found) >= 1


# --- checks in Python, of other distributions

PLUGIN = """\
from composelint.finding import Problem

def labels(project, report):
    wanted = project.option("labelled", "label", "owner")
    for name, key, service in project.services():
        if "labels" not in service:
            report(Problem("labelled", key.span, ("services", name), fields={"label": wanted}))

def other_rule(project, report):
    report(Problem("host-port-conflict", project.root.span))

def broken(project, report):
    raise RuntimeError("out of luck")
"""
POINTS = """\
[composelint.checks]
acme.labels = acme_lint:labels
acme.other = acme_lint:other_rule
acme.broken = acme_lint:broken
acme.gone = acme_lint:gone
"""
LABELLED = """\
---
id: ACME007
title: A service without labels
severity: error
check: acme.labels
message: there is no label {label}
options:
  label: {type: text, default: owner, description: The label that every service has}
---
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a project; beside it a distribution that brings checks."""
    site = write(
        tmp_path / "site",
        {
            "acme_lint.py": PLUGIN,
            "acme_lint-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-lint\n"
            "Version: 1.0\n",
            "acme_lint-1.0.dist-info/entry_points.txt": POINTS,
        },
    )
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "acme_lint", raising=False)
    files = {"compose.yaml": CLASH, ".composelint.yaml": "rules: r\nselect: custom"}
    return write(tmp_path / "project", {**files, "r/labelled.md": LABELLED})


def test_a_check_in_python(installed: Path) -> None:
    def messages() -> list[str]:
        return [f.message for f in composelint.check(here=installed, environment={})]

    assert messages() == ["there is no label owner"] * 2
    text = "rules: r\nselect: custom\noptions: {ACME007: {label: team}}"
    write(installed, {".composelint.yaml": text})
    assert messages() == ["there is no label team"] * 2


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("acme.broken", "the check acme.broken of acme_lint:broken failed: RuntimeError: out of"),
        ("acme.other", "it reports 'host-port-conflict', whose page does not name it"),
        ("acme.gone", "the check acme.gone of acme_lint:gone failed: AttributeError"),
    ],
)
def test_a_check_in_python_that_fails(installed: Path, check: str, said: str) -> None:
    write(installed, {"r/labelled.md": LABELLED.replace("acme.labels", check)})
    with pytest.raises(CannotLook, match=said):
        composelint.check(here=installed, environment={})


def test_only_what_is_registered_is_imported(installed: Path) -> None:
    write(installed, {"r/labelled.md": LABELLED.replace("acme.labels", "acme_lint.labels")})
    with pytest.raises(CannotLook, match="no package here registers 'acme_lint"):
        composelint.check(here=installed, environment={})
    assert "acme_lint" not in sys.modules


def test_reports_know_it(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(write(tmp_path, FILES))
    assert main(["check", "--format", "json"]) == 1
    found = {f["id"]: f["url"] for f in json.loads(capsys.readouterr().out)["findings"]}
    assert found == {"CL301": "rules/host-port-conflict.md", "ACME001": None}
    assert main(["check", "--format", "sarif"]) == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    (rule,) = (r for r in run["tool"]["driver"]["rules"] if r["id"] == "ACME001")
    assert rule["shortDescription"]["text"] == "An image from elsewhere"
    assert "may be gone tomorrow" in rule["help"]["text"]


def test_comments_can_leave_it_out(tmp_path: Path) -> None:
    text = CLASH.replace("}\n", "}  # composelint: ignore[custom,CL301] as agreed\n", 1)
    text = text.replace("}\n", "}  # composelint: ignore[ACME001,CL301] as agreed\n")
    write(tmp_path, {**FILES, "compose.yaml": text})
    run = composelint.check(here=tmp_path, environment={})
    left_out = sorted(each.finding.id for each in run.suppressed)
    assert left_out == ["ACME001", "ACME001", "CL301"]
    assert {finding.id for finding in run} <= {"CL901"}
