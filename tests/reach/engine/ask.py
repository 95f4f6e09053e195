"""Ask a Docker Engine which names of compose.yaml answer from where; writes answers.json.

    DOCKER_HOST=unix:///path/to/docker.sock python tests/reach/engine/ask.py

It needs the programs docker and docker-compose on PATH, and an image box:1 with busybox in it:

    mkdir -p box/bin && cp /bin/busybox box/bin
    for name in sh sleep nslookup ping; do ln -s busybox box/bin/$name; done
    tar -c -C box . | docker import - box:1
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import yaml

HERE = Path(__file__).parent
FILE = HERE / "compose.yaml"
NETWORK = "reach-front"

#: Names that are none of what compose.yaml says: of containers, of networks, in parts.
MORE = ("reach-frontonly-1", "reach-twice-1", "db.reach-front", "second.example", "reach-db-1")


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def names() -> list[str]:
    found: set[str] = set(MORE)
    for name, service in yaml.safe_load(FILE.read_text())["services"].items():
        found |= {name, service.get("container_name", name), service.get("hostname", name)}
        found |= {link.rpartition(":")[2] for link in service.get("links", ())}
        networks = service.get("networks")
        for settings in networks.values() if isinstance(networks, dict) else ():
            found |= set((settings or {}).get("aliases", ()))
    return sorted(found)


def containers() -> dict[str, tuple[str, list[str]]]:
    """(service, addresses) of every container."""
    found = {}
    for name in run("docker", "ps", "--filter", "label=com.docker.compose.project=reach",
                    "--format", "{{.Names}}").split():  # fmt: skip
        (shown,) = json.loads(run("docker", "inspect", name))
        service = shown["Config"]["Labels"]["com.docker.compose.service"]
        networks = shown["NetworkSettings"]["Networks"].values()
        found[name] = service, [one["IPAddress"] for one in networks if one["IPAddress"]]
    return found


def ask() -> dict[str, dict[str, list[str]]]:
    """The services whose addresses are answered, by service that asks and name."""
    known = containers()
    of_address = {address: service for service, some in known.values() for address in some}
    answers: dict[str, dict[str, list[str]]] = {}
    for container, (service, _) in sorted(known.items(), key=lambda one: one[1][0]):
        if service == "second":
            # Its hostname has a domain, which BusyBox's nslookup puts behind every name.
            continue
        for name in names():
            command = ("docker", "exec", container, "nslookup", name)
            shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            lines = shown[shown.find("Name:") :].splitlines() if "Name:" in shown else []
            found = [line.split()[-1] for line in lines if line.startswith("Address")]
            reached = sorted({of_address.get(one, one) for one in found})
            if reached:
                answers.setdefault(service, {})[name] = reached
    return answers


def shown(version: str, answers: dict[str, dict[str, list[str]]]) -> str:
    """The answers, a line for each service that asks."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in answers.items())
    return (
        f'{{"engine": {json.dumps(version)},\n"asked": {json.dumps(names())},\n'
        f'"answers": {{\n{lines}\n}}}}\n'
    )


if __name__ == "__main__":
    if NETWORK not in run("docker", "network", "ls", "--format", "{{.Name}}").split():
        run("docker", "network", "create", NETWORK)
    run("docker-compose", "-f", str(FILE), "up", "-d")
    try:
        version = run("docker", "version", "--format", "{{.Server.Version}}").strip()
        (HERE / "answers.json").write_text(shown(version, ask()), encoding="utf-8")
    finally:
        run("docker-compose", "-f", str(FILE), "down")
        run("docker", "network", "rm", NETWORK)
