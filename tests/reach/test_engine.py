"""Our answers about names, held against those of a real engine: see engine/ask.py."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from support import project_of

from composelint.reach.networks import topology
from composelint.reach.ports import ports_of, published
from composelint.reach.who import answers, reaches

FOLDER = Path(__file__).parent / "engine"
TOLD = json.loads((FOLDER / "answers.json").read_text(encoding="utf-8"))
FOUND = topology(project_of({"compose.yaml": (FOLDER / "compose.yaml").read_text("utf-8")}))

#: Names that Docker Compose makes up (project-service-1, which nobody should rely on) and
#: name.network: no service says them, and so nothing is read as one of them.
MADE_UP = {"reach-frontonly-1", "reach-twice-1", "reach-db-1", "db.reach-front"}


#: On two networks that both have the name, the engine answers from one of them.
ON_TWO_NETWORKS = ("client", "db", "shared", "ctr")


@pytest.mark.parametrize("asking", [name for name in FOUND.places if name != "second"])
def test_names_answer_as_on_the_engine(asking: str) -> None:
    one = FOUND.places[asking]
    told = TOLD["answers"].get(asking, {})
    for name in TOLD["asked"]:
        ours = [p.name for p in FOUND.places.values() if answers(FOUND, one, p, name.lower())]
        if name in MADE_UP:
            assert not ours
        elif name == "split" and asking in ON_TWO_NETWORKS:
            assert (sorted(ours), told[name]) == (["backonly", "db"], ["db"])
        else:
            assert (name, sorted(ours)) == (name, told.get(name, []))


#: (service of engine/ports.yaml that connects, host, port, who answers), seen with 20.10.24.
CONNECTIONS = [
    ("client", "web", 80, "web"),
    ("client", "web", 18081, ""),
    ("client", "localhost", 18081, ""),
    ("web", "localhost", 80, "web"),
    ("web", "localhost", 18081, ""),
    ("sidecar", "localhost", 80, "web"),
    ("sidecar", "web", 80, "web"),
    ("hosted", "localhost", 18081, "web"),
    ("hosted", "127.0.0.1", 18082, "web"),
    ("hosted", "localhost", 18083, ""),
    ("hosted", "localhost", 18084, "mixedweb"),
    ("gateway", "host.docker.internal", 18081, "web"),
    ("gateway", "host.docker.internal", 18082, ""),
    ("gateway", "host.docker.internal", 18083, ""),
    ("gateway", "host.docker.internal", 18084, "mixedweb"),
    ("inner", "innerweb", 80, "innerweb"),
    ("inner", "mixedweb", 80, "mixedweb"),
    ("inner", "host.docker.internal", 18081, ""),
]
PORTS = topology(project_of({"compose.yaml": (FOLDER / "ports.yaml").read_text("utf-8")}))


@pytest.mark.parametrize(("service", "host", "port", "answer"), CONNECTIONS)
def test_connections_are_those_of_the_engine(
    service: str, host: str, port: int, answer: str
) -> None:
    one = PORTS.places[service]
    told = set()
    for other in PORTS.places.values():
        way = reaches(PORTS, one, other)
        if way is None or host.replace("127.0.0.1", "localhost") not in way.names:
            continue
        ports = ports_of(PORTS, other)
        if way.kind != "host":
            listening = port in ports.inside
        else:
            entry = ports.target_of(port)
            outside = entry is not None and entry[1].port in published(PORTS, other)
            shut = entry is not None and entry[1].port.host_ip and way.names != ("localhost",)
            listening = outside and not shut
        if listening and other.shares is None:
            told.add(other.name)
    assert told == {answer} - {""}


ENGINE = os.environ.get("COMPOSELINT_ENGINE")
NO_ENGINE = pytest.mark.skipif(not ENGINE, reason="no engine: set COMPOSELINT_ENGINE to its socket")


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DOCKER_HOST", ENGINE or "")
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("ask")


@NO_ENGINE
def test_the_engine_still_answers_so(asking: Any) -> None:
    assert asking.told()[1] == TOLD["answers"]


@NO_ENGINE
def test_the_engine_still_connects_so(asking: Any) -> None:
    answers = asking.connections([one[:3] for one in CONNECTIONS])
    assert answers == [one[3] for one in CONNECTIONS]


def test_much_was_asked() -> None:
    assert len(TOLD["asked"]) > 30
    assert sum(map(len, TOLD["answers"].values())) > 250
