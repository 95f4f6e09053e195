"""Waits that never come (CL215, CL216), waits for the start only (CL218), and build targets."""

from __future__ import annotations

import sys
from typing import Any

import corpus
import pytest
from support import check, project_of

from composelint import engine
from composelint.finding import Finding
from composelint.selection import select


def findings(text: str, only: str = "CL2", /, **options: Any) -> list[Finding]:
    files = {"compose.yaml": text, **options.pop("files", {})}
    return [f for f in check(project_of(files, **options)) if f.id.startswith(only)]


def said(text: str, only: str = "CL2", /, **options: Any) -> list[tuple[str, str, str]]:
    """(id, severity, text at the place) of what is found."""
    found = findings(text, only, **options)
    return [(f.id, f.severity, f.span.text) for f in found]


def pair(waits: str, target: str) -> str:
    return f"services: {{a: {{image: x/a, depends_on: {waits}}}, b: {{{target}}}}}"


HEALTHY = "{b: {condition: service_healthy}}"
MILD = "{b: {condition: service_healthy, required: false}}"
DONE = "{b: {condition: service_completed_successfully}}"
DONE_MILD = "{b: {condition: service_completed_successfully, required: false}}"
NEVER_HEALTHY = [("CL215", "error", "service_healthy")]
NEVER_DONE = [("CL216", "error", "service_completed_successfully")]


@pytest.mark.parametrize(
    ("waits", "target", "expected"),
    [
        (HEALTHY, "image: postgres", NEVER_HEALTHY),
        (HEALTHY, "image: 'redis:${TAG}'", NEVER_HEALTHY),
        (HEALTHY, "image: x/b, healthcheck: {disable: true}", NEVER_HEALTHY),
        (HEALTHY, "image: x/b, healthcheck: {test: [NONE]}", NEVER_HEALTHY),
        (HEALTHY, "image: postgres, healthcheck: {interval: 5s}", NEVER_HEALTHY),
        (MILD, "image: postgres", [("CL215", "warning", "service_healthy")]),
        (HEALTHY, "image: x/b", []),
        (HEALTHY, "build: .", []),
        (HEALTHY, "image: postgres, healthcheck: {test: [CMD, pg_isready]}", []),
        (HEALTHY, "image: postgres, scale: 0", []),
        (HEALTHY, "provider: {type: x}", []),
        ("{b: {condition: service_started}}", "image: postgres", []),
        ("[b]", "image: postgres", []),
        (DONE, "image: x/b, restart: always", NEVER_DONE),
        (DONE, "image: x/b, restart: unless-stopped", NEVER_DONE),
        (DONE, "image: x/b, deploy: {restart_policy: {condition: any}}", NEVER_DONE),
        (DONE_MILD, "image: x/b, restart: always", NEVER_DONE),
        (DONE, "image: x/b, restart: on-failure", []),
        (DONE, "image: x/b, restart: 'on-failure:5'", []),
        (DONE, "image: x/b, restart: 'no'", []),
        (DONE, "image: x/b", []),
        (DONE, "image: x/b, restart: always, deploy: {restart_policy: {condition: none}}", []),
        (DONE, "image: x/b, restart: always, scale: 0", []),
        ("{b: {condition: '${X}'}}", "image: x/b, restart: always", []),
        ("{c: {condition: service_healthy}}", "image: x/b", [("CL201", "error", "c")]),
    ],
)
def test_waits_that_never_come(
    waits: str, target: str, expected: list[tuple[str, str, str]]
) -> None:
    files = {"Dockerfile": "FROM x/y\n"}
    assert said(pair(waits, target), files=files) == expected


def test_where_it_comes_from_stands_beside() -> None:
    (finding,) = findings(pair(HEALTHY, "image: x/b, healthcheck: {disable: true}"))
    assert finding.message == (
        "a waits until b is healthy, and the healthcheck of b is switched off"
    )
    assert [(one.span.text, one.message) for one in finding.related] == [
        ("true", "it is switched off here")
    ]
    (finding,) = findings(pair(DONE, "image: x/b, restart: always"))
    assert [one.span.text for one in finding.related] == ["always"]
    assert not finding.refused


