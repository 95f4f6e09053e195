"""Reading and writing of devices: `blkio_config`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..records import Part
from .plain import Make

_DEVICES = {
    "weight_device": ("--blkio-weight-device", "Weight"),
    "device_read_bps": ("--device-read-bps", "Rate"),
    "device_read_iops": ("--device-read-iops", "Rate"),
    "device_write_bps": ("--device-write-bps", "Rate"),
    "device_write_iops": ("--device-write-iops", "Rate"),
}


def _blkio(value: Any, container: Container) -> Iterator[Part]:
    if value.get("weight"):
        yield ("--blkio-weight", str(value["weight"]))
    for key, (option, amount) in _DEVICES.items():
        for device in value.get(key, ()):
            yield (option, f"{device['Path']}:{device[amount]}")


TABLE: dict[str, Make] = {"blkio_config": _blkio}
