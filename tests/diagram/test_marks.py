"""Findings painted on what they are about."""

from __future__ import annotations

from support import check, project_of

from composelint.diagram.marks import by_box, painted
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import Wanted
from composelint.graph import graph_of

BAD = """\
services:
  web: {image: nginx:1.27, restart: alwys, ports: ["8080:80"], networks: [shared]}
  api: {image: nginx:1.27, ports: ["8080:80"]}
  fine: {image: nginx:1.27}
networks:
  shared: {external: true, driver: bridge}
"""


def painting(*texts: str, view: str = "network") -> Picture:
    projects = [project_of({"compose.yaml": text}) for text in texts]
    for number, project in enumerate(projects):
        project.name = f"p{number}"
    graph = graph_of(projects)
    findings = [finding for project in projects for finding in check(project)]
    drawn = picture(graph, Wanted(view), projects)
    return painted(drawn, by_box(graph, projects, findings))


def test_the_gravest_finding_marks_a_box_and_all_are_told() -> None:
    drawn = painting(BAD)
    marks = {box.id: box.mark for box in drawn.boxes}
    assert (marks["service:web"], marks["service:fine"]) == ("error", "")
    web = next(box for box in drawn.boxes if box.id == "service:web")
    assert any(note.startswith("CL") and "alwys" in note for note in web.notes)
    assert ("mark", "error", "has an error") in drawn.legend


def test_what_is_made_elsewhere_has_its_findings_too() -> None:
    marks = {box.id: box.mark for box in painting(BAD).boxes}
    assert marks["network:=shared"]


def test_each_project_has_its_own() -> None:
    good = "services: {web: {image: 'nginx:1.27'}}\n"
    projects = [project_of({"compose.yaml": BAD}), project_of({"compose.yaml": good})]
    projects[0].name, projects[1].name = "bad", "good"
    # Two files of one name in two folders.
    other = f"{projects[1].directory}/other.yaml"
    projects[1].sources = {other: next(iter(projects[1].sources.values()))}
    graph = graph_of(projects)
    found = by_box(graph, projects, check(projects[0]))
    assert "bad/service:web" in found
    assert "good/service:web" not in found


def test_without_findings_nothing_changes() -> None:
    drawn = painting("services: {web: {image: 'nginx:1.27'}}\n")
    assert not any(box.mark for box in drawn.boxes)
    assert not any(entry.what == "mark" for entry in drawn.legend)
