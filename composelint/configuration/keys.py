"""The keys of a configuration: one table for the reader and for the JSON Schema."""

from __future__ import annotations

from ..finding import SEVERITIES
from .folders import Folders
from .kinds import ByRule, Choice, Glob, Kind, Many, Preset, Record, Selector, TargetName
from .options import Options

#: What switches a rule off where a severity is asked for.
OFF = "off"

_GRAVEST_FIRST = tuple(reversed(SEVERITIES))

#: What both the whole file and a section for some paths can say.
_SETTINGS: dict[str, tuple[Kind, str]] = {
    "preset": (
        Many(Preset(), least=1),
        "Sets of rules to begin with: minimal, recommended (the default), strict, or a group",
    ),
    "select": (
        Many(Selector(), least=1),
        "Rules to add to those of preset, or to use alone: ids, their beginnings, names, groups",
    ),
    "ignore": (Many(Selector(changes=True)), "Rules to leave out"),
    "severities": (
        ByRule(Choice("severity", *_GRAVEST_FIRST, OFF), "severity"),
        "How grave findings are: error, warning, info or off, by rule, beginning of ids or group",
    ),
    "options": (Options(), "What is to be set for rules that have options"),
    "target": (
        TargetName(),
        "What runs the projects: compose, a release such as compose@2.24, compose-v1 or swarm",
    ),
    "fail-on": (
        Choice("severity", *_GRAVEST_FIRST),
        "From which severity on a finding makes the check fail; error by default",
    ),
}

_MATCH = "Patterns of paths, as .gitignore has them, relative to the folder of this file"

#: A section for the files that its patterns match.
SECTION = Record(
    {"match": (Many(Glob(), least=1), _MATCH), **_SETTINGS},
    required=("match",),
    elsewhere=("rules exclude paths", "to the top of the file"),
)

FILE = Record(
    {
        # First: all that follows may name the rules that it brings.
        "rules": (Folders(), "Folders with pages of rules of your own"),
        **_SETTINGS,
        "exclude": (
            Many(Glob()),
            "Projects to pass over when they are only met in a folder: patterns as for match",
        ),
        "paths": (
            Many(SECTION, alone=False),
            "Settings for some files only; of several sections that match, the later ones count",
        ),
    },
    elsewhere=("match", "into a section of paths"),
)