@pytest.mark.parametrize(
    ("dockerfile", "message"),
    [
        ("FROM node\n", "which is built from node, has no healthcheck"),
        ("FROM scratch\nUSER x\n", "which is built from scratch, has no healthcheck"),
        ("FROM x/y\nHEALTHCHECK NONE\n", "the healthcheck of b is switched off"),
        ("FROM x/y\n", None),
        ("FROM node\nHEALTHCHECK CMD x\n", None),
        ("FROM node AS one\nHEALTHCHECK CMD x\nFROM one\n", None),
    ],
)
def test_dockerfiles_are_asked(dockerfile: str, message: str | None) -> None:
    found = findings(pair(HEALTHY, "build: ."), files={"Dockerfile": dockerfile})
    if message is None:
        assert found == []
        return
    (finding,) = found
    assert finding.message.endswith(message)
    assert finding.related[0].span.source.path == "/project/Dockerfile"


def test_the_target_of_the_build_counts() -> None:
    dockerfile = {"Dockerfile": "FROM node AS one\nFROM one AS two\nHEALTHCHECK CMD x\n"}
    one = pair(HEALTHY, "build: {context: ., target: one}")
    assert said(one, files=dockerfile) == NEVER_HEALTHY
    assert said(one.replace("one", "Two"), files=dockerfile) == []


def test_unknown_images_on_demand() -> None:
    project = project_of({"compose.yaml": pair(HEALTHY, "image: x/b")})
    chosen = select()
    chosen.options = {"dependency-never-healthy": {"unknown-images": True}}
    (finding,) = engine.check(project, chosen)
    assert (finding.id, finding.severity) == ("CL215", "warning")
    assert finding.message.endswith("it works only if the image has one")


def test_profiles() -> None:
    text = (
        "services: {a: {image: x, profiles: [p, q], depends_on: {b: {condition: service_healthy}}},"
        " b: {image: redis%s}}"
    )
    (finding,) = findings(text % ", profiles: [q]", "CL215")
    assert finding.profiles == ("q",)
    (finding,) = findings(text % "", "CL215")
    assert finding.profiles == ("p",)
    assert findings(text % "", "CL215", exact=True) == []
    assert len(findings(text % "", "CL215", exact=True, profiles=("p",))) == 1
    assert findings(text % ", profiles: [z]", "CL215") == []


def test_jobs_wait_too() -> None:
    text = (
        "services: {b: {image: redis}}\n"
        "jobs: {j: {image: x, depends_on: {b: {condition: service_healthy}}}}"
    )
    assert said(text, "CL215") == NEVER_HEALTHY


def test_a_wait_is_told_once_and_what_waits_for_it_not_at_all() -> None:
    text = """
services:
  d: {image: x/d, links: [c]}
  c: {image: x/c, depends_on: {a: {condition: service_healthy}}}
  a:
    image: x/a
    healthcheck: {test: a}
    depends_on: {b: {condition: service_healthy}}
  b: {image: redis}
"""
    assert said(text) == NEVER_HEALTHY
    (finding,) = findings(text)
    assert [one.message for one in finding.related] == [
        "there is none in this image",
        "c waits for a, and never starts either",
        "d waits for c, and never starts either",
    ]


def test_swarm_does_not_wait() -> None:
    assert findings(pair(HEALTHY, "image: redis"), "CL21", target="swarm") == []


# -- CL218 ------------------------------------------------------------------------------------

WITH = "healthcheck: {test: x}"


@pytest.mark.parametrize(
    ("waits", "target", "places"),
    [
        ("[b]", f"image: x/b, {WITH}", ["b"]),
        ("{b: {condition: service_started}}", f"image: x/b, {WITH}", []),
        ("{b: {condition: service_healthy}}", f"image: x/b, {WITH}", []),
        ("[b]", "image: x/b", []),
        ("[b]", "image: x/b, healthcheck: {disable: true}", []),
        ("[b]", "image: x/b, healthcheck: {interval: 5s}", []),
        ("[b]", f"image: x/b, scale: 0, {WITH}", []),
        # The nodes of a cluster.
        ("[b]", f"image: x/a, {WITH}", []),
    ],
)
def test_started_is_not_ready(waits: str, target: str, places: list[str]) -> None:
    found = said(pair(waits, target), "CL218")
    assert found == [("CL218", "info", place) for place in places]


