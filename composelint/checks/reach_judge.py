"""What is to be said of a service that names another one: see checks.reach."""

from __future__ import annotations

import re

from ..finding import Problem, Related, Report
from ..node import Scalar, Sequence
from ..project import Project
from ..reach.mentions import LOCALHOST, Use, values
from ..reach.networks import NETWORKS, Place, topology
from ..reach.ports import Ports, exposed_by_images, ports_of
from ..reach.variables import is_compared
from ..reach.who import answers, unclear
from .profiles import together


class Judge:
    """Judges the uses of one project; what it says of one name in a service is said once."""

    __slots__ = ("_ports", "_told", "project", "report", "topology")

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.report = report
        self.topology = topology(project)
        self._ports: dict[str, Ports] = {}
        self._told: set[tuple[str, str, str]] = set()

    def service(self, name: str, uses: list[Use]) -> None:
        place = self.topology.places.get(name)
        if place is None or unclear(self.topology, place):
            return
        for use in uses:
            if use.mention.host in LOCALHOST:
                from .reach_localhost import localhost

                localhost(self, place, use)
            elif not is_compared(use.variable):
                self.other(place, use)

    def ports(self, place: Place) -> Ports:
        """The ports of the network stack that a place uses."""
        stack = self.topology.stack(place)
        if stack.name not in self._ports:
            self._ports[stack.name] = ports_of(self.topology, stack)
        return self._ports[stack.name]

    def exposes(self, place: Place, port: int) -> bool:
        """Whether a Dockerfile exposes the port, or may."""
        found, complete = exposed_by_images(self.topology, place)
        return port in found or not complete

    def once(self, rule: str, place: Place, what: str) -> bool:
        """True at the first time that it is asked."""
        key = (rule, place.name, what)
        if key in self._told:
            return False
        self._told.add(key)
        return True

    def say(
        self,
        rule: str,
        variant: str,
        place: Place,
        other: Place,
        use: Use,
        related: Related,
        **fields: object,
    ) -> None:
        """Report a use in `place` that is about another one."""
        fields = {"service": place.name, "other": other.name, "name": use.mention.host, **fields}
        profiles = together(place.profiles, other.profiles)[1]
        self.report(
            Problem(
                rule, use.span, use.path, variant, fields, related=(related,), profiles=profiles
            )
        )

    # --- another service

    def other(self, place: Place, use: Use) -> None:
        """A use that names another service, if it does."""
        meant = self.meant(place, use.mention.host)
        if not meant or any(unclear(self.topology, one) for one in meant):
            return
        host = use.mention.host
        found = [one for one in meant if answers(self.topology, place, one, host)]
        if not found and self.once("unreachable-service", place, host):
            self._unreachable(place, meant[0], use)
        if len(found) == 1:
            self._port(place, found[0], use)

    def meant(self, place: Place, host: str) -> list[Place]:
        """The services that a name stands for; none where it stands for this one, or for
        something outside the project."""
        if host in place.hosts:
            return []
        if host in place.links:
            linked = self.topology.places.get(place.links[host])
            return [] if linked is None else [linked]
        named = self.topology.named.get(host, [])
        if place in named:
            return []
        return [one for one in named if together(place.profiles, one.profiles)[0]]

    def _unreachable(self, place: Place, other: Place, use: Use) -> None:
        mine, theirs = self.topology.stack(place), self.topology.stack(other)
        more: dict[str, object] = {}
        if mine.mode != NETWORKS:
            variant = mine.mode
        elif other.shares is not None:
            variant = "sidecar" if mine is theirs else "shares"
            more["stack"] = theirs.name
        elif other.mode != NETWORKS:
            variant = f"other-{other.mode}"
        else:
            more["mine"] = [self._key(name) for name in mine.networks]
            more["theirs"] = [self._key(name) for name in other.networks]
            variant = "alias" if any(n in other.networks for n in mine.networks) else ""
        self.say("unreachable-service", variant, place, other, use, here(other), **more)

    def _speaks_of(self, place: Place, port: int) -> bool:
        """Whether a service is told the number: it may listen there, whatever its ports say."""
        return any(
            re.search(rf"(?<![0-9]){port}(?![0-9])", value.scalar.text)
            for one in self.topology.sharers(place)
            for value in values(one.section, one.name, one.service)
        )

    def _key(self, network: str) -> str:
        return self.topology.networks[network].key

    def _port(self, place: Place, other: Place, use: Use) -> None:
        port = use.mention.port
        if port is None or not _may_publish(other, port):
            return
        ports = self.ports(other)
        led = ports.target_of(port)
        if not ports.complete or port in ports.inside or led is None or led[0] == port:
            return
        if self._speaks_of(other, port) or self.exposes(other, port):
            return
        if self.once("published-port-used-inside", place, f"{other.name}:{port}"):
            related = Related(led[1].node.span, f"port {port} of the host leads to {led[0]}")
            fields = {"port": port, "target": led[0]}
            self.say("published-port-used-inside", "", place, other, use, related, **fields)


def _may_publish(place: Place, port: int) -> bool:
    """A cheap look whether the ports of a service may lead from this one of the host: a stack is
    shared under the name of the service that has them."""
    ports = place.service.get("ports")
    if type(ports) is not Sequence:
        return False
    shown = str(port)
    return any(
        type(item) is not Scalar or shown in item.text or "-" in item.text for item in ports.items
    )


def here(place: Place) -> Related:
    """Where another service stands."""
    return Related(place.key.span, f"{place.name} stands here")
