"""composelint: a static analyser and linter for Docker Compose projects.

    composelint.load(...)    a project, read the way Docker Compose reads it
    composelint.check(...)   what is wrong with it

See docs/api.md. The names come in when they are asked for, so that the program starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import check, load
    from .errors import CannotLook
    from .finding import Finding
    from .project import Project
    from .run import Run

__all__ = ["CannotLook", "Finding", "Project", "Run", "check", "load"]

_HOMES = {
    "CannotLook": "errors",
    "Finding": "finding",
    "Project": "project",
    "Run": "run",
    "check": "api",
    "load": "api",
}


if not TYPE_CHECKING:  # with it, no name would be unknown to a type checker

    def __getattr__(name: str) -> Any:
        from importlib import import_module

        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"{__name__}.{home}"), name)
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
