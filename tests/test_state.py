"""Saved states of an engine: what is read from them, and what is said of wrong ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from composelint.state import InvalidState, TakenPort, read_state

#: As the engine answers (Docker Engine 20.10, API 1.41), shortened.
WHOLE: dict[str, Any] = {
    "version": 1,
    "saved": "2026-11-22",
    "networks": [
        {
            "Name": "shop_default",
            "Id": "daa16c3cd1cadaa16c3cd1ca",
            "Driver": "bridge",
            "Scope": "local",
            "Labels": {"com.docker.compose.project": "shop"},
        }
    ],
    "volumes": [{"Name": "shop_data", "Driver": "local", "Mountpoint": "/var/lib/x"}],
    "secrets": [{"ID": "abc", "Spec": {"Name": "key", "Labels": {}}}],
    "configs": [],
    "containers": [
        {
            "Id": "1c685502ad66",
            "Names": ["/shop-web-1"],
            "Labels": {"com.docker.compose.project": "shop"},
            "State": "running",
            "Ports": [
                {"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"},
                {"PrivatePort": 443, "Type": "tcp"},
            ],
        },
        {"Id": "a139866b45ef", "Names": [], "Labels": {}, "Ports": None},
    ],
}


def test_what_there_is() -> None:
    state = read_state(json.dumps(WHOLE))
    assert state.names("networks") == frozenset({"shop_default"})
    assert state.names("volumes") == frozenset({"shop_data"})
    assert state.names("secrets") == frozenset({"key"})
    assert state.names("configs") == frozenset()
    assert state.has("networks", "shop_default")
    assert state.has("networks", "daa16c3cd1ca")
    assert state.has("networks", "daa16") is False
    assert state.has("volumes", "daa16c3cd1ca") is False
    assert state.taken_ports() == [TakenPort("0.0.0.0", 8080, "tcp", "shop-web-1", "shop")]


def test_what_was_not_asked_for_is_not_known() -> None:
    state = read_state('{"version": 1, "volumes": null}')
    assert state.has("networks", "x") is None
    assert state.names("secrets") is None
    assert state.has("volumes", "x") is False
    assert state.taken_ports() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON: Expecting value"),
        ("{'version': 1}", "no JSON: Expecting property name"),
        ("[" * 100_000, "no JSON"),
        ("[]", "a JSON object was expected"),
        ("{}", "`version` is missing"),
        ('{"version": true}', "`version` is missing, or is no number"),
        ('{"version": 2}', "version 2 is not known here, only 1"),
        ('{"version": 1, "networks": {}}', "`networks` is no list"),
        ('{"version": 1, "networks": ["a"]}', "networks[0] is no object"),
        ('{"version": 1, "networks": [{"name": "a"}]}', "networks[0] has no Name"),
        ('{"version": 1, "volumes": [{"Name": 3}]}', "volumes[0] has no Name"),
        ('{"version": 1, "secrets": [{"Spec": null}]}', "secrets[0] has no Spec.Name"),
        ('{"version": 1, "configs": [{"Name": "a"}]}', "configs[0] has no Spec.Name"),
        ('{"version": 1, "containers": [null]}', "containers[0] is no object"),
    ],
)
def test_what_is_no_state(text: str, words: str) -> None:
    with pytest.raises(InvalidState) as caught:
        read_state(text)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "container",
    [
        {},
        {"Ports": 3},
        {"Ports": [3, None, {"PublicPort": "80"}, {"PublicPort": 0}]},
        {"Labels": 3, "Names": 3},
    ],
)
def test_containers_of_any_shape_do_no_harm(container: dict[str, Any]) -> None:
    assert read_state(json.dumps({"version": 1, "containers": [container]})).taken_ports() == []
