"""The text of `composelint commands`, without an engine: the script, JSON, and what goes wrong."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, project_of

from composelint.cli.main import main
from composelint.commands import Script, script
from composelint.commands.options.limits import cpus
from composelint.commands.quoting import command, csv, quote
from composelint.commands.shell import render
from composelint.plan.desired import Desired
from composelint.plan.options import Options

needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here")


def made(text: str, *services: str) -> Script:
    project = project_of({"compose.yaml": text}, exact=True)
    return script(Desired(project, Options(services=services)), "/project")


def lines(text: str, *services: str) -> list[str]:
    return [" ".join(step.words) or step.shell for step in made(text, *services).steps]


@needs_shell
@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))))
def test_words_come_through_a_shell(words: list[str]) -> None:
    line = command([("printf", "%s\\0", "first", *words), *((word,) for word in words)])
    printed = subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout
    assert printed.decode().split("\0")[1:-1] == [*words, *words]


def test_quotes_only_what_needs_them() -> None:
    assert quote("a/b:c=d,e@f") == "a/b:c=d,e@f"
    assert quote("") == "''"
    assert quote("it's $x") == "'it'\\''s $x'"
    assert csv("a", "b,c", 'd"e', " f") == 'a,"b,c","d""e"," f"'


@pytest.mark.parametrize(
    ("asked", "sent"),
    [(0.3, "0.3"), ("0.1", "0.1"), (2, "2"), (1.7, "1.7"), (0.000001, "0.000001")],
)
def test_processors(asked: Any, sent: str) -> None:
    assert cpus(asked) == sent


def test_services_asked_for_bring_their_dependencies() -> None:
    text = """\
name: p
services:
  web: {image: i, depends_on: [db], networks: [a]}
  db: {image: i, network_mode: none}
  other: {image: i, volumes: ["v:/v"]}
networks: {a: {}}
volumes: {v: {}}
"""
    names = "--network-alias p-web-1 --network-alias web"
    assert lines(text, "web") == [
        "docker network create p_a",
        "docker run --detach --name p-db-1 --network none i",
        f"docker run --detach --name p-web-1 --network p_a {names} i",
    ]


def test_one_network_is_run_and_several_are_connected() -> None:
    text = """\
name: p
services:
  web: {image: i, networks: {a: {mac_address: "02:42:ac:11:00:05"}, b: {priority: 5}, c: }}
networks: {a: , b: , c: }
"""
    told = made(text)
    kinds = [step.kind for step in told.steps if step.service]
    assert kinds == ["create", "connect", "connect", "start"]
    assert [step.name for step in told.steps if step.kind == "connect"] == ["p_a", "p_c"]
    assert [(note.kind, note.field) for note in told.notes] == [
        ("not covered", "networks.a.mac_address")
    ]


@pytest.mark.parametrize(
    ("service", "field", "reason"),
    [
        ("entrypoint: []", "entrypoint", "emptied, with the command of the image"),
        ("entrypoint: ['', a]", "entrypoint", "cannot name a program without a name"),
        ("uts: 'service:db'", "uts", "no uts of another container"),
        ("secrets: [outer]", "secrets.outer", "it is external, which needs a swarm"),
        ("provider: {type: x}", "provider", "docker calls no provider"),
        ("read_only: true\n    configs: [text]", "configs", "into a read_only container"),
    ],
)
def test_no_wrong_container(service: str, field: str, reason: str) -> None:
    text = f"""\
services:
  web:
    image: i
    network_mode: none
    {service}
  db: {{image: i, network_mode: none}}
secrets: {{outer: {{external: true}}}}
configs: {{text: {{content: x}}}}
"""
    told = made(text)
    assert [step.service for step in told.steps] == ["db"]
    (note,) = told.notes
    assert (note.kind, note.service, note.field) == ("not covered", "web", field)
    assert reason in note.reason
    assert f"# not covered: {field}: " in render(told)


def test_a_key_with_an_equals_sign_is_told() -> None:
    text = "services: {web: {image: i, network_mode: none, labels: {'a=b': c, d: e=f}}}"
    (note,) = made(text).notes
    assert (note.field, note.kind) == ("labels", "not covered")
    assert "--label d=e=f --network" in lines(text)[0]


def test_users_of_other_engines_are_told() -> None:
    text = """\
name: p
services:
  a: {image: i, network_mode: none, userns_mode: "keep-id:uid=1000"}
  b: {image: i, network_mode: none, userns_mode: host}
