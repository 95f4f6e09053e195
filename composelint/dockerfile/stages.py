"""Stages of a Dockerfile, and the image that one of them makes.

What BuildKit does was seen with Docker Engine 20.10.24: `ARG`s before the first `FROM` are for
`FROM` lines and for `ARG NAME` without a value; of `ARG` and `ENV` the later one counts; a stage
that begins with another has its variables and runs its `ONBUILD`s first; a new `ENTRYPOINT` drops
a `CMD` from below.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..model.bad import BadValue
from ..model.durations import parse_duration
from ..node import UNKNOWN
from .instructions import NotRead, Text, directives, read_instructions
from .records import SCRATCH, Dockerfile, Healthcheck, Image, Instruction, Port, Said, Stage
from .words import Lookup, expand, raw_words, words

#: Arguments that the builder sets itself.
_PLATFORM = frozenset(
    f"{kind}{part}"
    for kind in ("BUILD", "TARGET")
    for part in ("PLATFORM", "OS", "ARCH", "VARIANT")
)
_TIMES = ("interval", "timeout", "start-period", "start-interval")
_SECOND = 1_000_000_000


def read_dockerfile(path: str, text: Text, given: dict[str, str]) -> Dockerfile:
    """The stages of a Dockerfile; `given` are the arguments of the build. Raises NotRead."""
    said = directives(text.text)
    syntax = said.get("syntax", "")
    if syntax and "docker/dockerfile" not in syntax:
        raise NotRead(syntax)
    escape = said.get("escape", "\\")
    if escape not in ("\\", "`"):
        raise NotRead(escape)
    arguments: dict[str, str] = {}
    stages: list[Stage] = []
    inside: list[list[Instruction]] = []

    def lookup(name: str) -> str | None:
        return arguments.get(name, UNKNOWN if name in _PLATFORM else None)

    for one in read_instructions(text, escape):
        if one.name == "FROM":
            name, base = _from(one, escape, lookup)
            stages.append(Stage(name, base, one.span, ()))
            inside.append([])
        elif stages:
            inside[-1].append(one)
        elif one.name == "ARG":
            arguments.update(_arguments(one, escape, given, {}, lookup))
        else:
            raise NotRead(one.name)
    if not stages:
        raise NotRead("FROM")
    whole = tuple(
        stage._replace(instructions=tuple(said_in))
        for stage, said_in in zip(stages, inside, strict=True)
    )
    return Dockerfile(path, escape, arguments, whole)


def _from(one: Instruction, escape: str, lookup: Lookup) -> tuple[str, str]:
    """(name, base) of a stage."""
    parts = raw_words(one.value, escape)
    while parts and parts[0].startswith("--"):
        parts.pop(0)
    named = len(parts) == 3 and parts[1].upper() == "AS"
    if not named and len(parts) != 1:
        raise NotRead("FROM")
    return parts[2] if named else "", expand(parts[0], escape, lookup) or UNKNOWN


def _arguments(
    one: Instruction, escape: str, given: dict[str, str], outer: dict[str, str], lookup: Lookup
) -> dict[str, str]:
    """The arguments that an `ARG` declares, those without a value left out."""
    found: dict[str, str] = {}
    for word in raw_words(one.value, escape):
        name, equals, value = word.partition("=")
        if name in given:
            found[name] = given[name]
        elif equals:
            found[name] = expand(value, escape, lambda n: found.get(n) or lookup(n))
        elif name in outer:
            found[name] = outer[name]
        elif name in _PLATFORM:
            found[name] = UNKNOWN
    return found


class _Made:
    """What a stage has made so far."""

    __slots__ = ("command_here", "environment", "known", "onbuild", "said", "variables")

    def __init__(self, below: _Made | None, known: bool) -> None:
        #: Whether a variable that nobody set is known to be empty.
        self.known = known
        self.command_here = False
        self.onbuild: list[Instruction] = []
        #: What later instructions see: of an ARG and an ENV of one name, the later one.
        self.variables: dict[str, str] = dict(below.variables) if below else {}
        self.environment: dict[str, str] = dict(below.environment) if below else {}
        self.said: dict[str, Any] = dict(below.said) if below else _nothing()

    def lookup(self, name: str) -> str | None:
        value = self.variables.get(name)
        return UNKNOWN if value is None and not self.known else value


def _nothing() -> dict[str, Any]:
    return {"EXPOSE": (), "VOLUME": (), "ports known": True}


def make_image(dockerfile: Dockerfile, index: int, given: dict[str, str], named: set[str]) -> Image:
    """The image of a stage; `named` are contexts that stand in for images. Raises NotRead."""
    chain = _chain(dockerfile, index, named)
    bottom = dockerfile.stages[chain[0]]
    base = UNKNOWN if bottom.base.lower() in named else bottom.base
    made: _Made | None = None
    for number in chain:
        triggers = made.onbuild if made is not None else []
        made = _Made(made, base == SCRATCH)
        for one in (*_triggered(triggers), *dockerfile.stages[number].instructions):
            _apply(made, one, dockerfile, given)
    assert made is not None
    get = made.said.get
    return Image(
        path=dockerfile.path,
        stages=tuple(stage.name for stage in dockerfile.stages),
        base=base,
        base_span=bottom.span,
        healthcheck=get("HEALTHCHECK"),
        ports=made.said["EXPOSE"],
        ports_known=made.said["ports known"],
        volumes=made.said["VOLUME"],
        user=get("USER"),
        entrypoint=get("ENTRYPOINT"),
        command=get("CMD"),
        environment=made.environment,
    )


def _chain(dockerfile: Dockerfile, index: int, named: set[str]) -> list[int]:
    """The stages that make one, from the bottom up."""
    chain = [index]
    while (base := dockerfile.stages[chain[-1]].base.lower()) not in named:
        before = range(chain[-1] - 1, -1, -1)
        found = next((i for i in before if dockerfile.stages[i].name.lower() == base), None)
        if found is None:
            break
        chain.append(found)
    return chain[::-1]


def _triggered(onbuild: Iterable[Instruction]) -> list[Instruction]:
    found = []
    for one in onbuild:
        name, _, value = one.value.partition(" ")
        found.append(Instruction(name.upper(), value.strip(), one.span))
    return found


def _apply(made: _Made, one: Instruction, dockerfile: Dockerfile, given: dict[str, str]) -> None:
    escape, name = dockerfile.escape, one.name
    if name == "ARG":
        outer = dockerfile.arguments
        made.variables.update(_arguments(one, escape, given, outer, made.lookup))
    elif name == "ENV":
        added = _environment(one, escape, made.lookup)
        made.environment.update(added)
        made.variables.update(added)
    elif name == "ONBUILD":
        made.onbuild.append(one)
    elif name == "USER":
        made.said[name] = Said(expand(one.value, escape, made.lookup), (), one.span)
    elif name == "EXPOSE":
        ports, known = _ports(one, escape, made.lookup)
        made.said[name] += ports
        made.said["ports known"] &= known
    elif name == "VOLUME":
        paths = _list(one.value) or tuple(words(one.value, escape, made.lookup))
        made.said[name] += tuple(Said(path, (), one.span) for path in paths)
    elif name == "HEALTHCHECK":
        made.said[name] = _healthcheck(one)
    elif name in ("CMD", "ENTRYPOINT"):
        made.said[name] = Said(one.value, _list(one.value) or (), one.span)
        if name == "CMD":
            made.command_here = True
        elif not made.command_here:
            made.said.pop("CMD", None)


def _environment(one: Instruction, escape: str, lookup: Lookup) -> dict[str, str]:
    parts = raw_words(one.value, escape)
    if parts and "=" not in parts[0]:
        value = one.value[len(parts[0]) :].strip()
        return {parts[0]: expand(value, escape, lookup)}
    pairs = (part.partition("=") for part in parts)
    return {expand(k, escape, lookup): expand(v, escape, lookup) for k, _, v in pairs}


def _ports(one: Instruction, escape: str, lookup: Lookup) -> tuple[tuple[Port, ...], bool]:
    """The ports that can be told, and whether that is all of them."""
    found = []
    wanted = words(one.value, escape, lookup)
    for word in wanted:
        ports, _, protocol = word.partition("/")
        low, dash, high = ports.partition("-")
        if _is_number(low) and (_is_number(high) or not dash):
            first, last = int(low), int(high) if dash else int(low)
            found.append(Port(first, last, protocol.lower() or "tcp", one.span))
    return tuple(found), len(found) == len(wanted)


def _healthcheck(one: Instruction) -> Healthcheck:
    flags: dict[str, str] = {}
    rest = one.value
    while rest.startswith("--"):
        flag, _, rest = rest.partition(" ")
        name, _, value = flag[2:].partition("=")
        flags[name] = value
        rest = rest.lstrip()
    kind, command = [*rest.split(None, 1), "", ""][:2]
    if kind.upper() not in ("CMD", "NONE") or (kind.upper() == "CMD" and not command):
        raise NotRead("HEALTHCHECK")
    retries = flags.get("retries", "0")
    if flags.keys() - {*_TIMES, "retries"} or not _is_number(retries):
        raise NotRead("HEALTHCHECK")
    interval, timeout, period, start_interval = (_seconds(flags.get(name)) for name in _TIMES)
    return Healthcheck(
        command=command,
        words=_list(command) or (),
        interval=interval,
        timeout=timeout,
        start_period=period,
        start_interval=start_interval,
        retries=int(retries) or None,
        span=one.span,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _seconds(text: str | None) -> float | None:
    try:
        nanoseconds = parse_duration(text) if text else None
    except BadValue:
        raise NotRead("HEALTHCHECK") from None
    return nanoseconds / _SECOND if nanoseconds else None


def _list(text: str) -> tuple[str, ...] | None:
    """The words of the list form; None for the text form."""
    if not text.startswith("["):
        return None
    import json

    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return tuple(items)
    return None
