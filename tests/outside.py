"""The schemas of others that our reports and files for CI have to keep to, as packages carry them.

None of them is copied into the project: `schemastore` has the official one of SARIF 2.1.0,
`check-jsonschema` those of GitHub's workflows and actions and of GitLab's pipelines.
"""

from __future__ import annotations

import importlib.util
import io
import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class _PlainData(pickle.Unpickler):
    """Reads data only: nothing that would be called."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        pytest.skip(f"the package {name} is not installed")
    return Path(found.origin).parent


def sarif_schema() -> Any:
    """The schema of SARIF 2.1.0, out of the answers that the package keeps."""
    store = _package("schemastore") / "cache.sqlite"
    connection = sqlite3.connect(f"{store.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        for (value,) in connection.execute("SELECT value FROM responses"):
            if _SARIF.encode() in value and b"partialFingerprints" in value:
                answer = _PlainData(io.BytesIO(value)).load()
                if answer["url"] == _SARIF:
                    return json.loads(answer["_content"])
    finally:
        connection.close()
    pytest.skip("this release of schemastore has no schema of SARIF 2.1.0")


def vendored(name: str) -> Any:
    """A schema by its name in check-jsonschema: "github-workflows", say."""
    folder = _package("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
