"""The page: its sections in the order in which somebody new to a project asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import (
    about,
    data,
    files,
    order,
    overview,
    ports,
    profiles,
    reach,
    secrets,
    services,
    start,
    variables,
)
from . import markdown as md
from .subject import Subject

Blocks = Callable[[Subject], list[str]]

#: The sections by name: the heading ("" for what stands right below the title), and what makes it.
SECTIONS: dict[str, tuple[str, Blocks]] = {
    "about": ("", about.section),
    "picture": ("Overview", overview.section),
    "services": ("Services", services.section),
    "start": ("How to start it", start.section),
    "order": ("Start order", order.section),
    "reach": ("Who can reach whom", reach.section),
    "ports": ("Published ports", ports.section),
    "data": ("Data and backup", data.section),
    "secrets": ("Secrets and configs", secrets.section),
    "variables": ("Variables", variables.section),
    "profiles": ("Profiles", profiles.section),
    "files": ("Compose files", files.section),
}

MERMAID, NO_PICTURE = "mermaid", "none"


class Wish(NamedTuple):
    """What the page is to be. `sections` () are all. `title` "" is the project's own. `level` is
    that of the title; `titled` False leaves the title out, and the sections take its level.
    `headed` False leaves the headings of sections out, too. `pictures` are the targets of links to
    pictures, one for each project, where `diagram` is neither MERMAID nor NO_PICTURE."""

    sections: tuple[str, ...] = ()
    title: str = ""
    level: int = 1
    titled: bool = True
    headed: bool = True
    diagram: str = MERMAID
    pictures: tuple[str, ...] = ()


def page(subjects: Sequence[Subject], wish: Wish) -> str:
    """The page, ending in a newline: of several projects one after the other."""
    blocks: list[str] = []
    level = wish.level
    many = len(subjects) > 1
    if wish.titled:
        own = "Compose projects" if many else title_of(subjects[0])
        blocks.append(md.heading(level, md.text(wish.title) if wish.title else own))
        level += 1
    for number, subject in enumerate(subjects):
        if many:
            blocks.append(md.heading(level, title_of(subject)))
        blocks += _sections(subject, wish, level + many, number)
    return "\n\n".join(blocks) + "\n"


def _sections(subject: Subject, wish: Wish, level: int, number: int) -> list[str]:
    blocks: list[str] = []
    for name in wish.sections or SECTIONS:
        heading, make = SECTIONS[name]
        if name == "picture" and wish.diagram == NO_PICTURE:
            continue
        if name == "picture" and wish.pictures:
            made = overview.linked(subject, wish.pictures[number])
        else:
            made = make(subject)
        if made and heading and wish.headed:
            blocks.append(md.heading(level, heading))
        blocks += made
    return blocks


def title_of(subject: Subject) -> str:
    """The name of a project; where it has none but that of its folder, where it lies."""
    shown = md.text(subject.name) if subject.name else _folder(subject)
    if subject.files:
        return f"{shown} ({md.codes(subject.files)})"
    return shown


def _folder(subject: Subject) -> str:
    folder = subject.folder
    return md.code(folder) if folder not in ("", ".") else "What runs here"
