"""What the container is kept from, and whose namespaces it shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...loading.paths import resolve
from ..container import Container
from ..records import Part, Unspeakable
from .plain import Make, each, flag, option, pairs


def namespace(name: str, attribute: str) -> Make:
    """A namespace of its own kind, of the host, or of another service's first container."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        kind, _, service = str(value).partition(":")
        if kind == "service":
            yield (name, f"container:{container.first_of(service)}")
        elif value:
            yield (name, str(value))

    return make


def _no_services(name: str, attribute: str) -> Make:
    """Docker Compose hands `service:x` to the engine here, which refuses it."""

    def make(value: Any, container: Container) -> Iterator[Part]:
        if str(value).startswith("service:"):
            raise Unspeakable(attribute, f"the engine has no {attribute} of another container")
        if value:
            yield (name, str(value))

    return make


def _users(value: Any, container: Container) -> Iterator[Part]:
    """What other engines know (`keep-id`) the engine of Docker takes and heeds not; `docker run`
    refuses it."""
    if value == "host":
        yield ("--userns", "host")
    elif value:
        container.not_covered("userns_mode", f"docker run knows host alone, and no {value}")


def _security(value: Any, container: Container) -> Iterator[Part]:
    for entry in value:
        yield ("--security-opt", _profile(entry, container.directory))


def _profile(entry: str, directory: str) -> str:
    """A seccomp profile by its full path: `docker` looks for it from where it is called."""
    for separator in "=:":
        kind, found, path = entry.partition(separator)
        if found and kind == "seccomp" and path not in ("unconfined", "builtin"):
            return f"seccomp={resolve(directory, path, None)}"
    return entry


TABLE: dict[str, Make] = {
    "privileged": flag("--privileged"),
    "read_only": flag("--read-only"),
    "cap_add": each("--cap-add"),
    "cap_drop": each("--cap-drop"),
    "security_opt": _security,
    "sysctls": pairs("--sysctl", "sysctls"),
    "ipc": namespace("--ipc", "ipc"),
    "pid": namespace("--pid", "pid"),
    "uts": _no_services("--uts", "uts"),
    "userns_mode": _users,
    "cgroup": _no_services("--cgroupns", "cgroup"),
    "cgroup_parent": option("--cgroup-parent"),
    "isolation": option("--isolation"),
    "runtime": option("--runtime"),
}
