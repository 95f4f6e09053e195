"""Whatever is asked for, nothing breaks and no other finding goes missing; and the docs."""

from __future__ import annotations

import ast
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import corpus
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, TODAY, oracle
from suppression_cases import (
    ALL,
    DB,
    RULES,
    WEB,
    left_out,
    own,
    run,
    shown,
    with_comment,
)

from composelint import api
from composelint.finding import Finding
from composelint.loading.load import LoadOptions, load_project
from composelint.rule import catalogue
from composelint.run import Run
from composelint.source import Source
from composelint.suppression.layout import of_env_file, of_lines, of_yaml
from composelint.suppression.unused import ELSEWHERE_OTHERWISE


def variants() -> set[str]:
    """What the code has to say of asking that it does not understand."""
    found = set()
    for path in sorted((ROOT / "composelint" / "suppression").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".unclear"):
                texts = [n for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
                found.update(str(text.value) for text in texts if text.value != "near")
    return found


def test_everything_that_is_said_has_its_words() -> None:
    assert variants() == set(catalogue().by_name["invalid-suppression"].messages)


def test_rules_that_depend_on_the_run_are_rules() -> None:
    assert set(catalogue().by_name) >= ELSEWHERE_OTHERWISE


#: Texts that are near to what is understood.
WORDS = st.sampled_from(
    [
        *("composelint:", "ignore", "ignore-file", "[", "]", "CL103", "CL1", "shape", ",", " "),
        *("#", "until", "2027-01-31", "2026-01-01", "2027-02-31", "x", "—", "\t", "CL001", "'"),
        "\u2028",
    ]
)
COMMENT = st.lists(WORDS, max_size=12).map("".join) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(COMMENT, st.integers(1, 10), st.booleans())
def test_no_comment_breaks_anything_or_hides_another_line(
    words: str, line: int, alone: bool
) -> None:
    if alone and line > 10:
        return
    text = with_comment(line, f"# composelint: {words}", alone=alone)
    result = run(text, rules=RULES)
    moved = [(id_, at + 1 if alone and at >= line else at) for id_, at in ALL]
    seen = [each for each in shown(result) if not each[0].startswith("CL9")]
    if "\u2028" in words:
        return  # to YAML it ends the comment
    hidden = [each for each in left_out(result) if not each[0].startswith("CL9")]
    assert sorted(seen + hidden) == sorted(moved)
    if "ignore-file" not in words:
        end = {2: 10, 3: 5, 6: 10, 9: 10}.get(line, line)
        first, last = line + alone, end + alone
        assert all(first <= at <= last for _, at in hidden)
    if not any(selector in words for selector in ("CL103", "CL1", "shape")):
        assert hidden == []


YAML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["ignore", "rules", "path", "reason", "until", "CL103", "target", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(YAML, st.booleans())
def test_no_section_breaks_anything(value: Any, service: bool) -> None:
    import yaml

    if isinstance(value, dict):
        value.pop("target", None)  # a target that is none ends the run with a clear word
    section = yaml.safe_dump(value, default_flow_style=True, width=10**6, allow_unicode=False)
    section = section.replace("\n...\n", "").strip().replace("$", "")
    result = run(own(section, service=service), rules="CL103 own")
    if "CL001" not in {finding.id for finding in result} and "<<" not in section:
        hidden = [each for each in left_out(result) if each[0] == "CL103"]
        seen = [each for each in shown(result) if each[0] == "CL103"]
        assert sorted(seen + hidden) == [
            (id_, at + (service and at > 5)) for id_, at in sorted(WEB + DB)
        ]


LAYOUTS: list[Callable[[Source], Any]] = [of_yaml, of_env_file, of_lines]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("a:-#|>[]{}\"'&*!,? \n\r\t\u2028=$\\"), max_size=60))
def test_the_layout_of_any_text(text: str) -> None:
    for of in LAYOUTS:
        layout = of(Source("a", text))
        for comment in layout.comments:
            assert text[comment.start] == "#"
            stretch = layout.about(comment)
            if stretch is not None:
                assert 0 <= stretch[0] < stretch[1] <= len(text) + 1
                if not comment.alone:
                    assert stretch[0] <= comment.start < stretch[1]


