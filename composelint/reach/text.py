"""Which addresses a text names: URLs, `host:port`, lists of them, DSNs, options of commands.

Nothing is known here of any project: every host is read, and the caller looks whether it means
anything. A part that is not known before deployment (UNKNOWN) ends an address, and one that
touches a host makes it no known host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..model.ports import HIGHEST
from ..node import UNKNOWN
from .variables import is_image, says_host

#: How an address is written: in a URL, as host:port, as the whole of a value whose name says that
#: it is a host, behind a key or an option that says so.
URL, PAIR, BARE, KEY = "url", "pair", "bare", "key"


class Mention(NamedTuple):
    """One address in a text.

    `host` and `scheme` are in small letters, `port` None where none is named or it is not known
    (`open`). `text[start:end]` is the host as written and `text[start:stop]` host and port.
    """

    host: str
    port: int | None
    form: str
    start: int
    end: int
    stop: int
    scheme: str = ""
    open: bool = False


#: The host of these is a bucket, a path or an image.
_NO_HOSTS = frozenset(
    "file unix s3 s3a s3n gs gcs az docker oci git classpath env jar data".split()
)

#: Below it a name and a number are an image and its tag rather than a host and its port.
_LEAST_PORT = 80
_OLD_PORTS = frozenset((21, 22, 23, 25, 53, 69))

#: Most values with an address are one URL and nothing else.
_SIMPLE = (
    r"(?a)([A-Za-z][A-Za-z0-9]*)://(?:[\w.\-]*(?::[\w.\-]*)?@)?"
    r"([A-Za-z0-9_](?:[\w.\-]*\w)?)(?::([0-9]{1,5}))?(?:/[\w.\-/]*)?\Z"
)
# The authority is looked at only, as it may end in the scheme of the next URL of a list.
_URL = r"([A-Za-z][A-Za-z0-9+.\-]*)://(?=([^\s/?#'\"`<>\\|;()\[\]{}]*))"
_PIECE = r"(?a)([A-Za-z0-9_](?:[\w.\-]*\w)?)\.?(?::(.*))?\Z"
_PAIR = (
    rf"(?a)(?:(?<![\w.\-:/$\\}}{UNKNOWN}])|(?<=[\s@\"'=(,]//)|(?<=TCP:)|(?<=TCP4:))"
    # More ports may follow, as in ZooKeeper's zoo1:2888:3888.
    rf"([A-Za-z0-9_][\w.\-]*):([0-9]{{1,5}})(?![\w.\-{UNKNOWN}]|:(?![0-9]))"
)
_ORACLE = r"(?a)@([A-Za-z0-9_][\w.\-]*):([0-9]{1,5}):"
_DSN = r"(?a)\b(?:tcp[46]?|udp)\(([A-Za-z0-9_][\w.\-]*)\)"
_KEY = (
    rf"(?a)(?<![\w.{UNKNOWN}])(-{{0,2}}[A-Za-z_][\w.\-]*|[Dd]ata [Ss]ource)\s*=\s*[\"']?"
    r"(?:tcp:)?([A-Za-z0-9_][\w.\-]*)(,[0-9]{1,5})?(?=[\s;&,'\"]|\Z)"
)
_OPTION = r"(?a)(?<!\S)(-h|-H|--?[A-Za-z][\w.\-]*)\s+[\"']?([A-Za-z0-9_][\w.\-]*)(?=[\s;&|)'\"]|\Z)"
_NETCAT = r"(?a)\bnc(?:\s+-[\w.]+(?:\s+[0-9]+)?)*\s+([A-Za-z0-9_][\w.\-]*)\s+([0-9]{1,5})\b"
_DEVICE = r"(?a)/dev/(?:tcp|udp)/([A-Za-z0-9_][\w.\-]*)/([0-9]{1,5})\b"
_KEY_PORT = r"(?i)(?<![\w.])port\s*=\s*['\"]?([0-9]{1,5})(?!\w)"
_OPTION_PORT = r"(?<!\S)(?:-[pP]\s*|--port[=\s]\s*)([0-9]{1,5})(?!\w)"
_NAME = r"(?a)[A-Za-z0-9_](?:[\w.\-]*\w)?\Z"


@lru_cache(maxsize=1024)
def read(text: str, variable: str = "", *, command: bool = False) -> tuple[Mention, ...]:
    """The addresses of a text, in its order; see the module.

    `variable` is the name of the variable whose value it is: it tells whether a bare name is a
    host. In a `command` options such as `-h db` count. Never raises.
    """
    if is_image(variable):
        return ()
    simple = None if command else re.match(_SIMPLE, text)
    if simple is not None:
        return _one_url(simple)
    found: dict[int, Mention] = {}
    for mention in _all(text, variable, command):
        if mention.start not in found and not mention.host.isdigit():
            found[mention.start] = mention
    return tuple(found[start] for start in sorted(found))


def _one_url(match: re.Match[str]) -> tuple[Mention, ...]:
    scheme, host = match[1].lower(), match[2]
    port = _port(match[3]) if match[3] else None
    if scheme in _NO_HOSTS or host.isdigit() or (match[3] and port is None):
        return ()
    start, end = match.span(2)
    stop = match.end(3) if match[3] else end
    return (Mention(host.lower(), port, URL, start, end, stop, scheme),)


def _all(text: str, variable: str, command: bool) -> Iterator[Mention]:
    urls = list(_urls(text)) if "://" in text else []
    yield from urls
    if ":" in text:
        yield from _pairs(text, variable, "://" in text)
    if "(" in text:
        for match in re.finditer(_DSN, text):
            yield _mention(match[1], None, KEY, match.start(1), match.end(1))
    if "=" in text:
        yield from _keys(text)
    if command:
        yield from _options(text)
    elif "://" not in text and says_host(variable):
        yield from _bare(text)


def _mention(host: str, port: int | None, form: str, start: int, stop: int) -> Mention:
    end = start + len(host)
    return Mention(host.rstrip(".").lower(), port, form, start, end, stop)


def _port(text: str) -> int | None:
    number = int(text)
    return number if 0 < number <= HIGHEST else None


# --- URLs


def _urls(text: str) -> Iterator[Mention]:
    for match in re.finditer(_URL, text):
        scheme = match[1].lower()
        # mysql+pymysql://, jdbc:postgresql://, git+ssh://
        if scheme in _NO_HOSTS or scheme.split("+")[0] in _NO_HOSTS:
            continue
        authority = match[2]
        begin = match.start(2)
        cut = authority.rfind("@") + 1
        at = begin + cut
        pieces = authority[cut:].split(",")
        if text.startswith("//", match.end(2)) and pieces[-1].endswith(":"):
            # The next URL of a list: "http://a:80,http://b:80".
            pieces.pop()
        for piece in pieces:
            mention = _piece(piece, at, scheme)
            if mention is not None:
                yield mention
            at += len(piece) + 1


def _piece(piece: str, at: int, scheme: str) -> Mention | None:
    match = re.match(_PIECE, piece)
    if match is None:
        return None
    host, written = match[1], match[2]
    port, unknown = None, False
    if written and UNKNOWN in written:
        unknown = True
    elif written:
        if not (written.isascii() and written.isdigit() and len(written) <= 5):
            return None
        port = _port(written)
        if port is None:
            return None
    stop = at + (len(host) if port is None else len(piece))
    return Mention(host.lower(), port, URL, at, at + len(host), stop, scheme, unknown)


# --- host:port


def _pairs(text: str, variable: str, has_urls: bool) -> Iterator[Mention]:
    urls = [match.span(2) for match in re.finditer(_URL, text)] if has_urls else []
    hosts = says_host(variable)
    for match in re.finditer(_PAIR, text):
        start = match.start(1)
        if any(begin <= start < end for begin, end in urls):
            continue
        port = _port(match[2])
        if port is None or match[1].isdigit():
            continue
        if port >= _LEAST_PORT or port in _OLD_PORTS or hosts:
            yield _mention(match[1], port, PAIR, start, match.end(2))
    if "@" in text:
        for match in re.finditer(_ORACLE, text):
            port = _port(match[2])
            if port is not None:
                yield _mention(match[1], port, PAIR, match.start(1), match.end(2))
    if hosts and text.count(":") > 1 and not has_urls:
        yield from _labelled(text)


def _labelled(text: str) -> Iterator[Mention]:
    """`label:host:port`, as lists of Redis hosts have it."""
    for match in re.finditer(r"[^\s,;]+", text):
        parts = match[0].split(":")
        if len(parts) < 3 or not re.match(_NAME, parts[1]) or parts[1].isdigit():
            continue
        if parts[2].isascii() and parts[2].isdigit() and len(parts[2]) <= 5:
            start = match.start() + len(parts[0]) + 1
            stop = start + len(parts[1]) + 1 + len(parts[2])
            port = _port(parts[2])
            if port is not None:
                yield _mention(parts[1], port, PAIR, start, stop)


# --- names alone


def _keys(text: str) -> Iterator[Mention]:
    """`host=db port=5432`, `Server=db;`, `--redis.host=db`, `-Ddb.host=db`."""
    for match in re.finditer(_KEY, text):
        key = match[1].lstrip("-")
        if key.startswith("D") and "." in key:
            key = key[1:]
        if says_host(key) or key.lower() == "data source":
            port = _port(match[3][1:]) if match[3] else _beside(text, _KEY_PORT)
            yield _mention(match[2], port, KEY, match.start(2), match.end(2))


def _options(text: str) -> Iterator[Mention]:
    for match in re.finditer(_OPTION, text):
        flag = match[1]
        if flag in ("-h", "-H") or says_host(flag.lstrip("-")):
            # Another's host than the one of the program itself: --redis-host.
            own = flag in ("-h", "-H", "--host", "--hostname")
            port = _beside(text, _OPTION_PORT) if own else None
            yield _mention(match[2], port, KEY, match.start(2), match.end(2))
    for pattern in (_NETCAT, _DEVICE):
        for match in re.finditer(pattern, text):
            port = _port(match[2])
            yield _mention(match[1], port, PAIR, match.start(1), match.end(2))


def _beside(text: str, pattern: str) -> int | None:
    """The port that a text names apart from its host."""
    ports = set(re.findall(pattern, text))
    return _port(ports.pop()) if len(ports) == 1 else None


def _bare(text: str) -> Iterator[Mention]:
    for match in re.finditer(r"[^\s,;]+", text):
        if re.match(_NAME, match[0]):
            yield _mention(match[0], None, BARE, match.start(), match.end())
