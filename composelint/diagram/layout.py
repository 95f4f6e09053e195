"""Pictures that are laid out: SVG, PNG and PDF, by a program of Graphviz or one like it.

The program of the wheel `graphviz-pure` comes along with composelint and draws the same on every
machine. pydot writes the text (dot.py); the program is run here, because pydot's way to run one
knows no time limit.
"""

from __future__ import annotations

import os
import shutil
import subprocess

from ..errors import CannotLook
from .picture import Picture

#: Seconds that a layout may take.
TIME_LIMIT = 120.0
_NAME = "graphviz-pure"


def render(
    picture: Picture,
    form: str,
    *,
    link_base: str = "",
    here: str = "",
    theme: str = "auto",
    program: str = "",
) -> str | bytes:
    """The picture as "svg" (text), "png" or "pdf" (bytes). `program` is a name on the PATH or a
    path; "" means the one that came along. Raises CannotLook."""
    if form == "svg":
        from .svg import render as svg

        return svg(picture, link_base=link_base, here=here, theme=theme, program=program)
    if form == "png":
        from .png import render as png

        return png(picture, theme=theme, program=program)
    from .pdf import render as pdf

    return pdf(picture, link_base=link_base, here=here, theme=theme, program=program)


def laid_out(
    text: str,
    form: str,
    program: str = "",
    options: tuple[str, ...] = (),
    seconds: float = TIME_LIMIT,
) -> bytes:
    """What the program makes of a DOT text. Raises CannotLook where there is none, where it fails
    and where it takes longer than `seconds`."""
    path = found(program)
    try:
        done = subprocess.run(
            [path, f"-T{form}", *options], input=text.encode(), capture_output=True, timeout=seconds
        )
    except OSError as error:
        raise CannotLook(f"{path}: {error.strerror or error}") from error
    except subprocess.TimeoutExpired:
        raise CannotLook(
            f"{os.path.basename(path)} did not lay out the picture within {seconds:g} seconds;"
            " draw less of it (--focus, --only, --view), or take --format dot or mermaid"
        ) from None
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1] if said else f"exit code {done.returncode}"
        raise CannotLook(f"{os.path.basename(path)} cannot lay out the picture: {why}")
    return done.stdout


def found(program: str = "") -> str:
    """The path of a program. Raises CannotLook."""
    if program:
        path = shutil.which(program)
        if path is None:
            raise CannotLook(f"--engine: there is no program {program}")
        return path
    path = _came_along() or shutil.which(_NAME)
    if path is None:
        raise CannotLook(
            f"{_NAME} is not installed, which lays out pictures: install it with pip, or give"
            " another program with --engine dot"
        )
    return path


def _came_along() -> str | None:
    """The program of the installed wheel, wherever pip put it."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        installed = files(_NAME) or []
    except PackageNotFoundError:
        return None
    for file in installed:
        if file.stem == _NAME and file.suffix in ("", ".exe"):
            path = os.path.realpath(str(file.locate()))
            if os.access(path, os.X_OK):
                return path
    return None
