"""Large projects: against Docker Compose itself, and against ourselves at a tenth of the size.

python benchmarks/scale.py [--composelint PATH] [--docker-compose PATH]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import measure

AGAINST_COMPOSE = 0.35
GROWTH = 12


def main() -> int:
    chosen = measure.arguments(
        "large projects", composelint="composelint", docker_compose="docker-compose"
    )
    with tempfile.TemporaryDirectory() as folder:
        for services in (500, 1000, 5000):
            (Path(folder) / f"{services}.yaml").write_text(measure.project(services))

        def ours(services: int) -> list[str]:
            return [chosen["composelint"], "check", "-f", f"{services}.yaml"]

        best = measure.fastest(
            {
                "1000": ours(1000),
                "compose": [chosen["docker_compose"], "-f", "1000.yaml", "config", "-q"],
                "500": ours(500),
                "5000": ours(5000),
            },
            chosen["rounds"],
            folder,
        )
    rows = [
        (
            "1,000 services, against `docker-compose config -q`",
            best["1000"],
            best["compose"],
            best["1000"] / best["compose"],
            AGAINST_COMPOSE,
        ),
        (
            "5,000 services, against 500",
            best["5000"],
            best["500"],
            best["5000"] / best["500"],
            GROWTH,
        ),
    ]
    return 0 if measure.show(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
