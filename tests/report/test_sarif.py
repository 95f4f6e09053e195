"""SARIF: valid by its schema, right to the character, and stable where the file changes."""

from __future__ import annotations

import json
import ntpath
import posixpath
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import runs
from hypothesis import given, settings
from hypothesis import strategies as st
from outside import sarif_schema
from support import FOLDER, check, project_of

from composelint.finding import Edit, Finding, Fix
from composelint.report import sarif
from composelint.report.fingerprint import SCHEME, fingerprints
from composelint.report.places import in_repository, uri
from composelint.rule import catalogue
from composelint.run import NotJudged, Run
from composelint.source import Source, Span


@cache
def validator() -> Any:
    schema = sarif_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def log(run: Run, root: str = runs.HERE, **settings: Any) -> Any:
    return json.loads(sarif.render(run, root, **settings))["runs"][0]


def whole(run: Run, **settings: Any) -> Any:
    return json.loads(sarif.render(run, runs.HERE, **settings))


def test_valid_by_the_official_schema() -> None:
    for run in (runs.ALL, runs.run(files=[runs.SHOP]), troubled()):
        validator().validate(whole(run, version="0.1.0"))


def troubled() -> Run:
    troubles = [NotJudged(f"{runs.HERE}/bad/compose.yaml", "no permission"), NotJudged("-", "gone")]
    return Run([], [runs.CONFLICT], [], runs.HERE, troubles)


def test_the_schema_would_say_if_not() -> None:
    document = whole(runs.ALL)
    document["runs"][0]["results"][0]["level"] = "grave"
    assert not validator().is_valid(document)


def test_every_rule_is_described_as_github_wants_it() -> None:
    rules = log(runs.run(files=[runs.SHOP]))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in catalogue()]
    for rule in rules:
        known = catalogue().by_id[rule["id"]]
        short, full = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
        assert 0 < len(short) <= 1024
        assert 0 < len(full) <= 1024
        assert rule["help"]["text"].startswith(full.rstrip("…"))
        assert "## Bad" in rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert rule["properties"]["tags"] == [known.group]
        assert ("security-severity" in rule["properties"]) == (known.group == "security")
        for link in re.findall(r"\]\(([^)]*)\)", rule["help"]["markdown"]):
            assert link.startswith("https://"), rule["id"]


