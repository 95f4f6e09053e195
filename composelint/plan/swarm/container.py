"""The ContainerSpec of a service of a stack as the CLI sends it (seen with the Docker CLI 28.2.2).

The ids of secrets and configs are the engine's, and not in it.
"""

from __future__ import annotations

import re
from typing import Any

from ...model.bad import BadValue
from ...model.casts import label_map
from ...model.hosts import unbracket
from ...model.images import parse_image
from ...node import Mapping, Node, Scalar
from ...project import Project
from .environment import environment
from .grants import credentials, grants
from .mounts import mounts
from .namespace import NAMESPACE
from .nodes import child, clean, flag, nanoseconds, number, text, texts, words


def container(project: Project, stack: str, name: str, service: Mapping) -> dict[str, Any]:
    configs = grants(project, stack, "configs", child(service, "configs"))
    credential, needed = credentials(project, stack, child(service, "credential_spec"))
    spec = {
        "Image": tagged(text(child(service, "image"))),
        "Command": words(child(service, "entrypoint")),
        "Args": words(child(service, "command")),
        "Hosts": _hosts(child(service, "extra_hosts")),
        "DNSConfig": _dns(service),
        "Healthcheck": _healthcheck(child(service, "healthcheck")),
        "Env": environment(project, name),
        "Mounts": mounts(project, stack, child(service, "volumes")),
        "Secrets": grants(project, stack, "secrets", child(service, "secrets")),
        "Configs": sorted([*configs, *needed], key=lambda one: str(one["ConfigName"])),
        "Sysctls": _pairs(child(service, "sysctls")) or None,
        "Ulimits": _ulimits(child(service, "ulimits")),
        "OomScoreAdj": number(child(service, "oom_score_adj")),
        **_capabilities(service),
        **{word: text(child(service, key)) for key, word in _TEXTS.items()},
        **{word: flag(child(service, key)) for key, word in _FLAGS.items()},
    }
    spec = clean(spec)
    spec["Labels"] = {**_pairs(child(service, "labels")), NAMESPACE: stack}
    spec["Privileges"] = {"CredentialSpec": credential}
    # These two tell "not said" from false and 0.
    init, grace = child(service, "init"), nanoseconds(child(service, "stop_grace_period"))
    if init is not None:
        spec["Init"] = flag(init)
    if grace is not None:
        spec["StopGracePeriod"] = grace
    return spec


_TEXTS = {
    "hostname": "Hostname",
    "working_dir": "Dir",
    "user": "User",
    "stop_signal": "StopSignal",
    "isolation": "Isolation",
}
_FLAGS = {"tty": "TTY", "stdin_open": "OpenStdin", "read_only": "ReadOnly"}


def tagged(image: str) -> str:
    """An image as the CLI names it to the engine: without Docker Hub's own names, with a tag."""
    try:
        found = parse_image(image)
    except BadValue:
        return image
    if found is None:
        return image
    path = found.path
    if found.domain in ("", "docker.io", "index.docker.io"):
        name = path.removeprefix("library/")
    else:
        name = f"{found.domain}/{path}"
    if found.digest:
        tag = f":{found.tag}" if found.tag else ""
        return f"{name}{tag}@{found.digest}"
    return f"{name}:{found.tag or 'latest'}"


def _pairs(node: Node | None) -> dict[str, str]:
    return {} if node is None else label_map(node)


def _hosts(node: Node | None) -> list[str]:
    """`address name`: the first colon or equals sign of an entry parts the two."""
    if type(node) is Mapping:
        pairs = [
            f"{name}:{text(value)}"
            for name, value in node.items()
            if type(value) is Scalar and value.value is not None
        ]
        entries = sorted(pairs, key=str.encode)
    else:
        entries = texts(node)
    parted = [re.split("[:=]", entry, maxsplit=1) for entry in entries]
    return [f"{unbracket(parts[1])} {parts[0]}" for parts in parted if len(parts) == 2]


def _dns(service: Mapping) -> dict[str, Any] | None:
    found = clean(
        {
            "Nameservers": texts(child(service, "dns")),
            "Search": texts(child(service, "dns_search")),
        }
    )
    return found or None


def _healthcheck(node: Node | None) -> dict[str, Any] | None:
    if type(node) is not Mapping:
        return None
    if flag(child(node, "disable")):
        return {"Test": ["NONE"]}
    test = child(node, "test")
    found = {
        "Test": ["CMD-SHELL", text(test)] if type(test) is Scalar else texts(test),
        "Retries": number(child(node, "retries")),
    }
    for key, word in _SPANS.items():
        found[word] = nanoseconds(child(node, key))
    return clean(found)


_SPANS = {
    "timeout": "Timeout",
    "interval": "Interval",
    "start_period": "StartPeriod",
    "start_interval": "StartInterval",
}


def _capabilities(service: Mapping) -> dict[str, list[str]]:
    """In the engine's names; ALL stands for all others, and adding wins over dropping."""
    added, dropped = (
        {_capability(name) for name in texts(child(service, key))}
        for key in ("cap_add", "cap_drop")
    )
    added = {"ALL"} if "ALL" in added else added
    dropped = {"ALL"} if "ALL" in dropped else dropped
    return {"CapabilityAdd": sorted(added), "CapabilityDrop": sorted(dropped - added)}


def _capability(name: str) -> str:
    upper = name.strip().upper()
    known = upper in ("ALL", "RESET") or upper.startswith("CAP_")
    return upper if known else f"CAP_{upper}"


def _ulimits(node: Node | None) -> list[dict[str, Any]]:
    if type(node) is not Mapping:
        return []
    found = []
    for name, limit in sorted(node.items()):
        own = type(limit) is Mapping
        soft = number(child(limit, "soft") if own else limit) or 0
        hard = number(child(limit, "hard") if own else limit) or 0
        found.append({"Name": name, "Soft": soft, "Hard": hard})
    return found
