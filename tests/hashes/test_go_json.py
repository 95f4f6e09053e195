"""JSON as Go writes it; the texts were seen in hashes of Docker Compose 5.6.1."""

from __future__ import annotations

import pytest

from composelint.hashes import network_hash, service_hash, volume_hash
from composelint.hashes.gojson import encode
from composelint.hashes.order import Shape


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("<a> & b", '"\\u003ca\\u003e \\u0026 b"'),
        ('"\\', '"\\"\\\\"'),
        ("\n\r\t\b\f\x01\x7f", '"\\n\\r\\t\\b\\f\\u0001\x7f"'),
        ("\u2028\u2029ü\U0001f600", '"\\u2028\\u2029ü\U0001f600"'),
        (None, "null"),
        (True, "true"),
        (-3, "-3"),
        (0.5, "0.5"),
        (2.0, "2"),
        (-0.000001, "-0.000001"),
        (1e-07, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (16777216.0, "16777216"),
        (1e16, "10000000000000000"),
        (1e21, "1e+21"),
        ([], "[]"),
        ({}, "{}"),
        ({"b": [1, {"z": 1, "a": 2}], "B": "x"}, '{"B":"x","b":[1,{"a":2,"z":1}]}'),
        # Go sorts names by their bytes in UTF-8.
        ({"\U0001f600": 1, "\uffff": 2, "é": 3}, '{"é":3,"\uffff":2,"\U0001f600":1}'),
    ],
)
def test_values(value: object, written: str) -> None:
    assert encode(value) == written


def test_the_order_of_a_shape() -> None:
    shape = Shape(("z", "a"), {"a": Shape(entries=Shape(("y", "b")))})
    value = {"a": {"n": {"b": 1, "y": 2, "unknown": 3}, "m": None}, "unknown": 1, "z": [2]}
    assert encode(value, shape) == '{"z":[2],"a":{"m":null,"n":{"y":2,"b":1}}}'


def test_a_service_that_is_only_an_image() -> None:
    service = {"networks": {"default": None}, "image": "x", "entrypoint": None, "command": None}
    digest = "d5457d0b2799957b606d2ac4ed52d85a1e75799490e56229948300b9a59e8953"
    assert service_hash(service) == digest
    not_counted = {
        "build": {"context": "/"},
        "depends_on": {"db": {"condition": "service_started", "required": True}},
        "profiles": ["p"],
        "pull_policy": "always",
        "scale": 3,
        "x-mine": 1,
    }
    assert service_hash({**service, **not_counted}) == digest


def test_replicas_do_not_count_but_a_deployment_does() -> None:
    service = {"image": "x", "deploy": {"resources": {}, "placement": {}}}
    scaled = {"image": "x", "deploy": {"replicas": 3, "placement": {}, "resources": {}}}
    assert service_hash(service) == service_hash(scaled)
    assert service_hash(service) != service_hash({"image": "x"})
    assert scaled["deploy"]["replicas"] == 3  # type: ignore[index]


def test_networks_and_volumes() -> None:
    # The labels that `up` of 5.6.1 wrote for a project of the name md.
    assert volume_hash({"name": "md_v3"}).startswith("78df8474")
    assert volume_hash({"name": "md_v3", "driver": "local"}).startswith("78df8474")
    assert volume_hash({"driver": "other", "name": "md_v3"})[:8] != "78df8474"
    assert network_hash({"ipam": {}, "name": "other"}).startswith("ad8d7675")
