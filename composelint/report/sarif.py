"""SARIF 2.1.0, which code scanning services and editors read.

One run with all rules, so that two reports differ in results only. Nothing of the machine stands
in it: files are relative to the repository's root, SRCROOT, and those outside of it alone absolute.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..finding import ERROR, INFO, SEVERITIES, WARNING, Edit, Finding, Fix, Related
from ..node import Path
from ..rule import Catalogue, catalogue
from ..run import NotJudged, Run, Suppressed
from ..source import Source, Span
from .fingerprint import SCHEME, fingerprints
from .places import in_repository, in_utf16, uri, well_formed
from .sarif_rules import descriptor, unknown

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {ERROR: "error", WARNING: "warning", INFO: "note"}

#: GitHub refuses a file with more results, and drops locations of a result beyond these.
MOST_RESULTS = 25_000
MOST_RELATED = 99

Object = dict[str, Any]


def render(run: Run, root: str, version: str = "", show_suppressed: bool = True) -> str:
    """The log. `root` is the repository's, absolute; `version` is ours ("" where not known).

    Suppressed findings are in it with their `suppressions`; without `show_suppressed` they are
    left out, for readers that take no notice of those.
    """
    suppressed = run.suppressed if show_suppressed else []
    findings = run.findings + [each.finding for each in suppressed]
    rules = _Rules([catalogue(), *run.catalogues], findings)
    results = [
        _result(finding, fingerprint, rules, root)
        for finding, fingerprint in zip(findings, fingerprints(findings, root), strict=True)
    ]
    for result, each in zip(results[len(run.findings) :], suppressed, strict=True):
        result["suppressions"] = [_suppression(each, root)]
    shown = _gravest(results)
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(version, rules.descriptors)},
                "columnKind": "utf16CodeUnits",
                "originalUriBaseIds": {
                    "SRCROOT": {"description": {"text": "The root of the repository."}}
                },
                "invocations": [_invocation(run.troubles, len(results) - len(shown), root)],
                "results": shown,
            }
        ],
    }
    return json.dumps(log, indent=1) + "\n"


def _driver(version: str, rules: list[Object]) -> Object:
    driver: Object = {"name": "composelint"}
    if version:
        driver["version"] = driver["semanticVersion"] = version
    driver["rules"] = rules
    return driver


class _Rules:
    """The rules of the log, and where each stands among them."""

    def __init__(self, catalogues: Iterable[Catalogue], findings: Iterable[Finding]) -> None:
        self.descriptors: list[Object] = []
        self.index: dict[str, int] = {}
        for known in catalogues:
            for rule in known:
                if rule.id not in self.index:
                    self._add(rule.id, descriptor(rule, known.text(rule)))
        for finding in findings:
            if finding.id not in self.index:
                self._add(finding.id, unknown(finding, _LEVELS[finding.severity]))

    def _add(self, id_: str, described: Object) -> None:
        self.index[id_] = len(self.descriptors)
        self.descriptors.append(described)


def _gravest(results: list[Object]) -> list[Object]:
    """As many results as a log may have, in their order: suppressed ones go first, then notes."""
    if len(results) <= MOST_RESULTS:
        return results
    order = [_LEVELS[severity] for severity in reversed(SEVERITIES)]

    def rank(number: int) -> tuple[bool, int, int]:
        result = results[number]
        return "suppressions" in result, order.index(result["level"]), number

    ranked = sorted(range(len(results)), key=rank)
    return [results[n] for n in sorted(ranked[:MOST_RESULTS])]


def _result(finding: Finding, fingerprint: str, rules: _Rules, root: str) -> Object:
    place: Object = {"physicalLocation": _physical(finding.span, root)}
    if finding.path:
        place["logicalLocations"] = [_logical(finding.path)]
    related = finding.related[:MOST_RELATED]
    result: Object = {
        "ruleId": finding.id,
        "ruleIndex": rules.index[finding.id],
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding, related)},
        "locations": [place],
        "partialFingerprints": {SCHEME: fingerprint},
        "properties": _properties(finding),
    }
    if related:
        result["relatedLocations"] = [
            _related(number, each, root) for number, each in enumerate(related, 1)
        ]
    if finding.fix is not None:
        result["fixes"] = [_fix(finding.fix, root)]
    return result


def _message(finding: Finding, related: Iterable[Related]) -> str:
    """What is wrong, with links to the related places, and what to do about it."""
    links = [
        f"[{_link_text(each.message)}]({number})"
        for number, each in enumerate(related, 1)
        if each.message
    ]
    parts = [finding.message, "; ".join(links), finding.help]
    # The first sentence is all that is shown where there is little room.
    return well_formed(" ".join(_sentence(part) for part in parts if part)) or finding.name


def _sentence(text: str) -> str:
    return text if text[-1] in ".!?" else text + "."


def _link_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _properties(finding: Finding) -> Object:
    profiles = finding.profiles
    return {
        "refused": finding.refused,
        "project": well_formed(finding.project),
        "profiles": None if profiles is None else [well_formed(name) for name in profiles],
    }


def _physical(span: Span, root: str) -> Object:
    return {"artifactLocation": _artifact(span.source.path, root), "region": _region(span)}


def _artifact(path: str, root: str) -> Object:
    location: Object = {"uri": uri(path, root)}
    if in_repository(path, root) is not None:
        location["uriBaseId"] = "SRCROOT"
    elif path == "-":
        location["description"] = {"text": "Standard input."}
    return location


def _region(span: Span) -> Object:
    """Where a span begins, and where the first character after it stands."""
    start = span.source.position(span.start)
    end = span.source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": in_utf16(span.source, start),
        "endLine": end.line,
        "endColumn": in_utf16(span.source, end),
    }


def _logical(path: Path) -> Object:
    """The path in the document: services.web.ports[0]."""
    from ..node import show_path

    shown = well_formed(show_path(path))
    last = path[-1]
    kind = "element" if isinstance(last, int) else "member"
    return {"name": well_formed(str(last)), "fullyQualifiedName": shown, "kind": kind}


def _related(number: int, related: Related, root: str) -> Object:
    location: Object = {"id": number, "physicalLocation": _physical(related.span, root)}
    if related.message:
        location["message"] = {"text": well_formed(related.message)}
    return location


def _suppression(each: Suppressed, root: str) -> Object:
    suppression: Object = {
        "kind": "inSource",
        "location": {"physicalLocation": _physical(each.span, root)},
    }
    if each.reason:
        suppression["justification"] = well_formed(each.reason)
    if each.until:
        suppression["properties"] = {"until": each.until}
    return suppression


def _fix(fix: Fix, root: str) -> Object:
    by_file: dict[Source, list[Edit]] = {}
    for edit in fix.edits:
        by_file.setdefault(edit.span.source, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(source.path, root),
            "replacements": [_replacement(edit) for edit in edits],
        }
        for source, edits in by_file.items()
    ]
    return {
        "description": {"text": well_formed(fix.title)},
        "artifactChanges": changes,
        "properties": {"safe": fix.safe},
    }


def _replacement(edit: Edit) -> Object:
    replacement: Object = {"deletedRegion": _region(edit.span)}
    if edit.text:
        replacement["insertedContent"] = {"text": well_formed(edit.text)}
    return replacement


def _invocation(troubles: Iterable[NotJudged], left_out: int, root: str) -> Object:
    """Whether all could be looked at, and what could not."""
    notes = [
        {
            "level": "error",
            "message": {"text": well_formed(trouble.reason)},
            "locations": [
                {"physicalLocation": {"artifactLocation": _artifact(trouble.file, root)}}
            ],
        }
        for trouble in troubles
    ]
    invocation: Object = {"executionSuccessful": not notes}
    if left_out:
        text = f"{left_out} results are left out: services take no more than {MOST_RESULTS}."
        notes.append({"level": "warning", "message": {"text": text}})
    if notes:
        invocation["toolExecutionNotifications"] = notes
    return invocation
