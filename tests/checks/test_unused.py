"""CL209: what the top of a project defines, and nothing uses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from support import FOLDER, check, oracle, project_of, shown

import composelint
from composelint import engine
from composelint.checks.uses import uses
from composelint.project import Project
from composelint.selection import select

NAMES = ["n", "vol", "s", "c", "m"]
DEFINED = """
networks: {n: }
volumes: {vol: }
secrets: {s: {environment: S}}
configs: {c: {content: q}}
models: {m: {model: q}}
"""


def project(files: dict[str, str] | str, **options: object) -> Project:
    files = {"compose.yaml": files} if isinstance(files, str) else files
    return project_of(files, **options)  # type: ignore[arg-type]


def unused(files: dict[str, str] | str, **options: object) -> list[str]:
    found = check(project(files, **options))
    return [finding.span.text for finding in found if finding.id == "CL209"]


USES = {
    "n": ["networks: [n]", "networks: {n: }", "networks: {n: {aliases: [q]}}"],
    "vol": [
        "volumes: ['vol:/d']",
        "volumes: ['vol:/d:ro']",
        "volumes: [{type: volume, source: vol, target: /d}]",
        "volumes: ['${V:-vol}:/d']",
    ],
    "s": [
        "secrets: [s]",
        "secrets: [{source: s, target: q}]",
        "build: {dockerfile_inline: FROM x, secrets: [s]}",
    ],
    "c": ["configs: [c]", "configs: [{source: c}]", "credential_spec: {config: c}"],
    "m": ["models: [m]", "models: {m: {endpoint_var: E}}"],
}


#: `config` prints no models as JSON, and counts no config of a credential_spec, which Swarm does.
PRINTED = [*USES["n"], *USES["vol"], *USES["s"], *USES["c"][:2]]


@pytest.mark.parametrize(("name", "use"), [(n, use) for n, all_ in USES.items() for use in all_])
def test_each_way_to_use_counts(name: str, use: str) -> None:
    text = f"services: {{a: {{image: x, {use}}}}}{DEFINED}"
    assert unused(text) == [other for other in NAMES if other != name]


@pytest.mark.parametrize(
    "service",
    [
        "profiles: [p], networks: [n]",
        "network_mode: n",
        "network_mode: project_n",
        "network_mode: '${MODE}'",
        "networks: ['${NETWORK}']",
        "build: {dockerfile_inline: FROM x, network: n}",
    ],
)
def test_networks_in_use(service: str) -> None:
    text = f"services: {{a: {{image: x, {service}}}}}\nnetworks: {{n: }}"
    assert unused(text) == []


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("image: x", ["n"]),
        ("image: x, networks: [n, default]", []),
        ("image: x, networks: [n]", ["default"]),
        ("image: x, network_mode: host", ["default", "n"]),
        ("image: x, networks: []", ["n"]),
    ],
)
def test_the_network_default_is_of_those_that_name_none(service: str, expected: list[str]) -> None:
    text = f"services: {{a: {{{service}}}}}\nnetworks: {{default: {{driver: bridge}}, n: }}"
    assert unused(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # Not one service to look at.
        DEFINED,
        f"services: {{}}{DEFINED}",
        # A use that is not known.
        "services: {a: {image: x, volumes: ['${DATA}:/d']}}\nvolumes: {vol: }",
        "services: {a: {image: x, secrets: ['${S}']}}\nsecrets: {s: {environment: S}}",
        # A name that is undefined, which may be the one that was meant.
        "services: {a: {image: x, volumes: ['vol:/d']}}\nvolumes: {volume: }",
        "services: {a: {image: x, configs: [{target: /q}]}}\nconfigs: {c: {content: q}}",
        "services: {a: {image: x}}\nnetworks: {x-note: }",
        "services: {a: {image: x}, j: 1}\nvolumes: {vol: }",
        # A config for a program that reads the labels of all.
        "services: {a: {image: x}}\nconfigs: {c: {content: q, labels: {caddy: q}}}",
    ],
)
def test_what_is_silent(text: str) -> None:
    assert unused(text) == []


def test_one_letter_before_a_colon_is_a_drive() -> None:
    # Docker Compose takes "v:/d" for a path of Windows (5.6.1).
    assert unused("services: {a: {image: x, volumes: ['v:/d']}}\nvolumes: {v: }") == ["v"]


def test_jobs_use_too() -> None:
    text = """
