"""A real Chromium for tests: Debian's, or any on the PATH, driven by Playwright's library."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
#: Nothing of its own that would ask the network.
_SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; skips where there is none, or nothing to drive it with."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on the PATH")
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright (PyPI)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(_SWITCHES))
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page from a file, with all that it said and asked for."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def _dialog(self, dialog: Any) -> None:
        self.said.append(f"dialog {dialog.message}")
        dialog.dismiss()

    @property
    def elsewhere(self) -> list[str]:
        """What was asked for besides the file itself and what lies in it."""
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]

    def ids(self, selector: str) -> list[str]:
        """The `data-id` of what a selector means in the view that is shown, in order."""
        found: list[str] = self.page.eval_on_selector_all(
            f".view:not([hidden]) {selector}", "all => all.map(one => one.dataset.id)"
        )
        return found

    def node(self, id_: str) -> Any:
        return self.page.locator(f'.view:not([hidden]) .node[data-id="{id_}"]')
