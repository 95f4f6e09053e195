"""The legacy formats: what the table adds to the reference schemas, and how 1.29.2 reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rows as table
from legacy import LACKS_1_29, SPEC_1_29, show_formats
from reference import flatten
from support_nodes import nodes

from composelint.finding import Problem
from composelint.node import Mapping, Scalar
from composelint.schema.casts import NotCast, cast
from composelint.schema.table import load_format
from composelint.schema.walk import walk

ROWS = table.spelled_out(table.read())
#: Where Debian puts Docker Compose 1.29.2's own schema.
PROGRAM = Path("/usr/lib/python3/dist-packages/compose/config/compose_spec.json")


@pytest.mark.skipif(not PROGRAM.exists(), reason="no docker-compose 1.29.2 of Debian here")
def test_the_schema_of_1_29() -> None:
    assert table.flat(ROWS, SPEC_1_29) == flatten(json.loads(PROGRAM.read_text()))


def test_1_29_lacks_what_came_later() -> None:
    paths = set(table.flat(ROWS, SPEC_1_29))
    assert not paths & set(LACKS_1_29)
    assert "services.*.ports.[].published" in paths


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["1"], "1"),
        (["1", "2.0", "2.1", "3.0"], "1 2.0-2.1 3.0"),
        (["3.10", "3.9", "3.11", "1.29"], "1.29 3.9-3.11"),
        (["2.4", "2.2", "3.13"], "2.2 2.4 3.13"),
        ([], ""),
    ],
)
def test_show_formats(names: list[str], shown: str) -> None:
    assert show_formats(names) == shown
    assert sorted(table.spread(shown)) == sorted(names)


#: (reading, text, whether it is read), each seen with Docker Compose 1.29.2.
READINGS = [
    ("python-integer", "5", True),
    ("python-integer", "010", True),
    ("python-integer", "1_0", True),
    ("python-integer", "0x1f", True),
    ("python-integer", "09", False),
    ("python-integer", "80-90", False),
    ("python-integer", "1.0", False),
    ("python-integer", "", False),
    ("python-number", "0.5", True),
    ("python-number", "1e3", True),
    ("python-number", "half", False),
    ("python-duration", "50ms", True),
    ("python-duration", "1m30s", True),
    ("python-duration", "50000", False),
    ("python-duration", "x", False),
    ("python-duration", "", False),
    ("python-size", "64m", True),
    ("python-size", "1.5GB", True),
    ("python-size", "5", True),
    ("python-size", "q", False),
    ("python-size", "xb", False),
]


@pytest.mark.parametrize(("reading", "text", "fits"), READINGS)
def test_readings_of_1_29(reading: str, text: str, fits: bool) -> None:
    if fits:
        cast(reading, text)
    else:
        with pytest.raises(NotCast):
            cast(reading, text)


def walked(name: str, value: dict[str, Any]) -> list[str]:
    found: list[Problem] = []
    walk(nodes(value), load_format(name), found.append)
    return [f"{problem.rule}/{problem.variant}".removesuffix("/") for problem in found]


def service(name: str, **attributes: Any) -> dict[str, Any]:
    one = {"image": "nginx", **attributes}
    return {"a": one} if name == "1" else {"version": name, "services": {"a": one}}


#: (format, attributes of a service, what is said).
CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    ("1", {"net": "host"}, []),
    ("1", {"memswap_limit": "1g"}, ["missing-attribute/swap-without-limit"]),
    ("2.4", {"memswap_limit": "1g", "mem_limit": "1g"}, []),
    ("2.0", {"scale": 1.0}, ["needs-newer-release/format"]),
    ("2.4", {"scale": 1.0}, ["wrong-type"]),
    ("2.4", {"scale": "2"}, []),
    ("1.29", {"labels": {"a": True}}, []),
    ("1.29", {"labels": [True]}, ["wrong-type/boolean"]),
    ("1.29", {"environment": {"a": True}}, ["wrong-type/boolean"]),
    ("1.29", {"cpu_quota": "50000"}, ["invalid-value/not-duration"]),
    ("1.29", {"ports": [{"target": "080", "published": "80-90"}]}, [
        "invalid-value/not-integer", "invalid-value/not-integer",
    ]),
    ("3.7", {"deploy": {"replicas": 1.0}}, []),
    ("3.7", {"privileged": "yes"}, ["wrong-type"]),
    ("3.7", {"stop_grace_period": "1d"}, ["invalid-value/duration"]),
    ("2.4", {"healthcheck": {"interval": "1d"}}, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "attributes", "said"), CASES)
def test_services(name: str, attributes: dict[str, Any], said: list[str]) -> None:
    assert walked(name, service(name, **attributes)) == said


@pytest.mark.parametrize(("text", "fits"), [("yes", True), ("TRUE", True), ("1", False)])
def test_stacks_cast_what_variables_gave(text: str, fits: bool) -> None:
    """`privileged: ${X:-yes}` is cast by `docker stack config`, `privileged: "yes"` is not."""
    root = nodes(service("3.7", privileged=text))
    services = root.get("services")
    assert isinstance(services, Mapping)
    one = services.get("a")
    assert isinstance(one, Mapping)
    scalar = one.get("privileged")
    assert isinstance(scalar, Scalar)
    scalar.raw = "${X}"
    found: list[Problem] = []
    walk(root, load_format("3.7"), found.append)
    assert bool(found) != fits
