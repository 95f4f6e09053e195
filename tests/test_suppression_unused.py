"""What is asked for in vain, and what is said of the asking."""

from __future__ import annotations

from typing import Any

import pytest
from support import FOLDER, TODAY
from suppression_cases import (
    UNUSED,
    Seen,
    X,
    left_out,
    run,
    shown,
    split,
    with_comment,
)

from composelint import api
from composelint.loading.load import LoadOptions, load_project
from composelint.project import Project


def unused(files: str | dict[str, str], **how: Any) -> list[Seen]:
    return [each for each in shown(run(files, **how)) if each[0] == "CL901"]


def test_an_unused_one_is_told() -> None:
    assert unused(UNUSED) == [("CL901", 3)]
    assert unused(UNUSED, exact=True) == [("CL901", 3)]
    assert unused({"compose.yaml": "include: [b.yaml]\n", "b.yaml": UNUSED}) == [("CL901", 3)]
    assert unused(f"{X}x-composelint: {{ignore: {{CL301: x}}}}\n") == [("CL901", 10)]


@pytest.mark.parametrize(
    ("files", "how"),
    [
        (UNUSED, {"rules": "CL901 CL301"}),
        (UNUSED, {"fragment": True}),
        (UNUSED.replace("image: x", "tty: true"), {"fragment": True}),
        (UNUSED + "  b: [\n", {}),
        (UNUSED + "include: [missing.yaml]\n", {}),
        (UNUSED, {"target": "swarm"}),
        (UNUSED, {"target": "compose@2.20"}),
        (UNUSED, {"profiles": ("a",)}),
        (UNUSED + "    profiles: [a]\n", {"exact": True}),
        (UNUSED.replace("image: x", "image: ${X}"), {}),
        (UNUSED.replace("CL103", "CL007"), {}),
        (UNUSED.replace("CL103", "CL106"), {}),
        (UNUSED.replace("CL103", "CL0"), {}),
        (UNUSED.replace("CL103", "CL901"), {}),
        (UNUSED.replace("CL103", "own"), {}),
        (UNUSED.replace("CL103", "CL114"), {}),
        (
            {
                "compose.yaml": "services:\n  b:\n    extends: {file: o.yaml, service: a}\n",
                "o.yaml": UNUSED,
            },
            {},
        ),
    ],
)
def test_an_unused_one_is_not_told_where_another_run_may_need_it(
    files: str | dict[str, str], how: dict[str, Any]
) -> None:
    if not how.get("fragment") or "tty" in str(files):
        assert unused(files, **how) == []


def test_a_project_under_another_may_need_it() -> None:
    base = UNUSED.replace("image: x", "restart: always\n    image: x")
    texts = {"a.yaml": base, "b.yaml": "services:\n  a:\n    tty: true\n"}
    stored = {f"{FOLDER}/{name}": text for name, text in texts.items()}

    def read(path: str) -> bytes:
        if path not in stored:
            raise FileNotFoundError(2, "No such file or directory", path)
        return stored[path].encode()

    def project(*names: str) -> Project:
        files = tuple(f"{FOLDER}/{name}" for name in names)
        return load_project(LoadOptions(files, FOLDER), read)

    def told(*projects: Project) -> list[Seen]:
        return shown(api.check(*projects, select=["CL103", "CL901"], config=False, today=TODAY))

    assert told(project("a.yaml", "b.yaml")) == []
    assert told(project("a.yaml", "b.yaml"), project("a.yaml")) == [("CL901", 4)]


def test_the_unused_names_among_others_are_told_by_name() -> None:
    text = with_comment(5, "# composelint: ignore[CL103, CL203, CL301] x")
    result = run(text)
    told = [finding for finding in result if finding.id == "CL901"]
    assert [finding.span.text for finding in told] == ["CL203", "CL301"]


def test_what_is_said_of_the_asking_can_be_left_out() -> None:
    text = UNUSED.replace("] x", ",CL901] x")
    assert split(text) == ([], [("CL901", 3)])
    text = "# composelint: ignore-file[CL904] we know\n" + UNUSED.replace("] x", "]")
    assert ("CL904", 4) in left_out(run(text, rules="CL904"))
    text = "# composelint: ignore-file[CL902]\n" + UNUSED.replace("CL103", "nothing")
    assert split(text) == ([], [("CL902", 4)])


def test_a_file_that_was_not_asked_for_is_not_judged(tmp_path: Any) -> None:
    (tmp_path / "compose.yaml").write_text(UNUSED)
    over = tmp_path / "compose.override.yaml"
    over.write_text("services:\n  a:\n    restart: sometimes # composelint: ignore[CL103] x\n")
    how: dict[str, Any] = {"config": False, "today": TODAY, "environment": {}, "here": tmp_path}
    assert shown(api.check("compose.override.yaml", **how)) == []
    assert shown(api.check(".", **how)) == [("CL901", 3)]


def test_a_file_of_several_projects_is_told_once(tmp_path: Any) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text("include: [../common.yaml]\n")
    (tmp_path / "common.yaml").write_text(UNUSED)
    result = api.check(".", config=False, today=TODAY, environment={}, here=tmp_path)
    assert shown(result) == [("CL901", 3)]
