"""Processors, as Docker Compose counts them for the engine."""

from __future__ import annotations

import struct

NANO = 1_000_000_000


def nano_cpus(cpus: float) -> int:
    """Billionths of processors, as Docker Compose sends them: it reckons in 32 bits, so that 0.13
    are 129999992 (seen with 5.6.1 and 2.40.3)."""
    return int(_single(_single(cpus) * _single(NANO)))


def shown_cpus(nano: int) -> float:
    """What a file would say for that: without what 32 bits cannot hold."""
    return float(f"{nano / NANO:.7g}")


def _single(value: float) -> float:
    number: float = struct.unpack("f", struct.pack("f", value))[0]
    return number
