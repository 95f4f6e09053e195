"""Every attribute of the canonical project is used by the commands, or told as not covered."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import project_of

from composelint.commands import attributes, script
from composelint.commands.shell import render
from composelint.plan.desired import Desired
from composelint.plan.options import Options
from composelint.resolved.build import _BUILD
from composelint.resolved.container import _ATTACHMENT, _BLKIO, _HOOK, CONTAINER
from composelint.resolved.deploy import _DEPLOY
from composelint.resolved.project import _FILE_OBJECT, _NETWORK

HERE = Path(__file__).parent

TABLES = (
    *(attributes.MAKERS, attributes.ELSEWHERE, attributes.WITHOUT_EFFECT),
    attributes.NOT_COVERED,
)

#: What a service has beyond the table of `resolved`.
FILLED_IN = {"environment", "env_file", "extends", "pre_start"}


def test_an_attribute_is_in_one_table() -> None:
    known = [key for table in TABLES for key in table]
    assert len(known) == len(set(known))
    assert set(known) == {*CONTAINER, *FILLED_IN}
    assert sum(len(module.TABLE) for module in attributes.MODULES) == len(attributes.MAKERS)


@pytest.fixture(scope="module")
def everything() -> Desired:
    text = (HERE / "everything.yaml").read_text(encoding="utf-8")
    files = {"compose.yaml": text, "labels.env": "from=file\n"}
    return Desired(project_of(files, exact=True, profiles=("some",)), Options())


def test_the_file_has_every_attribute(everything: Desired) -> None:
    services = everything.services.values()

    def below(*path: str) -> set[str]:
        found = [_at(service, *path) for service in services]
        return {key for one in found for key in one or ()}

    # `extends` and `env_file` are gone when a project is resolved; a job has triggers.
    absent = {"env_file", "extends", "triggers"}
    assert below() >= {*CONTAINER, *FILLED_IN} - absent
    assert below("build") == {*_BUILD}
    assert below("deploy") >= {*_DEPLOY}
    assert below("blkio_config") == {*_BLKIO}
    assert below("networks", "front") == {*_ATTACHMENT}
    assert {*everything.networks["front"]} == {*_NETWORK, "name"}
    assert below("post_start", 0) == {*_HOOK}  # type: ignore[arg-type]
    objects = [*everything.model["configs"].values(), *everything.model["secrets"].values()]
    assert {"file", "content", "environment"} <= {key for one in objects for key in one}
    assert {"driver", "template_driver"} <= {*_FILE_OBJECT}  # refused by Docker Compose


def _at(value: Any, *path: Any) -> Any:
    for key in path:
        if isinstance(value, list):
            value = value[key] if value else None
        else:
            value = (value or {}).get(key)
    return value


#: What does not change what is made, by its path without the name of the service; and why.
NOTHING = {
    "attach": "only for `up` with a terminal",
    "depends_on.four": "it only has to be started before, and is anyway",
    "depends_on.three.required": "that is so by default",
    "depends_on.two.restart": "for what runs already",
    "deploy.endpoint_mode": "for a swarm",
    "deploy.labels": "for a swarm",
    "deploy.mode": "for a swarm",
    "deploy.placement": "for a swarm",
    "deploy.replicas": "scale says the same",
    "deploy.resources.reservations.cpus": "for a swarm",
    "deploy.resources.reservations.generic_resources": "for a swarm",
    "deploy.restart_policy.delay": "for a swarm",
    "deploy.restart_policy.window": "for a swarm",
    "deploy.rollback_config": "for a swarm",
    "deploy.update_config": "for a swarm",
    "develop.watch": "told as a whole",
    "label_file": "part of labels",
    "mac_address": "that of the first network says the same",
    "models.m": "told as a whole",
    "networks.front.mac_address": "that of the service says the same",
    "ports.app_protocol": "for who reads the file",
    "ports.mode": "for a swarm",
    "pre_start.image": "that of the service is meant",
    "pre_stop": "told as a whole",
    "profiles": "which services there are",
    "provider": "told as a whole",
    "pull_policy": "a build is made anyway",
    "pull_refresh_after": "for images that are there",
    "scale": "deploy.replicas says the same",
    "volumes.consistency": "the engine has no use for it",
    "volumes.type": "a volume is the default",
}


def test_every_value_counts(everything: Desired) -> None:
    """Taking any one value out of the project changes the script, or its notes."""
    before, leaves = _told(everything), list(_leaves(everything.model))
    silent = {_name(path) for path in leaves if _told_without(everything, path) == before}
    assert not {path for path in silent if not any(_below(path, known) for known in NOTHING)}
    assert not {known for known in NOTHING if not any(_below(path, known) for path in silent)}


def _below(path: str, known: str) -> bool:
    return path == known or path.startswith(known + ".")


def _told(desired: Desired) -> tuple[str, Any]:
    made = script(desired, "/project")
    return render(made), made.notes


def _told_without(desired: Desired, path: tuple[Any, ...]) -> Any:
    changed = copy.copy(desired)
    changed.model = copy.deepcopy(desired.model)
    holder = _at(changed.model, *path[:-1])
    del holder[path[-1]]
    for section in ("services", "networks", "volumes"):
        setattr(changed, section, dict(sorted(changed.model[section].items())))
    try:
        return _told(changed)
    except (KeyError, AttributeError, IndexError, TypeError):
        return "needed"


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, (*path, index))
    elif path[-1:] != ("name",) and value not in (None, {}, []):
        yield path


def _name(path: tuple[Any, ...]) -> str:
    """services.one.ports[0].mode -> ports.mode; networks.front.driver as it is."""
    names = [key for key in path if isinstance(key, str)]
    return ".".join(names[2:] if names[0] == "services" else names)
