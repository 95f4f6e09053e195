"""Why a hash of configuration differs: the fields, by the best way that there is.

First the revision of git in which the hash was that of the label: then nothing stays hidden. Else
what the engine keeps of the container, network or volume. Else it is said that nobody can know.
"""

from __future__ import annotations

from typing import Any

from ..hashes import known, service_hash
from ..state import State
from .desired import Desired, with_references
from .fields import container, models, references, resources
from .fields.change import ORDER, Change
from .labels import RELEASE, labels
from .observed import Observed
from .phrases import SINCE_THEN
from .places import Places
from .records import Cause, Move, Reason
from .words import field, masked, phrase
from .world import Earlier, World

_SHORT = 7
_MOST_NAMES = 4

_HIDDEN = (
    "the configuration differs in something that the engine does not keep, such as attach, "
    "develop, deploy.update_config or the order of ports: look into the history of the file"
)
_OTHER_RELEASE = (
    "nothing has changed in the file; Docker Compose {} made the container, and today's writes "
    "another hash for the same configuration"
)
_MASKED = (
    "the configuration differs: in a value that the saved state hides ({}), or in something that "
    "the engine does not keep, such as attach, develop or deploy.update_config"
)
_UNREADABLE = "the configuration differs; what is saved of the container cannot be read"
_NOT_ASKED = "the configuration differs; in what, only the engine or the history of the file tell"


def masked_of(inspected: dict[str, Any]) -> list[str]:
    """Where the saved state of a container hides something: names of variables, and of what has
    no names."""
    from ..observe.mask import is_masked

    about = inspected.get("Config") or {}
    variables = [str(one) for one in about.get("Env") or () if is_masked(one)]
    labels = about.get("Labels") or {}
    found = [one.partition("=")[0] for one in variables]
    found += [f"the label {name}" for name, one in labels.items() if is_masked(one)]
    for key, word in (("Cmd", "the command"), ("Entrypoint", "the entrypoint")):
        found += [word] if is_masked(about.get(key)) else []
    test = (about.get("Healthcheck") or {}).get("Test")
    return found + (["the healthcheck"] if is_masked(test) else [])


