"""Mounts without a target or a source, and a tmpfs where something else is mounted."""

from __future__ import annotations

from ..finding import Related
from ..model.bad import BadValue
from ..model.mounts import clean_path, parse_short, read_mount
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..source import Span
from .conflict_raise import CONFLICT, missing, raise_
from .judge import Judge, mappings, scalars


def mounts(judge: Judge, node: Node, path: Path) -> None:
    """Refused whether the service runs or not; of jobs, a missing source only."""
    for mount, at in mappings(node, path):
        kind = mount.get("type")
        if kind is None:
            # The attribute table's walk has this one.
            continue
        if "target" not in mount:
            missing(judge, mount, at, "mount-target", "target")
        elif type(kind) is Scalar and kind.text == "bind" and "source" not in mount:
            missing(judge, mount, at, "bind-source", "source")


def targets(judge: Judge, service: Mapping, path: Path) -> None:
    """Two mounts on one path, of which one is of `tmpfs`: refused from 2.31 or so on.

    The path of a tmpfs is compared as written, that of a mount as cleaned.
    """
    taken: dict[str, Span] = {}
    for item, at in scalars(service.get("tmpfs"), (*path, "tmpfs")):
        target = item.text.partition(":")[0]
        if UNKNOWN in target:
            continue
        if target in taken:
            _twice(judge, item, at, target, taken[target])
        else:
            taken[target] = item.span
    volumes = service.get("volumes")
    if not taken or type(volumes) is not Sequence:
        return
    for index, node in enumerate(volumes.items):
        mounted = _target(node)
        if mounted is not None and mounted in taken:
            _twice(judge, node, (*path, "volumes", index), mounted, taken[mounted])


def _target(node: Node) -> str | None:
    try:
        target = parse_short(node.text).target if type(node) is Scalar else read_mount(node).target
    except BadValue:
        return None
    return clean_path(target) if target else None


def _twice(judge: Judge, node: Node, path: Path, target: str, first: Span) -> None:
    raise_(
        judge,
        CONFLICT,
        node,
        path,
        "tmpfs-target",
        {"target": target},
        refused=True,
        related=(Related(first, f"{target} is a tmpfs here"),),
    )
