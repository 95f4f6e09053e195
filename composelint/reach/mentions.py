"""What addresses a service names, and where: in its environment, its env files, its commands.

Only values that hold one of the wanted names as a word are read at all, so that a project whose
services name nobody costs a set test for each of its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.casts import variable_map
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import Source, Span

if TYPE_CHECKING:
    from ..loading.dotenv import Entry
    from .env_files import EnvFiles
    from .text import Mention

ENVIRONMENT, ENV_FILE, HEALTHCHECK, ARGS = "environment", "env_file", "healthcheck", "args"
COMMANDS = ("command", "entrypoint")

#: How a container names itself.
LOCALHOST = frozenset(("localhost", "127.0.0.1"))

_TOKENS = re.compile(r"[a-z0-9_][a-z0-9_.\-]*").findall


class Use(NamedTuple):
    """A mention in a service. `span` is host and port as written where that can be told, else
    the whole value; `attribute` is one of this module's, `variable` "" outside variables, and
    `text` the whole value."""

    mention: Mention
    span: Span
    path: Path
    attribute: str
    variable: str
    text: str


class Value(NamedTuple):
    """A text that can name addresses: the value begins at `begin` of the scalar's text.

    `before` is the item in front of it in a list of words.
    """

    scalar: Scalar
    begin: int
    path: Path
    attribute: str
    variable: str
    before: str = ""


def values(section: str, name: str, service: Mapping) -> Iterator[Value]:
    """The texts of a service that can name addresses, but for its env files."""
    for attribute, node, path in _nodes(service):
        yield from _values(node, (section, name, *path), attribute)


def _nodes(service: Mapping) -> Iterator[tuple[str, Node, tuple[str, ...]]]:
    """(attribute, node, where it stands in the service) of what can name addresses."""
    entries = service.entries
    for attribute in (ENVIRONMENT, *COMMANDS):
        if attribute in entries:
            yield attribute, entries[attribute][1], (attribute,)
    for attribute, above, key in ((HEALTHCHECK, HEALTHCHECK, "test"), (ARGS, "build", ARGS)):
        if above in entries:
            node = entries[above][1]
            below = node.get(key) if type(node) is Mapping else None
            if below is not None:
                yield attribute, below, (above, key)


def _values(node: Node, path: Path, attribute: str) -> Iterator[Value]:
    named = attribute in (ENVIRONMENT, ARGS)
    return _variables(node, path, attribute) if named else _words(node, path, attribute)


def _variables(node: Node, path: Path, attribute: str) -> Iterator[Value]:
    if type(node) is Mapping:
        for name, (_, value) in node.entries.items():
            if type(value) is Scalar and value.value is not None:
                yield Value(value, 0, (*path, name), attribute, name)
    elif type(node) is Sequence:
        for index, item in enumerate(node.items):
            if type(item) is Scalar:
                name, equals, _ = item.text.partition("=")
                if equals:
                    yield Value(item, len(name) + 1, (*path, index), attribute, name)


def _words(node: Node, path: Path, attribute: str) -> Iterator[Value]:
    if type(node) is Scalar:
        yield Value(node, 0, path, attribute, "")
    elif type(node) is Sequence:
        before = ""
        for index, item in enumerate(node.items):
            if type(item) is Scalar:
                yield Value(item, 0, (*path, index), attribute, "", before)
                before = item.text


class Reader:
    """Reads the services of one project; `wanted` are the names to look for, in small letters,
    and `attributes` those to look at (None: all).
    """

    __slots__ = ("_clean", "_files", "_others", "_text", "attributes", "project", "wanted")

    def __init__(
        self,
        project: Project,
        wanted: frozenset[str],
        attributes: frozenset[str] | None = None,
    ) -> None:
        self.project = project
        self.wanted = wanted
        self.attributes = attributes
        # A health check with localhost is of the container itself, and nearly all have it.
        self._others = wanted - LOCALHOST
        #: Texts that name nobody, for the wanted names and for the others among them.
        self._clean: dict[bool, set[str]] = {False: set(), True: set()}
        self._files: EnvFiles | None = None
        self._text: Callable[..., tuple[Mention, ...]] | None = None

    def uses(self, section: str, name: str, service: Mapping) -> list[Use]:
        """Every mention of a wanted name in a service: of its environment, its commands, its
        health check, its build arguments and its env files. Its own name is not wanted.
        """
        attributes = self.attributes
        found: list[Use] = []
        for attribute, node, path in _nodes(service):
            if attributes is not None and attribute not in attributes:
                continue
            if self._hit(node, attribute == HEALTHCHECK):
                for value in _values(node, (section, name, *path), attribute):
                    found += self._read(value, name.lower())
        if ENV_FILE in service.entries and (attributes is None or ENV_FILE in attributes):
            found += self._of_files(section, name, service)
        return [self._with_port(use, service) if _lacks_port(use) else use for use in found]

    def _hit(self, node: Node, check: bool) -> bool:
        """Whether a text below a node holds a wanted name as a word."""
        if type(node) is Mapping:
            below: Iterable[Node] = [value for _, value in node.entries.values()]
        else:
            below = node.items if type(node) is Sequence else (node,)
        wanted, clean = self._others if check else self.wanted, self._clean[check]
        for scalar in below:
            if type(scalar) is not Scalar or scalar.text in clean:
                continue
            if not wanted.isdisjoint(_TOKENS(scalar.text.lower())):
                return True
            clean.add(scalar.text)
        return False

    def _holds(self, text: str) -> bool:
        """Whether a text holds one."""
        return not self.wanted.isdisjoint(_TOKENS(text.lower()))

    def _read(self, value: Value, own: str) -> Iterator[Use]:
        scalar, begin = value.scalar, value.begin
        if not self._holds(scalar.text):
            return
        if self._text is None:
            from .text import read

            self._text = read
        text = scalar.text[begin:] if begin else scalar.text
        command = not value.variable
        if value.before[:1] == "-" and text.lower() in self.wanted:
            mention = _behind_option(value.before, text)
            if mention is not None:
                yield Use(mention, scalar.span, value.path, value.attribute, "", text)
        for mention in self._text(text, value.variable, command=command):
            if mention.host in self.wanted and mention.host != own:
                span = _span(scalar, begin, begin + mention.start, begin + mention.stop)
                yield Use(mention, span, value.path, value.attribute, value.variable, text)

    # --- env files

    def _env(self) -> EnvFiles:
        if self._files is None:
            from .env_files import EnvFiles

            self._files = EnvFiles(self.project)
        return self._files

    def _of_files(self, section: str, name: str, service: Mapping) -> Iterator[Use]:
        environment = service.get(ENVIRONMENT)
        own = variable_map(environment) if environment is not None else {}
        said: dict[str, list[Use]] = {}
        for source, entries in self._env().of(service):
            for entry in entries:
                # A later file has the last word on a variable, and the service itself.
                said.pop(entry.name, None)
                text = entry.value
                if text and entry.name not in own and self._holds(text):
                    said[entry.name] = list(self._in_file(section, name, source, entry))
        for uses in said.values():
            yield from uses

    def _in_file(self, section: str, name: str, source: Source, entry: Entry) -> Iterator[Use]:
        from .env_files import span_in
        from .text import read

        text = entry.value or ""
        for mention in read(text, entry.name):
            if mention.host in self.wanted and mention.host != name.lower():
                span = span_in(source, entry, mention.start, mention.stop)
                yield Use(mention, span, (section, name, ENV_FILE), ENV_FILE, entry.name, text)

    # --- ports in a variable of their own

    def _with_port(self, use: Use, service: Mapping) -> Use:
        """DB_HOST with the port of its DB_PORT."""
        from .variables import beside

        for name in beside(use.variable):
            text = self._variable(service, name)
            if text is not None:
                port = _number(text)
                mention = use.mention._replace(port=port, open=port is None)
                return use._replace(mention=mention)
        return use

    def _variable(self, service: Mapping, name: str) -> str | None:
        """The value of a variable of the container."""
        own = service.get(ENVIRONMENT)
        if type(own) is Mapping and name in own.entries:
            value = own.entries[name][1]
            return value.text if type(value) is Scalar else None
        for item in own.items if type(own) is Sequence else ():
            if type(item) is Scalar and item.text.startswith(f"{name}="):
                return item.text[len(name) + 1 :]
        return self._env().value(service, name) if ENV_FILE in service.entries else None


def _behind_option(option: str, text: str) -> Mention | None:
    """The item of a list behind `-h` or `--db-host`."""
    from .text import KEY, Mention
    from .variables import says_host

    if option not in ("-h", "-H") and not says_host(option.lstrip("-")):
        return None
    return Mention(text.lower(), None, KEY, 0, len(text), len(text))


def _lacks_port(use: Use) -> bool:
    return bool(use.variable) and use.mention.form == "bare" and use.mention.port is None


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _span(scalar: Scalar, begin: int, start: int, stop: int) -> Span:
    """text[start:stop] of a scalar in which the value begins at `begin`.

    In a text of several lines, or one in which variables were filled in, it is the same letters
    in the writing, if they stand there as often; else the whole value.
    """
    source = scalar.source
    if scalar.raw is None:
        span = scalar.part(start, stop)
        if span.end - span.start == stop - start:
            return span
    wanted = scalar.text[start:stop]
    written = source.text[scalar.start : scalar.end]
    if wanted and written.count(wanted) == scalar.text.count(wanted):
        at = -1
        for _ in range(scalar.text.count(wanted, 0, start) + 1):
            at = written.find(wanted, at + len(wanted) if at >= 0 else 0)
        return Span(source, scalar.start + at, scalar.start + at + len(wanted))
    quoted = not scalar.plain and written[:1] in ("'", '"')
    if begin and written.startswith(scalar.text[:begin], quoted):
        return Span(source, scalar.start + quoted + begin, scalar.end - quoted)
    return scalar.span
