"""What a service gets beyond what it says: env files, label files, implicit dependencies."""

from __future__ import annotations

from typing import Any

from ..finding import Problem, Report
from ..loading.dotenv import DotenvError, parse, parse_raw
from ..loading.environment import report_dotenv
from ..loading.merge import EXTENDS, Way, merge
from ..loading.paths import resolve
from ..loading.unique import enforce_unique_service
from ..model.casts import variable_map
from ..model.grants import EnvFile, canonical_grant, canonical_secret, read_env_files
from ..node import Mapping, Node, Path, Scalar, Sequence
from ..project import Read
from ..source import Source, UnreadableText, decode
from .container import CONTAINER, INHERITED
from .paths import path, path_of
from .values import fields, flag, is_null, sequence_of, text


def resolved_service(
    name: str,
    service: Mapping,
    environment: dict[str, str],
    directory: str,
    read: Read,
    report: Report,
) -> dict[str, Any]:
    """A service in canonical form, with its environment and labels complete.

    `directory` is the project's.
    """
    shown = fields(service, CONTAINER)
    shown.setdefault("command", None)
    shown.setdefault("entrypoint", None)
    if "build" in shown:
        # Not the folder of an extended file.
        shown["build"].setdefault("context", directory)
    variables = environment_of(name, service, environment, read, report)
    if variables:
        shown["environment"] = variables
    extends = service.get("extends")
    if extends is not None:
        # It names a service that says nothing: Docker Compose leaves it standing.
        shown["extends"] = _extends(extends)
    labels = label_file_values(name, service, read, report)
    if labels:
        shown["labels"] = {**labels, **shown.get("labels", {})}
    _networks(shown)
    _dependencies(shown)
    if "deploy" in shown and "scale" in shown:
        shown["deploy"].setdefault("replicas", shown["scale"])
    hooks = service.get("pre_start")
    if type(hooks) is Sequence and hooks.items:
        shown["pre_start"] = [
            _hook(name, service, hook, environment) for hook in hooks.items if not is_null(hook)
        ]
    return shown


def _hook(name: str, service: Mapping, hook: Node, environment: dict[str, str]) -> dict[str, Any]:
    """A pre_start hook: a container of its own, like that of its service but for what it says."""
    inherited = {key: entry for key, entry in service.entries.items() if key in INHERITED}
    base = Mapping(service.source, service.start, service.end, "", inherited)
    secrets, gpus = _hook_secrets(service, hook), _hook_gpus(service, hook)
    merged = base
    if type(hook) is Mapping:
        merged = merge(base, hook, Way(EXTENDS, None, _ignore), ("services", name))
        enforce_unique_service(merged)
    shown = fields(merged, CONTAINER)
    shown.setdefault("command", None)
    shown.setdefault("entrypoint", None)
    own = merged.get("environment")
    if own is not None and variable_map(own):
        shown["environment"] = {
            key: _inherited(own, key, environment) if value is None else value
            for key, value in variable_map(own).items()
        }
    env_files = merged.get("env_file")
    if env_files is not None:
        shown["env_file"] = [_env_file(file) for file in read_env_files(env_files)]
    per_replica = merged.get("per_replica")
    if per_replica is not None and flag(per_replica) is True:
        shown["per_replica"] = True
    if not any(name in service for name in ("provider", "network_mode")):
        _hook_networks(shown, service)
    if secrets:
        shown["secrets"] = secrets
    if gpus:
        shown["gpus"] = gpus
    return shown


def _hook_networks(shown: dict[str, Any], service: Mapping) -> None:
    """A service on the default network for want of another brings it along to its hooks, even
    into one that has networks, or a network_mode, of its own."""
    if not fields(service, {"networks": CONTAINER["networks"]}):
        shown["networks"] = {"default": None, **shown.get("networks", {})}


def _hook_secrets(service: Mapping, hook: Node) -> list[Any]:
    """Those of the service, then the hook's: none takes another's place, and a target that the
    hook does not name stays unsaid."""
    inherited = fields(service, {"secrets": sequence_of(canonical_secret)}).get("secrets", [])
    own = fields(hook, {"secrets": sequence_of(canonical_grant)}).get("secrets", [])
    return [*inherited, *own]


def _hook_gpus(service: Mapping, hook: Node) -> list[Any]:
    """Those of the service, then what the hook asks for beyond; `all` is one of them."""
    kinds = {"gpus": CONTAINER["gpus"]}
    inherited = fields(service, kinds).get("gpus", [])
    own = fields(hook, kinds).get("gpus", [])
    return [*inherited, *(one for one in own if one not in inherited)]


def _env_file(file: EnvFile) -> dict[str, Any]:
    source = file.node.source
    shown: dict[str, Any] = {
        "path": resolve(source.directory, file.path or "", source.environment.get("HOME"))
    }
    if not file.required:
        shown["required"] = False
    if file.format:
        shown["format"] = file.format
    return shown


