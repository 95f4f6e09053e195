from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import shop

from composelint.plan import Options
from composelint.plan.drift import drift
from composelint.plan.labels import HASH
from composelint.plan.records import Drift

Saved = dict[str, Any]


def found(
    change: Callable[[Saved], None], *edits: tuple[str, str], live: bool = False, **options: Any
) -> list[Drift]:
    desired, engine = shop.wanted(*edits, options=Options(**options)), shop.state(change)
    if live:
        engine.look = lambda kind, id_: None
    return drift(desired, engine, shop.moves(desired, engine))


def stopped(saved: Saved, name: str, status: str) -> None:
    shop.container(saved, name).update(State="exited", Status=status)


def test_nothing_drifts_by_itself() -> None:
    assert found(lambda saved: None) == []


def test_scaled_by_hand() -> None:
    (one,) = found(lambda saved: None, ("scale: 2", "scale: 1"))
    said = "there are 2 containers of web, and the file wants 1: up removes shop-web-2"
    assert one == Drift("scale", "web", said)


def test_who_asks_for_a_scale_knows_of_it() -> None:
    assert found(lambda saved: None, scale=(("web", 1),)) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("Exited (0) 2 hours ago", ""),
        (
            "Exited (137) 2 hours ago",
            "shop-web-2 ended 2 hours ago with exit code 137, as after a stop or a kill",
        ),
        ("Exited (1) 3 days ago", "shop-web-2 ended 3 days ago with exit code 1"),
    ],
)
def test_stopped(status: str, told: str) -> None:
    """What ended well may have been meant to."""
    drifted = found(lambda saved: stopped(saved, "shop-web-2", status), live=True)
    assert [one.message for one in drifted] == ([told] if told else [])


def test_a_saved_state_does_not_tell_how_long_ago() -> None:
    (one,) = found(lambda saved: stopped(saved, "shop-web-2", "Exited (1) 3 days ago"))
    assert one.message == "shop-web-2 ended with exit code 1"


def test_that_something_stopped_is_nothing_where_it_goes_anyway() -> None:
    drifted = found(
        lambda saved: stopped(saved, "shop-web-2", "Exited (1) 3 days ago"),
        ("scale: 2", "scale: 1"),
    )
    assert [one.kind for one in drifted] == ["scale"]


def test_what_is_always_restarted_was_stopped_by_somebody() -> None:
    def change(saved: Saved) -> None:
        stopped(saved, "shop-web-2", "Exited (0) Less than a second ago")

    drifted = found(change, ("scale: 2", "scale: 2\n    restart: always"), live=True)
    (message,) = (one.message for one in drifted if one.kind == "stopped")
    assert message == (
        "shop-web-2 was stopped less than a second ago (exit code 0): it did not end by itself, "
        "for its restart policy is always"
    )


def test_paused() -> None:
    (one,) = found(lambda saved: shop.container(saved, "shop-api-1").update(State="paused"))
    assert (one.kind, one.name) == ("paused", "shop-api-1")


def test_removed_by_hand() -> None:
    def change(saved: Saved) -> None:
        saved["containers"].remove(shop.container(saved, "shop-web-1"))

    (one,) = found(change)
    assert one.message == "shop-web-1 is gone; up makes a new container under another number"


def test_the_highest_number_may_just_be_wanted_newly() -> None:
    def change(saved: Saved) -> None:
        saved["containers"].remove(shop.container(saved, "shop-web-2"))

    assert found(change) == []


def test_a_network_gone_from_under_its_containers() -> None:
    def change(saved: Saved) -> None:
        saved["networks"] = [one for one in saved["networks"] if one["Name"] != "shop_back"]

    drifted = found(change)
    assert (
        Drift(
            "removed", "shop_back", "the network shop_back is gone, and shop-api-1 was made with it"
        )
        in drifted
    )


