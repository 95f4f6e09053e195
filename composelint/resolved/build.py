"""A build as `config` prints it."""

from __future__ import annotations

from typing import Any

from ..model.casts import string, variable_map
from ..model.grants import canonical_grant
from ..model.hosts import canonical_hosts
from ..model.limits import canonical_ulimits
from ..model.services import additional_contexts, ssh_keys
from ..node import Mapping, Node, Scalar
from .paths import context_of
from .values import (
    OMIT,
    Convert,
    each,
    fields,
    flag,
    is_null,
    pairs,
    sequence_of,
    size,
    text,
    texts,
)


def ulimits(node: Node) -> Any:
    return canonical_ulimits(node) or OMIT if type(node) is Mapping else OMIT


def hosts(node: Node) -> Any:
    return OMIT if is_null(node) else canonical_hosts(node) or OMIT


def _contexts(node: Node) -> Any:
    if is_null(node):
        return OMIT
    shown = {}
    for one in each(node):
        for name, value in additional_contexts(one).items():
            # Each is relative to the file that it comes from.
            owner = one.get(name) if type(one) is Mapping else one
            place = Scalar((owner or one).source, 0, 0, "", "", "", True)
            shown[name] = context_of(place, value)
    return shown or OMIT


def _args(node: Node) -> Any:
    """Build arguments; one without a value takes it from the environment, or is left out."""
    if is_null(node):
        return OMIT
    environment = node.source.environment
    shown = {}
    for name, value in variable_map(node).items():
        if value is None:
            value = environment.get(name)
        if value is not None:
            shown[name] = value
    return shown or OMIT


def _context(node: Node) -> Any:
    return context_of(node, string(node)) if type(node) is Scalar else OMIT


def _ssh(node: Node) -> Any:
    keys = ssh_keys(node) if not is_null(node) else {}
    return [f"{name}={value}" if value else name for name, value in keys.items()] or OMIT


_BUILD: dict[str, Convert] = {
    "additional_contexts": _contexts,
    "args": _args,
    "cache_from": texts,
    "cache_to": texts,
    "context": _context,
    "dockerfile": text,
    "dockerfile_inline": text,
    "entitlements": texts,
    "extra_hosts": hosts,
    "isolation": text,
    "labels": pairs,
    "network": text,
    "no_cache": flag,
    "no_cache_filter": texts,
    "platforms": texts,
    "privileged": flag,
    "provenance": text,
    "pull": flag,
    "sbom": text,
    "secrets": sequence_of(canonical_grant),
    "shm_size": size,
    "ssh": _ssh,
    "tags": texts,
    "target": text,
    "ulimits": ulimits,
}


def build(node: Node) -> Any:
    if type(node) is Scalar:
        if node.value is None:
            return OMIT
        shown = {"context": context_of(node, string(node))}
    else:
        shown = fields(node, _BUILD)
    inline = node.get("dockerfile_inline") if type(node) is Mapping else None
    if "dockerfile" not in shown and is_null(inline):
        shown["dockerfile"] = "Dockerfile"
    return shown
