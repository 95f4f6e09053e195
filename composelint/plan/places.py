"""Where the value that counts now is written."""

from __future__ import annotations

from ..node import Mapping, Path
from ..project import Project
from ..provenance import Explainer
from ..provenance.tree import Spot, below, spot_of
from ..source import Span

Place = tuple[str | None, int | None]

#: Files other than Compose files can bring these.
_BROUGHT = ("environment", "labels")


class Places:
    """The places of one project's values."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._explainer: Explainer | None = None

    def of(self, *path: str | int) -> Place:
        """(file, line) of what stands at a path of the canonical project, or of the nearest thing
        above it that is written; (None, None) where nothing of it is."""
        spot, depth = self._walk(path)
        if depth < len(path) and len(path) == 4 and path[2] in _BROUGHT:
            brought = self._brought(path)
            if brought is not None:
                return _place(brought)
        if depth <= 2:
            # The key of the service says more than the first line below it.
            return self._key(path[:2])
        return _place(spot.span)

    def _walk(self, path: Path) -> tuple[Spot, int]:
        spot = spot_of("", self.project.root)
        for depth, step in enumerate(path):
            found = below(spot, path[:depth], step)
            if found is None:
                return spot, depth
            spot = found
        return spot, len(path)

    def _brought(self, path: Path) -> Span | None:
        if self._explainer is None:
            self._explainer = Explainer(self.project, None)
        return self._explainer.of(path).span

    def _key(self, path: Path) -> Place:
        node = self.project.root.get(str(path[0])) if path else None
        key = node.key(str(path[1])) if type(node) is Mapping and len(path) > 1 else None
        return (None, None) if key is None else _place(key.span)


def _place(span: Span) -> Place:
    return span.source.path, span.source.position(span.start).line
