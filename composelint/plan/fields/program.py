"""What runs in the container: attributes of which the image brings some too."""

from __future__ import annotations

from typing import Any

from ...model.durations import show_duration
from .change import UNKNOWN, Change, differing, entries, members
from .pair import Changes, Pair
from .plain import nanoseconds

_OWN_LABELS = ("com.docker.compose.", "desktop.docker.io/")
#: Docker Compose adds these from the settings of the Docker command line.
_PROXIES = frozenset(f"{kind}_proxy" for kind in ("http", "https", "ftp", "no", "all"))


def changes(pair: Pair) -> Changes:
    yield from differing(
        ("image",), pair.config.get("Image") or None, pair.desired.image_name(pair.name)
    )
    yield from _words(pair)
    for field, key in (("user", "User"), ("working_dir", "WorkingDir")):
        yield from _or_of_image(pair, field, key, "")
    yield from _or_of_image(pair, "stop_signal", "StopSignal", "")
    yield from _environment(pair)
    yield from _labels(pair)
    yield from _healthcheck(pair)
    yield from _expose(pair)


def _words(pair: Pair) -> Changes:
    """An image's command counts only where the service has neither command nor entrypoint."""
    entrypoint, command = pair.service.get("entrypoint"), pair.service.get("command")
    now_entry, now_command = entrypoint, command
    if entrypoint is None:
        now_entry = pair.of_image("Entrypoint")
    if not command and not entrypoint:
        now_command = pair.of_image("Cmd")
    for field, key, now, said in (
        ("entrypoint", "Entrypoint", now_entry, entrypoint),
        ("command", "Cmd", now_command, command),
    ):
        before = pair.config.get(key) or []
        if now is not UNKNOWN and before != (now or []):
            own = pair.of_image(key)
            was = None if own is not UNKNOWN and before == (own or []) else before
            if was is None and said is None:
                continue  # what the image says comes and goes with the other of the two
            yield Change((field,), was, said)


def _or_of_image(pair: Pair, field: str, key: str, default: str) -> Changes:
    said = pair.service.get(field)
    of_image = pair.of_image(key)
    now = said if said is not None else of_image
    before = pair.config.get(key) or default
    if now is not UNKNOWN and _path(field, before) != _path(field, now or default):
        was = None if before in (default, of_image) else before
        yield Change((field,), was, said)


def _path(field: str, value: str) -> str:
    """The engine takes needless parts out of a path."""
    if field != "working_dir" or not value:
        return value
    import posixpath

    return posixpath.normpath(value)


def variables(written: list[str] | None) -> dict[str, str | None]:
    """`Env` of the engine: NAME=value, or NAME alone for one that is taken away."""
    found: dict[str, str | None] = {}
    for each in written or ():
        name, equals, value = each.partition("=")
        found[name] = value if equals else None
    return found


def _environment(pair: Pair) -> Changes:
    before = variables(pair.config.get("Env"))
    said: dict[str, str | None] = pair.service.get("environment", {})
    brought = pair.of_image("Env")
    of_image = {} if brought is UNKNOWN else variables(brought)
    kept = {}
    for name, value in before.items():
        gone = name not in said
        if gone and (brought is UNKNOWN or name.lower() in _PROXIES or _of_model(pair, name)):
            continue
        if gone and of_image.get(name) == value:
            continue
        kept[name] = value
    yield from entries(("environment",), kept, said)


def _of_model(pair: Pair, name: str) -> bool:
    """Whether a variable tells where a model is: Docker Compose sets these."""
    for key, said in (pair.service.get("models") or {}).items():
        prefix = key.upper().replace("-", "_")
        own = (said or {}).get("endpoint_var"), (said or {}).get("model_var")
        if name in (f"{prefix}_URL", f"{prefix}_MODEL", *own):
            return True
    return False


def _labels(pair: Pair) -> Changes:
    brought = pair.of_image("Labels")
    of_image = {} if brought is UNKNOWN else brought or {}
    said = pair.service.get("labels", {})
    before = {
        name: value
        for name, value in (pair.config.get("Labels") or {}).items()
        if not name.startswith(_OWN_LABELS)
        and (name in said or (brought is not UNKNOWN and of_image.get(name) != value))
    }
    now = {name: value for name, value in said.items() if not name.startswith(_OWN_LABELS)}
    yield from entries(("labels",), before, now)


_TIMES = (
    ("interval", "Interval"),
    ("timeout", "Timeout"),
    ("start_period", "StartPeriod"),
    ("start_interval", "StartInterval"),
)


def _healthcheck(pair: Pair) -> Changes:
    """Each part that the service leaves open is the image's."""
    said = pair.service.get("healthcheck") or {}
    brought = pair.of_image("Healthcheck")
    if brought is UNKNOWN and not said:
        return
    before = pair.config.get("Healthcheck") or {}
    of_image = {} if brought is UNKNOWN else brought or {}
    test = ["NONE"] if said.get("disable") else said.get("test")
    yield from _part("test", before.get("Test"), test, of_image.get("Test"))
    for field, key in _TIMES:
        if key in before or field != "start_interval":
            time = nanoseconds(said[field]) if field in said else None
            was = before.get(key)
            yield from _part(field, was, time or None, of_image.get(key))
    yield from _part(
        "retries", before.get("Retries"), said.get("retries") or None, of_image.get("Retries")
    )


def _part(field: str, before: Any, said: Any, of_image: Any) -> Changes:
    if (before or None) != (said or of_image or None):
        was = None if before == of_image else before or None
        if field == "test" and said == ["NONE"]:
            yield Change(("healthcheck", "disable"), None, True)
        elif field == "test" and was == ["NONE"]:
            yield Change(("healthcheck", "disable"), True, None)
        else:
            yield Change(("healthcheck", field), _time(field, was), _time(field, said))


def _time(field: str, value: Any) -> Any:
    return show_duration(value) if type(value) is int and field != "retries" else value


def exposed(written: list[str]) -> list[str]:
    """What `expose` says, one by one and with the protocol: 9000-9002 is three."""
    found = []
    for text in written:
        ports, _, protocol = text.partition("/")
        first, _, last = ports.partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            for port in range(int(first), int(last or first) + 1):
                found.append(f"{port}/{protocol or 'tcp'}")
        else:
            found.append(text)
    return found


def _expose(pair: Pair) -> Changes:
    """The engine keeps one set of the ports of `expose`, `ports` and the image."""
    brought = pair.of_image("ExposedPorts")
    ports = {f"{port['target']}/{port['protocol']}" for port in pair.service.get("ports", ())}
    bound = set(pair.host.get("PortBindings") or {})
    known = ports | bound | set(brought or {} if brought is not UNKNOWN else {})
    said = set(exposed(pair.service.get("expose") or []))
    there = set(pair.config.get("ExposedPorts") or {})
    gone = sorted(there - known - said) if brought is not UNKNOWN else []
    new = sorted(said - there)
    if gone or new:
        kept = sorted(said & there)
        yield from members(("expose",), _bare([*kept, *gone]), _bare([*kept, *new]), ordered=False)


def _bare(ports: list[str]) -> list[str]:
    return [port.removesuffix("/tcp") for port in ports]
