"""How to start it: what has to be there first, then the commands."""

from __future__ import annotations

import posixpath
import shlex
from collections.abc import Iterator

from ..discover import DEFAULT_NAMES, OVERRIDE_NAMES
from ..graph.records import MOUNTS, VOLUME
from ..loading.environment import EXAMPLES
from ..node import UNKNOWN
from ..target import COMPOSE_V1, SWARM
from . import markdown as md
from . import secrets, variables
from .subject import Subject, relative

_MOST = 12


def section(subject: Subject) -> list[str]:
    if not subject.runners:
        return []
    before = [*_files_to_bring(subject), *_variables(subject)]
    return [
        *([md.bullets(before)] if before else []),
        md.fence("sh", "\n".join(_commands(subject))),
        _after(subject),
    ]


def command(subject: Subject) -> str:
    """`docker compose` with what it has to be told to see this project."""
    project = subject.project
    if project.target.kind == SWARM:
        return "docker stack"
    words = ["docker-compose" if project.target.kind == COMPOSE_V1 else "docker compose"]
    if subject.name and _said(subject) != subject.name:
        words += ["-p", subject.name]
    if project.layers and project.layers[0].paths != (f"{project.directory.rstrip('/')}/.env",):
        for path in project.layers[0].paths:
            words += ["--env-file", shlex.quote(relative(path, project.directory))]
    files = [relative(path, project.directory) for path in project.files if path != "-"]
    if not _found_by_itself(files):
        for file in files:
            words += ["-f", shlex.quote(file)]
        if files and "/" in files[0]:
            words += ["--project-directory", "."]
    return " ".join(words)


def _said(subject: Subject) -> str:
    from .subject import written

    return written(subject.project.root.get("name"))


def _found_by_itself(files: list[str]) -> bool:
    """Whether Docker Compose chooses just these files in their folder."""
    return (
        files[:1] != []
        and files[0] in DEFAULT_NAMES
        and all(file in OVERRIDE_NAMES for file in files[1:])
    )


# --- what has to be there


def _files_to_bring(subject: Subject) -> Iterator[str]:
    """Files that the project reads and that are not in the repository."""
    wanted = dict.fromkeys((*secrets.files(subject), *variables.env_files_needed(subject)))
    missing = [path for path in wanted if not subject.is_there(path)]
    if missing:
        shown = [_to_bring(subject, path) for path in missing[:_MOST]]
        if len(missing) > _MOST:
            shown.append(f"and {len(missing) - _MOST} more")
        yield f"Put in place, since the repository does not hold them: {', '.join(shown)}"


def _to_bring(subject: Subject, path: str) -> str:
    from ..checks.files import example_beside

    hint = " (an example lies beside it)" if example_beside(subject.project, path) else ""
    return md.code(subject.shown(path)) + hint


def _variables(subject: Subject) -> Iterator[str]:
    needed = variables.needed(subject)
    folder = subject.project.directory
    example = next((n for n in EXAMPLES if subject.is_there(posixpath.join(folder, n))), "")
    copied = f"Copy {subject.file(posixpath.join(folder, example))} to `.env`" if example else ""
    if needed:
        first = f"{copied}, and set" if example else "Set in `.env`, or in the shell,"
        yield f"{first} what has no default: {md.codes(needed, _MOST)}"
    elif example:
        yield f"{copied}, and change what is to be different"


def _commands(subject: Subject) -> Iterator[str]:
    where = subject.where
    folder = subject.project.directory
    if folder not in (where.page, where.root):
        base = where.root if folder.startswith(where.root.rstrip("/") + "/") else where.page
        yield f"cd {shlex.quote(relative(folder, base))}"
    yield from _made_before(subject)
    if subject.project.target.kind == SWARM:
        yield from _stack(subject)
    else:
        yield from _ups(subject)


def _made_before(subject: Subject) -> Iterator[str]:
    """The networks and volumes that others make."""
    driver = "--driver overlay " if subject.project.target.kind == SWARM else ""
    joined = {name for place in subject.topology.places.values() for name in place.networks}
    for network in subject.topology.networks.values():
        if network.external and network.id in joined:
            name = network.id if network.known else UNKNOWN
            yield f"docker network create {driver}{_name(name)}"
    mounted = {edge.target for edge in subject.graph.edges_of(MOUNTS)}
    for node in subject.graph.of_kind(VOLUME):
        if node.external and node.id in mounted:
            yield f"docker volume create {_name(node.title)}"


def _stack(subject: Subject) -> Iterator[str]:
    for kind, name in secrets.external(subject):
        yield f"docker {kind} create {_name(name)} FILE"
    files = " ".join(f"-c {shlex.quote(subject.shown(path))}" for path in subject.project.files)
    yield f"docker stack deploy {files} {subject.name or 'STACK'}"


def _ups(subject: Subject) -> Iterator[str]:
    start = command(subject)
    if any(not subject.project.profiles_of(node) for _, _, node in subject.project.services()):
        yield f"{start} up -d"
        return
    # Without a profile nothing would start.
    named = [subject.project.profiles_of(node) for _, _, node in subject.services()]
    for profile in dict.fromkeys(profile for profiles in named for profile in profiles):
        yield f"{start} --profile {_name(profile)} up -d"


def _after(subject: Subject) -> str:
    if subject.project.target.kind == SWARM:
        return f"See what runs with `docker stack services {subject.name or 'STACK'}`."
    start = command(subject)
    said = f"See how it is with {md.code(f'{start} ps')}, stop it with {md.code(f'{start} down')}."
    if any(node.name and not node.external for node in subject.graph.of_kind(VOLUME)):
        deletes = md.code(f"{start} down --volumes")
        said += f" Its volumes stay; {deletes} deletes them with their data."
    return said


def _name(name: str) -> str:
    """A name for a shell; of one that is not known the file's own words, in capitals."""
    return "NAME" if UNKNOWN in name or md.OPEN in name else shlex.quote(name)
