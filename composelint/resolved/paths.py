"""Paths of a Compose file as `config` prints them."""

from __future__ import annotations

from typing import Any

from ..loading.paths import is_remote, resolve
from ..model.casts import string
from ..node import Node, Scalar
from .values import OMIT


def path_of(node: Scalar) -> str:
    """A path in a Compose file, absolute: relative to the folder that its file reads from."""
    source = node.source
    return resolve(source.directory, string(node), source.environment.get("HOME"))


def path(node: Node) -> Any:
    return path_of(node) if type(node) is Scalar and node.value is not None else OMIT


def context_of(node: Scalar, text: str) -> str:
    """A build context: a folder, or what is fetched from elsewhere, as it stands."""
    if "://" in text or is_remote(text) or text.startswith("service:"):
        return text
    source = node.source
    return resolve(source.directory, text, source.environment.get("HOME"))
