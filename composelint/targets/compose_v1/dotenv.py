"""Files of variables as Docker Compose 1.29.2 reads them, with the library python-dotenv.

A line that it cannot read is passed over; values in quotes of both kinds can have several lines;
`${X}` and `${X:-default}` are filled in, also between single quotes, `$X` is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...loading.template import Lookup
from ...node import UNKNOWN

_BLANK = r"[^\S\r\n]*"
_LEAD = re.compile(r"\s*(?:export[^\S\r\n]+)?")
_KEY = re.compile(rf"(?:'([^']+)'|(?![#'])([^=#\s]+)|(?=#)|\Z){_BLANK}")
_VALUE = re.compile(rf"={_BLANK}(?:'((?:\\'|[^'])*)'|\"((?:\\\"|[^\"])*)\"|(?!['\"])([^\r\n]*))")
_END = re.compile(rf"(?:{_BLANK}#[^\r\n]*)?{_BLANK}(?:\r\n|\n|\r|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?")
_COMMENT = re.compile(r"\s+#.*")
_ESCAPE_DOUBLE = re.compile(r"\\([\\'\"abfnrtv])")
_ESCAPE_SINGLE = re.compile(r"\\([\\'])")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_VARIABLE = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")


def parse(
    text: str,
    lookup: Lookup,
    *,
    earlier: Mapping[str, str] | None = None,
    assume: bool = False,
) -> dict[str, str]:
    """The variables that a file sets, the last of one name; a name without = sets nothing.

    With `assume`, a variable in a value that is not set anywhere becomes UNKNOWN.
    """
    values: dict[str, str] = {}

    def value_of(match: re.Match[str]) -> str:
        name, default = match.groups()
        value = values.get(name, lookup(name))
        if value is None:
            value = default
        if value is None:
            value = UNKNOWN if assume else ""
        return value

    at = 0
    while at < len(text):
        at, name, value = _binding(text, at)
        if name is not None and value is not None:
            values[name] = _VARIABLE.sub(value_of, value)
    return values


def _binding(text: str, start: int) -> tuple[int, str | None, str | None]:
    """(where the next one begins, name, value) of the line at `start`."""
    lead = _LEAD.match(text, start)
    assert lead is not None
    at = lead.end()
    key = _KEY.match(text, at)
    value = None
    if key is not None:
        at = key.end()
        value = _VALUE.match(text, at)
        if value is not None:
            at = value.end()
        end = _END.match(text, at)
        if end is not None:
            return end.end(), key[1] or key[2], None if value is None else _text(value)
    # What is left of the line in which it went wrong.
    rest = _LINE.match(text, at)
    assert rest is not None
    return rest.end(), None, None


def _text(value: re.Match[str]) -> str:
    single, double, plain = value.groups()
    if single is not None:
        return _ESCAPE_SINGLE.sub(r"\1", single)
    if double is not None:
        return _ESCAPE_DOUBLE.sub(lambda match: _ESCAPES.get(match[1], match[1]), double)
    return _COMMENT.sub("", plain).rstrip()
