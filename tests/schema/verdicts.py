"""Whether a release, or a reader of a legacy format, refuses a project's shape, without the walk.

The reference schema is run by the jsonschema package on the values as Docker Compose hands them
to its own validator: strings cast, repeated items dropped. What it refuses right after the schema
(`decode` rows) is added. The drafts: releases up to 2.36 used a validator that knew no draft
beyond 7 (what stands beside a `$ref` is ignored), whatever the file's `$schema` says; of the
formats only `duration` was ever enforced. Legacy formats are of draft 4; `docker stack`, which
reads 3.x, takes 1.0 for an integer and enforces `duration`, the Python program does neither.
"""

from __future__ import annotations

import contextlib
import functools
import math
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import rows as table
from reference import Flat, Release, Shipped, flatten, legacy, shipped
from support import shared

from composelint.node import Timestamp

#: A release, or a legacy file format.
Version = Release | str

ROWS = table.spelled_out(table.read())
TRUE = ("true", "y", "yes", "on")
FALSE = ("false", "n", "no", "off")
INTEGER = re.compile(r"[+-]?[0-9]+\Z")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
DURATION = re.compile(r"[+-]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)\Z")
PYTHON_SIZE = re.compile(r"(([0-9]+\.?[0-9]*|\.[0-9]+)[bkmgt]?b?)?\Z", re.IGNORECASE)
SIZE = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+) ?([kmgtp]?i?b?)\Z", re.IGNORECASE)


class Refused(Exception):
    """A string that cannot be read as what the place takes."""


@functools.cache
def references() -> tuple[Shipped, ...]:
    folder = shared()
    assert folder is not None
    return tuple(shipped(folder))


@functools.cache
def formats() -> dict[str, dict[str, Any]]:
    folder = shared()
    assert folder is not None
    return legacy(folder)


def schema(version: Version) -> dict[str, Any]:
    """The reference schema of a release or a format."""
    if isinstance(version, str):
        return formats()[version]
    return [one for one in references() if one.releases[0] <= version][-1].schema


@functools.cache
def flat(version: Version) -> Flat:
    return flatten(schema(version))


@functools.cache
def validator(version: Version) -> Any:
    """The reference schema of a version, ready to run."""
    reference = schema(version)
    checker = jsonschema.FormatChecker(())
    checker.checks("duration")(lambda text: DURATION.match(text) is not None)
    if isinstance(version, str):
        draft = draft_4(go=version.startswith("3."))
        return draft(reference, format_checker=checker if version.startswith("3.") else None)
    late = "2020-12" in reference["$schema"]
    newer = jsonschema.Draft202012Validator if late else jsonschema.Draft7Validator
    return newer(reference, format_checker=checker)


def draft_4(*, go: bool) -> Any:
    """Draft 4, as Go has it: 1.0 is an integer."""
    draft = jsonschema.Draft4Validator
    later = jsonschema.Draft7Validator.TYPE_CHECKER
    return jsonschema.validators.extend(draft, type_checker=later) if go else draft


class Facts:
    """The rows of one version that change a value before or after the schema."""

    def __init__(self, number: Version) -> None:
        # `docker stack` casts only what variables gave, and there are none here.
        stack = isinstance(number, str) and number.startswith("3.")
        self.casts = {} if stack else table.other(ROWS, number, "cast")
        self.decodes = table.other(ROWS, number, "decode")
        self.repeats = table.other(ROWS, number, "repeats")
        self.paths = {row.path for row in ROWS if row.holds(number)}


@functools.cache
def facts(number: Version) -> Facts:
    return Facts(number)


def refused(value: dict[str, Any], number: Version) -> bool:
    """Whether a version's schema step refuses a project of these Python values."""
    known = facts(number)
    try:
        cast = cast_values(value, number)
        if not validator(number).is_valid(cast):
            return True
        for path, text in _strings(cast, "", known):
            if path in known.decodes:
                _read(known.decodes[path], text)
    except Refused:
        return True
    return False


def cast_values(value: dict[str, Any], number: Version) -> dict[str, Any]:
    """The values that the schema gets to see; raises Refused."""
    cast = _cast(value, "", facts(number))
    assert isinstance(cast, dict)
    return cast


def _cast(value: Any, path: str, known: Facts) -> Any:
    if isinstance(value, dict):
        return {k: _cast(child, _step(path, k, known), known) for k, child in value.items()}
    if isinstance(value, list):
        items = [_cast(child, path + ".[]", known) for child in value]
        return _without_repeats(items) if path in known.repeats else items
    if known.casts.get(path) == "text":
        return str(value) if isinstance(value, (bool, int, float)) else value
    if isinstance(value, str) and path in known.casts:
        return _read(known.casts[path], value)
    return value


def _step(path: str, key: str, known: Facts) -> str:
    named = f"{path}.{key}" if path else key
    free = f"{path}.*" if path else "*"
    return named if named in known.paths else free


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
    return _read_by_python(reading, text)


def _read_by_python(reading: str, text: str) -> Any:
    if reading == "python-integer":
        with contextlib.suppress(ValueError):
            return int(re.sub("^(0[0-9]+)$", r"0o\1", text), 0)
    if reading == "python-number":
        with contextlib.suppress(ValueError):
            return float(text)
    if reading == "python-duration" and DURATION.match(text) and text[-1:].isalpha():
        return 1
    if reading == "python-size" and PYTHON_SIZE.match(text):
        return 1
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
