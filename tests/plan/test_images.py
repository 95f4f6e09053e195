"""Which image of the engine a name stands for."""

from __future__ import annotations

import pytest

from composelint.plan.images import engine_name, image_id, image_ids
from composelint.state import State

DIGEST = "sha256:" + "ab" * 32


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("nginx", "nginx:latest"),
        ("nginx:1.27", "nginx:1.27"),
        ("docker.io/library/nginx:1.27", "nginx:1.27"),
        ("docker.io/grafana/grafana", "grafana/grafana:latest"),
        ("index.docker.io/library/nginx", "nginx:latest"),
        ("registry:5000/team/app", "registry:5000/team/app:latest"),
        ("registry:5000/team/app:2", "registry:5000/team/app:2"),
        (f"nginx@{DIGEST}", f"nginx@{DIGEST}"),
        (f"nginx:1.27@{DIGEST}", f"nginx@{DIGEST}"),
    ],
)
def test_a_name_as_the_engine_lists_it(name: str, listed: str) -> None:
    assert engine_name(name) == listed


def test_ids_by_every_name() -> None:
    ids = image_ids(
        State(
            {
                "images": [
                    {"Id": "sha256:1234abcd", "RepoTags": ["web:1", "web:latest"]},
                    {"Id": "sha256:5678", "RepoTags": None, "RepoDigests": [f"db@{DIGEST}"]},
                ]
            }
        )
    )
    assert ids is not None
    assert image_id("web", ids) == "sha256:1234abcd"
    assert image_id("docker.io/library/web:1", ids) == "sha256:1234abcd"
    assert image_id(f"db:3@{DIGEST}", ids) == "sha256:5678"
    assert image_id("1234ab", ids) == "sha256:1234abcd"
    assert image_id("sha256:1234abcd", ids) == "sha256:1234abcd"
    assert image_id("123", ids) is None
    assert image_id("other", ids) is None


def test_images_that_were_not_asked_for_are_not_known() -> None:
    assert image_ids(State({})) is None
