"""A page in Markdown about a project, for whoever comes to it new: one module for each section."""

from __future__ import annotations

from .page import SECTIONS, Wish, page
from .subject import Subject

__all__ = ["SECTIONS", "Subject", "Wish", "page"]
