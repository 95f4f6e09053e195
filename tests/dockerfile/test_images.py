"""What we make of Dockerfiles against what BuildKit made of them.

`buildkit.json` holds Dockerfiles with arguments and target, and the configuration of the image
that BuildKit (Docker Engine 20.10.24) made of each; `bb:1` has no configuration of its own, and
`bbhc:1` has `HEALTHCHECK CMD true`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import project_of

from composelint.dockerfile import Healthcheck, Image, Said, image_of
from composelint.node import UNKNOWN
from composelint.project import Project

ROWS = json.loads((Path(__file__).parent / "buildkit.json").read_text(encoding="utf-8"))


def built(
    text: str, build: dict[str, Any] | None = None, **options: Any
) -> tuple[Project, Image | None]:
    service = {"build": {"context": ".", **(build or {})}}
    compose = json.dumps({"services": {"web": service}})
    project = project_of({"compose.yaml": compose, "Dockerfile": text}, **options)
    ((_, _, node),) = project.services()
    return project, image_of(project, node)


def image(text: str, **build: Any) -> Image:
    made = built(text, build)[1]
    assert made is not None
    return made


def command_of(said: Said | None) -> list[str] | None:
    if said is None or said.text == "[]":
        return None
    return list(said.words) or ["/bin/sh", "-c", said.text]


def healthcheck_of(check: Healthcheck | None) -> dict[str, Any] | None:
    if check is None:
        return None
    test = ["CMD", *check.words] if check.words else ["CMD-SHELL", check.command]
    shown: dict[str, Any] = {"Test": test if check.command else ["NONE"]}
    for key, seconds in (
        ("Interval", check.interval),
        ("Timeout", check.timeout),
        ("StartPeriod", check.start_period),
    ):
        if seconds:
            shown[key] = round(seconds * 1_000_000_000)
    if check.retries:
        shown["Retries"] = check.retries
    return shown


def config_of(made: Image) -> dict[str, Any]:
    """An image as the engine tells of it."""
    ports: dict[str, Any] = {
        f"{number}/{port.protocol}": {}
        for port in made.ports
        for number in range(port.low, port.high + 1)
    }
    shown: dict[str, Any] = {
        "Healthcheck": healthcheck_of(made.healthcheck),
        "ExposedPorts": ports,
        "User": made.user and made.user.text,
        "Entrypoint": command_of(made.entrypoint),
        "Cmd": command_of(made.command),
        "Volumes": {volume.text: {} for volume in made.volumes},
        "Env": [f"{name}={value}" for name, value in made.environment.items()],
    }
    return {key: value for key, value in shown.items() if value}


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_images_are_what_buildkit_makes(row: dict[str, Any]) -> None:
    build: dict[str, Any] = {"args": row["args"]}
    if row["target"]:
        build["target"] = row["target"]
    made = built(row["text"], build)[1]
    assert made is not None
    theirs = dict(row["config"])
    theirs["Env"] = [one for one in theirs.get("Env", []) if not one.startswith("PATH=")]
    if made.base == "bbhc:1" and made.healthcheck is None:
        # It comes from the image at the bottom, which we cannot know.
        assert theirs.pop("Healthcheck")["Test"] == ["CMD-SHELL", "true"]
    ours = config_of(made)
    if UNKNOWN in json.dumps(ours, ensure_ascii=False):
        ours, theirs = without_unknown(ours), {key: theirs[key] for key in without_unknown(ours)}
    assert ours == {key: value for key, value in theirs.items() if value}


def without_unknown(config: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in config.items()
        if UNKNOWN not in json.dumps(value, ensure_ascii=False)
    }


NOT_READ = [
    "",
    "# nothing\n",
    "RUN x\nFROM a\n",
    "FROM\n",
    "FROM a b\n",
    "FROM a AS\n",
    "# syntax=example.test/other:1\nFROM a\n",
    "# escape=x\nFROM a\n",
    "FROM a\nHEALTHCHECK\n",
    "FROM a\nHEALTHCHECK CMD\n",
    "FROM a\nHEALTHCHECK --every=5s CMD x\n",
    "FROM a\nHEALTHCHECK --interval=5 CMD x\n",
    "FROM a\nHEALTHCHECK --retries=x CMD x\n",
    "FROM a\nRUN <<EOF\n",
    "\x00FROM a\n",
]


@pytest.mark.parametrize("text", NOT_READ)
def test_what_is_no_dockerfile_is_not_known(text: str) -> None:
    assert built(text)[1] is None


@pytest.mark.parametrize(
    "build",
    [
        {"context": "https://example.test/team/app.git"},
        {"context": "git@example.test:team/app"},
        {"context": "${WHERE}"},
        {"context": "./other"},
        {"dockerfile": "${WHICH}"},
        {"dockerfile": "other.Dockerfile"},
        {"target": "nope"},
        {"target": "${STAGE}"},
        {"dockerfile_inline": "${TEXT}"},
        {"context": ["a"]},
        {"target": ["a"], "dockerfile": {}},
        {"context": "-"},
    ],
)
def test_what_cannot_be_told_is_not_known(build: dict[str, Any]) -> None:
    assert built("FROM a AS b\n", build)[1] is None


def test_a_service_without_a_build_has_none() -> None:
    project = project_of({"compose.yaml": "services: {a: {image: x}, b: {build: }, c: {build: .}}"})
    assert [image_of(project, node) for _, _, node in project.services()] == [None] * 3


def test_a_build_may_be_a_text() -> None:
    files = {"compose.yaml": "services: {a: {build: ./sub}}", "sub/Dockerfile": "FROM b\nUSER c\n"}
    project = project_of(files)
    made = image_of(project, next(project.services())[2])
    assert made is not None
    assert made.user is not None
    assert (made.base, made.user.text, made.path) == ("b", "c", "/project/sub/Dockerfile")


def test_places_are_in_the_dockerfile() -> None:
    made = image("FROM a AS one\nHEALTHCHECK \\\n  CMD x\nFROM one\nUSER me\n")
    assert made.healthcheck is not None
    assert made.user is not None
    span = made.healthcheck.span
    assert (span.source.path, span.source.position(span.start)) == ("/project/Dockerfile", (2, 1))
    assert (made.base_span.text, made.user.span.text) == ("FROM a AS one", "USER me")


@pytest.mark.parametrize("style", ["|", "|-", ">"])
def test_a_dockerfile_in_the_compose_file(style: str) -> None:
    text = f"""services:
  web:
    build:
      dockerfile_inline: {style}
        FROM a

        USER me
