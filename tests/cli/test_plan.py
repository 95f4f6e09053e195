"""The command `plan`, called within this process, on saved states and revisions of git."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from support import ROOT

import composelint
from composelint.cli.main import main
from composelint.cli.plan_options import FORMATS, options_of, plan_parser
from composelint.errors import CannotLook
from composelint.observe.saved import saved
from composelint.plan.assumed import state_of
from composelint.plan.desired import Desired
from composelint.plan.options import Options

SHOP = """\
name: shop
services:
  web:
    image: nginx:1.27
    networks: [front]
    depends_on: {api: {condition: service_started, restart: true}}
  api:
    image: shop/api
    environment: {LOG_LEVEL: info}
    networks: [front]
    volumes: ["uploads:/srv"]
  debug: {image: shop/debug, profiles: [dev]}
networks: {front: {}}
volumes: {uploads: {}}
"""
CHANGED = SHOP.replace("info", "debug").replace("uploads: {}", "uploads: {name: other}")


def git(folder: Path, *arguments: str) -> str:
    settings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "someone"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "someone@example.org"),
        **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
    }
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=settings, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the project, and in state.json an engine on which it is up."""
    folder = tmp_path / "shop"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "DOCKER_HOST", "DOCKER_CONTEXT", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (folder / "compose.yaml").write_text(SHOP, encoding="utf-8")
    state = state_of(Desired(composelint.load(exact=True), Options()))
    state.engine = {"name": "box", "version": "28.2.2", "api_version": "1.50", "swarm": False}
    (folder / "state.json").write_text(saved(state), encoding="utf-8")
    return folder


@pytest.fixture
def run(shop: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["plan", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def on_state(run: Any, *arguments: str) -> tuple[int, str, str]:
    found: tuple[int, str, str] = run("--state", "state.json", *arguments)
    return found


def change(shop: Path, text: str = CHANGED) -> None:
    (shop / "compose.yaml").write_text(text, encoding="utf-8")


def document(run: Any, *arguments: str) -> Any:
    code, out, err = on_state(run, "--format", "json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


# --- exit codes


def test_nothing_to_do(run: Any) -> None:
    code, out, err = on_state(run, "--exit-code")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "shop on Docker Engine 28.2.2 (box)"
    assert out.splitlines()[-1] == "Nothing to do: 2 containers as the file wants them."


def test_changes_are_one_only_where_it_is_asked_for(run: Any, shop: Path) -> None:
    change(shop)
    assert on_state(run)[0] == 0
    code, out, _ = on_state(run, "--exit-code")
    assert code == 1
    assert "container shop-api-1" in out
    # What it was before is not in this state, and there is no history: that is said.
    assert "the configuration differs" in out
    assert "Data at risk: volume shop_uploads" in out


def test_a_refused_project_is_none_to_plan(run: Any, shop: Path) -> None:
    change(shop, SHOP.replace("[front]", "[frnt]", 1))
    code, out, err = on_state(run)
    assert (code, out) == (2, "")
    assert "CL202" in err
    assert "frnt" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--force-recreate", "--no-recreate"], "--force-recreate and --no-recreate exclude"),
        (["--build", "--no-build"], "--build and --no-build exclude each other"),
        (["--always-recreate-deps", "--no-recreate"], "exclude each other"),
        (["-V", "--no-recreate"], "--renew-anon-volumes and --no-recreate exclude"),
        (["--volumes"], "--volumes belongs to --down"),
        (["--down", "--force-recreate"], "--force-recreate is nothing for --down"),
        (["--pull", "policy"], "'policy' is no policy"),
        (["--scale", "web"], "--scale: 'web' is not SERVICE=N"),
        (["--scale", "web="], "--scale: 'web=' is not SERVICE=N"),
        (["--scale", "web=two"], "--scale: 'two' is no number of containers"),
        (["--scale", "web=1=2"], "--scale: '1=2' is no number of containers"),
        (["--scale", "wep=2"], "--scale wep: it is not among the services"),
        (["--scale", "debug=2"], "--scale debug: it is not among the services"),
        (["wep"], "no such service: wep; did you mean web?"),
        (["--down", "wep"], "no such service: wep; did you mean web?"),
        (
            ["--target", "compose-v1"],
            "plans are made for Docker Compose 2 and newer, and for swarm",
        ),
        (["--against", "main"], "--against asks no engine: leave out --state"),
        (["--diagram", "x.docx"], "--diagram: x.docx does not tell the format"),
        (["--engine", "unix:///x"], "give --engine or --state, not both"),
    ],
)
def test_mistakes(run: Any, arguments: list[str], said: str) -> None:
    code, out, err = on_state(run, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "internal error" not in err


def test_no_engine_is_two(run: Any) -> None:
    code, out, err = run("--engine", "unix:///nowhere/at/all.sock")
    assert (code, out) == (2, "")
    assert err.startswith("composelint: ")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"version": 1}', '{"version": 1, "containers": 3}']
)
def test_a_state_that_is_none(run: Any, shop: Path, text: str) -> None:
    (shop / "state.json").write_text(text, encoding="utf-8")
    code, _, err = on_state(run)
    assert code == 2
    said = "does not say which containers, networks, volumes and images there are: save it with"
    assert ("state.json is no saved state" in err) or (text == '{"version": 1}' and said in err)


