"""The resolved project as YAML that every reader of YAML takes the same way."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

#: Begins with a letter, a slash or an underscore and is no word that some reader takes for a
#: boolean or null: such text needs no quotes.
_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null|inf|nan)\Z)[a-z_/]", re.IGNORECASE)


class _Dumper(_Base):  # type: ignore[misc]
    """Quotes what YAML 1.1 and 1.2 disagree about, writes texts of several lines as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    style = None
    if "\n" in text:
        style = "|"
    elif not _PLAIN.match(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, _text)


def dump(model: dict[str, Any]) -> str:
    """The model as a YAML document, in the order of its keys."""
    text: str = yaml.dump(
        model, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False
    )
    return text
