"""Writing between markers: nothing outside of them changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.docs.inject import ERRORS, BadMarkers, blocks, injected

BEGIN, END = "<!-- composelint:begin -->", "<!-- composelint:end -->"

#: Bytes that may stand around the markers: no markers, and no fences that are left open.
AROUND = st.binary(max_size=60).filter(
    lambda data: not any(word in data for word in (b"`", b"~", b"<!--"))
)
NEWLINES = st.sampled_from(["\n", "\r\n"])


def made(names: tuple[str, ...]) -> str:
    return f"| {'+'.join(names)} |\n\nx\n"


@settings(deadline=None)
@given(AROUND, st.text("ab \n|", max_size=20), AROUND, NEWLINES, st.booleans())
def test_nothing_outside_changes(
    before: bytes, between: str, after: bytes, newline: str, marked: bool
) -> None:
    head = (b"\xef\xbb\xbf" if marked else b"") + before + newline.encode()
    tail = END.encode() + newline.encode() + after
    middle = between.replace("\n", newline).encode() + newline.encode()
    whole = head + BEGIN.encode() + newline.encode() + middle + tail
    once = injected(whole.decode("utf-8", ERRORS), made)
    written = once.encode("utf-8", ERRORS)
    body = f"{BEGIN}\n\n{made(())}\n".replace("\n", newline).encode()
    assert written == head + body + tail
    assert injected(once, made) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{BEGIN}\n{END}", [()]),
        (f"\ufeff{BEGIN}\n{END}\n", [()]),
        (f"   {BEGIN}   \n{END}\n", [()]),
        (f"<!--composelint:begin-->\n{END}\n", [()]),
        ("<!-- composelint:begin ports, data -->\n<!-- composelint:end -->", [("ports", "data")]),
        ("<!-- composelint:begin a -->\n<!-- composelint:end a -->", [("a",)]),
        (f"<!-- composelint:begin a -->\n{END}\n{BEGIN}\n{END}\n", [("a",), ()]),
        (f"{BEGIN}\n```\n{END}\n```\n{END}\n", [()]),
        (f"```md\n{BEGIN}\n{END}\n```\n{BEGIN}\n{END}\n", [()]),
        (f"````\n```\n{BEGIN}\n````\n{BEGIN}\n{END}", [()]),
        (f"~~~\n```\n~~~\n{BEGIN}\n{END}", [()]),
        (f"``` `x` no fence\n{BEGIN}\n{END}", [()]),
        (f"- ```\n  {BEGIN}\n  ```\n{BEGIN}\n{END}", [()]),
        (f"{BEGIN}\r{END}\r", [()]),
    ],
)
def test_blocks(text: str, found: list[tuple[str, ...]]) -> None:
    assert [block.names for block in blocks(text)] == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no line"),
        (f"see {BEGIN} and {END}\n", "there is no line"),
        (f"    {BEGIN}\n    {END}\n", "there is no line"),
        (f"{BEGIN}\n", "line 1: a begin without an end"),
        (f"{END}\n", "line 1: an end without a begin"),
        (f"{END}\n{BEGIN}\n", "line 1: an end without a begin"),
        (f"{BEGIN}\n{BEGIN}\n{END}\n", "line 2: a begin, and that of line 1 has no end"),
        (f"{BEGIN}\n{END}\nx\n{BEGIN}\n{END}\n", "line 4: the same as in line 1"),
        (f"{BEGIN}\n{END}\n{END}\n", "line 3: an end without a begin"),
        (f"x\n```\n{BEGIN}\n{END}\n```\n", "line 3: the markers stand in fenced code"),
        (f"```\n{BEGIN}\n{END}\n", "line 2: the markers stand in fenced code"),
        (f"{BEGIN}\n```\n{END}\n", "line 1: a begin without an end"),
        (
            "<!-- composelint:begin a -->\n<!-- composelint:end b -->\n",
            "line 2: not the end of what begins in line 1",
        ),
    ],
)
def test_bad_markers(text: str, message: str) -> None:
    with pytest.raises(BadMarkers, match=message):
        blocks(text)


def test_what_would_end_its_own_block_is_refused() -> None:
    with pytest.raises(BadMarkers, match="line 1: what is to be written has a marker in it"):
        injected(f"{BEGIN}\n{END}", lambda names: f"{END}\n")
