"""Our answers about names, held against those of a real engine: see engine/ask.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import project_of

from composelint.reach.networks import topology
from composelint.reach.who import answers

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


def test_much_was_asked() -> None:
    assert len(TOLD["asked"]) > 30
    assert sum(map(len, TOLD["answers"].values())) > 250
