"""The JSON Schema for editors and the reader take and refuse the same documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composelint.cli.main import main
from composelint.configuration.keys import FILE
from composelint.configuration.schema import configuration_schema
from composelint.rule import catalogue

from .made import mistakes, write

SCHEMA = configuration_schema(catalogue())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

GOOD: list[Any] = [
    None,
    {},
    {"preset": "strict"},
    {"preset": ["recommended", "security"], "select": ["CL301", "CL3", "network", "CL30"]},
    {"ignore": []},
    {"ignore": "host-port-conflict"},
    {"severities": {"CL109": "error", "network": "info", "CL2": "off"}},
    {"severities": {}},
    *({"target": name} for name in ("compose", "swarm", "compose-v1")),
    *({"target": name} for name in ("compose@2", "compose@2.24", "compose@v2.4.1")),
    {"fail-on": "info", "exclude": ["a/**", "!b"]},
    {"paths": [{"match": "x"}, {"match": ["y"], "target": "swarm", "fail-on": "warning"}]},
    {"options": {"CL301": {"alternatives": True}, "host-port-conflict": {}}},
]  # fmt: skip
BAD: list[Any] = [
    [],
    "strict",
    {"presets": "strict"},
    {"preset": "strickt"},
    {"preset": []},
    {"preset": None},
    {"select": ["CL999"]},
    {"select": "C"},
    {"select": [["CL301"]]},
    {"ignore": ["CL001"]},
    {"ignore": True},
    {"severities": {"CL109": "fatal"}},
    {"severities": {"CL001": "off"}},
    {"severities": {"nonsense": "off"}},
    {"severities": ["CL109"]},
    *({"target": name} for name in ("compose@1.9", "compose@", "docker", "compose@2.1.2.3", 2, "")),
    {"fail-on": "off"},
    {"exclude": ["#a"]},
    {"exclude": ["/"]},
    {"exclude": "a\nb"},
    {"paths": {"match": "x"}},
    {"paths": [{"ignore": "CL3"}]},
    {"paths": [{"match": "x", "exclude": "y"}]},
    {"paths": [{"match": []}]},
    {"options": {"CL304": {}}},
    {"options": {"CL301": {"other": 1}}},
    {"options": {"CL301": {"alternatives": "yes"}}},
    {"options": {"CL301": None}},
    {"rules": 1},
    {"rules": [""]},
]  # fmt: skip


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(FILE.keys)
    for key, about in SCHEMA["properties"].items():
        assert about["description"], key
    chosen = json.dumps(SCHEMA["properties"]["select"])
    assert all(f'"{rule.id}"' in chosen and f'"{rule.name}"' in chosen for rule in catalogue())


@pytest.mark.parametrize("document", GOOD)
def test_both_take_it(tmp_path: Path, document: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    assert mistakes(tmp_path, json.dumps(document)) == []


@pytest.mark.parametrize("document", BAD)
def test_both_refuse_it(tmp_path: Path, document: Any) -> None:
    assert not VALIDATOR.is_valid(document)
    assert mistakes(tmp_path, json.dumps(document)) != []


KEYS = st.sampled_from([*(key for key in FILE.keys if key != "rules"), "match"])
WORDS = st.sampled_from(
    ["strict", "shape", "CL301", "CL30", "CL001", "off", "error", "compose@2.24", "a/**", "#", ""]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS | WORDS, inner, max_size=2),
    max_leaves=8,
)


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_both_say_the_same_of_anything(tmp_path: Path, document: Any) -> None:
    assert VALIDATOR.is_valid(document) == (not mistakes(tmp_path, json.dumps(document)))


def test_printed_with_the_rules_that_are_known_here(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "--config"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA
    page = "id: ACME001\ntitle: T\nseverity: info\nmessage: m\n"
    page = f"---\n{page}check: generic.forbid\ntarget: services.*.links\n---\n"
    write(tmp_path, {".composelint.yaml": "rules: r", "r/no-links.md": page})
    assert main(["schema", "--config"]) == 0
    select = json.dumps(json.loads(capsys.readouterr().out)["properties"]["select"])
    assert all(f'"{name}"' in select for name in ("ACME001", "no-links", "ACME", "custom"))
    for wrong in (["--target", "swarm"], ["--format", "3.7"], ["--no-variables"]):
        assert main(["schema", "--config", *wrong]) == 2
        assert "--config" in capsys.readouterr().err
