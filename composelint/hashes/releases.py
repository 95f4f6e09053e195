"""How earlier releases of Docker Compose hash a service.

Each was asked, by `config --hash` and by the labels that its `up` writes; where it was not at
hand, or hashes in too many other ways, it is not known here.
"""

from __future__ import annotations

import re
from typing import Any

Release = tuple[int, int, int]

#: Between two releases that hash alike, those in between are taken to do so as well.
_KNOWN = (((2, 34, 0), (2, 40, 3)), ((5, 3, 1), (5, 6, 1)))
#: From here on a bind mount whose path on the host may be made says nothing of it.
_PATH_UNSAID = (5, 0, 0)
#: From here on `pull_refresh_after` and `pre_start` count as they do today.
_HOOKS_AS_CONTAINERS = (5, 6, 0)

_RELEASE = re.compile(r"v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?![\d.])")


def parse_release(text: str) -> Release | None:
    """The release in a label `com.docker.compose.version`: 2.40.3, v2.40.3-desktop.1."""
    found = _RELEASE.match(text)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


def known(release: str, service: dict[str, Any] | None = None) -> bool:
    """Whether the hash of this release is known: of any service, or of this one."""
    parsed = parse_release(release)
    if parsed is None or not any(first <= parsed <= last for first, last in _KNOWN):
        return False
    hooks = service is not None and "pre_start" in service
    return parsed >= _HOOKS_AS_CONTAINERS or not hooks


def as_hashed_by(release: str, service: dict[str, Any]) -> dict[str, Any]:
    """The service with what another release than the newest makes of it."""
    parsed = parse_release(release)
    if parsed is None or parsed >= _HOOKS_AS_CONTAINERS:
        return service
    changed = {key: value for key, value in service.items() if key != "pull_refresh_after"}
    if parsed < _PATH_UNSAID and "volumes" in changed:
        changed["volumes"] = [_path_said(mount) for mount in changed["volumes"]]
    return changed


def _path_said(mount: dict[str, Any]) -> dict[str, Any]:
    """`create_host_path` was written where it is true; today it is where it is false."""
    if "bind" not in mount:
        return mount
    bind = {key: value for key, value in mount["bind"].items() if key != "create_host_path"}
    if "create_host_path" not in mount["bind"]:
        bind["create_host_path"] = True
    return {**mount, "bind": bind}
