"""The readiness model: waits, layers, worst cases, the longest way, what never starts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import project_of

from composelint.project import Project
from composelint.readiness.health import (
    HERE,
    IMAGE,
    NONE,
    OFF,
    UNKNOWN_HEALTH,
    Health,
    health_of,
)
from composelint.readiness.images import brings_none
from composelint.readiness.model import (
    CIRCLE,
    HEALTH_OFF,
    NO_HEALTH,
    RESTARTS,
    WAITS,
    Member,
    Readiness,
    readiness,
)
from composelint.readiness.show import headline, show, state
from composelint.readiness.times import Time, worst_case

#: What Docker Engine 20.10.24 did with probes that take as long as they may (seconds from the
#: start until it was healthy or unhealthy). It knows no start interval: it is the interval.
MEASURED = [
    ({"interval": 1, "timeout": 1, "retries": 3}, 6.03),
    ({"interval": 3, "timeout": 2, "retries": 1}, 5.0),
    ({"interval": 1, "timeout": 1, "retries": 2, "start_period": 1}, 4.01),
    # The first probe took 0.85 s and the second one, begun at 4.85 s, ran into its timeout.
    ({"interval": 2, "timeout": 1, "retries": 2, "start_period": 5}, 11.87),
]


@pytest.mark.parametrize(("times", "seconds"), MEASURED)
def test_the_worst_case_is_what_an_engine_does(times: dict[str, Any], seconds: float) -> None:
    assert worst_case(**times, start_interval=times["interval"]) == pytest.approx(seconds, abs=0.2)


def test_what_the_engine_takes_by_default() -> None:
    assert worst_case() == 180
    assert worst_case(retries=1) == 60
    # Seen by many (moby issue 46747): the first look is one start interval after the start.
    assert worst_case(2, 0, 2, 30, 1) == 30


def decided(
    interval: float,
    timeout: float,
    start_period: float,
    start_interval: float,
    retries: int,
    takes: list[float],
) -> float:
    """When the engine says unhealthy where every probe fails after its share of the timeout."""
    now = 0.0
    streak = 0
    for share in takes:
        now += start_interval if now < start_period else interval
        counts = now >= start_period
        now += share * timeout
        streak += counts
        if streak == retries:
            break
    return now


TIMES = st.integers(1, 12)


@given(
    TIMES,
    TIMES,
    st.integers(0, 30),
    TIMES,
    st.integers(1, 4),
    st.lists(st.floats(0, 1), min_size=5),
)
def test_no_probes_take_longer_than_the_worst_case(
    interval: int,
    timeout: int,
    start_period: int,
    start_interval: int,
    retries: int,
    takes: list[float],
) -> None:
    settings = (interval, timeout, start_period, start_interval, retries)
    many = takes + [1.0] * 60
    assert decided(*settings, many) <= worst_case(*settings) + 1e-6


@given(TIMES, TIMES, st.integers(0, 30), TIMES, st.integers(1, 4))
def test_some_probes_take_as_long_as_the_worst_case(
    interval: int, timeout: int, start_period: int, start_interval: int, retries: int
) -> None:
    """The probes that do not count are drawn out so that the last begins as late as it can."""
    settings = (interval, timeout, start_period, start_interval, retries)
    free = -(-start_period // start_interval) - 1
    longest = 0.0
    for late in [share / 200 for share in range(201)]:
        for last in (1.0, 0.0, None):
            takes = _drawn_out(free, late, last, settings)
            longest = max(longest, decided(*settings, takes + [1.0] * 60))
    assert longest >= worst_case(*settings) - 0.25


def _drawn_out(
    free: int, late: float, last: float | None, settings: tuple[int, int, int, int, int]
) -> list[float]:
    _, timeout, start_period, start_interval, _ = settings
    if free <= 0:
        return []
    target = start_period - 1e-6
    room = max(0.0, target - free * start_interval)
    each = min(1.0, room / max(1, free - 1) / timeout) * late
    begins = free * start_interval + (free - 1) * each * timeout
    if last is None:
        # Ends just before the period does.
        last = min(1.0, max(0.0, (target - begins) / timeout))
    return [*([each] * (free - 1)), last]


# -- healthchecks -----------------------------------------------------------------------------


def health(service: str, **files: str) -> Health:
    project = project_of({"compose.yaml": f"services: {{a: {service}}}", **files})
    return health_of(project, next(project.services())[2])


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("{image: x, healthcheck: {test: [CMD, a]}}", HERE),
        ("{image: x, healthcheck: {test: a}}", HERE),
        ("{image: x, healthcheck: {test: NONE}}", HERE),
        ("{image: x, healthcheck: {test: [NONE]}}", OFF),
        ("{image: x, healthcheck: {disable: true}}", OFF),
        ("{image: x, healthcheck: {disable: 'true', test: [CMD, a]}}", OFF),
        ("{image: x, healthcheck: {disable: false}}", UNKNOWN_HEALTH),
        ("{image: x, healthcheck: {disable: '${X}', test: a}}", HERE),
        ("{image: x, healthcheck: {test: []}}", UNKNOWN_HEALTH),
        ("{image: redis, healthcheck: {interval: 5s}}", NONE),
        ("{image: redis, healthcheck: }", NONE),
        ("{image: redis, healthcheck: 5}", UNKNOWN_HEALTH),
        ("{image: x}", UNKNOWN_HEALTH),
        ("{image: '${X}'}", UNKNOWN_HEALTH),
        ("{image: 'postgres:${X}'}", NONE),
        ("{provider: {type: x}}", UNKNOWN_HEALTH),
        ("{build: ./elsewhere, image: postgres}", UNKNOWN_HEALTH),
        ("{}", UNKNOWN_HEALTH),
    ],
)
def test_where_a_healthcheck_comes_from(service: str, kind: str) -> None:
    assert health(service).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("FROM scratch\n", NONE),
        ("FROM node:22\n", NONE),
        ("FROM example/own\n", UNKNOWN_HEALTH),
        ("ARG V\nFROM node:$V\n", NONE),
        ("FROM example/own\nHEALTHCHECK NONE\n", OFF),
        ("FROM example/own\nHEALTHCHECK CMD x\n", IMAGE),
        ("FROM a AS b\nHEALTHCHECK CMD x\nFROM b\n", IMAGE),
        ("FROM a\nHEALTHCHECK CMD x\nFROM node\n", NONE),
        ("nonsense\n", UNKNOWN_HEALTH),
    ],
)
def test_a_dockerfile_may_bring_one(text: str, kind: str) -> None:
    assert health("{build: .}", Dockerfile=text).kind == kind


@pytest.mark.parametrize(
    ("image", "none"),
    [
        ("postgres", True),
        ("postgres:17-alpine", True),
        ("library/postgres", True),
        ("mirror.test:5000/library/postgres:1", True),
        ("postgres@sha256:0", True),
        ("example/postgres", False),
        ("mirror.test/postgres", False),
        ("kong", False),
        ("app", False),
        ("", False),
    ],
)
def test_official_images_bring_none(image: str, none: bool) -> None:
    assert brings_none(image) is none


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ("", 180),
        (", interval: 5s, timeout: 3s, retries: 5", 40),
        (", interval: 5s, timeout: 3s, retries: '5'", 40),
        (", interval: 0s, timeout: 0, retries: 0", 180),
        (", interval: 5s, timeout: 3s, retries: 5, start_period: 10s", 48),
        (", interval: 5s, timeout: 3s, retries: 5, start_period: 10s, start_interval: 1s", 53),
        (", interval: '${X}'", None),
        (", interval: nonsense", None),
        (", interval: -5s", None),
        (", retries: -1", None),
    ],
)
def test_times_of_a_healthcheck(settings: str, seconds: float | None) -> None:
    assert health(f"{{image: x, healthcheck: {{test: a{settings}}}}}").seconds == seconds


def test_times_come_from_the_compose_file_first_then_from_the_dockerfile() -> None:
    text = "FROM a\nHEALTHCHECK --interval=2s --timeout=2s --retries=2 CMD x\n"
    assert health("{build: .}", Dockerfile=text).seconds == 8
    assert health("{build: ., healthcheck: {retries: 5}}", Dockerfile=text).seconds == 20
    assert health("{build: ., healthcheck: {test: y, timeout: 1s}}", Dockerfile=text).seconds == 6


# -- the model --------------------------------------------------------------------------------


def model(services: str, **options: Any) -> Readiness:
    return readiness(project(services, **options))


def project(services: str, **options: Any) -> Project:
    return project_of({"compose.yaml": f"services:\n{services}"}, **options)


def member(told: Readiness, name: str) -> Member:
    return next(one for one in told.members if one.name == name)


HEALTHY = "depends_on: {b: {condition: service_healthy}}"
MILD = "depends_on: {b: {condition: service_healthy, required: false}}"
DONE = "depends_on: {b: {condition: service_completed_successfully}}"
DONE_MILD = "depends_on: {b: {condition: service_completed_successfully, required: false}}"
CHECK = "healthcheck: {test: a, interval: 5s, timeout: 5s, retries: 2}"  # 20 s
SHOP = f"""
  web: {{image: x, depends_on: [api]}}
  api:
    image: x
    {CHECK}
    depends_on:
      migrate: {{condition: service_completed_successfully}}
      cache: {{condition: service_started}}
  migrate:
    image: x
    depends_on:
      db: {{condition: service_healthy}}
  db: {{image: x, {CHECK}}}
  cache: {{image: redis}}
  debug: {{image: x, profiles: [debug], depends_on: [db]}}
