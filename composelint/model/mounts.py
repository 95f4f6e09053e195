"""Mounts of a service: `./data:/var/lib:ro`, and their long form.

Grammar and canonical form are those of Docker Compose 5.6.1. Sources stay as written: making
them absolute is the loader's.
"""

from __future__ import annotations

import posixpath
from typing import Any, NamedTuple

from ..node import UNKNOWN, Mapping, Node, Scalar
from .bad import BadValue
from .casts import boolean, label_map, string, whole_number
from .gonumbers import TRUE
from .sizes import canonical_size

PROPAGATIONS = ("rprivate", "private", "rshared", "shared", "rslave", "slave")
SELINUX = ("z", "Z")
#: Words for the third part. Docker Compose passes over every other in silence.
ACCESS = ("ro", "rw", "nocopy")
#: Once of use to Docker Desktop, and read by it as nothing today.
CONSISTENCY = ("cached", "consistent", "delegated")

_PATH_BEGINS = (".", "/", "~", "\\\\")
#: Up to this many bytes the short syntax is a path in the container, whatever it holds.
_NO_SYNTAX = 2


class Mount(NamedTuple):
    """One mount: `type` is bind, volume, tmpfs, npipe, image or cluster, None if unknown.

    `source` "" is an anonymous volume; None stands for a part that is not known. The offsets
    of each part in the short syntax are (0, 0) where it is absent or the long syntax was used.
    """

    type: str | None
    source: str | None
    target: str | None
    options: tuple[str, ...] = ()
    source_at: tuple[int, int] = (0, 0)
    target_at: tuple[int, int] = (0, 0)
    options_at: tuple[int, int] = (0, 0)

    @property
    def read_only(self) -> bool:
        access = [option for option in self.options if option in ("ro", "rw")]
        return access[-1:] == ["ro"]


def clean_path(path: str) -> str:
    """A path in the container as `config` prints it: /b/../c/ becomes /c."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def is_host_path(source: str) -> bool:
    """Whether a source in the short syntax is a path of the host and not a volume's name."""
    if source.startswith(_PATH_BEGINS):
        return True
    return source[1:2] == ":" and source[0].isalpha()


def parse_short(text: str) -> Mount:
    """The mount of the short syntax.

    Raises BadValue: "empty", "empty-part" or "too-many-parts", with the place of the part.
    """
    if not text:
        raise BadValue("empty", 0, 0, value=text)
    if len(text) <= _NO_SYNTAX and len(text.encode()) <= _NO_SYNTAX:
        return Mount("volume", "", text, target_at=(0, len(text)))
    parts = _parts(text)
    if len(parts) > 3:
        raise BadValue("too-many-parts", parts[3][0] - 1, len(text), value=text)
    if len(parts) == 1:
        if UNKNOWN in text:
            # "${DATA}" may hold "./data:/data".
            return Mount(None, None, None, target_at=parts[0])
        return Mount("volume", "", text, target_at=parts[0])
    written = [text[begin:end] for begin, end in parts]
    options = tuple(written[2].split(",")) if len(parts) == 3 else ()
    return Mount(
        _source_type(written[0]),
        _known(written[0]),
        _known(written[1]),
        options,
        parts[0],
        parts[1],
        parts[2] if len(parts) == 3 else (0, 0),
    )


def _known(text: str) -> str | None:
    return None if UNKNOWN in text else text


def _source_type(source: str) -> str | None:
    if source.startswith(UNKNOWN):
        return None
    return "bind" if is_host_path(source) else "volume"


def _parts(text: str) -> list[tuple[int, int]]:
    """The parts between colons; a colon after a drive's letter, or in `${…}`, is none."""
    parts: list[tuple[int, int]] = []
    begin = depth = 0
    for at, character in enumerate(text):
        if character == "$" and text.startswith("{", at + 1):
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        elif character == ":" and not (at - begin == 1 and _is_letter(text[begin])):
            if depth:
                continue
            _add_part(parts, text, begin, at)
            begin = at + 1
    if depth:
        raise BadValue("no-target", 0, len(text), value=text)
    _add_part(parts, text, begin, len(text))
    return parts


def _is_letter(character: str) -> bool:
    return character.isalpha() and character != UNKNOWN


