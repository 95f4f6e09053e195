"""Whether a release refuses a project's shape, told without the walk.

The reference schema is run by the jsonschema package on the values as Docker Compose hands them
to its own validator: strings cast, repeated items dropped. What it refuses right after the schema
(`decode` rows) is added. The drafts: releases up to 2.36 used a validator that knew no draft
beyond 7 (what stands beside a `$ref` is ignored), whatever the file's `$schema` says; of the
formats only `duration` was ever enforced.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import rows as table
from reference import Release, Shipped, shipped
from support import shared

from composelint.node import Timestamp

ROWS = table.spelled_out(table.read())
TRUE = ("true", "y", "yes", "on")
FALSE = ("false", "n", "no", "off")
INTEGER = re.compile(r"[+-]?[0-9]+\Z")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
DURATION = re.compile(r"[+-]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)\Z")
SIZE = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+) ?([kmgtp]?i?b?)\Z", re.IGNORECASE)


class Refused(Exception):
    """A string that cannot be read as what the place takes."""


@functools.cache
def references() -> tuple[Shipped, ...]:
    folder = shared()
    assert folder is not None
    return tuple(shipped(folder))


@functools.cache
def validator(number: Release) -> Any:
    """The reference schema of a release, ready to run."""
    for one in reversed(references()):
        if one.releases[0] <= number:
            formats = jsonschema.FormatChecker(())
            formats.checks("duration")(lambda text: DURATION.match(text) is not None)
            late = "2020-12" in one.schema["$schema"]
            draft = jsonschema.Draft202012Validator if late else jsonschema.Draft7Validator
            return draft(one.schema, format_checker=formats)
    raise AssertionError(number)


class Facts:
    """The rows of one release that change a value before or after the schema."""

    def __init__(self, number: Release) -> None:
        self.casts = table.other(ROWS, number, "cast")
        self.decodes = table.other(ROWS, number, "decode")
        self.repeats = table.other(ROWS, number, "repeats")
        self.paths = {row.path for row in ROWS if row.holds(number)}


@functools.cache
def facts(number: Release) -> Facts:
    return Facts(number)


def refused(value: dict[str, Any], number: Release) -> bool:
    """Whether a release's schema step refuses a project of these Python values."""
    known = facts(number)
    try:
        cast = _cast(value, "", known)
        if not validator(number).is_valid(cast):
            return True
        for path, text in _strings(cast, "", known):
            if path in known.decodes:
                _read(known.decodes[path], text)
    except Refused:
        return True
    return False


def _cast(value: Any, path: str, known: Facts) -> Any:
    if isinstance(value, dict):
        return {k: _cast(child, _step(path, k, known), known) for k, child in value.items()}
    if isinstance(value, list):
        items = [_cast(child, path + ".[]", known) for child in value]
        return _without_repeats(items) if path in known.repeats else items
    if isinstance(value, str) and path in known.casts:
        return _read(known.casts[path], value)
    return value


def _step(path: str, key: str, known: Facts) -> str:
    named = f"{path}.{key}" if path else key
    return named if named in known.paths else f"{path}.*"


def _strings(value: Any, path: str, known: Facts) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _strings(child, _step(path, key, known), known)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child, path + ".[]", known)
    elif isinstance(value, str):
        yield path, value


def _without_repeats(items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not any(_equal(item, other) for other in kept):
            kept.append(item)
    return kept


def _equal(one: Any, other: Any) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _read(reading: str, text: str) -> Any:
    """What a string becomes; raises Refused."""
    if reading == "boolean" and text.lower() in TRUE + FALSE:
        return text.lower() in TRUE
    if reading == "integer" and INTEGER.match(text) and abs(int(text)) < 2**63:
        return int(text)
    if reading in ("number", "number-32") and NUMBER.match(text):
        number = float(text)
        if abs(number) < (3.4028235678e38 if reading == "number-32" else math.inf):
            return number
    if reading == "octal" and re.match(r"[+-]?[0-7]+\Z", text):
        return text
    if reading == "duration" and DURATION.match(text):
        return text
    if reading == "size" and SIZE.match(text):
        return text
    raise Refused(text)


def comparable(value: Any) -> bool:
    """Whether a value has nothing that JSON Schema cannot judge: neither dates nor numbers
    without end. What Docker Compose does with those is tested apart."""
    if isinstance(value, dict):
        return all(comparable(child) for child in value.values())
    if isinstance(value, list):
        return all(comparable(child) for child in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, Timestamp)