"""


def test_layers_times_and_the_longest_way() -> None:
    told = model(SHOP)
    assert [[one.name for one in layer] for layer in told.layers] == [
        ["db", "cache"],
        ["migrate"],
        ["api"],
        ["web"],
    ]
    assert {one.name: (one.starts, one.ready) for one in told.members} == {
        "db": (Time(0), Time(20)),
        "cache": (Time(0), Time(0)),
        "migrate": (Time(20), Time(20)),
        "api": (Time(20, ("migrate",)), Time(40, ("migrate",))),
        "web": (Time(20, ("migrate",)), Time(20, ("migrate",))),
    }
    assert told.ready == Time(40, ("migrate",))
    assert told.critical == ("db", "migrate", "api")
    assert (told.never, told.off) == ([], ("debug",))


def test_words() -> None:
    told = model(SHOP)
    assert headline(told) == "ready within 40s at worst, not counting what migrate takes"
    assert show(told) == [
        "     service  waits for                         at worst",
        "  1  db                                         healthy within 20s",
        "     cache                                      started at once",
        "  2  migrate  db healthy                        started within 20s",
        "  3  api      migrate completed, cache started  healthy within 40s, plus migrate",
        "  4  web      api started                       started within 20s, plus migrate",
        "",
        "  The longest way: db → migrate → api",
        "",
        "  Left out by profiles: debug",
    ]


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ("  a: {image: x}", "ready as soon as everything has started"),
        (" ", "no services"),
        (f"  a: {{image: x, {CHECK}}}", "ready within 20s at worst"),
        ("  a: {image: x, depends_on: [a]}", "its service can never start"),
        ("  a: {image: x, depends_on: [a]}\n  b: {image: x}", "1 of 2 services can never start"),
        (
            f"  a: {{image: x, {DONE}}}\n  b: {{image: x}}",
            "ready at once at worst, not counting what b takes",
        ),
    ],
)
def test_the_answer_in_one_line(services: str, said: str) -> None:
    assert headline(model(services)) == said


@pytest.mark.parametrize(
    ("waits", "target", "why"),
    [
        (HEALTHY, "image: redis", NO_HEALTH),
        (HEALTHY, "image: x, healthcheck: {disable: true}", HEALTH_OFF),
        (HEALTHY, "image: x", None),
        (HEALTHY, "image: redis, scale: 0", None),
        (HEALTHY, "image: redis, deploy: {replicas: 0}", None),
        (HEALTHY, "provider: {type: x}", None),
        (MILD, "image: redis", None),
        (DONE, "image: x, restart: always", RESTARTS),
        (DONE, "image: x, restart: unless-stopped", RESTARTS),
        (DONE, "image: x, restart: on-failure", None),
        (DONE, "image: x, restart: 'no'", None),
        (DONE, "image: x", None),
        (DONE, "image: x, restart: '${X}'", None),
        (DONE, "image: x, deploy: {restart_policy: {condition: any}}", RESTARTS),
        (DONE, "image: x, deploy: {restart_policy: {condition: always}}", RESTARTS),
        (DONE, "image: x, restart: 'no', deploy: {restart_policy: {condition: any}}", RESTARTS),
        (DONE, "image: x, restart: always, deploy: {restart_policy: {condition: none}}", None),
        (DONE, "image: x, restart: always, deploy: {restart_policy: {delay: 5s}}", None),
        (DONE, "image: x, restart: always, deploy: {restart_policy: {}}", None),
        (DONE, "image: x, restart: always, deploy: {}", RESTARTS),
        (DONE, "image: x, restart: always, scale: 0", None),
        (DONE_MILD, "image: x, restart: always", RESTARTS),
    ],
)
def test_waits_that_never_come(waits: str, target: str, why: str | None) -> None:
    """Each was tried with Docker Compose 5.6.1 on a Docker Engine 20.10.24, but for the unknown
    variable and the image that nobody knows."""
    told = model(f"  a: {{image: x, {waits}}}\n  b: {{{target}}}")
    never = member(told, "a").never
    assert (never and never.why) == why


def test_what_waits_for_what_never_starts_never_starts() -> None:
    told = model(
        f"  c: {{image: x, links: [a]}}\n  a: {{image: x, {HEALTHY}}}\n  b: {{image: redis}}"
    )
    assert {one.name: one.never.why for one in told.never if one.never} == {
        "a": NO_HEALTH,
        "c": WAITS,
    }
    assert state(member(told, "c")) == "never starts: a never starts"
    assert state(member(told, "a")) == "never starts: b has no healthcheck"
    assert member(told, "a").layer == 1
    assert (told.ready, told.critical) == (Time(0), ("b",))


def test_circles() -> None:
    told = model("""
  behind: {image: x, depends_on: [b]}
  a: {image: x, depends_on: [b]}
  b: {image: x, network_mode: "service:a"}
  self: {image: x, links: [self]}
  before: {image: x}
