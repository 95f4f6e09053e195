"""Secrets and configs whose content is another than the swarm has under their name."""

from __future__ import annotations

import base64
import binascii

from ...finding import WARNING, Report
from ..moments import seconds_of
from ..world import World
from .preflight import tell
from .sections import Thing
from .stack import Listed, Stack

_RULE = "content-of-a-name"
#: Larger ones are refused by the engine (20.10).
_LARGEST = 500 * 1024


def changed(stack: Stack, world: World, report: Report) -> None:
    for kind, things in (("config", stack.configs), ("secret", stack.secrets)):
        for thing in things:
            if thing.external or not thing.file:
                continue
            data = stack.content(thing)
            there = stack.listed(f"{kind}s", thing.name)
            path = (f"{kind}s", thing.key, "file")
            fields = {"kind": kind, "name": thing.name, "key": thing.key}
            if data is not None and not 0 < len(data) < _LARGEST and there is None:
                variant = "large" if data else "empty"
                tell(stack, report, _RULE, variant, path, fields)
            elif data is not None and there is not None and kind == "config":
                if _differs(data, there):
                    tell(stack, report, _RULE, "", path, fields)
            elif there is not None and _newer(thing, there, world):
                tell(stack, report, _RULE, "newer", path, fields, WARNING)


def _differs(data: bytes, there: Listed) -> bool:
    kept = there["Spec"].get("Data")
    try:
        return isinstance(kept, str) and base64.b64decode(kept, validate=True) != data
    except binascii.Error:
        return False  # masked in a saved state


def _newer(thing: Thing, there: Listed, world: World) -> bool:
    """Whether a secret's file was written after the secret was made."""
    modified, made = world.modified(thing.file), seconds_of(str(there.get("CreatedAt", "")))
    return modified is not None and made is not None and modified > made
