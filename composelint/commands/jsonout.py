"""The script as JSON, for other programs.

    {"version": 1, "project": "shop", "functions": {"healthy": "healthy() {…"},
     "commands": [{"kind": "run", "name": "shop-web-1", "service": "web" | null,
                   "argv": ["docker", …] | null, "shell": "docker run …"}],
     "notes": [{"kind": "not covered|needs", "service": "web" | null, "field", "reason"}]}

`argv` is null where only a shell can say it: a wait, a file put into a container, a build whose
Dockerfile comes on standard input. `functions` are those of the shell that such commands call.
"""

from __future__ import annotations

import json
from typing import Any

from .records import Script, Step
from .shell import functions, text_of


def render(script: Script) -> str:
    document = {
        "version": 1,
        "project": script.project,
        "functions": functions(script),
        "commands": [_command(step) for step in script.steps],
        "notes": [note._asdict() for note in script.notes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _command(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "name": step.name,
        "service": step.service,
        "argv": None if step.shell else step.words,
        "shell": text_of(step),
    }
