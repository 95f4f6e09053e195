"""The environment of a service of a stack: its env files' variables under its own.

Each stack file is read by itself before they are laid over each other. A variable without a value,
or with an empty one, takes that of the shell where it has one (seen with the Docker CLI 28.2.2).
"""

from __future__ import annotations

import posixpath

from ...model.casts import variable_map
from ...node import Mapping, Scalar
from ...project import Project
from ...targets.swarm.envfile import SPACE
from .nodes import child, texts

Variables = dict[str, "str | None"]


def environment(project: Project, name: str) -> list[str]:
    """`NAME=value`, or `NAME` for one without a value, sorted as the CLI sends them."""
    found: Variables = {}
    for document in project.documents:
        service = child(document, "services", name)
        if type(service) is Mapping:
            _lay(found, _from_files(project, service), project.environment)
            own = child(service, "environment")
            _lay(found, {} if own is None else variable_map(own), project.environment)
    shown = [key if value is None else f"{key}={value}" for key, value in found.items()]
    return sorted(shown, key=str.encode)


def _lay(found: Variables, over: Variables, shell: dict[str, str]) -> None:
    for key, value in over.items():
        found[key] = value or shell.get(key, value)


def _from_files(project: Project, service: Mapping) -> Variables:
    variables: Variables = {}
    node = child(service, "env_file")
    for path in [node.text] if type(node) is Scalar else texts(node):
        try:
            data = project.read(posixpath.normpath(posixpath.join(project.directory, path)))
        except OSError:
            continue  # refused: the findings tell
        variables.update(_lines(data, project.environment))
    return variables


def _lines(data: bytes, shell: dict[str, str]) -> Variables:
    """The variables of an env file; a name alone takes the shell's value, or is left out."""
    variables: Variables = {}
    for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        text = line.removesuffix(b"\r").decode("utf-8", "replace").lstrip(SPACE)
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if equals:
            variables[name] = value
        elif name.strip() in shell:
            variables[name.strip()] = shell[name.strip()]
    return variables
