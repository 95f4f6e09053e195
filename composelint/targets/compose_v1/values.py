"""Values that Docker Compose 1.29.2 refuses beyond the kinds of its schema.

The formats of its schema (ports, expose, subnets) are held against each file by itself, as the
schema is; `external` and what else is read while files are merged, too.
"""

from __future__ import annotations

import re

from ...finding import Report
from ...loading.extends import Extended
from ...node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ...project import Project
from ...schema.casts import NotCast, cast
from .judge import Judge, mappings, texts
from .merged import merged
from .read import FORMAT_1
from .yaml11 import resolve

_PORT = re.compile(
    r"(?:(?:\[?(?P<host>[a-fA-F\d.:]+)\]?:)?(?P<first>\d*)(?:-(?P<last>\d+))?:)?"
    r"(?P<inner>\d+)(?:-(?P<inner_last>\d+))?(?:/(?:udp|tcp|sctp))?\n?\Z"
)
_EXPOSE = re.compile(r"\d+(?:-\d+)?(?:/[a-zA-Z]+)?\n?\Z")
_IPV4 = re.compile(
    r"(?:(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])\.){3}(?:\d{1,2}|1\d\d|2[0-4]\d|25[0-5])"
    r"/(?:\d|[12]\d|3[0-2])\n?\Z"
)
_NAME = re.compile(r"[a-zA-Z0-9._-]+\n?\Z")


def values(project: Project, report: Report) -> None:
    """Report what is refused in each file, and in what several bring together."""
    judge = Judge(project, report)
    for stage in project.stages:
        services: Node | None = stage if project.format == FORMAT_1 else stage.get("services")
        for name, node in services.items() if type(services) is Mapping else ():
            if type(node) is not Mapping:
                continue
            if _NAME.match(name):
                _formats(judge, node, ("services", name))
            if stage.source.path in project.files:
                variables(judge, node, ("services", name))
            _labels(judge, node, ("services", name))
        if project.format != FORMAT_1:
            _subnets(judge, stage.get("networks"))
            if stage.source.path in project.files:
                _external(judge, stage)
    for name, _, service in project.services():
        _rates(judge, service, ("services", name))
        if len(project.files) > 1 or type(service.origin) is Extended:
            merged(judge, service, ("services", name))


def _formats(judge: Judge, service: Mapping, path: Path) -> None:
    for node, at in _items(service, path, "ports"):
        variant = port_fault(str(node.value))
        if variant is not None:
            judge.bad(node, at, variant, host="", container="")
    for node, at in _items(service, path, "expose"):
        if type(node.value) is str and not _EXPOSE.match(node.text):
            judge.bad(node, at, "expose-port")


def _items(service: Mapping, path: Path, name: str) -> list[tuple[Scalar, Path]]:
    """The texts and numbers of a list."""
    node = service.get(name)
    if type(node) is not Sequence:
        return []
    return [
        (item, (*path, name, at))
        for at, item in enumerate(node.items)
        if type(item) is Scalar and type(item.value) in (str, int, float)
        if UNKNOWN not in item.text
    ]


def port_fault(text: str) -> str | None:
    """Why a port is none, as a variant of invalid-value; None for a good one.

    The numbers can be of any size, and 0.
    """
    match = _PORT.match(text)
    if match is None:
        return "port-container"
    inner = _length(match["inner"], match["inner_last"])
    if match["first"] == "" and match["host"] is None:
        return "port-host"
    if match["first"]:
        alone = not match["last"] or inner == 1
        outer = 1 if alone else _length(match["first"], match["last"])
        if outer != inner:
            return "port-ranges"
    return None


def _length(first: str, last: str | None) -> int:
    return 1 if last is None else max(0, int(last) - int(first) + 1)


def _subnets(judge: Judge, networks: Node | None) -> None:
    for name, network in networks.items() if type(networks) is Mapping else ():
        ipam = network.get("ipam") if type(network) is Mapping and _NAME.match(name) else None
        config = ipam.get("config") if type(ipam) is Mapping else None
        for entry, at in mappings(config, ("networks", name, "ipam", "config")):
            for node, where in texts(entry.get("subnet"), (*at, "subnet")):
                if not _IPV4.match(node.text) and not _is_ipv6(node.text):
                    judge.bad(node, where, "subnet")


