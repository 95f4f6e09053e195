"""`docker build`, as its plugin buildx has it; Docker Compose builds by that too."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from ..loading.paths import is_remote
from .container import Container
from .options.limits import TABLE as LIMITS
from .options.plain import bytes_of
from .quoting import command, csv
from .records import Part, Step

_END = "DOCKERFILE"

#: Before the name of a service whose image is a context of the build.
SERVICE = "service:"

#: Lists of the build, an option for each entry.
_LISTS = {
    "cache_from": "--cache-from",
    "cache_to": "--cache-to",
    "entitlements": "--allow",
    "no_cache_filter": "--no-cache-filter",
    "ssh": "--ssh",
    "tags": "--tag",
}
#: Texts of the build.
_TEXTS = {"network": "--network", "target": "--target"}
_ATTESTATIONS = {"provenance": "--provenance", "sbom": "--sbom"}
_FLAGS = {"no_cache": "--no-cache", "pull": "--pull"}

#: What the builder of old does not have.
_BUILDKIT = (
    *("additional_contexts", "cache_to", "entitlements", "no_cache_filter", "platforms"),
    *("provenance", "sbom", "secrets", "ssh"),
)

_NOT_COVERED = {
    "isolation": "only for containers of Windows",
    "privileged": "docker build runs nothing with more rights",
}


def build(container: Container, image: str) -> Iterator[Step]:
    """The build of a service's image."""
    shown: dict[str, Any] = container.service["build"]
    for key, reason in _NOT_COVERED.items():
        if shown.get(key):
            container.not_covered(f"build.{key}", reason)
    for key in _BUILDKIT:
        if shown.get(key):
            container.needs(f"build.{key}", "BuildKit: docker with its plugin buildx")
    parts = (("docker", "build"), ("--tag", image), *_options(shown, container))
    inline = shown.get("dockerfile_inline")
    parts = (*parts, *_file(shown), (shown["context"],))
    if inline is None:
        yield Step("build", image, container.name, parts)
        return
    end = _END
    while end in inline.split("\n"):
        end += "_"
    text = inline if inline.endswith("\n") else inline + "\n"
    shell = f"{command(parts)} <<'{end}'\n{text}{end}"
    yield Step("build", image, container.name, parts, shell)


def _file(shown: dict[str, Any]) -> Iterator[Part]:
    """The Dockerfile: in the context, unless the text is given on standard input."""
    file = shown.get("dockerfile", "Dockerfile")
    if "dockerfile_inline" in shown:
        yield ("--file", "-")
    elif file != "Dockerfile":
        inside = is_remote(shown["context"]) or is_remote(file)
        yield ("--file", file if inside else posixpath.join(shown["context"], file))


def _options(shown: dict[str, Any], container: Container) -> Iterator[Part]:
    platforms = shown.get("platforms") or ()
    platform = container.service.get("platform")
    if platform or platforms:
        yield ("--platform", platform or ",".join(platforms))
    yield from ((flag,) for key, flag in _FLAGS.items() if shown.get(key))
    yield from ((option, shown[key]) for key, option in _TEXTS.items() if shown.get(key))
    for key, option in _ATTESTATIONS.items():
        if shown.get(key):
            yield (f"{option}={shown[key]}",)
    yield from container.pairs("--build-arg", "build.args", shown.get("args") or {})
    yield from container.pairs("--label", "build.labels", shown.get("labels") or {})
    for key, option in _LISTS.items():
        yield from ((option, _listed(key, one)) for one in shown.get(key) or ())
    for entry in shown.get("extra_hosts") or ():
        name, _, address = entry.partition("=")
        yield ("--add-host", f"{name}:{address}")
    if int(shown.get("shm_size") or 0):
        yield ("--shm-size", bytes_of(int(shown["shm_size"])))
    yield from LIMITS["ulimits"](shown.get("ulimits") or {}, container)
    yield from _contexts(shown.get("additional_contexts") or {}, container)
    yield from _secrets(shown.get("secrets") or (), container)


def _listed(key: str, entry: str) -> str:
    return entry if key != "entitlements" else csv(entry)


def _contexts(contexts: dict[str, str], container: Container) -> Iterator[Part]:
    for name, context in contexts.items():
        if context.startswith(SERVICE):
            other = context.removeprefix(SERVICE)
            if other not in container.desired.services:
                field = f"build.additional_contexts.{name}"
                container.not_covered(field, f"{other} is not among the services asked for")
                continue
            context = f"docker-image://{container.desired.image_name(other)}"
        yield ("--build-context", f"{name}={context}")


def _secrets(grants: Any, container: Container) -> Iterator[Part]:
    for grant in grants:
        source = container.desired.model.get("secrets", {}).get(grant["source"], {})
        named = f"id={grant.get('target') or grant['source']}"
        if source.get("environment"):
            yield ("--secret", csv(named, f"env={source['environment']}"))
        elif source.get("file"):
            yield ("--secret", csv(named, f"src={source['file']}"))
        else:
            container.not_covered(f"build.secrets.{grant['source']}", "it is no file or variable")
