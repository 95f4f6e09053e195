"""Container names, and jobs named like services."""

from __future__ import annotations

import pytest
from support import check, project_of

from composelint.finding import Finding


def findings(text: str, **options: object) -> list[Finding]:
    return check(project_of({"compose.yaml": text}, **options))  # type: ignore[arg-type]


def two(first: str, second: str) -> str:
    return f"services: {{a: {{image: x, {first}}}, b: {{image: x, {second}}}}}"


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("shop", "shop", True),
        ("shop", "Shop", False),
        ("'${NAME}'", "'${NAME}'", False),
        ("'${NAME:-shop}'", "shop", True),
    ],
)
def test_equal_names(first: str, second: str, clash: bool) -> None:
    found = findings(two(f"container_name: {first}", f"container_name: {second}"))
    assert [(f.id, f.refused) for f in found] == [("CL304", True)] * clash


@pytest.mark.parametrize(
    ("first", "second", "profiles"),
    [
        ("", ", profiles: [p]", ("p",)),
        (", profiles: [p, q]", ", profiles: [q]", ("q",)),
    ],
)
def test_profiles(first: str, second: str, profiles: tuple[str, ...]) -> None:
    text = two(f"container_name: shop{first}", f"container_name: shop{second}")
    (finding,) = findings(text)
    assert finding.profiles == profiles
    assert finding.message.endswith(f"with the profile {profiles[0]}")
    assert findings(text, exact=True) == []
    (finding,) = findings(text, exact=True, profiles=profiles)
    assert finding.profiles is None


def test_alternatives_may_share_a_name() -> None:
    text = two("container_name: shop, profiles: [p]", "container_name: shop, profiles: [q]")
    assert findings(text) == []
    assert [f.id for f in findings(text, exact=True, profiles=("p", "q"))] == ["CL304"]


def test_a_name_that_came_by_merge_key_is_shown_at_the_second_service() -> None:
    text = """
services:
  a: &a {image: x, container_name: shop}
  b: {<<: *a}
"""
    (finding,) = findings(text)
    assert (finding.span.text, finding.related[0].span.text) == ("b", "shop")


@pytest.mark.parametrize(
    ("count", "refused"),
    [
        ("scale: 2", True),
        ("scale: '2'", True),
        ("scale: 1", False),
        ("scale: 0", False),
        ("scale: '${N}'", False),
        ("deploy: {replicas: 3}", True),
        ("deploy: {replicas: '3'}", True),
        ("deploy: {replicas: 1}", False),
        ("deploy: {mode: global, replicas: 2}", True),
        ("scale: 2, deploy: {replicas: 2}", True),
    ],
)
def test_several_containers_of_one_name(count: str, refused: bool) -> None:
    found = findings(f"services: {{a: {{image: x, container_name: shop, {count}}}}}")
    # A global mode is also a sign of a stack file.
    said = [(f.id, f.refused) for f in found if f.id != "CL113"]
    assert said == [("CL305", True)] * refused


def test_the_count_stands_beside_it() -> None:
    text = "services: {a: {image: x, container_name: shop, deploy: {replicas: 3}}}"
    (finding,) = findings(text)
    assert (finding.span.text, finding.related[0].span.text) == ("shop", "3")
    assert "3 containers" in finding.message


@pytest.mark.parametrize("profiles", ["", ", profiles: [p]"])
def test_a_job_named_like_a_service(profiles: str) -> None:
    text = f"""
services: {{a: {{image: x}}}}
jobs: {{a: {{image: x, triggers: {{manual: true}}{profiles}}}}}
"""
    (finding,) = findings(text, exact=True)
    assert (finding.id, finding.refused) == ("CL009", True)
