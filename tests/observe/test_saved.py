"""Saved states: what is masked in them, and that they say the same otherwise."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composelint.observe import mask
from composelint.observe.saved import saved
from composelint.state import State, read_state

SECRET = "hunter2"
HASH = "4f2a" * 16
#: Each place of the engine's objects where a secret may stand, beside what must stay.
CONTAINER: dict[str, Any] = {
    "Id": "c1",
    "Path": "sh",
    "Args": ["-c", f"psql postgres://me:{SECRET}@db/x"],
    "Config": {
        "Env": [f"DB_PASSWORD={SECRET}", "LEVEL=info", "EMPTY_TOKEN=", "FLAG"],
        "Cmd": ["serve", "--password", SECRET, "--port", "80"],
        "Entrypoint": ["run", f"--api-key={SECRET}", "--password-file=/run/x"],
        "Healthcheck": {"Test": ["CMD", "mysqladmin", "ping", f"--password={SECRET}"]},
        "Labels": {"com.docker.compose.config-hash": HASH, "app.auth.token": SECRET, "a": "b"},
        "Image": "nginx@sha256:" + HASH,
    },
    "HostConfig": {
        "LogConfig": {"Type": "splunk", "Config": {"splunk-token": SECRET, "tag": "x"}},
        "Memory": 5,
    },
    "State": {"Status": "running", "Health": {"Status": "healthy", "Log": [{"Output": SECRET}]}},
}
LISTED = {
    "Id": "c1",
    "Command": f"run --password {SECRET} --port 80",
    "Labels": {"com.docker.compose.config-hash": HASH, "revision": "3f" * 20},
}
SERVICE = {
    "ID": "s1",
    "Spec": {
        "Name": "shop_web",
        "TaskTemplate": {
            "ContainerSpec": {
                "Env": [f"API_TOKEN={SECRET}", "A=b"],
                "Args": ["--token", SECRET],
                "Labels": {"key": SECRET},
            },
            "LogDriver": {"Name": "splunk", "Options": {"splunk-token": SECRET}},
        },
    },
    "PreviousSpec": {"TaskTemplate": {"ContainerSpec": {"Env": [f"API_TOKEN={SECRET}"]}}},
}
VOLUME = {"Name": "v", "Options": {"type": "cifs", "o": f"username=me,password={SECRET}"}}


def config(id_: str, text: str | bytes) -> dict[str, Any]:
    data = text if isinstance(text, bytes) else text.encode()
    return {"ID": id_, "Spec": {"Name": id_, "Data": base64.b64encode(data).decode()}}


def state() -> State:
    made = State(
        {
            "containers": [LISTED],
            "volumes": [VOLUME],
            "services": [SERVICE],
            "configs": [
                config("open", "listen: 80\nkey_file: /x"),
                config("shut", f"a: b\npassword: {SECRET}"),
                config("binary", b"\xff\x00" + SECRET.encode()),
            ],
            "listening": [{"address": "::", "port": 80, "protocol": "tcp"}],
        },
        {"name": "host", "version": "20.10.24", "api_version": "1.41", "swarm": True},
        notes=["a note"],
    )
    made.inspected = {"c1": CONTAINER}
    made.image_details = {"i1": {"Id": "i1", "Config": {"Env": [f"ROOT_PASSWORD={SECRET}"]}}}
    return made


def test_no_secret_is_saved() -> None:
    text = saved(state())
    assert SECRET not in text
    assert base64.b64encode(SECRET.encode()).decode()[:-2] not in text


def test_what_is_no_secret_stays() -> None:
    found = json.loads(saved(state()))
    one = found["inspected"]["c1"]
    assert one["Config"]["Env"] == [
        "DB_PASSWORD=(masked)",
        "LEVEL=info",
        "EMPTY_TOKEN=",
        "FLAG",
    ]
    assert one["Args"] == ["-c", "psql postgres://me:(masked)@db/x"]
    assert one["Config"]["Cmd"] == ["serve", "--password", "(masked)", "--port", "80"]
    assert one["Config"]["Entrypoint"] == ["run", "--api-key=(masked)", "--password-file=/run/x"]
    assert one["Config"]["Healthcheck"]["Test"][-1] == "--password=(masked)"
    assert one["Config"]["Labels"] == {
        "com.docker.compose.config-hash": HASH,
        "app.auth.token": "(masked)",
        "a": "b",
    }
    assert one["Config"]["Image"] == CONTAINER["Config"]["Image"]
    assert one["HostConfig"] == {
        "LogConfig": {"Type": "splunk", "Config": {"splunk-token": "(masked)", "tag": "x"}},
        "Memory": 5,
    }
    assert one["State"]["Health"] == {"Status": "healthy"}
    assert found["containers"][0]["Command"] == "run --password (masked) --port 80"
    assert found["containers"][0]["Labels"] == LISTED["Labels"]
    assert found["volumes"][0]["Options"]["o"] == "username=me,password=(masked)"
    spec = found["services"][0]["Spec"]["TaskTemplate"]["ContainerSpec"]
    assert spec["Env"] == ["API_TOKEN=(masked)", "A=b"]
    assert spec["Args"] == ["--token", "(masked)"]
    data = {one["ID"]: one["Spec"]["Data"] for one in found["configs"]}
    assert data["open"] == base64.b64encode(b"listen: 80\nkey_file: /x").decode()
    assert (data["shut"], data["binary"]) == ("(masked)", "(masked)")
    assert found["listening"] == [{"address": "::", "port": 80, "protocol": "tcp"}]
    assert (found["notes"], found["engine"]["swarm"]) == (["a note"], True)


def test_all_is_saved_where_that_is_asked() -> None:
    found = json.loads(saved(state(), secrets=True))
    assert found["inspected"]["c1"] == CONTAINER
    assert found["services"] == [SERVICE]
    assert "(masked)" not in json.dumps(found)


def test_saving_leaves_the_state_as_it_is() -> None:
    one = state()
    saved(one)
    assert one.inspected["c1"]["Config"]["Env"][0] == f"DB_PASSWORD={SECRET}"
    assert one.configs is not None
    assert one.configs[1]["Spec"]["Data"] != "(masked)"


def test_a_saved_state_is_read_again_and_saved_the_same() -> None:
    text = saved(state())
    again = read_state(text)
    assert saved(again) == text
    assert (again.networks, again.secrets) == (None, None)
    assert again.container("c1") is not None
    assert again.container("c2") is None
    assert again.notes == ["a note"]


def test_the_order_is_steady() -> None:
    networks = [{"Id": "b", "Name": "x"}, {"Id": "a", "Name": "y"}]
    volumes = [{"Name": "z"}, {"Name": "m"}]
    one = saved(State({"networks": networks, "volumes": volumes}))
    assert one == saved(State({"networks": networks[::-1], "volumes": volumes[::-1]}))
    assert [each["Name"] for each in json.loads(one)["volumes"]] == ["m", "z"]


def test_a_list_that_was_not_asked_for_is_left_out() -> None:
    assert json.loads(saved(State({"networks": []}))) == {"version": 1, "networks": []}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (mask.MASKED, True),
        ("postgres://u:(masked)@h", True),
        (["--token", mask.MASKED], True),
        ("***", False),
        ("", False),
        (None, False),
        (5, False),
        ([1, "a"], False),
    ],
)
def test_masked_values_are_known(value: Any, found: bool) -> None:
    assert mask.is_masked(value) is found


@given(st.sampled_from(["DB_PASSWORD", "API_TOKEN", "JWT_SECRET"]), st.text(min_size=1))
def test_nothing_stays_of_a_variable_that_is_secret(name: str, value: str) -> None:
    assert mask.variable(f"{name}={value}") == f"{name}={mask.MASKED}"


KEYS = ["Env", "Cmd", "Labels", "Config", "LogConfig", "Health", "Test", "Options"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["Env", "Cmd", "Labels", "Config", "LogConfig", "Health", "Test", "Options"]
            )
            | st.text(max_size=3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=15,
)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=3), JSON)
def test_objects_of_any_shape_are_saved(thing: dict[str, Any], value: Any) -> None:
    made = State(
        {"containers": [{"Id": "x", "Config": value, **thing}], "configs": [{"Spec": value}]}
    )
    made.inspected = {"x": {"Config": value, "HostConfig": {"LogConfig": value}}}
    assert json.loads(saved(made))["version"] == 1
