"""Where Docker Compose 1.29.2 fails only once a service is merged with another one.

Some of these are errors of the program: it puts what it merges in order, and cannot where a part
of it says nothing.
"""

from __future__ import annotations

from ...node import Mapping, Node, Path, Sequence
from .judge import Judge, mappings, texts


def merged(judge: Judge, service: Mapping, path: Path) -> None:
    """Report what stops the merge of a service that several files have, or that extends one."""
    for item, at in texts(service.get("extra_hosts"), (*path, "extra_hosts")):
        if ":" not in item.text:
            judge.bad(item, at, "host-address-missing")
    _ordered(judge, service.get("ports"), (*path, "ports"), "target")
    for name in ("configs", "secrets"):
        _ordered(judge, service.get(name), (*path, name), "source")
    _devices(judge, service.get("blkio_config"), (*path, "blkio_config"))
    _resources(judge, service, path)


def _ordered(judge: Judge, node: Node | None, path: Path, key: str) -> None:
    """Of several entries each must have what they are put in order by."""
    if type(node) is Sequence and len(node.items) > 1:
        for entry, at in mappings(node, path):
            if key not in entry.entries:
                _missing(judge, entry, at, key)


def _devices(judge: Judge, config: Node | None, path: Path) -> None:
    for name, limits in config.items() if type(config) is Mapping else ():
        for entry, at in mappings(limits, (*path, name)):
            if "path" not in entry.entries:
                _missing(judge, entry, at, "path")


def _resources(judge: Judge, service: Mapping, path: Path) -> None:
    node: Node | None = service
    for name in ("deploy", "resources", "reservations", "generic_resources"):
        node = node.get(name) if type(node) is Mapping else None
        path = (*path, name)
    for entry, at in mappings(node, path):
        spec = entry.get("discrete_resource_spec")
        if spec is None:
            _missing(judge, entry, at, "discrete_resource_spec")
        elif type(spec) is Mapping and "kind" not in spec.entries:
            _missing(judge, spec, (*at, "discrete_resource_spec"), "kind")


def _missing(judge: Judge, entry: Mapping, path: Path, name: str) -> None:
    first = next(iter(entry.entries.values()), None)
    span = entry.span if first is None else first[0].span
    judge.refuse("missing-attribute", span, path, "", name=name)
