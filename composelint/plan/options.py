"""What `plan` is asked: the options of `up` and `down`, named as Docker Compose names them."""

from __future__ import annotations

from typing import NamedTuple


class Options(NamedTuple):
    """`services` are those named on the command line; none: all.

    `scale` holds (service, containers). `pull` is "" for what the file says, else always, missing
    or never. `yes` answers the question whether a changed volume may be recreated. `down` plans
    `down` instead of `up`, `volumes` belongs to it.
    """

    services: tuple[str, ...] = ()
    scale: tuple[tuple[str, int], ...] = ()
    no_deps: bool = False
    force_recreate: bool = False
    no_recreate: bool = False
    always_recreate_deps: bool = False
    renew_anon_volumes: bool = False
    build: bool = False
    no_build: bool = False
    pull: str = ""
    remove_orphans: bool = False
    no_start: bool = False
    yes: bool = False
    down: bool = False
    volumes: bool = False
