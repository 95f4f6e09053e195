"""The JSON Schema of `.composelint.yaml`, for editors: made of the table that the reader uses."""

from __future__ import annotations

from ..rule import Catalogue
from .keys import FILE
from .kinds import JsonSchema


def configuration_schema(rules: Catalogue) -> JsonSchema:
    """The schema of a configuration that may name these rules (draft 2020-12).

    It knows what can be selected as it is usually written (CL301, though cl301 will do), and does
    not look into the folders that `rules` names.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of composelint",
        **FILE.schema(rules),
        # A file in which everything is commented out says nothing.
        "type": ["object", "null"],
    }
