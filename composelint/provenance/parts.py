"""The parts of short forms: which characters of `8080:80` are the published port.

Attributes are told by their path; offsets are those of the scalar's text.
"""

from __future__ import annotations

from ..model.bad import BadValue
from ..model.mounts import parse_short
from ..node import Path

Stretch = tuple[int, int]


def part_of(path: Path, step: str | int, text: str) -> Stretch | None:
    """Where in the short form of what stands at `path` the part `step` is written; None where it
    is not, or the whole text is it."""
    attribute = next((str(s) for s in reversed(path) if isinstance(s, str)), "")
    reader = _READERS.get(attribute)
    return None if reader is None else reader(text).get(str(step))


def _port(text: str) -> dict[str, Stretch]:
    cut = text.rfind(":")
    slash = text.find("/", cut + 1)
    end = len(text) if slash < 0 else slash
    found = {"target": (cut + 1, end)}
    if slash >= 0:
        found["protocol"] = (slash + 1, len(text))
    if cut >= 0:
        second = text.rfind(":", 0, cut)
        found["published"] = (second + 1, cut)
        if second >= 0:
            inner = text.startswith("[") and text[second - 1 : second] == "]"
            found["host_ip"] = (1, second - 1) if inner else (0, second)
    return found


def _mount(text: str) -> dict[str, Stretch]:
    try:
        mount = parse_short(text)
    except BadValue:
        return {}
    found = {"target": mount.target_at}
    if mount.source_at[1]:
        found["source"] = mount.source_at
    if mount.options_at[1]:
        for step in ("read_only", "selinux", "propagation", "nocopy"):
            found[step] = mount.options_at
    return found


def _device(text: str) -> dict[str, Stretch]:
    found: dict[str, Stretch] = {}
    at = 0
    for name, part in zip(("source", "target", "permissions"), text.split(":"), strict=False):
        found[name] = (at, at + len(part))
        at += len(part) + 1
    found.setdefault("target", found["source"])
    return found


def _words(text: str) -> dict[str, Stretch]:
    """The words of a command that has no quotes, which is most of them."""
    if set(text) & set("\"'\\$"):
        return {}
    found: dict[str, Stretch] = {}
    at = 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        found[str(number)] = (at, at + len(word))
        at += len(word)
    return found


_READERS = {
    "ports": _port,
    "volumes": _mount,
    "devices": _device,
    "command": _words,
    "entrypoint": _words,
}
