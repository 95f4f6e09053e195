"""Files and folders that Docker Compose 1.29.2 looks for before it says that a project is fine."""

from __future__ import annotations

import json

from ...checks.files import expected_later
from ...loading.paths import resolve
from ...node import Mapping, Path, Scalar
from ...source import UnreadableText, decode
from .judge import Judge, known, texts

#: What begins so is fetched from elsewhere.
_REMOTE = ("http://", "https://", "git://", "github.com/", "git@")


def build_path(judge: Judge, service: Mapping, path: Path) -> None:
    """The folder of a build must be there, even if the service has an image too."""
    build = service.get("build")
    path = (*path, "build")
    if type(build) is Mapping:
        build = build.get("context")
        path = (*path, "context")
    if type(build) is not Scalar or not known(build) or build.text.startswith(_REMOTE):
        return
    if not _exists(judge, _resolved(build)):
        judge.refuse("missing-file", build.span, path, "build", path=build.text)


def env_files(judge: Judge, service: Mapping, path: Path) -> None:
    """Env files are read; where it is assumed what deployment brings, they may come with it."""
    project = judge.project
    for node, at in texts(service.get("env_file"), (*path, "env_file")):
        file = _resolved(node)
        try:
            decode(file, project.read(file))
        except OSError:
            if project.exact or not expected_later(project, file):
                judge.refuse("missing-file", node.span, at, "env-file", path=node.text)
        except UnreadableText as error:
            judge.refuse("unreadable-file", node.span, at, "", reason=str(error))


def seccomp(judge: Judge, node: Scalar, path: Path) -> None:
    """A security option; the profile of seccomp is read, relative to the current directory."""
    parts = node.text.split("=", 2)
    if len(parts) == 1 and parts[0] != "no-new-privileges":
        if ":" not in node.text:
            judge.bad(node, path, "security-option", allowed=["no-new-privileges:true"])
            return
        parts = node.text.split(":", 2)
    if parts[0] != "seccomp" or parts[1] == "unconfined":
        return
    file = parts[1]
    if len(file) > 1 and file[0] == file[-1] == '"':
        file = file[1:-1]
    try:
        json.loads(judge.project.read(resolve(node.source.directory, file)))
    except (OSError, ValueError):
        judge.refuse("missing-file", node.span, path, "", path=file)


def _resolved(node: Scalar) -> str:
    if not node.text:
        return node.source.directory
    return resolve(node.source.directory, node.text, node.source.environment.get("HOME"))


def _exists(judge: Judge, path: str) -> bool:
    """Whether there is a file or a folder."""
    try:
        judge.project.read(path)
    except IsADirectoryError:
        return True
    except OSError:
        return False
    return True
