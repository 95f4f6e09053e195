"""What a wheel brings: every folder of the program, named in pyproject.toml."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent


def test_every_folder_is_a_package_that_is_named() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    files = (ROOT / "composelint").rglob("*.py")
    folders = {".".join(file.parent.relative_to(ROOT).parts) for file in files}
    folders.add("composelint.rules")  # it lies beside the others: the pages in rules/
    assert told["tool"]["setuptools"]["packages"] == sorted(folders)
    assert [
        name
        for name in folders - {"composelint.rules"}
        if not (ROOT / name.replace(".", "/") / "__init__.py").exists()
    ] == []