# --- options


def test_options_are_those_of_up() -> None:
    given = "--scale web=2 --scale web=3 --scale api=0 --no-deps --pull always -y -V --no-start"
    options, services = plan_parser().read([*given.split(), "web", "api", "web"])
    asked = options_of(options, services)
    assert asked == Options(
        services=("web", "api"),
        scale=(("web", 3), ("api", 0)),
        no_deps=True,
        pull="always",
        yes=True,
        renew_anon_volumes=True,
        no_start=True,
    )
    assert options_of(*plan_parser().read([])) == Options()


def test_down_and_its_volumes() -> None:
    options, services = plan_parser().read(["--down", "-v", "--remove-orphans"])
    assert options_of(options, services) == Options(down=True, volumes=True, remove_orphans=True)
    with pytest.raises(CannotLook):
        options_of(*plan_parser().read(["--down", "--scale", "web=2"]))


def test_only_what_is_asked_for(run: Any, shop: Path) -> None:
    change(shop)
    names = {one["service"] for one in document(run, "--no-deps", "web")["actions"]}
    assert "api" not in names
    assert document(run, "--scale", "web=3")["summary"]["create"] == 2


def test_down(run: Any) -> None:
    found = document(run, "--down", "--volumes")
    assert {one["action"] for one in found["actions"]} == {"remove"} | (
        {"stop"} & {one["action"] for one in found["actions"]}
    )
    lost = [one["name"] for one in found["actions"] if one["risk"] == "data-loss"]
    assert lost == ["shop_uploads"]
    assert "docker compose down" in on_state(run, "--down")[1]


# --- output


def test_json_validates(run: Any, shop: Path) -> None:
    schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
    for text in (SHOP, CHANGED, CHANGED.replace("nginx:1.27", "nginx:1.28")):
        change(shop, text)
        for more in ((), ("--down", "-v"), ("--scale", "web=4", "--force-recreate")):
            found = document(run, *more)
            jsonschema.Draft202012Validator(schema).validate(found)
            assert (found["project"], found["target"]) == ("shop", "compose")
            assert found["engine"]["version"] == "28.2.2"
    reasons = [reason for one in found["actions"] for reason in one["reasons"]]
    assert {reason["file"] for reason in reasons} <= {"compose.yaml", None}


@pytest.mark.parametrize("form", FORMATS)
def test_output_goes_to_a_file(run: Any, shop: Path, form: str) -> None:
    change(shop)
    assert on_state(run, "--format", form, "-o", "plan.out") == (0, "", "")
    assert "shop" in (shop / "plan.out").read_text(encoding="utf-8")
    assert on_state(run, "-o", str(shop))[0] == 2


@pytest.mark.parametrize("name", ["plan.svg", "plan.mmd", "plan.html", "plan.json", "plan.dot"])
def test_diagram(run: Any, shop: Path, name: str) -> None:
    change(shop)
    assert on_state(run, "--diagram", name)[0] == 0
    drawn = (shop / name).read_text(encoding="utf-8")
    assert "recreate" in drawn or "±" in drawn


