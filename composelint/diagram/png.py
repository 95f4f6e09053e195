"""A picture as PNG."""

from __future__ import annotations

from . import dot
from .layout import laid_out
from .picture import Picture

#: Dots per inch: twice what a browser takes, so that text is sharp on fine screens too.
DPI = 144


def render(picture: Picture, *, theme: str = "auto", program: str = "", dpi: int = DPI) -> bytes:
    """The file. A PNG cannot ask whether its reader's page is dark: `theme` "auto" is light."""
    return laid_out(dot.render(picture, theme=theme), "png", program, (f"-Gdpi={dpi}",))
