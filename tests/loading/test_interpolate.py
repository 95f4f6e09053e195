"""Variables in values: the table of templates, the tree, and the real docker-compose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from compose_oracle import config, needs_oracle, substituted
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.finding import Problem
from composelint.loading.interpolate import (
    InvalidTemplate,
    MissingVariable,
    Variable,
    interpolate,
    substitute,
)
from composelint.node import UNKNOWN, Mapping, Node, Scalar, Sequence, show_path
from composelint.source import Source
from composelint.syntax import compose

TABLE = json.loads(Path(__file__).with_name("templates.json").read_text("utf-8"))
ENVIRONMENT: dict[str, str] = TABLE["environment"]
CASES: list[list[str]] = TABLE["cases"]


def outcome(template: str, *, eager: bool = False) -> list[str]:
    """What `substitute` makes of a template, in the form of the table."""
    try:
        value = substitute(template, ENVIRONMENT.get, assume=False, eager=eager)
    except InvalidTemplate as error:
        return [template, "invalid", template[error.start : error.end], error.reason]
    except MissingVariable as error:
        return [template, "missing", error.name, error.message]
    return [template, "ok", value]


def verdict(template: str) -> tuple[str, str]:
    """The same in the form of the oracle's answers."""
    _, kind, *rest = outcome(template)
    if kind == "missing":
        said = f"required variable {rest[0]} is missing a value"
        return kind, f"{said}: {rest[1]}" if rest[1] else said
    return kind, rest[0] if kind == "ok" else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case[0]))
def test_template(case: list[str]) -> None:
    assert outcome(case[0]) == case


@needs_oracle
def test_table_is_true(tmp_path: Path) -> None:
    templates = [case[0] for case in CASES]
    answers = substituted(tmp_path, templates, ENVIRONMENT)
    for template, answer in zip(templates, answers, strict=True):
        assert (template, *verdict(template)) == (template, *answer)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("$U", UNKNOWN),
        ("a-${U}.b", f"a-{UNKNOWN}.b"),
        ("$A", "va"),
        ("${U:-d}", "d"),
        ("${U-d}", "d"),
        ("${U:-${V}}", UNKNOWN),
        ("${U:?m}", UNKNOWN),
        ("${U?m}", UNKNOWN),
        ("${EMPTY:?m}", UNKNOWN),
        ("${EMPTY?m}", ""),
        ("${A:?m}", "va"),
        ("${U:+v}", UNKNOWN),
        ("${U+v}", UNKNOWN),
        ("${EMPTY:+v}", ""),
        ("${EMPTY+v}", "v"),
        ("${U:+${}", UNKNOWN),
        ("$$U", "$U"),
    ],
)
def test_assuming(template: str, expected: str) -> None:
    assert substitute(template, ENVIRONMENT.get, assume=True) == expected


@pytest.mark.parametrize("template", ["${", "${U!}", "${U:-${}}", "${U:-a\nb}"])
def test_assuming_refuses_what_no_value_can_mend(template: str) -> None:
    with pytest.raises(InvalidTemplate):
        substitute(template, ENVIRONMENT.get, assume=True)


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        # Seen with Docker Compose 2.40.3, which reads every default.
        ("${A:-${V:?m}}", "missing"),
        ("${A:-${}", "invalid"),
        ("${A:?${V:?z}}", "missing"),
        ("${U:+${V:?m}}", "missing"),
        ("${A:-${V}}", "ok"),
    ],
)
def test_eager(template: str, kind: str) -> None:
    assert outcome(template)[1] == "ok"
    assert outcome(template, eager=True)[1] == kind


def variables(template: str, *, assume: bool = False) -> list[Variable]:
    seen: list[Variable] = []
    substitute(template, ENVIRONMENT.get, assume=assume, seen=seen.append)
    return seen


def test_variables_are_told_with_their_places() -> None:
    template = "x $A ${U:-${V-w}} $$B ${B}"
    assert variables(template) == [
        Variable("A", 2, 4, "", None, True),
        Variable("U", 5, 17, ":-", "${V-w}", False),
        Variable("V", 10, 16, "-", "w", False),
        Variable("B", 22, 26, "", None, True),
    ]
    for name, start, end, *_ in variables(template):
        assert name in template[start:end]
        assert template[start] == "$"


@pytest.mark.parametrize("template", ["${A:-${V}}", "${A:?$V}", "${U:+${V}}", "${A:-${V}${}"])
def test_variables_of_a_default_that_is_not_taken(template: str) -> None:
    outer, inner = variables(template)
    assert outer.used
    assert (inner.name, inner.used) == ("V", False)
    assert template[inner.start : inner.end] in ("$V", "${V}")


