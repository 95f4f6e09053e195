"""Images: `docker pull` where the file asks for one, `docker build` where it has a build.

What is only missing, `docker create` and `docker run` pull themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..plan.desired import Desired
from .build import build
from .container import Container
from .records import Note, Part, Step


def images(desired: Desired, directory: str, notes: dict[Note, None]) -> Iterator[Step]:
    done: set[str] = set()
    for name, service in desired.services.items():
        image = desired.image_name(name)
        if image in done or "provider" in service or not desired.scale(name):
            continue
        if "build" in service:
            done.add(image)
            yield from build(Container(desired, directory, name, 1, notes), image)
        elif service.get("pull_policy") == "always":
            done.add(image)
            words = (("docker", "pull"), *_platform(service.get("platform")), (image,))
            yield Step("pull", image, name, words)


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
