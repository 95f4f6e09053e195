"""The profiles: what each brings in, and how it is turned on."""

from __future__ import annotations

import shlex

from ..target import COMPOSE
from . import markdown as md
from .start import command
from .subject import Subject

_MOST = 40


def section(subject: Subject) -> list[str]:
    if subject.project.target.kind != COMPOSE.kind:
        return []
    profiles: dict[str, list[str]] = {}
    always = []
    for name, _, node in subject.services():
        named = subject.project.profiles_of(node)
        for profile in dict.fromkeys(named):
            profiles.setdefault(profile, []).append(name)
        if not named:
            always.append(name)
    if not profiles:
        return []
    start = command(subject)
    rows = [
        (
            md.code(profile),
            md.codes(names, _MOST),
            md.code(f"{start} --profile {shlex.quote(profile)} up -d"),
        )
        for profile, names in profiles.items()
    ]
    said = (
        f"Always there: {md.codes(always, _MOST)}"
        if always
        else "No service is there without a profile."
    )
    return [said, md.table(("Profile", "Brings in", "With"), rows)]
