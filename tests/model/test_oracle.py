"""The tables of cases.py against Docker Compose itself."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from typing import Any

import pytest
from support import oracle

from . import cases
from .cases import VOLUMES, Bad

ORACLE = oracle()
pytestmark = pytest.mark.skipif(ORACLE is None, reason="no docker-compose 5.6.1 at hand")

#: Table -> (attribute of a service, whether it is a list of the texts).
ATTRIBUTES = {
    "PORTS": ("ports", True),
    "MOUNTS": ("volumes", True),
    "DURATIONS": ("stop_grace_period", False),
    "SIZES": ("mem_limit", False),
    "COMMANDS": ("command", False),
    "HOSTS": ("extra_hosts", True),
    "DEVICES": ("devices", True),
    "PROCESSORS": ("cpus", False),
}
REFUSED = [
    (name, text)
    for name in ATTRIBUTES
    for text, wanted in getattr(cases, name).items()
    if isinstance(wanted, Bad)
]


def config(text: str, tmp_path: Any) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "compose.yaml"
    path.write_text(text, encoding="utf-8")
    return subprocess.run(
        [str(ORACLE), "-f", str(path), "config", "--format", "json"],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        check=False,
    )


def project(attribute: str, values: Iterable[Any]) -> str:
    """A service for each value; JSON is YAML, and `$$` a dollar sign."""
    services = {f"s{index}": {"image": "x", attribute: value} for index, value in enumerate(values)}
    text = json.dumps({"name": "p", "services": services}, ensure_ascii=False)
    names = [name for name in VOLUMES if "$" not in name]
    volumes = json.dumps({name: {} for name in names})
    return text.replace("$", "$$")[:-1] + f', "volumes": {volumes}}}\n'


@pytest.mark.parametrize("table", ATTRIBUTES)
def test_accepted_texts_print_as_we_say(table: str, tmp_path: Any):
    attribute, listed = ATTRIBUTES[table]
    wanted = {t: v for t, v in getattr(cases, table).items() if not isinstance(v, Bad)}
    done = config(project(attribute, [[text] if listed else text for text in wanted]), tmp_path)
    assert done.returncode == 0, done.stderr
    services = json.loads(done.stdout.replace("$$", "$"))["services"]
    printed = {text: services[f"s{i}"].get(attribute) for i, text in enumerate(wanted)}
    if table in ("MOUNTS", "DEVICES"):
        printed = {text: value[0] for text, value in printed.items()}
    assert printed == wanted


@pytest.mark.parametrize(("table", "text"), REFUSED)
def test_refused_texts_are_refused(table: str, text: str, tmp_path: Any):
    attribute, listed = ATTRIBUTES[table]
    done = config(project(attribute, [[text] if listed else text]), tmp_path)
    assert done.returncode != 0


def test_scalars_become_these_strings(tmp_path: Any):
    lines = "".join(f"      V{i}: {text}\n" for i, text in enumerate(cases.SCALARS))
    text = f"name: p\nservices:\n  a:\n    image: x\n    environment:\n{lines}"
    done = config(text, tmp_path)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)["services"]["a"]["environment"]
    assert list(cases.SCALARS.values()) == [printed[f"V{i}"] for i in range(len(cases.SCALARS))]
