"""What x-composelint asks for."""

from __future__ import annotations

import pytest
from suppression_cases import (
    DB,
    WEB,
    Seen,
    left_out,
    own,
    run,
    shown,
    split,
)

from composelint.suppression.asked import is_day, leads_to


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("{ignore: {CL103: known}}", WEB + DB),
        ("{ignore: {CL103: }}", WEB + DB),
        ("{ignore: {CL103: {reason: known, until: 2027-01-31}}}", WEB + DB),
        ("{ignore: {CL103: {path: services.db}}}", DB),
        ("{ignore: [CL103]}", WEB + DB),
        ("{ignore: [{rules: CL103}]}", WEB + DB),
        ("{ignore: [{rules: [shape, CL2], path: services.web}]}", WEB),
        ("{ignore: [{rules: [CL1], path: services.web.ports}]}", WEB[1:]),
        ('{ignore: [{rules: [CL1], path: "services.web.ports[0]"}]}', WEB[1:]),
        ('{ignore: [{rules: [CL1], path: "services.*.ports[*]"}]}', [WEB[1], DB[1]]),
        ('{ignore: [{rules: [CL1], path: "*.db"}]}', DB),
        ("{ignore: [{rules: [CL1], path: services.we}]}", []),
        ("{ignore: [{rules: [CL1], path: services.webs}]}", []),
        ("{ignore: [{rules: [CL1], path: web}]}", []),
        ("{ignore: [{rules: [CL1], path: services.web.ports.x}]}", []),
        ("{ignore: [{rules: [CL1], path: services..web}]}", []),
        ("{ignore: [{rules: [CL103], until: 2026-11-21}]}", []),
        ('{ignore: [{rules: [CL103], until: "2026-11-22"}]}', WEB + DB),
    ],
)
def test_the_section_of_a_file(section: str, expected: list[Seen]) -> None:
    result = run(own(section), rules="CL103")
    assert left_out(result) == expected
    assert sorted(shown(result)) == [each for each in WEB + DB if each not in expected]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("{ignore: {CL103: known}}", WEB),
        ("{ignore: [{rules: CL103, path: ports}]}", WEB[1:]),
        ('{ignore: [{rules: CL103, path: "ports[0]"}]}', WEB[1:]),
        ("{ignore: [{rules: CL103, path: services.web.ports}]}", []),
    ],
)
def test_the_section_of_a_service(section: str, expected: list[Seen]) -> None:
    assert left_out(run(own(section, service=True), rules="CL103")) == expected


def test_the_reason_and_the_place_of_an_entry() -> None:
    section = "{ignore: [{rules: [CL109, CL103], reason: ' a reason ', until: 2027-01-31}]}"
    first = run(own(section), rules="CL103").suppressed[0]
    assert (first.reason, first.until) == ("a reason", "2027-01-31")
    assert first.span.text == "CL109, CL103"


def test_the_section_of_other_resources() -> None:
    text = (
        "services: {a: {image: x}}\nvolumes:\n  v:\n    driver: 1\n"
        "    x-composelint: {ignore: {CL102: known}}\n  w:\n    driver: 2\n"
    )
    assert split(text, rules="CL102") == ([("CL102", 7)], [("CL102", 4)])


def test_a_section_that_several_services_share_is_about_each() -> None:
    text = (
        "x-base: &base\n  x-composelint: {ignore: {CL103: known}}\n  image: x\nservices:\n"
        "  a:\n    <<: *base\n    restart: sometimes\n  b: *base\n"
        "  c:\n    <<: *base\n    restart: sometimes\n  d: {image: x, restart: sometimes}\n"
    )
    assert split(text, rules="CL103 own") == ([("CL103", 12)], [("CL103", 7), ("CL103", 11)])


def test_the_section_is_about_values_of_its_own_file() -> None:
    files = {
        "compose.yaml": "services:\n  b:\n    extends: {file: other.yaml, service: a}\n",
        "other.yaml": "x-composelint: {ignore: [{rules: CL103, path: services.a.restart}]}\n"
        "services:\n  a:\n    image: x\n    restart: sometimes\n",
    }
    assert left_out(run(files, rules="CL103")) == [("CL103", 5)]


