"""What is mounted into a container: volumes, tmpfs, secrets, configs.

Docker Compose asks for some mounts in the engine's older way (`Binds`, as texts) and for others
in the newer one (`Mounts`); both are kept as they were asked for.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any

from ...model.bad import BadValue
from ...model.grants import SECRETS_FOLDER
from ...model.mounts import PROPAGATIONS, SELINUX, parse_short
from ...node import Mapping, Scalar
from ...resolved.paths import path_of
from ..labels import VOLUME, labels, of_project
from .change import UNKNOWN, Change, paired
from .models import target_of
from .pair import Changes, Pair

#: The engine gives such a name to a volume that has none.
_ANONYMOUS = re.compile(r"[0-9a-f]{64}")
_SOCKET = "/var/run/docker.sock"

Mount = dict[str, Any]


def changes(pair: Pair) -> Changes:
    yield from _tmpfs(pair)
    before = _kept(pair)
    names = _keys(pair)
    for one in before.values():
        if one["type"] == "volume" and "source" in one:
            one["source"] = names.get(one["source"], one["source"])
    for kind in ("secrets", "configs"):
        yield from _grants(pair, kind, before)
    now = [_wanted(one) for one in pair.service.get("volumes") or ()]
    targets = {one["target"] for one in now}
    left = [one for target, one in before.items() if target in targets or _counts(pair, one)]
    if "use_api_socket" in pair.service:
        left = [one for one in left if one["target"] != _SOCKET]
    newer = {_clean(str(one.get("Target", ""))) for one in pair.host.get("Mounts") or ()}
    for change in paired(("volumes",), left, now, target_of, ordered=False):
        if len(change.path) == 1 and _is_config(change.before, newer):
            change = change._replace(path=("configs",), before=_config(pair, change.before))
        yield change


def _keys(pair: Pair) -> dict[str, str]:
    """What the file calls the volumes of the engine, or called them."""
    found = {}
    for one in of_project(pair.state.volumes, pair.desired.name):
        if VOLUME in labels(one):
            found[str(one.get("Name"))] = labels(one)[VOLUME]
    for key, volume in pair.desired.model.get("volumes", {}).items():
        found[str(volume.get("name"))] = key
    return found


def _kept(pair: Pair) -> dict[str, Mount]:
    """The mounts of a container by target."""
    found: dict[str, Mount] = {}
    for text in pair.host.get("Binds") or ():
        one = _bind(text)
        if one is not None:
            found[one["target"]] = one
    for mount in pair.host.get("Mounts") or ():
        one = _mount(mount)
        found[one["target"]] = one
    return found


def _bind(text: str) -> Mount | None:
    try:
        read = parse_short(text)
    except BadValue:
        return None
    one: Mount = {"type": read.type, "target": _clean(read.target or "")}
    if read.source and not _ANONYMOUS.fullmatch(read.source):
        one["source"] = read.source
    if read.read_only:
        one["read_only"] = True
    if read.type == "bind":
        for option in read.options:
            key = "propagation" if option in PROPAGATIONS else "selinux"
            if option in (*PROPAGATIONS, *SELINUX):
                one.setdefault("bind", {})[key] = option
    elif "nocopy" in read.options:
        one["volume"] = {"nocopy": True}
    return one


def _mount(mount: Mount) -> Mount:
    one: Mount = {"type": mount.get("Type"), "target": _clean(str(mount.get("Target", "")))}
    source = mount.get("Source")
    if source and not (one["type"] == "volume" and _ANONYMOUS.fullmatch(source)):
        one["source"] = source
    if mount.get("ReadOnly"):
        one["read_only"] = True
    bind, volume = mount.get("BindOptions") or {}, mount.get("VolumeOptions") or {}
    tmpfs, image = mount.get("TmpfsOptions") or {}, mount.get("ImageOptions") or {}
    options = {
        "bind": {
            "propagation": bind.get("Propagation"),
            "create_host_path": _made(mount),
            "recursive": _recursive(bind),
        },
        "volume": {"nocopy": volume.get("NoCopy") or None, "subpath": volume.get("Subpath")},
        "tmpfs": {"size": tmpfs.get("SizeBytes"), "mode": tmpfs.get("Mode")},
        "image": {"subpath": image.get("Subpath")},
    }
    return {**one, **_said(options)}


def _made(mount: Mount) -> bool | None:
    """False where a folder that is missing is not to be made; None for the usual, and where other
    options keep the engine from telling (seen with Docker Compose 5.6.1 on API 1.41)."""
    bind = mount.get("BindOptions")
    return False if bind == {} else None


def _recursive(bind: dict[str, Any]) -> str | None:
    if bind.get("NonRecursive"):
        return "disabled"
    if bind.get("ReadOnlyForceRecursive"):
        return "readonly"
    return "writable" if bind.get("ReadOnlyNonRecursive") else None


def _said(options: dict[str, dict[str, Any]]) -> Mount:
    said = {
        kind: {k: v for k, v in some.items() if v or v is False} for kind, some in options.items()
    }
    return {kind: some for kind, some in said.items() if some}


def _wanted(mount: Mount) -> Mount:
    """A mount of the service as the engine would keep it."""
    one: Mount = {"type": mount["type"], "target": _clean(str(mount["target"]))}
    source = mount.get("source")
    if source is not None:
        one["source"] = source
    if mount.get("read_only"):
        one["read_only"] = True
    bind, volume = mount.get("bind") or {}, mount.get("volume") or {}
    tmpfs, image = mount.get("tmpfs") or {}, mount.get("image") or {}
    recursive = bind.get("recursive")
    options = {
        "bind": {
            "propagation": bind.get("propagation"),
            "create_host_path": False if _wants_folder(bind) else None,
            "selinux": bind.get("selinux"),
            "recursive": None if recursive == "enabled" else recursive,
        },
        "volume": {"nocopy": volume.get("nocopy") or None, "subpath": volume.get("subpath")},
        "tmpfs": {"size": _number(tmpfs.get("size")), "mode": _mode(tmpfs.get("mode"))},
        "image": {"subpath": image.get("subpath")},
    }
    if mount["type"] != "bind":
        options.pop("bind")
    return {**one, **_said(options)}


def _wants_folder(bind: dict[str, Any]) -> bool:
    """Whether a bind alone says that its folder has to be there."""
    return bind.get("create_host_path") is False and not (set(bind) - {"create_host_path"})


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _mode(value: Any) -> int | None:
    if isinstance(value, str):
        return int(value, 8)
    return None if value is None else int(value)


def _clean(path: str) -> str:
    return posixpath.normpath(path) if path.startswith("/") else path


def _counts(pair: Pair, mount: Mount) -> bool:
    """Whether a mount that no volume of the service stands for was one of them: what the image
    brings is none."""
    if mount["type"] != "volume" or "source" in mount:
        return True
    brought = pair.of_image("Volumes")
    return brought is not UNKNOWN and mount["target"] not in (brought or {})


def _grants(pair: Pair, kind: str, before: dict[str, Mount]) -> Changes:
    """Secrets or configs that come from files; takes their mounts out of `before`.

    Which file it is, Docker Compose does not compare. Others are copied into the container, where
    the engine keeps nothing of them.
    """
    table = pair.desired.model.get(kind, {})
    volumes = {one.get("target") for one in pair.service.get("volumes") or ()}
    said = pair.service.get(kind) or []
    for index, grant in enumerate(said):
        target = grant_target(kind, grant)
        there = before.pop(target, None) if target not in volumes else None
        if there is None and "file" in table.get(grant.get("source"), {}) and target not in volumes:
            yield Change((kind, index), None, grant)
    if kind == "secrets":
        for target in [one for one in before if one.startswith(SECRETS_FOLDER)]:
            if target not in volumes:
                gone = before.pop(target)
                name = target.removeprefix(SECRETS_FOLDER)
                yield Change((kind,), {"source": name, "target": gone["target"]}, None)


def grant_target(kind: str, grant: dict[str, Any]) -> str:
    """Where a secret or config is in the container."""
    target = str(grant.get("target") or grant.get("source", ""))
    folder = SECRETS_FOLDER if kind == "secrets" else "/"
    return _clean(target if target.startswith("/") else folder + target)


def _is_config(mount: Any, newer: set[str]) -> bool:
    """Whether a mount that is gone can only have been a config: in the newer way (`newer` are the
    targets of these), read-only, and without a word on how to bind it."""
    return (
        isinstance(mount, dict)
        and mount.get("type") == "bind"
        and bool(mount.get("read_only"))
        and mount["target"] in newer
        and "bind" not in mount
    )


def _config(pair: Pair, mount: Mount) -> dict[str, Any]:
    """The grant that a mount was, by the name of the config that comes from its file."""
    for name, about in pair.desired.project.section("configs").items():
        node = about[1].get("file") if type(about[1]) is Mapping else None
        if type(node) is Scalar and path_of(node) == mount.get("source"):
            return {"source": name, "target": mount["target"]}
    return {"source": mount.get("source"), "target": mount["target"]}


def _tmpfs(pair: Pair) -> Changes:
    before = pair.host.get("Tmpfs") or {}
    now = {}
    for text in pair.service.get("tmpfs") or ():
        path, _, options = text.partition(":")
        now[path] = options
    if before != now:
        was = [f"{path}:{options}" if options else path for path, options in before.items()]
        yield Change(("tmpfs",), was or None, pair.service.get("tmpfs"))
