"""What the benchmarks share: projects to measure with, programs, timing in turn, a table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

ROUNDS = 15


def project(services: int) -> str:
    """A clean project of so many services, each like those that people write."""
    lines = ["name: bench", "services:"]
    volumes: list[str] = []
    for n in range(services):
        lines += [
            f"  app{n}:",
            f"    image: registry.example.com/team/app{n}:1.{n}",
            "    restart: unless-stopped",
            "    ports:",
            f'      - "127.0.0.1:{10000 + n}:8080"',
            "    environment:",
            "      LOG_LEVEL: info",
            f'      WORKERS: "{n % 8 + 1}"',
            "    networks: [back]",
            "    volumes:",
            f"      - data{n}:/var/lib/app",
            "    healthcheck:",
            '      test: ["CMD", "true"]',
            "      interval: 30s",
        ]
        if n % 10:  # no long chain: Docker Compose takes seconds over one
            first = n - n % 10
            lines += ["    depends_on:", f"      app{first}:", "        condition: service_healthy"]
        volumes.append(f"  data{n}: {{}}")
    return "\n".join([*lines, "networks:", "  back: {}", "volumes:", *volumes]) + "\n"


def arguments(about: str, **programs: str) -> dict[str, str]:
    """Paths of the programs to measure: beside this Python, on PATH, or as the user says."""
    parser = ArgumentParser(description=about)
    for name in programs:
        parser.add_argument(f"--{name.replace('_', '-')}", help=f"the program {programs[name]}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each [default: 15]")
    given = vars(parser.parse_args())
    found = {name: given[name] or _installed(file) for name, file in programs.items()}
    return {**found, "rounds": given["rounds"]}


def _installed(file: str) -> str:
    beside = Path(sys.executable).parent / file
    path = str(beside) if beside.exists() else shutil.which(file)
    if path is None:
        sys.exit(f"{file} is not installed: install it beside {sys.executable}, or say where it is")
    return path


def fastest(
    commands: dict[str, Sequence[str]], rounds: int, folder: str, expected: Sequence[int] = (0,)
) -> dict[str, float]:
    """The least seconds of each command, run in turn so that a busy moment hits all alike.

    A run that ends with another code than `expected` ends the benchmark: it did not do the work.
    """
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for name, command in commands.items():
            best[name] = min(best[name], _seconds(name, command, folder, expected))
    return best


def _seconds(name: str, command: Sequence[str], folder: str, expected: Sequence[int]) -> float:
    # As a user's shell has it: nothing that keeps Python from its compiled files.
    environment = {"PATH": os.defpath, "HOME": os.environ.get("HOME", "/")}
    if "DOCKER_HOST" in os.environ:
        environment["DOCKER_HOST"] = os.environ["DOCKER_HOST"]
    start = time.perf_counter()
    run = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    taken = time.perf_counter() - start
    if run.returncode not in expected:
        sys.exit(f"{name} ended with {run.returncode}: {run.stderr.decode()[:500]}")
    return taken


def show(rows: Sequence[tuple[str, float, float, float, float]]) -> bool:
    """Print a Markdown table of (what, ours, theirs, ratio, bar); whether every bar is held.

    Ours and theirs are seconds.
    """
    print("| | ours | compared with | ratio | bar |")
    print("|---|---:|---:|---:|---:|")
    for what, ours, theirs, ratio, bar in rows:
        held = "" if ratio <= bar else " **missed**"
        print(
            f"| {what} | {ours * 1000:.0f} ms | {theirs * 1000:.0f} ms "
            f"| {ratio:.2f} | ≤ {bar}{held} |"
        )
    return all(ratio <= bar for _, _, _, ratio, bar in rows)
