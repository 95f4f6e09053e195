"""Images that are not there and that nothing brings: CL802."""

from __future__ import annotations

from ...finding import Report
from ..records import BUILD, IMAGE, PULL
from .outlook import Outlook


def absent(outlook: Outlook, report: Report) -> None:
    """Report each service of which a container is made from an image that the engine lacks, and
    that is neither pulled nor built. Whether a registry has it nobody knows here."""
    comes = {m.name for m in outlook.moves if m.kind == IMAGE and m.action in (PULL, BUILD)}
    made = {name for name, _ in outlook.services_made()}
    for name, service in outlook.desired.services.items():
        image = outlook.desired.image_name(name)
        if image in comes or outlook.image(image) != "" or "provider" in service:
            continue
        if name not in made and not _is_remade(outlook, name):
            continue
        policy = outlook.desired.options.pull or service.get("pull_policy", "")
        if "build" in service and outlook.desired.options.no_build:
            variant, path = "no-build", ("services", name, "build")
        else:
            variant, path = "", ("services", name, "image")
        fields = {"image": image, "service": name, "policy": policy}
        report(outlook.problem("image-not-available", variant, path, **fields))


def _is_remade(outlook: Outlook, name: str) -> bool:
    """A container whose image's name is gone is made anew (seen with Docker Compose 5.6.1)."""
    return bool(outlook.staying(name)) and not outlook.desired.options.no_recreate
