"""What is to be seen in a picture."""

from __future__ import annotations

from typing import NamedTuple

#: The views, the default first, with what they show.
VIEWS = {
    "overview": "services, what they need and talk to, what is published, where data lives",
    "dependencies": "the start order in layers, what is waited for, the critical path",
    "network": "the networks, who is on which, what is published to whom",
    "data": "volumes, paths of the host, secrets and configs, and who uses them",
    "all": "everything that the files say, devices, env files and extends too",
}

#: What services can be put together by.
GROUPS = ("network", "profile", "label", "project")


class Wanted(NamedTuple):
    """`only` and `exclude` are patterns (`api-*`) of names; `focus` is a service, of which
    everything within `depth` steps is shown. `direction` "" leaves it to the view; `group_by` ""
    puts only several projects apart."""

    view: str = "overview"
    focus: str = ""
    depth: int = 1
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    group_by: str = ""
    direction: str = ""
    ports: bool = True
    volumes: bool = True
    images: bool = True
    labels: bool = True
    legend: bool = True
    title: str = ""
