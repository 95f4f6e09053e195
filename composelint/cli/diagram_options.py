"""The options of `composelint diagram`."""

from __future__ import annotations

from ..diagram.fold import MOST, WAYS
from ..diagram.picture import DOWN, RIGHT
from ..diagram.wanted import GROUPS, VIEWS
from .errors import CannotLook
from .options import add_project_options
from .parser import Parser, one_of, words

#: The formats; those of files that are no text need -o, or a pipe.
FORMATS = ("mermaid", "dot", "svg", "png", "pdf", "plantuml", "d2", "html", "json")


def diagram_parser() -> Parser:
    parser = Parser(
        "composelint diagram",
        "composelint diagram [OPTIONS] [PATH]...",
        "Draw the architecture of projects.\n\n"
        "Without PATH, the project here is drawn; several projects come into one picture, joined "
        "by the networks and volumes that they share. In the Compose file, the labels "
        "composelint.title, .group, .description, .icon and .hidden "
        "say how a service is shown.",
    )
    add_project_options(parser)
    parser.section("Picture")
    parser.option(
        "--view",
        metavar="VIEW",
        default="overview",
        type=one_of("view", *VIEWS),
        help="What it shows: " + "; ".join(f"{name} ({about})" for name, about in VIEWS.items()),
    )
    parser.option(
        "--focus", metavar="SERVICE", default="", help="Show this service and what is near it"
    )
    parser.option(
        "--depth",
        metavar="N",
        type=_depth,
        default=1,
        help="How many steps from --focus are near [default: 1]",
    )
    parser.option(
        "--only",
        metavar="NAME,...",
        action="extend",
        type=words,
        default=[],
        help="Show these services only; * stands for any letters",
    )
    parser.option(
        "--exclude",
        metavar="NAME,...",
        action="extend",
        type=words,
        default=[],
        help="Leave these out: services, networks, volumes …",
    )
    parser.option(
        "--group-by",
        metavar="WHAT",
        type=one_of("way to group", *GROUPS),
        help="Put services in frames by network, profile, label or project",
    )
    parser.option(
        "--direction",
        metavar="WHERE",
        type=one_of("direction", RIGHT, DOWN),
        help="Where arrows run: right or down",
    )
    parser.option(
        "--fold",
        metavar="WHEN",
        default="auto",
        type=one_of("way to fold", *WAYS),
        help="Draw services, volumes … that are alike as one: always, never, or auto, in pictures "
        f"of more than {MOST} boxes; in html never [default: auto]",
    )
    parser.option(
        "--collapse",
        action="store_true",
        help="Draw each frame (of --group-by, or of a project) as one box",
    )
    for name, about in (
        ("ports", "the ports that are published"),
        ("volumes", "volumes"),
        ("images", "what services run"),
        ("labels", "what stands on arrows"),
        ("legend", "the legend"),
    ):
        parser.option(
            f"--no-{name}",
            dest=name,
            action="store_false",
            default=True,
            help=f"Leave out {about}",
        )
    parser.option("--title", metavar="TEXT", default="", help="Write this above it")
    parser.option(
        "--findings", action="store_true", help="Mark what composelint check has findings about"
    )
    parser.option(
        "--against",
        metavar="REVISION",
        help="Show what is added, removed and changed since a revision of git",
    )
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        type=one_of("format", *FORMATS),
        help=f"{', '.join(FORMATS)} [default: by the name of the file, else mermaid]",
    )
    parser.option("-o", "--output", metavar="FILE", help="Write to this file")
    parser.option(
        "--link-base",
        metavar="URL",
        default="",
        help="Link what is drawn to its line: URL/FILE#L12",
    )
    parser.option(
        "--theme",
        metavar="THEME",
        default="auto",
        type=one_of("theme", "auto", "light", "dark"),
        help="auto, light or dark, for dot, svg, png and pdf [default: auto]",
    )
    parser.option(
        "--engine",
        metavar="PROGRAM",
        default="",
        help="Lay out with this Graphviz program instead of the one that came along",
    )
    return parser


def _depth(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise CannotLook(f"--depth: {text!r} is no number of steps")
    return int(text)
