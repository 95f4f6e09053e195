"""What looks like a secret is not shown: pages and pictures are read by more people than a Compose
file is."""

from __future__ import annotations

import re

from ..reach.variables import words

HIDDEN = "(hidden)"

_ANYWHERE = frozenset(
    "password passwd passphrase secret secrets token tokens credential credentials apikey salt "
    "pepper jwt".split()
)
_LAST = frozenset("key keys pass pwd pw auth dsn pin".split())
#: The last word of what leads to a secret, or is about it, and is none.
_ABOUT = frozenset("file path dir directory folder enabled length ttl expiry name".split())

_USER = re.compile(r"(://[^/@\s:]*):[^/@\s]*@")
_BARE_USER = re.compile(r"(https?://)[^/@\s:]+@")
_PART = re.compile(
    r"(?i)\b([\w-]*(?:password|passwd|pwd|secret|token|api[_-]?key)[\w-]*=)[^&;\s\"']+"
)
_OPTION = re.compile(
    r"(?i)(--?[\w-]*(?:password|passwd|pass|pwd|secret|token|api-?key)\s+)(?!-)\S+"
)
_INNER = re.compile(r"\$\{(\w+)(:?[-+])([^{}]*)\}")
_RANDOM = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+=_-]{32,}")


def is_secret(name: str) -> bool:
    """Whether the value of a variable of this name is nothing to show."""
    parts = [part for part in words(name) if not part.isdigit()]
    if not parts or parts[-1] in _ABOUT:
        return False
    return parts[-1] in _LAST or not _ANYWHERE.isdisjoint(parts)


def masked(value: str, *names: str) -> str:
    """A value as it may be shown; `names` are those of what it is the value of."""
    if value and (any(map(is_secret, names)) or _RANDOM.fullmatch(value)):
        return HIDDEN
    return without_passwords(value)


def without_passwords(value: str) -> str:
    """A text without the passwords of the addresses and options in it."""
    value = _INNER.sub(_inner, value)
    value = _BARE_USER.sub(r"\1***@", _USER.sub(r"\1:***@", value))
    return _OPTION.sub(r"\1***", _PART.sub(r"\1***", value))


def _inner(found: re.Match[str]) -> str:
    name, operator, default = found.groups()
    return f"${{{name}{operator}{'***' if default and is_secret(name) else default}}}"
