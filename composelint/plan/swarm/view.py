"""A service of a swarm in the words of the Compose file, so that a difference can be told.

It is for telling only: whether anything differs is decided on the service itself (`stored`).
"""

from __future__ import annotations

from typing import Any

from ...model.durations import show_duration
from .namespace import IMAGE, NAMESPACE

Spec = dict[str, Any]

_NANO = 1_000_000_000


def view(spec: Spec, stack: str) -> dict[str, Any]:
    """A comparable spec as a canonical service of a Compose file, as far as there are words."""
    task = spec.get("TaskTemplate", {})
    shown = {
        **_container(task.get("ContainerSpec", {}), stack),
        "networks": {
            str(one["Target"]): {
                "aliases": one.get("Aliases"),
                "driver_opts": one.get("DriverOpts"),
            }
            for one in task.get("Networks", ())
        },
        "ports": [_port(one) for one in spec.get("EndpointSpec", {}).get("Ports", ())],
        "logging": _renamed(task.get("LogDriver"), {"Name": "driver", "Options": "options"}),
        "deploy": _deploy(spec, task),
    }
    return {key: _without_empty(value) for key, value in shown.items() if value not in (None, [])}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(one) for key, one in value.items() if one not in (None, [], {})}
    return value


def _container(spec: Spec, stack: str) -> dict[str, Any]:
    dns, check = spec.get("DNSConfig", {}), spec.get("Healthcheck")
    return {
        **{key: spec.get(word) for key, word in _PLAIN.items()},
        "environment": _variables(spec.get("Env", ())),
        "labels": own_labels(spec),
        "dns": dns.get("Nameservers"),
        "dns_search": dns.get("Search"),
        "healthcheck": _spans(check, _HEALTH) if check else None,
        "stop_grace_period": _span(spec.get("StopGracePeriod")),
        "ulimits": {
            one["Name"]: {"soft": one.get("Soft", 0), "hard": one.get("Hard", 0)}
            for one in spec.get("Ulimits", ())
        },
        "volumes": [_mount(one, stack) for one in spec.get("Mounts", ())],
        "secrets": [_grant(one, "Secret", stack) for one in spec.get("Secrets", ())],
        "configs": [_grant(one, "Config", stack) for one in spec.get("Configs", ())],
        "credential_spec": _lowered(spec.get("Privileges", {}).get("CredentialSpec")),
    }


_PLAIN = {
    "image": "Image",
    "entrypoint": "Command",
    "command": "Args",
    "hostname": "Hostname",
    "extra_hosts": "Hosts",
    "working_dir": "Dir",
    "user": "User",
    "stop_signal": "StopSignal",
    "tty": "TTY",
    "stdin_open": "OpenStdin",
    "read_only": "ReadOnly",
    "isolation": "Isolation",
    "init": "Init",
    "sysctls": "Sysctls",
    "cap_add": "CapabilityAdd",
    "cap_drop": "CapabilityDrop",
    "oom_score_adj": "OomScoreAdj",
}
_HEALTH = {
    "Test": "test",
    "Interval": "interval",
    "Timeout": "timeout",
    "Retries": "retries",
    "StartPeriod": "start_period",
    "StartInterval": "start_interval",
}
_UPDATE = {
    "Parallelism": "parallelism",
    "Delay": "delay",
    "FailureAction": "failure_action",
    "Monitor": "monitor",
    "MaxFailureRatio": "max_failure_ratio",
    "Order": "order",
}
_RESTART = {
    "Condition": "condition",
    "Delay": "delay",
    "MaxAttempts": "max_attempts",
    "Window": "window",
}
_IN_TIME = frozenset(("Delay", "Interval", "Monitor", "StartInterval", "StartPeriod"))
_IN_TIME |= {"Timeout", "Window"}


def own_labels(spec: Spec) -> dict[str, str]:
    """The labels without those that the CLI puts on."""
    labels = spec.get("Labels") or {}
    return {key: value for key, value in labels.items() if key not in (NAMESPACE, IMAGE)}


def _variables(entries: Any) -> dict[str, str | None]:
    parted = [str(entry).partition("=") for entry in entries]
    return {name: value if equals else None for name, equals, value in parted}


