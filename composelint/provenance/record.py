"""What is known of where a value comes from."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..node import Path
from ..source import Span

#: What a step can be. The first of a version of the value says how that came about:
WRITTEN, OVERRIDE, REPLACED, APPENDED = "written", "override", "replaced", "appended"
#: (an item of a list that another file says too, which changes nothing)
REPEATED = "repeated"
ENV_FILE, VARIABLE, DEFAULT, RESET = "env-file", "variable", "default", "reset"
#: and those that follow, by which way it came from there to where it stands:
ALIAS, MERGE_KEY, EXTENDS, INCLUDE = "alias", "merge-key", "extends", "include"

#: Where a variable has its value from.
ENVIRONMENT, DOTENV, FALLBACK, UNSET, NAME = "environment", ".env", "default", "unset", "project"


class Step(NamedTuple):
    """One place on the way of a value, the oldest first.

    `version` counts the values that were laid over each other, from 1: steps of one number are
    the place where that value is written and the ways by which it came to the path. `value` is
    what is written there; `span` None stands for what no file says.
    """

    kind: str
    version: int
    span: Span | None
    value: Any
    note: str = ""


class Use(NamedTuple):
    """A variable in the value that won; `origin` is where it has its value from, `span` the place
    in an env file, of the default, or of the project's name; `depth` counts from 0 for one that
    the value itself names (others are named by variables in env files or in defaults)."""

    name: str
    value: str
    origin: str
    span: Span | None
    depth: int = 0


class Part(NamedTuple):
    """An entry of a mapping or list, and the place that set it (None: no file did)."""

    path: Path
    value: Any
    span: Span | None


class Provenance(NamedTuple):
    """Where the value at `path` comes from.

    `value` is what `config` prints there (None too where it prints nothing: see `note`); `span`
    the place that set it, None where no file did.
    """

    path: Path
    value: Any
    span: Span | None
    steps: tuple[Step, ...]
    uses: tuple[Use, ...] = ()
    parts: tuple[Part, ...] = ()
    note: str = ""
