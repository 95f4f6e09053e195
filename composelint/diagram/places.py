"""Where in the files something of a picture stands, and the link there."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from ..source import Span

#: What an address may hold as it is; the rest is percent-encoded. No quotes, brackets of any kind
#: but round ones, `;`, `|` and `\`: every format can take what is left as it stands.
_OF_ADDRESS = "/:?&=#%@+,~!$()*'"


def place(span: Span, here: str) -> tuple[str, int]:
    """The file, relative to the folder `here` ("" leaves it as it is), and the line, from 1."""
    path = span.source.path
    if here:
        path = posixpath.relpath(path, here) if posixpath.isabs(path) else posixpath.normpath(path)
    return path, span.source.position(span.start).line


def link(base: str, span: Span | None, here: str) -> str:
    """`BASE/FILE#L12`; "" without a base or a place, or for a file that is not below `here`."""
    if not base or span is None:
        return ""
    path, number = place(span, here)
    if path.startswith(("../", "/")):
        return ""
    return f"{quote(base.rstrip('/'), safe=_OF_ADDRESS)}/{quote(path)}#L{number}"