@pytest.mark.parametrize(
    ("section", "words", "marked"),
    [
        ("off", "x-composelint must be a mapping", "off"),
        ("[CL103]", "x-composelint must be a mapping", "[CL103]"),
        ("{ignore: CL103}", "ignore must be a list", "CL103"),
        ("{ignore: 3}", "ignore must be a list", "3"),
        ("{ingore: [CL103]}", "ingore means nothing here; did you mean ignore?", "ingore"),
        ("{zzz: 1}", "zzz means nothing here; known are target and ignore", "zzz"),
        ("{ignore: [3]}", "ignore must be a rule", "3"),
        ("{ignore: [[CL103]]}", "ignore must be a rule", "[CL103]"),
        ("{ignore: [{}]}", "names no rules", "{}"),
        ("{ignore: [{rules: []}]}", "names no rules", "{rules: []}"),
        ("{ignore: [{rules: 3}]}", "rules must be a list of rules", "3"),
        ("{ignore: [{rules: {CL103: x}}]}", "rules must be a list of rules", "{CL103: x}"),
        ("{ignore: [{rules: [[CL103]]}]}", "rules must be a list of rules", "[CL103]"),
        ("{ignore: [{rules: [CL103], reason: [a]}]}", "reason must be a text", "[a]"),
        ("{ignore: [{rules: [CL103], path: 3}]}", "path must be a text", "3"),
        ("{ignore: [{rules: [CL103], until: 2027}]}", "until must be a text", "2027"),
        ("{ignore: [{rules: [CL103], until: 2027-02-30}]}", "2027-02-30 is no day", "2027-02-30"),
        ("{ignore: [{rules: [CL103], reasn: a}]}", "did you mean reason?", "reasn"),
        ("{ignore: {CL103: 3}}", "CL103 must be a reason", "3"),
        ("{ignore: {CL103: [a]}}", "CL103 must be a reason", "[a]"),
        ("{ignore: {CL103: {rules: [a]}}}", "rules means nothing here", "rules"),
        ("{ignore: {CL1O3: a}}", "did you mean CL103?", "CL1O3"),
        ("{ignore: [all]}", "hold back everything", "all"),
        ("{ignore: [CL010]}", "CL010 cannot be held back", "CL010"),
    ],
)
def test_a_section_that_is_not_understood(section: str, words: str, marked: str) -> None:
    for service in (False, True):
        result = run(own(section, service=service), rules="CL103 CL902 CL906")
        told = next(finding for finding in result if finding.id in ("CL902", "CL906"))
        assert words.replace("target and ", "" if service else "target and ") in told.message
        assert told.span.text == marked
        if marked not in ("reasn", "rules"):
            assert left_out(result) == []


def test_an_empty_section_is_no_mistake() -> None:
    for section in ("", "{}", "{ignore: }", "{ignore: []}", "{ignore: {}}"):
        assert split(own(section), rules="own") == ([], [])


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("services.web", ("services", "web", "ports", 0), True),
        ("services.my.web", ("services", "my.web", "ports", 0), True),
        ("services.my.web.ports[0]", ("services", "my.web", "ports", 0), True),
        ("services.*.ports", ("services", "my.web", "ports", 0), True),
        ("services.*.ports.*", ("services", "web", "ports", 0), True),
        ("services.web.ports[*]", ("services", "web", "ports", 0), True),
        ("services.web.ports[1]", ("services", "web", "ports", 10), False),
        ("services.web.ports", ("services", "web"), False),
        ("services", (), False),
        ("[0]", (0,), True),
        ("services.", ("services", "web"), False),
    ],
)
def test_paths(pattern: str, path: tuple[str | int, ...], expected: bool) -> None:
    assert leads_to(pattern, path) == expected


@pytest.mark.parametrize("text", ["2027-1-1", "20270101", "2027-13-01", "2027-W01-1", "", "x" * 10])
def test_days(text: str) -> None:
    assert not is_day(text)
    assert is_day("2028-02-29")