def test_links_are_no_wait_that_could_be_for_more() -> None:
    text = f"services: {{a: {{image: x, links: [b]}}, b: {{image: y, {WITH}}}}}"
    assert said(text, "CL218") == []


def test_it_is_said_once_for_each_service_that_is_waited_for() -> None:
    text = f"""
services:
  a: {{image: x/a, depends_on: [b, d]}}
  c: {{image: x/c, depends_on: [b]}}
  b: {{image: x/b, {WITH}}}
  d: {{image: x/d, {WITH}}}
"""
    first, second = findings(text, "CL218")
    assert first.message.startswith("a and c wait only until b has started")
    assert [one.message for one in first.related] == ["c too", "the healthcheck of b"]
    assert second.message.startswith("a waits only until d has started")


def test_a_healthcheck_of_the_dockerfile_counts() -> None:
    text = pair("[b]", "build: .")
    assert len(findings(text, files={"Dockerfile": "FROM x\nHEALTHCHECK CMD x\n"})) == 1
    assert findings(text, files={"Dockerfile": "FROM x\nHEALTHCHECK NONE\n"}) == []
    assert findings(text, "CL218") == []


def test_the_library_is_imported_for_a_healthcheck_only() -> None:
    for name in [name for name in sys.modules if name.startswith("dockerfile_parse")]:
        del sys.modules[name]
    text = pair("[b]", "build: {context: ., target: one}")
    assert findings(text, files={"Dockerfile": "FROM x AS one\nUSER y\n"}) == []
    assert "dockerfile_parse" not in sys.modules


# -- CL103 of build.target --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "dockerfile", "message"),
    [
        ("prodution", "FROM a AS build\nFROM b AS production\n", "build and production"),
        ('"0"', "FROM a AS build\n", "which has build"),
        ("x", "FROM a\n", "none of its stages has a name"),
        ("x", "FROM a\n# FROM a AS x y\n", "none of its stages has a name"),
        ("BUILD", "FROM a AS build\n", None),
        ("build", "from a \\\n  as Build\n", None),
        ("${X}", "FROM a\n", None),
        ("${X:-y}", "FROM a\n", "none of its stages has a name"),
        ('""', "FROM a\n", None),
        ("x", "# syntax=example.test/other\nFROM a\n", None),
        ("x", "nonsense\n", None),
    ],
)
def test_a_target_must_be_a_stage(target: str, dockerfile: str, message: str | None) -> None:
    text = f"services: {{a: {{build: {{context: ., target: {target}}}}}}}".replace(
        "${X}", '"${X}"'
    ).replace("${X:-y}", '"${X:-y}"')
    found = findings(text, "CL103", files={"Dockerfile": dockerfile})
    if message is None:
        assert found == []
        return
    (finding,) = found
    assert finding.message.endswith(message)
    assert not finding.refused
    assert finding.related[0].span.text == dockerfile.splitlines()[0]


def test_the_nearest_stage_is_named() -> None:
    text = "services: {a: {build: {context: ., target: prodution}}}"
    (finding,) = findings(text, "CL103", files={"Dockerfile": "FROM a AS production\n"})
    assert finding.help == 'If "production" was meant, write that.'
    assert findings(text, "CL103") == []


# -- the field --------------------------------------------------------------------------------


@pytest.mark.skipif(not corpus.available(), reason="needs the corpus")
def test_the_field() -> None:
    """60 in 49 files were read: that is what they wait for. Nobody waits in vain."""
    chosen = select(select=["CL215", "CL216", "CL218"])
    found: dict[str, list[str]] = {}
    for row in corpus.rows():
        if row["oracle_exit"] == 0 and row["source_class"] in corpus.REAL:
            for one in engine.check(corpus.load(row, exact=False), chosen):
                if one.id in ("CL215", "CL216", "CL218"):
                    found.setdefault(one.id, []).append(row["id"])
    assert set(found) == {"CL218"}
    assert (len(found["CL218"]), len(set(found["CL218"]))) == (60, 49)