def test_results_point_at_their_rules() -> None:
    shown = log(runs.ALL, show_suppressed=False)
    for result, finding in zip(shown["results"], runs.ALL.findings, strict=True):
        rule = shown["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert result["ruleId"] == rule["id"] == finding.id
        assert result["level"] == {"info": "note"}.get(finding.severity, finding.severity)


def test_a_rule_of_the_users_own() -> None:
    own = runs.CONFLICT._replace(id="ACME1", name="registry-of-ours")
    shown = log(runs.run(own, own))
    rule = shown["tool"]["driver"]["rules"][shown["results"][1]["ruleIndex"]]
    assert (rule["id"], rule["name"]) == ("ACME1", "registry-of-ours")
    assert len(shown["tool"]["driver"]["rules"]) == len(catalogue()) + 1
    validator().validate(whole(runs.run(own)))


def test_what_is_known_of_a_finding() -> None:
    conflict, undefined, *_ = log(runs.ALL)["results"]
    assert conflict["message"]["text"] == (
        "web and api publish port 8080 of the host. [web publishes it here](1); [and here](2). "
        "Give one of them another host port, such as 8081:3000."
    )
    assert [each["id"] for each in conflict["relatedLocations"]] == [1, 2]
    (place,) = conflict["locations"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "services.api.ports[0]"
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "compose.yaml",
        "uriBaseId": "SRCROOT",
    }
    assert undefined["properties"] == {"refused": True, "project": "shop", "profiles": None}
    (change,) = undefined["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "db"}


def test_a_fix_over_two_files_gives_what_the_edits_give() -> None:
    first, second = runs.at(runs.SHOP, '"8080:80"'), runs.at(runs.OVERRIDE, "8080:80")
    removal = runs.at(runs.SHOP, " # 説明")
    fix = Fix("Move it", (Edit(first, '"81:80"'), Edit(second, "81:80"), Edit(removal, "")), True)
    finding = runs.CONFLICT._replace(fix=fix)
    validator().validate(whole(runs.run(finding)))
    changes = log(runs.run(finding))["results"][0]["fixes"][0]["artifactChanges"]
    assert [len(each["replacements"]) for each in changes] == [2, 1]
    edits = [
        (each["deletedRegion"], each.get("insertedContent", {"text": ""})["text"])
        for each in changes[0]["replacements"]
    ]
    text = runs.SHOP.text
    for region, replacement in reversed(edits):
        begin, end = offsets(runs.SHOP, region)
        text = text[:begin] + replacement + text[end:]
    assert text == runs.SHOP.text.replace('"8080:80"', '"81:80"').replace(" # 説明", "")


def offsets(source: Source, region: Any) -> tuple[int, int]:
    """Where a region with UTF-16 columns begins and ends, counted in another way."""

    def offset(line: int, column: int) -> int:
        start = source.line_starts[line - 1]
        units = source.text[start:].encode("utf-16-le")[: 2 * (column - 1)]
        return start + len(units.decode("utf-16-le"))

    return (
        offset(region["startLine"], region["startColumn"]),
        offset(region["endLine"], region["endColumn"]),
    )


@pytest.mark.parametrize("text", ["🐳🐳 ab: x", "é東: x\n🐳 ab: x", "a\r\n🐳🐋 ab: x\r\n", "x\rab"])
def test_columns_are_those_of_utf16(text: str) -> None:
    source = runs.source("compose.yaml", text)
    span = runs.at(source, "ab") if "ab" in text else Span(source, 0, 1)
    shown = log(runs.run(runs.CONFLICT._replace(span=span, related=())))
    assert shown["columnKind"] == "utf16CodeUnits"
    region = shown["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert offsets(source, region) == (span.start, span.end)


@pytest.mark.parametrize(
    ("path", "root", "flavour", "shown"),
    [
        ("/r/a/compose.yaml", "/r", posixpath, "a/compose.yaml"),
        ("/r/a b/100%/#1?.yaml", "/r", posixpath, "a%20b/100%25/%231%3F.yaml"),
        ("/r/C:/x.yaml", "/r", posixpath, "C%3A/x.yaml"),
        ("/r/東/🐳.yaml", "/r", posixpath, "%E6%9D%B1/%F0%9F%90%B3.yaml"),
        ("/r/\udcff.yaml", "/r", posixpath, "%FF.yaml"),
        ("/r/back\\slash.yaml", "/r", posixpath, "back%5Cslash.yaml"),
        ("/other/x y.yaml", "/r", posixpath, "file:///other/x%20y.yaml"),
        ("/rx/y.yaml", "/r", posixpath, "file:///rx/y.yaml"),
        ("/x.yaml", "/", posixpath, "x.yaml"),
        ("-", "/r", posixpath, "stdin"),
        ("C:\\r\\a b\\x.yaml", "C:\\r", ntpath, "a%20b/x.yaml"),
        ("c:\\R\\x.yaml", "C:\\r", ntpath, "x.yaml"),
        ("D:\\x y.yaml", "C:\\r", ntpath, "file:///D:/x%20y.yaml"),
        ("C:\\x.yaml", "C:\\", ntpath, "x.yaml"),
        ("\\\\host\\share\\a b.yaml", "C:\\r", ntpath, "file://host/share/a%20b.yaml"),
        ("C:\\r\\\ud800.yaml", "C:\\r", ntpath, "%ED%A0%80.yaml"),
    ],
)
def test_uri(path: str, root: str, flavour: Any, shown: str) -> None:
    assert uri(path, root, flavour) == shown
    within = in_repository(path, root, flavour)
    if within is not None and within.isprintable():
        assert unquote(shown) == within


def test_nothing_of_the_machine_is_in_it() -> None:
    shown = log(runs.ALL)
    shown.pop("tool")  # the pages of the rules
    assert not re.search(rf'"(file:)?/|{runs.HERE}/', json.dumps(shown))


def test_standard_input_and_files_outside() -> None:
    finding = runs.CONFLICT._replace(span=Span(Source("-", "a: 1"), 0, 1), path=())
    shown = log(runs.run(finding), root=f"{runs.HERE}/deploy")["results"][0]
    location = shown["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "stdin", "description": {"text": "Standard input."}}
    outside, inside = (
        each["physicalLocation"]["artifactLocation"] for each in shown["relatedLocations"]
    )
    assert outside == {"uri": f"file://{runs.HERE}/compose.yaml"}
    assert inside == {"uri": "compose.override.yaml", "uriBaseId": "SRCROOT"}


def test_suppressed_ones_say_so_or_are_left_out() -> None:
    run = runs.ALL
    run = Run(run.projects, run.findings[2:], run.suppressed, run.here)
    assert len(log(run, show_suppressed=False)["results"]) == 6
    first, second = log(run)["results"][6:]
    (suppression,) = first["suppressions"]
    assert first["ruleId"] == "CL301"
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "known")
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 8
    assert "suppressions" in second
    bare = [each._replace(reason="", until="2027-01-31") for each in run.suppressed]
    run = Run(run.projects, [], bare, run.here)
    validator().validate(whole(run))
    suppression = log(run)["results"][0]["suppressions"][0]
    assert "justification" not in suppression
    assert suppression["properties"] == {"until": "2027-01-31"}


def test_what_could_not_be_judged() -> None:
    (invocation,) = log(troubled())["invocations"]
    assert invocation["executionSuccessful"] is False
    bad, gone = invocation["toolExecutionNotifications"]
    assert (bad["level"], bad["message"]["text"]) == ("error", "no permission")
    artifact = bad["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "bad/compose.yaml", "uriBaseId": "SRCROOT"}
    assert gone["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "stdin"
    assert log(runs.ALL)["invocations"] == [{"executionSuccessful": True}]


def test_no_more_results_than_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 6)
    shown = log(runs.ALL, show_suppressed=False)
    kept = [f.id for f in runs.ALL.findings if f.severity == "error"]
    first_warning = next(f.id for f in runs.ALL.findings if f.severity == "warning")
    assert sorted(each["ruleId"] for each in shown["results"]) == sorted([*kept, first_warning])
    (note,) = shown["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("2 results are left out")
    assert shown["invocations"][0]["executionSuccessful"] is True
    monkeypatch.setattr(sarif, "MOST_RELATED", 1)
    assert len(log(runs.ALL)["results"][0]["relatedLocations"]) == 1


texts = st.text(st.characters(), max_size=40)
"""Any characters at all: controls, halves of surrogates, private ones."""


@given(message=texts, advice=texts, name=texts, text=texts, data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_said_it_is_valid(
    message: str, advice: str, name: str, text: str, data: st.DataObject
) -> None:
    source = runs.source(name, text)
    begin = data.draw(st.integers(0, len(text)))
    span = Span(source, begin, data.draw(st.integers(begin, len(text))))
    finding = runs.finding(
        "error CL301 x",
        message,
        span,
        path=(name, 0, text),
        help=advice,
        related=[(span, text)],
        profiles=(name,),
        fix=Fix(name, (Edit(span, message),), True),
    )
    finding = finding._replace(fields={"a": message, "b": [name, text]}, project=name)
    written = sarif.render(runs.run(finding, suppressed=1), runs.HERE)
    document = json.loads(written)
    json.dumps(document, ensure_ascii=False).encode()  # no half characters
    result = document["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert offsets_of_any(source, region) == (span.start, span.end)
    # The rules are long, and always the same.
    document["runs"][0]["tool"]["driver"]["rules"] = []
    validator().validate(document)


def offsets_of_any(source: Source, region: Any) -> tuple[int, int]:
    """As `offsets`, for text with halves of characters too."""

    def offset(line: int, column: int) -> int:
        at = source.line_starts[line - 1]
        left = column - 1
        while left > 0:
            left -= 2 if ord(source.text[at]) > 0xFFFF else 1
            at += 1
        return at

    return (
        offset(region["startLine"], region["startColumn"]),
        offset(region["endLine"], region["endColumn"]),
    )


# Fingerprints

FAULTY = """\
services:
  web:
    image: nginx:1.27
    restart: sometimes
    ports:
      - "8080:80"
      - "9090:90"
  api:
    image: nginx:1.27
    depends_on: [webb, cache]
    ports:
      - "8080:80"
      - "9090:90"
    enviroment:
      A: b
networks:
  back:
    drivr: bridge
"""


def marks(text: str, name: str = "compose.yaml") -> list[str]:
    findings = check(project_of({name: text}))
    return sorted(fingerprints(findings, FOLDER))


def test_fingerprints_tell_findings_apart() -> None:
    made = marks(FAULTY)
    assert len(made) >= 6
    assert len(set(made)) == len(made)


FORMATTED = """\
{"services": {
  "web": {
    "image": "nginx:1.27", "restart": "sometimes", "ports": ["8080:80", "9090:90"]},
  "api": {"image": "nginx:1.27",
     "depends_on": ["webb",
         "cache"], "ports": ['8080:80', "9090:90"], "enviroment": {"A": "b"}}},
 "networks": {"back": {"drivr": "bridge"}}}
"""


@pytest.mark.parametrize(
    "changed",
    [
        FAULTY.replace("\n", "\r\n"),
        FAULTY.replace("  ", "    "),
        FAULTY.replace('"', "'"),
        "# first\n\n\n" + FAULTY,
        FORMATTED,
    ],
    ids=["newlines", "indentation", "quotes", "comments", "flow"],
)
def test_fingerprints_outlive_formatting(changed: str) -> None:
    assert marks(changed) == marks(FAULTY)


def test_fingerprints_outlive_an_item_before() -> None:
    changed = FAULTY.replace("    ports:\n", '    ports:\n      - "1:1/udp"\n', 1)
    assert marks(changed) == marks(FAULTY)


def test_other_findings_have_other_fingerprints() -> None:
    others = [
        FAULTY.replace("webb", "weeb"),
        FAULTY.replace("drivr", "drivvr"),
        FAULTY.replace("sometimes", "ever"),
    ]
    for other in others:
        assert len(set(marks(other)) ^ set(marks(FAULTY))) == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, FAULTY.count("\n")),
            st.sampled_from(["", "# a comment", "    # deeper", "   ", "#"]),
        ),
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None)
def test_fingerprints_outlive_lines_between(lines: list[tuple[int, str]]) -> None:
    written = FAULTY.splitlines()
    for at, line in sorted(lines, reverse=True):
        written.insert(at, line)
    assert marks("\n".join(written) + "\n") == marks(FAULTY)


def test_equal_ones_are_numbered() -> None:
    one = runs.CONFLICT
    made = fingerprints([one, runs.UNDEFINED, one, one], runs.HERE)
    assert [each.rpartition(":")[2] for each in made] == ["1", "1", "2", "3"]
    assert made[0].split(":")[0] == made[3].split(":")[0] != made[1].split(":")[0]
    result = log(runs.run(one))["results"][0]
    assert result["partialFingerprints"] == {SCHEME: made[0]}


def test_words_and_places_do_not_count() -> None:
    other: Finding = runs.CONFLICT._replace(
        message="other words", help="", span=runs.at(runs.SHOP, "db"), severity="info"
    )
    assert fingerprints([other], runs.HERE) == fingerprints([runs.CONFLICT], runs.HERE)


def test_fixture_files_are_found_from_a_subfolder() -> None:
    """The root decides, not the folder where the program was started."""
    run = Run([], [runs.LONG], [], f"{runs.HERE}/deploy")
    place = log(run)["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "deploy/compose.override.yaml"
    assert Path(place["artifactLocation"]["uri"]).name == "compose.override.yaml"
