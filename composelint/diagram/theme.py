"""Light and dark: what each colour of a picture becomes on a dark ground.

Every other module speaks of the light colours (looks.py). A drawing brings a ground of its own in
both: a page may be dark where the system that a drawing asks is light, and letters without a
ground of their own could then not be read.
"""

from __future__ import annotations

from .looks import FAMILIES, GREY, INK

AUTO, LIGHT, DARK = "auto", "light", "dark"

#: Behind everything; within a frame.
GROUND, WITHIN = "#ffffff", "#f6f8fa"

_DARK = {
    GROUND: "#0d1117",
    WITHIN: "#161b22",
    INK: "#e6edf3",
    GREY: "#8b949e",
    # what boxes are filled with, and their lines
    FAMILIES["service"].ground: "#0f2d4a",
    FAMILIES["network"].ground: "#0c3326",
    FAMILIES["data"].ground: "#3d2a05",
    FAMILIES["secret"].ground: "#3d1730",
    FAMILIES["model"].ground: "#2a2047",
    FAMILIES["edge"].ground: "#21262d",
    FAMILIES["service"].line: "#58a6ff",
    FAMILIES["network"].line: "#3fb68b",
    FAMILIES["data"].line: "#e3a13b",
    FAMILIES["secret"].line: "#e07bb5",
    FAMILIES["model"].line: "#a98ff0",
    "#c2520b": "#f0883e",
    # marks
    "#d1242f": "#ff7b72",
    "#ffdcd7": "#4a1512",
    "#fff1c2": "#3d2e00",
    "#c9f2d9": "#0f3d22",
}


def shade(colour: str, theme: str) -> str:
    """A colour as it is in a theme."""
    return _DARK.get(colour, colour) if theme == DARK else colour


def dark_rules() -> str:
    """Style rules by which an SVG with light colours is dark where the reader's system is."""
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}'
        for light, dark in _DARK.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
