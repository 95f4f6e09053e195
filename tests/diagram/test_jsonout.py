"""Pictures as JSON: every field is there, and is what it was."""

from __future__ import annotations

import json

import pytest
from pictures import PICTURES

from composelint.diagram import jsonout
from composelint.diagram.picture import Arrow, Box, Group, Picture


@pytest.mark.parametrize("name", PICTURES)
def test_all_that_is_in_a_picture(name: str) -> None:
    picture = PICTURES[name]
    text = jsonout.render(picture)
    text.encode()
    document = json.loads(text)
    assert list(document) == ["version", *Picture._fields]
    assert document["version"] == 1
    for what, kind in (("boxes", Box), ("arrows", Arrow)):
        for told, one in zip(document[what], getattr(picture, what), strict=True):
            assert list(told) == [*kind._fields[:-1], "place"]
            fields = one._asdict()
            assert fields.pop("span") is None or told["place"]["path"] == "compose.yaml"
            told.pop("place")
            assert told == json.loads(json.dumps(fields))
    for told, group in zip(document["groups"], picture.groups, strict=True):
        assert list(told) == list(Group._fields)
        assert told["boxes"] == list(group.boxes)


def test_places_are_lines_of_files() -> None:
    document = json.loads(jsonout.render(PICTURES["three"]))
    places = {box["title"]: box["place"] for box in document["boxes"]}
    assert places["web"] == {"path": "compose.yaml", "line": 2}
    assert places["data"] is None
