"""A small project, and the engine on which it is up (recorded from Docker Compose 5.6.1 on Docker
Engine 20.10.24): db, api and two of web, which is built. For tests that change the one or the
other."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from support import project_of

from composelint.plan import Options, World, down, up
from composelint.plan.desired import Desired
from composelint.plan.records import Move
from composelint.state import State, read_state

COMPOSE = """\
name: shop
services:
  db:
    image: bb:1
    command: [sleep, "1000"]
    stop_grace_period: 1s
    environment:
      LOG_LEVEL: info
      DB_PASSWORD: hunter2
    healthcheck: {test: "true", interval: 1s}
    volumes: [data:/data, /anon]
    secrets: [s1]
    configs: [c1, c2]
  api:
    image: bb:1
    command: [sleep, "1000"]
    stop_grace_period: 0s
    depends_on: {db: {condition: service_healthy, restart: true}}
    networks: [default, back]
    volumes: ["./app.conf:/etc/app.conf"]
  web:
    build: .
    command: [sleep, "1000"]
    stop_grace_period: 0s
    scale: 2
    attach: false
secrets: {s1: {file: ./s1}}
configs: {c1: {file: ./c1}, c2: {content: "old"}}
volumes: {data: {}}
networks: {back: {}}
"""

#: `up` without an option, and a world in which nothing is known.
PLAIN, NOTHING = Options(), World()

_RECORDED = Path(__file__).parent / "recorded" / "shop.json"
FILES = {"s1": "1", "c1": "1", "app.conf": "1", "Dockerfile": "FROM bb:1\nCOPY app.conf /\n"}


@cache
def _recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_RECORDED.read_text(encoding="utf-8"))
    return found


def state(change: Callable[[dict[str, Any]], None] = lambda saved: None) -> State:
    """The engine, after a change of what is saved of it."""
    saved = copy.deepcopy(_recorded())
    change(saved)
    return read_state(json.dumps(saved))


def container(saved: dict[str, Any], name: str) -> dict[str, Any]:
    """A container as listed in what is saved."""
    found: dict[str, Any]
    (found,) = (one for one in saved["containers"] if f"/{name}" in one["Names"])
    return found


def wanted(
    *edits: tuple[str, str], options: Options = PLAIN, files: dict[str, str] | None = None
) -> Desired:
    """The project after edits of its file: (text, what stands in its place)."""
    text = COMPOSE
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    stored = {"compose.yaml": text, **FILES, **(files or {})}
    return Desired(project_of(stored, exact=True), options)


def moves(desired: Desired, engine: State, world: World = NOTHING) -> list[Move]:
    return (down if desired.options.down else up).moves(desired, engine, world)
