"""The page: pictures of one graph in one HTML file that needs nothing else and no network."""

from __future__ import annotations

from .page import render

__all__ = ["render"]
