"""The options of `composelint plan`, and what they mean to the planner."""

from __future__ import annotations

import re
from typing import Any

from ..plan.options import Options
from .errors import CannotLook
from .options import add_colour_option, add_project_options
from .parser import Parser, one_of

FORMATS = ("text", "json", "markdown")
PULLS = ("always", "missing", "never", "build")

#: What Docker Compose takes for a number: Go's strconv.Atoi.
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")

#: Options that exclude each other, as Docker Compose 5.6.1 refuses them.
_CLASHES = (
    ("build", "no_build"),
    ("force_recreate", "no_recreate"),
    ("always_recreate_deps", "no_recreate"),
    ("renew_anon_volumes", "no_recreate"),
)

_OF_UP = (
    *("scale", "no_deps", "force_recreate", "no_recreate", "always_recreate_deps"),
    *("renew_anon_volumes", "pull", "build", "no_build", "no_start", "yes"),
)


def plan_parser() -> Parser:
    parser = Parser(
        "composelint plan",
        "composelint plan [OPTIONS] [SERVICE]...",
        "Tell what docker compose up would do to an engine, and why; the engine is only ever "
        "read.\n\n"
        "Without SERVICE all services are planned; with it these and what they depend on.",
    )
    add_project_options(parser)
    _add_engine(parser)
    _add_up(parser)
    _add_output(parser)
    return parser


def _add_engine(parser: Parser) -> None:
    from .engine_options import add_engine_options

    add_engine_options(parser)
    parser.option(
        "--against",
        metavar="REVISION",
        help="Ask no engine: plan as if the project of this revision of git were up",
    )


def _add_up(parser: Parser) -> None:
    parser.section("As docker compose up has it")
    parser.option(
        "--scale",
        metavar="SERVICE=N",
        action="append",
        default=[],
        help="Run so many containers of a service, whatever the file says",
    )
    _flag(parser, "--no-deps", about="Leave alone what the named services depend on")
    _flag(parser, "--force-recreate", about="Recreate containers that have not changed, too")
    _flag(parser, "--no-recreate", about="Recreate nothing that is there")
    _flag(parser, "--always-recreate-deps", about="Recreate what the named services depend on")
    _flag(
        *(parser, "-V", "--renew-anon-volumes"),
        about="Give recreated containers new anonymous volumes",
    )
    parser.option(
        "--pull",
        metavar="POLICY",
        type=one_of("policy", *PULLS),
        help="always, missing, never or build, whatever the file says",
    )
    _flag(parser, "--build", about="Build images first")
    _flag(parser, "--no-build", about="Build nothing")
    _flag(
        parser, "--remove-orphans", about="Remove containers of services that are not in the file"
    )
    _flag(parser, "--no-start", about="Create, and start nothing")
    _flag(parser, "-y", "--yes", about="Answer yes where it asks whether a volume may be recreated")
    _flag(parser, "--down", about="Plan docker compose down instead")
    _flag(parser, "-v", "--volumes", about="With --down: remove volumes, too")


def _add_output(parser: Parser) -> None:
    parser.section("Output")
    parser.option(
        "--format",
        metavar="FORMAT",
        default="text",
        type=one_of("format", *FORMATS),
        help=f"{', '.join(FORMATS)} [default: text]",
    )
    parser.option("-o", "--output", metavar="FILE", help="Write to this file")
    parser.option(
        "--diagram",
        metavar="FILE",
        help="Paint the plan on a picture as well; its format by the name: svg, png, mmd …",
    )
    _flag(
        parser,
        "--exit-code",
        about="Exit with 0 where there is nothing to do, 1 for changes, 2 where we could not look",
    )
    add_colour_option(parser)


def _flag(parser: Parser, *names: str, about: str) -> None:
    parser.option(*names, action="store_true", help=about)


def options_of(options: Any, services: list[str]) -> Options:
    """What the planner is asked; raises CannotLook where Docker Compose would refuse it."""
    _refuse_clashes(options)
    return Options(
        services=tuple(dict.fromkeys(services)),
        scale=tuple(_scaled(options.scale)),
        no_deps=options.no_deps,
        force_recreate=options.force_recreate,
        no_recreate=options.no_recreate,
        always_recreate_deps=options.always_recreate_deps,
        renew_anon_volumes=options.renew_anon_volumes,
        build=options.build,
        no_build=options.no_build,
        pull=options.pull or "",
        remove_orphans=options.remove_orphans,
        no_start=options.no_start,
        yes=options.yes,
        down=options.down,
        volumes=options.volumes,
    )


def _refuse_clashes(options: Any) -> None:
    for one, other in _CLASHES:
        if getattr(options, one) and getattr(options, other):
            raise CannotLook(f"{_written(one)} and {_written(other)} exclude each other")
    if options.volumes and not options.down:
        raise CannotLook("--volumes belongs to --down")
    for name in _OF_UP if options.down else ():
        if getattr(options, name):
            raise CannotLook(f"{_written(name)} is nothing for --down")


def _written(name: str) -> str:
    return "--" + name.replace("_", "-")


def _scaled(given: list[str]) -> list[tuple[str, int]]:
    """(service, containers) as given, the last word on each service."""
    found: dict[str, int] = {}
    for text in given:
        service, equals, number = text.partition("=")
        if not equals or not number:
            raise CannotLook(f"--scale: {text!r} is not SERVICE=N")
        if not _NUMBER.fullmatch(number):
            raise CannotLook(f"--scale: {number!r} is no number of containers")
        found[service] = int(number)
    return list(found.items())
