"""Options of rules: as pages declare them, as checks ask for them, as users set them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support import ROOT

from composelint.cli.main import main
from composelint.configuration.options import check_options, fits
from composelint.rule import InvalidPage, Rule, catalogue, make_rule

RULES = [rule for rule in catalogue() if rule.options]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_our_pages_declare_them_in_full(rule: Rule) -> None:
    check_options(rule)
    for name, declared in rule.options.items():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", name)
        assert declared["description"][0].isupper()
        assert not declared["description"].endswith(".")


def asked() -> Iterator[tuple[str, str, Any]]:
    """(rule, option, default) of every place in our checks that asks for an option."""
    for path in sorted((ROOT / "composelint" / "checks").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".option"):
                rule, option, default = (value_of(each, tree) for each in node.args)
                yield rule, option, default


def value_of(node: ast.expr, module: ast.Module) -> Any:
    """The value of an argument: written there, or a constant of the module."""
    constants = {
        ast.unparse(target): each.value
        for each in module.body
        if isinstance(each, ast.Assign)
        for target in each.targets
    }
    return ast.literal_eval(constants.get(ast.unparse(node), node))


def test_checks_ask_for_what_pages_declare() -> None:
    """With the page's default, which a list says as a tuple: it must not change."""
    by_name = catalogue().by_name
    found = {(rule, option): default for rule, option, default in asked()}
    declared = {
        (rule.name, option): about["default"]
        for rule in RULES
        for option, about in rule.options.items()
    }
    assert {rule for rule, _ in found} <= set(by_name)
    assert {key: list(v) if isinstance(v, tuple) else v for key, v in found.items()} == declared


def rule_with(declared: Any) -> Rule:
    page = {"id": "A1", "title": "T", "group": "custom", "severity": "info", "message": "m"}
    return make_rule("one", {**page, "options": {"x": declared}})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "float"}, "type that is none of boolean, integer, number, text, texts"),
        ({"type": ["text"]}, "type that is none of"),
        ({"default": 1}, "default of another type"),
        ({"default": "c"}, "none of its values"),
        ({"values": "ab"}, "values that are no list"),
        ({"type": "integer", "default": 1}, "values that are no list, or are not for text"),
        ({"description": 1}, "description that is no text"),
        ({"about": ""}, "unknown key 'about'"),
    ],
)
def test_a_wrong_declaration_is_refused(change: dict[str, Any], said: str) -> None:
    right = {"type": "text", "default": "a", "description": "d", "values": ["a", "b"]}
    check_options(rule_with(right))
    with pytest.raises(InvalidPage, match=said):
        check_options(rule_with({**right, **change}))
    for missing in ("type", "default", "description"):
        part = {key: value for key, value in right.items() if key != missing}
        with pytest.raises(InvalidPage, match=f"lacks {missing}"):
            check_options(rule_with(part))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("boolean", [True, False], [1, "true", None]),
        ("integer", [0, -3], [True, 1.5, "1"]),
        ("number", [0, 1.5], [True, "1", [1]]),
        ("text", ["", "a"], [1, ["a"], None]),
        ("texts", [[], ["a", "b"]], ["a", [1], [["a"]], {}]),
    ],
)
def test_what_fits(kind: str, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not fits({"type": kind}, value)] == []
    assert [value for value in bad if fits({"type": kind}, value)] == []
    if kind == "texts":
        assert fits({"type": kind, "values": ["a"]}, ["a", "a"])
        assert not fits({"type": kind, "values": ["a"]}, ["a", "b"])


def test_a_page_is_shown_with_its_options(capsys: Any) -> None:
    assert main(["explain", "CL301"]) == 0
    shown = capsys.readouterr().out
    assert "\nOptions\n\n- alternatives (boolean; false): Report services that share" in shown
    assert main(["explain", "CL304"]) == 0
    assert "Options" not in capsys.readouterr().out
