"""The file of a configuration as a tree: our own YAML, or a table of a TOML file."""

from __future__ import annotations

from ..errors import CannotLook
from ..finding import Problem
from ..node import Mapping, Node, Scalar
from ..rule import catalogue
from ..source import Source, Span, UnreadableText, decode
from .reading import Reading, kind_of

#: Where a TOML file that belongs to a whole project has our settings.
TABLE = ("tool", "composelint")


def text_of(path: str, shown: str, data: bytes) -> Source:
    """The text of a file; raises CannotLook."""
    try:
        return decode(path, data)
    except UnreadableText as error:
        raise CannotLook(f"{shown} cannot be read: {error}") from None


def document(reading: Reading) -> Mapping | None:
    """What the file says; None where that is nothing. Raises CannotLook."""
    source = reading.source
    if source.path.endswith(".toml"):
        return _toml(reading)
    if not source.text.strip():
        reading.wrong(Span(source, 0, 0), "the file is empty; {} stands for no settings")
    documents = yaml_documents(source, reading)
    reading.stop_if_wrong()
    root = documents[0] if documents else None
    if root is None or (type(root) is Scalar and root.value is None):
        return None
    if type(root) is not Mapping:
        reading.wrong(root.span, f"a configuration must be a mapping, not {kind_of(root)}")
    if len(documents) > 1:
        reading.wrong(documents[1].span, "a second document begins here, and only one is read")
    reading.stop_if_wrong()
    return root if type(root) is Mapping else None


def yaml_documents(source: Source, reading: Reading) -> list[Node]:
    """The documents of a YAML text, each mistake told in the words of our own rules."""
    from ..syntax import compose

    def report(problem: Problem) -> None:
        rule = catalogue().by_name[problem.rule]
        reading.wrong(problem.span, rule.message(problem.variant, problem.fields))

    return compose(source, report)


def _toml(reading: Reading) -> Mapping | None:
    from .toml import NoToml, read_toml

    source = reading.source
    try:
        node: Node | None = read_toml(source)
    except NoToml as error:
        at = min(error.at, len(source.text))
        reading.wrong(Span(source, at, at), f"this is not TOML: {error.reason}")
        reading.stop_if_wrong()
        return None
    for name in TABLE:
        if type(node) is Mapping and node.get(name) is not None:
            node = node.get(name)
        else:
            return None
    if type(node) is Mapping:
        return node
    assert node is not None
    reading.wrong(node.span, f"{'.'.join(TABLE)} must be a table, not {kind_of(node)}")
    reading.stop_if_wrong()
    return None
