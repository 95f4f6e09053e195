"""`composelint docs`: a page in Markdown about projects, and whether the committed one is true."""

from __future__ import annotations

import os
from typing import Any

from ..docs.page import MERMAID, NO_PICTURE, SECTIONS, Wish, page
from ..docs.subject import FILES, LINES, NOTHING, Subject
from .docs_output import Target, deliver, injected_into, whole_page
from .docs_projects import subjects_asked
from .errors import CannotLook
from .options import add_project_options
from .parser import Parser, one_of, words

_SVG = "svg:"
_DEEPEST = 6


def run(arguments: list[str]) -> int:
    """The exit code: 0 written or true, 1 what is committed is stale, 2 we could not look."""
    options, paths = _parser().read(arguments)
    here = os.getcwd()
    file = options.inject or options.output
    if file == "-":
        file = None
    _consistent(options, file)
    subjects = subjects_asked(options, paths, here, file)
    targets = []
    wish = _wish(options, len(subjects))
    if options.diagram.startswith(_SVG):
        picture, target = _svg(options.diagram[len(_SVG) :], subjects, here, file)
        targets.append(picture)
        wish = wish._replace(pictures=(target,))
    if options.inject:
        targets.append(injected_into(file, here, lambda names: _block(subjects, wish, names)))
    else:
        targets.append(whole_page(file, here, page(subjects, wish)))
    return deliver(targets, options.check, _again(arguments))


def _parser() -> Parser:
    parser = Parser(
        "composelint docs",
        "composelint docs [OPTIONS] [PATH]...",
        "Write a page in Markdown about a project, for whoever comes to it new: a picture, the "
        "services, how to start it, who can reach whom, ports, data, variables.\n\n"
        "Without PATH, the project here is meant; a folder stands for every project below it. "
        "What git ignores is not read, and neither are the variables of the shell: the page is "
        "the same wherever the repository is.",
    )
    add_project_options(parser)
    parser.section("Page")
    parser.option(
        "--section",
        metavar="NAME,...",
        action="extend",
        type=words,
        default=[],
        help=f"Only these sections, in this order: {', '.join(SECTIONS)}",
    )
    parser.option("--title", metavar="TEXT", default="", help="Write this above it")
    parser.option(
        "--heading-level",
        metavar="N",
        type=_level,
        help="How deep its first heading is (--inject: 2) [default: 1]",
    )
    parser.option(
        "--diagram",
        metavar="HOW",
        default=MERMAID,
        type=_diagram,
        help="mermaid (in the page), svg:FILE (written beside it, and linked) or none "
        "[default: mermaid]",
    )
    parser.option(
        "--links",
        metavar="WHERE",
        default=LINES,
        type=one_of("kind of link", LINES, FILES, NOTHING),
        help="Link to the lines of files, to files, or none [default: lines]",
    )
    parser.section("Output")
    parser.option("-o", "--output", metavar="FILE", help="Write the page to this file")
    parser.option(
        "--inject",
        metavar="FILE",
        help="Write between the lines <!-- composelint:begin --> and <!-- composelint:end --> of "
        "this file; a begin may name sections",
    )
    parser.option(
        "--check",
        action="store_true",
        help="Write nothing; end with 1 and a diff where the file is not as it would be written",
    )
    return parser


def _level(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _DEEPEST):
        raise CannotLook(f"--heading-level: {text!r} is not one of 1 to {_DEEPEST}")
    return int(text)


def _diagram(text: str) -> str:
    if text.startswith(_SVG) and len(text) > len(_SVG):
        return text
    return one_of("way to draw", MERMAID, NO_PICTURE)(text)


def _consistent(options: Any, file: str | None) -> None:
    if options.inject and options.output:
        raise CannotLook("give -o or --inject, not both")
    if options.check and file is None:
        raise CannotLook("--check needs the file to look at: give -o FILE or --inject FILE")
    _known(options.section, "--section")


def _known(names: list[str] | tuple[str, ...], where: str) -> None:
    from ..nearest import nearest

    for name in names:
        if name not in SECTIONS:
            near = nearest(name, SECTIONS)
            meant = f"did you mean {near}?" if near else f"there are {', '.join(SECTIONS)}"
            raise CannotLook(f"{where}: there is no section {name}; {meant}")


def _wish(options: Any, count: int) -> Wish:
    inside = bool(options.inject)
    return Wish(
        sections=tuple(options.section),
        title=options.title,
        level=options.heading_level or (2 if inside else 1),
        titled=not inside or bool(options.title),
        diagram=options.diagram,
    )


def _block(subjects: list[Subject], wish: Wish, names: tuple[str, ...]) -> str:
    """What stands between two markers; one section alone has the heading that is there already."""
    _known(names, "composelint:begin")
    if names:
        wish = wish._replace(sections=names, titled=False, headed=len(names) > 1)
    return page(subjects, wish)


def _svg(file: str, subjects: list[Subject], here: str, beside: str | None) -> tuple[Target, str]:
    """The picture in a file of its own, and the target of the link to it."""
    from ..diagram import svg
    from ..docs.markdown import path_target
    from ..docs.overview import picture_of
    from ..docs.subject import relative

    if len(subjects) > 1:
        raise CannotLook(f"--diagram svg:FILE is for one project, and there are {len(subjects)}")
    path = os.path.normpath(os.path.join(here, file))
    folder = os.path.dirname(os.path.normpath(os.path.join(here, beside))) if beside else here
    return (
        whole_page(file, here, svg.render(picture_of(subjects))),
        path_target(relative(path, folder)),
    )


def _again(arguments: list[str]) -> str:
    """The command that makes it true."""
    import shlex

    kept = [argument for argument in arguments if argument != "--check"]
    return f"composelint docs {' '.join(map(shlex.quote, kept))}".rstrip()
