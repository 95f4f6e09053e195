"""`composelint schema`, called within this process."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from composelint.cli.main import main


@pytest.fixture
def schema(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["schema", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def printed(run: Any, *arguments: str) -> dict[str, Any]:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    result = json.loads(out)
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize(
    ("arguments", "draft", "title"),
    [
        ((), "2020-12", "Docker Compose 5.6.1"),
        (("--target", "compose@2.24.7"), "2020-12", "Docker Compose 2.24.7"),
        (("--format", "3.7"), "draft-04", "Compose file format 3.7"),
        (("--format", "1"), "draft-04", "Compose file format 1"),
        (("--target", "swarm"), "draft-04", "Compose file format 3.13"),
        (("--target", "swarm", "--format", "3.2"), "draft-04", "Compose file format 3.2"),
        (("--target", "compose-v1"), "draft-04", "Docker Compose 1.29.2"),
        (("--target", "compose-v1", "--format", "1"), "draft-04", "Compose file format 1"),
    ],
)
def test_versions(schema: Any, arguments: tuple[str, ...], draft: str, title: str) -> None:
    found = printed(schema, *arguments)
    assert draft in found["$schema"]
    assert title in found["title"]
    assert "$id" not in json.dumps(found)
    assert "id" not in found
    jsonschema.validators.validator_for(found).check_schema(found)


def test_what_editors_show(schema: Any) -> None:
    found = printed(schema)
    services = found["properties"]["services"]
    assert services["description"]
    (service,) = [one for name, one in services["patternProperties"].items() if name != "^x-"]
    assert service["title"] == "Service"
    links = service["properties"]["links"]
    assert links["deprecated"] is True
    assert "services.*.networks" in links["description"]
    image = service["properties"]["image"]
    assert image["description"]


def test_variables(schema: Any) -> None:
    """Files as written: a variable may stand where it gives a number, a boolean, one of a few."""
    service = {"image": "nginx", "scale": "${N}", "privileged": "${P:-no}", "pull_policy": "$POL"}
    project = {"services": {"a": service, "b": {"privileged": "yes", "scale": "2"}}}
    assert _valid(printed(schema), project)
    assert not _valid(printed(schema, "--no-variables"), project)
    assert not _valid(printed(schema), {"services": {"a": {"privileged": "maybe"}}})
    stack = {"version": "3.7", "services": {"a": {"image": "nginx", "privileged": "$P"}}}
    assert _valid(printed(schema, "--target", "swarm"), stack)
    stack["services"]["a"]["privileged"] = "yes"  # type: ignore[index]
    assert not _valid(printed(schema, "--target", "swarm"), stack)


def _valid(found: dict[str, Any], value: dict[str, Any]) -> bool:
    return bool(jsonschema.validators.validator_for(found)(found).is_valid(value))


def test_the_same_every_time(schema: Any) -> None:
    assert schema() == schema()


def test_output(schema: Any, tmp_path: Path) -> None:
    out = schema("--format", "2.4")[1]
    file = tmp_path / "out.json"
    assert schema("--format", "2.4", "-o", "out.json") == (0, "", "")
    assert file.read_text(encoding="utf-8") == out
    assert os.listdir(tmp_path) == ["out.json"]
    assert schema("--format", "2.4", "-o", "-")[1] == out
    file.chmod(0o600)
    assert schema("-o", "out.json")[0] == 0
    assert file.read_text(encoding="utf-8") != out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "3.77"), "'3.77' is no file format; did you mean 3.7?"),
        (("--target", "swarm", "--format", "2.4"), "swarm reads the formats 3.0 to 3.13, not 2.4"),
        (("compose.yaml",), "unexpected argument 'compose.yaml'"),
        (("-o", "nowhere/schema.json"), "cannot be written: no such file or directory"),
        (("-o", "."), "is a folder, not a file"),
    ],
)
def test_mistakes(schema: Any, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = schema(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_validator_of_check(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """The library finds what the walk finds, in its words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(
        "services:\n  web:\n    imgae: nginx\n    ports: 80:80\n    scale: '2'\n"
    )
    codes = []
    outs = []
    for validator in ("walk", "jsonschema"):
        codes.append(main(["check", "--validator", validator, "--format", "json"]))
        outs.append(json.loads(capsys.readouterr().out))
    assert codes == [1, 1]
    assert outs[0] == outs[1]
    assert len(outs[0]["findings"]) >= 2
    assert main(["check", "--validator", "jsonschmea"]) == 2
    assert "did you mean jsonschema?" in capsys.readouterr().err
