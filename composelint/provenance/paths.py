"""Paths as people write them: `services.web.ports[0]`, `labels["traefik.enable"]`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..nearest import nearest
from ..node import Path

Children = Callable[[Path], "list[str] | int"]
"""What stands below a path: the names in a mapping, or how many items a list has."""

_MOST = 12


class PathError(Exception):
    """There is nothing at a path: the message says why, `column` (from 1) where it goes wrong."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class Token(NamedTuple):
    """A step as written. A bare name can be a part of a key with dots; a quoted one is none."""

    text: str
    column: int
    number: bool = False
    bare: bool = True


def show(path: Path) -> str:
    """A path in the form that can be read again: keys that a bare name cannot be are quoted."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step and not set(step) & set(".[]\"' \t\n"):
            parts.append(f".{step}" if parts else step)
        else:
            quoted = step.replace("\\", "\\\\").replace('"', '\\"')
            parts.append(f'["{quoted}"]')
    return "".join(parts)


def tokens(text: str) -> list[Token]:
    """The steps of a written path; raises PathError where it is none."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] == "[":
            token, at = _bracket(text, at)
        else:
            if text[at] == ".":
                at += 1
            elif found:
                raise PathError("a . or [ belongs here", at + 1)
            token, at = _name(text, at)
        found.append(token)
    if not found:
        raise PathError("the path is empty", 1)
    return found


def _name(text: str, at: int) -> tuple[Token, int]:
    if text[at : at + 1] in ('"', "'"):
        name, end = _quoted(text, at)
        return Token(name, at + 1, bare=False), end
    end = at
    while end < len(text) and text[end] not in ".[":
        end += 1
    if end == at:
        raise PathError("a name is missing here", at + 1)
    return Token(text[at:end], at + 1), end


def _bracket(text: str, at: int) -> tuple[Token, int]:
    if text[at + 1 : at + 2] in ('"', "'"):
        name, end = _quoted(text, at + 1)
        token = Token(name, at + 2, bare=False)
    else:
        end = text.find("]", at)
        inner = text[at + 1 : end] if end >= 0 else text[at + 1 :]
        if end >= 0 and not (inner.isascii() and inner.isdigit()):
            said = "a number, or a name in quotes," if inner else "a number"
            raise PathError(f"{said} belongs between the brackets", at + 2)
        token = Token(inner, at + 2, number=True, bare=False)
    if text[end : end + 1] != "]" or end < 0:
        raise PathError("the bracket is never closed", at + 1)
    return token, end + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The name in quotes, and where the closing one ends."""
    quote = text[at]
    name = ""
    end = at + 1
    while end < len(text) and text[end] != quote:
        if text[end] == "\\" and end + 1 < len(text):
            end += 1
        name += text[end]
        end += 1
    if end >= len(text):
        raise PathError("the quote is never closed", at + 1)
    return name, end + 1


def choose(written: list[Token], children: Children) -> Path:
    """The path that is meant, of those that are there; a key with dots may stand unquoted.

    Raises PathError for the step that leads nowhere.
    """
    failures: list[tuple[int, Path]] = []
    found = _choose(written, 0, (), children, failures)
    if found is not None:
        return found
    at, path = max(failures, key=lambda failure: failure[0])
    raise PathError(_nothing(written, at, path, children), written[at].column)


def _choose(
    written: list[Token],
    at: int,
    path: Path,
    children: Children,
    failures: list[tuple[int, Path]],
) -> Path | None:
    if at == len(written):
        return path
    known = children(path)
    for end, step in _steps(written, at, known):
        found = _choose(written, end, (*path, step), children, failures)
        if found is not None:
            return found
    failures.append((at, path))
    return None


def _steps(written: list[Token], at: int, known: list[str] | int) -> list[tuple[int, str | int]]:
    """What the next tokens can mean below a path, the longest key first."""
    token = written[at]
    if isinstance(known, int):
        digits = token.text.isascii() and token.text.isdigit() and (token.number or token.bare)
        within = digits and len(token.text) < 10 and int(token.text) < known
        return [(at + 1, int(token.text))] if within else []
    if not token.bare:
        return [(at + 1, token.text)] if token.text in known else []
    found: list[tuple[int, str | int]] = []
    name = token.text
    end = at + 1
    if name in known:
        found.append((end, name))
    while end < len(written) and written[end].bare:
        name += f".{written[end].text}"
        end += 1
        if name in known:
            found.append((end, name))
    return found[::-1]


#: What a member of a mapping is called in a message.
_KINDS = {
    "services": "service",
    "networks": "network",
    "volumes": "volume",
    "secrets": "secret",
    "configs": "config",
    "models": "model",
    "jobs": "job",
}


def _nothing(written: list[Token], at: int, path: Path, children: Children) -> str:
    """Why there is nothing at the token, and what was probably meant."""
    token = written[at]
    known = children(path)
    where = f" in {show(path)}" if path else ""
    if isinstance(known, int):
        return _not_in_list(token, path, known)
    if token.number:
        return f"{show(path)} is a mapping: it has names, not [{token.text}]{_listed(known)}"
    if not known:
        return f"there is nothing below {show(path)}" if path else "the project says nothing"
    kind = _KINDS.get(str(path[0])) if len(path) == 1 else None
    said = f"there is no {kind} {token.text}" if kind else f"there is no {token.text}{where}"
    near = nearest(token.text, known)
    if near:
        return f"{said}; did you mean {near}?"
    return f"{said}{_listed(known, 'there is' if kind or not path else 'it has')}"


def _not_in_list(token: Token, path: Path, count: int) -> str:
    if not token.text.isdigit() or not (token.number or token.bare):
        return f"{show(path)} is a list: name an item by its number, from [0]"
    items = f"[0] to [{count - 1}]" if count > 1 else "[0] only" if count else "no items"
    return f"there is no [{token.text}] in {show(path)}: it has {items}"


def _listed(known: list[str], verb: str = "it has") -> str:
    if not known:
        return ""
    more = f", … ({len(known)} in all)" if len(known) > _MOST else ""
    return f"; {verb} {', '.join(known[:_MOST])}{more}"