def test_attached_and_detached_by_hand() -> None:
    def change(saved: Saved) -> None:
        networks = shop.container(saved, "shop-api-1")["NetworkSettings"]["Networks"]
        networks["strange"] = {"NetworkID": "f" * 64}
        del networks["shop_back"]

    assert [(one.kind, one.message) for one in found(change)] == [
        ("attached", "shop-api-1 is on the network strange, and in the file it is not"),
        ("detached", "shop-api-1 is not on the network shop_back, and in the file it is"),
    ]


def test_a_network_that_the_file_dropped_is_no_drift() -> None:
    assert found(lambda saved: None, ("[default, back]", "[default]")) == []


def test_renamed_by_hand() -> None:
    def change(saved: Saved) -> None:
        shop.container(saved, "shop-api-1")["Names"] = ["/other"]

    (one,) = found(change)
    assert one == Drift(
        "renamed", "other", "other was renamed: Docker Compose made it as shop-api-1"
    )


def test_left_over_from_a_recreation() -> None:
    def change(saved: Saved) -> None:
        shop.container(saved, "shop-api-1")["Names"] = ["/0123456789ab_shop-api-1"]

    (one,) = found(change)
    assert "failed half-way" in one.message


def test_limits_updated_by_hand() -> None:
    def change(saved: Saved) -> None:
        id_ = shop.container(saved, "shop-api-1")["Id"]
        host = saved["inspected"][id_]["HostConfig"]
        host.update(Memory=64 * 2**20, MemorySwap=128 * 2**20)

    (one,) = found(change)
    said = "shop-api-1 was updated by hand, and up leaves it so: mem_limit: not set → 64m"
    assert one == Drift("updated", "shop-api-1", said)


@pytest.mark.parametrize(
    ("cpus", "kept", "told"),
    [
        ("0.13", 129_999_992, ""),
        ("1.07", 1_070_000_064, ""),
        ("0.5", 500_000_000, ""),
        ("0.13", 259_999_984, "cpus: 0.13 → 0.26"),
    ],
)
def test_processors_are_counted_in_32_bits(cpus: str, kept: int, told: str) -> None:
    """Seen with Docker Compose 5.6.1: what it made of 0.13 was updated by nobody."""

    desired = shop.wanted(("scale: 2", f"scale: 2\n    cpus: {cpus}"))

    def change(saved: Saved) -> None:
        web = shop.container(saved, "shop-web-1")
        web["Labels"][HASH] = desired.service_hash("web", {})
        saved["inspected"][web["Id"]]["HostConfig"]["NanoCpus"] = kept

    engine = shop.state(change)
    drifted = drift(desired, engine, shop.moves(desired, engine))
    before = "shop-web-1 was updated by hand, and up leaves it so: "
    said = [one.message for one in drifted if one.name == "shop-web-1"]
    assert said == ([before + told] if told else [])


def test_a_tag_that_moved() -> None:
    def change(saved: Saved) -> None:
        for image in saved["images"]:
            if "bb:1" in image["RepoTags"]:
                image["Id"] = "sha256:" + "ab" * 32

    kinds = {(one.kind, one.name) for one in found(change)}
    assert kinds == {("image", "bb:1")}


def test_another_folder_of_the_same_name() -> None:
    def change(saved: Saved) -> None:
        for one in saved["containers"]:
            one["Labels"]["com.docker.compose.project.working_dir"] = "/elsewhere"

    (one,) = found(change)
    assert one.kind == "project"
    assert "/elsewhere" in one.message


def test_folders_of_another_machine_are_none_of_ours() -> None:
    def change(saved: Saved) -> None:
        saved["engine"]["local"] = False
        for one in saved["containers"]:
            one["Labels"]["com.docker.compose.project.working_dir"] = "/elsewhere"

    assert found(change) == []


def test_other_files() -> None:
    def change(saved: Saved) -> None:
        label = "com.docker.compose.project.config_files"
        both = "/project/compose.yaml,/project/compose.prod.yaml"
        shop.container(saved, "shop-db-1")["Labels"][label] = both

    (one,) = found(change)
    assert one.message == (
        "shop-db-1 was made from compose.yaml and compose.prod.yaml, and this is compose.yaml"
    )
