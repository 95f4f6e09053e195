"""The commands for every real file that Docker Compose accepts: a script that a shell reads."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import corpus
import pytest

from composelint.commands import script
from composelint.commands.shell import render
from composelint.plan.desired import Desired
from composelint.plan.options import Options

pytestmark = [
    pytest.mark.skipif(not corpus.available(), reason="the corpus is not here"),
    pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here"),
]


def test_a_script_for_every_real_file(tmp_path: Path) -> None:
    rows = corpus.accepted_real()
    for row in rows:
        project = corpus.load(row)
        desired = Desired(project, Options())
        made = script(desired, project.directory)
        containers = sum(step.kind in ("run", "create") for step in made.steps)
        left_out = {note.service for note in made.notes if "left out" in note.reason}
        assert containers == sum(map(desired.scale, desired.services.keys() - left_out)), row["id"]
        (tmp_path / f"{row['id']}.sh").write_text(render(made), encoding="utf-8")
    every = 'for file in *.sh; do sh -n "$file" || echo "$file"; done'
    read = subprocess.run(["sh", "-c", every], cwd=tmp_path, capture_output=True, text=True)
    assert (read.stdout, read.stderr) == ("", "")
    assert len(list(tmp_path.iterdir())) == len(rows)
