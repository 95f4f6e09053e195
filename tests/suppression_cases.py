"""Files with findings that can be asked to be left out, and what becomes of them."""

from __future__ import annotations

from typing import Any

from support import TODAY, project_of

from composelint import api
from composelint.run import Run

Seen = tuple[str, int]
"""(id, line) of a finding."""


def run(files: str | dict[str, str], *, rules: str = "", today: str = TODAY, **how: Any) -> Run:
    made = {"compose.yaml": files} if isinstance(files, str) else files
    project = project_of(made, **how)
    chosen = {"select": rules.split()} if rules else {}
    return api.check(project, config=False, today=today, **chosen)


def shown(result: Run) -> list[Seen]:
    return [(finding.id, finding.line) for finding in result]


def left_out(result: Run) -> list[Seen]:
    return sorted((each.finding.id, each.finding.line) for each in result.suppressed)


def split(files: str | dict[str, str], **how: Any) -> tuple[list[Seen], list[Seen]]:
    """(shown, left out)"""
    result = run(files, **how)
    return shown(result), left_out(result)


#: One finding on each of four lines: CL109, CL109, CL103, CL203.
PLAIN = """\
version: "3"
services:
  web:
    image: nginx
    restart: sometimes
  db:
    image: postgres
    restart: now and then
    volumes:
      - data:/data
"""
RULES = "CL109 CL103 CL203 own"
ALL = [("CL109", 1), ("CL103", 5), ("CL103", 8), ("CL203", 10)]


def with_comment(line: int, comment: str, *, alone: bool = False) -> str:
    """PLAIN with a comment at the end of a line, or in a line of its own above it."""
    lines = PLAIN.splitlines()
    if alone:
        lines.insert(line - 1, comment)
    else:
        lines[line - 1] += f" {comment}"
    return "\n".join(lines) + "\n"


X = """\
services:
  web:
    image: nginx
    restart: sometimes
    ports: ["80:99999"]
  db:
    image: postgres
    restart: sometimes
    ports: ["81:99999"]
"""


def own(section: str, *, service: bool = False) -> str:
    """X with an x-composelint, behind it or in the first service, so that no line moves there."""
    if service:
        return X.replace("  db:", f"    x-composelint: {section}\n  db:")
    return f"{X}x-composelint: {section}\n"


WEB = [("CL103", 4), ("CL103", 5)]
DB = [("CL103", 8), ("CL103", 9)]


#: What is asked for here holds nothing back.
UNUSED = "services:\n  a:\n    image: x # composelint: ignore[CL103] x\n"