""")
    whys = {one.name: one.never.why for one in told.never if one.never}
    assert whys == {"behind": WAITS, "a": CIRCLE, "b": CIRCLE, "self": CIRCLE}
    assert [one.name for one in told.members] == ["before", "behind", "a", "b", "self"]
    assert state(member(told, "a")) == "never starts: b waits for it in turn"
    assert state(member(told, "self")) == "never starts: it waits for itself"
    assert all(one.layer is None for one in told.never)


def test_what_nobody_can_tell_stands_beside() -> None:
    told = model(f"""
  a: {{image: x, depends_on: {{b: {{condition: service_healthy}}}}}}
  b: {{image: example/unknown}}
  c:
    image: x
    links: [p]
    depends_on: {{d: {{condition: service_healthy}}}}
  d: {{image: x, healthcheck: {{test: a, interval: "${{X}}"}}}}
  p: {{provider: {{type: x}}}}
  e: {{image: x, depends_on: {{f: {{condition: "${{X}}"}}}}}}
  f: {{image: x, {CHECK}}}
""")
    starts = {one.name: one.starts for one in told.members}
    assert starts["a"] == Time(0, ("b",))
    assert starts["c"] == Time(0, ("d", "p"))
    assert starts["e"] == Time(0, ("f",))
    assert member(told, "d").ready == Time(0, ("d",))
    assert headline(told) == "ready within 20s at worst, not counting what d, b and 2 others take"


def test_profiles_choose() -> None:
    told = model(SHOP, profiles=("debug",))
    assert told.off == ()
    assert member(told, "debug").starts == Time(0)
    # What is off is not waited for, where that is not required.
    mild = "depends_on: {debug: {condition: service_healthy, required: false}}"
    told = model(f"  a: {{image: x, {mild}}}\n  debug: {{image: redis, profiles: [q]}}")
    assert (member(told, "a").waits, member(told, "a").starts) == ((), Time(0))


def test_many_services() -> None:
    ring = "".join(f"  s{n}: {{image: x, links: [s{(n + 1) % 3000}]}}\n" for n in range(3000))
    assert len(model(ring).never) == 3000
    chain = "".join(f"  s{n}: {{image: x, links: [s{n + 1}]}}\n" for n in range(3000))
    told = model(chain + "  s3000: {image: x}")
    assert len(told.layers) == 3001


@pytest.mark.parametrize(
    "services",
    [
        "  a: {depends_on: 5}",
        "  a: {depends_on: [[b]], links: {x: y}}",
        "  a: {depends_on: {b: 5}}\n  b: 7",
        "  a: {depends_on: {b: {condition: [x]}}}\n  b: {restart: [always]}",
        "  a: {depends_on: {b: {condition: service_healthy}}}\n  b: {healthcheck: [x], deploy: 5}",
        "  a: {healthcheck: {test: {a: b}, disable: [1]}, build: [x]}",
        "  a: {healthcheck: {test: x, interval: [1], retries: {}}}",
        "  5",
    ],
)
def test_strange_projects_end_well(services: str) -> None:
    told = model(services)
    headline(told)
    show(told)
