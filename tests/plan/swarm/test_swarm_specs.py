"""The services that we take the Docker CLI to send, beside those that it sends."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpus
import pytest
from engine import docker_cli
from stack_capture import Listener, Sent
from swarm_case import scenarios

from composelint.loading.load import LoadOptions, load_project
from composelint.plan.swarm import sections
from composelint.plan.swarm.services import networks_of, specs
from composelint.project import Project
from composelint.target import parse_target

pytestmark = pytest.mark.skipif(
    docker_cli() is None, reason="no Docker CLI 28.2: COMPOSELINT_DOCKER"
)

#: What the client adds of itself.
_OF_THE_CLIENT = frozenset(
    "CheckDuplicate Scope EnableIPv6 Ingress ConfigOnly ConfigFrom Data SecretID ConfigID".split()
)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    # A folder of its own rather than tmp_path: the path of a socket has at most 107 characters.
    with tempfile.TemporaryDirectory() as folder, Listener(Path(folder) / "s") as found:
        yield found


def load(folder: Path, file: str) -> Project:
    options = LoadOptions(
        files=(os.path.normpath(folder / file),),
        directory=str(folder),
        exact=True,
        target=parse_target("swarm"),
        environment=corpus.ENVIRONMENT,
    )
    return load_project(options, corpus.read)


def ours(project: Project) -> dict[str, Any]:
    found = {f"/services/create {one['Name']}": one for one in specs(project, "st").values()}
    used = [key for _, _, own in project.services() for key in networks_of(own)]
    things = {"networks": sections.networks(project, "st", list(dict.fromkeys(used)))}
    things |= {
        section: sections.contents(project, "st", section) for section in ("secrets", "configs")
    }
    for section, each in things.items():
        for one in each:
            if not one.external:
                found[f"/{section}/create {one.name}"] = {"Name": one.name, **one.spec}
    return {name: _plain(one) for name, one in found.items()}


def theirs(sent: Sent) -> dict[str, Any]:
    return {f"{path} {body['Name']}": _plain(body) for path, body in sent}


def _plain(value: Any) -> Any:
    """Without empty values; ports in an order of their own, for the CLI's is not stable."""
    if isinstance(value, dict):
        shown = {key: _plain(one) for key, one in value.items() if key not in _OF_THE_CLIENT}
        kept = {key: one for key, one in shown.items() if one not in (None, "", 0, False, [], {})}
        if "Ports" in kept:
            kept["Ports"].sort(key=repr)
        return kept
    return [_plain(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["everything is made", "everything that a service can be told"])
def test_sent_alike(name: str, listener: Listener, tmp_path: Path) -> None:
    (scenario,) = [one for one in scenarios() if one.name == name]
    for file, text in scenario.files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    sent = listener.deploy(tmp_path, "stack.yml", "st")
    assert sent is not None
    assert ours(load(tmp_path, "stack.yml")) == theirs(sent)


def _differing(rows: list[corpus.Row], listener: Listener) -> tuple[int, list[str]]:
    seen, found = 0, []
    for row in rows:
        folder = corpus.folder() / row["id"]
        sent = listener.deploy(folder, row["entry"], "st")
        if sent is not None:
            seen += 1
            if ours(load(folder, row["entry"])) != theirs(sent):
                found.append(row["id"])
    return seen, found


def _accepted() -> list[corpus.Row]:
    return [row for row in corpus.rows() if row["oracle_exit_swarm"] == 0]


@pytest.mark.skipif(not corpus.available(), reason="the corpus is not here")
def test_some_of_the_corpus(listener: Listener) -> None:
    seen, found = _differing(_accepted()[::60], listener)
    assert seen > 10
    assert found == []


@pytest.mark.slow
@pytest.mark.skipif(not corpus.available(), reason="the corpus is not here")
def test_the_corpus(listener: Listener) -> None:
    """All of it: 980 files come to the end of a deploy."""
    seen, found = _differing(_accepted(), listener)
    assert seen > 900
    assert found == []
