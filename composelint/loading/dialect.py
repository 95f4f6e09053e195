"""What loading does differently for each program: one record, chosen by the target's kind.

The record of today's Docker Compose stands here, those of the others beside what they need:
`targets.compose_v1` and `targets.swarm`, imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..discover import DEFAULT_NAMES, OVERRIDE_NAMES
from ..flavour import GO, Flavour
from ..node import Mapping
from ..releases import DROPS_REPEATED, JUDGES_MERGE
from ..target import COMPOSE as NEWEST
from ..target import Release, Target
from .dotenv import parse as parse_dotenv
from .merge import Way, merge_files

if TYPE_CHECKING:
    from .load import Loader

ALL, FIRST, ONE = "all", "first", "one"


def _fill_and_lift(loader: Loader, root: Mapping) -> Mapping:
    return loader.lifted(loader.interpolated(root))


def _as_merged(loader: Loader, root: Mapping) -> Mapping:
    return root


class Dialect(NamedTuple):
    """How a program loads a project; the defaults are those of today's Docker Compose."""

    yaml: Flavour = GO
    #: Of several documents in a file: ALL are laid over each other, only the FIRST is read, or a
    #: file with more than ONE is refused.
    documents: str = ALL
    #: One document as it is written -> filled in, with its services under `services`. This is
    #: where `project.format` is set, where the program knows formats.
    read: Callable[[Loader, Mapping], Mapping] = _fill_and_lift
    #: Lays a file over those before it, where there are several.
    merge: Callable[[Mapping, Mapping, Way], Mapping] = merge_files
    #: After the last file: what the program does with the merged whole (1.x: `extends`).
    finish: Callable[[Loader, Mapping], Mapping] = _as_merged
    #: Whether `extends` and `include` are carried out in each file, before it is merged.
    extends: bool = True
    include: bool = True
    #: Whether `!reset` takes away, and entries of a list replace each other by their key.
    resets: bool = True
    unique: bool = True
    #: Whether the schema is held against the merge so far (or else against each file by itself).
    judges_merge: bool = True
    #: Whether a file without anything in it is refused.
    refuses_empty: bool = True
    #: Whether files can name the project, and whether their name has to be one.
    names: bool = True
    #: Whether profiles can leave services out; without, all services count.
    profiles: bool = True
    #: The variables of a .env file; like dotenv.parse.
    dotenv: Callable[..., dict[str, str]] = parse_dotenv
    #: Whether a `.env` file is read at all, and whether PWD is set in an empty environment.
    reads_env: bool = True
    sets_pwd: bool = True
    #: The names of a project's file and of what is laid over it, by preference.
    default_names: tuple[str, ...] = DEFAULT_NAMES
    override_names: tuple[str, ...] = OVERRIDE_NAMES


COMPOSE = Dialect()


def dialect_of(target: Target) -> Dialect:
    """How the program of a target loads."""
    if target.kind == NEWEST.kind:
        return COMPOSE if target.release >= DROPS_REPEATED else _former(target.release)
    from ..targets import dialect_of_kind

    return dialect_of_kind(target)


def _former(release: Release) -> Dialect:
    """How Docker Compose loaded before 2.24.5."""
    return COMPOSE._replace(unique=False, judges_merge=release >= JUDGES_MERGE)
