"""CL004 for env files and label files, and CL003 for those that cannot be read."""

from __future__ import annotations

import posixpath

from ..finding import WARNING, Problem, Report
from ..gitignore import ignored_by_git
from ..loading.dotenv import DotenvError, parse
from ..loading.environment import report_dotenv
from ..loading.paths import resolve
from ..model.grants import read_env_files
from ..node import UNKNOWN, Mapping, Node, Path, Scalar, Sequence
from ..project import Project
from ..source import UnreadableText, decode

#: What stands behind the name of a file that shows what another one is to hold.
_EXAMPLES = ("example", "sample", "template", "dist", "tmpl", "default", "defaults", "tpl")


def named_files(project: Project, report: Report) -> None:
    """The env files and label files of services that are on; see RULES "Two readings"."""
    for section in ("services", "jobs"):
        for name, (_, service) in project.section(section).items():
            if type(service) is not Mapping:
                continue
            if "env_file" not in service.entries and "label_file" not in service.entries:
                continue
            if not project.exact:
                _assumed(
                    project, (section, name), service, _with_profiles(project, service, report)
                )
            elif project.enabled(service):
                # Only where there are such files: a plain check does without the resolved model.
                from ..resolved.service import environment_of, label_file_values

                environment_of(name, service, project.environment, project.read, report)
                label_file_values(name, service, project.read, report)


def _with_profiles(project: Project, service: Mapping, report: Report) -> Report:
    """What is said of a service that only a profile brings in holds with that profile.

    Without it Docker Compose starts the project, so that it is no error.
    """
    profiles = project.profiles_of(service)
    if not profiles:
        return report
    return lambda problem: report(problem._replace(profiles=profiles, severity=WARNING))


def _assumed(project: Project, where: Path, service: Mapping, report: Report) -> None:
    """A file that git ignores, or of which an example lies beside it, is expected later."""
    env_files = service.get("env_file")
    if env_files is not None:
        for file in read_env_files(env_files):
            if file.path and file.required and file.format != "raw":
                _look(project, file.node, file.path, (*where, "env_file"), "env-file", report)
    label_files = service.get("label_file")
    items = label_files.items if type(label_files) is Sequence else [label_files]
    for item in items:
        if type(item) is Scalar and item.value and UNKNOWN not in item.text:
            _look(project, item, item.text, (*where, "label_file"), "label-file", report)


def _look(
    project: Project, node: Node, written: str, where: Path, variant: str, report: Report
) -> None:
    source = node.source
    path = resolve(source.directory, written, source.environment.get("HOME"))
    if path.startswith("~"):
        return
    try:
        data = project.read(path)
    except OSError as error:
        if not expected_later(project, path):
            fields = {"path": written, "reason": error.strerror or str(error)}
            report(Problem("missing-file", node.span, where, variant, fields, refused=True))
        return
    try:
        opened = decode(path, data)
        parse(opened.text, project.environment.get, assume=True)
    except UnreadableText:
        return
    except DotenvError as error:
        report_dotenv(opened, error, report)


def expected_later(project: Project, path: str) -> bool:
    """Whether a missing file will be there when the project is deployed: git ignores it, or an
    example of it lies beside."""
    return ignored_by_git(path, project.read) or example_beside(project, path)


def example_beside(project: Project, path: str) -> bool:
    """Whether a file that shows what another one is to hold lies beside it."""
    folder, name = posixpath.split(path)
    stem, dot, suffix = name.rpartition(".")
    for word in _EXAMPLES:
        candidates = [f"{name}.{word}", f"{word}.{name.lstrip('.')}", f"{name}-{word}"]
        if dot and stem:
            # prod.env → prod.example.env, prod.env → prod.example
            candidates += [f"{stem}.{word}.{suffix}", f"{stem}.{word}", f"{stem}-{word}.{suffix}"]
        if any(_is_file(project, f"{folder}/{candidate}") for candidate in candidates):
            return True
    return False


def _is_file(project: Project, path: str) -> bool:
    try:
        project.read(path)
    except OSError:
        return False
    return True
