"""Ask a Docker Engine which names of compose.yaml answer from where; writes answers.json.

    DOCKER_HOST=unix:///path/to/docker.sock python tests/reach/engine/ask.py

It needs the programs docker and docker-compose on PATH, and an image box:1 with busybox in it:

    mkdir -p box/bin box/tmp && cp /bin/busybox box/bin
    for name in sh sleep cat tail mkdir hostname nslookup nc httpd; do
      ln -s busybox box/bin/$name
    done
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


#: Asks for all names at once: one that is not known takes seconds.
SCRIPT = """
for name in $NAMES; do nslookup $name >/tmp/$name.answer 2>/dev/null & done
wait
for name in $NAMES; do echo "== $name"; cat /tmp/$name.answer; done
"""


def ask() -> dict[str, dict[str, list[str]]]:
    """The services whose addresses are answered, by service that asks and name."""
    known = containers()
    of_address = {address: service for service, some in known.values() for address in some}
    answers: dict[str, dict[str, list[str]]] = {}
    for container, (service, _) in sorted(known.items(), key=lambda one: one[1][0]):
        if service == "second":
            # Its hostname has a domain, which BusyBox's nslookup puts behind every name.
            continue
        asked = f"NAMES={' '.join(names())}"
        shown = run("docker", "exec", "-e", asked, container, "sh", "-c", SCRIPT)
        for part in shown.split("== ")[1:]:
            name, _, told = part.partition("\n")
            lines = told[told.find("Name:") :].splitlines() if "Name:" in told else []
            found = [line.split()[-1] for line in lines if line.startswith("Address")]
            reached = sorted({of_address.get(one, one) for one in found})
            if reached:
                answers.setdefault(service, {})[name] = reached
    return answers


def told() -> tuple[str, dict[str, dict[str, list[str]]]]:
    """(version of the engine, its answers)."""
    if NETWORK not in run("docker", "network", "ls", "--format", "{{.Name}}").split():
        run("docker", "network", "create", NETWORK)
    run("docker-compose", "-f", str(FILE), "up", "-d")
    try:
        return run("docker", "version", "--format", "{{.Server.Version}}").strip(), ask()
    finally:
        run("docker-compose", "-f", str(FILE), "down")
        run("docker", "network", "rm", NETWORK)


def connections(asked: list[tuple[str, str, int]]) -> list[str]:
    """What answers (service that connects, host, port) in ports.yaml: the name of the web server,
    "" where nothing does."""
    compose = ("docker-compose", "-f", str(HERE / "ports.yaml"))
    run(*compose, "up", "-d")
    try:
        return [_connect(*one) for one in asked]
    finally:
        run(*compose, "down")


def _connect(service: str, host: str, port: int) -> str:
    request = r"printf 'GET /index.html HTTP/1.0\r\n\r\n'"
    command = f"{request} | nc -w 3 {host} {port} | tail -n 1"
    container = f"reach-ports-{service}-1"
    return run("docker", "exec", container, "sh", "-c", command).strip()


def shown(version: str, answers: dict[str, dict[str, list[str]]]) -> str:
    """The answers, a line for each service that asks."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in answers.items())
    return (
        f'{{"engine": {json.dumps(version)},\n"asked": {json.dumps(names())},\n'
        f'"answers": {{\n{lines}\n}}}}\n'
    )


if __name__ == "__main__":
    (HERE / "answers.json").write_text(shown(*told()), encoding="utf-8")
