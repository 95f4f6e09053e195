"""What a run of `up` is about: services chosen with what they need, profiles, scale, names."""

from __future__ import annotations

from pathlib import Path

import pytest

import composelint
from composelint.plan.desired import Desired, NoSuchService, with_references
from composelint.plan.options import Options

FILE = """
name: shop
services:
  web: {image: web, depends_on: [api], networks: [front]}
  api: {build: ., depends_on: {db: {condition: service_started}}, networks: [front, back]}
  db: {image: db, volumes: ["data:/data"], networks: [back], scale: 2}
  tool: {image: tool, profiles: [tools], depends_on: [helper], deploy: {replicas: 3}}
  helper: {image: helper, profiles: [tools], container_name: helping}
networks: {front: , back: }
volumes: {data: }
"""


@pytest.fixture
def project(tmp_path: Path) -> composelint.Project:
    (tmp_path / "compose.yaml").write_text(FILE)
    return composelint.load(tmp_path / "compose.yaml", exact=True, environment={})


@pytest.mark.parametrize(
    ("options", "services", "networks", "volumes"),
    [
        (Options(), ["api", "db", "web"], ["back", "front"], ["data"]),
        (Options(services=("db",)), ["db"], ["back"], ["data"]),
        (Options(services=("api",)), ["api", "db"], ["back", "front"], ["data"]),
        # Left-out dependencies still bring their networks and volumes.
        (Options(services=("web",), no_deps=True), ["web"], ["back", "front"], ["data"]),
        # To ask for a service is to want its profiles.
        (Options(services=("tool",)), ["helper", "tool"], ["default"], []),
    ],
)
def test_what_a_run_is_about(
    project: composelint.Project,
    options: Options,
    services: list[str],
    networks: list[str],
    volumes: list[str],
) -> None:
    desired = Desired(project, options)
    assert list(desired.services) == services
    assert list(desired.networks) == networks
    assert list(desired.volumes) == volumes
    assert desired.others == {"web", "api", "db", "tool", "helper"} - set(services)


def test_the_project_that_was_given_keeps_its_profiles(project: composelint.Project) -> None:
    Desired(project, Options(services=("tool",)))
    assert list(Desired(project, Options()).services) == ["api", "db", "web"]


def test_scale_of_the_file_and_of_the_command_line(project: composelint.Project) -> None:
    desired = Desired(project, Options(services=("tool", "db"), scale=(("helper", 0), ("db", 5))))
    assert {name: desired.scale(name) for name in desired.services} == {
        "db": 5,
        "helper": 0,
        "tool": 3,
    }
    assert Desired(project, Options()).scale("db") == 2


def test_names(project: composelint.Project) -> None:
    desired = Desired(project, Options(services=("tool", "api")))
    assert desired.container_name("helper", 1) == "helping"
    assert desired.container_name("tool", 2) == "shop-tool-2"
    assert desired.image_name("api") == "shop-api"
    assert desired.image_name("tool") == "tool"


def test_a_service_that_is_not_there(project: composelint.Project) -> None:
    with pytest.raises(NoSuchService, match=r"no such service: wep; did you mean web\?"):
        Desired(project, Options(services=("wep",)))


def test_references_are_replaced_by_containers() -> None:
    service = {
        "network_mode": "service:db",
        "pid": "host",
        "volumes_from": ["db:ro", "gone", "container:other"],
    }
    assert with_references(service, {"db": "1234"}) == {
        "network_mode": "container:1234",
        "pid": "host",
        "volumes_from": ["1234", "gone", "other"],
    }
    assert service["network_mode"] == "service:db"
