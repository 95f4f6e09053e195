"""The words in boxes and on arrows."""

from __future__ import annotations

import re

from ..graph.records import Edge, Node

#: As wide as a line in a box gets, in characters; no format has to break it again.
WIDTH = 26
#: After these a line may end: ./data/ and conf/ and web.
_JOINTS = re.compile(r"(?<=[-/ ])")
#: As many lines of one text are shown.
_MOST_LINES = 3

_CONDITIONS = {
    "service_healthy": "healthy",
    "service_completed_successfully": "completed",
    "service_started": "",
    "": "?",
}


def wrapped(text: str, width: int = WIDTH) -> tuple[str, ...]:
    """A text in lines; the end is cut off where there are too many."""
    lines = [""]
    for piece in _JOINTS.split(" ".join(text.split())):
        while lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    lines = [_cut(line.rstrip(), width) for line in lines]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][: width - 1] + "…"]
    return tuple(lines)


def image_lines(text: str) -> tuple[str, ...]:
    """What a service runs; the tag in a line of its own where it has to be broken."""
    if len(text) <= WIDTH:
        return (text,)
    name, colon, tag = text.rpartition(":")
    if not colon or " " in text or "/" in tag:
        return wrapped(text)
    if tag == "…":
        return wrapped(name)  # the tag is not known
    return (*wrapped(f"{name}:"), *wrapped(tag))[:_MOST_LINES]


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def image_of(node: Node) -> str:
    """What a service runs, in short: an image without its registry, or where it is built."""
    image = str(node.facts.get("image", ""))
    build = node.facts.get("build")
    if isinstance(build, dict):
        target = f" ({build['target']})" if "target" in build else ""
        return f"built from {build.get('context', '.')}{target}"
    if "provider" in node.facts:
        return f"provider {node.facts['provider']}"
    image = image.partition("@")[0]
    registry, slash, rest = image.partition("/")
    # As the engine tells a registry from the first part of a name.
    return (
        rest if slash and (registry == "localhost" or "." in registry or ":" in registry) else image
    )


def condition(edge: Edge) -> str:
    """What is waited for; "" for no more than the start."""
    said = str(edge.facts.get("condition", ""))
    word = _CONDITIONS.get(said, said)
    if edge.facts.get("implied"):
        word = str(edge.facts["implied"])
    if not edge.facts.get("required", True):
        word = f"{word} if there".strip()
    if edge.facts.get("restart"):
        word = f"{word}, restarts with it".removeprefix(", ")
    return word


def port(edge: Edge) -> str:
    """A published port: 8080→80, 127.0.0.1:5432→5432, 53→53/udp; one number where both agree."""
    facts = edge.facts
    published = facts.get("published")
    shown = "…" if published is None else published or "any"
    target = "…" if facts.get("target") is None else str(facts["target"])
    address = facts.get("host_ip") or ""
    host = "" if address in ("", "0.0.0.0", "::") else f"{address}:"
    if ":" in address and host:
        host = f"[{address}]:"
    protocol = facts.get("protocol")
    suffix = "" if protocol in ("tcp", None) else f"/{protocol}"
    return f"{host}{shown}{suffix}" if shown == target else f"{host}{shown}→{target}{suffix}"


def seconds(amount: float) -> str:
    """A time: 45 s, 2 min, 1 h 5 min."""
    whole = round(amount)
    if whole < 100:
        return f"{whole} s"
    minutes = -(-whole // 60)
    if minutes < 100:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
