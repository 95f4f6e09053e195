"""Containers without a program to run: CL814.

What the engine makes of the command and the entrypoint of the service and of the image, as seen
with Docker Engine 20.10: an entrypoint of the service leaves out the image's entrypoint and,
unless it is empty, the image's command; `entrypoint: [""]` is no entrypoint.
"""

from __future__ import annotations

from typing import Any

from ...finding import Report
from ..records import BUILD, IMAGE, PULL
from .outlook import Outlook


def none_to_run(outlook: Outlook, report: Report) -> None:
    """Report each service of which a container is made, and for which neither the file nor the
    image on the engine says what is to run. Of an image that is pulled or built first nobody
    knows."""
    comes = {m.name for m in outlook.moves if m.kind == IMAGE and m.action in (PULL, BUILD)}
    for name, service in outlook.services_made():
        image = outlook.desired.image_name(name)
        if service.get("command") or image in comes or "provider" in service:
            continue
        config = _config(outlook, image)
        if config is None or _has_program(service.get("entrypoint"), config):
            continue
        said = (key for key in ("entrypoint", "command", "image") if service.get(key) is not None)
        written = next(said, "")
        path = ("services", name, written) if written else ("services", name)
        variant = "entrypoint" if service.get("entrypoint") is not None else ""
        report(outlook.problem("no-command", variant, path, image=image, service=name))


def _config(outlook: Outlook, image: str) -> dict[str, Any] | None:
    """What an image says of its containers; None where that is not known."""
    found = outlook.state.image(outlook.image(image) or "") or {}
    config = found.get("Config")
    return config if isinstance(config, dict) else None


def _has_program(entrypoint: list[str] | None, config: dict[str, Any]) -> bool:
    """Whether the engine finds something to run for a service without a command of its own."""
    if entrypoint:
        return entrypoint != [""]
    return bool(config.get("Cmd") or (entrypoint is None and config.get("Entrypoint")))
