"""Which files of a build context a Dockerfile copies into the image."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterator

from ..dockerfile import dockerfile_of
from ..node import UNKNOWN, Mapping
from ..project import Project

_GLOB = re.compile(r"[*?\[\\]")


def copied(project: Project, service: Mapping) -> Callable[[str], bool]:
    """Whether a path, relative to the context, counts. Every one does where that cannot be told:
    the Dockerfile cannot be read, or a variable or a mount is in it."""
    dockerfile = dockerfile_of(project, service)
    if dockerfile is None:
        return _every
    sources: list[str] = []
    for stage in dockerfile.stages:
        for instruction in stage.instructions:
            if instruction.name == "RUN" and "--mount" in instruction.value:
                return _every
            if instruction.name in ("COPY", "ADD"):
                sources += _sources(instruction.value)
    if any(source == "" for source in sources):
        return _every
    return lambda path: any(path == one or path.startswith(f"{one}/") for one in sources)


def _every(path: str) -> bool:
    return True


def _sources(value: str) -> Iterator[str]:
    """What one instruction copies: folders and files, "" for all of the context."""
    words = value.split()
    while words and words[0].startswith("--"):
        if words.pop(0).startswith("--from="):
            return
    rest = " ".join(words)
    if rest.startswith("["):
        try:
            words = [str(word) for word in json.loads(rest)]
        except ValueError:
            yield ""
            return
    for word in words[:-1]:
        if word.startswith("<<") or "://" in word:
            continue
        yield _source(word)


def _source(word: str) -> str:
    if UNKNOWN in word or "$" in word:
        return ""
    found = _GLOB.search(word)
    if found is not None:
        word = posixpath.dirname(word[: found.start()])
    cleaned = posixpath.normpath(word.lstrip("/") or ".")
    return "" if cleaned == "." else cleaned
