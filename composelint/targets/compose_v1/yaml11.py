"""YAML as Docker Compose 1.29.2 reads it: PyYAML's safe loader, which is YAML 1.1.

`yes` and `off` are booleans, `22:22` is a number to the base of 60, `1e3` and `0o17` are text,
the last of two equal keys counts; a tag of one's own and an anchor set twice are refused.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ...flavour import Flavour
from ...node import Timestamp
from ...scalars import TagMismatch

_BOOLEANS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
_WORDS: dict[str, Any] = {
    spelling: value
    for word, value in _BOOLEANS.items()
    for spelling in (word, word.capitalize(), word.upper())
}
_WORDS.update(dict.fromkeys(("", "~", "null", "Null", "NULL"), None))

_INTEGER = re.compile(
    r"[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)\Z"
)
_FLOAT = re.compile(
    r"[-+]?(?:(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|\.(?:inf|Inf|INF))\Z"
    r"|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?\Z|\.(?:nan|NaN|NAN)\Z"
)
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
    r"(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?\Z"
)
_MAX_DIGITS = 1000


def resolve(text: str) -> Any:
    """The value of a plain scalar: str, int, float, bool, None or Timestamp."""
    if not text or text[0] in "~nNtTfFyYoO":
        return _WORDS.get(text, text)
    if text[0] not in "0123456789+-." or len(text) > _MAX_DIGITS:
        return text
    if _INTEGER.match(text):
        return _integer(text.replace("_", ""))
    if _FLOAT.match(text):
        return _float(text.replace("_", "").lower())
    return Timestamp(text) if _DATE.match(text) else text


def _checked(text: str) -> Any:
    """The same for the reader, which fails on a sign that YAML 1.1 keeps for itself and on a date
    that there is not."""
    if text == "=":
        raise TagMismatch("= alone means something else in YAML 1.1")
    value = resolve(text)
    if type(value) is Timestamp and not _is_date(text):
        raise TagMismatch(f"{text} is read as a date, and there is no such day or time")
    return value


def _is_date(text: str) -> bool:
    import datetime

    numbers = [int(part) for part in re.findall(r"[0-9]+", text)][:6]
    try:
        datetime.datetime(*(numbers + [0] * (3 - len(numbers))))  # type: ignore[arg-type]
    except ValueError:
        return False
    return True


def _integer(text: str) -> int:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-")
    if digits[:2] in ("0b", "0x"):
        return sign * (int(digits, 0) if len(digits) > 2 else 0)
    if ":" in digits:
        return sign * int(_sexagesimal(digits))
    return sign * int(digits, 8 if digits[0] == "0" else 10)


def _float(text: str) -> float:
    sign = -1.0 if text[0] == "-" else 1.0
    digits = text.lstrip("+-")
    if digits in (".inf", ".nan"):
        return sign * float(digits[1:])
    return sign * (_sexagesimal(digits) if ":" in digits else float(digits))


def _sexagesimal(digits: str) -> float:
    value = 0.0
    for part in digits.split(":"):
        value = value * 60 + float(part)
    return value


_TAG = "tag:yaml.org,2002:"


def resolve_tagged(tag: str, text: str, plain: bool) -> Any:
    """The value of a scalar with a tag; raises TagMismatch where the loader fails."""
    kind = tag.removeprefix(_TAG)
    if kind in ("str", "merge"):
        return text
    if kind == "null":
        return None
    if kind == "bool":
        if text.lower() not in _BOOLEANS:
            raise TagMismatch(f"{text!r} is not of the kind !!bool")
        return _BOOLEANS[text.lower()]
    if kind in ("int", "float"):
        value = resolve(text)
        fits = type(value) is int or (kind == "float" and type(value) is float)
        if not fits:
            value = _number(kind, text)
        return value if kind == "int" else float(value)
    if kind == "timestamp" and _DATE.match(text):
        return Timestamp(text)
    if kind == "binary":
        return Timestamp(text)  # bytes, which fit nowhere, as dates do not
    raise TagMismatch(f"the target does not know the tag {tag}")


def _number(kind: str, text: str) -> float:
    try:
        return float(text) if kind == "float" else int(text)
    except ValueError:
        raise TagMismatch(f"{text!r} is not of the kind !!{kind}") from None


PYTHON = Flavour(
    _checked,
    resolve_tagged,
    strict=False,
    own_tags=False,
    anchors_again=False,
    loader=yaml.SafeLoader,
)
