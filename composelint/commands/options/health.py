"""The healthcheck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..container import Container
from ..quoting import quote
from ..records import Part
from .plain import Make

_SPANS = {
    "interval": "--health-interval",
    "timeout": "--health-timeout",
    "start_period": "--health-start-period",
    "start_interval": "--health-start-interval",
}


def _healthcheck(value: Any, container: Container) -> Iterator[Part]:
    test = value.get("test") or []
    if value.get("disable") or test[:1] == ["NONE"]:
        yield ("--no-healthcheck",)
        return
    if len(test) > 1:
        yield ("--health-cmd", _test(test, container))
    for key, option in _SPANS.items():
        if value.get(key, "0s") != "0s":
            yield (option, value[key])
    if value.get("start_interval"):
        container.needs("healthcheck.start_interval", "Docker Engine 25 or newer")
    if value.get("retries"):
        yield ("--health-retries", str(value["retries"]))


def _test(test: list[str], container: Container) -> str:
    """The command for --health-cmd, which has the shell's form only."""
    kind, *words = test
    if kind == "CMD-SHELL" and len(words) == 1:
        return words[0]
    if kind == "CMD-SHELL":
        words = ["/bin/sh", "-c", *words]
    else:
        container.needs(
            "healthcheck.test", "a shell in the image: --health-cmd runs its command by /bin/sh -c"
        )
    return " ".join(map(quote, words))


TABLE: dict[str, Make] = {"healthcheck": _healthcheck}
