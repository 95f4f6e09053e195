"""Runs to be reported: made by hand, so that a report can be tested without any rule."""

from __future__ import annotations

from collections.abc import Sequence

from composelint.finding import Edit, Finding, Fix, Related
from composelint.node import Mapping, Path
from composelint.project import Project
from composelint.run import Run, Suppressed
from composelint.source import Source, Span

HERE = "/w"


def source(name: str, text: str) -> Source:
    return Source(f"{HERE}/{name}", text)


def at(file: Source, text: str, until: str = "") -> Span:
    """The span of a text in a file, or from it to the end of another."""
    start = file.text.index(text)
    end = start + len(text)
    if until:
        end = file.text.index(until, start) + len(until)
    return Span(file, start, end)


def finding(
    rule: str,
    message: str,
    span: Span,
    *,
    path: Path = (),
    help: str = "",  # noqa: A002
    related: Sequence[tuple[Span, str]] = (),
    profiles: tuple[str, ...] | None = None,
    fix: Fix | None = None,
    refused: bool = False,
) -> Finding:
    """`rule` is severity, id and name in a line: "error CL301 host-port-conflict"."""
    severity, id_, name = rule.split()
    places = tuple(Related(*each) for each in related)
    return Finding(
        id_, name, severity, refused, message, help, span, path, "shop", profiles, places, fix
    )


def run(*findings: Finding, files: Sequence[Source] = (), suppressed: int = 0) -> Run:
    """A run over one project that is made of all files that are mentioned."""
    named = [f.span.source for f in findings]
    named += [r.span.source for f in findings for r in f.related] + list(files)
    project = Project(HERE, Mapping(named[0], 0, 0, "", {}), lambda _: b"")
    project.name = "shop"
    project.sources = {each.path: each for each in named}
    project.files = list(project.sources)
    left_out = [Suppressed(each, each.span, "known", "") for each in findings[:suppressed]]
    return Run([project], list(findings), left_out, HERE)


SHOP = source(
    "compose.yaml",
    """\
services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
  api:
    image: 東京/api:1 # 説明
    ports: ["8080:3000", "9090:9090"]
    depends_on: [databse]
  db:
\timage: postgres:16\twrong
    command: |
      one
      two
      three
      four
      five
      six
      seven
""",
)
OVERRIDE = source(
    "deploy/compose.override.yaml",
    """\
services:
  web:
    ports:
      - 8080:80
    environment:
      URL: "postgres://user:secret@database.example.com:5432/name?sslmode=require&application_name=web"
""",
)

CONFLICT = finding(
    "error CL301 host-port-conflict",
    "web and api publish port 8080 of the host",
    at(SHOP, '"8080:3000"'),
    path=("services", "api", "ports", 0),
    help="Give one of them another host port, such as 8081:3000.",
    related=[
        (at(SHOP, '"8080:80"'), "web publishes it here"),
        (at(OVERRIDE, "8080:80"), "and here"),
    ],
)
UNDEFINED = finding(
    "error CL201 undefined-service",
    "there is no service databse; did you mean db?",
    at(SHOP, "databse"),
    path=("services", "api", "depends_on", 0),
    related=[(at(SHOP, "db", "db"), "db is defined here")],
    refused=True,
    fix=Fix("Replace databse by db", (Edit(at(SHOP, "databse"), "db"),), False),
)
WIDE = finding(
    "error CL103 invalid-value",
    "東京/api:1 is no image",
    at(SHOP, "東京/api:1"),
    path=("services", "api", "image"),
    help="Write it with small letters. This advice is long, to see where its lines are broken "
    "and how they begin.",
    related=[(at(SHOP, "# 説明"), "the comment")],
)
TAB = finding(
    "error CL001 yaml-syntax",
    "a tab in the indentation",
    at(SHOP, "\timage: postgres")._replace(end=at(SHOP, "\timage: postgres").start + 1),
    help="Use spaces.",
    related=[(at(SHOP, "wrong"), "what stands behind it, with a label too long for its place")],
)
BLOCK = finding(
    "warning CL110 conflicting-attributes",
    "a command of many lines",
    at(SHOP, "|\n", "seven\n"),
    path=("services", "db", "command"),
)
SERVICE = finding(
    "info CL401 missing-healthcheck",
    "web has no healthcheck",
    at(SHOP, "web:", '"8080:80"\n'),
    path=("services", "web"),
    related=[(at(SHOP, "nginx"), "nor has its image")],
    profiles=("debug", "dev"),
)
LONG = finding(
    "warning CL519 secret-in-url",
    "a password in a URL",
    at(OVERRIDE, "application_name=web"),
    path=("services", "web", "environment", "URL"),
    related=[(at(OVERRIDE, "postgres:"), "the URL")],
)
END = finding("error CL104 missing-attribute", "it ends too early", Span(SHOP, 999, 999))
END = END._replace(span=Span(SHOP, len(SHOP.text), len(SHOP.text)))

ALL = run(CONFLICT, UNDEFINED, WIDE, TAB, BLOCK, SERVICE, LONG, END, suppressed=2)
