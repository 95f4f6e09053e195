"""The folders in which users keep pages of their own rules."""

from __future__ import annotations

from typing import Any

from ..node import Node, Sequence
from ..rule import Catalogue, Rule
from .kinds import Many, Text
from .reading import Reading


class Folders(Many):
    """Folders of pages. The rules of the reading get those rules too."""

    def __init__(self) -> None:
        super().__init__(Text())
        self.takes = "a folder, or a list of folders"

    def read(self, node: Node, name: str, reading: Reading) -> Any:
        from .pages import read_folder

        folders = super().read(node, name, reading)
        places = node.items if type(node) is Sequence else [node]
        before = len(reading.mistakes)
        pages: dict[str, tuple[Rule, str]] = {}
        for folder, place in zip(folders or (), places, strict=False):
            if folder is not None:
                read_folder(folder, place, reading, pages)
        if pages:
            rules = [*reading.rules, *(rule for rule, _ in pages.values())]
            texts = {name: text for name, (_, text) in pages.items()}
            reading.rules = Catalogue(rules, reading.rules.folder, texts)
        if len(reading.mistakes) > before:
            # Whoever names a rule that could not be read would only hear of it once more.
            reading.stop_if_wrong()
        return folders
