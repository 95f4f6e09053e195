"""What Docker Compose 5.6.1 says of a refused project, and which of our findings is about that.

Its messages name a service and a resource, or a path, or only a value. A finding is about the
same when its rule is one of those of the message and its path is on the message's way: the node,
what holds it, or a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from composelint.finding import Finding
from composelint.node import show_path


class Reason(NamedTuple):
    """`rules` are the ids that can be meant; `path` as in show_path, with [] for any index, ""
    where the message has none."""

    rules: tuple[str, ...]
    path: str


_SHAPE = ("CL101", "CL102", "CL103", "CL104", "CL105", "CL106", "CL110", "CL011")

#: Pattern of a message, the rules that it can mean, and where ({} are the pattern's groups).
_MESSAGES: list[tuple[str, tuple[str, ...], str]] = [
    (r'service "(.+)" has neither an image nor a build', ("CL104",), "services.{0}"),
    (
        r'service "(.+)" refers to undefined (?:build )?(network|volume|secret|config|model) (.+):',
        ("CL202", "CL203", "CL204", "CL205", "CL206"),
        "services.{0}.{1}s",
    ),
    (r'service "(.+)" depends on undefined service "(.+)"', ("CL201", "CL208"), "services.{0}"),
    (r'service "(.+)" is required by', ("CL208",), ""),
    (r"validating \S+ (\S+) (?:value )?must be", _SHAPE, "{0}"),
    (r"validating \S+ (\S+) additional properties '(.+)' not allowed", _SHAPE, "{0}"),
    (r"validating \S+ (\S+) false schema", _SHAPE, "{0}"),
    (r"validating \S+ (\S+) (?:items at|missing property|value)", _SHAPE, "{0}"),
    (r"extends\.(.+)\.service is required", ("CL104",), "services.{0}.extends"),
    (r'cannot extend service "(.*)" in', ("CL201", "CL102"), "services.{0}.extends"),
    (r"Circular reference:\n  (\S+) in", ("CL005",), ""),
    (r"open .*: no such file|stat .*: no such file", ("CL004",), ""),
    (r"env file .* not found", ("CL004",), "services"),
    (r"invalid spec: .*: (?:empty section|too many)", ("CL103",), "services"),
    (r"no port specified|invalid (?:containerPort|hostPort|proto|range)", ("CL103",), "services"),
    (r"service (?:volume|ports|device) (\S+) is missing a", ("CL104",), "{0}"),
    (r"(\S+): unsupported expose value", ("CL102",), "{0}"),
    (r"services must be a mapping", ("CL102", "CL011"), "services"),
    (r"(services\.\S+) must be a mapping", ("CL102",), "{0}"),
    (
        r"go-yaml load error|mapping key .* already defined|map merge requires",
        ("CL001", "CL002", "CL010"),
        "",
    ),
    (r"cannot construct", ("CL001", "CL011", "CL102"), ""),
    (r"empty compose file|top-level object must be a mapping", ("CL011",), ""),
    (r"non-string key in (\S+): ", ("CL102",), "{0}"),
    (r"error while interpolating (\S+): required variable", ("CL007",), "{0}"),
    (r"error while interpolating (\S+): failed to cast", ("CL102", "CL103"), "{0}"),
    (r"error while interpolating (\S+): invalid", ("CL006",), "{0}"),
    (r"'services\[(.+?)\]\.(\w+)", ("CL102", "CL103"), "services.{0}.{1}"),
    (r"'\[(\d+)\]\.(?:env_file|path)' invalid type", ("CL102",), "include"),
    (r"(services\.\S+): container name", ("CL304",), "services"),
    (r"(\S+): .* attributes are (?:mutually )?exclusive", ("CL110",), "{0}"),
    (r"service (\S+) declares mutually exclusive", ("CL110",), "services.{0}"),
    (r"(services\.\S+): invalid ip address", ("CL103",), "{0}"),
    (r"((?:configs|secrets)\.\S+): one of", ("CL104",), "{0}"),
    (r'secret "(.+)" must declare either', ("CL104",), "secrets.{0}"),
    (r"invalid mount config", ("CL104", "CL103"), "services"),
    (r"invalid reference format", ("CL103",), "services"),
    (r"dependency cycle detected", ("CL207",), ""),
    (r"project name must not be empty", ("CL103",), "name"),
    (r"`?include`? must be", ("CL102",), "include"),
]
_COMPILED = [(re.compile(pattern), rules, path) for pattern, rules, path in _MESSAGES]


def reasons(message: str) -> list[Reason]:
    """The reasons that a message gives; a message of several lines gives several."""
    found = []
    for pattern, rules, path in _COMPILED:
        for match in pattern.finditer(message):
            found.append(Reason(rules, path.format(*match.groups())))
        if found:
            break
    return found


def _steps(path: str) -> list[str]:
    """services.web.ports.[0], services.web.ports.0 and services.web.ports[0] are one path."""
    path = re.sub(r"\[(\d*)\]", r".\1", path).replace("..", ".").rstrip(".")
    return ["" if step.isdigit() else step for step in path.split(".") if step]


def about(finding: Finding, reason: Reason) -> bool:
    """Whether a finding is about a reason."""
    if finding.id not in reason.rules:
        return False
    if not reason.path:
        return True
    ours = [step for step in _steps(show_path(finding.path)) if step]
    theirs = [step for step in _steps(reason.path) if step]
    least = min(len(ours), len(theirs))
    return bool(least) and ours[:least] == theirs[:least]


def is_told(messages: Iterable[str], refusals: list[Finding]) -> bool:
    """Whether one of our refusals is about a reason that one of the messages gives."""
    return any(
        about(finding, reason)
        for message in messages
        for reason in reasons(message)
        for finding in refusals
    )
