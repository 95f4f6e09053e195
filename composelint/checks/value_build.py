"""`build.target`: CL103 for one that is no stage of the Dockerfile.

Imported only for a `build` with a target. Docker Compose's config accepts any; BuildKit and the
classic builder know stages by their names alone, in any case, and no numbers (Docker Engine
20.10.24).
"""

from __future__ import annotations

import re

from ..finding import Problem, Related
from ..nearest import nearest
from ..node import Mapping, Path, Scalar
from .judge import RULE, Judge


def target(judge: Judge, node: Scalar, path: Path) -> None:
    """A Dockerfile that is not here, or that we cannot read, gives nothing."""
    from ..dockerfile.files import dockerfile_of, text_of

    project = judge.project
    section, name, *_ = path
    service = project.section(str(section))[str(name)][1]
    if type(service) is not Mapping:
        return
    text = text_of(project, service)
    if text is None or _named_in(text, node.text):
        return
    dockerfile = dockerfile_of(project, service)
    if dockerfile is None or dockerfile.stage_of(node.text) is not None:
        return
    names = list(dict.fromkeys(stage.name for stage in dockerfile.stages if stage.name))
    near = nearest(node.text, names)
    variant = "build-target" if names else "build-target-unnamed"
    first = dockerfile.stages[0].span
    judge.report(
        Problem(
            RULE,
            node.span,
            path,
            "build-target-near" if near else variant,
            {"value": node.text, "stages": names, "near": near or ""},
            related=(Related(first, "its stages begin here"),),
            profiles=judge.profiles,
        )
    )


def _named_in(text: str, name: str) -> bool:
    """Whether a stage seems to have that name: then the library is spared."""
    return re.search(rf"(?im)^\s*FROM\s.*\sAS\s+{re.escape(name)}\s*$", text) is not None
