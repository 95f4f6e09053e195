"""The services: what each is for, what it runs, where it is found, how its health is told."""

from __future__ import annotations

import re

from ..graph.facts import plain, service_facts
from ..graph.masks import without_passwords
from ..node import Mapping, Node, Scalar
from ..project import Project
from ..reach.networks import BRIDGE, HOST, NETWORKS, NONE, SHARED, Place
from ..readiness.health import HERE, IMAGE, OFF, health_of
from . import markdown as md
from .ports import shown_ports
from .subject import Subject, written

_HEAD = ("Service", "What it is for", "Runs", "Ports", "Networks", "Healthcheck", "Profiles")
#: More networks or ports than this make a cell that nobody reads.
_MOST = 6

_MODES = {
    HOST: "the host's own",
    NONE: "none",
    BRIDGE: "Docker's own bridge",
}
_SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")
_LOCAL = re.compile(r"https?://[^\s'\"|;)]+")
#: `${TAG:?say which}`: what stands behind the name is told with the variables.
_BARE = re.compile(r"\$\{(\w+)[^{}]*\}")
#: What may stand in a shell before the program.
_BEFORE = frozenset(("exec", "test", "[", "!", "(", "{"))
_PROGRAM = re.compile(r"[A-Za-z_][\w.+-]*")


def section(subject: Subject) -> list[str]:
    rows = [_row(subject, kind, name, key, node) for kind, name, key, node in subject.runners]
    return [md.table(_HEAD, rows)] if rows else []


def _row(subject: Subject, kind: str, name: str, key: Scalar, node: Mapping) -> tuple[str, ...]:
    place = subject.topology.places[name]
    job = " (a job: runs to its end)" if kind == "jobs" else ""
    return (
        subject.linked(name, key.span) + job,
        md.text(subject.purpose((kind, name), key, node)),
        _runs(subject, node),
        shown_ports(subject, place, _MOST),
        "" if subject.same_networks else _networks(subject, place),
        _health(subject.project, node),
        md.codes(subject.project.profiles_of(node), _MOST),
    )


def _runs(subject: Subject, node: Mapping) -> str:
    facts = service_facts(subject.project, node)
    image = without_passwords(_BARE.sub(r"${\1}", written(node.get("image"))))
    count = facts.get("replicas", 1)
    times = "" if count == 1 else f", {md.OPEN if count is None else count} of them"
    if "provider" in facts:
        return f"provided by {md.code(str(facts['provider']))}"
    built = _built(subject, node)
    if built:
        return f"built from {built}{times}"
    return md.code(image) + times


def _built(subject: Subject, node: Mapping) -> str:
    build = node.get("build")
    context: Node | None = build if type(build) is Scalar else None
    file: Node | None = None
    target: Node | None = None
    if type(build) is Mapping:
        context, file, target = (build.get(n) for n in ("context", "dockerfile", "target"))
        if "dockerfile_inline" in build.entries:
            return "a Dockerfile inside the Compose file"
    if build is None or (type(build) is Scalar and not build.text):
        return ""
    folder = without_passwords(written(context)) or "."
    shown = md.link(md.code(folder), _folder(subject, build, folder))
    if type(file) is Scalar and file.text != "Dockerfile":
        shown += f" by {md.code(written(file))}"
    if type(target) is Scalar:
        shown += f", stage {md.code(written(target))}"
    return shown


def _folder(subject: Subject, node: Node, folder: str) -> str:
    """Where a link to the folder of a build leads: only to one that is there for everybody."""
    from ..checks.presence import host_path
    from ..loading.paths import is_remote

    source = node if type(node) is Scalar else next(iter(getattr(node, "entries", {}).values()))[0]
    if is_remote(folder) or "$" in folder or type(source) is not Scalar:
        return ""
    path = host_path(source, folder)
    return subject.target(path) if path is not None and subject.is_there(path) else ""


def _networks(subject: Subject, place: Place) -> str:
    if place.mode == SHARED:
        return f"those of {md.code(place.shares or '')}"
    if place.mode != NETWORKS:
        return _MODES.get(place.mode, "not known")
    keys = [subject.topology.networks[name].key for name in place.networks]
    return md.codes(keys, _MOST)


# --- health


def _health(project: Project, node: Mapping) -> str:
    health = health_of(project, node)
    if health.kind == OFF:
        return "switched off"
    if health.kind not in (HERE, IMAGE):
        return ""
    check = node.get("healthcheck")
    test = check.get("test") if type(check) is Mapping and health.kind == HERE else None
    shown = _test(test) if test is not None else "in the Dockerfile"
    interval = plain(check.get("interval")) if type(check) is Mapping else ""
    if interval:
        return f"{shown}, every {md.text(interval)}"
    return shown


def _test(test: Node) -> str:
    """What a healthcheck calls: the program, and the address that it asks. The rest may hold
    passwords, and tells a reader little."""
    words = _words(test)
    if not words:
        return "yes"
    url = _LOCAL.search(" ".join(words))
    name = words[0].rpartition("/")[2]
    if not _PROGRAM.fullmatch(name) or "<" in words[0]:
        return "a command"
    program = md.code(name)
    if url is None:
        return program
    address = without_passwords(url[0]).partition("?")[0].rstrip("/\\'\"")
    return f"{program} {md.code(address)}"


def _words(test: Node) -> list[str]:
    """The words of what is called, without the shell around it."""
    if type(test) is Scalar:
        words = test.text.split()
    else:
        words = [item.text for item in getattr(test, "items", ()) if type(item) is Scalar]
        words = words[1:] if words[:1] in (["CMD"], ["CMD-SHELL"]) else words
    if len(words) == 1:
        words = words[0].split()
    if len(words) > 2 and words[0] in _SHELLS and words[1] in ("-c", "-ec", "-lc"):
        words = words[2].split()
    while words and (words[0] in _BEFORE or "=" in words[0]):
        words = words[1:]
    return words
