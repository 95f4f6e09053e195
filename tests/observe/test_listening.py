"""The kernel's lists of sockets."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from composelint.observe.listening import listening

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt  uid timeout\n"
REST = "00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0\n"
FILES = {
    "tcp": [
        "   0: 0100007F:1F90 00000000:0000 0A ",  # 127.0.0.1:8080
        "   1: 00000000:0050 00000000:0000 0A ",  # every address, 80
        "   2: 00000000:01BB 00000000:0000 0A ",
        "   3: 0100007F:C350 0100007F:1F90 01 ",  # a connection
    ],
    "tcp6": [
        "   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A ",
        "   1: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A ",
        "   2: 0000000000000000FFFF00000100007F:0278 00000000000000000000000000000000:0000 0A ",
    ],
    "udp": ["  10: 00000000:0035 00000000:0000 07 ", "  11: 0100007F:0043 0100007F:0035 01 "],
}


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    """A made-up /proc of a little-endian machine, without IPv6 for UDP."""
    (tmp_path / "net").mkdir()
    for name, lines in FILES.items():
        text = HEAD + "".join(line + REST for line in lines)
        (tmp_path / "net" / name).write_text(text)
    for process, namespace in (("self", 1), ("10", 1), ("20", 2)):
        folder = tmp_path / process / "ns"
        folder.mkdir(parents=True)
        (folder / "net").symlink_to(f"net:[{namespace}]")
    return tmp_path


def heard(proc: Path, *arguments: Any, peer: int | None = 10) -> list[tuple[str, int, str]]:
    found = listening(*(arguments or ((), ())), peer, str(proc))
    assert found is not None
    return [(one["address"], one["port"], one["protocol"]) for one in found]


ALL = [
    ("0.0.0.0", 53, "udp"),
    ("0.0.0.0", 80, "tcp"),
    ("0.0.0.0", 443, "tcp"),
    ("127.0.0.1", 8080, "tcp"),
    ("::", 80, "tcp"),
    ("::1", 631, "tcp"),
    ("::ffff:127.0.0.1", 632, "tcp"),
]


def test_what_listens(proc: Path) -> None:
    assert heard(proc) == ALL


def test_what_the_engine_holds_for_its_containers_is_its_own(proc: Path) -> None:
    container = {
        "Ports": [
            {"IP": "0.0.0.0", "PublicPort": 80, "PrivatePort": 80, "Type": "tcp"},
            {"IP": "0.0.0.0", "PublicPort": 443, "PrivatePort": 443, "Type": "udp"},
            {"PrivatePort": 8080, "Type": "tcp"},
            {"IP": "127.0.0.1", "PublicPort": 53, "Type": "udp"},
        ]
    }
    odd = [{"Ports": None}, {"Ports": [None, {"PublicPort": "x"}]}, {}]
    found = heard(proc, [container, *odd], ())
    assert found == [one for one in ALL if one != ("0.0.0.0", 80, "tcp")]


def test_what_a_swarm_publishes_is_its_own_on_every_address(proc: Path) -> None:
    ports = [{"PublishedPort": 80, "Protocol": "tcp", "PublishMode": "ingress"}, {"Protocol": "x"}]
    found = heard(proc, (), [{"Endpoint": {"Ports": ports}}, {"Endpoint": None}, {}])
    assert found == [one for one in ALL if one[1:] != (80, "tcp")]


def test_of_another_network_namespace_nothing_is_known(proc: Path) -> None:
    assert listening((), (), 20, str(proc)) is None
    assert heard(proc, peer=None) == ALL
    assert heard(proc, peer=30) == ALL  # not ours to see


@pytest.mark.parametrize("line", ["0: 0100:0050 x 0A", "0: XX:0050 x 0A", "0: 0100007F x 0A"])
def test_files_of_another_kind_tell_nothing(proc: Path, line: str) -> None:
    (proc / "net" / "tcp").write_text(HEAD + line + "\n")
    assert listening((), (), None, str(proc)) is None


def test_without_a_proc_nothing_is_known(tmp_path: Path) -> None:
    assert listening((), (), None, str(tmp_path / "none")) is None


@pytest.mark.skipif(not os.path.exists("/proc/net/tcp"), reason="this system has no /proc/net")
@pytest.mark.parametrize(
    ("family", "kind", "address"),
    [
        (socket.AF_INET, socket.SOCK_STREAM, "127.0.0.1"),
        (socket.AF_INET, socket.SOCK_DGRAM, "0.0.0.0"),
        (socket.AF_INET6, socket.SOCK_STREAM, "::1"),
        (socket.AF_INET6, socket.SOCK_DGRAM, "::1"),
    ],
)
def test_a_real_socket(family: int, kind: int, address: str) -> None:
    with socket.socket(family, kind) as real:
        try:
            real.bind((address, 0))
        except OSError:
            pytest.skip(f"{address} is not to be had here")
        if kind == socket.SOCK_STREAM:
            real.listen()
        protocol = "tcp" if kind == socket.SOCK_STREAM else "udp"
        mine = {"address": address, "port": real.getsockname()[1], "protocol": protocol}
        assert mine in (listening((), (), None) or [])
    assert mine not in (listening((), (), None) or [])