services: {a: {image: x}}
jobs: {j: {image: x, triggers: {manual: true}, volumes: ['vol:/d']}}
volumes: {vol: }
"""
    assert unused(text) == []


def test_another_file_of_the_project_may_be_the_one_that_uses() -> None:
    base = "services: {a: {image: x}}\nvolumes: {vol: , war: }"
    over = "services: {a: {volumes: ['vol:/d']}}"
    assert unused({"compose.yaml": base, "compose.override.yaml": over}) == ["war"]


def test_what_an_override_replaces_is_used_all_the_same() -> None:
    base = "services: {a: {image: x, volumes: ['vol:/d']}}\nvolumes: {vol: , war: }"
    over = "services: {a: {volumes: ['war:/d']}}"
    assert unused({"compose.yaml": base, "compose.override.yaml": over}) == []


@pytest.mark.parametrize("name", ["compose.blue.yaml", "docker-compose-dev.yml"])
def test_a_file_beside_that_is_not_looked_at_may_use_it(name: str) -> None:
    base = "services: {a: {image: x}}\nvolumes: {certificates: }"
    assert unused(base) == ["certificates"]
    over = "services: {a: {volumes: ['certificates:/d']}}"
    assert unused({"compose.yaml": base, name: over}) == []
    other = over.replace("cert", "my-cert")
    assert unused({"compose.yaml": base, name: other}) == ["certificates"]
    assert unused({"compose.yaml": base, "notes.yaml": over}) == ["certificates"]
    assert unused({"compose.yaml": base, f"sub/{name}": over}) == ["certificates"]


def test_what_is_included_may_be_for_others() -> None:
    main = "include: [networks.yaml]\nservices: {a: {image: x, networks: [front]}}\n"
    files = {"compose.yaml": main, "networks.yaml": "networks: {front: , back: }"}
    assert unused(files) == []
    assert unused({**files, "compose.yaml": f"{main}volumes: {{vol: }}"}) == ["vol"]


def test_a_project_of_which_a_part_is_missing_is_silent() -> None:
    text = "include: [other.yaml]\nservices: {a: {image: x}}\nvolumes: {vol: }"
    assert unused(text) == []


def test_swarm_drops_what_may_use() -> None:
    text = """
version: '3.7'
services: {a: {image: x, volumes: ['vol:/d']}, b: {extends: {service: a}}}
volumes: {vol: , war: }
"""
    assert unused(text, target="swarm") == []
    for target in ("compose", "compose-v1"):
        assert unused(text, target=target) == ["war"]
    assert unused(text.replace(", b: {extends: {service: a}}", ""), target="swarm") == ["war"]


def test_projects_that_share_a_file() -> None:
    base = "services: {a: {image: x}}\nvolumes: {vol: , war: }"
    over = "services: {a: {volumes: ['vol:/d']}}"
    alone = project({"compose.yaml": base})
    both = project({"compose.yaml": base, "compose.override.yaml": over})
    said: list[tuple[Project, str]] = []
    engine.across(
        [alone, both],
        select(select=["CL209"]),
        lambda project, problem: said.append((project, problem.span.text)),
    )
    assert said == [(alone, "war"), (both, "war")]


def test_uses_tell_where() -> None:
    text = "services: {a: {image: x, volumes: ['vol:/d'], secrets: [s]}}"
    found = [(use.section, use.name, use.path) for use in uses(project(text))]
    assert sorted(found) == [
        ("networks", "default", ("services", "a")),
        ("secrets", "s", ("services", "a", "secrets", 0)),
        ("volumes", "vol", ("services", "a", "volumes", 0)),
    ]


@pytest.mark.skipif(oracle() is None, reason="no docker-compose: see COMPOSELINT_ORACLE")
@pytest.mark.parametrize("use", PRINTED)
def test_docker_compose_leaves_out_what_we_call_unused(use: str, tmp_path: Path) -> None:
    program = oracle()
    assert program is not None
    text = f"services: {{a: {{image: x, {use}}}}}{DEFINED}"
    (tmp_path / "compose.yaml").write_text(text)
    answer = subprocess.run(
        [program, "-f", "compose.yaml", "config", "--format", "json"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "S": "q"},
        capture_output=True,
        check=True,
    )
    printed = json.loads(answer.stdout)
    names = {
        name
        for key in ("networks", "volumes", "secrets", "configs", "models")
        for name in printed.get(key, {})
    }
    assert names - {"default"} == set(NAMES) - set(unused(text))


def test_the_finding_is_at_the_name() -> None:
    (finding,) = check(project("services: {a: {image: x}}\nvolumes: {vol: }"))
    assert shown([finding]) == [("CL209", "vol")]
    assert finding.path == ("volumes", "vol")
    assert finding.span.source.path == f"{FOLDER}/compose.yaml"


def test_a_folder_is_judged_with_all_its_files(tmp_path: Path) -> None:
    base = "services:\n  a:\n    image: x:1\nvolumes:\n  certificates:\n  other:\n"
    (tmp_path / "compose.yaml").write_text(base)
    (tmp_path / "compose.blue.yaml").write_text(
        "services:\n  a:\n    volumes:\n      - certificates:/d\n"
    )

    def told(path: Path) -> list[tuple[str, int]]:
        found = composelint.check(path, config=False, environment={}, here=tmp_path)
        return [(finding.id, finding.line) for finding in found]

    assert told(tmp_path) == [("CL209", 6)]
    assert told(tmp_path / "compose.yaml") == [("CL209", 6)]
    assert told(tmp_path / "compose.blue.yaml") == []
