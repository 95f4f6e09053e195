"""Plain scalars as Docker Compose reads them: neither quite YAML 1.1 nor 1.2.

All of it was tried with Docker Compose 5.6.1 and 2.40.3: `yes`, `on` and `22:22` are text, `0777`
and `0o777` are both octal, `08` is the float 8, `1_000` is 1000, `1e400` is text again.
"""

from __future__ import annotations

import re
from typing import Any

from .node import Timestamp

#: A plain scalar that begins otherwise is text.
_SPECIAL_START = frozenset("0123456789+-.~<nNtTfF")

_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    # A merge key where there is nothing to merge into.
    "<<": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    ".inf": float("inf"),
    ".Inf": float("inf"),
    ".INF": float("inf"),
    "+.inf": float("inf"),
    "+.Inf": float("inf"),
    "+.INF": float("inf"),
    "-.inf": float("-inf"),
    "-.Inf": float("-inf"),
    "-.INF": float("-inf"),
    ".nan": float("nan"),
    ".NaN": float("nan"),
    ".NAN": float("nan"),
}

_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_INTEGER = re.compile(
    r"([-+]?)(?:(0[xX][0-9a-fA-F]+)|(0[oO][0-7]+)|(0[bB][01]+)|(0[0-7]*)|([1-9][0-9]*))\Z"
)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]| +)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?\Z"
)

#: Longer than any number of 64 bits; Python itself refuses to read thousands of digits.
_MAX_DIGITS = 100

_MAX_UINT64 = 2**64 - 1
_MIN_INT64 = -(2**63)


def resolve(text: str) -> Any:
    """The value of a plain scalar without a tag: str, int, float, bool, None or Timestamp."""
    if text and text[0] not in _SPECIAL_START:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "~<nNtTfF":
        return text
    if _DECIMAL.match(text) and len(text) <= _MAX_DIGITS:
        if text == "-0":
            return -0.0
        number = int(text)
        if _MIN_INT64 <= number <= _MAX_UINT64:
            return number
        return float(text)
    return _unusual_number(text)


def _unusual_number(text: str) -> Any:
    if len(text) > 4 and text[4] == "-" and _is_timestamp(text):
        return Timestamp(text)
    digits = text.replace("_", "")
    match = _INTEGER.match(digits) if len(digits) <= _MAX_DIGITS else None
    if match is not None:
        sign, hexadecimal, octal, binary, old_octal, decimal = match.groups()
        if hexadecimal or octal or binary:
            number = int((hexadecimal or octal or binary).lower(), 0)
        else:
            number = int(old_octal, 8) if old_octal else int(decimal)
        number = -number if sign == "-" else number
        if _MIN_INT64 <= number <= _MAX_UINT64:
            return number
    if _FLOAT.match(digits):
        value = float(digits)
        # Go's ParseFloat refuses what does not fit, and the scalar stays text.
        return value if value not in (float("inf"), float("-inf")) else text
    return text


def _is_timestamp(text: str) -> bool:
    match = _TIMESTAMP.match(text)
    if match is None:
        return False
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= _days(year, month)):
        return False
    if match[4] is None:
        return True
    # With T or t a zone is needed, with a blank there is none.
    if (text[len(match[1] + match[2] + match[3]) + 2] == " ") != (match[7] is None):
        return False
    return int(match[4]) < 24 and int(match[5]) < 60 and int(match[6]) < 60


def _days(year: int, month: int) -> int:
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


class TagMismatch(ValueError):
    """The text is not of the kind that its tag says."""


_TAG = "tag:yaml.org,2002:"


def resolve_tagged(tag: str, text: str, plain: bool) -> Any:
    """The value of a scalar with an explicit tag; tags of one's own leave it text.

    Raises TagMismatch where Docker Compose refuses, as for `!!int abc`.
    """
    kind = tag.removeprefix(_TAG)
    if kind == tag or kind not in ("int", "float", "bool", "null", "timestamp", "binary"):
        return text
    if kind == "binary":
        return _binary(text)
    value = resolve(text)
    if kind == "timestamp":
        wanted = isinstance(value, Timestamp)
    elif kind == "null":
        wanted = value is None
    elif kind == "bool":
        wanted = isinstance(value, bool)
    elif kind == "int":
        wanted = isinstance(value, int) and not isinstance(value, bool)
    else:
        wanted = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not wanted:
        raise TagMismatch(f"{text!r} is not of the kind !!{kind}")
    return value


def _binary(text: str) -> str:
    from base64 import b64decode

    try:
        return b64decode(re.sub("[\r\n]", "", text), validate=True).decode("utf-8", "replace")
    except ValueError:
        raise TagMismatch(f"{text!r} is not of the kind !!binary") from None