def test_signs_that_the_terminal_lacks(run: Any, shop: Path, monkeypatch: Any) -> None:
    change(shop)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = subprocess.run(
        [sys.executable, "-m", "composelint", "plan", "--state", "state.json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert done.stdout.isascii()
    assert b"\\u" not in done.stdout
    assert b"->" in done.stdout


# --- against


@pytest.fixture
def repository(shop: Path) -> Path:
    git(shop, "init", "-q", "-b", "main")
    (shop / ".gitignore").write_text(".env\nstate.json\n", encoding="utf-8")
    git(shop, "add", "--all")
    git(shop, "commit", "-q", "-m", "first")
    return shop


def against(run: Any, *arguments: str) -> Any:
    code, out, err = run("--against", "main", "--format", "json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_against_itself_is_nothing(run: Any, repository: Path) -> None:
    found = against(run)
    assert (found["actions"], found["engine"], found["drift"]) == ([], None, [])
    assert found["against"] == {"revision": "main", "commit": git(repository, "rev-parse", "main")}
    assert run("--against", "main", "--exit-code")[0] == 0


def test_against_tells_what_a_branch_changes(run: Any, repository: Path) -> None:
    change(repository)
    code, out, _ = run("--against", "main", "--exit-code")
    assert code == 1
    short = git(repository, "rev-parse", "main")[:7]
    assert out.startswith(f"shop against main ({short})\n")
    assert 'LOG_LEVEL: "info" → "debug"' in out
    found = against(run)
    done = {(one["action"], one["kind"], one["name"]) for one in found["actions"]}
    assert {
        ("create", "volume", "other"),
        ("recreate", "container", "shop-api-1"),
        ("restart", "container", "shop-web-1"),
    } <= done
    assert found["findings"] == []


def test_a_new_tag_has_to_be_pulled(run: Any, repository: Path) -> None:
    change(repository, SHOP.replace("nginx:1.27", "nginx:1.28"))
    done = [(one["action"], one["name"]) for one in against(run)["actions"]]
    assert done == [("pull", "nginx:1.28"), ("recreate", "shop-web-1")]


def test_what_git_ignores_is_as_it_is_now(run: Any, repository: Path) -> None:
    change(repository, SHOP.replace("LOG_LEVEL: info", "LOG_LEVEL: $LEVEL"))
    git(repository, "commit", "-q", "-a", "-m", "a variable")
    (repository / ".env").write_text("LEVEL=debug\n", encoding="utf-8")
    assert against(run)["actions"] == []


def test_a_project_that_is_new(run: Any, repository: Path) -> None:
    (repository / "new").mkdir()
    (repository / "new" / "compose.yaml").write_text("services: {a: {image: x}}\n")
    found = against(run, "-f", "new/compose.yaml")
    assert {one["action"] for one in found["actions"]} == {"pull", "create"}
    assert "There was no such project at main" in found["notes"][0]


def test_a_project_that_got_another_name(run: Any, repository: Path) -> None:
    change(repository, SHOP.replace("name: shop", "name: store"))
    found = against(run)
    assert found["summary"]["create"] == 2
    assert "The project is called shop at main" in found["notes"][0]


def test_profiles_that_a_service_asks_for_were_on_then(run: Any, repository: Path) -> None:
    assert against(run, "debug")["actions"] == []


def test_against_what_is_no_revision(run: Any, repository: Path) -> None:
    code, _, err = run("--against", "nowhere")
    assert code == 2
    assert "nowhere is no revision of this repository" in err


def test_against_a_revision_that_was_refused(run: Any, repository: Path) -> None:
    change(repository, SHOP.replace("[front]", "[frnt]", 1))
    git(repository, "commit", "-q", "-a", "-m", "broken")
    change(repository)
    code, _, err = run("--against", "main")
    assert code == 2
    assert "the project was refused then" in err


def test_the_commit_that_runs_is_found(run: Any, repository: Path) -> None:
    """Of an engine that does not say what was, git does."""
    commit = git(repository, "rev-parse", "--short=7", "main")
    change(repository)
    code, out, _ = on_state(run)
    assert code == 0
    assert f"running since commit {commit}" in out


# --- what it costs


def test_a_plan_imports_nothing_heavy(shop: Path) -> None:
    change(shop)
    program = (
        "import sys\nfrom composelint.cli.main import main\n"
        "code = main(['plan', '--state', 'state.json'])\n"
        "print(code, sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.startswith("0 [")
    for heavy in ("docker", "requests", "urllib3", "networkx", "jsonschema", "pydot", "paramiko"):
        assert f"'{heavy}'" not in done.stderr
