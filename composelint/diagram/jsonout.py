"""A picture as JSON, for programs that draw it in a way of their own. Version 1:

    {
      "version": 1,
      "title": str, "view": str, "direction": "right" or "down",
      "boxes": [{"id": str, "kind": str, "title": str, "lines": [str], "external": bool,
                 "notes": [str], "mark": str, "place": PLACE}],
      "arrows": [{"source": ID, "target": ID, "kind": str, "label": str, "firm": bool,
                  "both": bool, "critical": bool, "mark": str, "notes": [str], "place": PLACE}],
      "groups": [{"id": str, "kind": str, "title": str, "boxes": [ID], "groups": [GROUP],
                  "external": bool, "notes": [str]}],
      "legend": [{"what": "box" or "arrow" or "group" or "mark", "kind": str, "text": str}]
    }

What the words mean stands in picture.py; kinds are those of graph/records.py. PLACE is `null` or
`{"path": str, "line": int}`, the path relative to the folder that the program ran in, the line
from 1. An ID is that of a box (or of a group). All keys are always there, in this order; keys may
be added without a new version.
"""

from __future__ import annotations

import json
from typing import Any

from ..source import Span
from .picture import Group, Picture
from .places import place

VERSION = 1


def render(picture: Picture, *, here: str = "") -> str:
    """The picture, indented by two, ending in a newline; paths relative to the folder `here`."""
    document = {
        "version": VERSION,
        "title": picture.title,
        "view": picture.view,
        "direction": picture.direction,
        "boxes": [_record(box, here) for box in picture.boxes],
        "arrows": [_record(arrow, here) for arrow in picture.arrows],
        "groups": [_group(group) for group in picture.groups],
        "legend": [entry._asdict() for entry in picture.legend],
    }
    return json.dumps(document, indent=2, ensure_ascii=False).translate(_SURROGATES) + "\n"


#: Half a character cannot be written as UTF-8.
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def _record(thing: Any, here: str) -> dict[str, Any]:
    fields: dict[str, Any] = thing._asdict()
    span: Span | None = fields.pop("span")
    fields["place"] = None
    if span is not None:
        path, line = place(span, here)
        fields["place"] = {"path": path, "line": line}
    return fields


def _group(group: Group) -> dict[str, Any]:
    return {**group._asdict(), "groups": [_group(inner) for inner in group.groups]}
