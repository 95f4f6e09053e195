"""What the user wants of a file: the rules that speak, and what it is for."""

from __future__ import annotations

from typing import NamedTuple

from .selection import Selection
from .target import Target


class Settings(NamedTuple):
    """`target` is None where nothing says what the project is for; `by_file` tells that other
    files of the project may have settings of their own. From `fail_on` on a finding makes the run
    fail ("" where nothing says so: the run's default). `excluded`: the project of this file is
    passed over where it is only met in a folder. `origin` is the configuration that says so ("" for
    none), `sections` which of its sections for paths match, counted from 1."""

    selection: Selection
    target: Target | None = None
    by_file: bool = False
    fail_on: str = ""
    excluded: bool = False
    origin: str = ""
    sections: tuple[int, ...] = ()
