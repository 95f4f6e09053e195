"""The pages of the rules: their examples are tests, and every problem raised has its words."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from examples import ENTRY, Example, Mark, examples
from neighbours import check_run, projects_of
from support import FOLDER, ROOT, check, oracle, project_of

from composelint import engine
from composelint.engine import AFTERWARDS, LOADING, load_check
from composelint.finding import Finding
from composelint.rule import GROUPS, Catalogue, InvalidPage, Rule, catalogue, read_page, show
from composelint.selection import select

RULES = list(catalogue())
EXAMPLES = [
    pytest.param(example, id=f"{rule.id}-{example.section}-{number}")
    for rule in RULES
    for number, example in enumerate(examples(catalogue().text(rule)))
]


def marks(example: Example, *, exact: bool = False) -> list[Mark]:
    options = example.options
    if "run" in options:
        target = options.get("target", "compose")
        projects = projects_of(example.files, exact="exact" in options, target=target)
        return places(check_run(projects))
    project = project_of(
        example.files,
        exact=exact or "exact" in options,
        target=options.get("target", "compose"),
        profiles=chosen(example),
        fragment="fragment" in options,
    )
    return places(check(project, *filter(None, [options.get("preset", "")])))


def chosen(example: Example) -> tuple[str, ...]:
    return tuple(filter(None, example.options.get("profiles", "").split(",")))


def places(findings: list[Finding]) -> list[Mark]:
    found = []
    for finding in findings:
        source, start, _ = finding.span
        name = source.path.removeprefix(FOLDER + "/")
        found.append((name, source.position(start).line, finding.id))
    return sorted(found)


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_give_exactly_their_marks(example: Example) -> None:
    assert marks(example) == sorted(example.marks)
    assert bool(example.marks) == (example.section == "Bad")


def refused(example: Example) -> bool:
    project = project_of(example.files, exact=True)
    return any(finding.refused for finding in check(project))


@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_docker_compose_refuses_the_examples_that_we_say_it_refuses(tmp_path: Path) -> None:
    program = oracle()
    assert program is not None
    differing = []
    for parameter in EXAMPLES:
        (example,) = parameter.values
        assert isinstance(example, Example)
        if not {"target", "fragment", "run"}.isdisjoint(example.options):
            continue
        folder = tmp_path / str(parameter.id)
        for name, text in example.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        answer = subprocess.run(
            [program, "-f", ENTRY, "config", "-q"],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            check=False,
        )
        if (answer.returncode != 0) != refused(example):
            differing.append((parameter.id, answer.stderr))
    assert differing == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_pages_have_what_a_page_has(rule: Rule) -> None:
    text = catalogue().text(rule)
    assert re.fullmatch(r"CL\d{3}", rule.id)
    assert rule.id[2] == str(GROUPS.index(rule.group))
    assert rule.since
    assert rule.messages
    assert set(rule.helps) <= set(rule.messages)
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert sections == ["Bad", "Good"] + ["Fixed"] * (rule.fix != "none")
    paragraph = text.partition("\n## ")[0]
    assert len(paragraph.split()) > 20


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_messages_are_one_plain_line(rule: Rule) -> None:
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    for text in (*rule.messages.values(), *rule.helps.values()):
        assert "\n" not in text
    for text in rule.messages.values():
        assert not text.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_checks_are_there(rule: Rule) -> None:
    assert rule.checks
    for target in rule.checks:
        if target not in (LOADING, AFTERWARDS) and not target.startswith("generic."):
            assert callable(load_check(target))


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted((ROOT / "composelint").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.name}:{node.lineno}", node


def texts(node: ast.expr) -> list[str]:
    """The texts that an argument may be, where it says so itself."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return []


#: Ways of reporting that are of one rule, with the position of the variant.
ONE_RULE = {
    "judge.bad": ("invalid-value", 2),
    "pair": ("conflicting-attributes", 5),
    "missing": ("missing-attribute", 3),
}
CONSTANTS = {"CONFLICT": "conflicting-attributes", "MISSING": "missing-attribute"}


def raised(call: ast.Call) -> Iterator[tuple[str, str]]:
    """(rule, variant) of a call that reports, as far as it is written out.

    All others take rule, place, path and variant in this order.
    """
    name = ast.unparse(call.func)
    arguments = call.args
    if name in ONE_RULE:
        rule, position = ONE_RULE[name]
        if len(arguments) > position:
            yield from ((rule, variant) for variant in texts(arguments[position]))
        return
    if not name.endswith(("Problem", "report", "_report", "_raise", "raise_")):
        return
    for index, argument in enumerate(arguments[:2]):
        known = CONSTANTS.get(ast.unparse(argument))
        for rule in [known] if known else texts(argument):
            keyword = next((k.value for k in call.keywords if k.arg == "variant"), None)
            variant = arguments[index + 3] if len(arguments) > index + 3 else keyword
            variants = [""] if variant is None else texts(variant)
            yield from ((rule, variant) for variant in variants)