def _some(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


class Why:
    """Explains differing hashes against one state."""

    def __init__(self, desired: Desired, state: State, world: World) -> None:
        self.desired = desired
        self.state = state
        self.world = world
        self.places = Places(desired.project)
        self._containers: dict[str, str] | None = None

    def config(self, move: Move, cause: Cause) -> list[Reason]:
        """The fields of a service for which a container is made anew."""
        name = str(move.service)
        now = self.desired.services[name]
        wanted = str(cause.facts.get("hash_before", ""))
        release = self._release(move.id)
        if self._only_the_release(name, wanted, release):
            return [self._unknown(name, _OTHER_RELEASE.format(release))]
        earlier = self.world.earlier("service", name, wanted)
        if earlier is not None:
            before = earlier.model.get("services", {}).get(name)
            if before is not None:
                since = models.differences(before, now)
                if since:
                    ran = self._since(self._deployed(move.id, name, earlier))
                    return self._reasons(("services", name), since, ran)
        inspected = self.state.container(move.id)
        if inspected is None:
            return [self._unknown(name, _NOT_ASKED)]
        found = container.differences(name, self.desired, inspected, self.state)
        if found is None:
            return [self._unknown(name, _UNREADABLE)]
        found = found or references.changes(
            now, inspected.get("HostConfig") or {}, self._referred(), self.state
        )
        if found:
            return self._reasons(("services", name), found, "")
        hidden = masked_of(inspected)
        if hidden:
            return [self._unknown(name, _MASKED.format(_some(hidden)))]
        return [self._unknown(name, _HIDDEN + self._doubt(release, now))]

    def resource(self, kind: str, key: str, wanted: str, name: str) -> list[Reason]:
        """The fields of a network or volume for which it is made anew."""
        section = f"{kind}s"
        found, since = self.of_resource(kind, key, wanted, name)
        if found:
            return self._reasons((section, key), found, since)
        said = f"the settings of the {kind} differ in something that the engine does not keep"
        return [Reason(None, None, None, said, *self.places.of(section, key))]

    def of_resource(self, kind: str, key: str, wanted: str, name: str) -> tuple[list[Change], str]:
        """(what differs, the words for since when)"""
        section = f"{kind}s"
        table = self.desired.networks if kind == "network" else self.desired.volumes
        now = table[key]
        earlier = self.world.earlier(kind, key, wanted)
        before = None if earlier is None else earlier.model.get(section, {}).get(key)
        if earlier is not None and before is not None:
            found = models.of_resource(before, now)
            if found:
                return found, self._since(earlier)
        listed = self.state.networks if kind == "network" else self.state.volumes
        there = next((one for one in listed or () if one.get("Name") == name), None)
        return (resources.differences(kind, now, there, name) if there else []), ""

    def _reasons(self, path: tuple[str, str], found: list[Change], since: str) -> list[Reason]:
        reasons = []
        for number, change in enumerate(found):
            said = phrase(change, self._item(path, change))
            reasons.append(
                Reason(
                    field(change.path),
                    masked(change.path, change.before),
                    masked(change.path, change.now),
                    f"{since}{said}" if number == 0 else said,
                    *self.places.of(*path, *change.path, *self._gained(path, change)),
                )
            )
        return reasons

    def _gained(self, path: tuple[str, str], change: Change) -> tuple[int, ...]:
        """Of a list of texts that gained some, where the first of them stands in it."""
        before, now = change.before or [], change.now
        if not (isinstance(before, list) and isinstance(now, list)) or change.how == ORDER:
            return ()
        found: Any = self.desired.model.get(path[0], {}).get(path[1])
        for step in change.path:
            found = found.get(step) if isinstance(found, dict) else None
        new = [item for item in now if item not in before]
        whole = isinstance(found, list) and new and new[0] in found
        return (found.index(new[0]),) if whole else ()

    def _item(self, path: tuple[str, str], change: Change) -> Any:
        """The entry of a list of the service that a change lies in."""
        steps = change.path
        if path[0] != "services" or len(steps) < 2 or not isinstance(steps[1], int):
            return None
        found = self.desired.services[path[1]].get(str(steps[0]))
        return found[steps[1]] if isinstance(found, list) else None

    def _deployed(self, id_: str, name: str, earlier: Earlier) -> Earlier:
        """The revision that a container was made from: of those that say the same of its service,
        the last one before it was made."""
        made = self._listed(id_).get("Created")
        then = self.world.at(float(made)) if isinstance(made, int) else None
        said = {} if then is None else then.model.get("services", {})
        same = said.get(name) == earlier.model["services"][name]
        return then if then is not None and same else earlier

    def _since(self, earlier: Earlier) -> str:
        """Only an engine runs something; what is assumed of one does not."""
        if self.state.engine is None or not earlier.commit:
            return ""
        return f"running since commit {earlier.commit[:_SHORT]} ({earlier.date}){SINCE_THEN}"

    def _unknown(self, name: str, message: str) -> Reason:
        return Reason(None, None, None, message, *self.places.of("services", name))

    def _release(self, id_: str) -> str:
        """The release of Docker Compose that made a container."""
        return str(labels(self._listed(id_)).get(RELEASE) or "")

    def _listed(self, id_: str) -> dict[str, Any]:
        return next((one for one in self.state.containers or () if one.get("Id") == id_), {})

    def _only_the_release(self, name: str, wanted: str, release: str) -> bool:
        """Whether the hash is that of the service as it is now, written by an earlier release."""
        now = self.desired.services[name]
        if not known(release, now):
            return False
        return service_hash(with_references(now, self._referred()), release) == wanted

    def _referred(self) -> dict[str, str]:
        """The container that others refer to a service by."""
        if self._containers is None:
            self._containers = Observed(self.desired, self.state).first()
        return self._containers

    def _doubt(self, release: str, service: dict[str, Any]) -> str:
        """Another release may write another hash for the same configuration."""
        if not release or known(release, service):
            return ""
        return f"; or in nothing: how Docker Compose {release} hashes, is not known here"
