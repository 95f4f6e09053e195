"""The readers against the tables, and on texts that are not known in all their parts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composelint.model.bad import BadValue
from composelint.model.mounts import Mount, parse_short
from composelint.model.ports import HostRange, Port, host_range
from composelint.model.ports import parse_short as parse_port
from composelint.model.shellwords import dropped_part
from composelint.model.sizes import parse_size
from composelint.node import UNKNOWN

from . import cases
from .cases import Bad
from .reading import READERS, outcome

TABLES = [(name, text, wanted) for name in READERS for text, wanted in getattr(cases, name).items()]


@pytest.mark.parametrize(("table", "text", "wanted"), TABLES)
def test_reads_as_docker_compose(table: str, text: str, wanted: Any):
    assert outcome(table, text) == wanted


@given(st.sampled_from(sorted(READERS)), st.text("018:-/.[]{}$\\ \"'`()abcdehkmswzo,=;é" + UNKNOWN))
def test_any_text_is_read_or_refused_within_its_bounds(table: str, text: str):
    begin, end = 0, len(text)
    try:
        READERS[table](text)
    except BadValue as error:
        begin, end = error.begin, error.end
    assert 0 <= begin <= end <= len(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{UNKNOWN}:80", Port(80, None, None)),
        (f"127.0.0.1:{UNKNOWN}:80/udp", Port(80, None, "127.0.0.1", "udp")),
        (f"{UNKNOWN}:8080:80", Port(80, "8080", None)),
        (f"8080:{UNKNOWN}", Port(None, "8080", "", None)),
        (f"80/{UNKNOWN}", Port(80, "", "", None)),
        (UNKNOWN, Port(None, None, None, None)),
    ],
)
def test_ports_of_unknown_parts(text: str, wanted: Port):
    assert parse_port(text) == [wanted]


def test_the_known_parts_of_a_port_are_judged():
    with pytest.raises(BadValue) as caught:
        parse_port(f"{UNKNOWN}:80/foo")
    assert caught.value.reason == "protocol"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{UNKNOWN}:/data:ro", Mount(None, None, "/data", ("ro",), (0, 1), (2, 7), (8, 10))),
        (f"./{UNKNOWN}:/data", Mount("bind", None, "/data", (), (0, 3), (4, 9))),
        (f"data:{UNKNOWN}", Mount("volume", "data", None, (), (0, 4), (5, 6))),
        (f"{UNKNOWN}x/y", Mount(None, None, None, target_at=(0, 4))),
    ],
)
def test_mounts_of_unknown_parts(text: str, wanted: Mount):
    assert parse_short(text) == wanted


def test_the_last_word_on_writing_counts():
    assert parse_short("/a:/b:ro,rw").read_only is False
    assert parse_short("/a:/b:rw,ro").read_only is True


@pytest.mark.parametrize(
    ("port", "wanted"),
    [
        (Port(80, "8080"), HostRange("", "tcp", 8080, 8080, False)),
        (Port(80, "80-82", "::1", "udp"), HostRange("::1", "udp", 80, 82, True)),
        (Port(80), None),
        (Port(80, "0"), None),
        (Port(80, None), None),
        (Port(80, "abc"), None),
        (Port(80, "82-80"), None),
        (Port(80, "70000"), None),
    ],
)
def test_the_ports_of_the_host(port: Port, wanted: HostRange | None):
    assert host_range(port) == wanted


def test_what_a_command_loses():
    assert dropped_part("a b") is None
    assert dropped_part("a 'b;c'") is None
    assert dropped_part("a && b") == 2


def test_minus_one_was_no_text_before_release_5():
    assert parse_size("-1") == -1
    with pytest.raises(BadValue):
        parse_size("-1", minus_one=False)


@pytest.mark.parametrize("table", ["PORTS", "DURATIONS", "PROCESSORS"])
@pytest.mark.parametrize("text", ["9" * 5000, "9" * 5000 + "s", "1:" + "9" * 5000])
def test_endless_numbers(table: str, text: str):
    """Python itself refuses to read integers of more than 4300 digits."""
    assert isinstance(outcome(table, text), Bad)
