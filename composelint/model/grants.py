"""What a service is given by name: secrets, configs, env files."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..node import UNKNOWN, Mapping, Node, Scalar, Sequence
from .bad import BadValue
from .casts import boolean, string

SECRETS_FOLDER = "/run/secrets/"


def canonical_secret(node: Node) -> dict[str, Any]:
    """A service's secret as `config` prints it: /run/secrets/NAME where no target is named."""
    shown = canonical_grant(node)
    shown.setdefault("target", SECRETS_FOLDER + shown.get("source", ""))
    return shown


def canonical_grant(node: Node) -> dict[str, Any]:
    """A service's config, or a build's secret, as `config` prints it; raises BadValue."""
    if isinstance(node, Scalar):
        return {"source": string(node)}
    if not isinstance(node, Mapping):
        raise BadValue("kind", 0, 0, value="")
    shown = {}
    for key in ("source", "target", "uid", "gid"):
        value = node.get(key)
        if isinstance(value, Scalar) and (text := string(value)):
            shown[key] = text
    mode = node.get("mode")
    if isinstance(mode, Scalar):
        number = parse_mode(mode)
        if number is not None:
            shown["mode"] = show_mode(number)
    return shown


def parse_mode(node: Scalar) -> int | None:
    """The rights of a file: an integer, or a text of octal digits; None where not known.

    A plain 444 is that number, 0674 in octal; `0444`, `0o444` and `"444"` are what was meant.
    Raises BadValue("mode").
    """
    if not node.known:
        return None
    value = node.value
    if type(value) is int:
        return value
    digits = node.text.lstrip("+-")
    if isinstance(value, str) and digits and not digits.strip("01234567"):
        return int(value, 8)
    raise BadValue("mode", 0, len(node.text), value=node.text)


def show_mode(mode: int) -> str:
    """Rights as `config` prints them: 0444."""
    return f"0{mode:o}"


class EnvFile(NamedTuple):
    """One env file; `path` None where it is not known, "" where it is not named."""

    path: str | None
    required: bool
    format: str
    node: Node


def read_env_files(node: Node) -> list[EnvFile]:
    """The env files of a service in order; entries of another kind are passed over."""
    items = node.items if isinstance(node, Sequence) else [node]
    files = []
    for item in items:
        if isinstance(item, Scalar):
            files.append(EnvFile(_known(item), True, "", item))
        elif isinstance(item, Mapping):
            files.append(_long_env_file(item))
    return files


def _long_env_file(node: Mapping) -> EnvFile:
    path, required, form = (node.get(key) for key in ("path", "required", "format"))
    needed = True
    if isinstance(required, Scalar) and required.known:
        try:
            needed = boolean(required)
        except BadValue:
            needed = True
    return EnvFile(
        _known(path) if isinstance(path, Scalar) else "",
        needed,
        string(form) if isinstance(form, Scalar) else "",
        path if isinstance(path, Scalar) else node,
    )


def _known(node: Scalar) -> str | None:
    text = string(node)
    return None if UNKNOWN in text else text
