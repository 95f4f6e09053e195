"""Saved states of an engine: what is read from them, and what is said of wrong ones."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composelint.state import LISTS, InvalidState, TakenPort, read_state

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
        ('{"version": 1, "networks": {}}', "networks is no list"),
        ('{"version": 1, "networks": ["a"]}', "networks[0] is no object"),
        ('{"version": 1, "networks": [{"name": "a"}]}', "networks[0] has no Name"),
        ('{"version": 1, "volumes": [{"Name": 3}]}', "volumes[0].Name is no text"),
        ('{"version": 1, "secrets": [{"Spec": null}]}', "secrets[0] has no Spec.Name"),
        ('{"version": 1, "configs": [{"Name": "a"}]}', "configs[0] has no Spec.Name"),
        ('{"version": 1, "containers": [null]}', "containers[0] is null"),
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
    [{}, {"Ports": None, "Names": None, "Labels": None}, {"Ports": [{}, {"PublicPort": 0}]}],
)
def test_containers_that_say_little_do_no_harm(container: dict[str, Any]) -> None:
    assert read_state(json.dumps({"version": 1, "containers": [container]})).taken_ports() == []


@pytest.mark.parametrize(
    "container",
    [{"Ports": 3}, {"Ports": [3]}, {"Ports": [{"PublicPort": "80"}]}, {"Names": 3}, {"Labels": []}],
)
def test_containers_of_another_shape_are_refused(container: dict[str, Any]) -> None:
    with pytest.raises(InvalidState, match=r"containers\[0\]\."):
        read_state(json.dumps({"version": 1, "containers": [container]}))


def test_the_rest_of_a_state() -> None:
    data = {
        **WHOLE,
        "engine": {"name": "host", "version": "20.10.24"},
        "inspected": {"1c68": {"Id": "1c68"}},
        "image_details": {"sha256:a": {"Id": "sha256:a"}},
        "listening": [{"address": "::", "port": 80, "protocol": "tcp"}],
        "notes": ["secrets were forbidden"],
    }
    state = read_state(json.dumps(data))
    assert state.engine == {"name": "host", "version": "20.10.24"}
    assert (state.container("1c68"), state.container("other")) == ({"Id": "1c68"}, None)
    assert state.image("sha256:a") == {"Id": "sha256:a"}
    assert state.listening == data["listening"]
    assert state.notes == ["secrets were forbidden"]
    none = read_state('{"version": 1, "engine": null, "notes": null, "inspected": null}')
    assert (none.engine, none.notes, none.inspected, none.listening) == (None, [], {}, None)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("engine", [], "engine is no object"),
        ("inspected", {"a": 5}, "inspected.a is no object"),
        ("image_details", [], "image_details is no object"),
        ("listening", {}, "listening is no list"),
        ("listening", [5], "listening[0] is no object"),
        ("notes", "text", "notes is no list"),
        ("notes", [5], "notes[0] is no text"),
        ("containers", [{"Labels": {"a": None}}], "containers[0].Labels has a null for a text"),
        ("networks", [{"IPAM": {"Config": [[]]}}], "networks[0].IPAM.Config[0] is no object"),
        ("inspected", {"a": {"State": {"Running": 1}}}, "inspected.a.State.Running is neither"),
        ("containers", [{"Created": True}], "containers[0].Created is no whole number"),
        ("services", [{}], "services[0] has no Spec.Name"),
        ("images", [{}], "images[0] has no Id"),
    ],
)
def test_the_rest_may_be_wrong_as_well(key: str, value: Any, message: str) -> None:
    with pytest.raises(InvalidState) as caught:
        read_state(json.dumps({"version": 1, key: value}))
    assert str(caught.value).startswith(message)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Name", "Spec", "Id", "Names", "Labels", "Ports", "PublicPort", "IP"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
_KEYS = st.sampled_from([*LISTS, "engine", "inspected", "image_details", "listening", "notes"])


@given(st.dictionaries(_KEYS, _JSON, max_size=5))
def test_any_json_is_a_state_or_tells_what_is_wrong(data: dict[str, Any]) -> None:
    try:
        state = read_state(json.dumps({"version": 1, **data}))
    except InvalidState as error:
        told = str(error)
    else:
        told = "nothing"
        state.taken_ports()
        for section in ("networks", "volumes", "secrets", "configs"):
            state.has(section, "anything-of-a-name")
    assert told
    assert "\n" not in told


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_is_a_state_or_tells_what_is_wrong(text: str) -> None:
    with contextlib.suppress(InvalidState):
        read_state(text)
