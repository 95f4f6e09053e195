"""CL312: two mounts on one path, of which one is dropped."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import Finding

TOP = """
volumes: {vol: , war: }
secrets: {s: {environment: S}, t: {environment: T}}
configs: {c: {content: c}, d: {content: d}}
"""


def findings(attributes: str, override: str = "") -> list[Finding]:
    files = {"compose.yaml": f"services: {{a: {{image: x, {attributes}}}}}{TOP}"}
    if override:
        files["compose.override.yaml"] = f"services: {{a: {{{override}}}}}"
    return [one for one in check(project_of(files)) if one.id == "CL312"]


@pytest.mark.parametrize(
    ("attributes", "span", "words"),
    [
        ("volumes: ['vol:/d', 'war:/d']", "'war:/d'", "a mounts two things at /d"),
        ("volumes: ['vol:/d', 'war:/d/']", "'war:/d/'", "/d:"),
        ("volumes: ['vol:/d', 'war:/x/../d/.']", "'war:/x/../d/.'", "/d:"),
        ("volumes: ['vol:/d', 'vol:/d:ro']", "'vol:/d:ro'", "two things"),
        ("volumes: ['vol:/d', ./d:/d]", "./d:/d", "two things"),
        ("volumes: ['vol:/d', /d]", "/d", "two things"),
        ("volumes: ['vol:/d', {type: volume, source: war, target: /d}]", "/d", "two things"),
        ("volumes: ['${V}:/d', '${W}:/d']", "'${W}:/d'", "two things"),
        ("secrets: [s, {source: t, target: s}]", "s", "two things at /run/secrets/s"),
        ("secrets: [s, {source: t, target: /run/secrets/s}]", "/run/secrets/s", "two things"),
        ("configs: [c, {source: d, target: /c}]", "/c", "two things at /c"),
        ("configs: [{source: c, target: q}, {source: d, target: /q}]", "/q", "two things at /q"),
        ("volumes: ['vol:/run/secrets/s'], secrets: [s]", "s", 'the secret "s" is not there'),
        ("volumes: ['vol:/c'], configs: [c]", "c", 'the config "c" is not there'),
        (
            "secrets: [s], configs: [{source: c, target: /run/secrets/s}]",
            "/run/secrets/s",
            'the config "c" is not there: a mounts a secret',
        ),
    ],
)
def test_what_speaks(attributes: str, span: str, words: str) -> None:
    (finding,) = findings(attributes)
    assert finding.span.text == span
    assert words in finding.message


@pytest.mark.parametrize(
    "attributes",
    [
        "volumes: ['vol:/d', 'war:/d/e', ./d:/D]",
        "volumes: ['vol:/d', 'vol:/d']",
        "volumes: ['vol:/d', {type: volume, source: vol, target: /d}]",
        "volumes: ['vol:${D}', 'war:${D}', '${X}', '${Y}']",
        "volumes: [&m 'vol:/d', *m]",
        "secrets: [s, s], configs: [s]",
        "secrets: [s, {source: s}]",
        "secrets: [{source: s, target: '${X}'}, {source: t, target: '${X}'}]",
        "volumes: ['vol:/run/secrets'], secrets: [s]",
        "devices: ['/dev/a:/dev/x', '/dev/b:/dev/x']",
    ],
)
def test_what_is_silent(attributes: str) -> None:
    assert findings(attributes) == []


def test_an_override_replaces_on_purpose() -> None:
    assert findings("volumes: ['vol:/d']", "volumes: ['war:/d']") == []
    (finding,) = findings("volumes: ['vol:/d']", "volumes: ['war:/d', './war:/d']")
    assert finding.span.text == "'./war:/d'"


def test_a_tmpfs_is_refused_and_told_as_that() -> None:
    project = project_of({"compose.yaml": f"services: {{a: {{image: x, tmpfs: /d}}}}{TOP}"})
    assert "CL312" not in {finding.id for finding in check(project)}
    text = f"services: {{a: {{image: x, tmpfs: /d, volumes: ['vol:/d']}}}}{TOP}"
    found = {finding.id for finding in check(project_of({"compose.yaml": text}))}
    assert "CL110" in found
    assert "CL312" not in found


def test_other_programs_do_otherwise() -> None:
    text = f"version: '3.7'\nservices: {{a: {{image: x, volumes: ['vol:/d', 'war:/d']}}}}{TOP}"
    for target, speaks in (("compose@2.30", True), ("compose-v1", False), ("swarm", False)):
        found = {one.id for one in check(project_of({"compose.yaml": text}, target=target))}
        assert ("CL312" in found) == speaks
