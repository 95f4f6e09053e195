"""References to images: `registry.example:5000/team/app:1.2@sha256:…`.

`docker-compose config` looks into none of this; the engine refuses what is refused here, by the
grammar of the distribution project.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..node import UNKNOWN
from .bad import BadValue
from .gonumbers import is_digits

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\Z"
_TAG = r"(?a)\w[\w.-]{0,127}\Z"
_DOMAIN_LABEL = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])\Z"
_IPV6_DOMAIN = r"\[[0-9a-fA-F:]+\](?::\d+)?\Z"
_STRANGE = r"[^A-Za-z0-9._\-/:@+\[\]" + UNKNOWN + "]"
_DIGEST_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_IDENTIFIER = r"[a-f0-9]{64}\Z"
_LONGEST_NAME = 255


class Image(NamedTuple):
    """`domain` "" stands for Docker Hub; "" where tag or digest are absent."""

    domain: str
    path: str
    tag: str
    digest: str


def parse_image(text: str) -> Image | None:
    """An image reference; None where parts are not known.

    Raises BadValue: "empty", "character" (one that no reference has), "digest", "tag",
    "upper-case", "repository", "domain", "identifier" (64 hexadecimal digits) or "too-long".
    """
    if not text:
        raise BadValue("empty", 0, 0, value=text)
    strange = re.search(_STRANGE, text)
    if strange is not None:
        raise BadValue("character", *strange.span(), value=text, character=strange[0])
    if UNKNOWN in text:
        return None
    if re.match(_IDENTIFIER, text):
        raise BadValue("identifier", 0, len(text), value=text)
    name, at, digest = text.partition("@")
    if at:
        _check_digest(digest, len(name) + 1)
    slash = name.rfind("/")
    colon = name.find(":", slash + 1)
    tag = ""
    if colon >= 0:
        tag = name[colon + 1 :]
        if not re.match(_TAG, tag):
            raise BadValue("tag", colon, len(name), value=tag)
        name = name[:colon]
    domain, path, offset = _split_domain(name)
    _check_path(path, offset, text)
    return Image(domain, path, tag, digest)


def _check_digest(digest: str, begin: int) -> None:
    algorithm, _, digits = digest.partition(":")
    length = _DIGEST_LENGTHS.get(algorithm)
    if length != len(digits) or digits.strip("0123456789abcdef"):
        raise BadValue("digest", begin, begin + len(digest), value=digest)


def _split_domain(name: str) -> tuple[str, str, int]:
    first, slash, rest = name.partition("/")
    looks_like_one = "." in first or ":" in first or first == "localhost"
    if not slash or not (looks_like_one or first.lower() != first):
        return "", name, 0
    if not re.match(_IPV6_DOMAIN, first):
        host, colon, port = first.partition(":")
        fits = all(re.match(_DOMAIN_LABEL, label) for label in host.split(".")) and (
            not colon or is_digits(port)
        )
        # "a.b_c/d" is no host, but a path that the grammar lets pass.
        if not fits and not re.match(_COMPONENT, first):
            raise BadValue("domain", 0, len(first), value=first)
    return first, rest, len(first) + 1


def _check_path(path: str, offset: int, text: str) -> None:
    if len(path) > _LONGEST_NAME:
        raise BadValue("too-long", offset, offset + len(path), value=text)
    begin = offset
    for component in path.split("/"):
        end = begin + len(component)
        if not re.match(_COMPONENT, component):
            upper = component != component.lower() and re.match(_COMPONENT, component.lower())
            if not component:
                begin, end = max(begin - 1, 0), min(end + 1, len(text))
            reason = "upper-case" if upper else "repository"
            raise BadValue(reason, begin, end, value=component, image=text)
        begin = end + 1
