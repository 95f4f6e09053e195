"""The plan that leaves the legacy formats behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import project_of

from composelint.cli.main import main
from composelint.upgrade import plan

OLD = """\
version: "2.1"
services:
  web:
    build: ./web
    dockerfile: Dockerfile.dev
    links:
      - db
      - cache:redis
    depends_on: [db]
    log_opt:
      tag: web
    volumes_from: [db]
  db: {image: postgres, volumes: ["data:/x"], net: "container:web"}
  cache: {image: redis, volume_driver: nfs, external_links: [other]}
volumes:
  data:
    external:
      name: foo
"""

#: What stands there -> what to write instead, and whether that changes anything.
STEPS = [
    ('version: "2.1"', "", False),
    ("dockerfile: Dockerfile.dev", "build:\n  context: ./web\n  dockerfile: Dockerfile.dev", False),
    ("links:\n      - db\n      - cache:redis", "depends_on:\n  - cache", True),
    ("log_opt:\n      tag: web", "logging:\n  options:\n    tag: web", False),
    ("volumes_from: [db]", "volumes:\n  - data:/x", True),
    ('net: "container:web"', 'network_mode: "service:web"', False),
    ("volume_driver: nfs", "volumes:\n  NAME:\n    driver: nfs", True),
    ("external_links: [other]", "networks: [default, SHARED]", True),
    ("external:\n      name: foo", "external: true\nname: foo", False),
]


def test_steps() -> None:
    steps = plan(project_of({"compose.yaml": OLD}))
    assert [(step.before, step.after, bool(step.changes)) for step in steps] == STEPS


def test_format_1() -> None:
    steps = plan(project_of({"compose.yaml": "web:\n  image: nginx\ndb:\n  image: postgres\n"}))
    (step,) = steps
    assert "web, db" in step.title
    assert step.after == "services:\n  web: …"


def test_nothing_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text("services: {w: {image: x, mem_limit: 1g}}\n")
    assert main(["upgrade", "--to", "compose", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("Nothing to do")


def test_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text(OLD)
    assert main(["upgrade", str(tmp_path / "compose.yaml")]) == 0
    told = capsys.readouterr().out
    assert "compose.yaml:6:5: services on one network" in told
    assert "   -   - cache:redis\n   + depends_on:\n   +   - cache\n   different: " in told
    assert told.endswith("9 steps; 4 of them change what the project means\n")
