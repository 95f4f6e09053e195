"""`composelint diagram`: a picture of projects, in many formats."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..diagram.picture import DOWN, RIGHT, Picture
from ..diagram.select import NoSuchService
from ..diagram.views import picture
from ..diagram.wanted import GROUPS, VIEWS, Wanted
from ..disk import Disk
from ..graph import Graph, graph_of
from ..project import Project
from .errors import OK, CannotLook
from .here import load_asked
from .options import add_project_options
from .parser import Parser, one_of, words
from .save import save
from .terminal import write

#: The formats; those of files that are no text need -o, or a pipe.
FORMATS = ("mermaid", "dot", "svg", "png", "pdf", "plantuml", "d2", "html", "json")
_BINARY = ("png", "pdf")
_ENDINGS = {"mmd": "mermaid", "gv": "dot", "puml": "plantuml", "htm": "html"}


def run(arguments: list[str]) -> int:
    """The exit code: 0 drawn, 2 we could not look."""
    options, paths = _parser().read(arguments)
    form = _format(options)
    here = os.getcwd()
    disk = Disk()
    projects = load_asked(options, paths, here, disk)
    try:
        content = _draw(options, paths, projects, form, here)
    except NoSuchService as error:
        raise CannotLook(str(error)) from None
    _deliver(content, options.output, form)
    return OK


def _parser() -> Parser:
    parser = Parser(
        "composelint diagram",
        "composelint diagram [OPTIONS] [PATH]...",
        "Draw the architecture of projects.\n\n"
        "Without PATH, the project here is drawn; several projects come into one picture, joined "
        "by the networks and volumes that they share. In the Compose file, the labels "
        "composelint.title, composelint.group, composelint.description and composelint.hidden "
        "say how a service is shown.",
    )
    add_project_options(parser)
    parser.section("Picture")
    parser.option(
        "--view",
        metavar="VIEW",
        default="overview",
        type=one_of("view", *VIEWS),
        help="What it shows: " + "; ".join(f"{name} ({about})" for name, about in VIEWS.items()),
    )
    parser.option(
        "--focus", metavar="SERVICE", default="", help="Show this service and what is near it"
    )
    parser.option(
        "--depth",
        metavar="N",
        type=_depth,
        default=1,
        help="How many steps from --focus are near [default: 1]",
    )
    parser.option(
        "--only",
        metavar="NAME,...",
        action="extend",
        type=words,
        default=[],
        help="Show these services only; * stands for any letters",
    )
    parser.option(
        "--exclude",
        metavar="NAME,...",
        action="extend",
        type=words,
        default=[],
        help="Leave these out: services, networks, volumes …",
    )
    parser.option(
        "--group-by",
        metavar="WHAT",
        type=one_of("way to group", *GROUPS),
        help="Put services in frames by network, profile, label or project",
    )
    parser.option(
        "--direction",
        metavar="WHERE",
        type=one_of("direction", RIGHT, DOWN),
        help="Where arrows run: right or down",
    )
    for name, about in (
        ("ports", "the ports that are published"),
        ("volumes", "volumes"),
        ("images", "what services run"),
        ("legend", "the legend"),
    ):
        parser.option(
            f"--no-{name}",
            dest=name,
            action="store_false",
            default=True,
            help=f"Leave out {about}",
        )
    parser.option("--title", metavar="TEXT", default="", help="Write this above it")
    parser.option(
        "--findings", action="store_true", help="Mark what composelint check has findings about"
    )
    parser.option(
        "--against",
        metavar="REVISION",
        help="Show what is added, removed and changed since a revision of git",
    )
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        type=one_of("format", *FORMATS),
        help=f"{', '.join(FORMATS)} [default: by the name of the file, else mermaid]",
    )
    parser.option("-o", "--output", metavar="FILE", help="Write to this file")
    parser.option(
        "--link-base",
        metavar="URL",
        default="",
        help="Link what is drawn to its line: URL/FILE#L12",
    )
    parser.option(
        "--theme",
        metavar="THEME",
        default="auto",
        type=one_of("theme", "auto", "light", "dark"),
        help="auto, light or dark, for dot, svg, png and pdf [default: auto]",
    )
    parser.option(
        "--engine",
        metavar="PROGRAM",
        default="",
        help="Lay out with this Graphviz program instead of the one that came along",
    )
    return parser


def _depth(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise CannotLook(f"--depth: {text!r} is no number of steps")
    return int(text)


def _format(options: Any) -> str:
    """What is asked for, else what the name of the file ends in."""
    if options.format:
        return str(options.format)
    if options.output in (None, "-"):
        return "mermaid"
    ending = os.path.splitext(options.output)[1][1:].lower()
    form = _ENDINGS.get(ending, ending)
    if form not in FORMATS:
        raise CannotLook(f"{options.output} does not tell the format; give it with --format")
    return form


def _wanted(options: Any) -> Wanted:
    return Wanted(
        view=options.view,
        focus=options.focus,
        depth=options.depth,
        only=tuple(options.only),
        exclude=tuple(options.exclude),
        group_by=options.group_by or "",
        direction=options.direction or "",
        ports=options.ports,
        volumes=options.volumes,
        images=options.images,
        legend=options.legend,
        title=options.title,
    )


def _draw(
    options: Any, paths: list[str], projects: list[Project], form: str, here: str
) -> str | bytes:
    graph = graph_of(projects, chosen=bool(options.profile))
    wanted = _wanted(options)
    findings = _findings(graph, projects) if options.findings else {}
    # The page shows all views, the one that is asked for first.
    others = [view for view in VIEWS if view != wanted.view] if form == "html" else []
    views = [wanted, *(wanted._replace(view=view) for view in others)]
    if options.against is not None:
        from ..diagram.compare import Difference, compared

        difference = Difference(_before(options, paths, here), graph)
        graph = difference.both
        drawn = [compared(picture(graph, one, projects), difference) for one in views]
    else:
        drawn = [picture(graph, one, projects) for one in views]
    if findings:
        from ..diagram.marks import painted

        drawn = [painted(one, findings) for one in drawn]
    if form == "html":
        from ..diagram.html import render

        base, engine = options.link_base, options.engine
        return render(drawn, graph, projects, findings, base, here, engine)
    return _render(drawn[0], form, options, here)


def _findings(graph: Graph, projects: list[Project]) -> dict[str, list[Any]]:
    from ..api import check
    from ..diagram.marks import by_box

    return by_box(graph, projects, check(*projects))


def _before(options: Any, paths: list[str], here: str) -> Graph:
    """The graph of the same projects at the revision of --against."""
    from ..gittree import GitTree

    projects = load_asked(options, paths, here, GitTree(here, options.against))
    return graph_of(projects, chosen=bool(options.profile))


def _render(drawn: Picture, form: str, options: Any, here: str) -> str | bytes:
    base = options.link_base
    if form == "mermaid":
        from ..diagram import mermaid

        return mermaid.render(drawn, link_base=base, here=here)
    if form == "plantuml":
        from ..diagram import plantuml

        return plantuml.render(drawn, link_base=base, here=here)
    if form == "d2":
        from ..diagram import d2

        return d2.render(drawn, link_base=base, here=here)
    if form == "json":
        from ..diagram import jsonout

        return jsonout.render(drawn, here=here)
    if form == "dot":
        from ..diagram import dot

        return dot.render(drawn, link_base=base, here=here, theme=options.theme)
    from ..diagram import layout

    return layout.render(
        drawn, form, link_base=base, here=here, theme=options.theme, program=options.engine
    )


def _deliver(content: str | bytes, output: str | None, form: str) -> None:
    if output not in (None, "-"):
        save(str(output), content)
    elif isinstance(content, str):
        write(content)
    elif sys.stdout.isatty():
        raise CannotLook(f"{form} is nothing for a terminal; write it to a file with -o")
    else:
        sys.stdout.buffer.write(content)
