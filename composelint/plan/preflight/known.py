"""What `check` knows without an engine, as far as it is about what this `up` does."""

from __future__ import annotations

from ...engine import run
from ...finding import Problem, Report
from ...selection import Selection, select
from ..records import BUILD, IMAGE, NETWORK, REMOVE, STOP
from .outlook import Outlook

#: Rules about containers that are made or started; what they say keeps a service from that.
_OF_CONTAINERS = (
    *("invalid-value", "conflicting-attributes", "missing-bind-source", "address-conflict"),
)
_OF_BUILDS = ("missing-build-input",)
_OF_NETWORKS = ("subnet-overlap",)
_OF_WAITS = ("dependency-never-healthy", "dependency-never-completes")
_OF_GRANTS = ("missing-source-file",)
_ALL = (*_OF_CONTAINERS, *_OF_BUILDS, *_OF_NETWORKS, *_OF_WAITS, *_OF_GRANTS)
#: What an engine is told nothing of.
_NOT_ASKED = ("develop", "labels", "annotations", "profiles")
#: These speak of files of the machine that the engine runs on.
_OF_THE_HOST = ("missing-bind-source", "missing-source-file")


def static(outlook: Outlook, report: Report) -> None:
    found: list[Problem] = []
    run(outlook.desired.project, _selection(outlook), found.append)
    for problem in found:
        if problem.rule in _ALL and not problem.refused and _concerns(outlook, problem):
            report(problem)


def _selection(outlook: Outlook) -> Selection:
    acts = any(move.action not in (STOP, REMOVE) for move in outlook.moves)
    chosen = select(select=_ALL if acts else _OF_WAITS)
    chosen.options = outlook.desired.project.options
    return chosen


def _concerns(outlook: Outlook, problem: Problem) -> bool:
    """Whether a problem is about what this `up` does."""
    section, key, attribute, part = [str(step) for step in (*problem.path, *("",) * 4)][:4]
    made = {name for name, _ in outlook.services_made()}
    started = {name for name, _ in outlook.services_started()}
    if problem.rule in _OF_THE_HOST and outlook.elsewhere:
        return False
    if attribute in _NOT_ASKED or (attribute == "deploy" and part != "resources"):
        return False
    if problem.rule in _OF_BUILDS:
        builds = {m.name for m in outlook.moves if m.kind == IMAGE and m.action == BUILD}
        desired = outlook.desired
        return key in desired.services and desired.image_name(key) in builds
    if problem.rule in _OF_WAITS:
        return key in outlook.desired.services and not outlook.desired.options.no_start
    if problem.rule in _OF_GRANTS:
        services = outlook.desired.services
        return any(_granted(services[name].get(section), key) for name in made)
    if section == "networks":
        return any(key == made_key for made_key, _, _ in outlook.things_made(NETWORK))
    if section == "volumes":
        return any(key == made_key for made_key, _, _ in outlook.things_made("volume"))
    return section == "services" and key in made | started


def _granted(grants: object, key: str) -> bool:
    return isinstance(grants, list) and any(one.get("source") == key for one in grants)
