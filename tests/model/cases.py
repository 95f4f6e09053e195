"""Texts and what Docker Compose 5.6.1 makes of them: the JSON that `config` prints, or, where it
refuses them, the reason that we give.

test_oracle.py holds these tables to the binary, the other tests hold the readers to the tables.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Bad(NamedTuple):
    """Refused: our reason, and the part of the text that it points at."""

    reason: str
    part: str


def port(target: int, published: str = "", host_ip: str = "", protocol: str = "tcp") -> Any:
    entry = {"mode": "ingress", "target": target, "protocol": protocol}
    if published:
        entry["published"] = published
    if host_ip:
        entry["host_ip"] = host_ip
    return entry


def volume(target: str, source: str = "", **more: Any) -> Any:
    entry = {"type": "volume", "target": target, "volume": {}, **more}
    return {**entry, "source": source} if source else entry


def bind(source: str, target: str, **more: Any) -> Any:
    return {"type": "bind", "source": source, "target": target, "bind": {}, **more}


PORTS: dict[str, Any] = {
    "8000": [port(8000)],
    "98-101": [port(100), port(101), port(98), port(99)],
    "8000-8001:9000-9001": [port(9000, "8000"), port(9001, "8001")],
    "8000-8010:80": [port(80, "8000-8010")],
    "0.0.0.0:80-81:80": [port(80, "80-81", "0.0.0.0")],
    "127.0.0.1:8000-8001:80-81/udp": [
        port(80, "8000", "127.0.0.1", "udp"),
        port(81, "8001", "127.0.0.1", "udp"),
    ],
    "[::1]:80:80": [port(80, "80", "::1")],
    "::1:80:80": [port(80, "80", "::1")],
    "::1::80": [port(80, "", "::1")],
    "[]:80:80": [port(80, "80")],
    "80:80/TCP": [port(80, "80")],
    "80/sctp": [port(80, protocol="sctp")],
    "80/": [port(80)],
    ":80": [port(80)],
    "::80": [port(80)],
    "127.0.0.1::80": [port(80, "", "127.0.0.1")],
    "0:80": [port(80, "0")],
    "080:080": [port(80, "80")],
    "+80:80": [port(80, "80")],
    "80-80:80-80": [port(80, "80")],
    "": Bad("no-port", ""),
    "8000:": Bad("no-port", "8000:"),
    "/tcp": Bad("no-port", "/tcp"),
    "80/foo": Bad("protocol", "foo"),
    "80/tcp/udp": Bad("protocol", "tcp/udp"),
    "8000:80-82": Bad("ranges", "8000:80-82"),
    "127.0.0.1:80": Bad("host-port", "127.0.0.1"),
    "80 :80": Bad("host-port", "80 "),
    "65536:80": Bad("host-port", "65536"),
    "8_0:80": Bad("host-port", "8_0"),
    "80: 80": Bad("container-port", " 80"),
    "65536": Bad("container-port", "65536"),
    "-1": Bad("container-port", "-1"),
    "82-80": Bad("container-port", "82-80"),
    "80-82-84": Bad("container-port", "80-82-84"),
    "0x50": Bad("container-port", "0x50"),
    "0": Bad("port-zero", "0"),
    "localhost:80:80": Bad("address", "localhost"),
    "01.2.3.4:80:80": Bad("address", "01.2.3.4"),
    "[fe80::1%eth0]:80:80": Bad("address", "[fe80::1%eth0]"),
    "[::1]80:80": Bad("address", "[:"),
    "22:22:22": Bad("address", "22"),
}

#: Named volumes that the texts of MOUNTS refer to.
VOLUMES = ("data", "ab", "1", "${x:y}")

MOUNTS: dict[str, Any] = {
    "/data": volume("/data"),
    "data": volume("data"),
    "./": {"type": "volume", "target": "."},
    "ab": {"type": "volume", "target": "ab"},
    "::": {"type": "volume", "target": "::"},
    "a:/b": volume("a:/b"),
    "é:/b": volume("é:/b"),
    "c:\\x": volume("c:\\x"),
    "data:/b": volume("/b", "data"),
    "data:b": volume("b", "data"),
    "1:/b": volume("/b", "1"),
    "data:/b:nocopy": volume("/b", "data", volume={"nocopy": True}),
    "data:/b:z,ro": volume("/b", "data", read_only=True, bind={"selinux": "z"}),
    "ab:c:ro": volume("c:ro", "ab"),
    "/a:/b": bind("/a", "/b"),
    "/a:/b/../c/": bind("/a", "/c"),
    "/a:/b:ro": bind("/a", "/b", read_only=True),
    "/a:/b:ro,rw": bind("/a", "/b"),
    "/a:/b:RO,cached,,foo": bind("/a", "/b"),
    "/a:/b:rshared,Z": bind("/a", "/b", bind={"selinux": "Z", "propagation": "rshared"}),
    "/a:/b:nocopy": bind("/a", "/b", volume={"nocopy": True}),
    "C:\\x:D:\\y:ro": bind("C:\\x", "D:\\y", read_only=True),
    "C:/x:/y": bind("C:/x", "/y"),
    "z:/b:nocopy,ro": bind("z:/b", "nocopy,ro"),
    "\\\\.\\pipe\\a:\\\\.\\pipe\\b": bind("\\\\.\\pipe\\a", "\\\\.\\pipe\\b"),
    "": Bad("empty", ""),
    ":/x": Bad("empty-part", ":"),
    "/x:": Bad("empty-part", ":"),
    "/x::ro": Bad("empty-part", "::"),
    "/x:/y:ro:z": Bad("too-many-parts", ":z"),
    "a${b:/c": Bad("no-target", "a${b:/c"),
}

DURATIONS: dict[str, Any] = {
    "1m30s": "1m30s",
    "1.5h": "1h30m0s",
    "90s": "1m30s",
    "1d": "24h0m0s",
    "1.5d": "36h0m0s",
    "1w": "168h0m0s",
    "0": "0s",
    "-1s": "-1s",
    "+5s": "5s",
    "1us": "1µs",
    "1500ms": "1.5s",
    "0.1ns": "0s",
    ".5s": "500ms",
    "1.s": "1s",
    "1s1s": "2s",
    "1.000000001s": "1.000000001s",
    "2562047h47m16.854775807s": "2562047h47m16.854775807s",
    "": Bad("empty", ""),
    "-": Bad("empty", "-"),
    "10": Bad("no-unit", "10"),
    "1m30": Bad("no-unit", "30"),
    "1m 30s": Bad("unit", "m "),
    "1S": Bad("unit", "S"),
    "1sec": Bad("unit", "sec"),
    "1e3s": Bad("unit", "e"),
    " 1s": Bad("number", " 1s"),
    ".s": Bad("number", ".s"),
    "9999999999999h": Bad("too-long", "9999999999999h"),
}

SIZES: dict[str, Any] = {
    "64m": "67108864",
    "1.5gb": "1610612736",
    "1 GB": "1073741824",
    "64MiB": "67108864",
    "64B": "64",
    "100": "100",
    ".5m": "524288",
    "5.m": "5242880",
    "1e3": "1000",
    "1.5": "1",
    "-1": "-1",
    "1p": "1125899906842624",
    "10000000p": "-9223372036854775808",
    "0": None,
    "": Bad("empty", ""),
    "x": Bad("number", "x"),
    "inf": Bad("number", "inf"),
    "1  GB": Bad("number", "1 "),
    "1.2.3m": Bad("number", "1.2.3"),
    "64m ": Bad("number", "64m"),
    "-1m": Bad("negative", "-1"),
    "64mi": Bad("suffix", "mi"),
    "64ib": Bad("suffix", "ib"),
    "1x": Bad("suffix", "x"),
    "1e": Bad("suffix", "e"),
}

COMMANDS: dict[str, Any] = {
    "a 'b c'": ["a", "b c"],
    'a "b c" d': ["a", "b c", "d"],
    "a\\ b": ["a b"],
    "a '' \"\"": ["a", "", ""],
    "a 'b'c\"d\"": ["a", "bcd"],
    'a "b\\nc" d\\te': ["a", "b\nc", "d\te"],
    "'a\\b'": ["a\\b"],
    '"a\\"b"': ['a"b'],
    "a#b # c": ["a#b", "#", "c"],
    "*.txt ~ $HOME": ["*.txt", "~", "$HOME"],
    "a\u00a0b": ["a\u00a0b"],
    "a\r\nb\tc": ["a", "b", "c"],
    "": [],
    "   ": [],
    "a b;c d": ["a", "b"],
    "a && b": ["a"],
    "a 2>f": ["a"],
    "a2>f": ["a2"],
    "1>f": [],
    "a \\;b": ["a", ";b"],
    "echo $(date -u)x": ["echo", "$(date -u)x"],
    "$(a \"b c\" 'd')": ["$(a \"b c\" 'd')"],
    "a \"$(b c)\" '(b)'": ["a", "$(b c)", "(b)"],
    "a \\(b\\)": ["a", "(b)"],
    "a \\$(b)": ["a", "$(b)"],
    "echo `date -u` x": ["echo", "`date -u`", "x"],
    '`a "b c"`': ['`a "b c"`'],
    "a 'b": Bad("quote", "'"),
    'a "b': Bad("quote", '"'),
    "a \\": Bad("escape", "\\"),
    "a (b)": Bad("parenthesis", "("),
    "b)": Bad("parenthesis", ")"),
    "echo $(date": Bad("substitution", "("),
    "echo `date": Bad("backquote", "`"),
}

HOSTS: dict[str, Any] = {
    "a=1.1.1.1": ["a=1.1.1.1"],
    "a:1.1.1.1": ["a=1.1.1.1"],
    "a:::1": ["a=::1"],
    "a=[::1]": ["a=::1"],
    "a=2.2.2.2,1.1.1.1": ["a=1.1.1.1", "a=2.2.2.2"],
    "a=host-gateway": ["a=host-gateway"],
    "a=": ["a="],
    "a": Bad("no-address", "a"),
    "=1.1.1.1": Bad("host-name", ""),
    "a:b=c": Bad("host-name", "a:b"),
}

DEVICES: dict[str, Any] = {
    "/dev/a": {"source": "/dev/a", "target": "/dev/a", "permissions": "rwm"},
    "/dev/a:/dev/b": {"source": "/dev/a", "target": "/dev/b", "permissions": "rwm"},
    "/dev/a:/dev/b:r": {"source": "/dev/a", "target": "/dev/b", "permissions": "r"},
    "/dev/a:": {"source": "/dev/a", "target": "/dev/a", "permissions": "rwm"},
    "/dev/a:/dev/b:": {"source": "/dev/a", "target": "/dev/b"},
    "vendor.com/gpu=all": {
        "source": "vendor.com/gpu=all",
        "target": "vendor.com/gpu=all",
        "permissions": "rwm",
    },
    "a:b:c:d": Bad("too-many-parts", ":d"),
}

#: Plain scalars of an environment, and the strings that they become; None is left unset.
SCALARS: dict[str, str | None] = {
    "1e3": "1000",
    "0x10": "16",
    "0o17": "15",
    "017": "15",
    "1.0": "1",
    "3.10": "3.1",
    ".5": "0.5",
    "1_000": "1000",
    "12345678901234567890": "12345678901234567890",
    "18446744073709551616": "1.8446744073709552e+19",
    "123456789.0": "1.23456789e+08",
    "1234567.891": "1.234567891e+06",
    "1000000.0": "1e+06",
    "123456.5": "123456.5",
    "100000.0": "100000",
    "1e21": "1e+21",
    "1e-7": "1e-07",
    "0.0001": "0.0001",
    "0.00001": "1e-05",
    "-.5": "-0.5",
    "-0.0": "-0",
    "True": "true",
    "yes": "yes",
    "~": None,
    "22:22": "22:22",
    "2001-01-01": "2001-01-01 00:00:00 +0000 UTC",
    "2001-12-14T21:59:43.10-05:00": "2001-12-14 21:59:43.1 -0500 -0500",
    "2001-12-15 2:59:43.10": "2001-12-15 02:59:43.1 +0000 UTC",
    "1e400": "1e400",
}

#: Processors as numbers of 32 bits.
PROCESSORS: dict[str, float] = {
    "0.1": 0.1,
    "0.333333333333": 0.33333334,
    "1e-2": 0.01,
    "0x1p-2": 0.25,
    "12345678": 12345678,
    "0.00000001": 1e-08,
}
