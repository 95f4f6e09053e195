"""Paths as Docker Compose takes them: relative to a directory, `~` for the home."""

from __future__ import annotations

import posixpath


def resolve(directory: str, path: str, home: str | None = None) -> str:
    """A path of a Compose file as an absolute one, cleaned as Go's filepath.Join does."""
    if path == "~" or path.startswith("~/"):
        if home:
            return posixpath.normpath(home + path[1:])
        return path
    if not path or path.startswith("/"):
        return path
    return clean(posixpath.join(directory, path))


def clean(path: str) -> str:
    """The shortest path of the same meaning, by its letters alone."""
    cleaned = posixpath.normpath(path)
    # POSIX keeps two leading slashes, Go does not.
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def is_remote(path: str) -> bool:
    """Whether an include or extends names something that is fetched from elsewhere."""
    return path.startswith(("oci://", "git://", "ssh://", "http://", "https://", "git@")) or (
        path.startswith("github.com/") or ".git#" in path or path.endswith(".git")
    )
