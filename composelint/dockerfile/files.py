"""The Dockerfile of a service: where it lies, and with what it is built."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..loading.paths import is_remote, resolve
from ..model.casts import variable_map
from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from ..project import Project
from ..source import Source, Span, UnreadableText, decode
from .instructions import LARGEST, NotRead, Text
from .records import Dockerfile, Image
from .stages import make_image, read_dockerfile


class _Build(NamedTuple):
    """`build` of a service, as far as it tells what the image will be."""

    text: Text
    path: str
    target: str
    given: dict[str, str]
    named: set[str]


def image_of(project: Project, service: Mapping) -> Image | None:
    """What the image of a service will be; None where nothing is built here, or where that cannot
    be told: the Dockerfile is not here, is not for BuildKit's own reader, the target is no stage.
    """
    return _kept(project, service)[1]


def dockerfile_of(project: Project, service: Mapping) -> Dockerfile | None:
    """The stages of the Dockerfile of a service; None where it is not here, or is not for
    BuildKit's own reader."""
    return _kept(project, service)[0]


def text_of(project: Project, service: Mapping) -> str | None:
    """The text of the Dockerfile of a service: for a cheap look before a dear one, since reading
    it takes a library. None where it is not here."""
    build = service.get("build")
    found = _build(project, build) if build is not None else None
    return None if found is None else found.text.text


def _kept(project: Project, service: Mapping) -> tuple[Dockerfile | None, Image | None]:
    if "build" not in service.entries:
        return None, None
    key = ("image", id(service))
    if key not in project.images:
        project.images[key] = _look(project, service)
    found: tuple[Dockerfile | None, Image | None] = project.images[key]
    return found


def _look(project: Project, service: Mapping) -> tuple[Dockerfile | None, Image | None]:
    build = _build(project, service.entries["build"][1])
    if build is None:
        return None, None
    dockerfile: Dockerfile | None = None
    try:
        dockerfile = read_dockerfile(build.path, build.text, build.given)
        index = None if UNKNOWN in build.target else dockerfile.stage_of(build.target)
        if index is None:
            return dockerfile, None
        return dockerfile, make_image(dockerfile, index, build.given, build.named)
    except NotRead:
        return dockerfile, None


def _build(project: Project, node: Node) -> _Build | None:
    if type(node) is Scalar:
        found = _file(project, node, "Dockerfile") if _text(node) else None
        return found and _Build(*found, "", {}, set())
    if type(node) is not Mapping:
        return None
    target = node.get("target")
    given = _arguments(project, node.get("args"))
    named = {name.lower() for name in _names(node.get("additional_contexts"))}
    inline = node.get("dockerfile_inline")
    if type(inline) is Scalar:
        if not inline.known or not inline.text:
            return None
        source = inline.source
        lines = inline.text.split("\n")
        text = Text(inline.text, lines, source, _lines_inside(inline), inline.span)
        return _Build(text, source.path, _text(target) or "", given, named)
    name = node.get("dockerfile")
    written = _text(name) if name is not None else "Dockerfile"
    context = node.get("context")
    if type(context) is Mapping:
        return None
    found = _file(project, node if context is None else context, written)
    return found and _Build(*found, _text(target) or "", given, named)


def _file(project: Project, context: Node, name: str | None) -> tuple[Text, str] | None:
    """A Dockerfile of this machine, and its path; `context` is the whole `build` where it names
    none."""
    where = "." if type(context) is Mapping else _text(context)
    if not name or not where or UNKNOWN in where + name:
        return None
    if is_remote(where) or "://" in where or "://" in name or "-" in (where, name):
        return None
    source = context.source
    folder = resolve(source.directory, where, source.environment.get("HOME"))
    path = resolve(folder, name)
    if path.startswith("~"):
        return None
    if path not in project.images:
        project.images[path] = _open(project, path)
    text: Text | None = project.images[path]
    return None if text is None else (text, path)


def _open(project: Project, path: str) -> Text | None:
    try:
        data = project.read(path)
        source = decode(path, data)
    except (OSError, UnreadableText, ValueError):
        return None
    if len(source.text) > LARGEST or "\0" in source.text:
        return None
    starts: list[int | None] = []
    at = 0
    lines = source.text.split("\n")
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return Text(source.text, lines, source, starts, Span(source, 0, 0))


def _lines_inside(inline: Scalar) -> list[int | None]:
    """Where the lines of a Dockerfile stand that is written in the Compose file."""
    source: Source = inline.source
    starts: list[int | None] = []
    at = source.text.find("\n", inline.start, inline.end) + 1
    for line in inline.text.split("\n"):
        found = source.text.find(line, at, inline.end) if at else -1
        if found < 0:
            return [None] * (inline.text.count("\n") + 1)
        starts.append(found)
        at = source.text.find("\n", found + len(line), inline.end) + 1 or inline.end
    return starts


def _text(node: Any) -> str | None:
    """The text of a scalar; UNKNOWN stands in it for what is not known."""
    if type(node) is not Scalar or node.value is None:
        return None
    return node.text


def _names(node: Node | None) -> list[str]:
    if type(node) is Mapping:
        return list(node.entries)
    items = node.items if type(node) is Sequence else []
    return [item.text.partition("=")[0] for item in items if type(item) is Scalar]


def _arguments(project: Project, node: Node | None) -> dict[str, str]:
    """`args`. One without a value is taken from the environment, which only an exact reading
    knows."""
    if node is None:
        return {}
    given: dict[str, str] = {}
    for name, value in variable_map(node).items():
        if value is None:
            value = project.environment.get(name) if project.exact else UNKNOWN
        if value is not None:
            given[name] = value
    return given
