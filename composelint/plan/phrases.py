"""The causes that need no search, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..state import State
from . import causes as words
from .desired import Desired
from .records import BUILD, CONTAINER, Cause, Move, Reason

if TYPE_CHECKING:
    from .why import Why

_DIGITS = 12
#: The reason of all that `down` removes: who asked for it need not read it.
OF_DOWN = "down removes it"
OF_RM = "docker stack rm removes it"
#: Between the revision that runs and the first field that has changed since.
SINCE_THEN = "; since then "


class Phrases:
    """Words for causes; `of` gives none for a cause that another one explains."""

    def __init__(self, desired: Desired, state: State) -> None:
        self.desired = desired
        self.state = state

    def of(self, move: Move, cause: Cause, why: Why) -> list[Reason]:
        """The reasons of one cause of a move."""
        facts = cause.facts
        if cause.word in (words.NETWORK_CHANGED, words.NETWORK_RENAMED):
            return self._network(move, cause, why)
        if cause.word in (words.VOLUME_CHANGED, words.VOLUME_RENAMED):
            return self._volume(move, cause, why)
        field, before, after, path = self._about(move, cause)
        message = self._message(move, cause.word, facts)
        place = why.places.of(*path) if path else (None, None)
        return [Reason(field, before, after, message, *place)]

    def _about(
        self, move: Move, cause: Cause
    ) -> tuple[str | None, Any, Any, tuple[str | int, ...]]:
        """The field that a cause is about, its values, and the path of its place."""
        facts, service = cause.facts, str(move.service)
        own: tuple[str | int, ...] = ("services", service) if move.kind == CONTAINER else ()
        if cause.word == words.IMAGE:
            return "image", _digest(facts["before"]), _digest(facts["after"]), (*own, "image")
        if cause.word in (words.SCALE_UP, words.SCALE_DOWN):
            field = "deploy.replicas" if self._replicas(service) else "scale"
            return field, facts["have"], facts["wanted"], (*own, *field.split("."))
        if cause.word == words.NOT_ATTACHED:
            key = facts["network"]
            return f"networks.{key}", None, None, (*own, "networks", key)
        if cause.word == words.NOT_MOUNTED:
            return "volumes", None, None, (*own, "volumes", self._mount(service, facts["volume"]))
        if cause.word in (words.PARENT, words.PARENT_STOPPED):
            return facts["attribute"], None, None, (*own, facts["attribute"])
        if cause.word == words.DEPENDENCY:
            other = facts["service"]
            return f"depends_on.{other}", None, None, (*own, "depends_on", other)
        if cause.word == words.MISSING and move.kind != CONTAINER:
            return None, None, None, (f"{move.kind}s", str(facts.get(move.kind, "")))
        if cause.word == words.NEW_BUILD:
            return "build", None, None, (*own, "build")
        if cause.word in _OF_IMAGES:
            return self._image(move, cause)
        return None, None, None, own if cause.word != words.ORPHAN else ()

    def _image(
        self, move: Move, cause: Cause
    ) -> tuple[str | None, Any, Any, tuple[str | int, ...]]:
        name = str(cause.facts.get("image", move.name))
        for service in self.desired.services:
            if self.desired.image_name(service) == name:
                said = self.desired.services[service]
                asked = cause.word == words.PULL_POLICY or said.get("pull_policy") == "build"
                if asked and "pull_policy" in said and not self.desired.options.pull:
                    field = "pull_policy"
                else:
                    field = "build" if move.action == BUILD else "image"
                return field, None, None, ("services", service, field)
        return None, None, None, ()

    def _replicas(self, service: str) -> bool:
        said = self.desired.services.get(service, {})
        return "scale" not in said and "replicas" in (said.get("deploy") or {})

    def _mount(self, service: str, volume: str) -> int:
        mounts = self.desired.services[service].get("volumes", ())
        return next((i for i, one in enumerate(mounts) if one.get("source") == volume), 0)

    def _network(self, move: Move, cause: Cause, why: Why) -> list[Reason]:
        facts, key = cause.facts, str(cause.facts["network"])
        if move.kind == CONTAINER:
            now = "renamed" if cause.word == words.NETWORK_RENAMED else "recreated"
            message = f"network {key}: {now}"
            place = why.places.of("services", str(move.service), "networks", key)
            return [Reason(f"networks.{key}", None, None, message, *place)]
        if cause.word == words.NETWORK_RENAMED:
            message = f'name: "{facts["before"]}" → "{facts["after"]}"'
            place = why.places.of("networks", key, "name")
            return [Reason("name", facts["before"], facts["after"], message, *place)]
        wanted = str(facts.get("hash_before", ""))
        return why.resource("network", key, wanted, str(facts.get("name", move.name)))

    def _volume(self, move: Move, cause: Cause, why: Why) -> list[Reason]:
        facts, key = cause.facts, str(cause.facts["volume"])
        renamed = cause.word == words.VOLUME_RENAMED
        if move.kind == CONTAINER:
            message = f"volume {key}: {'renamed' if renamed else 'recreated'}"
            index = self._mount(str(move.service), key)
            place = why.places.of("services", str(move.service), "volumes", index)
            return [Reason("volumes", None, None, message, *place)]
        if renamed:
            message = f'name: "{facts["before"]}" → "{facts["after"]}"'
            place = why.places.of("volumes", key, "name")
            return [Reason("name", facts["before"], facts["after"], message, *place)]
        wanted = str(facts.get("hash_before", ""))
        return why.resource("volume", key, wanted, str(facts.get("name", move.name)))

    def _message(self, move: Move, word: str, facts: dict[str, Any]) -> str:
        if word == words.IMAGE:
            image = self.desired.image_name(str(move.service))
            return f"image {image}: {_digest(facts['before'])} → {_digest(facts['after'])}"
        if word == words.MISSING:
            return self._missing(move)
        if word in (words.SCALE_UP, words.SCALE_DOWN):
            return self._scale(move, facts)
        if word == words.PULL_POLICY and self.desired.options.pull:
            return f"--pull {self.desired.options.pull}"
        if word == words.BUILD_ASKED and self.desired.options.build:
            return "--build"
        if word == words.FORCED and not self.desired.options.force_recreate:
            renew = self.desired.options.renew_anon_volumes
            named = str(move.service) in self.desired.named
            return "--renew-anon-volumes" if renew and named else "--always-recreate-deps"
        if word == words.ABSENT_IMAGE and self.state.engine is None:
            return "no service had this image before"
        template = _TEMPLATES.get(word, word)
        return template.format_map(_Facts(facts))

    def _missing(self, move: Move) -> str:
        if move.kind == CONTAINER:
            return "its service has no container"
        return f"there is no {move.kind} of this name"

    def _scale(self, move: Move, facts: dict[str, Any]) -> str:
        wanted, have = int(facts["wanted"]), int(facts["have"])
        there = "there is 1 container" if have == 1 else f"there are {have} containers"
        asked = str(move.service) in dict(self.desired.options.scale)
        if asked:
            return f"{there}, and --scale asks for {wanted}"
        return f"{there}, and the file wants {wanted}"


_TEMPLATES = {
    words.IMAGE_VOLUMES: "the contents of an image that is mounted have changed",
    words.NOT_ATTACHED: "network {network}: the container is not on it",
    words.NOT_MOUNTED: "volume {volume}: the container does not mount it",
    words.FORCED: "--force-recreate",
    words.PARENT: "{attribute} {service}: {service} is recreated",
    words.PARENT_STOPPED: "{attribute} {service}: {service} is stopped on the way",
    words.DEPENDENCY: "depends_on {service} (restart: true): {service} is recreated",
    words.STOPPED: "it does not run ({state})",
    words.ORPHAN: "the file has no service {service}",
    words.DOWN: OF_DOWN,
    words.ABSENT_IMAGE: "the engine does not have it",
    words.PULL_POLICY: "pull_policy: {policy}",
    words.BUILD_ASKED: "pull_policy: build",
    words.NOT_PULLED: "the engine does not have it; it is built only where it cannot be pulled",
    words.NEW_BUILD: "image {image}: it is built anew, of files that changed since it was built",
}
_OF_IMAGES = (words.ABSENT_IMAGE, words.PULL_POLICY, words.BUILD_ASKED, words.NOT_PULLED)


class _Facts(dict[str, Any]):
    """A fact that is missing leaves a gap, not a traceback."""

    def __missing__(self, key: str) -> str:
        return "?"


def _digest(id_: Any) -> str:
    """The first digits of an image's id, as people know them."""
    kind, colon, digits = str(id_).partition(":")
    return f"{kind}:{digits[:_DIGITS]}" if colon else str(id_)[:_DIGITS] or "none"
