"""The examples of docs/configuration.md do what the page says."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from support import ROOT

import composelint
from composelint.cli.main import main
from composelint.configuration.keys import FILE, SECTION
from composelint.configuration.options import TYPES
from composelint.configuration.pages import GENERIC
from composelint.rule import split_page

from .made import mistakes, read, write

PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^( *)(`{3,4})(\w+)([^\n]*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    (match[3], match[4].strip(), textwrap.dedent(match[5])) for match in _BLOCK.finditer(PAGE)
]
FILES = {about.partition("=")[2]: text for _, about, text in BLOCKS if about.startswith("file=")}


def block(words: str) -> str:
    (found,) = (text for _, _, text in BLOCKS if words in text)
    return found


def rows(head: str) -> list[list[str]]:
    """The cells of the table below a head."""
    lines = PAGE.partition(head)[2].splitlines()[2:]
    found: list[list[str]] = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path, FILES)


def test_the_full_example(place: Path) -> None:
    assert [name for name in FILES if "/" not in name] == [".composelint.yaml", "pyproject.toml"]
    text = FILES[".composelint.yaml"]
    assert mistakes(place, text) == []
    found = read(place, text)
    top = found.settings(str(place / "compose.yaml"))
    assert (str(top.target), top.fail_on, top.excluded) == ("compose@2.24", "warning", False)
    assert top.selection.severities["deprecated-attribute"] == "error"
    assert top.selection.options == {"host-port-conflict": {"alternatives": True}}
    assert "our-registry" in top.selection
    assert not {"unused-resource", "unset-variable"} & set(top.selection.least)
    assert found.settings(str(place / "examples/a/compose.yaml")).excluded
    assert found.settings(str(place / "x.generated.yaml")).excluded
    assert "our-registry" not in found.settings(str(place / "legacy/compose.yaml")).selection
    swarm = found.settings(str(place / "swarm/compose.yaml"))
    assert str(swarm.target) == "swarm"
    assert swarm.selection.severities["ignored-by-target"] == "error"
    keys = re.findall(r"^([a-z-]+):", text, re.MULTILINE)
    assert set(keys) == set(FILE.keys) - {"select"}


def test_the_example_in_toml(place: Path) -> None:
    assert mistakes(place, FILES["pyproject.toml"], "pyproject.toml") == []
    found = read(place, FILES["pyproject.toml"], "pyproject.toml")
    top = found.settings(str(place / "compose.yaml"))
    assert top.fail_on == "warning"
    assert "unused-resource" not in top.selection
    legacy = found.settings(str(place / "legacy/compose.yaml")).selection
    assert "deprecated-attribute" not in legacy.least


def test_the_tables_name_every_key() -> None:
    table = rows("| key | value | what it does | in `paths` too |")
    named = {row[0].strip("`"): row[3] == "✓" for row in table}
    assert named == {key: key in SECTION.keys for key in FILE.keys}
    checks = {row[0].strip("`"): row for row in rows("| check | finds | `with` |")}
    assert set(checks) == set(GENERIC)
    for name, (parameters, fields) in GENERIC.items():
        said = " ".join(checks[name])
        assert all(f"`{parameter}`" in said for parameter, _, _ in parameters)
        assert all(f"`{field}`" in checks[name][3] for field in fields)
    assert all(f"`{kind}`" in PAGE for kind in TYPES)


def test_the_mistakes_that_are_shown(tmp_path: Path) -> None:
    text = (
        "preset: strict\nselect: [host-port-conflit]\nignore: [CL109]\n# Not so:\nfail_on: info\n"
    )
    shown = block("unknown key").splitlines()
    assert [f".composelint.yaml:{line}" for line in mistakes(tmp_path, text)] == shown


def test_the_schema_that_editors_use(place: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(place)
    assert main(["schema", "--config", "-o", ".composelint.schema.json"]) == 0
    written = (place / ".composelint.schema.json").read_text(encoding="utf-8")
    assert "ACME001" in json.dumps(json.loads(written)["properties"]["select"])
    assert mistakes(place, block("yaml-language-server")) == []


def test_the_three_steps(place: Path, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.chdir(place)
    text = FILES["lint/rules/our-registry.md"]
    # The marks of examples are our ids; these are the user's.
    bad, good = examples(re.sub(r"# ACME(\d)", r"# CL\1", split_page(text)[1]))
    write(place, {"bad/compose.yaml": bad.files["compose.yaml"]})
    write(place, {"good/compose.yaml": good.files["compose.yaml"]})
    found = [
        (Path(f.file).parent.name, f.line, f.id)
        for f in composelint.check("bad", "good", here=place, environment={})
    ]
    assert found == [("bad", line, "ACME001") for _, line, _ in bad.marks]
    assert len(found) == 1
    assert main(["rules"]) == 0
    assert "ACME001" in capsys.readouterr().out
    assert main(["explain", "ACME001"]) == 0
    assert "An image from elsewhere" in capsys.readouterr().out
    assert main(["check", "--select", "ACME001", "bad"]) == 1
    assert "does not come from our registry" in capsys.readouterr().out


def test_the_schema_of_a_section(place: Path) -> None:
    text = "services:\n  web:\n    image: registry.acme.example/x:1\n    x-deploy:\n      tier: 3\n"
    write(place, {"compose.yaml": text})
    found = [
        (finding.id, finding.line, finding.message)
        for finding in composelint.check(here=place, environment={})
    ]
    assert found == [
        ("ACME002", 4, "services.web.x-deploy: 'owner' is a required property"),
        ("ACME002", 5, "services.web.x-deploy.tier: 3 is not one of [1, 2]"),
    ]


def test_the_check_in_python(place: Path, monkeypatch: Any) -> None:
    monkeypatch.syspath_prepend(str(place / "site"))
    points = block("entry-points").replace('[project.entry-points."composelint.checks"]', "")
    name, _, function = points.strip().replace('"', "").partition(" = ")
    page = "id: ACME003\ntitle: T\nseverity: error\nmessage: 'no labels: {service}'\n"
    write(
        place,
        {
            "site/acme_lint/checks.py": block("def labels"),
            "site/acme_lint/__init__.py": "",
            "site/acme_lint-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: acme-lint\n",
            "site/acme_lint-1.0.dist-info/entry_points.txt": "[composelint.checks]\n"
            f"{name} = {function}\n",
            "lint/rules/labelled.md": f"---\n{page}check: {name}\n---\n",
            "compose.yaml": "services: {web: {image: registry.acme.example/x:1}}\n",
        },
    )
    run = composelint.check(here=place, environment={})
    assert [finding.message for finding in run] == ["no labels: web"]
