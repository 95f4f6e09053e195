"""Rules as SARIF describes them: the page is the help text."""

from __future__ import annotations

import re
from typing import Any

from ..finding import ERROR, INFO, WARNING, Finding
from ..rule import Rule
from .places import well_formed

_LEVELS = {ERROR: "error", WARNING: "warning", INFO: "note"}
_GITHUB_SEVERITY = {ERROR: "error", WARNING: "warning", INFO: "recommendation"}

#: What GitHub ranks alerts about security by: from 7.0 high, from 4.0 medium, below low.
_SECURITY = {ERROR: "8.0", WARNING: "5.5", INFO: "2.0"}

#: Of a description GitHub takes this many characters.
_LONGEST = 1024

#: Links to other pages lead nowhere from an alert.
_RELATIVE_LINK = re.compile(r"\[([^]\n]*)\]\((?![a-z]+:)[^)\n]*\)")
_LINK = re.compile(r"\[([^]\n]*)\]\([^)\n]*\)")
_FENCE = re.compile(r"^```(\w+) +([^\n]+)$", re.MULTILINE)

_BROKEN_LINE = re.compile(r"(?<!\n)\n(?!\n|- )")

#: What an example may say besides its file, as the program's option of that name.
_OPTIONS = ("exact", "target", "preset")


def descriptor(rule: Rule, page: str) -> dict[str, Any]:
    """A rule with its page (Markdown without the front matter)."""
    about, _, _ = page.partition("\n## ")
    about = plain(about)
    markdown = _FENCE.sub(_caption, _RELATIVE_LINK.sub(r"\1", page)).strip()
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": plain(rule.title)},
        "fullDescription": {"text": _shortened(about or rule.title)},
        "help": {"text": about or rule.title, "markdown": markdown or rule.title},
        "defaultConfiguration": {"enabled": rule.default, "level": _LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "tags": [rule.group],
        "problem.severity": _GITHUB_SEVERITY[rule.severity],
    }
    if rule.group == "security":
        properties["security-severity"] = _SECURITY[rule.severity]
    return properties


def unknown(finding: Finding, level: str) -> dict[str, Any]:
    """A rule of which no page is at hand, told by its first finding."""
    text = {"text": well_formed(finding.name)}
    return {
        "id": finding.id,
        "name": well_formed(finding.name),
        "shortDescription": text,
        "fullDescription": text,
        "help": {"text": well_formed(finding.help or finding.name)},
        "defaultConfiguration": {"level": level},
    }


def plain(markdown: str) -> str:
    """Markdown as plain text: a line for each paragraph and item, without marks and links."""
    text = _LINK.sub(r"\1", markdown).replace("`", "").replace("**", "")
    return _BROKEN_LINE.sub(" ", text).strip()


def _caption(fence: re.Match[str]) -> str:
    """What stands behind an example's language, as a line above it."""
    said = [word.partition("=") for word in fence[2].split()]
    shown = [f"`{value}`" for key, _, value in said if key == "file"]
    shown += [f"with `--{key} {value}".rstrip() + "`" for key, _, value in said if key in _OPTIONS]
    above = f"{', '.join(shown)}:\n\n" if shown else ""
    return f"{above}```{fence[1]}"


def _shortened(text: str) -> str:
    """The first paragraph, as far as there is room."""
    first, _, _ = text.partition("\n\n")
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
