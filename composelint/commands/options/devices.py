"""Devices of the host, and requests for graphics processors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...model.devices import ALL, is_cdi
from ..container import Container
from ..quoting import csv
from ..records import Part
from .plain import Make, each


def _devices(value: Any, container: Container) -> Iterator[Part]:
    for index, device in enumerate(value):
        source, target = device.get("source", ""), device.get("target", "")
        permissions = device.get("permissions", "")
        if source == target and is_cdi(source):
            container.needs(f"devices[{index}]", "Docker Engine 25 or newer (CDI)")
            yield ("--device", source)
            continue
        if not permissions:
            container.not_covered(
                f"devices[{index}]",
                "without permissions Docker Compose asks for none, and --device for rwm",
            )
            continue
        short = source if permissions == "rwm" and source == target else f"{source}:{target}"
        yield ("--device", short if permissions == "rwm" else f"{short}:{permissions}")


def _gpus(value: Any, container: Container) -> Iterator[Part]:
    for request in value:
        yield ("--gpus", _request(request))


def devices_of_deploy(value: Any, container: Container) -> Iterator[Part]:
    reserved = (value.get("resources") or {}).get("reservations") or {}
    for index, request in enumerate(reserved.get("devices") or ()):
        if "gpu" in request.get("capabilities", ()):
            yield ("--gpus", _request(request))
        else:
            container.not_covered(
                f"deploy.resources.reservations.devices[{index}]",
                "--gpus always asks for the capability gpu",
            )


def _request(request: dict[str, Any]) -> str:
    fields = []
    count, ids = request.get("count"), request.get("device_ids")
    if request.get("driver"):
        fields.append(f"driver={request['driver']}")
    if ids:
        fields.append("device=" + ",".join(ids))
    if count is not None:
        fields.append("count=all" if count == ALL else f"count={count}")
    others = [one for one in request.get("capabilities", ()) if one != "gpu"]
    if others:
        fields.append("capabilities=" + ",".join(others))
    if request.get("options"):
        fields.append("options=" + ",".join(f"{k}={v}" for k, v in request["options"].items()))
    return "all" if fields == ["count=all"] else csv(*fields)


TABLE: dict[str, Make] = {
    "devices": _devices,
    "device_cgroup_rules": each("--device-cgroup-rule"),
    "gpus": _gpus,
}
