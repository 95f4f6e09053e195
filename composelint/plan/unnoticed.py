"""What has changed and Docker Compose will not act on (seen with 5.6.1).

Only told of services whose containers stay: those that are made anew get everything anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..state import State
from . import unnoticed_build as builds
from .desired import Desired
from .fields.mounts import grant_target
from .labels import HASH, RELEASE, labels
from .moments import Moments, day
from .observed import Container, Observed
from .places import Places
from .records import BUILD, IMAGE, PULL, RECREATE, REMOVE, Move, Unnoticed
from .up_resources import services_on
from .words import phrase
from .world import Earlier, World

_KINDS = ("secrets", "configs")
#: A program that may write a file itself makes its time mean nothing, unless it is one to be read.
_READ = tuple(
    ".conf .cnf .cfg .ini .yaml .yml .toml .properties .xml .env .template .tmpl .crt .pem .cer "
    ".key .sh .sql .vcl .lua".split()
)
_NO_FILES = ("/dev/", "/proc/", "/sys/", "/run/", "/var/run/")


def unnoticed(desired: Desired, state: State, world: World, moves: list[Move]) -> list[Unnoticed]:
    """What goes unnoticed, in the order of the services."""
    observed = Observed(desired, state)
    places, moments = Places(desired.project), Moments(state, world)
    remade = {move.id for move in moves if move.action in (RECREATE, REMOVE)}
    fetched = {move.name for move in moves if move.kind == IMAGE and move.action in (BUILD, PULL)}
    found: list[Unnoticed] = []
    for name in desired.services:
        stays = [one for one in observed.containers[name] if one.id not in remade]
        if not stays:
            continue
        service = _Service(name, stays[0], desired, world, places, moments)
        found += service.grants()
        found += service.files()
        if desired.image_name(name) not in fetched and "build" in desired.services[name]:
            found += builds.inputs(name, desired, state, world, places, moments)
    return [*found, *_volumes(desired, observed, state, world)]


def _volumes(
    desired: Desired, observed: Observed, state: State, world: World
) -> Iterator[Unnoticed]:
    """Volumes that have changed: up asks, and leaves them where nobody says yes."""
    from .why import Why

    why = Why(desired, state, world)
    for key, volume in desired.volumes.items():
        there, users = observed.volumes.get(key), services_on(key, desired)
        if there is None or desired.options.yes or volume.get("external") or not users:
            continue
        if there.name != volume["name"] or there.hash in ("", desired.volume_hash(key)):
            continue
        found, _ = why.of_resource("volume", key, there.hash, there.name)
        said = "; ".join(map(phrase, found)) or "its settings differ"
        path = found[0].path if found else ()
        yield Unnoticed(
            users[0],
            f"volumes.{key}",
            f"volume {there.name}: {said}; up asks about it, and leaves it as it is without a yes "
            "(or --yes), which loses what is in it",
            *why.places.of("volumes", key, *path),
        )


class _Service:
    """One service and a container of it that stays."""

    def __init__(
        self,
        name: str,
        one: Container,
        desired: Desired,
        world: World,
        places: Places,
        moments: Moments,
    ) -> None:
        self.name = name
        self.one = one
        self.said = desired.services[name]
        self.desired = desired
        self.world = world
        self.places = places
        self.moments = moments

    def grants(self) -> Iterator[Unnoticed]:
        """Secrets and configs that are others now, or have another content."""
        mounts = {
            str(mount.get("Destination")): str(mount.get("Source", ""))
            for mount in self.one.listed.get("Mounts") or ()
            if mount.get("Type") == "bind"
        }
        for kind in _KINDS:
            table = self.desired.model.get(kind, {})
            for grant in self.said.get(kind) or ():
                source = str(grant.get("source", ""))
                message = self._grant(kind, grant, table.get(source, {}), mounts)
                if message:
                    path = self._path(kind, source, table.get(source, {}))
                    yield self._entry(f"{kind}.{source}", message, *path)

    def _path(self, kind: str, source: str, about: dict[str, Any]) -> tuple[str, ...]:
        said = next((key for key in ("file", "content", "environment") if key in about), "")
        return (kind, source, said) if said else (kind, source)

    def _grant(
        self, kind: str, grant: dict[str, Any], about: dict[str, Any], mounts: dict[str, str]
    ) -> str:
        target, word = grant_target(kind, grant), kind.removesuffix("s")
        source = str(grant.get("source", ""))
        had = mounts.get(target)
        if "file" not in about or had is None:
            return self._definition(kind, source, about)
        if had != about["file"]:
            return (
                f"{word} {source}: {self.one.name} still has {had} at {target}; up does not look "
                f"at the file that a {word} comes from"
            )
        changed = self.moments.changed_since(about["file"], self.one)
        if changed is not None:
            return f"{word} {source}: {self._changed(about['file'], changed)}"
        return ""

    def _changed(self, path: str, changed: float) -> str:
        return (
            f"{path} was changed ({day(changed)}) after {self.one.name} started, which may run "
            "with the old content until it is restarted"
        )

    def _definition(self, kind: str, source: str, about: dict[str, Any]) -> str:
        """A content or a variable: held against the revision that the container was made from."""
        earlier = self._revision()
        before = None if earlier is None else earlier.model.get(kind, {}).get(source)
        if before is None or earlier is None:
            return ""
        for key in ("file", "content", "environment"):
            if before.get(key) != about.get(key):
                made = f"{self.one.name} was made"
                return (
                    f"{kind.removesuffix('s')} {source}: its {key} is no longer that of "
                    f"{self.moments.revision(earlier, made)}; up does not look at it"
                )
        return ""

    def _revision(self) -> Earlier | None:
        """The last revision before the container was made, if the container is of it: its service
        has to be the same."""
        earlier = self.world.at(self.one.created)
        if earlier is None or not self.one.created:
            return None
        from ..hashes import service_hash

        then = earlier.model.get("services", {}).get(self.name)
        release = labels(self.one.listed).get(RELEASE, "")
        wanted = labels(self.one.listed).get(HASH)
        same = then is not None and service_hash(then, release) == wanted
        return earlier if same else None

    def files(self) -> Iterator[Unnoticed]:
        """Files that are mounted, and were changed since the container started."""
        mounted = {str(mount.get("Destination")) for mount in self.one.listed.get("Mounts") or ()}
        for index, mount in enumerate(self.said.get("volumes") or ()):
            source = str(mount.get("source", ""))
            if mount.get("type") != "bind" or str(mount.get("target")) not in mounted:
                continue
            if source.startswith(_NO_FILES) or source.endswith(".sock"):
                continue
            if not mount.get("read_only") and not source.lower().endswith(_READ):
                continue
            changed = self.moments.changed_since(source, self.one)
            if changed is not None:
                message = self._changed(source, changed)
                path = ("services", self.name, "volumes", index)
                yield self._entry(f"volumes[{index}]", message, *path)

    def _entry(self, field: str, message: str, *path: str | int) -> Unnoticed:
        return Unnoticed(self.name, field, message, *self.places.of(*path))
