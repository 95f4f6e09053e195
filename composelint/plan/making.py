"""A list of moves in the making, and what later moves have to know of earlier ones."""

from __future__ import annotations

from collections.abc import Iterable

from .records import Cause, Move


class Making:
    """`moves` grows; the other members say after which move something is ready.

    `networks` and `volumes`: key -> the move that makes it. `images`: name -> the move that gets
    it. `services`: name -> the last moves of its containers. `connects`: container -> the moves
    that attach it again. `stopped`: container -> why a move stops it on the way. `remade`: the
    services of which a container is made anew. `rebuilt`: images of which a build makes others.
    """

    __slots__ = (
        "connects",
        "images",
        "moves",
        "networks",
        "rebuilt",
        "remade",
        "services",
        "stopped",
        "volumes",
    )

    def __init__(self) -> None:
        self.moves: list[Move] = []
        self.networks: dict[str, int] = {}
        self.volumes: dict[str, int] = {}
        self.images: dict[str, int] = {}
        self.services: dict[str, list[int]] = {}
        self.connects: dict[str, list[int]] = {}
        self.stopped: dict[str, list[Cause]] = {}
        self.remade: set[str] = set()
        self.rebuilt: set[str] = set()

    def add(
        self,
        action: str,
        kind: str,
        name: str,
        causes: Iterable[Cause],
        *,
        needs: Iterable[int] = (),
        id_: str = "",
    ) -> int:
        """A move of an image, network or volume; returns its number."""
        after = tuple(sorted(set(needs)))
        self.moves.append(Move(action, kind, name, None, None, tuple(causes), after, id_))
        return len(self.moves) - 1

    def add_container(
        self,
        action: str,
        name: str,
        service: str,
        number: int,
        causes: Iterable[Cause],
        *,
        needs: Iterable[int] = (),
        id_: str = "",
    ) -> int:
        """A move of a container; returns its number. What `run` makes has no number of its own."""
        after = tuple(sorted(set(needs)))
        move = Move(action, "container", name, service, number or None, tuple(causes), after, id_)
        self.moves.append(move)
        return len(self.moves) - 1