def _is_ipv6(text: str) -> bool:
    from ipaddress import IPv6Interface

    address, slash, prefix = text.rstrip("\n").partition("/")
    if not slash or not re.match(r"(?:\d|[1-9]\d|1[01]\d|12[0-8])\Z", prefix):
        return False
    try:
        IPv6Interface(address)
    except ValueError:
        return False
    return True


def _external(judge: Judge, stage: Mapping) -> None:
    """Beside `external` stands a name and nothing else; a network's driver is passed over."""
    for section in ("volumes", "networks", "secrets", "configs"):
        entries = stage.get(section)
        for name, node in entries.items() if type(entries) is Mapping else ():
            external = node.get("external") if type(node) is Mapping else None
            if type(node) is not Mapping or not _is_true(external):
                continue
            for other, (key, _) in node.entries.items():
                if other in ("external", "name") or (section, other) == ("networks", "driver"):
                    continue
                path = (section, name, other)
                kind = section[:-1]
                judge.refuse("conflicting-attributes", key.span, path, "external", kind=kind)


def _is_true(node: Node | None) -> bool:
    if type(node) is Mapping:
        return bool(node.entries)
    if type(node) is not Scalar:
        return False
    if type(node.value) is str:
        return node.text.lower() in ("y", "yes", "true", "on")
    return bool(node.value)


def _rates(judge: Judge, service: Mapping, path: Path) -> None:
    config = service.get("blkio_config")
    if type(config) is not Mapping:
        return
    for unit, reading in (("bps", "python-size"), ("iops", "python-integer")):
        for way in ("read", "write"):
            name = f"device_{way}_{unit}"
            for entry, at in mappings(config.get(name), (*path, "blkio_config", name)):
                for node, where in texts(entry.get("rate"), (*at, "rate")):
                    _rate(judge, node, where, reading)


def _rate(judge: Judge, node: Scalar, path: Path, reading: str) -> None:
    try:
        cast(reading, node.text) if reading == "python-size" else int(node.text)
    except (NotCast, ValueError):
        judge.bad(node, path, "size" if reading == "python-size" else "not-integer")


def variables(judge: Judge, service: Mapping, path: Path) -> None:
    """`NAME=value` in a list: no white space in the name."""
    lists = [(service.get("environment"), (*path, "environment"))]
    build = service.get("build")
    if type(build) is Mapping:
        lists.append((build.get("args"), (*path, "build", "args")))
    for node, where in lists:
        for item, at in texts(node, where) if type(node) is Sequence else ():
            name = item.text.partition("=")[0]
            if re.search(r"\s", name):
                judge.bad(item, at, "variable-space", variable=name.strip())


_AMOUNTS = re.compile(r"\s*(?:[\d.]+(?:h|m|s|ms|[uµ]s|ns))*\s*\Z", re.IGNORECASE)


def breaks_duration(text: str) -> bool:
    """A duration with a number that is none, as 1.2.3s; what is no duration at all is passed
    over."""
    if not _AMOUNTS.match(text):
        return False
    return any(part.count(".") > 1 or part == "." for part in re.findall(r"[\d.]+", text))


def _labels(judge: Judge, service: Mapping, path: Path) -> None:
    """true and false become text as values of labels, but under `deploy` not where the label has
    a slash in its name."""
    deploy = service.get("deploy")
    labels = deploy.get("labels") if type(deploy) is Mapping else None
    for name, node in labels.items() if type(labels) is Mapping else ():
        if "/" in name and type(node) is Scalar and node.plain and type(resolve(node.text)) is bool:
            fields = {"kinds": ["text"], "text": node.text}
            judge.refuse(
                "wrong-type", node.span, (*path, "deploy", "labels", name), "boolean", **fields
            )
