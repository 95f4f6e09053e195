from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shop

from composelint.plan import Options, World
from composelint.plan.assumed import state_of
from composelint.plan.records import Unnoticed
from composelint.plan.unnoticed import unnoticed
from composelint.plan.world import Earlier

Saved = dict[str, Any]
#: Long after the recording.
LATE = 4_000_000_000.0


def touched(*paths: str) -> World:
    return World(modified=lambda path: LATE if path in paths else 0.0)


def found(
    world: World,
    *edits: tuple[str, str],
    change: Callable[[Saved], None] = lambda saved: None,
    options: Options = shop.PLAIN,
) -> list[Unnoticed]:
    desired, engine = shop.wanted(*edits, options=options), shop.state(change)
    return unnoticed(desired, engine, world, shop.moves(desired, engine, world))


def test_nothing_to_tell() -> None:
    assert found(touched()) == []


@pytest.mark.parametrize(
    ("path", "service", "field"),
    [
        ("/project/s1", "db", "secrets.s1"),
        ("/project/c1", "db", "configs.c1"),
        ("/project/Dockerfile", "web", "build"),
    ],
)
def test_a_file_that_was_changed(path: str, service: str, field: str) -> None:
    (one,) = found(touched(path))
    assert (one.service, one.field) == (service, field)
    assert path in one.message
    assert one.file == "/project/compose.yaml"


def test_a_file_that_is_mounted_here_and_copied_there() -> None:
    """The Dockerfile of web copies app.conf, but neither s1 nor c1."""
    told = found(touched("/project/app.conf"))
    assert [(one.service, one.field) for one in told] == [("api", "volumes[0]"), ("web", "build")]


def test_what_is_recreated_gets_everything_anew() -> None:
    edit = ("LOG_LEVEL: info", "LOG_LEVEL: debug")
    assert found(touched("/project/s1", "/project/c1"), edit) == []


def test_files_of_another_machine_are_none_of_ours() -> None:
    def change(saved: Saved) -> None:
        saved["engine"]["local"] = False

    world = touched("/project/s1", "/project/app.conf", "/project/Dockerfile")
    assert found(world, change=change) == []


def test_what_the_container_may_write_itself_is_left_alone() -> None:
    edits = ("./app.conf:/etc/app.conf", "./app.db:/etc/app.conf")
    assert found(touched("/project/app.db"), edits) == []


def test_a_container_that_was_restarted_has_the_new_file() -> None:
    def change(saved: Saved) -> None:
        for one in saved["inspected"].values():
            one["State"]["StartedAt"] = "2099-01-01T00:00:00Z"

    assert found(touched("/project/c1", "/project/s1"), change=change) == []


def test_a_secret_of_another_file() -> None:
    (one,) = found(touched(), ("{file: ./s1}", "{file: ./s2}"))
    assert one.field == "secrets.s1"
    assert "still has /project/s1 at /run/secrets/s1" in one.message
    assert one.line == 27


def test_a_content_that_is_not_that_of_the_revision_then() -> None:
    before = shop.wanted().model
    world = World(at=lambda seconds: Earlier("3f2a1c4d5e", "2026-10-02", before))
    (one,) = found(world, ('content: "old"', 'content: "new"'))
    assert one.field == "configs.c2"
    assert "its content is no longer that of commit 3f2a1c4 (2026-10-02)" in one.message
    assert found(world) == []


def test_two_revisions_without_an_engine() -> None:
    before = shop.wanted()
    world = World(at=lambda seconds: Earlier("3f2a1c4d5e", "2026-10-02", before.model))
    now = shop.wanted(
        ('content: "old"', 'content: "new"'), ("./s1", "./s2"), ("build: .", "build: ./sub")
    )
    engine = state_of(before)
    told = unnoticed(now, engine, world, shop.moves(now, engine, world))
    assert [(one.field, one.message) for one in told] == [
        ("secrets.s1", f"secret s1: its file is no longer that of {_THEN}; {_BLIND}"),
        ("configs.c2", f"config c2: its content is no longer that of {_THEN}; {_BLIND}"),
        (
            "build.context",
            f"build.context is no longer that of {_THEN}: {_UNBUILT}",
        ),
    ]


_THEN = "commit 3f2a1c4 (2026-10-02)"
_BLIND = "up does not look at it"
_UNBUILT = "up does not build it again without --build"


def test_a_revision_that_the_container_is_not_of_says_nothing() -> None:
    before = shop.wanted(("LOG_LEVEL: info", "LOG_LEVEL: trace")).model
    world = World(at=lambda seconds: Earlier("3f2a1c4d5e", "2026-10-02", before))
    assert found(world, ('content: "old"', 'content: "new"')) == []


def test_build_arguments() -> None:
    before = shop.wanted().model
    world = World(at=lambda seconds: Earlier("3f2a1c4d5e", "2026-10-02", before))
    edit = ("build: .", "build: {context: ., args: {A: b}}")
    (one,) = found(world, edit)
    assert (one.service, one.field) == ("web", "build.args")


def test_what_is_built_anew_anyway() -> None:
    assert found(touched("/project/Dockerfile"), options=Options(build=True)) == []


_ALL = "FROM bb:1\nCOPY . /app\n"


def test_what_dockerignore_leaves_out() -> None:
    files = {".dockerignore": "notes\n", "notes/x": "", "src/y": "", "Dockerfile": _ALL}
    desired, engine = shop.wanted(files=files), shop.state()
    for path, told in (("/project/notes/x", 0), ("/project/src/y", 1)):
        world = touched(path)
        moves = shop.moves(desired, engine, world)
        assert len(unnoticed(desired, engine, world, moves)) == told


def test_a_volume_that_changed_stays_unless_somebody_says_yes() -> None:
    edit = ("{data: {}}", "{data: {labels: {a: b}}}")
    (one,) = found(touched(), edit)
    assert (one.service, one.field, one.line) == ("db", "volumes.data", 29)
    assert one.message == (
        'volume shop_data: labels a: not set → "b"; up asks about it, and leaves it as it is '
        "without a yes (or --yes), which loses what is in it"
    )
    assert found(touched(), edit, options=Options(yes=True)) == []