def test_deep_nesting_ends() -> None:
    nested = "${U:-" * 5000 + "x" + "}" * 5000
    with pytest.raises(InvalidTemplate) as raised:
        substitute(nested, ENVIRONMENT.get, assume=False)
    assert raised.value.reason == "depth"
    assert substitute("${U:-" * 90 + "x" + "}" * 90, ENVIRONMENT.get, assume=False) == "x"


def test_a_long_line_takes_no_time() -> None:
    assert substitute("${U:-{x}}" * 20_000, ENVIRONMENT.get, assume=False) == "{x}" * 20_000


# -- random templates -------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [
        *("${", "}", "$", "A", "B", "U", "EMPTY", ":-", "-", ":?", "?", ":+", "+", "{", " "),
        *("\n", "$$", "x", "é", "V", "1", "_", "${A}", "${U:-", "${U:?", "${A:+", "(", ":"),
    ]
)
LOOSE = st.lists(FRAGMENTS, max_size=12).map("".join)


def braced(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    names = st.sampled_from(["A", "B", "EMPTY", "U", "V"])
    operators = st.sampled_from([":-", "-", ":?", "?", ":+", "+"])
    default = st.lists(inner, max_size=2).map("".join)
    return st.builds("${{{}{}{}}}".format, names, operators, default)


NESTED = st.recursive(
    st.sampled_from(["$A", "${B}", "$U", "${EMPTY}", "x", " y", "{a}", "{}", "$$", "}", "{"]),
    braced,
    max_leaves=6,
)


@given(st.text() | LOOSE | NESTED)
@settings(deadline=None)
def test_never_a_crash(template: str) -> None:
    _, kind, *rest = outcome(template)
    if kind == "invalid":
        assert rest[0].startswith("${")
    elif kind == "ok":
        assert UNKNOWN not in rest[0] or UNKNOWN in template


@given(LOOSE | NESTED)
@settings(deadline=None)
def test_assuming_never_misses_a_variable(template: str) -> None:
    exact = outcome(template)[1]
    seen: list[Variable] = []
    try:
        substitute(template, ENVIRONMENT.get, assume=True, seen=seen.append)
    except InvalidTemplate:
        assert exact in ("invalid", "missing")
    for variable in seen:
        assert template[variable.start] == "$"
        assert variable.name in template[variable.start : variable.end]


@needs_oracle
@given(st.lists(LOOSE | NESTED, min_size=30, max_size=60))
@settings(max_examples=8, deadline=None)
def test_random_templates_as_the_oracle(
    tmp_path_factory: pytest.TempPathFactory, templates: list[str]
) -> None:
    answers = substituted(tmp_path_factory.mktemp("oracle"), templates, ENVIRONMENT)
    for template, answer in zip(templates, answers, strict=True):
        kind, text = verdict(template)
        assert (template, kind, text.strip()) == (template, answer[0], answer[1].strip())


# -- trees ------------------------------------------------------------------------------------


def tree(text: str) -> Node:
    problems: list[Problem] = []
    documents = compose(Source("compose.yaml", text), problems.append)
    assert problems == []
    return documents[0]


def filled(root: Node, *, assume: bool = False, **environment: str) -> tuple[Node, list[Problem]]:
    problems: list[Problem] = []
    result = interpolate(root, environment.get, assume=assume, report=problems.append)
    return result, problems


def plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node]
    assert isinstance(node, Scalar)
    return node.value


def test_tree_values_are_filled_and_keys_are_not() -> None:
    root = tree(
        "x-a: ['${N}', $$]\nservices:\n  a:\n    cpus: ${N}\n    privileged: true\n"
        "    environment: {$X: $X, B: 5, C: }\n"
    )
    result, problems = filled(root, N="2", X="x")
    assert problems == []
    assert plain(result) == {
        "x-a": ["2", "$"],
        "services": {
            "a": {"cpus": "2", "privileged": True, "environment": {"$X": "x", "B": 5, "C": None}}
        },
    }


def test_what_does_not_change_is_shared() -> None:
    root = tree("a: {b: $X}\nc: {d: [e, $1, '$(x)']}\n")
    result, _ = filled(root, X="x")
    assert isinstance(root, Mapping)
    assert isinstance(result, Mapping)
    assert result is not root
    assert result.get("c") is root.get("c")
    assert result.key("a") is root.key("a")
    assert plain(root) == {"a": {"b": "$X"}, "c": {"d": ["e", "$1", "$(x)"]}}


