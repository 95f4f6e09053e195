"""Whether a path is there, on a real disk: nothing is read, and nothing is waited for."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from support import project_of

from composelint.checks.presence import FILE, FOLDER, MISSING, kind_of
from composelint.disk import Disk
from composelint.project import Project


@pytest.fixture
def project() -> Project:
    made = project_of({"compose.yaml": "services: {a: {image: x}}"})
    made.read = Disk().read
    return made


@pytest.mark.skipif(os.name == "nt", reason="pipes and sockets of Unix")
def test_every_kind(project: Project, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nothing")
    (tmp_path / "linked").symlink_to("folder")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(tmp_path)  # the path of a socket may not be long
        try:
            listening.bind("socket")
        finally:
            os.chdir(here)
        kinds = {name: kind_of(project, f"{tmp_path}/{name}") for name in os.listdir(tmp_path)}
    assert kinds == {
        "dangling": MISSING,
        "file": FILE,
        "folder": FOLDER,
        "linked": FOLDER,
        "pipe": FILE,
        "socket": FILE,
    }
    assert kind_of(project, f"{tmp_path}/nothing") == MISSING
    assert kind_of(project, f"{tmp_path}/nothing/below") == MISSING
    assert kind_of(project, f"{tmp_path}/file\0") == FILE


def test_a_reader_that_knows_files_alone(project: Project) -> None:
    def read(path: str) -> bytes:
        if path != "/q/file":
            raise FileNotFoundError(2, "No such file", path)
        return b""

    project.read = read
    assert kind_of(project, "/q/file") == FILE
    assert kind_of(project, "/q") == MISSING


@pytest.mark.parametrize("built", ["build: ./api", "image: x, volumes: ['./data:/data']"])
def test_folders_are_not_missed_by_it(built: str) -> None:
    from composelint import engine
    from composelint.loading.load import LoadOptions, load_project
    from composelint.selection import select

    text = f"services: {{a: {{{built}}}}}".encode()

    def read(path: str) -> bytes:
        if path != "/q/compose.yaml":
            raise FileNotFoundError(2, "No such file", path)
        return text

    for exact in (False, True):
        options = LoadOptions(files=("/q/compose.yaml",), directory="/q", exact=exact)
        found = engine.check(load_project(options, read), select())
        assert {finding.id for finding in found} & {"CL211", "CL212"} == set()
