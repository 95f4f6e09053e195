"""Options of the commands that ask an engine, and what they give: a State.

add_engine_options(parser)
state = state_asked(options, environment, disk)
save_state(options, state, project)         where --save-state asks for it
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..disk import Disk
from .errors import CannotLook
from .parser import Parser

if TYPE_CHECKING:
    from ..state import State

_LONGEST = 3600


def add_engine_options(parser: Parser, *, saving: bool = True) -> None:
    """Which engine is asked, or which saved state is read instead."""
    parser.section("Engine")
    parser.option(
        "--engine",
        metavar="URL",
        help="Ask this engine: unix:///path, tcp://host:port, ssh://user@host, the name of a "
        "docker context, or current for what the docker CLI would take: DOCKER_HOST, or the "
        "current context" + (" [default: current]" if saving else ""),
    )
    parser.option("--state", metavar="FILE", help="Ask no engine: read its saved state")
    parser.option(
        "--timeout",
        metavar="SECONDS",
        default=10.0,
        type=_seconds,
        help="How long the engine may take for one answer [default: 10]",
    )
    if saving:
        parser.option(
            "--save-state",
            metavar="FILE",
            help="Save what the engine has, to plan elsewhere with --state",
        )
        parser.option(
            "--save-secrets",
            action="store_true",
            help="Save values that look like secrets too, which are masked otherwise",
        )


def state_asked(
    options: Any,
    environment: Mapping[str, str],
    disk: Disk,
    *,
    here: str | None = None,
    swarm: bool = False,
    check: bool = False,
) -> State:
    """What an engine has: the one that the options name, or that of the docker CLI, or a saved
    state. `swarm` asks for the lists of a swarm too, `check` for what the rules of `check` need.
    Raises CannotLook."""
    if options.state is not None:
        if options.engine is not None:
            raise CannotLook("give --engine or --state, not both: a saved state needs no engine")
        return _saved(options.state, disk, here)
    from ..observe.endpoint import endpoint_asked
    from ..observe.opened import opened
    from ..observe.snapshot import FOR_CHECK, FOR_PLAN, FOR_SWARM, observe

    endpoint = endpoint_asked(options.engine, environment, disk.read, windows=os.name == "nt")
    wish = FOR_CHECK if check else FOR_SWARM if swarm else FOR_PLAN
    return observe(opened(endpoint, options.timeout), wish)


def save_state(options: Any, state: State, project: str | None) -> None:
    """Save a state where --save-state asks for it, with all that a plan of this project may want
    to know. Raises CannotLook."""
    if options.save_state is None:
        return
    from ..observe.saved import saved
    from ..observe.snapshot import inspect_all
    from .save import save

    inspect_all(state, project)
    save(options.save_state, saved(state, secrets=options.save_secrets), private=True)


def complete(options: Any, state: State, lists: Sequence[str]) -> None:
    """Raises CannotLook where a saved state lacks a list: nothing is known of its things."""
    missing = [name for name in lists if getattr(state, name) is None]
    if options.state is None or not missing:
        return
    *most, last = missing
    which = f"{', '.join(most)} and {last}" if most else last
    swarm = " --target swarm" if "services" in lists else ""
    raise CannotLook(
        f"--state: {options.state} does not say which {which} there are: save it with "
        f"composelint plan{swarm} --save-state"
    )


def _saved(path: str, disk: Disk, here: str | None) -> State:
    from ..state import InvalidState, read_state

    absolute = path if path == "-" or here is None else os.path.join(here, path)
    try:
        return read_state(disk.read(absolute).decode())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CannotLook(f"--state: {path} cannot be read: {why}") from None
    except (UnicodeDecodeError, InvalidState) as error:
        raise CannotLook(f"--state: {path} is no saved state: {error}") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to {_LONGEST}")
    return seconds
