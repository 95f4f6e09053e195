"""Boxes that are alike drawn as one, and frames drawn as one."""

from __future__ import annotations

from typing import Any

import pytest
from support import project_of

from composelint.diagram.collapse import collapsed
from composelint.diagram.fold import MOST, folded
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import Wanted
from composelint.graph import graph_of

WORKERS = "services:\n  db: {image: pg, volumes: ['data:/d', 'wal:/w']}\n" + "".join(
    f"  shop-{name}-worker: {{image: shop, depends_on: {{db: {{condition: service_healthy}}}}}}\n"
    for name in ("mail", "pay", "ship")
)
TAIL = "volumes: {data: {}, wal: {}}\n"


def draw(text: str, **wanted: Any) -> Picture:
    projects = [project_of({"compose.yaml": text})]
    return picture(graph_of(projects), Wanted(**wanted), projects)


def shown(drawn: Picture) -> list[tuple[str, ...]]:
    return [(box.title, *box.lines) for box in drawn.boxes]


def arrows(drawn: Picture) -> list[str]:
    return [f"{arrow.source} {arrow.target}: {arrow.label}" for arrow in drawn.arrows]


def test_alike() -> None:
    drawn = folded(draw(WORKERS + TAIL), "always")
    names = ("shop-mail-worker", "shop-pay-worker", "shop-ship-worker")
    assert shown(drawn) == [
        ("db", "pg"),
        ("shop-…-worker \u00d7 3", "shop", *names),
        ("2 volumes", "data", "wal"),
    ]
    assert drawn.boxes[1].notes[:3] == names
    assert arrows(drawn) == [
        "alike:service:shop-mail-worker service:db: healthy",
        "service:db alike:volume:data: ",
    ]


@pytest.mark.parametrize(
    "other",
    [
        "{image: other, depends_on: {db: {condition: service_healthy}}}",
        "{image: shop}",
        "{image: shop, depends_on: [db, cache]}",
        "{image: shop, depends_on: {db: {condition: service_healthy, required: false}}}",
        "{image: shop, depends_on: {db: {condition: service_healthy}}, ports: ['80:80']}",
        "{image: shop, depends_on: {db: {condition: service_healthy}}, volumes: ['data:/d']}",
    ],
)
def test_not_alike(other: str) -> None:
    text = WORKERS.replace(
        "shop-pay-worker: {image: shop, depends_on: {db: {condition: service_healthy}}}",
        f"shop-pay-worker: {other}\n  cache: {{image: c}}",
    )
    drawn = folded(draw(text + TAIL), "always")
    assert "shop-pay-worker" in [box.title for box in drawn.boxes]


def test_what_stands_in_different_frames_is_not_alike() -> None:
    text = WORKERS.replace("{image: shop,", "{image: shop, profiles: [a],", 1) + TAIL
    assert len(folded(draw(text, group_by="profile"), "always").boxes) == 5


def test_findings_and_differences_are_not_hidden() -> None:
    drawn = draw(WORKERS + TAIL)
    marked = tuple(box._replace(mark="error") if "pay" in box.id else box for box in drawn.boxes)
    left = folded(drawn._replace(boxes=marked), "always")
    assert ("shop-pay-worker", "error") in [(box.title, box.mark) for box in left.boxes]


@pytest.mark.parametrize(
    ("way", "count", "folds"),
    [
        ("auto", MOST, False),
        ("auto", MOST + 1, True),
        ("never", 99, False),
        ("always", 3, True),
    ],
)
def test_when(way: str, count: int, folds: bool) -> None:
    text = "services:\n" + "".join(f"  w{n}: {{image: x}}\n" for n in range(count))
    assert (len(folded(draw(text), way).boxes) == 1) is folds


def test_very_large_pictures_name_things_only() -> None:
    text = (
        "services:\n"
        + "".join(
            f"  w{n}: {{image: x{n}, ports: ['{8000 + n}:80'], "
            f"depends_on: {{w{n + 1}: {{condition: service_healthy}}}}}}\n"
            for n in range(100)
        )
        + "  w100: {image: x}\n"
    )
    drawn = folded(draw(text))
    assert len(drawn.boxes) == 102
    assert not any(box.lines for box in drawn.boxes)
    labels = {arrow.kind: arrow.label for arrow in drawn.arrows}
    assert labels == {"publishes": "8099→80", "depends_on": ""}
    assert any(box.lines for box in folded(draw(text), "never").boxes)


TEAMS = """\
services:
  pay-web:
    {image: x, ports: ["80:80"], depends_on: [pay-db, mail-api], labels: [composelint.group=pay]}
  pay-cli:
    {image: x, ports: ["81:81"], depends_on: [mail-api], labels: [composelint.group=pay]}
  pay-db: {image: x, volumes: ["pay:/d", "common:/c"], labels: [composelint.group=pay]}
  mail-api: {image: x, volumes: ["common:/c"], labels: [composelint.group=mail]}
  free: {image: x, depends_on: [pay-web]}
volumes: {pay: {}, common: {}, unused: {}}
"""


def test_frames_as_boxes() -> None:
    drawn = collapsed(draw(TEAMS, group_by="label"))
    assert shown(drawn) == [
        ("free", "x"),
        ("mail", "1 service", "mail-api"),
        ("pay", "3 services", "pay-cli", "pay-db", "pay-web"),
        ("common",),
        ("unused",),
        ("outside",),
    ]
    assert arrows(drawn) == [
        "outside group:label:pay: 80, 81",
        "service:free group:label:pay: ",
        "group:label:pay group:label:mail: 2\u00d7",
        "group:label:mail volume:common: ",
        "group:label:pay volume:common: ",
    ]
    assert drawn.groups == ()


def test_projects_as_boxes() -> None:
    projects = [project_of({"compose.yaml": TEAMS}), project_of({"compose.yaml": WORKERS + TAIL})]
    projects[0].name, projects[1].name = "one", "two"
    graph = graph_of(projects)
    drawn = collapsed(picture(graph, Wanted(), projects))
    assert [box.title for box in drawn.boxes] == ["one", "two", "outside"]
    nested = collapsed(picture(graph, Wanted(group_by="label"), projects))
    titles = [box.title for box in nested.boxes]
    assert titles[:3] == ["free", "mail", "pay"]
    assert "two" in titles
    ids = {box.id for box in nested.boxes}
    assert {arrow.source for arrow in nested.arrows} <= ids
    inside = {id_ for group in nested.groups for id_ in group.boxes}
    assert inside <= ids


def test_a_frame_has_no_id_of_a_thing() -> None:
    text = "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {}}\n"
    drawn = collapsed(draw(text, view="all", group_by="network"))
    assert sorted(box.title for box in drawn.boxes) == ["n"]
    assert [box.kind for box in drawn.boxes] == ["service"]


def test_nothing_to_collapse() -> None:
    drawn = draw(TEAMS)
    assert collapsed(drawn).boxes == drawn.boxes
