"""The difference of two states as one picture."""

from __future__ import annotations

from typing import Any

import pytest
from support import project_of

from composelint.diagram.compare import Difference, compared
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import Wanted
from composelint.graph import graph_of

OLD = """\
services:
  web: {image: "nginx:1.26", ports: ["80:80"], depends_on: [api]}
  api: {image: x, depends_on: {db: {condition: service_started}}, environment: {B: "http://db:1"}}
  db: {image: x, volumes: ["data:/d"]}
  old: {image: x, depends_on: [db]}
volumes: {data: {}}
"""
NEW = """\
services:
  web: {image: "nginx:1.27", ports: ["80:80", "443:443"], depends_on: [api, new]}
  api: {image: x, depends_on: {db: {condition: service_healthy}}, environment: {B: "http://db:1"}}
  db: {image: x, volumes: ["data:/d:ro"]}
  new: {image: x}
volumes: {data: {}}
"""


def difference(old: str, new: str, **wanted: Any) -> Picture:
    projects = [project_of({"compose.yaml": text}) for text in (old, new)]
    found = Difference(graph_of(projects[:1]), graph_of(projects[1:]))
    return compared(picture(found.both, Wanted(**wanted), projects[1:]), found)


def marks(drawn: Picture) -> dict[str, str]:
    arrows = {f"{a.source} {a.target} {a.kind}": a.mark for a in drawn.arrows}
    all_ = {**{box.id: box.mark for box in drawn.boxes}, **arrows}
    return {id_.replace("service:", ""): mark for id_, mark in all_.items() if mark}


def test_overview() -> None:
    drawn = difference(OLD, NEW)
    assert marks(drawn) == {
        "web": "changed",
        "new": "added",
        "old": "removed",
        "outside web publishes": "changed",
        "web new depends_on": "added",
        "api db depends_on": "changed",
        "old db depends_on": "removed",
        "db volume:data mounts": "changed",
    }
    web = next(box for box in drawn.boxes if box.id == "service:web")
    assert "image: nginx:1.26 → nginx:1.27" in web.notes
    assert [entry.text for entry in drawn.legend if entry.what == "mark"] == [
        *("added", "removed", "changed"),
    ]
    # One arrow for one thing, and it says what is true now.
    assert [a.label for a in drawn.arrows if a.kind == "depends_on" and a.source[8:] == "api"] == [
        "healthy"
    ]
    assert [a.label for a in drawn.arrows if a.kind == "publishes"] == ["80, 443"]
    assert [a.both for a in drawn.arrows if a.kind == "mounts"] == [False]


@pytest.mark.parametrize("view", ["overview", "dependencies", "network", "data", "all"])
def test_equal_states(view: str) -> None:
    assert marks(difference(OLD, OLD, view=view)) == {}


def test_places_do_not_count() -> None:
    assert marks(difference(OLD, f"# moved down\n\n{OLD}")) == {}


def test_from_nothing_and_to_nothing() -> None:
    assert set(marks(difference("services: {}\n", NEW)).values()) == {"added"}
    assert set(marks(difference(NEW, "services: {}\n")).values()) == {"removed"}


@pytest.mark.parametrize("view", ["overview", "dependencies", "network", "data", "all"])
def test_every_view_of_a_change(view: str) -> None:
    said = marks(difference(OLD, NEW, view=view))
    assert said["web" if view != "data" else "db volume:data mounts"] == "changed"
