"""The rules that a check in the current directory knows: ours, and those of its configuration."""

from __future__ import annotations

import os

from ..configuration import rules_here
from ..disk import Disk
from ..request import Request
from ..rule import Catalogue


def known_rules() -> Catalogue:
    """Raises CannotLook where there is a configuration with mistakes in it."""
    return rules_here(Request(here=os.getcwd(), environment={}, disk=Disk()))
