"""PNG and PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib

import pictures
import pytest

from composelint.diagram import layout, png
from composelint.diagram.picture import Box, Picture
from composelint.graph import records as graph
from composelint.source import Source, Span


def made(picture: Picture, form: str, **options: str) -> bytes:
    content = layout.render(picture, form, **options)  # type: ignore[arg-type]
    assert isinstance(content, bytes)
    return content


def size(file: bytes) -> tuple[int, int]:
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    return int.from_bytes(file[16:20], "big"), int.from_bytes(file[20:24], "big")


@pytest.mark.parametrize("name", pictures.PICTURES)
@pytest.mark.parametrize("theme", ["auto", "dark"])
def test_every_picture_as_png(name: str, theme: str) -> None:
    wide, high = size(made(pictures.PICTURES[name], "png", theme=theme))
    assert wide > 0
    assert high > 0


def test_png_is_as_fine_as_asked() -> None:
    coarse, fine = (size(png.render(pictures.three(), dpi=dpi)) for dpi in (72, 144))
    assert abs(fine[0] - 2 * coarse[0]) < 4


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_every_picture_as_pdf(name: str) -> None:
    file = made(pictures.PICTURES[name], "pdf")
    assert file.startswith(b"%PDF-1.")
    assert file.rstrip().endswith(b"%%EOF")
    assert b"CreationDate" not in file


def content(file: bytes) -> str:
    """What is drawn on the page of a PDF."""
    found = re.search(rb"/FlateDecode.*?stream\n(.*?)\nendstream", file, re.S)
    assert found is not None
    return zlib.decompress(found[1]).decode("latin-1")


def test_text_of_a_pdf_can_be_read() -> None:
    drawn = content(made(pictures.three(), "pdf"))
    texts = [bytes.fromhex(code).decode("cp1252") for code in re.findall(r"<(\w+)> Tj", drawn)]
    assert {"web", "api", "db", "nginx:1.27", "/var/lib/postgresql"} <= {t.strip() for t in texts}


def test_a_pdf_has_letters_that_its_fonts_have() -> None:
    def drawn(title: str) -> bytes:
        box = Box("box", graph.SERVICE, title)
        return made(Picture("", "all", "right", (box,), (), (), ()), "pdf")

    assert b"/DCTDecode" not in drawn("größe ≤ 3 → ok … ± é")
    assert b"/DCTDecode" in drawn("Привет")
    assert b"/DCTDecode" in drawn("日本")


def test_a_pdf_has_links() -> None:
    file = made(pictures.three(), "pdf", link_base="https://example.org/b")
    assert file.count(b"/URI (https://example.org/b/compose.yaml#L") == 3
    assert b"/Annots" not in made(pictures.three(), "pdf")


def test_a_link_with_brackets_stays_whole() -> None:
    source = Source("a (1)\\b.yaml", "x: 1\n")
    box = Box("box", graph.SERVICE, "x", span=Span(source, 0, 1))
    picture = Picture("(\\", "all", "right", (box,), (), (), ())
    file = made(picture, "pdf", link_base="https://example.org/(b)")
    assert b"%281%29%5Cb.yaml#L1" in file


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on the PATH")
def test_another_program_reads_the_pdf() -> None:
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=made(pictures.nested(), "pdf"), capture_output=True
    )
    assert done.returncode == 0
    assert done.stderr == b""
    assert {"shop and blog", "worker", "cache"} <= set(done.stdout.decode().splitlines())


@pytest.mark.skipif(shutil.which("dot") is None, reason="no dot of Graphviz on the PATH")
@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_program_of_the_users(form: str) -> None:
    assert layout.render(pictures.nested(), form, program="dot")
