"""The lines of a file that a finding is about, with marks under the exact characters."""

from __future__ import annotations

from typing import NamedTuple

from ..source import Source, Span
from .ansi import Paint
from .columns import Line, clean, width, wrap

#: A span of more lines than this is shown by its first ones and its last.
_LONG = 6

#: The least room for lines of a file, however narrow the terminal.
_LEAST = 24


class Mark(NamedTuple):
    """Characters to be marked; the primary mark has the severity's colour and no label."""

    span: Span
    label: str
    primary: bool


class Place(NamedTuple):
    """A mark in lines and columns: `start` is in it, `end` is its last character."""

    mark: Mark
    first: int
    start: int
    last: int
    end: int


class Frame(NamedTuple):
    """How to draw: the style of primary marks, digits of the longest line number, all columns."""

    paint: Paint
    style: str
    digits: int
    columns: int

    def gutter(self, number: str = "", sign: str = "|") -> str:
        return self.paint("frame", f"{number:>{self.digits}} {sign}")

    @property
    def room(self) -> int:
        """Columns for the text of a line: what the gutter leaves."""
        return max(self.columns - self.digits - 3, _LEAST)


def place(mark: Mark) -> Place:
    """Where a mark stands; blanks and line ends at its end do not count."""
    source, start, end = mark.span
    end = min(end, len(source.text))
    while end > start and source.text[end - 1] in " \t\r\n":
        end -= 1
    first, column = source.position(start)
    if end <= start:
        return Place(mark, first, column - 1, first, column - 1)
    last, final = source.position(end - 1)
    return Place(mark, first, column - 1, last, final - 1)


def draw(places: list[Place], frame: Frame) -> list[str]:
    """The excerpt of one file: its marked lines in order, `...` where lines are left out."""
    source = places[0].mark.span.source
    box = next((p for p in places if p.mark.primary and p.last > p.first), None)
    if box is not None:
        frame = frame._replace(columns=frame.columns - 2)  # its side stands before each line
    rows = [frame.gutter()]
    previous = 0
    for number in _numbers(places, box):
        if previous and number > previous + 1:
            side = frame.paint(frame.style, "|") if _inside(box, number - 1) else ""
            rows.append(f"{frame.paint('frame', '...')}{' ' * frame.digits}{side}".rstrip())
        rows += _line(source, number, places, box, frame)
        previous = number
    return rows


def _inside(box: Place | None, number: int) -> bool:
    return box is not None and box.first < number < box.last


def _numbers(places: list[Place], box: Place | None) -> list[int]:
    """The lines to show; a single line between two of them is shown too."""
    wanted = {p.first for p in places}
    if box is not None:
        if box.last - box.first < _LONG:
            wanted.update(range(box.first, box.last + 1))
        else:
            wanted.update((box.first, box.first + 1, box.first + 2, box.last))
    wanted.update([n + 1 for n in wanted if n + 2 in wanted])
    return sorted(wanted)


def _line(
    source: Source, number: int, places: list[Place], box: Place | None, frame: Frame
) -> list[str]:
    raw = source.line(number)
    line = Line(raw)
    here = [p for p in places if p.first == number and p is not box]
    here.sort(key=lambda p: (not p.mark.primary, p.start))
    begin = _window(line, here, frame.room)
    side = _side(box, number, raw, frame)
    text = line.cut(begin, begin + frame.room)
    rows = [f"{frame.gutter(str(number))} {side}{text}".rstrip()]
    after = _after(box, number, frame) if box is not None else ""
    if box is not None and number == box.first and not _opens(box, raw):
        reach = frame.paint(frame.style, "_" * (line.column(box.start) + 1) + "^")
        rows.append(f"{frame.gutter()}  {reach}")
    rows += _pair(line, here, begin, after, frame) or [
        row for p in here for row in _marks(line, p, begin, after, frame)
    ]
    if box is not None and number == box.last:
        reach = frame.paint(frame.style, "|" + "_" * (line.column(box.end) - begin + 1) + "^")
        rows.append(f"{frame.gutter()} {reach}")
    return rows


def _opens(box: Place, raw: str) -> bool:
    """Whether the box begins where its first line does, so that a slash can open it."""
    return not raw[: box.start].strip()


def _side(box: Place | None, number: int, raw: str, frame: Frame) -> str:
    """What stands between gutter and text: the side of the box."""
    if box is None:
        return ""
    if number == box.first and _opens(box, raw):
        return frame.paint(frame.style, "/") + " "
    if box.first < number <= box.last:
        return frame.paint(frame.style, "|") + " "
    return "  "


def _after(box: Place, number: int, frame: Frame) -> str:
    """The side of the box below a line."""
    if box.first < number < box.last or number == box.first:
        return frame.paint(frame.style, "|") + " "
    return "  "


def _window(line: Line, here: list[Place], room: int) -> int:
    """The first column to show of a long line, so that its marks come into sight."""
    total = line.column(len(line.columns))
    if total <= room or not here:
        return 0
    start = line.column(here[0].start)
    end = line.column(here[0].end + 1)
    if end < room:
        return 0
    begin = start - max(room - (end - start), room // 3) // 2
    return max(min(begin, total - room), 0)


def _marks(line: Line, p: Place, begin: int, side: str, frame: Frame) -> list[str]:
    """The row below a line that marks one place, with its label."""
    start, stop = _reach(line, p, begin, frame)
    lead = f"{frame.gutter()} {side}"
    row = f"{lead}{' ' * start}{_underline(p, stop - start, frame)}"
    if not p.mark.label:
        return [row]
    label = clean(p.mark.label)
    style = frame.style if p.mark.primary else "label"
    if stop + 1 + width(label) <= frame.room:
        return [f"{row} {frame.paint(style, label)}"]
    indent = min(start, frame.room // 3)
    below = wrap(label, frame.room - indent)
    return [row, *(f"{lead}{' ' * indent}{frame.paint(style, part)}" for part in below)]


def _reach(line: Line, p: Place, begin: int, frame: Frame) -> tuple[int, int]:
    """From which column to which one a mark goes, within what is shown of the line."""
    start = min(max(line.column(p.start) - begin, 0), frame.room - 1)
    until = line.column(p.end + 1) if p.last == p.first else line.columns[-1]
    return start, max(min(until - begin, frame.room), start + 1)


def _underline(p: Place, long: int, frame: Frame) -> str:
    if p.mark.primary:
        return frame.paint(frame.style, "^" * long)
    return frame.paint("frame", "-" * long)


def _pair(line: Line, here: list[Place], begin: int, side: str, frame: Frame) -> list[str]:
    """Both marks of a line in one row, where the second stands behind the bare first; or none."""
    if len(here) != 2 or here[0].mark.label:
        return []
    (start, stop), (second, end) = (_reach(line, p, begin, frame) for p in here)
    label = clean(here[1].mark.label)
    if second <= stop or end + 1 + width(label) > frame.room:
        return []
    first = _underline(here[0], stop - start, frame)
    row = f"{frame.gutter()} {side}{' ' * start}{first}{' ' * (second - stop)}"
    return [f"{row}{_underline(here[1], end - second, frame)} {frame.paint('label', label)}"]