DOCS = (ROOT / "docs" / "suppression.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "example", re.findall(r"^```yaml\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
)
def test_the_examples_of_the_docs(example: str) -> None:
    result = run(example)
    assert shown(result) == []
    assert result.suppressed
    bare = re.sub(r"# composelint:.*|x-composelint:(\n +.*)+", "", example)
    assert len(shown(run(bare))) == len(result.suppressed)


@pytest.mark.skipif(not corpus.available(), reason="no corpus: see COMPOSELINT_SHARED")
@pytest.mark.parametrize("alone", [False, True])
def test_a_finding_of_a_real_file_is_left_out_and_no_other(alone: bool) -> None:
    """A comment at its line, or above it, takes away a finding, and others only of its block."""
    tried = 0
    for row in random.Random(20261122).sample(corpus.accepted_real(), 60):
        path = f"{corpus.folder()}/{row['id']}/{row['entry']}"
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        usual = commented(path, text)
        for finding in usual.findings[:2]:
            if finding.file != path or in_text(finding):
                continue
            tried += 1
            lines = text.splitlines(keepends=True)
            line = lines[finding.line - 1]
            comment = f"# composelint: ignore[{finding.id}] known"
            if alone:
                lines.insert(finding.line - 1, comment + "\n")
            else:
                end = line[len(line.rstrip("\r\n")) :]
                lines[finding.line - 1] = line.removesuffix(end) + f" {comment}{end}"
            result = commented(path, "".join(lines))
            hidden = [(each.finding.id, each.finding.line - alone) for each in result.suppressed]
            assert (finding.id, finding.line) in hidden, (path, finding)
            assert all(id_ == finding.id and at >= finding.line for id_, at in hidden)
            assert len(result) + len(hidden) == len(usual), (path, finding)
    assert tried > 20


def commented(path: str, text: str) -> Run:
    """The run over a file of the corpus with another text."""

    def read(asked: str) -> bytes:
        return text.encode() if asked == path else corpus.read(asked)

    project = load_project(LoadOptions((path,), os.path.dirname(path)), read)
    return api.check(project, config=False, today=TODAY)


def in_text(finding: Finding) -> bool:
    """Whether it stands within a scalar of several lines, where no comment can be."""
    source = finding.span.source
    layout = of_yaml(source)
    start = source.line_starts[finding.line - 1]
    rows = [row for row in layout.rows if row.start >= start]
    return not rows or source.position(rows[0].start).line != finding.line


EVERYWHERE = """\
x-composelint:
  target: compose
  ignore: [CL109, {rules: CL301, path: "services.*.ports[0]", reason: "a: b", until: 2027-01-31}]
services:
  a:
    image: x
    x-composelint: {ignore: {CL109: known, security: }}
jobs:
  j:
    image: x
    triggers: {manual: true}
    x-composelint: {ignore: [CL109]}
networks: {n: {x-composelint: {ignore: {CL109: {until: 2027-01-31}}}}}
volumes: {n: {x-composelint: {ignore: {CL109: {until: 2027-01-31}}}}}
secrets: {n: {file: ./s, x-composelint: {ignore: {CL109: {until: 2027-01-31}}}}}
configs: {n: {content: s, x-composelint: {ignore: {CL109: {until: 2027-01-31}}}}}
models: {n: {model: m, x-composelint: {ignore: {CL109: {until: 2027-01-31}}}}}
"""


@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_docker_compose_passes_over_our_section(tmp_path: Path) -> None:
    program = oracle()
    assert program is not None
    (tmp_path / "compose.yaml").write_text(EVERYWHERE, encoding="utf-8")
    answer = subprocess.run(
        [program, "config", "-q"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, b"")
    assert not run(EVERYWHERE).refused


def test_a_file_without_the_word_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services: {a: {image: x, restart: sometimes}}\n")
    code = (
        "import sys, composelint; composelint.check();"
        "print([name for name in sys.modules if 'suppression' in name])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert answer.stdout.strip() == b"[]"
