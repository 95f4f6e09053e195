"""`composelint diagram`: a picture of projects, in many formats."""

from __future__ import annotations

import os
import sys
from typing import Any

from ..diagram.fold import folded
from ..diagram.picture import Picture
from ..diagram.select import NoSuchService
from ..diagram.views import picture
from ..diagram.wanted import VIEWS, Wanted
from ..disk import Disk
from ..graph import Graph, graph_of
from ..project import Project
from .diagram_options import FORMATS, diagram_parser
from .errors import OK, CannotLook
from .here import load_asked
from .save import save
from .terminal import write

_ENDINGS = {"mmd": "mermaid", "gv": "dot", "puml": "plantuml", "htm": "html"}


def run(arguments: list[str]) -> int:
    """The exit code: 0 drawn, 2 we could not look."""
    options, paths = diagram_parser().read(arguments)
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


def _format(options: Any) -> str:
    """What is asked for, else what the name of the file ends in."""
    if options.format:
        return str(options.format)
    if options.output in (None, "-"):
        return "mermaid"
    form = form_of(options.output)
    if form is None:
        raise CannotLook(f"{options.output} does not tell the format; give it with --format")
    return form


def form_of(file: str) -> str | None:
    """The format that the name of a file stands for; None for none."""
    ending = os.path.splitext(file)[1][1:].lower()
    form = _ENDINGS.get(ending, ending)
    return form if form in FORMATS else None


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
        labels=options.labels,
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
        from .before import graph_before

        difference = Difference(graph_before(options, paths, here, projects), graph)
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
    return written(_fitted(drawn[0], options), form, options, here)


def _fitted(drawn: Picture, options: Any) -> Picture:
    """The picture with fewer boxes, where that is wanted or needed."""
    if options.collapse:
        from ..diagram.collapse import collapsed

        drawn = collapsed(drawn)
    return folded(drawn, options.fold)


def _findings(graph: Graph, projects: list[Project]) -> dict[str, list[Any]]:
    from ..api import check
    from ..diagram.marks import by_box

    return by_box(graph, projects, check(*projects))


def written(drawn: Picture, form: str, options: Any, here: str) -> str | bytes:
    """A picture in a format other than html; of the options `link_base`, `theme` and `engine`
    count."""
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
