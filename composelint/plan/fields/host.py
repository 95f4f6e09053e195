"""What a container may do and whose it is: rights, modes, restarts, logs."""

from __future__ import annotations

from typing import Any

from .change import UNKNOWN, Change, differing, entries, members
from .pair import Changes, Pair

#: What the engine does where nobody says otherwise (dockerd's own defaults).
_RUNTIMES = ("runc", "io.containerd.runc.v2", "")
_IPC = "private"
_CGROUPS = ("host", "private", "")


def changes(pair: Pair) -> Changes:
    yield from restart(pair)
    yield from _logging(pair)
    for field, key in (("cap_add", "CapAdd"), ("cap_drop", "CapDrop")):
        before = [_capability(one) for one in pair.host.get(key) or ()]
        now = [_capability(one) for one in pair.service.get(field) or ()]
        yield from members((field,), before, now, ordered=False)
    yield from _security(pair)
    for field, key in (("sysctls", "Sysctls"), ("storage_opt", "StorageOpt")):
        before_map = pair.host.get(key) or {}
        yield from entries((field,), before_map, _texts(pair.service.get(field)))
    if "Annotations" in pair.host or pair.service.get("annotations") is None:
        notes = _own_annotations(pair.host.get("Annotations"))
        yield from entries(("annotations",), notes, pair.service.get("annotations") or {})
    yield from pair.sharing("ipc", "IpcMode", _IPC)
    yield from pair.sharing("pid", "PidMode")
    yield from _cgroup(pair)
    yield from _runtime(pair)
    yield from _volumes_from(pair)


def _texts(said: dict[str, Any] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (said or {}).items()}


def _own_annotations(kept: dict[str, str] | None) -> dict[str, str]:
    return dict(kept or {})


_CONDITIONS = {"none": "no", "any": "always", "": "no"}


def restart(pair: Pair) -> Changes:
    kept = pair.host.get("RestartPolicy") or {}
    before = _CONDITIONS.get(kept.get("Name") or "", kept.get("Name"))
    tries = kept.get("MaximumRetryCount") or 0
    policy = pair.deployed("restart_policy")
    if policy is not None:
        now = str(policy.get("condition") or "")
        now = _CONDITIONS.get(now, now)
        path = ("deploy", "restart_policy")
        wanted = int(policy.get("max_attempts") or 0)
        for change in differing((*path, "condition"), before, now):
            was = None if before == "no" else before
            yield change._replace(before=was, now=policy.get("condition"))
        for change in differing((*path, "max_attempts"), tries, wanted):
            yield change._replace(before=tries or None, now=wanted or None)
        return
    said = pair.service.get("restart")
    name, _, count = str(said or "no").partition(":")
    now = _CONDITIONS.get(name, name)
    if (before, tries) != (now, int(count) if count.isdecimal() else 0):
        was = f"{before}:{tries}" if tries else before
        yield Change(("restart",), None if was == "no" else was, said)


def _logging(pair: Pair) -> Changes:
    """The driver that the engine takes by itself is its own business, with its options."""
    kept = pair.host.get("LogConfig") or {}
    said = pair.service.get("logging")
    before = kept.get("Type")
    usual = (pair.state.engine or {}).get("log_driver") or "json-file"
    if said is None:
        if before not in (usual, "json-file"):
            yield Change(("logging",), {"driver": before}, None)
        elif before == "json-file" and usual == "json-file" and kept.get("Config"):
            yield Change(("logging",), {"driver": before, "options": kept["Config"]}, None)
        return
    now = said.get("driver")
    if (now or usual) != before:
        yield Change(("logging", "driver"), before, now)
    options = said.get("options") or {}
    if now is not None or options:
        yield from entries(("logging", "options"), kept.get("Config") or {}, _texts(options))


def _capability(name: str) -> str:
    return name.upper().removeprefix("CAP_")


def _security(pair: Pair) -> Changes:
    """The engine takes labels off where the host's processes are seen; what a seccomp profile
    says is kept instead of its path."""
    said = pair.service.get("security_opt") or []
    shown = [_option(one) for one in said if one != "systempaths=unconfined"]
    before = [_option(one) for one in pair.host.get("SecurityOpt") or ()]
    if _option("label=disable") not in shown:
        before = [one for one in before if one != "label=disable"]
    yield from members(("security_opt",), before, shown, ordered=False)
    unconfined = pair.host.get("MaskedPaths") == [] and pair.host.get("ReadonlyPaths") == []
    asked = "systempaths=unconfined" in said
    if "MaskedPaths" in pair.host and unconfined != asked and not pair.host.get("Privileged"):
        now = said or None
        was = [*before, "systempaths=unconfined"] if unconfined else before
        if before == shown:
            yield Change(("security_opt",), was or None, now)


def _option(text: str) -> str:
    name, separator, value = text.partition("=")
    if not separator:
        name, separator, value = text.partition(":")
    if name == "seccomp" and value not in ("unconfined", "builtin"):
        return "seccomp=…"
    if name == "no-new-privileges":
        return "no-new-privileges" if value in ("", "true") else f"no-new-privileges={value}"
    return f"{name}={value}" if separator else name


def _cgroup(pair: Pair) -> Changes:
    """Which of the two is the engine's own choice depends on the kernel of its host."""
    if "CgroupnsMode" not in pair.host:
        return
    said, before = pair.service.get("cgroup"), pair.host["CgroupnsMode"] or ""
    if said is None:
        usual = (pair.state.engine or {}).get("cgroup_version")
        own = {"1": "host", "2": "private"}.get(str(usual))
        asked = own is not None and before in _CGROUPS and before not in (own, "")
        # Where all rights are given, the engine takes the host's.
        if asked and not (pair.host.get("Privileged") and before == "host"):
            yield Change(("cgroup",), before, None)
    else:
        yield from differing(("cgroup",), before, said)


def _runtime(pair: Pair) -> Changes:
    said, before = pair.service.get("runtime"), pair.host.get("Runtime") or ""
    usual = (pair.state.engine or {}).get("default_runtime")
    own = (usual, "") if usual else _RUNTIMES
    if said is None:
        if before not in own:
            yield Change(("runtime",), before, None)
    elif said != before and not (said in _RUNTIMES and before in _RUNTIMES):
        yield Change(("runtime",), None if before in own else before, said)


def _volumes_from(pair: Pair) -> Changes:
    before: list[Any] = []
    for text in pair.host.get("VolumesFrom") or ():
        # Whether only to read is no part of what Docker Compose compares (seen with 5.6.1).
        id_ = text.partition(":")[0]
        known: Any = pair.shared(f"container:{id_}")
        if known is UNKNOWN:
            return
        kind, _, name = str(known).partition(":")
        before.append(name if kind == "service" else f"container:{name}")
    now = [_mounted_from(text) for text in pair.service.get("volumes_from") or ()]
    yield from members(("volumes_from",), before, now, ordered=False)


def _mounted_from(text: str) -> str:
    kind, colon, name = text.partition(":")
    return f"{kind}:{name.partition(':')[0]}" if colon and kind == "container" else kind
