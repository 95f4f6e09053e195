"""CL112: entries that stand twice in one list as it is written.

Docker Compose keeps the last of two entries for one key, in every list that stands for a mapping,
and one of two equal names (seen with 5.6.1; before 2.24.5 it refused equal ones). What an override
or an extends lays over a list replaces on purpose, and is no matter of this rule: it looks at each
document by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..finding import Problem, Related, Report
from ..loading.paths import resolve
from ..model.bad import BadValue
from ..model.hosts import parse_host
from ..node import UNKNOWN, Mapping, Path, Scalar, Sequence
from ..project import Project
from ..releases import DROPS_REPEATED
from ..target import COMPOSE

#: What an entry is about, and what it says of it; None for one that is passed over.
Key = Callable[[Scalar], "tuple[str, str] | None"]


def repeated(project: Project, report: Report) -> None:
    """Report each entry that says again, or otherwise, what an earlier one of its list says."""
    drops = project.target.kind == COMPOSE.kind and project.target.release >= DROPS_REPEATED
    seen: set[int] = set()
    for document in project.documents:
        for key_of, sequence, path in _lists(document):
            # An alias or a merge key can bring one list to many services.
            if id(sequence) in seen:
                continue
            seen.add(id(sequence))
            for problem in _problems(key_of, sequence, path):
                # What is refused for its equal items is told with CL103.
                if drops or problem.variant != "same":
                    report(problem)


def _lists(document: Mapping) -> Iterator[tuple[Key, Sequence, Path]]:
    """(key, list, path) of every list with more than one entry in which none should be twice."""
    for section in ("services", "jobs", "networks", "volumes", "secrets", "configs"):
        entries = document.get(section)
        if type(entries) is not Mapping:
            continue
        keys = _SERVICE if section in ("services", "jobs") else _RESOURCE
        for name, (_, node) in entries.entries.items():
            if type(node) is Mapping:
                yield from _below(node, keys, (section, name))


def _below(node: Mapping, keys: dict[str, Key], path: Path) -> Iterator[tuple[Key, Sequence, Path]]:
    for name, (_, value) in node.entries.items():
        if type(value) is Sequence:
            if len(value.written or value.items) > 1 and name in keys:
                yield keys[name], value, (*path, name)
        elif type(value) is Mapping and keys is _SERVICE:
            if name == "build":
                yield from _below(value, _BUILD, (*path, name))
            elif name == "deploy":
                yield from _below(value, _RESOURCE, (*path, name))
            elif name == "networks":
                for network, attachment in value.items():
                    if type(attachment) is Mapping:
                        yield from _below(attachment, _ATTACHMENT, (*path, name, network))


def _problems(key_of: Key, sequence: Sequence, path: Path) -> Iterator[Problem]:
    first: dict[str, tuple[int, Scalar, str]] = {}
    kept = 0
    for index, item in enumerate(sequence.written or sequence.items):
        said = key_of(item) if type(item) is Scalar and item.value is not None else None
        if type(item) is not Scalar or said is None or UNKNOWN in said[0]:
            kept += 1
            continue
        name, value = said
        place, before, other = first.setdefault(name, (kept, item, value))
        if before is item:
            kept += 1
        elif before.span != item.span:
            shown = name if key_of in _NAMED else item.text
            yield Problem(
                "repeated-entry",
                item.span,
                # Where the list drops nothing, the entry stands in the project as well.
                (*path, place if sequence.written else index),
                "same" if _alike(item, value, before, other) else "",
                {"name": shown, "attribute": path[-1]},
                related=(Related(before.span, f"{shown} stands here first"),),
            )


def _alike(item: Scalar, value: str, before: Scalar, other: str) -> bool:
    if UNKNOWN in value or UNKNOWN in other:
        return item.raw == before.raw
    return value == other


def _pair(item: Scalar) -> tuple[str, str] | None:
    """`KEY=value`; a key alone takes its value from elsewhere."""
    name, equals, value = item.text.partition("=")
    return name, equals + value


def _whole(item: Scalar) -> tuple[str, str] | None:
    return item.text, ""


def _capability(item: Scalar) -> tuple[str, str] | None:
    """NET_ADMIN is CAP_NET_ADMIN, in any case."""
    return item.text.upper().removeprefix("CAP_"), ""


def _file(item: Scalar) -> tuple[str, str] | None:
    return resolve(item.source.directory, item.text), ""


def _host(item: Scalar) -> tuple[str, str] | None:
    """A host may have several addresses, so that only the same one again is a repetition; written
    alike it is refused."""
    try:
        name, addresses = parse_host(item.text)
    except BadValue:
        return None
    return f"{name}={','.join(addresses)}", ""


def _option(item: Scalar) -> tuple[str, str] | None:
    """Resolvers read `ndots:2` over `ndots:1`; Docker Compose keeps both."""
    name, colon, value = item.text.partition(":")
    return name, colon + value


#: Those of which the name alone is said twice.
_NAMED = (_pair, _option)

_RESOURCE: dict[str, Key] = {"labels": _pair}
_ATTACHMENT: dict[str, Key] = {"aliases": _whole, "link_local_ips": _whole}
_BUILD: dict[str, Key] = {
    "additional_contexts": _pair,
    "args": _pair,
    "extra_hosts": _host,
    "labels": _pair,
    "tags": _whole,
}
_SERVICE: dict[str, Key] = {
    "annotations": _pair,
    "cap_add": _capability,
    "cap_drop": _capability,
    "dns": _whole,
    "dns_opt": _option,
    "dns_search": _whole,
    "env_file": _file,
    "environment": _pair,
    "expose": _whole,
    "extra_hosts": _host,
    "label_file": _file,
    "labels": _pair,
    "links": _whole,
    "profiles": _whole,
    "sysctls": _pair,
}
