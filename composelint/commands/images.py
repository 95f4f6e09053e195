"""Images: `docker pull` where the file asks for one, `docker build` where it has a build.

What is only missing, `docker create` and `docker run` pull themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..plan.desired import Desired
from .build import SERVICE, build
from .container import Container
from .records import Note, Part, Step


def images(desired: Desired, directory: str, notes: dict[Note, None]) -> Iterator[Step]:
    done: set[str] = set()
    for name in _in_order(desired):
        service, image = desired.services[name], desired.image_name(name)
        if image in done or "provider" in service:
            continue
        if "build" in service:
            done.add(image)
            yield from build(Container(desired, directory, name, 1, notes), image)
        elif service.get("pull_policy") == "always" and desired.scale(name):
            done.add(image)
            words = (("docker", "pull"), *_platform(service.get("platform")), (image,))
            yield Step("pull", image, name, words)


def _in_order(desired: Desired) -> list[str]:
    """The services with images, each after those whose images its build starts from."""
    ordered: dict[str, None] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        service = desired.services.get(name)
        if service is None or name in ordered or name in above:
            return
        contexts = service.get("build", {}).get("additional_contexts", {}).values()
        for context in contexts:
            if context.startswith(SERVICE):
                visit(context.removeprefix(SERVICE), (*above, name))
        ordered[name] = None

    needed = {
        context.removeprefix(SERVICE)
        for service in desired.services.values()
        for context in service.get("build", {}).get("additional_contexts", {}).values()
        if context.startswith(SERVICE)
    }
    for name in desired.services:
        if desired.scale(name) or name in needed:
            visit(name, ())
    return list(ordered)


def options(container: Container) -> Iterator[Part]:
    """The options of the container that are about its image."""
    service = container.service
    yield from _platform(service.get("platform"))
    policy = service.get("pull_policy") or ""
    if policy == "never":
        yield ("--pull", "never")
    elif policy in ("daily", "weekly") or policy.startswith("every_"):
        container.not_covered("pull_policy", f"{policy}: docker pulls what is missing only")


def _platform(platform: str | None) -> Iterator[Part]:
    if platform:
        yield ("--platform", platform)
