"""CL210 and CL213: secrets and configs whose content is not to be had."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import ERROR, WARNING, Finding

GIT = {".git/HEAD": "ref: refs/heads/main\n"}


def findings(rule: str, files: dict[str, str] | str, **options: object) -> list[Finding]:
    files = {"compose.yaml": files} if isinstance(files, str) else files
    found = check(project_of(files, **options))  # type: ignore[arg-type]
    return [finding for finding in found if finding.id == rule]


def granted(section: str, file: str, attributes: str = "") -> str:
    return (
        f"services: {{a: {{image: x, {section}: [q]{attributes}}}}}\n"
        f"{section}: {{q: {{file: {file}}}}}"
    )


def missing(files: dict[str, str] | str, **options: object) -> list[tuple[str, str]]:
    found = findings("CL210", files, **options)
    assert not any(finding.refused for finding in found)
    return [(finding.span.text, finding.severity) for finding in found]


@pytest.mark.parametrize(
    ("section", "file", "assumed", "exact"),
    [
        ("configs", "./q.conf", ERROR, ERROR),
        ("configs", "secrets/q.conf", ERROR, ERROR),
        ("secrets", "./q.txt", WARNING, ERROR),
        ("secrets", "db/password.txt", WARNING, ERROR),
        ("secrets", "./secrets/q.txt", None, ERROR),
        ("secrets", "./docker/.secrets/q", None, ERROR),
        ("secrets", "tls/q.pem", None, ERROR),
        ("secrets", "/etc/q.txt", None, ERROR),
        ("configs", "../q.conf", None, ERROR),
        ("configs", "~/q.conf", None, None),
        ("configs", "'${DIR}/q.conf'", None, ERROR),
        ("configs", "'${DIR:-d}/q.conf'", ERROR, ERROR),
    ],
)
def test_a_file_that_is_not_there(
    section: str, file: str, assumed: str | None, exact: str | None
) -> None:
    text = granted(section, file)
    assert missing(text) == ([] if assumed is None else [(file, assumed)])
    assert missing(text, exact=True) == ([] if exact is None else [(file, exact)])


@pytest.mark.parametrize("stored", ["q.conf", "q.conf/inner.txt"])
def test_a_file_or_folder_that_is_there(stored: str) -> None:
    text = granted("configs", "./q.conf")
    assert missing({"compose.yaml": text, stored: ""}, exact=True) == []


@pytest.mark.parametrize(
    "beside",
    [
        {"q.conf.example": ""},
        {"q.example.conf": ""},
        {**GIT, ".gitignore": "*.conf\n"},
        {**GIT, ".gitignore": "/q.conf\n"},
    ],
)
def test_what_is_expected_later(beside: dict[str, str]) -> None:
    files = {"compose.yaml": granted("configs", "./q.conf"), **beside}
    assert missing(files) == []
    assert missing(files, exact=True) == [("./q.conf", ERROR)]


def test_a_secret_of_a_folder_whose_others_are_there_is_forgotten() -> None:
    text = """
services: {a: {image: x, secrets: [p, q]}}
secrets: {p: {file: secrets/p.txt}, q: {file: secrets/q.txt}}
"""
    assert missing(text) == []
    files = {"compose.yaml": text, "secrets/p.txt": ""}
    assert missing(files) == [("secrets/q.txt", WARNING)]


@pytest.mark.parametrize(
    ("stored", "near"),
    [
        ("secrets/db_password", "./secrets/db_password"),
        ("secrets/db-password.txt", "./secrets/db-password.txt"),
        ("db_password.txt", "./db_password.txt"),
    ],
)
def test_a_file_of_nearly_the_name_is_told(stored: str, near: str) -> None:
    text = granted("secrets", "secrets/db_password.txt")
    (finding,) = findings("CL210", {"compose.yaml": text, stored: ""})
    assert finding.message.endswith(f"there is {near}")


def test_what_nothing_uses_is_not_looked_at() -> None:
    text = "services: {a: {image: x}}\nconfigs: {q: {file: ./q.conf}}"
    assert missing(text) == []
    assert missing(text, exact=True) == []


def test_profiles() -> None:
    text = granted("configs", "./q.conf", ", profiles: [p]")
    (finding,) = findings("CL210", text)
    assert (finding.severity, finding.profiles) == (WARNING, ("p",))
    assert missing(text, exact=True) == []
    assert missing(text, exact=True, profiles=("p",)) == [("./q.conf", ERROR)]
    both = text.replace("}}\n", "}, b: {image: x, configs: [q]}}\n", 1)
    (finding,) = findings("CL210", both)
    assert (finding.severity, finding.profiles) == (ERROR, None)


def test_the_path_of_an_included_file_counts_from_its_folder() -> None:
    files = {
        "compose.yaml": "include: [sub/compose.yaml]",
        "sub/compose.yaml": granted("configs", "./q.conf"),
        "sub/q.conf": "",
    }
    assert missing(files, exact=True) == []


EXTERNAL = """
services: {{a: {{image: x, container_name: q, {use}}}}}
{section}: {{s: {external}}}
"""


@pytest.mark.parametrize(
    ("section", "use", "external", "speaks"),
    [
        ("secrets", "secrets: [s]", "{external: true}", True),
        ("configs", "configs: [{source: s}]", "{external: true}", True),
        ("secrets", "secrets: [s]", "{external: {name: q}}", True),
        ("secrets", "secrets: [s]", "{external: false, environment: S}", False),
        ("secrets", "labels: [s=s]", "{external: true}", False),
        ("networks", "networks: [s]", "{external: true}", False),
        ("volumes", "volumes: ['sss:/d']", "{external: true}", False),
    ],
)
def test_external(section: str, use: str, external: str, speaks: bool) -> None:
    text = EXTERNAL.format(section=section, use=use, external=external)
    found = findings("CL213", text)
    assert [f.span.text for f in found] == ["external"] * speaks
    assert all(f.severity == WARNING and not f.refused for f in found)


def test_a_stack_file_is_told_so_once() -> None:
    text = EXTERNAL.format(section="secrets", use="secrets: [s]", external="{external: true}")
    stack = text.replace(" container_name: q,", "")
    assert findings("CL213", stack) == []
    assert len(findings("CL113", stack)) == 1
    assert findings("CL113", text) == []
    assert findings("CL213", text, target="swarm") == []