def _ignore(problem: Problem) -> None:
    """What is wrong with the hook is told where the service is judged."""


def _extends(node: Node) -> dict[str, str]:
    return fields(node, {"file": path, "service": text}) or {"service": getattr(node, "text", "")}


def environment_of(
    name: str, service: Mapping, environment: dict[str, str], read: Read, report: Report
) -> dict[str, str | None]:
    """The variables of the container: its env files', under its `environment`.

    A variable without a value takes that of the project's environment, and is None without one.
    """
    written: dict[str, str | None] = {}
    own = service.get("environment")
    if own is not None and not is_null(own):
        for key, value in variable_map(own).items():
            written[key] = _inherited(own, key, environment) if value is None else value
    node = service.get("env_file")
    if node is None or is_null(node):
        return written
    known = {key: value for key, value in written.items() if value is not None}
    return {**_env_files(name, node, {**known, **environment}, read, report), **written}


def _inherited(own: Node, key: str, environment: dict[str, str]) -> str | None:
    """A list in an included file takes what that file is read with; a mapping does not."""
    found = own.source.environment.get(key) if type(own) is Sequence else None
    return environment.get(key) if found is None else found


def _env_files(
    name: str, node: Node, environment: dict[str, str], read: Read, report: Report
) -> dict[str, str | None]:
    variables: dict[str, str | None] = {}

    def lookup(key: str) -> str | None:
        found = environment.get(key)
        return variables.get(key) if found is None else found

    for file in read_env_files(node):
        where: Path = ("services", name, "env_file")
        opened = _open(file, read, report, where)
        if opened is None:
            continue
        try:
            if file.format == "raw":
                variables.update(parse_raw(opened.text, lookup))
            else:
                earlier = {key: value for key, value in variables.items() if value is not None}
                variables.update(parse(opened.text, environment.get, earlier=earlier))
        except DotenvError as error:
            report_dotenv(opened, error, report)
    return variables


def _open(file: EnvFile, read: Read, report: Report, where: Path) -> Source | None:
    node = file.node
    if not file.path:
        return None
    source = node.source
    path = resolve(source.directory, file.path, source.environment.get("HOME"))
    try:
        data = read(path)
    except OSError as error:
        if file.required:
            fields_ = {"path": file.path, "reason": error.strerror or str(error)}
            problem = Problem("missing-file", node.span, where, "env-file", fields_, refused=True)
            report(problem)
        return None
    try:
        return decode(path, data)
    except UnreadableText:
        # The dialect reads what is no UTF-8 byte for byte; Go replaces it when it prints.
        return Source(path, data.decode("utf-8", "replace"))


def label_file_values(name: str, service: Mapping, read: Read, report: Report) -> dict[str, str]:
    """The labels of label files, a later file over an earlier one."""
    node = service.get("label_file")
    if node is None or is_null(node):
        return {}
    labels: dict[str, str] = {}
    items = node.items if type(node) is Sequence else [node]
    for item in items:
        if type(item) is not Scalar:
            continue
        try:
            opened = decode(path_of(item), read(path_of(item)))
            labels.update(parse(opened.text, _nothing))
        except OSError as error:
            reason = {"path": item.text, "reason": error.strerror or str(error)}
            where: Path = ("services", name, "label_file")
            problem = Problem("missing-file", item.span, where, "label-file", reason, refused=True)
            report(problem)
        except UnreadableText:
            continue
        except DotenvError as error:
            report_dotenv(opened, error, report)
    return labels


def _nothing(key: str) -> None:
    """A lookup in which nothing is set."""


def _networks(shown: dict[str, Any]) -> None:
    """A service that names no network is on the default one."""
    if not ("provider" in shown or "network_mode" in shown or "networks" in shown):
        shown["networks"] = {"default": None}


def _dependencies(shown: dict[str, Any]) -> None:
    """links, volumes_from and the `service:` modes are dependencies too."""
    dependencies: dict[str, Any] = dict(shown.get("depends_on", {}))
    for link in shown.get("links", ()):
        parts = link.split(":")
        _depend(dependencies, parts[0] if len(parts) == 2 else link, restart=True)
    for mode in ("network_mode", "ipc", "pid", "uts", "cgroup"):
        value = shown.get(mode, "")
        if value.startswith("service:"):
            _depend(dependencies, value.removeprefix("service:"), restart=True)
    for source in shown.get("volumes_from", ()):
        if not source.startswith("container:"):
            _depend(dependencies, source.split(":")[0], restart=False)
    if dependencies:
        shown["depends_on"] = dependencies


def _depend(dependencies: dict[str, Any], name: str, *, restart: bool) -> None:
    if name not in dependencies:
        condition: dict[str, Any] = {"condition": "service_started", "required": True}
        if restart:
            condition["restart"] = True
        dependencies[name] = condition
