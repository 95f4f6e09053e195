"""CL008 and CL011 in the two readings: what may come from elsewhere is no more than a warning."""

from __future__ import annotations

import pytest
from support import project_of

from composelint import engine
from composelint.selection import select

NETWORKS = "networks: {a: {driver: bridge}}"

#: (the text of compose.yaml, exact, severity of the CL011)
NO_SERVICES = [
    (NETWORKS, False, "warning"),
    (f"x-a: b\n{NETWORKS}", False, "warning"),
    (NETWORKS, True, "error"),
    ("services: {}", False, "error"),
    (f"web: {{image: x}}\n{NETWORKS}", False, "error"),
]


@pytest.mark.parametrize(("text", "exact", "severity"), NO_SERVICES)
def test_no_services(text: str, exact: bool, severity: str) -> None:
    found = engine.check(project_of({"compose.yaml": text}, exact=exact), select())
    assert [one.severity for one in found if one.id == "CL011"] == [severity]


#: (exact, end of the message)
UNSET = [
    (False, "it becomes blank unless the environment has it"),
    (True, "has no value, and becomes blank"),
]


@pytest.mark.parametrize(("exact", "end"), UNSET)
def test_a_variable_that_the_project_does_not_list(exact: bool, end: str) -> None:
    files = {"compose.yaml": "services: {a: {image: 'x:${PHP_VERSION}'}}", ".env": "LEVEL=1"}
    found = engine.check(project_of(files, exact=exact), select())
    assert [one.message.endswith(end) for one in found if one.id == "CL008"] == [True]


@pytest.mark.parametrize("name", ["WWWUSER", "UID", "COMPOSE_PROJECT_NAME", "CI_COMMIT_SHA"])
def test_variables_that_no_project_lists(name: str) -> None:
    files = {"compose.yaml": f"services: {{a: {{image: 'x:${{{name}}}'}}}}", ".env": "LEVEL=1"}
    found = engine.check(project_of(files), select())
    assert [one for one in found if one.id == "CL008"] == []
