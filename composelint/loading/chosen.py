"""Which target a project asks for, where the user does not say."""

from __future__ import annotations

import posixpath
import re

from ..node import Mapping, Scalar
from ..project import Project, Read
from ..target import SWARM, Target, UnknownTarget, parse_target
from .load import load_project
from .options import CannotLoad, LoadOptions

#: What a project says to composelint itself.
OWN = "x-composelint"

#: `docker-stack.yml` and `compose.swarm.yaml`, and no `fullstack.yaml`.
_STACK_NAME = r"(?:.*[^a-z])?(?:stack|swarm)(?:[^a-z].*)?"


def load_for(
    project: Project, options: LoadOptions, read: Read, *, by_name: bool = True
) -> Project:
    """The project, loaded again where it is made for another target than `options` has.

    `by_name`: the names of its files count, for nobody has said what it is for. Raises
    CannotLoad, as loading does, and for a target that is none.
    """
    target = asked_for(project, by_name=by_name)
    if target is None or target == options.target:
        return project
    return load_project(options._replace(target=target), read)


def asked_for(project: Project, *, by_name: bool = True) -> Target | None:
    """The target in `x-composelint`, or else Swarm where a file's name has `stack` or `swarm` in
    it as a word and the file could be deployed; None for neither. Raises CannotLoad."""
    own = project.root.get(OWN)
    named = own.get("target") if type(own) is Mapping else None
    if type(named) is Scalar:
        try:
            return parse_target(named.text)
        except UnknownTarget as error:
            raise CannotLoad(f"{named.source.path}: {OWN}: {error}") from None
    if not by_name:
        return None
    names = [posixpath.basename(path).lower() for path in project.files]
    # Most have neither word, and need no pattern.
    names = [name for name in names if "stack" in name or "swarm" in name]
    if any(re.fullmatch(_STACK_NAME, name) for name in names) and not _of_one_machine(project):
        return parse_target(SWARM)
    return None


#: What `docker stack` refuses or passes over, and no author of a stack writes ...
_OF_ONE_MACHINE = ("container_name", "extends", "network_mode", "privileged", "profiles")
#: ... and the keys of `deploy` that are of use on one machine as well.
_OF_BOTH = frozenset(("replicas", "resources"))


def _of_one_machine(project: Project) -> bool:
    """Whether a file such as `full-stack.yml` or `tick-stack.yml` is one for Docker Compose after
    all: nothing in it is for Swarm alone, and something is not for Swarm."""
    alone = any(bridge.kind == "extends" for bridge in project.bridges)
    for _, _, service in project.services():
        deploy = service.get("deploy")
        if type(deploy) is Mapping and deploy.entries.keys() - _OF_BOTH:
            return False
        built = "build" in service and "image" not in service
        alone = alone or built or any(name in service for name in _OF_ONE_MACHINE)
    return alone
