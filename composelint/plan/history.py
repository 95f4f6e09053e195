"""Which commit runs here: the revision of a project whose hash is that of a label."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..githistory import Commit
from ..hashes import network_hash, service_hash, volume_hash
from .desired import with_references
from .world import Earlier

#: So many commits are looked at, and so many seconds are spent on them.
MOST_COMMITS = 200
MOST_SECONDS = 4.0

_DIGITS = 7
#: One of each way to hash a service.
_RELEASES = ("5.6.1", "5.5.0", "2.40.3")
_SECTIONS = {"service": "services", "network": "networks", "volume": "volumes"}

Load = Callable[[str], "dict[str, Any] | None"]
"""The canonical project at a commit; None where there was none, or Docker Compose refuses it."""


class History:
    """Looks through the commits of a project's files, the newest first, each read once.

    Environment and what git ignores are those of today: a hash that depends on them may not be
    found. `clock` gives seconds; `containers` are the ids by which services are referred to, as
    Desired.service_hash takes them.
    """

    def __init__(
        self,
        commits: Sequence[Commit],
        load: Load,
        clock: Callable[[], float],
        containers: Mapping[str, str] | None = None,
    ) -> None:
        self._commits = list(commits)
        self._load = load
        self._clock = clock
        self._containers = dict(containers or {})
        self._models: dict[int, dict[str, Any] | None] = {}
        self._hashes: dict[tuple[int, str, str], frozenset[str]] = {}
        self._reached = 0
        self._spent = 0.0
        self._gave_up = False

    def earlier(self, kind: str, name: str, wanted: str) -> Earlier | None:
        """The newest revision in which a service, network or volume had a hash."""
        for number, commit in enumerate(self._commits):
            if not self._read(number):
                break
            self._reached = max(self._reached, number)
            if wanted in self._hashed(number, kind, name):
                return self._earlier(commit, number)
        return None

    def at(self, seconds: float) -> Earlier | None:
        """The last revision that was committed by a time."""
        for number, commit in enumerate(self._commits):
            if commit.seconds <= seconds:
                return self._earlier(commit, number) if self._read(number) else None
        return None

    def notes(self) -> tuple[str, ...]:
        """What was not looked at, in whole sentences."""
        if not self._gave_up:
            return ()
        last = self._commits[self._reached]
        said = f"The git history was looked through back to {last.id[:_DIGITS]} ({last.date}) only."
        return (said,)

    def _earlier(self, commit: Commit, number: int) -> Earlier | None:
        model = self._models[number]
        return None if model is None else Earlier(commit.id, commit.date, model)

    def _read(self, number: int) -> bool:
        """Reads a revision; whether there was time for it."""
        if number in self._models:
            return True
        if self._models and self._spent > MOST_SECONDS:
            self._gave_up = True
            return False
        before = self._clock()
        self._models[number] = self._load(self._commits[number].id)
        self._spent += self._clock() - before
        return True

    def _hashed(self, number: int, kind: str, name: str) -> frozenset[str]:
        model = self._models[number]
        entry = None if model is None else model.get(_SECTIONS[kind], {}).get(name)
        if entry is None:
            return frozenset()
        key = (number, kind, name)
        if key not in self._hashes:
            before = self._clock()
            self._hashes[key] = frozenset(self._hashes_of(kind, entry))
            self._spent += self._clock() - before
        return self._hashes[key]

    def _hashes_of(self, kind: str, entry: dict[str, Any]) -> list[str]:
        """As each way to hash that is known has it: a label may be of an earlier release."""
        if kind == "network":
            return [network_hash(entry)]
        if kind == "volume":
            return [volume_hash(entry)]
        service = with_references(entry, self._containers)
        return [service_hash(service, release) for release in _RELEASES]


def files_of(project: Any) -> list[str]:
    """The files that a project was read from: Compose files, env files, label files."""
    found = dict.fromkeys([*project.files, *project.sources])
    for layer in project.layers:
        found |= dict.fromkeys(layer.paths)
    for _, _, service in project.services():
        for key in ("env_file", "label_file"):
            for path in _paths(service.get(key)):
                found[path] = None
    return [path for path in found if path != "-"]


def _paths(node: Any) -> list[str]:
    from ..model.grants import read_env_files
    from ..node import Scalar
    from ..resolved.paths import path_of

    if node is None:
        return []
    files = [file.node for file in read_env_files(node) if file.path]
    return [path_of(file) for file in files if type(file) is Scalar]
