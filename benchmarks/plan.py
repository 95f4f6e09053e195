"""A plan of 100 services against their 100 containers, as long as Docker Compose takes to list
them.

    python benchmarks/plan.py [--composelint PATH] [--docker-compose PATH]

Needs a Docker Engine (DOCKER_HOST, or the default) that may be used: a project of its own comes up
on it and is taken down again. The image is busybox, or $COMPOSELINT_BENCH_IMAGE, which must hold
`sleep`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import measure

BAR = 3
SERVICES = 100
NAME = "composelint-bench-plan"


def project(services: int, image: str) -> str:
    """Services like those that people write, which run on any engine."""
    lines = [f"name: {NAME}", "services:"]
    for n in range(services):
        lines += [
            f"  app{n}:",
            f"    image: {image}",
            '    command: ["sleep", "1d"]',
            "    stop_grace_period: 0s",
            "    environment:",
            "      LOG_LEVEL: info",
            f'      WORKERS: "{n % 8 + 1}"',
            "    networks: [back]",
            f"    volumes: [data{n % 20}:/var/lib/app]",
        ]
        if n % 10:
            lines += [f"    depends_on: [app{n - n % 10}]"]
    volumes = [f"  data{n}: {{}}" for n in range(20)]
    return "\n".join([*lines, "networks:", "  back: {}", "volumes:", *volumes]) + "\n"


def main() -> int:
    image = os.environ.get("COMPOSELINT_BENCH_IMAGE", "busybox")
    chosen = measure.arguments("plan", composelint="composelint", docker_compose="docker-compose")
    compose = chosen["docker_compose"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "compose.yaml").write_text(project(SERVICES, image))
        try:
            subprocess.run([compose, "up", "-d", "--quiet-pull"], cwd=folder, check=True)
            best = measure.fastest(
                {
                    "composelint": [chosen["composelint"], "plan"],
                    "docker-compose": [compose, "ps", "-a", "--format", "json"],
                },
                chosen["rounds"],
                folder,
            )
        finally:
            subprocess.run([compose, "down", "--volumes"], cwd=folder, check=False)
    ours, theirs = best["composelint"], best["docker-compose"]
    what = f"plan of {SERVICES} services, against docker-compose ps -a"
    return 0 if measure.show([(what, ours, theirs, ours / theirs, BAR)]) else 1


if __name__ == "__main__":
    sys.exit(main())
