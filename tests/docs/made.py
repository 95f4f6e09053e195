"""What the tests of pages share: pages of texts, and how Markdown reads them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support import FOLDER, project_of

from composelint.docs import Subject, Wish, page
from composelint.docs.subject import Where
from composelint.project import Project


def subject_of(project: Project, **where: object) -> Subject:
    place = Where(FOLDER, FOLDER, **where)  # type: ignore[arg-type]
    return Subject(project, place, project.name if "name" in project.root else "")


def page_of(files: dict[str, str] | str, *sections: str, target: str = "compose") -> str:
    """The page of some files, or of a compose.yaml alone; only the sections that are named."""
    texts = {"compose.yaml": files} if isinstance(files, str) else files
    project = project_of(texts, target=target)
    assert not [one for one in project.problems if one.refused], project.problems
    wish = Wish(sections=sections, titled=not sections, headed=not sections)
    return page([subject_of(project)], wish)


def tokens(text: str) -> list[Token]:
    pytest.importorskip("markdown_it")
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    return reader.parse(text)


def rows(text: str) -> Iterator[tuple[int, int]]:
    """(cells, cells of its header) of every row of a table; a row that is cut or too long for its
    header shows in its line: a table's lines have one number of bars."""
    head: int | None = None
    cells = 0
    for token in tokens(text):
        if token.type == "thead_open":
            head = None
        elif token.type == "tr_open":
            cells = 0
        elif token.type in ("td_open", "th_open"):
            cells += 1
        elif token.type == "tr_close":
            head = cells if head is None else head
            yield cells, head


def bars(text: str) -> Iterator[set[int]]:
    """For every table the numbers of bars that its lines have."""
    found: set[int] = set()
    fenced = False
    for line in [*text.splitlines(), ""]:
        fenced ^= line.startswith("```")
        if line.startswith("|") and not fenced:
            found.add(line.count("|"))
        elif found:
            yield found
            found = set()


def cells(text: str) -> list[list[str]]:
    """The rows of all tables as people see them."""
    found: list[list[str]] = []
    inside = False
    for token in tokens(text):
        inside = token.type in ("td_open", "th_open") or (inside and token.type == "inline")
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and inside:
            found[-1].append(_seen(token))
    return found


def _seen(token: Token) -> str:
    from html import unescape

    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type == "html_inline" and child.content not in ("<code>", "</code>"):
            parts.append(unescape(child.content))
    return "".join(parts)


def is_sound(text: str) -> bool:
    """Whether every table is one: all of its rows have the cells of its header, and no bar is too
    many in its lines."""
    return all(one == head for one, head in rows(text)) and all(len(n) == 1 for n in bars(text))
