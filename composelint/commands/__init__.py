"""The plain `docker` commands that give what `docker compose up -d` would, on an empty engine.

    script(desired, directory) -> Script

Networks, volumes and images come first, then the services in the order of their dependencies.
What no `docker` command can say is told in notes; a container of which that would leave a wrong
one is left out. Docker Compose 5.6.1 and the command line of Docker 28 are what is meant; the
commands also run on older engines where the notes name no newer one (tests/commands).
"""

from __future__ import annotations

from .records import Note, Part, Script, Section, Step
from .script import script

__all__ = ["Note", "Part", "Script", "Section", "Step", "script"]
