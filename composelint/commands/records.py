"""What a script is made of: steps, each one command, and notes on what they do not say."""

from __future__ import annotations

from typing import NamedTuple

#: Words of a command that stay on one line, such as ("--memory", "64m").
Part = tuple[str, ...]

NOT_COVERED = "not covered"
NEEDS = "needs"


class Step(NamedTuple):
    """One command: `parts` are its words, or `shell` is it, where one program's words cannot say
    it (a wait, a text put into a file). `helper` names the function of the shell that it calls.
    `kind` is what it does: network, volume, pull, build, create, run, connect, copy, start, exec,
    wait or remove.
    """

    kind: str
    name: str
    service: str | None
    parts: tuple[Part, ...]
    shell: str = ""
    helper: str = ""

    @property
    def words(self) -> list[str]:
        return [word for part in self.parts for word in part]


class Note(NamedTuple):
    """What the commands do not do ("not covered"), or ask for ("needs"), by the attribute that
    says it; a dotted path below the service, or below the project where there is no service."""

    kind: str
    service: str | None
    field: str
    reason: str


class Section(NamedTuple):
    """Steps that belong together: those of a service, or of the project's networks, ….

    A service that is left out has a section without steps.
    """

    title: str
    service: str | None
    steps: tuple[Step, ...]


class Script(NamedTuple):
    project: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    @property
    def steps(self) -> list[Step]:
        return [step for section in self.sections for step in section.steps]


class Unspeakable(Exception):
    """No command makes this container: (the attribute, why)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason
