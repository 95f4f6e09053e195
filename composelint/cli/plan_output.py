"""Where a plan goes, and in which form."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ..project import Project
from .errors import CannotLook
from .terminal import NO_TERMINAL, colours, columns, write

if TYPE_CHECKING:
    from ..diagram.picture import Picture
    from ..graph import Graph
    from .plan import Made

_KNOWN = ".svg, .png, .pdf, .mmd, .dot, .puml, .d2, .json and .html"

_SIGNS = "▶■↻↓→←…"


def deliver(made: Made, project: Project, options: Any, here: str) -> None:
    """Write the plan to standard output or to the file of --output, and the picture of --diagram;
    raises CannotLook."""
    if options.diagram is not None:
        _draw(made, project, options, here)
    to_file = options.output not in (None, "-")
    report = _render(made, options, here, to_file)
    if to_file:
        from .save import save

        # What is no text in a file's name cannot be written as text.
        save(options.output, report.encode("utf-8", "backslashreplace").decode())
    else:
        write(report)


def _render(made: Made, options: Any, here: str, to_file: bool) -> str:
    if options.format == "json":
        from ..plan.report import jsonout

        against = None
        if made.against:
            against = {"revision": options.against, "commit": made.commit}
        return jsonout.render(made.plan, here, against)
    if options.format == "markdown":
        from ..plan.report import markdown
        from .repository import root_of

        root = root_of(here, os.environ)
        return markdown.render(made.plan, markdown.names_from(root, made.against))
    from ..plan.report.text import Page, render
    from ..report.ansi import Paint

    coloured = colours(options.color, sys.stdout, os.environ)
    wide = NO_TERMINAL if to_file else columns(sys.stdout, os.environ)
    signs = to_file or _shows_signs()
    if to_file:
        coloured = options.color == "always"
    return render(made.plan, Page(Paint(coloured), wide, here, signs, made.against, options.down))


def _shows_signs() -> bool:
    """Whether standard output can show more than ASCII."""
    try:
        _SIGNS.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _draw(made: Made, project: Project, options: Any, here: str) -> None:
    from types import SimpleNamespace

    from ..diagram.fold import folded
    from ..graph import graph_of
    from ..plan.report.picture import painted
    from ..resolved import model
    from .diagram import form_of, written
    from .save import save

    file = options.diagram
    form = form_of(file)
    if form is None:
        raise CannotLook(f"--diagram: {file} does not tell the format; {_KNOWN} can be written")
    graph = graph_of([project], chosen=True)
    views = _pictures(graph, project, every=form == "html")
    shown = [painted(view, made.plan, model(project), options.down) for view in views]
    if form == "html":
        from ..diagram.html import render

        save(file, render(shown, graph, [project], {}, "", here, ""))
        return
    looks = SimpleNamespace(link_base="", theme="auto", engine="")
    save(file, written(folded(shown[0], "auto"), form, looks, here))


def _pictures(graph: Graph, project: Project, every: bool) -> list[Picture]:
    """The overview, and for a page all other views too."""
    from ..diagram.views import picture
    from ..diagram.wanted import VIEWS, Wanted

    views = VIEWS if every else [Wanted().view]
    return [picture(graph, Wanted(view=view), [project]) for view in views]
