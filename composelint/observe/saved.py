"""A state as a file: JSON in a steady order, its secrets masked (see mask).

Masked are values whose names say that they are secret, in environments, commands, healthchecks,
labels and the options of drivers, wherever they stand in the engine's objects; and a config of a
swarm that holds any. The engine never tells the contents of secrets.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Any

from ..graph.masks import is_secret
from ..state import LISTS, VERSION, State
from . import mask


def saved(state: State, *, secrets: bool = False) -> str:
    """The text of a saved state; with `secrets` nothing is masked."""
    data: dict[str, Any] = {"version": VERSION}
    if state.engine is not None:
        data["engine"] = state.engine
    for name in LISTS:
        found = getattr(state, name)
        if found is not None:
            data[name] = _in_order(name, found)
    for name in ("inspected", "image_details", "listening", "notes"):
        if found := getattr(state, name):
            data[name] = found
    if not secrets:
        data = {name: _masked(found) for name, found in data.items()}
        for one in data.get("configs", ()):
            _mask_config(one)
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _in_order(name: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By id: the engine lists networks and volumes in any order."""
    return sorted(found, key=lambda one: str(one.get("Id") or one.get("ID") or one.get("Name")))


def _masked(thing: Any, key: str = "", within: str = "") -> Any:
    """A copy of one of the engine's objects without its secrets; it stands at `key` of what stands
    at `within`."""
    if isinstance(thing, dict):
        if key in _LABELS:
            return {name: _label(name, said) for name, said in thing.items()}
        if key in _OPTIONS or (within, key) == _LOG_OPTIONS:
            return {name: _option(name, said) for name, said in thing.items()}
        kept = {name: said for name, said in thing.items() if (key, name) != _PROBES}
        return {name: _masked(said, name, key) for name, said in kept.items()}
    shape = _SHAPES.get(key)
    if shape is not None and isinstance(thing, (list, str)):
        return shape(thing)
    return [_masked(one) for one in thing] if isinstance(thing, list) else thing


def _label(name: str, said: Any) -> Any:
    """Docker's own labels hold hashes and ids, and are compared."""
    if name.startswith("com.docker.") or (isinstance(said, str) and _DIGEST.fullmatch(said)):
        return said
    return _option(name, said)


def _option(name: str, said: Any) -> Any:
    return mask.value(said, name) if isinstance(said, str) else said


def _environment(thing: Any) -> Any:
    if not isinstance(thing, list):
        return thing
    return [mask.variable(one) if isinstance(one, str) else one for one in thing]


def _command(thing: Any) -> Any:
    if isinstance(thing, list):
        return mask.words(thing)
    # GET /containers/json gives it as one text.
    return " ".join(mask.words(thing.split(" ")))


_LABELS = ("Labels", "ContainerLabels")
#: The options of drivers of volumes and networks; those of logs are a Config, as much else is.
_OPTIONS = ("Options", "DriverOpts")
_LOG_OPTIONS = ("LogConfig", "Config")
#: What healthchecks printed: nobody plans by it, and anything may be in it.
_PROBES = ("Health", "Log")

_DIGEST = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")

_SHAPES: dict[str, Callable[[Any], Any]] = {
    "Env": _environment,
    **dict.fromkeys(("Cmd", "Command", "Entrypoint", "Args", "Test"), _command),
}


def _mask_config(one: dict[str, Any]) -> None:
    """The data of a config are no secret by themselves; where a line of them is, all are masked."""
    spec = one.get("Spec")
    data = spec.get("Data") if isinstance(spec, dict) else None
    if not isinstance(spec, dict) or not isinstance(data, str):
        return
    try:
        text = base64.b64decode(data, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        spec["Data"] = mask.MASKED  # who knows what is in it
        return
    if any(_tells(line) for line in text.splitlines()):
        spec["Data"] = mask.MASKED


def _tells(line: str) -> bool:
    name = line.replace(":", "=").partition("=")[0].strip(" \t\"'-")
    return mask.value(line) != line or (name != line and is_secret(name))
