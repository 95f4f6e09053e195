"""The picture at the top: a Mermaid block, which GitHub and GitLab draw, or a link to an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..graph import graph_of
from ..graph.records import DEPENDS_ON, MOUNTS, PUBLISHES, TALKS_TO
from . import markdown as md
from .subject import Subject

if TYPE_CHECKING:
    from ..diagram.picture import Picture

_TOO_LARGE = (
    "There is too much in this project for a picture in Markdown; "
    "`composelint diagram --format html` draws one that can be searched."
)


def picture_of(subjects: Sequence[Subject]) -> Picture:
    """The overview of some projects; alike boxes are drawn as one where there are many."""
    from ..diagram.fold import folded
    from ..diagram.views import picture
    from ..diagram.wanted import Wanted

    projects = [subject.project for subject in subjects]
    graph = subjects[0].graph if len(subjects) == 1 else graph_of(projects)
    return folded(picture(graph, Wanted(legend=False), projects))._replace(title="")


def section(subject: Subject) -> list[str]:
    if not subject.runners:
        return []
    from ..diagram.mermaid import MOST_CHARACTERS, MOST_EDGES, render

    drawn = picture_of([subject])
    if len(drawn.arrows) > MOST_EDGES:
        return [_TOO_LARGE]
    text = render(drawn)
    if len(text) > MOST_CHARACTERS:
        return [_TOO_LARGE]
    return [md.fence("mermaid", text), *_caption(drawn)]


def _caption(drawn: Picture) -> list[str]:
    """What the arrows mean; a legend in the picture would be larger than many a picture."""
    kinds = {arrow.kind for arrow in drawn.arrows}
    said = [
        words
        for kind, words in (
            (PUBLISHES, "from outside to what is published"),
            (DEPENDS_ON, "from a service to what it waits for"),
            (TALKS_TO, "to what it names in its settings (dotted)"),
            (MOUNTS, "to the volumes where its data is"),
        )
        if kind in kinds
    ]
    return [f"<sub>Arrows lead {md.listed(said)}.</sub>"] if said else []


def linked(subject: Subject, target: str) -> list[str]:
    """The picture in a file of its own."""
    if not subject.runners:
        return []
    return [f"![What runs, and what it needs]({target})", *_caption(picture_of([subject]))]
