from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from composelint import api
from composelint.disk import Disk
from composelint.githistory import Commit, commits
from composelint.gittree import GitTree
from composelint.hashes import network_hash, service_hash, volume_hash
from composelint.plan.history import MOST_SECONDS, History, files_of
from composelint.plan.labels import HASH, ONE_OFF, PROJECT, SERVICE
from composelint.plan.observed import referred_to
from composelint.resolved import model
from composelint.state import State

COMMITS = [Commit(id_ * 40, f"2026-10-0{3 - n}", 300.0 - 100 * n) for n, id_ in enumerate("cba")]


def entry(level: str) -> dict[str, Any]:
    return {
        "services": {"web": {"command": None, "environment": {"LEVEL": level}, "image": "x"}},
        "networks": {"default": {"name": level}},
        "volumes": {"data": {"name": level}},
    }


MODELS = {"c" * 40: entry("debug"), "b" * 40: None, "a" * 40: entry("info")}


def still() -> float:
    return 0.0


def test_the_revision_of_a_hash() -> None:
    history = History(COMMITS, MODELS.get, still)
    wanted = service_hash(entry("info")["services"]["web"])
    earlier = history.earlier("service", "web", wanted)
    assert earlier is not None
    assert (earlier.commit, earlier.date) == ("a" * 40, "2026-10-01")
    assert earlier.model == entry("info")
    assert history.earlier("service", "web", "0" * 64) is None
    assert history.earlier("service", "other", wanted) is None
    assert history.notes() == ()


def test_networks_and_volumes() -> None:
    history = History(COMMITS, MODELS.get, still)
    network = network_hash(entry("debug")["networks"]["default"])
    volume = volume_hash(entry("info")["volumes"]["data"])
    found = history.earlier("network", "default", network)
    assert getattr(found, "commit", None) == "c" * 40
    found = history.earlier("volume", "data", volume)
    assert getattr(found, "commit", None) == "a" * 40


def test_each_revision_is_read_once_and_no_more_than_needed() -> None:
    asked: list[str] = []

    def load(commit: str) -> dict[str, Any] | None:
        asked.append(commit)
        return MODELS[commit]

    history = History(COMMITS, load, still)
    now = service_hash(entry("debug")["services"]["web"])
    history.earlier("service", "web", now)
    assert asked == ["c" * 40]
    history.earlier("service", "web", "0" * 64)
    history.earlier("service", "web", "1" * 64)
    assert asked == [one.id for one in COMMITS]


@pytest.mark.parametrize(
    ("seconds", "commit"), [(1000.0, "c"), (300.0, "c"), (299.0, None), (100.0, "a"), (99.0, None)]
)
def test_the_revision_at_a_time(seconds: float, commit: str | None) -> None:
    """b, at 200, could not be read: then nothing is known of that time."""
    found = History(COMMITS, MODELS.get, still).at(seconds)
    assert (None if found is None else found.commit[0]) == commit


def test_it_gives_up_and_says_so() -> None:
    now = [0.0]

    def load(commit: str) -> dict[str, Any] | None:
        now[0] += MOST_SECONDS + 1
        return MODELS[commit]

    history = History(COMMITS, load, lambda: now[0])
    assert history.earlier("service", "web", "0" * 64) is None
    assert history.notes() == (
        "The git history was looked through back to ccccccc (2026-10-03) only.",
    )


def test_services_that_are_referred_to_by_their_containers() -> None:
    service = {"image": "x", "network_mode": "service:db"}
    wanted = service_hash({"image": "x", "network_mode": "container:123"})
    models: Callable[[str], Any] = {"c" * 40: {"services": {"web": service}}}.get
    assert History(COMMITS, models, still, {"db": "123"}).earlier("service", "web", wanted)
    assert History(COMMITS, models, still).earlier("service", "web", wanted) is None


def git(folder: Path, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=e", "-C", str(folder), *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    (folder / "sub").mkdir(parents=True)
    git(folder, "init", "-q")
    write(folder, "info", "env: 1")
    return folder


def write(folder: Path, level: str, more: str) -> None:
    (folder / "compose.yaml").write_text(
        f"include: [sub/more.yaml]\nservices: {{web: {{image: x, environment: {{L: {level}}}}}}}\n"
    )
    (folder / "sub/more.yaml").write_text("services: {db: {image: y, env_file: e}}\n")
    (folder / "sub/e").write_text(more)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", level)


def loaded(folder: Path, disk: Disk) -> Any:
    return api.load(here=str(folder), exact=True, target="compose", environment={}, disk=disk)


def test_the_commits_of_a_projects_files(repository: Path) -> None:
    first = git(repository, "rev-parse", "HEAD")
    (repository / "unrelated").write_text("x")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "unrelated")
    write(repository, "debug", "A=2")
    last = git(repository, "rev-parse", "HEAD")
    project = loaded(repository, Disk())
    files = files_of(project)
    folder = str(repository)
    assert {os.path.relpath(file, folder) for file in files} == {
        "compose.yaml",
        "sub/more.yaml",
        "sub/e",
        ".env",
        "sub/.env",
    }
    found = commits(folder, files, 200)
    assert [one.id for one in found] == [last, first]
    assert commits(folder, files, 1) == found[:1]
    assert commits(folder, ["/elsewhere"], 200) == []


def test_the_whole_way(repository: Path) -> None:
    before = model(loaded(repository, Disk()))
    first = git(repository, "rev-parse", "HEAD")
    write(repository, "debug", "A=2")

    def load(commit: str) -> dict[str, Any]:
        return model(loaded(repository, GitTree(str(repository), commit)))

    found = commits(str(repository), files_of(loaded(repository, Disk())), 200)
    history = History(found, load, still)
    earlier = history.earlier("service", "web", service_hash(before["services"]["web"]))
    assert earlier is not None
    assert (earlier.commit, earlier.model) == (first, before)


def test_no_repository(tmp_path: Path) -> None:
    assert commits(str(tmp_path), [str(tmp_path / "compose.yaml")], 200) == []


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert commits(str(tmp_path), [str(tmp_path / "compose.yaml")], 200) == []


def test_whom_others_refer_to_is_the_first_by_name_that_up_made() -> None:
    """Whatever the order in which an engine lists them, and what `run` left beside them."""

    def listed(name: str, number: int, *, one_off: bool = False) -> dict[str, Any]:
        mine = {PROJECT: "shop", SERVICE: "db", ONE_OFF: str(one_off), HASH: "0"}
        return {"Id": name, "Names": [f"/{name}"], "Created": number, "Labels": mine}

    containers = [
        listed("shop-db-2", 4),
        listed("a-run", 3, one_off=True),
        listed("shop-db-10", 2),
        listed("shop-db-3", 1),
    ]
    for some in (containers, containers[::-1]):
        assert referred_to(State({"containers": some}), "shop") == {"db": "shop-db-10"}