def _add_part(parts: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    if begin == end:
        raise BadValue("empty-part", max(begin - 1, 0), min(end + 1, len(text)), value=text)
    parts.append((begin, end))


def parse_long(node: Mapping) -> Mount:
    """The mount of the long syntax; wrong kinds read as absent."""
    kind, source, target = (_text(node, key) for key in ("type", "source", "target"))
    read_only = node.get("read_only")
    options: tuple[str, ...] = ()
    if isinstance(read_only, Scalar) and string(read_only).lower() in TRUE:
        options = ("ro",)
    return Mount(kind, source, target, options)


def _text(node: Mapping, key: str) -> str | None:
    value = node.get(key)
    return _known(string(value)) if isinstance(value, Scalar) else ""


def read_mount(node: Node) -> Mount:
    """The mount of one entry of `volumes`; raises BadValue."""
    if isinstance(node, Mapping):
        return parse_long(node)
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return parse_short(node.text)
    raise BadValue("kind", 0, 0, value="")


def canonical_mount(node: Node) -> dict[str, Any]:
    """The entry that `config --format json` prints, its source as written; raises BadValue."""
    if isinstance(node, Mapping):
        return _canonical_long(node)
    assert isinstance(node, Scalar)
    return _canonical_short(node.text)


def _canonical_short(text: str) -> dict[str, Any]:
    mount = parse_short(text)
    entry: dict[str, Any] = {"type": mount.type}
    if mount.source:
        entry["source"] = mount.source
    entry["target"] = clean_path(mount.target or "")
    if mount.read_only:
        entry["read_only"] = True
    bind: dict[str, Any] = {}
    for option in mount.options:
        if option in PROPAGATIONS:
            bind["propagation"] = option
        elif option in SELINUX:
            bind["selinux"] = option
    if bind or mount.type == "bind":
        entry["bind"] = bind
    if "nocopy" in mount.options:
        entry["volume"] = {"nocopy": True}
    elif mount.type == "volume" and mount.target_at[1] - mount.target_at[0] == len(text):
        if len(text.encode()) > _NO_SYNTAX:
            entry["volume"] = {}
    elif mount.type == "volume":
        entry["volume"] = {}
    return entry


def _canonical_long(node: Mapping) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for key in ("type", "source", "target", "consistency"):
        value = node.get(key)
        if isinstance(value, Scalar) and (shown := string(value)):
            entry[key] = shown
    if "target" in node:
        entry["target"] = clean_path(entry.get("target", ""))
    read_only = node.get("read_only")
    if isinstance(read_only, Scalar) and boolean(read_only):
        entry["read_only"] = True
    for key, canonical in _SECTIONS.items():
        section = node.get(key)
        if isinstance(section, Mapping):
            entry[key] = canonical(section)
    return entry


def _bind(node: Mapping) -> dict[str, Any]:
    shown: dict[str, Any] = _strings(node, "selinux", "propagation", "recursive")
    create = node.get("create_host_path")
    if isinstance(create, Scalar) and not boolean(create):
        shown["create_host_path"] = False
    return shown


def _volume(node: Mapping) -> dict[str, Any]:
    shown: dict[str, Any] = _strings(node, "subpath")
    labels = node.get("labels")
    if labels is not None and (mapped := label_map(labels)):
        shown["labels"] = mapped
    nocopy = node.get("nocopy")
    if isinstance(nocopy, Scalar) and boolean(nocopy):
        shown["nocopy"] = True
    return shown


def _tmpfs(node: Mapping) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    size = node.get("size")
    if isinstance(size, Scalar) and (amount := canonical_size(size.value)) is not None:
        shown["size"] = amount
    mode = node.get("mode")
    if isinstance(mode, Scalar) and (number := whole_number(mode)):
        shown["mode"] = number
    return shown


def _image(node: Mapping) -> dict[str, Any]:
    return _strings(node, "subpath")


def _strings(node: Mapping, *keys: str) -> dict[str, Any]:
    shown = {}
    for key in keys:
        value = node.get(key)
        if isinstance(value, Scalar) and (text := string(value)):
            shown[key] = text
    return shown


_SECTIONS = {"bind": _bind, "volume": _volume, "tmpfs": _tmpfs, "image": _image}
