"""CL211: contexts and Dockerfiles that are not there."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import ERROR, WARNING, Finding

FILES = {
    "api/Dockerfile": "FROM x",
    "api/docker/Dockerfile": "FROM x",
    "low/dockerfile": "FROM x",
    "dev/Dockerfile.dev": "FROM x",
    "empty/note.txt": "",
    "Dockerfile": "FROM x",
}


def findings(files: dict[str, str] | str, **options: object) -> list[Finding]:
    files = {"compose.yaml": files, **FILES} if isinstance(files, str) else files
    found = check(project_of(files, **options))  # type: ignore[arg-type]
    found = [finding for finding in found if finding.id == "CL211"]
    assert not any(finding.refused for finding in found)
    return found


def build(written: str, more: str = "") -> str:
    return f"services: {{a: {{build: {written}{more}}}}}"


@pytest.mark.parametrize(
    ("written", "span", "words"),
    [
        ("./web", "./web", "there is no folder ./web to build a from"),
        ("{context: web}", "web", "there is no folder web"),
        ("'${DIR:-web}'", "'${DIR:-web}'", "no folder web"),
        ("./api/Dockerfile", "./api/Dockerfile", "./api/Dockerfile is a file"),
        ("empty", "empty", "there is no Dockerfile in empty to build a from"),
        ("{context: empty, dockerfile: api/Dockerfile}", "api/Dockerfile", "is ../api/Dockerfile"),
        ("dev", "dev", "there is Dockerfile.dev"),
        ("{dockerfile: Dockerfile.q}", "Dockerfile.q", "there is no Dockerfile.q in ."),
        ("{context: api, dockerfile: api/Dockerfile}", "api/Dockerfile", "there is Dockerfile"),
        ("{context: low, dockerfile: Dockerfile.q}", "Dockerfile.q", "no Dockerfile.q in low"),
        ("{context: api, additional_contexts: {q: ./web}}", "./web", "no folder ./web"),
        ("{context: api, additional_contexts: [q=./web]}", "./web", "no folder ./web"),
    ],
)
def test_what_speaks(written: str, span: str, words: str) -> None:
    (finding,) = findings(build(written))
    assert (finding.span.text, finding.severity) == (span, ERROR)
    assert words in finding.message
    (exact,) = findings(build(written), exact=True)
    assert exact.message == finding.message


@pytest.mark.parametrize(
    "written",
    [
        ".",
        "api",
        "low",
        "{}",
        "{context: api, dockerfile: docker/Dockerfile}",
        "{context: empty, dockerfile: ../api/Dockerfile}",
        "{context: empty, dockerfile_inline: FROM x}",
        "https://github.com/docker/awesome-compose.git#master:flask",
        "github.com/docker/awesome-compose",
        "git@github.com:docker/awesome-compose.git",
        "ssh://git@example.com/q",
        "{context: api, additional_contexts: {p: docker-image://x, q: https://example.com/q}}",
        "{context: api, additional_contexts: {p: ./empty, q: oci-layout://q}}",
        "{context: 'C:\\q'}",
    ],
)
def test_what_is_silent(written: str) -> None:
    assert findings(build(written)) == []
    assert findings(build(written), exact=True) == []


@pytest.mark.parametrize(
    "written", ["/srv/web", "../web", "'${DIR}'", "'${DIR}/web'", "{context: api, dockerfile: /q}"]
)
def test_what_is_not_of_the_project_is_looked_at_exactly_only(written: str) -> None:
    assert findings(build(written)) == []
    assert len(findings(build(written), exact=True)) == (written != "'${DIR}'")


def test_an_image_may_be_pulled_in_place_of_being_built() -> None:
    (finding,) = findings(build("./web", ", image: shop/web"))
    assert finding.severity == WARNING


def test_profiles() -> None:
    text = build("./web", ", profiles: [p]")
    (finding,) = findings(text)
    assert (finding.severity, finding.profiles) == (WARNING, ("p",))
    assert findings(text, exact=True) == []
    (finding,) = findings(text, exact=True, profiles=("p",))
    assert (finding.severity, finding.profiles) == (ERROR, None)


def test_one_folder_is_told_once_at_a_service_that_is_on() -> None:
    text = "services: {a: {build: web, profiles: [p]}, b: {build: ./web}, c: {build: ./web/}}"
    (finding,) = findings(text)
    assert (finding.path, finding.severity) == (("services", "b", "build"), ERROR)


GIT = {".git/HEAD": "ref: refs/heads/main\n"}


@pytest.mark.parametrize(
    ("beside", "silent"),
    [
        ({**GIT, ".gitignore": "web/\n"}, True),
        ({**GIT, ".gitignore": "/other/\n"}, False),
        ({".gitmodules": '[submodule "q"]\n\tpath = web\n'}, True),
        ({".gitmodules": '[submodule "q"]\n\tpath = we\n'}, False),
    ],
)
def test_what_comes_later(beside: dict[str, str], silent: bool) -> None:
    files = {"compose.yaml": build("./web"), **beside}
    assert findings(files) == [] if silent else len(findings(files)) == 1
    assert len(findings(files, exact=True)) == 1


def test_the_dockerfile_of_a_submodule_comes_later() -> None:
    files = {
        "compose.yaml": build("./web/api"),
        "web/api/.keep": "",
        ".gitmodules": "[submodule]\npath=web\n",
    }
    assert findings(files) == []


def test_a_path_within_the_repository_is_of_the_project() -> None:
    files = {
        "compose.yaml": "include: [sub/compose.yaml]",
        "sub/compose.yaml": build("../web"),
    }
    assert findings(files) == []
    assert len(findings({**files, **GIT})) == 1
    assert findings({**files, **GIT, "sub/.git/HEAD": ""}) == []


def test_the_folder_of_an_included_file_counts() -> None:
    files = {
        "compose.yaml": "include: [sub/compose.yaml]",
        "sub/compose.yaml": build("{context: ., dockerfile: Dockerfile}"),
        "sub/Dockerfile": "FROM x",
    }
    assert findings(files, exact=True) == []


def test_a_stack_builds_nothing() -> None:
    assert findings(build("./web", ", image: x"), target="swarm") == []