"""
    project = project_of({"compose.yaml": text})
    made = image_of(project, next(project.services())[2])
    if style == ">":
        # Folded into one line: no Dockerfile any more, unless blank lines keep them apart.
        assert made is not None
        assert made.user is not None
        return
    assert made is not None
    assert made.user is not None
    span = made.user.span
    assert span.text == "USER me"
    assert span.source.position(span.start) == (7, 9)


def test_a_dockerfile_in_quotes_has_the_place_of_the_whole() -> None:
    project = project_of(
        {"compose.yaml": 'services: {a: {build: {dockerfile_inline: "FROM a\\nUSER b"}}}'}
    )
    made = image_of(project, next(project.services())[2])
    assert made is not None
    assert made.user is not None
    assert made.user.span.text == '"FROM a\\nUSER b"'


def test_named_contexts_stand_in_for_images() -> None:
    text = "FROM base AS one\nUSER a\nFROM one\n"
    assert image(text).base == "base"
    assert image(text, additional_contexts={"base": "docker-image://other"}).base == UNKNOWN
    replaced = image(text, additional_contexts=["ONE=./x"])
    assert (replaced.base, replaced.user) == (UNKNOWN, None)


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        ({"V": "2"}, {}, "b:2"),
        ({"V": 1.10}, {}, "b:1.1"),
        (["V=3"], {}, "b:3"),
        (["V"], {}, f"b:{UNKNOWN}"),
        ({"V": None}, {}, f"b:{UNKNOWN}"),
        (["V"], {"exact": True, "environment": {"V": "4"}}, "b:4"),
        (["V"], {"exact": True}, "b:1"),
        ({"V": "${X}"}, {}, f"b:{UNKNOWN}"),
        ({"V": "${X:-5}"}, {}, "b:5"),
        ({}, {}, "b:1"),
    ],
)
def test_arguments_of_the_build(arguments: Any, options: dict[str, Any], expected: str) -> None:
    made = built("ARG V=1\nFROM b:$V\n", {"args": arguments}, **options)[1]
    assert made is not None
    assert made.base == expected


def test_ports_that_are_not_known_are_told() -> None:
    made = image("FROM a\nEXPOSE 80 $P\n")
    assert ([port.low for port in made.ports], made.ports_known) == ([80], False)
    assert image("FROM a\nEXPOSE 80\n").ports_known


def test_one_dockerfile_is_read_once() -> None:
    text = "services: {a: {build: {context: ., target: x}}, b: {build: {context: ., target: Y}}}"
    project = project_of({"compose.yaml": text, "Dockerfile": "FROM q AS x\nFROM r AS y\n"})
    reads = []
    read = project.read

    def counting(path: str) -> bytes:
        reads.append(path)
        return read(path)

    project.read = counting
    services = [node for _, _, node in project.services()]
    bases = [made.base for node in services * 2 if (made := image_of(project, node))]
    assert bases == ["q", "r", "q", "r"]
    assert reads == ["/project/Dockerfile"]


def test_the_library_is_not_imported_without_a_build() -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("dockerfile_parse")]:
        del sys.modules[name]
    project = project_of({"compose.yaml": "services: {a: {image: x}}"})
    image_of(project, next(project.services())[2])
    assert "dockerfile_parse" not in sys.modules


@pytest.mark.parametrize(
    "line",
    [
        "ENV A=$A$A\n" * 80,
        "CMD " + "[" * 50_000,
        "HEALTHCHECK --retries=" + "9" * 5000 + " CMD x",
        "EXPOSE " + "9" * 5000,
        "EXPOSE 1-99999999999",
        "USER " + "${A:-" * 9000,
        "HEALTHCHECK " + "--interval=1s " * 5000 + "CMD x",
        "RUN x " + "\\\n y" * 9000,
        "USER '",
        "ENV",
        "ARG",
        "ONBUILD",
        "ONBUILD ONBUILD",
        "VOLUME [1]",
        "USER " + "x" * 300_000,
    ],
)
def test_strange_instructions_end_well(line: str) -> None:
    built(f"FROM a\n{line}\n")
    built(f"FROM a AS b\nONBUILD {line}\nFROM b\n")


def test_a_long_chain_of_stages() -> None:
    stages = "".join(f"FROM s{n} AS s{n + 1}\n" for n in range(3000))
    made = image(f"FROM a AS s0\n{stages}USER x\n")
    assert made.base == "a"


PIECES = st.sampled_from(
    "FROM a|FROM a AS b|FROM b|ARG A|ARG A=1|ENV A=$A|ENV A b|USER ${A:-|EXPOSE $A|RUN <<E|E|\\|#|"
    '# escape=`|`|HEALTHCHECK|HEALTHCHECK CMD|ONBUILD|ONBUILD USER|VOLUME [|CMD ["|"|\'|\r|\t|$'
    "".split("|")
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", " ", "", "\\\n"])), max_size=12))
def test_no_text_is_too_strange(pieces: list[tuple[str, str]]) -> None:
    built("FROM a\n" + "".join(piece + end for piece, end in pieces))
