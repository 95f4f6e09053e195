"""What paths mean: a dict of path to text stands for the disk."""

from __future__ import annotations

import os.path

import pytest

from composelint.discover import Found, NotThere, is_overlay, projects
from composelint.standing import is_complete, leans_on

WHOLE = "services: {web: {image: nginx}}"
PART = "services: {web: {ports: ['80:80']}}"


class Disk:
    """Files in memory; a folder in `closed` cannot be listed."""

    def __init__(self, files: dict[str, str], closed: tuple[str, ...] = ()) -> None:
        self.files = files
        self.closed = closed

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path].encode()

    def is_file(self, path: str) -> bool:
        return path in self.files

    def is_folder(self, path: str) -> bool:
        return any(file.startswith(path + "/") for file in self.files)

    def entries(self, folder: str) -> list[tuple[str, bool]]:
        if folder in self.closed:
            raise PermissionError(13, "Permission denied", folder)
        found = set()
        for file in self.files:
            if file.startswith(folder + "/"):
                name, deeper, _ = file[len(folder) + 1 :].partition("/")
                found.add((name, bool(deeper)))
        return sorted(found)


def meant(files: dict[str, str], *paths: str) -> list[tuple[str, str]]:
    """Each project as (its files, those that findings are limited to), relative to /w."""
    tree = Disk({f"/w/{name}": text for name, text in files.items()})
    return [short(each) for each in projects(paths, "/w", tree, pytest.fail)]


def short(found: Found) -> tuple[str, str]:
    return (
        " ".join(os.path.relpath(path, "/w") for path in found.files),
        " ".join(sorted(os.path.relpath(path, "/w") for path in found.only)),
    )


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        ({"compose.yaml": WHOLE}, "compose.yaml", ("compose.yaml", "")),
        ({"odd.yml": WHOLE}, "odd.yml", ("odd.yml", "")),
        (
            {"compose.yaml": WHOLE, "compose.override.yaml": PART},
            "compose.override.yaml",
            ("compose.yaml compose.override.yaml", "compose.override.yaml"),
        ),
        (
            {"compose.yaml": WHOLE, "compose.override.yml": PART},
            "compose.yaml",
            ("compose.yaml compose.override.yml", "compose.yaml"),
        ),
        (
            {"docker-compose.yml": WHOLE, "docker-compose.override.yml": WHOLE},
            "docker-compose.override.yml",
            ("docker-compose.yml docker-compose.override.yml", "docker-compose.override.yml"),
        ),
        (
            {"docker-compose.yml": WHOLE, "docker-compose.prod.yml": PART},
            "docker-compose.prod.yml",
            ("docker-compose.yml docker-compose.prod.yml", "docker-compose.prod.yml"),
        ),
        (
            {"docker-compose.yml": WHOLE, "docker-compose-dev.yml": PART},
            "docker-compose-dev.yml",
            ("docker-compose.yml docker-compose-dev.yml", "docker-compose-dev.yml"),
        ),
        (
            {"compose.yaml": WHOLE, "docker-compose.dev.yml": PART},
            "docker-compose.dev.yml",
            ("compose.yaml docker-compose.dev.yml", "docker-compose.dev.yml"),
        ),
        ({"compose.yaml": WHOLE, "compose.prod.yaml": WHOLE}, "compose.prod.yaml",
         ("compose.prod.yaml", "")),
        ({"compose.prod.yaml": PART}, "compose.prod.yaml", ("compose.prod.yaml", "")),
        # The other default name is another project, which Docker Compose would not look at.
        ({"compose.yaml": WHOLE, "docker-compose.yml": PART}, "docker-compose.yml",
         ("docker-compose.yml", "")),
        # What is no stack is no base of one.
        ({"compose.yaml": WHOLE, "stack.prod.yml": PART}, "stack.prod.yml",
         ("stack.prod.yml", "")),
        ({"stack.yml": WHOLE, "stack.prod.yml": PART}, "stack.prod.yml",
         ("stack.yml stack.prod.yml", "stack.prod.yml")),
    ],
)  # fmt: skip
def test_a_file_means_its_project(
    files: dict[str, str], path: str, expected: tuple[str, str]
) -> None:
    assert meant(files, path) == [expected]


