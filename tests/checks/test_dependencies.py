"""Circles of dependencies, and needs that profiles leave out."""

from __future__ import annotations

import sys

import pytest
from support import check, project_of

from composelint.checks.dependencies import MAX_CYCLES
from composelint.finding import Finding


def findings(text: str, **options: object) -> list[Finding]:
    return check(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]


def ways(text: str, **options: object) -> list[str]:
    return [f.message.partition(": ")[2] for f in findings(text, **options) if f.id == "CL207"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("depends_on: [b]", "depends_on: [a]"),
        ("depends_on: [b]", "depends_on: {a: {condition: service_started, required: false}}"),
        ("links: ['b:q']", "volumes_from: ['a:ro']"),
        ("network_mode: service:b", "ipc: service:a"),
        ("pid: service:b", "uts: service:a"),
    ],
)
def test_every_kind_of_edge_makes_a_circle(first: str, second: str) -> None:
    text = f"services: {{a: {{image: x, {first}}}, b: {{image: x, {second}}}}}"
    assert ways(text) == ["a → b → a"]


def test_contexts_of_builds_make_none() -> None:
    context = "dockerfile_inline: FROM x, additional_contexts: {q: service:%s}"
    text = f"services: {{a: {{build: {{{context % 'b'}}}}}, b: {{build: {{{context % 'a'}}}}}}}"
    assert findings(text) == []


def test_one_that_needs_itself() -> None:
    (finding,) = findings("services: {a: {image: x, links: [a]}}")
    assert (finding.message, finding.span.text) == ("a waits for itself", "a")


def test_each_step_has_its_place() -> None:
    text = """
services:
  c: {image: x, links: [a]}
  a: {image: x, depends_on: [b]}
  b: {image: x, network_mode: "service:c"}
"""
    (finding,) = findings(text)
    assert finding.message.endswith("c → a → b → c")
    places = [finding.span, *(related.span for related in finding.related)]
    assert [span.text for span in places] == ["a", "b", "c"]
    assert [span.source.position(span.start).line for span in places] == [3, 4, 5]
    assert finding.related[1].message == "b needs c (network_mode)"


def test_every_circle_is_named_once() -> None:
    text = """
services:
  a: {image: x, depends_on: [b, c]}
  b: {image: x, depends_on: [a, c]}
  c: {image: x, depends_on: [a]}
  d: {image: x, depends_on: [a]}
"""
    assert sorted(ways(text)) == ["a → b → a", "a → b → c → a", "a → c → a"]


def test_a_knot_has_an_end() -> None:
    names = [f"s{number}" for number in range(14)]
    services = "".join(f"  {name}: {{image: x, depends_on: {names}}}\n" for name in names)
    assert len(ways(f"services:\n{services}")) == MAX_CYCLES


def test_a_long_way_is_shortened_in_words_only() -> None:
    services = "".join(f"  s{n}: {{image: x, links: [s{(n + 1) % 3000}]}}\n" for n in range(3000))
    (finding,) = findings(f"services:\n{services}")
    assert finding.message.endswith("→ s10 → s11 → … → s0")
    assert len(finding.related) == 2999


def test_circles_of_services_that_are_off() -> None:
    text = """
services:
  q: {image: x}
  a: {image: x, depends_on: [b], profiles: [p]}
  b: {image: x, depends_on: [a], profiles: [p]}
"""
    assert ways(text, exact=True) == []
    assert ways(text, exact=True, profiles=("p",)) == ["a → b → a"]
    (finding,) = findings(text)
    assert finding.profiles == ("p",)


def test_networkx_is_not_imported_without_a_circle() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "networkx"]:
        del sys.modules[name]
    findings("services: {a: {image: x, depends_on: [b]}, b: {image: x}}")
    assert "networkx" not in sys.modules


def off(text: str, **options: object) -> list[tuple[str, tuple[str, ...] | None]]:
    found = findings(text, **options)
    assert {f.id for f in found} <= {"CL208"}
    return [(f.span.text, f.profiles) for f in found]


def pair(needs: str, mine: str = "", theirs: str = "profiles: [p]") -> str:
    return f"services: {{a: {{image: x, {needs}{mine}}}, b: {{image: x, {theirs}}}}}"


OPTIONAL = "depends_on: {b: {condition: service_started, required: false}}"


@pytest.mark.parametrize(
    ("needs", "refused"),
    [
        ("depends_on: [b]", True),
        ("links: [b]", True),
        ("volumes_from: [b]", True),
        ("network_mode: service:b", True),
        ("ipc: service:b", True),
        (OPTIONAL, False),
        (f"links: [b], {OPTIONAL}", False),
        (f"ipc: service:b, {OPTIONAL}", False),
        (f"network_mode: service:b, {OPTIONAL}", True),
    ],
)
def test_what_is_left_out(needs: str, refused: bool) -> None:
    text = pair(needs)
    for exact in (True, False):
        assert len(off(text, exact=exact)) == refused
        assert off(text, exact=exact, profiles=("p",)) == []
        assert off(text, exact=exact, profiles=("*",)) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "failing"),
    [
        ("", "profiles: [p]", ()),
        (", profiles: [p]", "profiles: [p]", None),
        (", profiles: [p, q]", "profiles: [p]", ("q",)),
        (", profiles: [p]", "profiles: [p, q]", None),
        (", profiles: [r, q]", "profiles: [p]", ("q",)),
        (", profiles: [q]", "restart: always", None),
    ],
)
def test_the_smallest_choice_that_fails(
    mine: str, theirs: str, failing: tuple[str, ...] | None
) -> None:
    found = off(pair("depends_on: [b]", mine, theirs))
    assert found == ([] if failing is None else [("b", failing)])


def test_a_profile_that_is_chosen_counts() -> None:
    text = pair("depends_on: [b]", ", profiles: [q, r]")
    assert off(text, profiles=("q",)) == [("b", ("q",))]
    (finding,) = findings(text, profiles=("q",))
    assert finding.message.endswith("chosen: q")
    assert off(text, exact=True) == []


def test_a_context_of_a_build_may_be_off_since_5() -> None:
    text = """
services:
  a: {build: {dockerfile_inline: FROM x, additional_contexts: {q: service:b}}}
  b: {build: {dockerfile_inline: FROM x}, profiles: [p]}
"""
    counts = {
        target: len(off(text, exact=True, target=target))
        for target in ("compose@2.30.3", "compose@2.40", "compose")
    }
    assert counts == {"compose@2.30.3": 0, "compose@2.40": 1, "compose": 0}


def test_jobs_need_services_too() -> None:
    text = """
services: {a: {image: x}, b: {image: x, profiles: [p]}}
jobs: {j: {image: x, triggers: {manual: true}, depends_on: [b]}}
"""
    assert off(text, exact=True) == [("b", ())]