def _span(amount: Any) -> str | None:
    return show_duration(amount) if type(amount) is int else None


def _spans(spec: Spec | None, names: dict[str, str]) -> dict[str, Any] | None:
    if spec is None:
        return None
    return {
        name: _span(spec.get(word)) if word in _IN_TIME else spec.get(word)
        for word, name in names.items()
    }


def _renamed(spec: Spec | None, names: dict[str, str]) -> dict[str, Any] | None:
    return None if spec is None else {name: spec.get(word) for word, name in names.items()}


def _lowered(spec: Spec | None) -> dict[str, Any] | None:
    return None if not spec else {key.lower(): value for key, value in spec.items()}


def _mount(mount: Spec, stack: str) -> dict[str, Any]:
    source = str(mount.get("Source", ""))
    volume = mount.get("Type") == "volume"
    shown: dict[str, Any] = {
        "type": mount.get("Type"),
        "source": source.removeprefix(f"{stack}_") if volume else source,
        "target": mount.get("Target"),
        "read_only": mount.get("ReadOnly"),
        "bind": _lowered(mount.get("BindOptions")),
        "volume": _lowered(mount.get("VolumeOptions")) if volume else None,
        "tmpfs": _lowered(mount.get("TmpfsOptions")),
    }
    if shown["volume"]:
        shown["volume"]["labels"] = own_labels(mount["VolumeOptions"])
    return {key: one for key, value in shown.items() if (one := _without_empty(value))}


def _grant(grant: Spec, word: str, stack: str) -> dict[str, Any]:
    file = grant.get("File", {})
    shown = {
        "source": str(grant.get(f"{word}Name", "")).removeprefix(f"{stack}_"),
        "target": file.get("Name"),
        "uid": file.get("UID"),
        "gid": file.get("GID"),
        "mode": f"0{file['Mode']:o}" if "Mode" in file else None,
        "id": grant.get(f"{word}ID"),
    }
    return {key: value for key, value in shown.items() if value is not None}


def _port(port: Spec) -> dict[str, Any]:
    published = port.get("PublishedPort")
    shown = {
        "target": port.get("TargetPort"),
        "published": None if published is None else str(published),
        "protocol": port.get("Protocol"),
        "mode": port.get("PublishMode"),
    }
    return {key: value for key, value in shown.items() if value is not None}


def _deploy(spec: Spec, task: Spec) -> dict[str, Any]:
    placement = task.get("Placement", {})
    word, counts = mode(spec)
    return {
        "mode": word,
        "replicas": counts,
        "labels": own_labels(spec),
        "endpoint_mode": spec.get("EndpointSpec", {}).get("Mode"),
        "resources": {
            key.lower(): _amounts(value) for key, value in task.get("Resources", {}).items()
        },
        "restart_policy": _spans(task.get("RestartPolicy"), _RESTART),
        "placement": {
            "constraints": placement.get("Constraints"),
            "preferences": placement.get("Preferences"),
            "max_replicas_per_node": placement.get("MaxReplicas"),
        },
        "update_config": _spans(spec.get("UpdateConfig"), _UPDATE),
        "rollback_config": _spans(spec.get("RollbackConfig"), _UPDATE),
    }


#: The words of deploy.mode.
_MODES = {
    "Replicated": "replicated",
    "Global": "global",
    "ReplicatedJob": "replicated-job",
    "GlobalJob": "global-job",
}


def mode(spec: Spec) -> tuple[str, int | None]:
    """(deploy.mode, how many tasks it asks for; None where the nodes decide)."""
    for word, own in spec.get("Mode", {}).items():
        if word in _MODES:
            counts = own if isinstance(own, dict) else {}
            return _MODES[word], counts.get("Replicas", counts.get("TotalCompletions"))
    return "replicated", 1


def _amounts(spec: Spec) -> dict[str, Any]:
    cpus = spec.get("NanoCPUs")
    return {
        "cpus": None if cpus is None else cpus / _NANO,
        "memory": spec.get("MemoryBytes"),
        "pids": spec.get("Pids"),
        "generic_resources": spec.get("GenericResources"),
    }
