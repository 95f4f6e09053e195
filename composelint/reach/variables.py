"""What the name of a variable says about its value: that it is a host, a port, an image."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

#: Names that end so hold hosts.
_HOSTS = frozenset(
    "host hosts hostname hostnames addr addrs address addresses server servers endpoint endpoints "
    "url urls uri uris broker brokers upstream upstreams seeds nodes".split()
)
#: Ends of words that would be taken for `host`, as in PGHOST.
_NO_HOSTS = ("vhost", "vhosts", "ghost")
#: With one of these words a host is one's own, a filter, or a name for others.
_NOT_OTHERS = frozenset(
    "advertise advertised advertiser allow allowed bind canonical cookie cors disallowed email "
    "ignore ignored initial letsencrypt listen listener listeners mail origin origins public "
    "repository trusted virtual whitelist".split()
)
#: `MAIL_HOST` and `EMAIL_HOST` are hosts all the same; `SMTP_MAIL_ADDRESS` is none.
_MAIL = frozenset(("mail", "email"))
#: What such a variable holds is compared with what others send, and nobody goes there.
_COMPARED = frozenset(
    "allow allowed allowlist audience cors disallowed issuer origin origins referer referers "
    "trusted whitelist".split()
)
_IMAGES = frozenset("image images tag tags version versions".split())

_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in small letters: DB_HOST, dbHost and db.host are (db, host)."""
    return tuple(word.lower() for word in re.findall(_WORD, name))


def says_host(name: str) -> bool:
    """Whether a bare word as the value of this variable is the name of a host to go to."""
    parts = list(words(name))
    while parts and parts[-1].isdigit():
        parts.pop()
    if parts[-2:] == ["host", "name"]:
        parts.pop()
    if not parts or name.upper() == "HOSTNAME" or parts[-1] in _NO_HOSTS:
        return False
    if parts[-1] not in _HOSTS and not parts[-1].endswith(("host", "hosts")):
        return False
    others = _NOT_OTHERS if parts[-1] in ("address", "addresses") else _NOT_OTHERS - _MAIL
    return others.isdisjoint(parts)


def is_image(name: str) -> bool:
    """Whether the variable names an image or a version: `postgres:15` is then no address."""
    return not _IMAGES.isdisjoint(words(name))


def is_compared(name: str) -> bool:
    """Whether the variable lists who may ask, as CORS_ORIGINS does: its addresses lead nowhere."""
    return not _COMPARED.isdisjoint(words(name))


def beside(name: str) -> Iterator[str]:
    """The variables that may hold the port of the host which this one names: DB_PORT for
    DB_HOST and for DB_HOST_NAME, then DB_HOST_PORT."""
    for match in re.finditer(r"(?i)host_?names?|hosts?|servers?|addr(?:ess)?|endpoint", name):
        word = match[0]
        port = "PORT" if word.isupper() else "port" if word.islower() else "Port"
        yield name[: match.start()] + port + name[match.end() :]
    yield f"{name}_PORT" if name.isupper() else f"{name}_port"
