"""How a run of `check` is shown, and where that goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from ..run import Run
from .errors import complain
from .terminal import NO_TERMINAL, colours, columns, write

#: The values of --format.
FORMATS = ("text", "concise", "json", "sarif", "github")

_SUMMARY = "GITHUB_STEP_SUMMARY"


def deliver(shown: Run, options: Any, environment: Mapping[str, str]) -> None:
    """Write the report to standard output or to the file of --output; raises CannotLook."""
    report = _render(shown, options, environment)
    if options.output in (None, "-"):
        write(report)
    else:
        from .save import save

        # What is no text in a file's name cannot be written as text.
        save(options.output, report.encode("utf-8", "backslashreplace").decode())
    if options.format == "github" and environment.get(_SUMMARY):
        _summarize(shown, environment[_SUMMARY], environment)


def _render(shown: Run, options: Any, environment: Mapping[str, str]) -> str:
    if options.format == "json":
        from ..report import jsonout

        return jsonout.render(shown)
    if options.format == "concise":
        from ..report import concise

        return concise.render(shown, bool(options.show_suppressed))
    if options.format == "sarif":
        return _sarif(shown, options, environment)
    if options.format == "github":
        from ..report import github
        from .repository import root_of

        return github.render(shown, root_of(shown.here, environment))
    from ..report import text

    if options.output not in (None, "-"):
        coloured = options.color == "always"
        return text.render(shown, coloured, NO_TERMINAL, bool(options.show_suppressed))
    coloured = colours(options.color, sys.stdout, environment)
    wide = columns(sys.stdout, environment)
    return text.render(shown, coloured, wide, bool(options.show_suppressed))


def _sarif(shown: Run, options: Any, environment: Mapping[str, str]) -> str:
    from importlib.metadata import PackageNotFoundError, version

    from ..report import sarif
    from .repository import root_of

    try:
        ours = version("composelint")
    except PackageNotFoundError:
        ours = ""
    suppressed = options.show_suppressed is not False
    return sarif.render(shown, root_of(shown.here, environment), ours, suppressed)


def _summarize(shown: Run, file: str, environment: Mapping[str, str]) -> None:
    """Add to the page of the job; that this fails does not change what was found."""
    from ..report import summary
    from .repository import commit_of, root_of

    try:
        with open(file, "a", encoding="utf-8", newline="\n") as page:
            room = summary.LARGEST - os.fstat(page.fileno()).st_size
            root = root_of(shown.here, environment)
            page.write(summary.render(shown, root, commit_of(environment), room))
    except OSError as error:
        complain(f"{_SUMMARY} cannot be written: {(error.strerror or str(error)).lower()}")
