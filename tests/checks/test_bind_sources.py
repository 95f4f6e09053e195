"""CL212: what is mounted from the host and is not there."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import ERROR, WARNING, Finding


def findings(files: dict[str, str] | str, **options: object) -> list[Finding]:
    files = {"compose.yaml": files} if isinstance(files, str) else files
    found = check(project_of(files, **options))  # type: ignore[arg-type]
    found = [finding for finding in found if finding.id == "CL212"]
    assert not any(finding.refused for finding in found)
    return found


def mounts(volumes: str, more: str = "") -> str:
    return f"services: {{a: {{image: x, volumes: [{volumes}]{more}}}}}"


@pytest.mark.parametrize(
    ("volume", "span"),
    [
        ("./nginx.conf:/etc/nginx/nginx.conf", "./nginx.conf"),
        ("./site.conf:/etc/nginx/conf.d/default.conf:ro", "./site.conf"),
        ("./init.sql:/docker-entrypoint-initdb.d/10-init", "./init.sql"),
        ("./conf.d/a.YML:/etc/q/a.yml", "./conf.d/a.YML"),
        ("{type: bind, source: ./a.json, target: /q/a.json}", "./a.json"),
        ("{type: bind, source: conf/a.json, target: /q/a.json}", "conf/a.json"),
        ("'${DIR:-./d}/a.ini:/q/a.ini'", "'${DIR:-./d}/a.ini:/q/a.ini'"),
    ],
)
def test_what_is_meant_to_be_a_file(volume: str, span: str) -> None:
    (finding,) = findings(mounts(volume))
    assert (finding.span.text, finding.severity) == (span, WARNING)
    assert "there is no file" in finding.message


@pytest.mark.parametrize(
    "volume",
    [
        "./data:/var/lib/mysql",
        "./conf.d:/etc/nginx/conf.d",
        "./my.app:/srv/my.app",
        "./nginx.conf:/etc/nginx/",
        "./nginx.conf:/etc/nginx",
        "./nginx.conf/:/etc/nginx.conf",
        "./acme.json:/acme.json",
        "./certs/site.conf:/etc/site.conf",
        "./users.yaml:/etc/users.yaml",
        "./site.pem:/etc/site.pem",
        "./q.db:/var/q.db",
        "./.env:/app/.env",
        "./q.sock:/var/run/q.sock",
    ],
)
def test_what_may_come_later_is_looked_at_exactly_only(volume: str) -> None:
    assert findings(mounts(volume)) == []
    (finding,) = findings(mounts(volume), exact=True)
    assert "Docker makes an empty folder of it" in finding.message


@pytest.mark.parametrize(
    "volume",
    [
        "/etc/q.conf:/etc/q.conf",
        "~/q.conf:/etc/q.conf",
        "/var/run/docker.sock:/var/run/docker.sock",
        "volume.conf:/etc/q.conf",
        "/etc/q.conf",
        "'.\\q.conf:/etc/q.conf'",
        "'./${X}:/etc/q.conf'",
        "{type: tmpfs, target: /q.conf}",
        "{type: volume, source: q.conf, target: /q.conf}",
    ],
)
def test_what_is_no_relative_path_is_never_looked_at(volume: str) -> None:
    assert findings(mounts(volume)) == []
    assert findings(mounts(volume), exact=True) == []


@pytest.mark.parametrize("volume", ["../q.conf:/etc/q.conf", "'./${X}.conf:/etc/q.conf'"])
def test_what_is_elsewhere_or_not_known(volume: str) -> None:
    assert findings(mounts(volume)) == []
    assert len(findings(mounts(volume), exact=True)) == 1


@pytest.mark.parametrize("stored", ["q.conf", "q.conf/inner"])
def test_what_is_there(stored: str) -> None:
    files = {"compose.yaml": mounts("./q.conf:/etc/q.conf"), stored: ""}
    assert findings(files) == []
    assert findings(files, exact=True) == []


@pytest.mark.parametrize(
    "beside",
    [
        {"q.conf.dist": ""},
        {"q.conf.template": ""},
        {".git/HEAD": "", ".gitignore": "q.conf\n"},
        {".gitmodules": "[submodule]\n path = q.conf\n"},
    ],
)
def test_what_is_expected_later(beside: dict[str, str]) -> None:
    files = {"compose.yaml": mounts("./q.conf:/etc/q.conf"), **beside}
    assert findings(files) == []
    assert len(findings(files, exact=True)) == 1


NOT_CREATED = "{type: bind, source: ./data, target: /d, bind: {create_host_path: %s}}"


def test_a_path_that_must_not_be_made() -> None:
    (finding,) = findings(mounts(NOT_CREATED % "false"))
    assert finding.severity == ERROR
    assert finding.message.endswith("a does not start")
    assert findings(mounts(NOT_CREATED % "true")) == []
    assert findings({"compose.yaml": mounts(NOT_CREATED % "false"), "data/q": ""}) == []


def test_what_another_makes_at_its_start_comes_too_late() -> None:
    text = """
services:
  a: {image: x, volumes: ['./data:/d']}
  b: {image: x, volumes: [%s]}
"""
    (finding,) = findings(text % (NOT_CREATED % "false"), exact=True)
    assert (finding.severity, finding.path[1]) == (ERROR, "b")


def test_one_path_is_told_once_at_a_service_that_is_on() -> None:
    text = """
services:
  a: {image: x, profiles: [p], volumes: ['./q.conf:/q.conf']}
  b: {image: x, volumes: ['./q.conf:/etc/q.conf']}
"""
    (finding,) = findings(text)
    assert (finding.path, finding.profiles) == (("services", "b", "volumes", 0), None)
    (finding,) = findings(text.replace("b: {", "b: {profiles: [q], "))
    assert finding.profiles == ("p",)
    assert findings(text.replace("b: {", "b: {profiles: [q], "), exact=True) == []