"""
    found = made(text)
    (note,) = found.notes
    assert (note.service, note.field) == ("a", "userns_mode")
    a, b = lines(text)
    assert "--userns" not in a
    assert "--userns host" in b


def test_networks_of_the_engine_take_no_names() -> None:
    text = """\
name: p
services: {web: {image: i}}
networks: {default: {external: true, name: bridge}}
"""
    assert lines(text)[1] == "docker run --detach --name p-web-1 --network bridge i"
    (note,) = made(text).notes
    assert (note.kind, note.field) == ("not covered", "networks.default")


def test_a_dockerfile_in_the_file_comes_on_standard_input() -> None:
    text = """\
name: p
services:
  web:
    network_mode: none
    build:
      context: .
      dockerfile_inline: |
        FROM busybox
        RUN echo "$$HOME" DOCKERFILE
        DOCKERFILE
"""
    (build, _) = made(text).steps
    assert build.shell == (
        "docker build --tag p-web --file - /project <<'DOCKERFILE_'\n"
        'FROM busybox\nRUN echo "$HOME" DOCKERFILE\nDOCKERFILE\nDOCKERFILE_'
    )


def test_builds_come_after_those_they_start_from() -> None:
    text = """\
name: p
services:
  a: {build: {context: a, additional_contexts: {c: "service:c"}}, network_mode: none}
  b: {build: b, network_mode: none}
  c: {build: c, network_mode: none, scale: 0}
"""
    built = [step.name for step in made(text).steps if step.kind == "build"]
    assert built == ["p-c", "p-a", "p-b"]


def test_secrets_of_variables_are_not_written_down() -> None:
    text = """\
services: {web: {image: i, network_mode: none, secrets: [s]}}
secrets: {s: {environment: PASSWORD}}
"""
    project = project_of({"compose.yaml": text}, exact=True, environment={"PASSWORD": "hidden"})
    shown = render(script(Desired(project, Options()), "/project"))
    assert 'put "${PASSWORD?is not set}" project-web-1 /run/secrets/s 0444 0 0' in shown
    assert "hidden" not in shown


@pytest.fixture
def run(tmp_path: Path, monkeypatch: Any, capsys: Any) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(text: str, *arguments: str) -> tuple[int, str, str]:
        (tmp_path / "compose.yaml").write_text(text, encoding="utf-8")
        code = main(["commands", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_json(run: Any) -> None:
    text = """\
name: p
services:
  web: {image: i, network_mode: none, depends_on: {db: {condition: service_healthy}}}
  db:
    image: i
    network_mode: none
    environment: {A: b c}
    develop: {watch: [{path: ., action: rebuild}]}
"""
    code, out, err = run(text, "--format", "json")
    document = json.loads(out)
    assert (code, document["version"], document["project"]) == (0, 1, "p")
    assert [one["kind"] for one in document["commands"]] == ["run", "wait", "run"]
    database, wait, _ = document["commands"]
    assert "A=b c" in database["argv"]
    assert "--env 'A=b c'" in database["shell"]
    assert (wait["argv"], wait["shell"]) == (None, "healthy p-db-1")
    assert list(document["functions"]) == ["healthy"]
    assert document["notes"] == [
        {
            "kind": "not covered",
            "service": "db",
            "field": "develop",
            "reason": "docker has no watch",
        }
    ]
    assert err == "composelint: db: develop: not covered: docker has no watch\n"


def test_into_a_file(run: Any, tmp_path: Path) -> None:
    text = "services: {web: {image: i}}"
    printed = run(text)
    assert printed[0] == 0
    assert run(text, "-o", "up.sh") == (0, "", "")
    assert (tmp_path / "up.sh").read_text() == printed[1]


def test_mistakes(run: Any) -> None:
    text = "services: {web: {image: i}}"
    assert run(text, "wbe") == (
        2,
        "",
        "composelint: no such service: wbe; did you mean web?\n",
    )
    code, out, err = run(text, "--target", "swarm")
    assert (code, out) == (2, "")
    assert "there are none for the target swarm" in err
    code, out, err = run("services: {web: {imgae: i}}")
    assert (code, out) == (1, "")
    assert "imgae" in err


def test_the_example_of_the_page(run: Any) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    assert run(example)[:2] == (0, shown)


def test_the_page_counts_its_projects() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    projects = list((Path(__file__).parent / "projects").glob("*.yaml"))
    assert f"brings {len(projects)} projects up" in page
