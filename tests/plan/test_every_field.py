"""Every recreation names the field that was changed, and no other.

Replayed from containers that the real Docker Compose 5.6.1 made (recorded/every_field.json), and
done anew where an engine can be started; with COMPOSELINT_RECORD=1 set that is recorded.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from engine import engine
from every_field import IN_HISTORY, KEPT, NETWORKS, VOLUMES, Row, project
from raw_engine import RawEngine
from support import oracle, project_of

from composelint.plan import up
from composelint.plan.assumed import state_of
from composelint.plan.desired import Desired
from composelint.plan.options import Options
from composelint.plan.reasons import explained
from composelint.plan.records import CONTAINER, NETWORK, RECREATE, VOLUME, Action
from composelint.plan.world import Earlier, World
from composelint.state import State

RECORDED = Path(__file__).parent / "recorded" / "every_field.json"
ROWS = range(len(KEPT))

#: What a container says that has nothing to do with its service.
_UNREAD = frozenset(
    "GraphDriver ResolvConfPath HostnamePath HostsPath LogPath State Mounts "
    "ConsoleSize Created Platform ExecIDs Driver Path Args".split()
)


def desired(rows: tuple[Row, ...], *, after: bool) -> Desired:
    text = json.dumps(project(rows, after=after))
    files = {"compose.yaml": text, "first": "", "second": ""}
    return Desired(project_of(files, exact=True), Options(yes=True))


def title(row: Row) -> str:
    return f"{row.field}: {json.dumps(row.before)} to {json.dumps(row.after)}"


def fields(action: Action) -> list[str | None]:
    return [reason.field for reason in action.reasons]


def planned(wanted: Desired, state: State, world: World) -> dict[str, Action]:
    """The recreations by service, or by the name of a network or volume."""
    actions = explained(up.moves(wanted, state, world), wanted, state, world)
    return {str(one.service or one.name): one for one in actions if one.action == RECREATE}


@cache
def replayed() -> dict[str, Action]:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    return planned(desired(KEPT, after=True), state_from(recorded), World())


def state_from(recorded: dict[str, Any]) -> State:
    inspected = {
        name: laid(recorded["plain"], patch) for name, patch in recorded["containers"].items()
    }
    state = State(
        {
            "containers": [listed(one) for one in inspected.values()],
            "networks": recorded["networks"],
            "volumes": recorded["volumes"],
            "images": [],
        },
        engine={"api_version": "1.41", "cgroup_version": "1"},
    )
    # Nothing is known of the images' ids here: that a tag moved is another cause.
    state.images = None
    state.inspected = {one["Id"]: one for one in inspected.values()}
    state.image_details = {one["Image"]: {"Config": {}} for one in inspected.values()}
    return state


def listed(inspected: dict[str, Any]) -> dict[str, Any]:
    return {
        "Id": inspected["Id"],
        "Names": [inspected["Name"]],
        "Labels": inspected["Config"]["Labels"],
        "State": "created",
        "Created": 1,
        "Mounts": [],
        "NetworkSettings": {"Networks": inspected["NetworkSettings"]["Networks"]},
    }


def patch_of(plain: Any, other: Any) -> Any:
    """What has to be laid over one to get the other."""
    if not isinstance(plain, dict) or not isinstance(other, dict):
        return {"=": other}
    return {
        key: patch_of(plain[key], other[key]) if key in plain and key in other else {"=": value}
        for key, value in ((key, other.get(key, "(none)")) for key in {**plain, **other})
        if key not in plain or key not in other or plain[key] != other[key]
    }


def laid(plain: Any, patch: Any) -> Any:
    if "=" in patch:
        return patch["="]
    found = {**plain}
    for key, inner in patch.items():
        found[key] = laid(plain.get(key), inner)
        if found[key] == "(none)":
            del found[key]
    return found


@pytest.mark.parametrize("number", ROWS, ids=[title(row) for row in KEPT])
def test_a_field_that_the_engine_keeps_is_named_and_no_other(number: int) -> None:
    action = replayed()[f"s{number}"]
    assert fields(action) == [KEPT[number].field]
    (reason,) = action.reasons
    assert reason.message.startswith(KEPT[number].field.partition(".")[0].partition("[")[0])
    assert reason.file == "/project/compose.yaml"
    assert reason.line == 1  # JSON in one line


def test_what_is_not_changed_is_not_recreated() -> None:
    assert {name for name, one in replayed().items() if one.kind == CONTAINER} == {
        *(f"s{number}" for number in ROWS),
        "mounted",  # what it mounts is made anew
    }


RESOURCES = [(NETWORK, number, row) for number, row in enumerate(NETWORKS)]
RESOURCES += [(VOLUME, number, row) for number, row in enumerate(VOLUMES)]


@pytest.mark.parametrize(
    ("kind", "number", "row"), RESOURCES, ids=[f"{kind} {title(row)}" for kind, _, row in RESOURCES]
)
def test_a_field_of_a_network_or_volume_is_named_and_no_other(
    kind: str, number: int, row: Row
) -> None:
    """ "" for what makes no difference but to the hash."""
    told = fields(replayed()[f"every_{kind[0]}{number}"])
    named: list[str | None] = [*row.field.split()]
    assert told == (named or [None])


@pytest.mark.parametrize("row", IN_HISTORY, ids=title)
def test_a_field_that_only_history_knows_is_named(row: Row) -> None:
    before, now = desired((row,), after=False), desired((row,), after=True)
    world = World(
        earlier=lambda kind, name, wanted: Earlier("3f2a1c4d", "2026-10-02", before.model)
    )
    actions = planned(now, state_of(before), world)
    assert fields(actions["s0"]) == [row.field]


@pytest.mark.parametrize("row", KEPT, ids=title)
def test_history_names_the_same_fields_as_the_engine(row: Row) -> None:
    before, now = desired((row,), after=False), desired((row,), after=True)
    world = World(
        earlier=lambda kind, name, wanted: Earlier("3f2a1c4d", "2026-10-02", before.model)
    )
    told = fields(planned(now, state_of(before), world)["s0"])
    top = {str(field).partition(".")[0].partition("[")[0] for field in told}
    assert top == {row.field.partition(".")[0].partition("[")[0]}


def test_there_are_enough_of_them() -> None:
    attributes = {name for row in (*KEPT, *IN_HISTORY) for name in {**row.before, **row.after}}
    assert len(attributes) >= 70


class Live:
    """The same on an engine of our own."""

    def __init__(self, own: RawEngine, folder: Path) -> None:
        self.own = own
        self.folder = folder

    def compose(self, *arguments: str) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
        environment |= {"DOCKER_HOST": self.own.url}
        done = subprocess.run(
            [str(oracle()), "--parallel", "4", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-500:]

    def write(self, *, after: bool) -> Desired:
        file = self.folder / "compose.yaml"
        file.write_text(json.dumps(project(KEPT, after=after)), encoding="utf-8")
        from composelint import api

        loaded = api.load(here=str(self.folder), exact=True, target="compose", environment={})
        return Desired(loaded, Options(yes=True))

    def state(self) -> State:
        return State(
            {
                "containers": self.own.get("/containers/json?all=1"),
                "networks": self.own.get("/networks"),
                "volumes": self.own.get("/volumes")["Volumes"],
                "images": self.own.get("/images/json"),
            },
            engine={
                "api_version": "1.41",
                "cgroup_version": self.own.get("/info")["CgroupVersion"],
            },
            look=lambda kind, id_: self.own.get(f"/{kind}/{id_}/json"),
        )

    def containers(self) -> dict[str, str]:
        return {
            one["Labels"]["com.docker.compose.service"]: one["Id"]
            for one in self.own.get("/containers/json?all=1")
            if one["Labels"].get("com.docker.compose.project") == "every"
        }

    def ids(self) -> dict[str, str]:
        """A volume that was made anew is told by the time."""
        networks = {one["Name"]: one["Id"] for one in self.own.get("/networks")}
        volumes = self.own.get("/volumes")["Volumes"]
        return (
            self.containers()
            | networks
            | {one["Name"]: one["CreatedAt"] + str(one["Options"]) for one in volumes}
        )


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    if oracle() is None:
        pytest.skip("no docker-compose: COMPOSELINT_ORACLE")
    with engine("--add-runtime", "runc-too=/usr/bin/true") as started:
        started.add_image("bb:2", {"two": "2"})
        own = RawEngine(started.socket)
        started.ask("/containers/create?name=stranger", "POST", {"Image": "bb:1", "Cmd": ["true"]})
        for name in ("first", "second"):
            (tmp_path / name).write_text(name)
        yield Live(own, tmp_path)


def test_on_an_engine_every_field_is_named_and_recreates(live: Live) -> None:
    live.write(after=False)
    live.compose("up", "--no-start")
    if os.environ.get("COMPOSELINT_RECORD"):
        record(live)
    ids = live.ids()
    wanted = live.write(after=True)
    actions = planned(wanted, live.state(), World())
    told = {name: set(fields(one)) for name, one in actions.items()}
    wanted_told = {
        f"s{number}": {KEPT[number].field}
        for number in ROWS
        # The second version of control groups has not got these.
        if KEPT[number].field not in ("oom_kill_disable", "mem_swappiness")
        or live.own.get("/info")["CgroupVersion"] == "1"
    }
    assert {name: some for name, some in told.items() if name in wanted_told} == wanted_told
    live.compose("up", "--no-start", "--yes")
    again = live.ids()
    assert {name for name in ids if ids[name] != again.get(name)} == told.keys()


def record(live: Live) -> None:
    """Containers are kept as what tells them from the plainest one."""
    inspected = {
        name: kept(live.own.get(f"/containers/{id_}/json"))
        for name, id_ in sorted(live.containers().items())
    }
    recorded = {
        "plain": inspected["db"],
        "containers": {name: patch_of(inspected["db"], one) for name, one in inspected.items()},
        "networks": [one for one in live.own.get("/networks") if one["Name"].startswith("every")],
        "volumes": [
            {key: one[key] for key in ("Name", "Driver", "Options", "Labels")}
            for one in live.own.get("/volumes")["Volumes"]
        ],
    }
    text = json.dumps(recorded, indent=1, sort_keys=True)
    text = text.replace(str(live.folder), "/project")
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(text + "\n", encoding="utf-8")


def kept(inspected: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in inspected.items() if key not in _UNREAD}
    found["NetworkSettings"] = {"Networks": inspected["NetworkSettings"]["Networks"]}
    return found
