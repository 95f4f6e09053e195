"""Values that pass the schema, and that `docker stack` cannot decode.

One file at a time, whether its services run or not. Seen with `docker stack config` of the Docker
CLI 28.2.2; the tests hold the cases.
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from ...checks.conflict_raise import pair
from ...checks.judge import Judge
from ...finding import Problem, Report
from ...model.bad import BadValue
from ...model.durations import parse_duration
from ...model.gostring import go_string
from ...model.ports import parse_short
from ...model.sizes import parse_size
from ...node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ...project import Project
from .envfile import env_file
from .words import check_words

Check = Callable[[Judge, Node, Path], None]
RULE = "refused-by-target"


def values(project: Project, root: Mapping, report: Report) -> None:
    """Report what one file has that cannot be decoded."""
    judge = Judge(project, report)
    _endless(judge, root, ())
    services = root.get("services")
    if type(services) is Mapping:
        for name, service in services.items():
            if type(service) is Mapping:
                _checked(judge, service, ("services", name), _SERVICE)
                env_file(judge, service.get("env_file"), ("services", name, "env_file"))
    for section in ("networks", "volumes", "secrets", "configs"):
        resources = root.get(section)
        for name, node in resources.items() if type(resources) is Mapping else ():
            if type(node) is Mapping:
                _resource(judge, node, (section, name))


def _endless(judge: Judge, node: Node, path: Path) -> None:
    """A number without an end is none that JSON has, wherever it stands."""
    if type(node) is Mapping:
        for name, value in node.items():
            _endless(judge, value, (*path, name))
    elif type(node) is Sequence:
        for index, item in enumerate(node.items):
            _endless(judge, item, (*path, index))
    elif type(node) is Scalar and type(node.value) is float and not isfinite(node.value):
        judge.bad(node, path, "infinite", refused=True)


def _checked(judge: Judge, node: Mapping, path: Path, checks: dict[str, Any]) -> None:
    """Every check of a tree of them at its place."""
    for name, check in checks.items():
        value = node.get(name)
        if value is None:
            continue
        if not isinstance(check, dict):
            check(judge, value, (*path, name))
        elif type(value) is Mapping:
            _checked(judge, value, (*path, name), check)


def _ports(judge: Judge, node: Node, path: Path) -> None:
    for index, item in enumerate(node.items if type(node) is Sequence else ()):
        at = (*path, index)
        if type(item) is Mapping:
            _checked(judge, item, at, {"target": _not_negative, "published": _not_negative})
        elif type(item) is Scalar and type(item.value) in (str, int):
            _port(judge, item, at)
        elif type(item) is Scalar and type(item.value) is float:
            judge.bad(item, at, "fraction", refused=True)


def _port(judge: Judge, node: Scalar, path: Path) -> None:
    text = node.text if type(node.value) is str else go_string(node.value)
    colon = text.rfind(":") + 1
    # What follows a second slash is passed over.
    text = text[:colon] + "/".join(text[colon:].split("/")[:2])
    try:
        parse_short(text)
        if "+" not in text:
            return
        error = BadValue("host-port", 0, len(text), value=text)
    except BadValue as found:
        if found.reason == "port-zero":  # a port that the engine chooses
            return
        error = found
    judge.bad(node, path, f"port-{_PORT_FAULTS[error.reason]}", error, refused=True)


_PORT_FAULTS = {
    "no-port": "missing",
    "protocol": "protocol",
    "address": "address",
    "container-port": "container",
    "host-port": "host",
    "ranges": "ranges",
}


def _volumes(judge: Judge, node: Node, path: Path) -> None:
    for index, item in enumerate(node.items if type(node) is Sequence else ()):
        at = (*path, index)
        if type(item) is Mapping:
            _bind(judge, item, at)
        elif type(item) is Scalar and type(item.value) is str:
            try:
                check_mount(item.text)
            except BadValue as error:
                judge.bad(item, at, f"mount-{error.reason}", error, refused=True)


def check_mount(text: str) -> None:
    """Raises BadValue for a mount of the short syntax: "empty", "empty-part", "too-many-parts".

    Up to two bytes are a path in the container, whatever they are; a letter alone before a colon
    is a drive, and the colon part of it.
    """
    if not text:
        raise BadValue("empty", 0, 0, value=text)
    if len(text.encode()) <= 2:
        return
    start = parts = 0
    for at, character in enumerate(text + ":"):
        end = at == len(text)
        if character != ":" or (not end and at - start == 1 and text[start].isalpha()):
            continue
        if at == start:
            raise BadValue("empty-part", max(0, at - 1), at + 1, value=text)
        parts += 1
        if parts == 3 and not end:
            raise BadValue("too-many-parts", at, len(text), value=text)
        start = at + 1


def _bind(judge: Judge, node: Mapping, path: Path) -> None:
    kind, source = node.get("type"), node.get("source")
    if type(kind) is not Scalar or kind.text != "bind":
        return
    if source is None or (type(source) is Scalar and source.value == ""):
        span = (node.entries["type"][0] if source is None else source).span
        judge.report(Problem(RULE, span, path, "bind-source", {}, refused=True))


def _command(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and type(node.value) is str and UNKNOWN not in node.text:
        try:
            check_words(node.text)
        except BadValue as error:
            judge.bad(node, path, f"command-{error.reason}", error, refused=True)


def _size(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and type(node.value) is str:
        try:
            parse_size(node.text, minus_one=False)
        except BadValue as error:
            variant = "size-suffix" if error.reason == "suffix" else "size"
            judge.bad(node, path, variant, error, refused=True)


def _duration(judge: Judge, node: Node, path: Path) -> None:
    """The schema has all but those that are too long for 64 bits."""
    if type(node) is Scalar and type(node.value) is str:
        try:
            parse_duration(node.text)
        except BadValue as error:
            if error.reason == "too-long":
                judge.bad(node, path, "duration", error, refused=True)


def _text(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and type(node.value) in (int, float):
        fields = {"name": path[-1], "value": node.text}
        judge.report(Problem(RULE, node.span, path, "number", fields, refused=True))


def _not_negative(judge: Judge, node: Node, path: Path) -> None:
    if type(node) is Scalar and type(node.value) in (int, float) and node.value < 0:
        judge.bad(node, path, "negative", refused=True)


def _ulimits(judge: Judge, node: Node, path: Path) -> None:
    for name, limit in node.items() if type(node) is Mapping else ():
        _whole(judge, limit, (*path, name))
        if type(limit) is Mapping:
            for key in ("soft", "hard"):
                _whole(judge, limit.get(key), (*path, name, key))


def _whole(judge: Judge, node: Node | None, path: Path) -> None:
    if type(node) is Scalar and type(node.value) is float:
        judge.bad(node, path, "fraction", refused=True)


def _grants(judge: Judge, node: Node, path: Path) -> None:
    for index, item in enumerate(node.items if type(node) is Sequence else ()):
        if type(item) is Mapping:
            _checked(judge, item, (*path, index), {"mode": _not_negative})


_UPDATE = {"delay": _duration, "monitor": _duration, "parallelism": _not_negative}

_SERVICE: dict[str, Any] = {
    "command": _command,
    "configs": _grants,
    "deploy": {
        "placement": {"max_replicas_per_node": _not_negative},
        "replicas": _not_negative,
        "resources": {"limits": {"memory": _size}, "reservations": {"memory": _size}},
        "restart_policy": {
            "delay": _duration,
            "max_attempts": _not_negative,
            "window": _duration,
        },
        "rollback_config": _UPDATE,
        "update_config": _UPDATE,
    },
    "entrypoint": _command,
    "healthcheck": {
        "interval": _duration,
        "retries": _not_negative,
        "start_interval": _duration,
        "start_period": _duration,
        "timeout": _duration,
    },
    "ports": _ports,
    "secrets": _grants,
    "shm_size": _text,
    "stop_grace_period": _duration,
    "ulimits": _ulimits,
    "volumes": _volumes,
}

_CAPACITY = {"required_bytes": _size, "limit_bytes": _size}


def _resource(judge: Judge, node: Mapping, path: Path) -> None:
    """What contradicts itself in a network, volume, secret or config."""
    kind = str(path[0]).removesuffix("s")
    external = node.get("external")
    if kind == "volume":
        _checked(judge, node, path, {"x-cluster-spec": {"capacity_range": _CAPACITY}})
    if type(external) is Mapping or (type(external) is Scalar and external.value is True):
        for key in ("driver", "driver_opts", "labels") if kind == "volume" else ():
            if _given(node.get(key)):
                pair(judge, node, path, key, "external", "external", refused=True, kind=kind)
        second = external.get("name") if type(external) is Mapping else None
        if _given(second) and _given(node.get("name")):
            shown: dict[str, Any] = {
                "value": _shown(node.get("name")),
                "second": _shown(second),
            }
            pair(judge, node, path, "name", "external", "external-name", refused=True, **shown)
    elif kind == "secret" and _given(node.get("driver")) and _given(node.get("file")):
        pair(judge, node, path, "file", "driver", "sources", refused=True, kind=kind)


def _given(node: Node | None) -> bool:
    """Whether a value is there, and not empty."""
    if type(node) is Scalar:
        return node.value is not None and node.value != ""
    return isinstance(node, (Mapping, Sequence)) and len(node) > 0


def _shown(node: Node | None) -> str:
    return node.text if type(node) is Scalar else ""
