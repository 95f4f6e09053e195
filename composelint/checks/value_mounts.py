"""Mounts, tmpfs and devices that are none."""

from __future__ import annotations

import re

from ..model.bad import BadValue
from ..model.devices import parse_device
from ..model.mounts import (
    ACCESS,
    CONSISTENCY,
    PROPAGATIONS,
    SELINUX,
    Mount,
    clean_path,
    parse_short,
)
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from .judge import Judge, known_text, scalars
from .value_limits import size
from .value_numbers import not_negative

_OPTIONS = frozenset((*ACCESS, *CONSISTENCY, *PROPAGATIONS, *SELINUX))
_PLAIN = re.compile(r"[^:\\${},]{2,}:/[^:\\${},]+(?::r[ow])?\Z")
#: What an engine of 20.10 takes, and what kernels have come to know since.
_TMPFS_TEXT = """
    async atime bind defaults dev diratime dirsync exec gid huge inode32 inode64 mand mode mpol
    noatime nodev nodiratime noexec nomand norelatime nostrictatime nosuid noswap nr_blocks
    nr_inodes private rbind relatime remount ro rprivate rshared rslave runbindable rw shared
    size slave strictatime suid sync uid unbindable
"""
_TMPFS_OPTIONS = frozenset(_TMPFS_TEXT.split())
_WINDOWS = r"[A-Za-z]:(?:[\\/]|\Z)|\\\\"
_RULE = r"(?a)[acb] (?:\d+|\*):(?:\d+|\*) [rwm]{1,3}\Z"


def volumes(judge: Judge, node: Node, path: Path) -> None:
    """Refused: empty parts and too many. Ours: a target that is no absolute path, and options
    that Docker Compose passes over in silence."""
    if type(node) is not Sequence:
        return
    for index, item in enumerate(node.items):
        if type(item) is Scalar:
            if type(item.value) is str and not _PLAIN.match(item.text):
                _short(judge, item, (*path, index))
        elif type(item) is Mapping:
            _long(judge, item, (*path, index))


def _short(judge: Judge, node: Scalar, path: Path) -> None:
    key = ("volumes", node.text)
    if key in judge.good:
        return
    try:
        mount = parse_short(node.text)
    except BadValue as error:
        # A bracket that is not closed makes the target missing: conflicts.py has that.
        if error.reason != "no-target":
            judge.bad(node, path, f"mount-{error.reason}", error, refused=True)
        return
    if _judge_short(judge, node, path, mount):
        judge.good.add(key)


def _judge_short(judge: Judge, node: Scalar, path: Path, mount: Mount) -> bool:
    good = True
    if mount.target is not None and not is_absolute(mount.target):
        # A lone path is meant as the host's more often than not: `- ./data`.
        variant = "mount-target" if mount.source_at[1] else "mount-alone"
        judge.bad(node, path, variant, BadValue("target", *mount.target_at))
        good = False
    begin = mount.options_at[0]
    for option in mount.options:
        if option and option not in _OPTIONS and UNKNOWN not in option:
            error = BadValue("option", begin, begin + len(option))
            judge.bad(node, path, "mount-option", error, warn=True, allowed=_SHOWN)
            good = False
        begin += len(option) + 1
    return good


_SHOWN = ("ro", "rw", "z", "Z", "nocopy", *PROPAGATIONS)


def is_absolute(target: str) -> bool:
    """Whether a path is one in a container of either kind, and not its root."""
    if target.startswith("/"):
        return clean_path(target) != "/"
    return re.match(_WINDOWS, target) is not None


def _long(judge: Judge, node: Mapping, path: Path) -> None:
    target = node.get("target")
    text = known_text(target)
    kind = node.get("type")
    pipe = type(kind) is Scalar and kind.text == "npipe"
    if target is not None and text is not None and not pipe and not is_absolute(text):
        judge.bad(target, (*path, "target"), "mount-target")
    bind = node.get("bind")
    propagation = bind.get("propagation") if type(bind) is Mapping else None
    named = known_text(propagation)
    if propagation is not None and named is not None and named not in PROPAGATIONS:
        at = (*path, "bind", "propagation")
        judge.bad(propagation, at, "propagation", allowed=PROPAGATIONS)
    tmpfs = node.get("tmpfs")
    if type(tmpfs) is Mapping:
        amount = tmpfs.get("size")
        if amount is not None:
            size(judge, amount, (*path, "tmpfs", "size"))
        not_negative(judge, tmpfs.get("mode"), (*path, "tmpfs", "mode"))


def tmpfs_mounts(judge: Judge, node: Node, path: Path) -> None:
    """A path that is not absolute, and options that the engine does not know."""
    for item, at in scalars(node, path):
        target, _, options = item.text.partition(":")
        if UNKNOWN in item.text:
            continue
        if not is_absolute(target):
            judge.bad(item, at, "mount-target", BadValue("target", 0, len(target)))
        begin = len(target) + 1
        for option in options.split(",") if options else ():
            if option.partition("=")[0] not in _TMPFS_OPTIONS:
                place = BadValue("option", begin, begin + len(option))
                judge.bad(item, at, "tmpfs-option", place)
            begin += len(option) + 1


def devices(judge: Judge, node: Node, path: Path) -> None:
    """Refused: a fourth part."""
    for item, at in scalars(node, path):
        try:
            parse_device(item.text)
        except BadValue as error:
            judge.bad(item, at, "device-parts", error, refused=True)


def cgroup_rules(judge: Judge, node: Node, path: Path) -> None:
    """`c 1:3 rwm`; the engine refuses everything else."""
    for item, at in scalars(node, path):
        if item.known and not re.match(_RULE, item.text):
            judge.bad(item, at, "cgroup-rule")