def test_files_of_one_project_are_one_project() -> None:
    files = {"compose.yaml": WHOLE, "compose.override.yaml": PART}
    both = "compose.yaml compose.override.yaml"
    assert meant(files, "compose.override.yaml", "compose.yaml") == [(both, "")]
    assert meant(files, "compose.override.yaml", ".") == [(both, "")]


def test_two_overlays_are_two_projects() -> None:
    files = {"compose.yaml": WHOLE, "compose.a.yaml": PART, "compose.b.yaml": PART}
    assert meant(files, "compose.a.yaml", "compose.b.yaml") == [
        ("compose.yaml compose.a.yaml", "compose.a.yaml"),
        ("compose.yaml compose.b.yaml", "compose.b.yaml"),
    ]


def test_a_folder_means_all_projects_below() -> None:
    files = {
        "compose.yaml": WHOLE,
        "compose.override.yaml": PART,
        "compose.prod.yaml": PART,
        "compose.test.yaml": WHOLE,
        "docker-compose.yml": WHOLE,
        "deep/er/docker-compose-db.yaml": WHOLE,
        "deep/stack.yml": WHOLE,
        "deep/stack.prod.yml": PART,
        "deep/values.yaml": "",
        "deep/mycompose.yaml": WHOLE,
        "deep/compose.json": "",
    }
    assert meant(files, ".") == [
        ("compose.yaml compose.override.yaml", ""),
        ("docker-compose.yml", ""),
        ("compose.yaml compose.prod.yaml", "compose.prod.yaml"),
        ("compose.test.yaml", ""),
        ("deep/stack.yml deep/stack.prod.yml", "deep/stack.prod.yml"),
        ("deep/stack.yml", ""),
        ("deep/er/docker-compose-db.yaml", ""),
    ]


def test_a_folder_leaves_out_what_git_ignores_and_other_peoples_files() -> None:
    files = {
        ".git/HEAD": "",
        ".gitignore": "/build/\n*.local.yaml\n",
        "build/compose.yaml": WHOLE,
        "compose.local.yaml": WHOLE,
        "node_modules/x/compose.yaml": WHOLE,
        "vendor/x/compose.yaml": WHOLE,
        "my-env/pyvenv.cfg": "",
        "my-env/compose.yaml": WHOLE,
        "a/.gitignore": "b/\n!compose.local.yaml\n",
        "a/b/compose.yaml": WHOLE,
        "a/compose.local.yaml": WHOLE,
        "c/b/compose.yaml": WHOLE,
    }
    assert meant(files, ".") == [("a/compose.local.yaml", ""), ("c/b/compose.yaml", "")]
    assert meant(files, "a") == [("a/compose.local.yaml", "")]
    # What is asked for by itself is looked at, ignored or not.
    assert meant(files, "build") == [("build/compose.yaml", "")]
    assert meant(files, "compose.local.yaml") == [("compose.local.yaml", "")]


def test_a_folder_that_cannot_be_listed_is_told_and_left_out() -> None:
    tree = Disk({"/w/a/compose.yaml": WHOLE, "/w/b/compose.yaml": WHOLE}, closed=("/w/a",))
    told: list[OSError] = []
    found = projects(["."], "/w", tree, told.append)
    assert [each.files for each in found] == [("/w/b/compose.yaml",)]
    assert [error.filename for error in told] == ["/w/a"]


def test_a_file_in_a_folder_that_cannot_be_listed() -> None:
    tree = Disk({"/w/compose.prod.yaml": WHOLE, "/w/compose.yaml": WHOLE}, closed=("/w",))
    (found,) = projects(["compose.prod.yaml"], "/w", tree, pytest.fail)
    assert found.files == ("/w/compose.prod.yaml",)


def test_standard_input_and_paths_from_elsewhere() -> None:
    tree = Disk({"/x/compose.yaml": WHOLE})
    assert [f.files for f in projects(["-", "../x/compose.yaml"], "/w", tree, pytest.fail)] == [
        ("-",),
        ("/x/compose.yaml",),
    ]


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(NotThere, match="nowhere"):
        meant({"compose.yaml": WHOLE}, "nowhere")


