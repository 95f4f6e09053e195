"""What a layout tells to draw, as the content of a page of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

#: The fonts of a page: of those that every reader of PDF brings along.
FONTS = {"F0": "Helvetica", "F1": "Helvetica-Bold", "F2": "Symbol", "F3": "ZapfDingbats"}
_REGULAR, _BOLD, _SYMBOL, _DINGBATS = FONTS
#: What the first two lack and the others have: the font, and its code for it.
_SIGNS = {
    "≤": (_SYMBOL, 0xA3),
    "≥": (_SYMBOL, 0xB3),
    "→": (_SYMBOL, 0xAE),
    "←": (_SYMBOL, 0xAC),
    "↔": (_SYMBOL, 0xAB),
    "\u2212": (_SYMBOL, 0x2D),
    "◊": (_SYMBOL, 0xE0),
    "▲": (_DINGBATS, 0x73),
    "●": (_DINGBATS, 0x6C),
    "■": (_DINGBATS, 0x6E),
    "○": (_DINGBATS, 0x6D),
    "►": (_DINGBATS, 0xE4),
}
_DASHES = {"dashed": "[5 3] 0 d", "dotted": "[1 3] 0 d"}


class Unwritable(ValueError):
    """A text has letters that none of the fonts has."""


class Drawer:
    """Turns the operations of `_draw_` and its like into those of PDF. Lengths are points."""

    __slots__ = (
        *("_bold", "_fill", "_line", "_rows", "_size", "_style", "_width", "_x", "_y"),
        "links",
    )

    def __init__(self, x: float, y: float) -> None:
        self._x, self._y = x, y
        self._rows: list[str] = ["1 j"]
        self._fill = self._line = "0 0 0"
        self._style, self._width = "", 1.0
        self._bold, self._size = False, 14.0
        self.links: list[tuple[tuple[float, float, float, float], str]] = []

    def content(self) -> bytes:
        return "\n".join(self._rows).encode("latin-1")

    def fill_page(self, colour: str, width: float, height: float) -> None:
        self._rows.append(f"{_rgb(colour)} rg -1 -1 {width + 2:.2f} {height + 2:.2f} re f")

    def draw(self, part: dict[str, Any]) -> None:
        """A graph, cluster, node or edge with all that belongs to it."""
        for key in ("_draw_", "_ldraw_", "_hdraw_", "_tdraw_", "_hldraw_", "_tldraw_"):
            self._style, self._width, self._bold = "", 1.0, False
            for operation in part.get(key, ()):
                self._operate(operation)
        if part.get("URL") and "pos" in part and "width" in part:
            x, y = (float(number) for number in part["pos"].split(","))
            wide, high = float(part["width"]) * 36, float(part["height"]) * 36
            box = (x - wide + self._x, y - high + self._y, x + wide + self._x, y + high + self._y)
            self.links.append((box, part["URL"]))

    def _operate(self, operation: dict[str, Any]) -> None:
        what = operation["op"]
        if what in "cC":
            colour = _rgb(operation["color"])
            if what == "c":
                self._line = colour
            else:
                self._fill = colour
        elif what == "S":
            self._set_style(operation["style"])
        elif what in "pPL":
            self._shape(operation["points"], "l", what)
        elif what in "bB":
            self._shape(operation["points"], "c", what)
        elif what in "eE":
            self._ellipse(operation["rect"], what)
        elif what == "F":
            self._size = float(operation["size"])
        elif what == "t":
            self._bold = bool(int(operation["fontchar"]) & 1)
        elif what == "T":
            self._text(operation)

    def _set_style(self, style: str) -> None:
        if style.startswith("setlinewidth("):
            self._width = float(style[13:-1])
        elif style in ("solid", "dashed", "dotted"):
            self._style = style

    def _point(self, point: list[float]) -> str:
        return f"{point[0] + self._x:.2f} {point[1] + self._y:.2f}"

    def _paint(self, what: str) -> str:
        """Fill and line, line only; closed where it is no open line."""
        if what in "PE":
            return "b"
        if what == "B":
            return "B"
        return "s" if what in "pe" else "S"

    def _begin(self) -> str:
        dashes = _DASHES.get(self._style, "[] 0 d")
        return f"q {self._line} RG {self._fill} rg {self._width:g} w {dashes}"

    def _shape(self, points: list[list[float]], curve: str, what: str) -> None:
        first, *others = [self._point(point) for point in points]
        rows = [self._begin(), f"{first} m"]
        step = 3 if curve == "c" else 1
        rows += [f"{' '.join(others[i : i + step])} {curve}" for i in range(0, len(others), step)]
        self._rows.append(" ".join([*rows, self._paint(what), "Q"]))

    def _ellipse(self, rect: list[float], what: str) -> None:
        x, y, wide, high = rect
        #: How far the handles of a quarter of a circle are from its ends.
        a, b = wide * 0.5523, high * 0.5523
        points = [[x + wide, y], [x + wide, y + b], [x + a, y + high], [x, y + high]]
        points += [[x - a, y + high], [x - wide, y + b], [x - wide, y], [x - wide, y - b]]
        points += [[x - a, y - high], [x, y - high], [x + a, y - high], [x + wide, y - b]]
        self._shape([*points, points[0]], "c", "E" if what == "E" else "e")

    def _text(self, operation: dict[str, Any]) -> None:
        width = float(operation["width"])
        x, y = operation["pt"]
        x -= {"c": width / 2, "r": width}.get(operation["align"], 0)
        own = _BOLD if self._bold else _REGULAR
        row = [f"q {self._line} rg BT {self._point([x, y])} Td"]
        for font, codes in _runs(operation["text"], own):
            row.append(f"/{font} {self._size:g} Tf <{codes.hex()}> Tj")
        self._rows.append(" ".join([*row, "ET Q"]))


def _runs(text: str, own: str) -> Iterator[tuple[str, bytes]]:
    """Pieces of a text, each with its font and its codes there. Raises Unwritable."""
    font, codes = own, b""
    for letter in text:
        if letter in _SIGNS:
            needed, code = _SIGNS[letter][0], bytes([_SIGNS[letter][1]])
        else:
            try:
                needed, code = own, letter.encode("cp1252")
            except UnicodeEncodeError:
                raise Unwritable(letter) from None
        if needed != font and codes:
            yield font, codes
            codes = b""
        font, codes = needed, codes + code
    if codes:
        yield font, codes


def _rgb(colour: str) -> str:
    """`#rrggbb` as three numbers from 0 to 1."""
    if not colour.startswith("#"):
        return "1 1 1" if colour == "white" else "0 0 0"
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.3f}" for i in (1, 3, 5))
