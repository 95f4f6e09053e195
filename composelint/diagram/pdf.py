"""A picture as PDF: lines and letters, drawn from what the layout says.

The program that came along writes no PDF itself. It tells what is to be drawn where (`-Tjson`),
and pydyf writes that down. The letters are those of the fonts that every reader of PDF brings
along, whose widths are those that the layout has reckoned with; they can be selected and
searched. Those fonts know the letters of western Europe only: a picture with any other text is
put into the file as an image instead, the way png.py draws it.
"""

from __future__ import annotations

import json
from typing import Any

from . import dot
from .layout import laid_out
from .pdf_draw import FONTS, Drawer, Unwritable
from .picture import Picture

#: Dots per inch of a picture that goes into the file as an image.
_DPI = 200


def render(
    picture: Picture,
    *,
    link_base: str = "",
    here: str = "",
    theme: str = "auto",
    program: str = "",
) -> bytes:
    """The file: one page as large as the picture. `theme` "auto" is light. A `program` of the
    user's own writes its PDF itself. Raises CannotLook."""
    text = dot.render(picture, link_base=link_base, here=here, theme=theme)
    if program:
        return laid_out(text, "pdf", program)
    drawn = json.loads(laid_out(text, "json"))
    title = picture.title or "Compose project"
    try:
        return _file(_page(drawn), title)
    except Unwritable:
        return _file(_image(text), title)


class Page:
    """A page: its size in points, its content, the images in it and the links on it."""

    __slots__ = ("content", "height", "images", "links", "width")

    def __init__(self, width: float, height: float, content: bytes) -> None:
        self.width, self.height, self.content = width, height, content
        self.images: list[tuple[dict[str, Any], bytes]] = []
        self.links: list[tuple[tuple[float, float, float, float], str]] = []


def _page(drawn: dict[str, Any]) -> Page:
    margin = 18.0
    left, bottom, right, top = map(float, drawn["bb"].split(","))
    drawer = Drawer(margin - left, margin - bottom)
    width, height = right - left + 2 * margin, top - bottom + 2 * margin
    drawer.fill_page(str(drawn.get("bgcolor", "#ffffff")), width, height)
    for part in (drawn, *drawn.get("objects", ()), *drawn.get("edges", ())):
        drawer.draw(part)
    page = Page(width, height, drawer.content())
    page.links = drawer.links
    return page


def _image(text: str) -> Page:
    """The page with the picture as an image: a JPEG goes into a PDF as it is."""
    jpeg = laid_out(text, "jpg", "", (f"-Gdpi={_DPI}",))
    wide, high = _size(jpeg)
    scale = 72 / _DPI
    page = Page(wide * scale, high * scale, b"")
    page.content = f"{page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /I0 Do".encode()
    about = {"Type": "/XObject", "Subtype": "/Image", "Width": wide, "Height": high}
    about |= {"ColorSpace": "/DeviceRGB", "BitsPerComponent": 8, "Filter": "/DCTDecode"}
    page.images.append((about, jpeg))
    return page


def _size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, of the header of the frame (a marker SOF0, SOF1 or SOF2)."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    high, wide = jpeg[at + 5 : at + 7], jpeg[at + 7 : at + 9]
    return int.from_bytes(wide, "big"), int.from_bytes(high, "big")


def _file(page: Page, title: str) -> bytes:
    import io

    import pydyf  # type: ignore[import-untyped]

    pdf = pydyf.PDF()
    fonts = {
        name: pydyf.Dictionary(
            {"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{font}"}
            | ({"Encoding": "/WinAnsiEncoding"} if name in ("F0", "F1") else {})
        )
        for name, font in FONTS.items()
    }
    images = [pydyf.Stream([data], extra=about) for about, data in page.images]
    links = [_link(pydyf, box, address) for box, address in page.links]
    for thing in (*fonts.values(), *images, *links):
        pdf.add_object(thing)
    content = pydyf.Stream([page.content], compress=True)
    pdf.add_object(content)
    known = {name: font.reference for name, font in fonts.items()}
    resources = {"Font": pydyf.Dictionary(known)}
    if images:
        pictures = {f"I{number}": one.reference for number, one in enumerate(images)}
        resources["XObject"] = pydyf.Dictionary(pictures)
    sheet = {
        "Type": "/Page",
        "Parent": pdf.pages.reference,
        "MediaBox": pydyf.Array([0, 0, round(page.width, 2), round(page.height, 2)]),
        "Resources": pydyf.Dictionary(resources),
        "Contents": content.reference,
    }
    if links:
        sheet["Annots"] = pydyf.Array([one.reference for one in links])
    pdf.add_page(pydyf.Dictionary(sheet))
    pdf.info["Title"] = pydyf.String(title)
    output = io.BytesIO()
    pdf.write(output)
    return output.getvalue()


def _link(pydyf: Any, box: tuple[float, float, float, float], address: str) -> Any:
    action = {"Type": "/Action", "S": "/URI", "URI": pydyf.String(address)}
    return pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Link",
            "Rect": pydyf.Array([round(number, 2) for number in box]),
            "Border": pydyf.Array([0, 0, 0]),
            "A": pydyf.Dictionary(action),
        }
    )
