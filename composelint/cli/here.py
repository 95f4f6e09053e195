"""The project of the current directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..disk import Disk
from .options import request_of


def project_here(
    options: Any, here: str, environment: Mapping[str, str], disk: Disk
) -> tuple[str, ...]:
    """Its Compose files as Docker Compose chooses them; raises CannotLook where there are none."""
    return request_of(options, here, dict(environment), disk).files_here()