def test_what_is_met_is_not_what_is_asked_for() -> None:
    tree = Disk({"/w/compose.yaml": WHOLE, "/w/a/compose.yaml": WHOLE})
    found = projects([".", "a/compose.yaml"], "/w", tree, pytest.fail)
    assert [(each.files, each.asked) for each in found] == [
        (("/w/compose.yaml",), False),
        (("/w/a/compose.yaml",), True),
    ]


def test_an_overlay_without_a_base_is_a_fragment() -> None:
    tree = Disk({"/w/compose.dev.yaml": PART, "/w/a/compose.yaml": WHOLE})
    assert [each.fragment for each in projects(["."], "/w", tree, pytest.fail)] == [True, False]
    (found,) = projects(["compose.dev.yaml"], "/w", tree, pytest.fail)
    assert found.fragment


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("compose.yaml", False),
        ("docker-compose.yml", False),
        ("stack.yml", False),
        ("web.yml", False),
        ("compose.override.yaml", True),
        ("docker-compose-dev.yml", True),
        ("docker-stack.prod.yaml", True),
    ],
)
def test_is_overlay(name: str, expected: bool) -> None:
    assert is_overlay(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, True),
        (PART, False),
        ("services: {a: {build: .}, b: {ports: []}}", False),
        ("services: {a: {build: .}, b: {extends: a}, c: {provider: {type: x}}}", True),
        ("x: &x {image: a}\nservices: {a: {<<: *x}}", True),
        ("services: {a: null}", False),
        ("services: {}", False),
        ("volumes: {data: {}}", False),
        ("include: [a.yml]", True),
        ("include: [a.yml]\nservices: {a: {ports: []}}", False),
        ("", False),
        # What cannot be read is told of by itself.
        ("services: {a: [", True),
        ("services:\n\ta: b", True),
    ],
)
def test_is_complete(text: str, expected: bool) -> None:
    assert is_complete("/w/x.yml", Disk({"/w/x.yml": text})) == expected


def test_text_that_is_none_is_judged_alone() -> None:
    class Binary(Disk):
        def read(self, path: str) -> bytes:
            return b"\xff\x00\xff"

    assert is_complete("/w/x.yml", Binary({}))


BASE = """
services: {db: {image: postgres}}
networks: {back: }
volumes: {data: }
secrets: {key: {file: key}}
"""
#: (the text of compose.prod.yaml, whether it leans on BASE)
LEANING = [
    ("services: {a: {image: x, networks: [back]}}", True),
    ("services: {a: {image: x, networks: {back: {aliases: [b]}}}}", True),
    ("services: {a: {image: x, volumes: ['data:/data']}}", True),
    ("services: {a: {image: x, volumes: [{type: volume, source: data, target: /data}]}}", True),
    ("services: {a: {image: x, secrets: [key]}}", True),
    ("services: {a: {image: x, secrets: [{source: key}]}}", True),
    ("services: {a: {image: x, depends_on: [db]}}", True),
    ("services: {a: {image: x, depends_on: {db: {condition: service_started}}}}", True),
    ("services: {a: {image: x, networks: [back]}}\nnetworks: {back: }", False),
    ("services: {a: {image: x, networks: [backk]}}", False),
    ("services: {a: {image: x, networks: [default]}}", False),
    ("services: {a: {image: x, volumes: ['./data:/data', data]}}", False),
    ("services: {a: {image: x}, db: {image: y}}", False),
]


@pytest.mark.parametrize(("text", "expected"), LEANING)
def test_a_complete_file_may_lean_on_its_base(text: str, expected: bool) -> None:
    files = {"compose.yaml": BASE, "compose.prod.yaml": text}
    tree = Disk({f"/w/{name}": text for name, text in files.items()})
    assert leans_on("/w/compose.prod.yaml", "/w/compose.yaml", tree) == expected
    laid = "compose.yaml compose.prod.yaml", "compose.prod.yaml"
    assert meant(files, "compose.prod.yaml") == [laid if expected else ("compose.prod.yaml", "")]
