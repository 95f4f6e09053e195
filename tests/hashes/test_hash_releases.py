"""Which earlier releases hash a service in a way that we know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from binaries import binaries
from hash_cases import cases, ours, theirs, write

from composelint.hashes import NEWEST, known, service_hash
from composelint.hashes.releases import parse_release

#: Not in the schema of some release, or (files of variables and labels) hashed by `config --hash`
#: as they stand where the label that `up` writes has what they say.
NEW = frozenset(
    """
    env_file extends gpus label_file models post_start pre_start pre_stop provider
    pull_refresh_after use_api_socket
    """.split()
)
#: Values that 2.34.0 refuses; and an empty `bind`, which before release 5 stood for paths that
#: are not made, and means nothing today.
OTHERWISE = (
    *("initial_sync", "gw_priority", "volume: {nocopy", "volume: {labels", "type: image", "npipe"),
    "bind: {}",
)

RELEASES = [release for release in binaries() if known("{}.{}.{}".format(*release))]


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("5.6.1", (5, 6, 1)),
        ("v2.40.3", (2, 40, 3)),
        ("2.40.3-desktop.1", (2, 40, 3)),
        ("2.40.3+ds1", (2, 40, 3)),
        ("1.29", None),
        ("1.2.3.4", None),
        ("dev", None),
        ("", None),
    ],
)
def test_parse(text: str, release: object) -> None:
    assert parse_release(text) == release


def test_known() -> None:
    for release in (NEWEST, "5.3.1", "v2.40.3", "2.34.0"):
        assert known(release), release
    for other in ("2.33.1", "2.20.3", "1.29.2", "5.0.0", "5.7.0", "", "dev"):
        assert not known(other), other
    hook: dict[str, Any] = {"image": "x", "pre_start": [{"command": ["a"]}]}
    assert known("5.6.0", hook)
    assert not known("5.5.1", hook)
    assert known("5.5.1", {"image": "x"})


def test_bind_mounts_say_whether_their_path_is_made() -> None:
    # Seen in labels of 2.40.3 and 5.3.1.
    service = {"command": ["a"], "entrypoint": None, "image": "bb:1"}
    service["networks"] = {"default": None}
    service["volumes"] = [{"type": "bind", "source": "/tmp", "target": "/b", "bind": {}}]
    assert service_hash(service, "2.40.3").startswith("d303fa4e")
    assert service_hash(service, "5.3.1").startswith("d244fa76")
    assert service_hash(service) == service_hash(service, "5.3.1")


@pytest.mark.skipif(not RELEASES, reason="no other releases: see COMPOSELINT_ORACLES")
@pytest.mark.parametrize("release", RELEASES, ids=str)
def test_as_the_release_says(release: tuple[int, int, int], tmp_path: Path) -> None:
    text = "{}.{}.{}".format(*release)
    bodies = {
        case.name: case.body
        for case in cases()
        if not NEW & set(case.written) and not any(part in case.body for part in OTHERWISE)
    }
    assert len(bodies) > 220
    write(tmp_path, bodies)
    services = ours(tmp_path / "compose.yaml")["services"]
    if release < (2, 38, 0):
        file = tmp_path / "compose.yaml"
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(line for line in lines if not line.startswith("models:")))
    said = theirs(binaries()[release], tmp_path / "compose.yaml")
    wrong = [
        body for name, body in bodies.items() if said[name] != service_hash(services[name], text)
    ]
    assert wrong == []
