"""What composelint raises: CannotLook, and no other exception of its own.

Whatever is wrong *in* a project is a finding. This is raised where there is nothing to judge.
"""

from __future__ import annotations


class CannotLook(Exception):
    """We could not do what was asked: a bad option, an unreadable path, no project.

    The message is one line for people, or one for each thing that is wrong: its `args`. The
    program ends with exit code 2.
    """

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))
