"""Outcomes as they are kept: outcomes/TOPIC.json, {"outcomes": {title: outcome}, "things": […]}.

A container, network, volume or image is written once for a topic, among the things, and where it
was there, as its number in that list. What Docker Compose writes again and again is shortened.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from live import PLACE
from scenario import Scenario

FOLDER = Path(__file__).with_name("outcomes")
_SHORTER = (("com.docker.compose.", "~"), (f"{PLACE}/", "^"))
_LISTS = ("containers", "networks", "images", "volumes")
_LOOKED = ("inspected", "image_details")


def recorded(scenario: Scenario) -> dict[str, Any]:
    """The outcome of a scenario as recorded; raises KeyError where it was not."""
    topic = _topic(scenario.topic)
    outcome, things = topic["outcomes"][scenario.title], topic["things"]
    return {**outcome, **{when: _whole(outcome[when], things) for when in ("before", "after")}}


@cache
def _topic(topic: str) -> dict[str, Any]:
    text = (FOLDER / f"{topic}.json").read_text(encoding="utf-8")
    for long, short in _SHORTER:
        text = text.replace(short, long)
    found: dict[str, Any] = json.loads(text)
    return found


def record(topic: str, outcomes: dict[str, dict[str, Any]]) -> None:
    """Keep the outcomes of a topic, by title."""
    things: dict[str, int] = {}
    kept = {
        title: {
            **_kept(outcome),
            **{when: _short(outcome[when], things) for when in ("before", "after")},
        }
        for title, outcome in outcomes.items()
    }
    FOLDER.mkdir(exist_ok=True)
    told = ",\n".join(f"{json.dumps(title)}:{_text(outcome)}" for title, outcome in kept.items())
    listed = ",\n".join(things)
    text = f'{{"outcomes":{{\n{told}}},\n"things":[\n{listed}]}}\n'
    for long, short in _SHORTER:
        assert short not in text
        text = text.replace(long, short)
    (FOLDER / f"{topic}.json").write_text(text, encoding="utf-8")
    _topic.cache_clear()


def _kept(outcome: dict[str, Any]) -> dict[str, Any]:
    return {key: said for key, said in outcome.items() if key != "told"}


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def _short(state: dict[str, Any], things: dict[str, int]) -> dict[str, Any]:
    """A state with numbers in the place of things. The labels of a container are told once."""

    def number(thing: Any) -> int:
        return things.setdefault(_text(thing), len(things))

    short = dict(state)
    for section in _LISTS:
        short[section] = [number(thing) for thing in state.get(section, ())]
    for section in _LOOKED:
        looked = state.get(section, {}).values()
        unlabelled = map(_unlabelled, looked) if section == "inspected" else looked
        short[section] = [number(one) for one in unlabelled]
    return short


def _unlabelled(looked: dict[str, Any]) -> dict[str, Any]:
    config = {key: said for key, said in looked["Config"].items() if key != "Labels"}
    return {**looked, "Config": config}


def _whole(state: dict[str, Any], things: list[Any]) -> dict[str, Any]:
    whole = dict(state)
    for section in _LISTS:
        whole[section] = [things[number] for number in state[section]]
    labels = {one["Id"]: one.get("Labels", {}) for one in whole["containers"]}
    for section in _LOOKED:
        looked = [things[number] for number in state[section]]
        whole[section] = {one["Id"]: _labelled(one, labels.get(one["Id"])) for one in looked}
    return whole


def _labelled(looked: dict[str, Any], labels: dict[str, str] | None) -> dict[str, Any]:
    if labels is None:
        return looked
    return {**looked, "Config": {**looked["Config"], "Labels": labels}}
