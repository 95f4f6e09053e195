"""JSON Schemas of the user's own, run on a part of the project by a page of theirs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import composelint
from composelint.errors import CannotLook

from .made import mistakes, write

PAGE = """\
---
id: ACME010
title: Not as the policy has it
severity: error
check: generic.schema
target: services.*.x-deploy
with: {schema: policy.json}
message: "{path}: {reason}"
---
"""
POLICY = {
    "type": "object",
    "required": ["owner"],
    "properties": {
        "owner": {"enum": ["shop", "search"]},
        "tier": {"$ref": "#/$defs/tier"},
        "hosts": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
        "limit": {"anyOf": [{"type": "integer", "maximum": 5}, {"const": "none"}]},
    },
    "additionalProperties": False,
    "$defs": {"tier": {"type": "integer", "minimum": 1}},
}


def said(folder: Path, deploy: str, policy: Any = POLICY, page: str = PAGE) -> list[str]:
    """Line, column and message of everything that the schema has against an `x-deploy`."""
    text = f"services:\n  web:\n    image: x\n    x-deploy: {deploy}\n"
    files = {".composelint.yaml": "rules: r\nselect: custom", "compose.yaml": text}
    write(folder, {**files, "r/policy.json": json.dumps(policy), "r/policy.md": page})
    run = composelint.check(here=folder, environment={})
    return [f"{f.line}:{f.column} {f.message}" for f in run]


@pytest.mark.parametrize(
    ("deploy", "expected"),
    [
        ("{owner: shop, tier: 1, hosts: [a, b], limit: none}", []),
        ("{tier: 1}", ["4:5 services.web.x-deploy: 'owner' is a required property"]),
        ("{owner: x}", ["4:23 services.web.x-deploy.owner: 'x' is not one of ['shop', 'search']"]),
        (
            "{owner: shop, tier: 0}",
            ["4:35 services.web.x-deploy.tier: 0 is less than the minimum of 1"],
        ),
        (
            "{owner: shop, teir: 0}",
            ["4:29 services.web.x-deploy.teir: 'teir' is not among what may stand here"],
        ),
        (
            "{owner: shop, hosts: [a, B, 3]}",
            [
                "4:40 services.web.x-deploy.hosts[1]: 'B' does not match '^[a-z]+$'",
                "4:43 services.web.x-deploy.hosts[2]: 3 is not of type 'string'",
            ],
        ),
        (
            "{owner: shop, limit: 6}",
            ["4:36 services.web.x-deploy.limit: 6 is greater than the maximum of 5"],
        ),
        ("[]", ["4:5 services.web.x-deploy: [] is not of type 'object'"]),
        ("shop", ["4:15 services.web.x-deploy: 'shop' is not of type 'object'"]),
        # What nobody knows before deployment is not judged.
        ("{owner: '${OWNER}', tier: '${TIER}', hosts: ['${HOST}'], limit: '${LIMIT}'}", []),
        ("'${DEPLOY}'", []),
        ("{owner: '${OWNER}', x: 1}", [
            "4:35 services.web.x-deploy.x: 'x' is not among what may stand here"
        ]),
    ],
)  # fmt: skip
def test_errors_are_put_back_on_their_nodes(
    tmp_path: Path, deploy: str, expected: list[str]
) -> None:
    assert said(tmp_path, deploy) == expected


@pytest.mark.parametrize(
    "policy",
    [
        {"properties": {"a": {"const": 1}}},
        {"properties": {"a": {"not": {"const": 1}}}},
        {"not": {"properties": {"a": {"const": 1}}, "required": ["a"]}},
        {"if": {"properties": {"a": {"const": 1}}}, "then": False},
        {"oneOf": [{"properties": {"a": {"type": "integer"}}}, {"required": ["b"]}]},
        {"properties": {"l": {"contains": {"const": 3}}}},
        {"properties": {"l": {"uniqueItems": True}}},
        {"enum": [{"a": 1}]},
    ],
)
def test_what_hangs_on_the_unknown_is_not_judged(tmp_path: Path, policy: Any) -> None:
    assert said(tmp_path, "{a: '${A}', l: ['${A}', '${B}']}", policy) == []


def test_the_project_as_a_whole(tmp_path: Path) -> None:
    page = PAGE.replace("target: services.*.x-deploy\n", "")
    policy = {"required": ["name"], "properties": {"volumes": False}}
    assert said(tmp_path, "{}", policy, page) == ["1:1 the project: 'name' is a required property"]


def test_a_schema_in_yaml(tmp_path: Path) -> None:
    write(tmp_path, {"r/policy.yaml": "type: string\n# in YAML\n"})
    page = PAGE.replace("policy.json", "policy.yaml")
    assert said(tmp_path, "5", POLICY, page) == [
        "4:15 services.web.x-deploy: 5 is not of type 'string'"
    ]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ("{", "7:1: policy.json is no JSON Schema: Expecting property name"),
        ("", "7:1: policy.json is no JSON Schema: Expecting value"),
        ("3", "7:1: policy.json is no JSON Schema: a schema is a mapping"),
        ('{"type": "text"}', "7:1: policy.json is no JSON Schema: type: 'text' is not valid"),
        ('{"$ref": "other.json"}', "7:1: policy.json is no JSON Schema: it refers to other.json"),
        ("[" * 100000, "7:1: policy.json is no JSON Schema: "),
        (None, "7:1: the schema policy.json cannot be read: no such file or directory"),
    ],
)
def test_what_is_no_schema(tmp_path: Path, schema: str | None, expected: str) -> None:
    write(tmp_path, {"r/policy.md": PAGE, **({} if schema is None else {"r/policy.json": schema})})
    (found,) = mistakes(tmp_path, "rules: r")
    assert found.startswith(f"r/policy.md:{expected}")


def test_a_broken_schema_in_yaml(tmp_path: Path) -> None:
    write(tmp_path, {"r/policy.md": PAGE.replace("json", "yaml"), "r/policy.yaml": "type: [\n"})
    found = mistakes(tmp_path, "rules: r")
    assert found == ["r/policy.yaml:1:7: this is not YAML: did not find expected node content"]
    write(tmp_path, {"r/policy.yaml": "# nothing\n"})
    found = mistakes(tmp_path, "rules: r")
    assert found == ["r/policy.md:7:1: policy.yaml is no JSON Schema: a schema is a mapping"]


@pytest.mark.parametrize(
    "policy", [{"$ref": "#/nowhere"}, {"$ref": "#"}, {"pattern": "("}, {"properties": {"$ref": 3}}]
)
def test_a_schema_that_cannot_be_run(tmp_path: Path, policy: Any) -> None:
    with pytest.raises(CannotLook, match=r"policy.* (cannot be run|is no JSON Schema): "):
        said(tmp_path, "text", policy)
