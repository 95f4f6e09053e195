"""What all reports share: how they name files and the pages of rules."""

from __future__ import annotations

import os.path

#: Standard input has no name of its own.
STDIN = "<stdin>"

#: Where the page of a rule lies, in the repository as in the package.
RULE_PAGE = "rules/{name}.md"


def show_file(path: str, here: str) -> str:
    """A path as people write it from where they are: relative, with slashes."""
    if path == "-":
        return STDIN
    if path == here:
        return "."
    if path.startswith(here) and path[len(here)] == os.sep:
        path = path[len(here) + 1 :]
    elif os.path.isabs(path):
        try:
            path = os.path.relpath(path, here)
        except ValueError:  # another drive on Windows
            return path
    return path.replace(os.sep, "/") if os.sep != "/" else path
