"""What `up` does to the containers of a service, as Docker Compose's reconciler does it (5.6.1)."""

from __future__ import annotations

from ..state import State
from . import causes as why
from .desired import Desired
from .images import image_id, image_ids
from .joins import joined_services
from .labels import IMAGE, labels
from .making import Making
from .observed import RUNNING, Container, Observed
from .records import CREATE, RECREATE, REMOVE, Cause


class Services:
    """Plans the containers of one service after the other, in the order of dependencies.

    `gone` are containers that a changed volume takes down, with the causes.
    """

    __slots__ = ("_ids", "_refer", "desired", "gone", "making", "observed")

    def __init__(self, making: Making, desired: Desired, observed: Observed, state: State) -> None:
        self.making = making
        self.desired = desired
        self.observed = observed
        self.gone: dict[str, tuple[list[Container], list[Cause]]] = {}
        self._ids = image_ids(state)
        self._refer = observed.first()

    def vanish(self, service: str, causes: list[Cause]) -> None:
        """Docker Compose removes these containers and then sees none."""
        taken, before = self.gone.get(service, ([], []))
        self.gone[service] = (
            taken + self.observed.containers[service],
            before + [cause for cause in causes if cause not in before],
        )
        self.observed.containers[service] = []
        self.making.remade.add(service)

    def plan(self, name: str) -> None:
        if "provider" in self.desired.services[name]:
            return
        needs = self._needs(name)
        wanted = self.desired.scale(name)
        there = self.observed.containers[name]
        remake = {one.id: self._remake(name, one) for one in there}
        # Those that may stay come first, so that the others are the ones to go.
        there = sorted(there, key=lambda one: (bool(remake[one.id]), one.number, -one.created))
        last = []
        for one in there[wanted:]:
            cause = Cause(why.SCALE_DOWN, {"wanted": wanted, "have": len(there)})
            last.append(self._move(REMOVE, one, [cause], []))
        for one in there[:wanted]:
            if remake[one.id]:
                self.making.remade.add(name)
                after = [*needs, *self.making.connects.get(one.id, ())]
                last.append(self._move(RECREATE, one, remake[one.id], after))
        self.observed.containers[name] = [one for one in there[:wanted] if not remake[one.id]]
        last += self._create(name, wanted - len(there), there, needs)
        if remake and name in self.making.remade:
            self._stop_dependents(name)
        if last:
            self.making.services[name] = last

    def _move(self, action: str, one: Container, causes: list[Cause], needs: list[int]) -> int:
        name = one.name
        if action == RECREATE:
            name = self.desired.container_name(one.service, one.number)
        return self.making.add_container(
            action, name, one.service, one.number, causes, needs=needs, id_=one.id
        )

    def _create(
        self, name: str, missing: int, there: list[Container], needs: list[int]
    ) -> list[int]:
        """New containers get numbers above those there are; where a changed volume took the old
        ones down, each is a recreated one, or one that goes."""
        old, causes = self.gone.get(name, ([], []))
        before = {one.number: one for one in old}
        first = 1 + max((one.number for one in there), default=0)
        made = []
        for number in range(first, first + max(missing, 0)):
            one = before.pop(number, None)
            if one is not None:
                made.append(self._move(RECREATE, one, causes, needs))
                continue
            cause = Cause(why.MISSING, {"service": name})
            if there:
                cause = Cause(why.SCALE_UP, {"wanted": len(there) + missing, "have": len(there)})
            title = self.desired.container_name(name, number)
            made.append(
                self.making.add_container(CREATE, title, name, number, [cause], needs=needs)
            )
        return made + [self._move(REMOVE, one, causes, []) for one in before.values()]

    def _needs(self, name: str) -> list[int]:
        service, making = self.desired.services[name], self.making
        needs = [
            making.networks[key] for key in service.get("networks", ()) if key in making.networks
        ]
        for mount in service.get("volumes", ()):
            if mount.get("type") == "volume" and mount.get("source") in making.volumes:
                needs.append(making.volumes[mount["source"]])
            if mount.get("type") == "image" and mount.get("source") in making.images:
                needs.append(making.images[mount["source"]])
        image = self.desired.image_name(name)
        if image in making.images:
            needs.append(making.images[image])
        for other in self.desired.dependencies(name):
            needs += making.services.get(other, ())
        return needs

    def _remake(self, name: str, one: Container) -> list[Cause]:
        """Why a container has to be made anew; nothing where it can stay."""
        options = self.desired.options
        if options.no_recreate:
            return []
        forced = options.force_recreate or options.renew_anon_volumes
        if name not in self.desired.named:
            forced = options.always_recreate_deps
        found = [Cause(why.FORCED)] if forced else []
        found += self._parents(name)
        now = self.desired.service_hash(name, self._refer)
        if one.hash != now:
            found.append(Cause(why.CONFIG, {"hash_before": one.hash, "hash_now": now}))
        found += self._other_image(name, one)
        found += self._not_attached(name, one) if one.state == RUNNING else []
        return found + self._not_mounted(name, one)

    def _parents(self, name: str) -> list[Cause]:
        return [
            Cause(why.PARENT, {"service": other, "attribute": attribute})
            for attribute, other in joined_services(self.desired.services[name])
            if other in self.making.remade
        ]

    def _other_image(self, name: str, one: Container) -> list[Cause]:
        image = self.desired.image_name(name)
        if image in self.making.rebuilt:
            return [Cause(why.NEW_BUILD, {"image": image})]
        if self._ids is None or image in self.making.images:
            return []  # nobody knows, or not yet
        now, before = image_id(image, self._ids), labels(one.listed).get(IMAGE, "")
        if now is None or now == before:
            return []
        return [Cause(why.IMAGE, {"before": before, "after": now})]

    def _not_attached(self, name: str, one: Container) -> list[Cause]:
        networks = {
            key: self.observed.networks[key]
            for key in sorted(self.desired.services[name].get("networks", ()))
            if key in self.observed.networks
        }
        on = one.networks
        return [
            Cause(why.NOT_ATTACHED, {"network": key})
            for key, network in networks.items()
            if network.id not in ("", "swarm") and network.id not in on
        ]

    def _not_mounted(self, name: str, one: Container) -> list[Cause]:
        mounted = one.volumes
        return [
            Cause(why.NOT_MOUNTED, {"volume": mount["source"]})
            for mount in self.desired.services[name].get("volumes", ())
            if mount.get("type") == "volume"
            and mount.get("source") in self.observed.volumes
            and self.observed.volumes[mount["source"]].name not in mounted
        ]

    def _stop_dependents(self, name: str) -> None:
        """What depends on a service with `restart: true` is stopped before its containers are
        made anew, and started after."""
        for other in self.desired.services:
            depends = self.desired.dependencies(other).get(name)
            if depends is not None and depends.get("restart"):
                for one in self.observed.containers[other]:
                    cause = Cause(why.DEPENDENCY, {"service": name})
                    self.making.stopped.setdefault(one.id, []).append(cause)
