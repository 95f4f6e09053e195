"""`composelint check --show-settings`: what is asked of a file, and where that comes from."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from ..configuration import Wishes, settings_for
from ..disk import Disk
from ..finding import ERROR
from ..report.names import show_file
from ..request import Request
from ..settings import Settings
from .options import request_of

#: Stands for the files of a folder: its settings are those of any file in it.
_ANY = "compose.yaml"


def show_settings(options: Any, paths: list[str], here: str) -> str:
    """The settings of some files, of the files of some folders, or of the project here; raises
    CannotLook."""
    request = request_of(options, here, dict(os.environ), Disk())
    wishes = Wishes(tuple(options.preset), tuple(options.select), tuple(options.ignore))
    settings_of = settings_for(options.config, wishes, request)
    files = [_file(path, request) for path in paths]
    files = files or list(request.given_files() or request.files_here())
    parts = []
    for file in files:
        lines = _lines(settings_of(file), options, here)
        parts.append("\n".join([f"{show_file(file, here)}:", *(f"  {line}" for line in lines)]))
    return "\n\n".join(parts) + "\n"


def _file(path: str, request: Request) -> str:
    absolute = path if path == "-" else request.absolute(path)
    return os.path.join(absolute, _ANY) if request.disk.is_folder(absolute) else absolute


def _lines(settings: Settings, options: Any, here: str) -> Iterator[str]:
    origin = show_file(settings.origin, here) if settings.origin else "none"
    sections = " and ".join(map(str, settings.sections))
    yield f"configuration: {origin}" + (f", with {sections} of its paths" if sections else "")
    yield f"target: {options.target or settings.target or 'compose'}"
    yield f"fail-on: {options.fail_on or settings.fail_on or ERROR}"
    yield f"exclude: {'yes' if settings.excluded else 'no'}"
    selection = settings.selection
    yield f"rules: {len(selection.least)} of {len(selection.rules)}"
    for rule in selection.rules:
        least = selection.least.get(rule.name)
        if least is None:
            continue
        severity = selection.severities.get(rule.name, rule.severity)
        only = ", errors only" if least == ERROR else ""
        yield f"  {rule.id} {rule.name}: {severity}{only}{_options(selection.options, rule.name)}"


def _options(options: dict[str, dict[str, Any]], rule: str) -> str:
    return "".join(
        f", {name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in options.get(rule, {}).items()
    )
