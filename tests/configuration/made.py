"""What these tests share: a folder with files, and a configuration read from a text."""

from __future__ import annotations

from pathlib import Path

from composelint.configuration import Wishes
from composelint.configuration.read import Configuration, read_configuration
from composelint.disk import Disk
from composelint.errors import CannotLook
from composelint.request import Request

#: Two services on one host port: CL301, an error.
CLASH = """\
services:
  web: {image: "nginx:1.27", ports: ["80:80"]}
  api: {image: "nginx:1.27", ports: ["80:80"]}
"""
CLEAN = 'services:\n  web: {image: "nginx:1.27"}\n'


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def read(
    folder: Path,
    text: str | bytes,
    name: str = ".composelint.yaml",
    wishes: Wishes = Wishes(),  # noqa: B008  (it cannot change)
) -> Configuration:
    """The configuration of a text, as a file in a folder."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    request = Request(here=str(folder), environment={}, disk=Disk())
    return read_configuration(str(path), wishes, request)


def mistakes(folder: Path, text: str | bytes, name: str = ".composelint.yaml") -> list[str]:
    """What is wrong with a configuration, without the file's name."""
    try:
        read(folder, text, name)
    except CannotLook as error:
        return [line.removeprefix(f"{name}:") for line in error.args]
    return []
