"""`composelint config --hash` and `--hash-resources`: the hashes that `up` puts into labels."""

from __future__ import annotations

from typing import Any

from ..project import Project


class NoSuchService(Exception):
    """A service that is not there, or off by its profile; the text says which, and what to do."""


def hash_lines(project: Project, services: str | None, resources: bool) -> str:
    """A line for each: `web HASH` for services, as `docker-compose config --hash` prints them,
    then `network default HASH` and `volume data HASH`.

    `services` is `*` or names between commas; raises NoSuchService.
    """
    from ..resolved import model

    shown = model(project)
    lines = _of_services(project, shown["services"], services) if services is not None else []
    if resources:
        lines += _of_resources(shown)
    return "".join(f"{line}\n" for line in lines)


def _of_services(project: Project, services: dict[str, Any], asked: str) -> list[str]:
    from ..hashes import service_hash

    names = set(asked.split(","))
    if "*" in names:
        # With names beside it, too (seen with Docker Compose 5.6.1).
        names = set(services)
    for name in sorted(names):
        if name not in services:
            raise NoSuchService(_missing(project, services, name))
    return [f"{name} {service_hash(services[name])}" for name in sorted(names)]


def _missing(project: Project, services: dict[str, Any], name: str) -> str:
    from ..nearest import nearest

    for declared, _, service in project.services():
        if declared == name:
            wanted = " or ".join(f"--profile {one}" for one in project.profiles_of(service))
            return f"no such service: {name} (its profile is off: add {wanted})"
    if not name:
        return "an empty name of a service, between the commas of --hash"
    near = nearest(name, services)
    meant = "" if near is None else f"; did you mean {near}?"
    return f"no such service: {name}{meant}"


def _of_resources(shown: dict[str, Any]) -> list[str]:
    """Those that `up` makes: what is external has no label of it."""
    from ..hashes import network_hash, volume_hash

    kinds = (("network", network_hash), ("volume", volume_hash))
    return [
        f"{kind} {key} {digest(entry)}"
        for kind, digest in kinds
        for key, entry in sorted(shown.get(f"{kind}s", {}).items())
        if not entry.get("external")
    ]