def test_every_problem_has_its_words() -> None:
    names = catalogue().by_name
    missing = [
        (place, rule, variant)
        for place, call in calls()
        for rule, variant in raised(call)
        if rule not in names or variant not in names[rule].messages
    ]
    assert missing == []
    assert len({pair for _, call in calls() for pair in raised(call)}) > 80


def test_a_rule_is_run_by_every_check_that_raises_it() -> None:
    """Selecting one rule alone must run all checks that can raise it."""
    for rule in RULES:
        if rule.checks == (AFTERWARDS,):
            continue  # it is about the findings of other rules
        for parameter in EXAMPLES:
            (example,) = parameter.values
            assert isinstance(example, Example)
            alone = {"fragment", "run"}.isdisjoint(example.options)
            if alone and rule.id in {mark[2] for mark in example.marks}:
                project = project_of(
                    example.files,
                    exact="exact" in example.options,
                    target=example.options.get("target", "compose"),
                    profiles=chosen(example),
                )
                found = {f.id for f in engine.check(project, select(select=[rule.id]))}
                assert rule.id in found


def test_the_index_of_a_wheel_says_what_the_pages_say(tmp_path: Path) -> None:
    setuptools = pytest.importorskip("setuptools")
    command: dict[str, Any] = {}

    def take(**arguments: Any) -> None:
        command.update(arguments["cmdclass"])

    kept, setuptools.setup = setuptools.setup, take
    try:
        code = (ROOT / "setup.py").read_text(encoding="utf-8")
        exec(compile(code, str(ROOT / "setup.py"), "exec"), {"__file__": str(ROOT / "setup.py")})
    finally:
        setuptools.setup = kept
    build = command["build_py"](setuptools.Distribution({"packages": []}))
    build.build_lib = str(tmp_path)
    build.finalize_options()
    build._write_index()
    (module,) = tmp_path.rglob("_index.py")
    assert str(module) in build.get_outputs()
    namespace: dict[str, Any] = {}
    exec(module.read_text(encoding="utf-8"), namespace)
    assert [Rule(*row) for row in namespace["ROWS"]] == RULES


PAGE = """---
id: CL999
title: A page
group: own
severity: info
message: nothing {much}
---
Text.
"""


def test_a_page_is_read() -> None:
    rule = read_page("a-page", PAGE)
    assert (rule.id, rule.name, rule.group, rule.default) == ("CL999", "a-page", "own", False)
    assert rule.message("", {"much": "else"}) == "nothing else"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("id: CL999\n", "", "id is missing"),
        ("severity: info", "severity: fatal", "severity is none of"),
        ("group: own", "group: other", "group is none of"),
        ("title: A page", "title: [A, page]", "title is of the wrong type"),
        ("title: A page", "titel: A page", "unknown key 'titel'"),
        ("---\nid", "id", "no front matter"),
        ("id: CL999", "id: [CL999", "a-page.md"),
    ],
)
def test_a_wrong_page_is_refused(before: str, after: str, words: str) -> None:
    assert before in PAGE
    with pytest.raises(InvalidPage, match=re.escape(words)):
        read_page("a-page", PAGE.replace(before, after, 1))


def test_two_pages_of_one_id_are_refused() -> None:
    pages = [read_page("one", PAGE), read_page("two", PAGE)]
    with pytest.raises(InvalidPage, match="taken by another rule"):
        Catalogue(pages, "")


def test_a_template_without_its_field_is_an_error_in_tests_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = read_page("a-page", PAGE)
    with pytest.raises(KeyError):
        rule.message("", {})
    with pytest.raises(KeyError):
        rule.message("other", {"much": ""})
    monkeypatch.setattr("composelint.rule.strict", False)
    assert rule.message("", {}) == "nothing …"
    assert rule.message("other", {"much": "else"}) == "nothing else"


@pytest.mark.parametrize(
    ("value", "word", "expected"),
    [
        ("web", None, "web"),
        (80, None, "80"),
        (["a"], "or", "a"),
        (["a", "b", "c"], "or", "a, b or c"),
        (("a", "b"), None, "a, b"),
        (("a", "b", "a"), "→", "a → b → a"),
        ("one\ntwo\x1b[31m", None, "one\\ntwo\\x1b[31m"),
        ("${\uf8ff}", None, "${…}"),
        ("x" * 500, None, "x" * 159 + "…"),
    ],
)
def test_fields_are_shown_on_one_line(value: Any, word: str | None, expected: str) -> None:
    assert show(value, word) == expected


def test_braces_that_are_no_fields_stay() -> None:
    page = PAGE.replace("nothing {much}", "'${NAME:-{value}} and {{ x }} and ${OTHER}'")
    rule = read_page("a-page", page)
    assert rule.message("", {"value": 1}) == "${NAME:-1} and {{ x }} and ${OTHER}"
