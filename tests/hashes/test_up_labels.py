"""The labels that `up` writes are the hashes that we compute.

up_labels.json holds those that Docker Compose 5.6.1 wrote on Docker Engine 20.10; with
COMPOSELINT_ENGINE (unix://…, an engine that may be filled and emptied) it writes them anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support import check, oracle, project_of
from up_labels import FILES, RECORD, TEXT, Labels, labels_of_up

from composelint.hashes import network_hash, service_hash, volume_hash
from composelint.plan.desired import with_references
from composelint.resolved import model

ENGINE = os.environ.get("COMPOSELINT_ENGINE")


def differing(found: Labels) -> list[str]:
    project = project_of(
        {"compose.yaml": TEXT.read_text(), **FILES},
        exact=True,
        environment={"HOME": "/nonexistent"},
    )
    assert [one.id for one in check(project) if one.refused] == []
    shown = model(project)
    # The container that others refer to a service by is the first by name.
    first = {one["key"]: one["id"] for one in reversed(found["containers"])}
    services = {
        key: service_hash(with_references(service, first))
        for key, service in shown["services"].items()
    }
    expected = {
        "containers": services,
        "networks": {key: network_hash(one) for key, one in shown["networks"].items()},
        "volumes": {key: volume_hash(one) for key, one in shown["volumes"].items()},
    }
    for kind, by_key in expected.items():
        assert {one["key"] for one in found[kind]} == by_key.keys()
    return [
        f"{kind} {one['name']}"
        for kind, by_key in expected.items()
        for one in found[kind]
        if one["hash"] != by_key[one["key"]]
    ]


def test_as_recorded() -> None:
    assert differing(json.loads(RECORD.read_text(encoding="utf-8"))) == []


@pytest.mark.skipif(ENGINE is None, reason="no engine to try it on: see COMPOSELINT_ENGINE")
@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
def test_on_an_engine(tmp_path: Path) -> None:
    assert differing(labels_of_up(str(oracle()), str(ENGINE), tmp_path)) == []