def test_a_file_without_variables_is_returned_as_it_is() -> None:
    root = tree("a: {b: 1}\n")
    assert filled(root)[0] is root


def test_a_filled_scalar_knows_what_was_written() -> None:
    root = tree("a: 'x${X}'\n")
    result, _ = filled(root, X="1")
    assert isinstance(root, Mapping)
    assert isinstance(result, Mapping)
    before, after = root.get("a"), result.get("a")
    assert isinstance(before, Scalar)
    assert isinstance(after, Scalar)
    assert (after.text, after.value, after.raw) == ("x1", "x1", "x${X}")
    assert (after.span, after.plain, after.tag) == (before.span, before.plain, before.tag)


@pytest.mark.parametrize("writing", ['"\\x24X"', '"\\u0024X"', '"\\U00000024X"'])
def test_a_dollar_written_as_an_escape_is_a_dollar(writing: str) -> None:
    assert plain(filled(tree(f"a: {{b: {writing}}}\n"), X="x")[0]) == {"a": {"b": "x"}}


def test_invalid_and_missing_are_reported_where_they_stand() -> None:
    text = "services:\n  a:\n    image: 'i:${TAG!}'\n    command: [b, \"${X:?set $Y}\", $Z]\n"
    result, problems = filled(tree(text), Y="y", Z="z")
    assert [
        (problem.rule, problem.span.text, show_path(problem.path), problem.fields, problem.refused)
        for problem in problems
    ] == [
        (
            "invalid-interpolation",
            "${TAG!}",
            "services.a.image",
            {"text": "${TAG!}", "variable": "TAG", "reason": "operator"},
            True,
        ),
        (
            "required-variable",
            "${X:?set $Y}",
            "services.a.command[1]",
            {"name": "X", "message": "set y"},
            True,
        ),
    ]
    assert plain(result) == {"services": {"a": {"image": UNKNOWN, "command": ["b", UNKNOWN, "z"]}}}


def test_assuming_a_required_variable_is_no_problem() -> None:
    result, problems = filled(tree("a: ${X:?m}\n"), assume=True)
    assert problems == []
    assert plain(result) == {"a": UNKNOWN}


def test_reset_is_left_alone_and_override_is_not() -> None:
    root = tree("a: !reset {b: '${'}\nc: !reset ${X:?m}\nd: !override [$X]\n")
    result, problems = filled(root, Y="y", X="x")
    assert problems == []
    assert plain(result) == {"a": {"b": "${"}, "c": "${X:?m}", "d": ["x"]}


def test_a_variable_under_several_aliases_counts_once() -> None:
    root = tree(
        "x: &x {a: $X, b: '${'}\ny: &y '${'\nservices:\n  s: {e: *x, f: *x, g: *y, h: {<<: *x}}\n"
    )
    problems: list[Problem] = []
    seen: list[str] = []
    result = interpolate(
        root,
        {"X": "1"}.get,
        assume=False,
        report=problems.append,
        on_variable=lambda scalar, variable, path: seen.append(
            f"{show_path(path)}: {scalar.part(variable.start, variable.end).text}"
        ),
    )
    assert seen == ["x.a: $X"]
    assert [show_path(problem.path) for problem in problems] == ["x.b", "y"]
    value = {"a": "1", "b": UNKNOWN}
    service = {"e": value, "f": value, "g": UNKNOWN, "h": value}
    assert plain(result) == {"x": value, "y": UNKNOWN, "services": {"s": service}}


@needs_oracle
@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("x-a: '${'\n", False),
        ("x-a: ['${X:?m}']\n", False),
        ("x-a: {'${': b}\n", True),
        ("x-a: !reset '${'\n", True),
        ("x-a: !override ['${']\n", False),
        ("x-a: $(cmd) $1 $\n", True),
        ("x-a: !foo '${'\n", False),
        ("x-a: &a '${X:-d}'\nx-b: *a\n", True),
        ("x-a: {<<: {b: '${'}, b: c}\n", True),
        ("name: ${\n", False),
        ('x-a: "\\x24{"\n', False),
    ],
)
def test_a_tree_is_refused_as_by_the_oracle(tmp_path: Path, text: str, accepted: bool) -> None:
    text += "services: {a: {image: i}}\n"
    assert bool(config(tmp_path, {"compose.yaml": text}, {})[0]) is accepted
    assert (filled(tree(text))[1] == []) is accepted
