"""What the image of a service that is built here will be, as far as its Dockerfile tells.

`image_of(project, service)` is the way in. Nothing is read, and no library imported, before it is
called for a service that has a `build`.
"""

from __future__ import annotations

from .files import dockerfile_of, image_of
from .records import Dockerfile, Healthcheck, Image, Port, Said, Stage

__all__ = [
    "Dockerfile",
    "Healthcheck",
    "Image",
    "Port",
    "Said",
    "Stage",
    "dockerfile_of",
    "image_of",
]
