"""docs/plan.md and the README: each plan is what the command above it prints, each option is one.

`python tests/test_plan_docs.py` plans them anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

import composelint
from composelint.cli.main import main
from composelint.cli.plan_options import plan_parser
from composelint.plan.desired import Desired
from composelint.plan.options import Options
from composelint.plan.records import Action
from composelint.plan.report.looks import LOOKS

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "plan.md"
README = ROOT / "README.md"
#: Where the saved state says that the project lies.
PLACE = "/srv/shop"
#: 2026-11-25T12:00Z: later than the containers of the state.
CHANGED = 1_795_608_000

#: The hash of the service that mounts a file, in the state.
HASH = "a7231f42a98f08ebf12c52c9bfedf71ce27a6523d8802c8f5de0409f0e727c4e"

_PLAN = re.compile(
    r"```sh\n(composelint plan [^\n]*)\n```\n\n```(text|mermaid)\n(.*?)```\n", re.DOTALL
)


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def printed(command: str) -> str:
    """What a command prints in a copy of the fixture, in which git has the state before."""
    with tempfile.TemporaryDirectory() as top, _clean_environment():
        folder = Path(os.path.realpath(top)) / "shop"
        shutil.copytree(ROOT / "fixtures" / "plan", folder)
        _placed(folder)
        if "--against" in command:
            _committed(folder)
        os.utime(folder / "proxy.cfg", (CHANGED, CHANGED))
        before, out = os.getcwd(), io.StringIO()
        os.chdir(folder)
        try:
            with contextlib.redirect_stdout(out):
                code = main(shlex.split(command)[1:])
        finally:
            os.chdir(before)
        assert code == 0, command
        if "--diagram" in command:
            return (folder / "plan.mmd").read_text(encoding="utf-8")
    return out.getvalue()


@contextlib.contextmanager
def _clean_environment() -> object:  # type: ignore[misc]
    kept = dict(os.environ)
    for name in [name for name in kept if name.startswith(("COMPOSE_", "DOCKER_", "GIT_"))]:
        del os.environ[name]
    os.environ["COLUMNS"] = "100"
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


def _placed(folder: Path) -> None:
    state = folder / "state.json"
    text = state.read_text(encoding="utf-8").replace(PLACE, str(folder))
    # The folder is part of what is hashed where a file of it is mounted.
    project = composelint.load("before.yaml", here=folder, exact=True, environment={})
    text = text.replace(HASH, Desired(project, Options()).service_hash("proxy", {}))
    state.write_text(text, encoding="utf-8")


def _committed(folder: Path) -> None:
    """The same commit on every machine."""
    now = (folder / "compose.yaml").read_bytes()
    (folder / "compose.yaml").write_bytes((folder / "before.yaml").read_bytes())
    who = {"NAME": "someone", "EMAIL": "someone@example.org", "DATE": "2026-10-02T12:00:00Z"}
    environment = {
        **os.environ,
        **{
            f"GIT_{role}_{key}": said
            for role in ("AUTHOR", "COMMITTER")
            for key, said in who.items()
        },
        **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
    }
    for line in ("init -q -b main", "add compose.yaml proxy.cfg", "commit -q -m shop"):
        subprocess.run(["git", *line.split()], cwd=folder, env=environment, check=True)
    (folder / "compose.yaml").write_bytes(now)


def plans() -> list[tuple[str, str, str]]:
    """(command, kind, what it prints) of both pages."""
    return _PLAN.findall(page()) + _PLAN.findall(README.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("command", "plan"), [pytest.param(one[0], one[2], id=one[0]) for one in plans()]
)
def test_plans(command: str, plan: str) -> None:
    assert printed(command) == plan


def test_the_readme_shows_a_plan() -> None:
    assert len(_PLAN.findall(README.read_text(encoding="utf-8"))) == 1


def test_every_plan_has_its_command() -> None:
    assert len(_PLAN.findall(page())) == page().count("```text") + page().count("```mermaid")


def test_every_kind_of_thing_to_say_has_its_example() -> None:
    shown = "".join(plan for _, _, plan in _PLAN.findall(page()))
    for words in (
        *("Data at risk", "Recreated", "Removed", "Created and started", "Would fail", "Drift"),
        *("Docker Compose will not notice", "Nothing to do", "--remove-orphans removes"),
    ):
        assert words in shown


def test_options() -> None:
    known = set(re.findall(r"--[a-z][a-z-]+", plan_parser().help()))
    text = re.sub(r"(?m)^- run: gh .*$", "", page())
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))
    assert told - known - {"--prune"} == set()
    assert known - told - {"--file", "--project-name", "--help"} == set()


def test_keys_and_signs() -> None:
    text = page()
    for key in [*Action._fields, "field", "before", "after", "message", "file", "line"]:
        assert f"`{key}`" in text, key
    for look in LOOKS.values():
        assert f"`{look.sign}`" in text


if __name__ == "__main__":
    for path in (PAGE, README):
        anew = _PLAN.sub(
            lambda found: f"```sh\n{found[1]}\n```\n\n```{found[2]}\n{printed(found[1])}```\n",
            path.read_text(encoding="utf-8"),
        )
        path.write_text(anew, encoding="utf-8")
