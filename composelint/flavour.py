"""What YAML is to a program: most are written in Go, the first Docker Compose in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from .scalars import resolve, resolve_tagged


class Flavour(NamedTuple):
    """How a program's YAML reader differs from the one of today's Docker Compose.

    `resolve` gives the value of a plain scalar and `resolve_tagged` that of a tagged one (see
    scalars). `strict` readers refuse two equal keys and keys that are no text; others take the
    last of the equal ones. `own_tags` says whether tags that YAML does not know are passed over,
    and `anchors_again` whether an anchor's name can be used twice. With `only_first`, what follows
    the first document is not read at all. `loader` is the class of PyYAML whose events are read:
    the parser in C, or the one in Python, which takes no tab between words.
    """

    resolve: Callable[[str], Any] = resolve
    resolve_tagged: Callable[[str, str, bool], Any] = resolve_tagged
    strict: bool = True
    own_tags: bool = True
    anchors_again: bool = True
    only_first: bool = False
    loader: Any = yaml.CSafeLoader


GO = Flavour()
