"""Projects of one run: ports of neighbours (CL313), external things that nobody has (CL214)."""

from __future__ import annotations

import json
import time

import pytest
from neighbours import check_run, projects_of

from composelint.finding import Finding
from composelint.selection import Selection, select


def found(rule: str, files: dict[str, str], **options: object) -> list[Finding]:
    return [f for f in check_run(projects_of(files, **options)) if f.id == rule]


def publishing(port: str, networks: str, more: str = "") -> str:
    return (
        f"services: {{s: {{image: x, ports: ['{port}'], networks: [n]{more}}}}}\n"
        f"networks: {{n: {networks}}}\n"
    )


MAKES, JOINS = "{name: web}", "{external: true, name: web}"


def of_two(first: str, second: str) -> list[Finding]:
    return found("CL313", {"a/compose.yaml": first, "b/compose.yaml": second})


def test_neighbours_clash() -> None:
    for first, second in ((MAKES, JOINS), (JOINS, MAKES)):
        (finding,) = of_two(publishing("80:80", first), publishing("127.0.0.1:80:81", second))
        assert finding.message == (
            "host port 127.0.0.1:80 is published by s, and by s of the project a"
        )
        assert (finding.severity, finding.project) == ("warning", "b")
        assert finding.span.text == "'127.0.0.1:80:81'"
        assert finding.related[0].span.source.path.endswith("a/compose.yaml")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (publishing("80:80", MAKES), publishing("81:80", JOINS)),
        (publishing("80:80", MAKES), publishing("80:80/udp", JOINS)),
        (publishing("127.0.0.1:80:80", MAKES), publishing("127.0.0.2:80:80", JOINS)),
        (publishing("80-90:80", MAKES), publishing("80:80", JOINS)),
        (publishing("80:80", MAKES, ", profiles: [p]"), publishing("80:80", JOINS)),
        (publishing("80:80", MAKES, ", scale: 0"), publishing("80:80", JOINS)),
        (publishing("80:80", MAKES), publishing("${PORT}:80", JOINS)),
        # No neighbours: both join what somebody else has made, or each has its own.
        (publishing("80:80", JOINS), publishing("80:80", JOINS)),
        (publishing("80:80", "{}"), publishing("80:80", "{}")),
        (publishing("80:80", "{}"), publishing("80:80", "{external: true, name: b_n}")),
        (publishing("80:80", "{name: '${N}'}"), publishing("80:80", JOINS)),
        # What nothing uses makes no neighbours.
        (
            publishing("80:80", MAKES),
            publishing("80:80", "{}") + "volumes: {v: {external: true, name: web}}\n",
        ),
    ],
)
def test_others_do_not(first: str, second: str) -> None:
    assert of_two(first, second) == []


@pytest.mark.parametrize(
    ("maker", "joiner"),
    [
        ("networks: {n: {}}", "networks: {n: {external: true, name: a_n}}"),
        ("networks: {n: }", "networks: {n: {external: {name: a_n}}}"),
        ("networks: {default: }", "networks: {n: {external: true, name: a_default}}"),
    ],
)
def test_ways_to_be_neighbours(maker: str, joiner: str) -> None:
    name = "n" if "n:" in maker.replace("networks", "") else "default"
    first = f"services: {{s: {{image: x, ports: ['80:80'], networks: [{name}]}}}}\n{maker}\n"
    second = f"services: {{s: {{image: x, ports: ['80:80'], networks: [n]}}}}\n{joiner}\n"
    assert len(of_two(first, second)) == 1


@pytest.mark.parametrize("mount", ["'data:/data'", "{type: volume, source: data, target: /data}"])
def test_neighbours_by_a_volume(mount: str) -> None:
    service = f"services: {{s: {{image: x, ports: ['80:80'], volumes: [{mount}]}}}}\n"
    made, used = "volumes: {data: }\n", "volumes: {data: {external: true, name: a_data}}\n"
    assert len(of_two(service + made, service + used)) == 1
    assert of_two(service + made, service + "volumes: {data: }\n") == []


def same_host() -> Selection:
    selection = select()
    selection.options["cross-project-port-conflict"] = {"same-host": True}
    return selection


def test_all_projects_on_one_machine() -> None:
    plain = "services: {s: {image: x, ports: ['80:80']}}\n"
    files = {f"{name}/compose.yaml": plain for name in "abc"}
    assert found("CL313", files) == []
    projects = projects_of(files)
    of_run = [f for f in check_run(projects, same_host()) if f.id == "CL313"]
    assert [f.project for f in of_run] == ["b", "c"]
    assert {f.related[0].message for f in of_run} == {"s of a takes it here"}


def test_ways_to_run_one_project_never_clash() -> None:
    plain = "services: {s: {image: x, ports: ['80:80']}}\n"
    of_name = {"a/compose.yaml": f"name: shop\n{plain}", "b/compose.yaml": f"name: shop\n{plain}"}
    of_base = {
        "a/compose.yaml": plain,
        "b/compose.yaml": "include: [../a/compose.yaml]\n",
        "c/compose.yaml": "services: {s: {extends: {file: ../a/compose.yaml, service: s}}}\n",
    }
    first = projects_of({"a/compose.yaml": plain})
    second = projects_of({"a/compose.yaml": plain, "a/compose.override.yaml": plain})
    for projects in (projects_of(of_name), first + second):
        assert [f for f in check_run(projects, same_host()) if f.id == "CL313"] == []
    clashing = [f for f in check_run(projects_of(of_base), same_host()) if f.id == "CL313"]
    assert clashing == []


def test_wide_ranges() -> None:
    wide = publishing("10000-20000:10000-20000/udp", MAKES)
    (one,) = of_two(wide, publishing("15000:1/udp", JOINS))
    assert "15000/udp" in one.message
    (one,) = of_two(publishing("15000:1/udp", MAKES), wide.replace(MAKES, JOINS))
    assert "15000/udp" in one.message
    assert of_two(wide, publishing("9999:1/udp", JOINS)) == []


def test_a_catalogue_is_quick_and_quiet() -> None:
    files = {f"p{n}/compose.yaml": publishing("80:80", JOINS) for n in range(600)}
    projects = projects_of(files)
    start = time.process_time()
    assert [f for f in check_run(projects) if f.id in ("CL313", "CL214")] == []
    assert len([f for f in check_run(projects, same_host()) if f.id == "CL313"]) == 599
    assert time.process_time() - start < 10


# -- external things -----------------------------------------------------------------------


def wanting(section: str, name: str, more: str = "") -> str:
    use = "networks: [key]" if section == "networks" else "volumes: ['key:/data']"
    return (
        f"services: {{s: {{image: x, {use}{more}}}}}\n"
        f"{section}: {{key: {{external: true, name: {name}}}}}\n"
    )


def making(section: str, key: str, settings: str = "{}") -> str:
    use = f"networks: [{key}]" if section == "networks" else f"volumes: ['{key}:/n']"
    return f"services: {{s: {{image: x, {use}}}}}\n{section}: {{{key}: {settings}}}\n"


STATE = json.dumps(
    {
        "version": 1,
        "networks": [{"Name": "proxy", "Id": "0123456789abcdef"}],
        "volumes": [{"Name": "data"}],
        "secrets": [{"Spec": {"Name": "key"}}],
    }
)


@pytest.mark.parametrize(
    ("section", "name", "missing"),
    [
        ("networks", "proxy", False),
        ("networks", "0123456789ab", False),
        ("networks", "Proxy", True),
        ("networks", "host", False),
        ("networks", "'${NAME}'", False),
        ("volumes", "data", False),
        ("volumes", "proxy", True),
    ],
)
def test_with_a_state(section: str, name: str, missing: bool) -> None:
    files = {"a/compose.yaml": wanting(section, name), "state.json": STATE}
    problems = found("CL214", files)
    kind = section[:-1]
    message = f"there is no {kind} {name} on the engine, and no project of this run makes it"
    assert [(f.message, f.severity) for f in problems] == [(message, "error")] * missing
    assert [f.span.text for f in problems] == [name] * missing
    del files["state.json"]
    assert found("CL214", files) == []


def test_what_another_project_makes_is_there() -> None:
    files = {
        "a/compose.yaml": wanting("networks", "b_back"),
        "b/compose.yaml": making("networks", "back"),
        "state.json": STATE,
    }
    assert found("CL214", files) == []
    files["b/compose.yaml"] = making("networks", "front")
    assert len(found("CL214", files)) == 1


def test_only_what_is_used_has_to_be_there() -> None:
    text = wanting("networks", "nowhere")
    unused = text.replace("networks: [key]", "networks: [default]")
    assert found("CL214", {"a/compose.yaml": unused, "state.json": STATE}) == []
    profile = {"a/compose.yaml": wanting("networks", "x", ", profiles: [p]"), "state.json": STATE}
    assert [f.profiles for f in found("CL214", profile)] == [("p",)]
    assert found("CL214", profile, exact=True) == []


def test_a_list_that_was_not_asked_for_says_nothing() -> None:
    state = json.dumps({"version": 1, "networks": []})
    assert found("CL214", {"a/compose.yaml": wanting("volumes", "x"), "state.json": state}) == []


def test_secrets_of_a_swarm() -> None:
    text = (
        'version: "3.8"\nservices: {s: {image: x, secrets: [a, {source: b}], configs: [c]}}\n'
        "secrets: {a: {external: true, name: key}, b: {external: true}}\n"
        "configs: {c: {external: true}}\n"
    )
    files = {"a/compose.yaml": text, "state.json": STATE}
    # The configs were not asked for.
    assert [f.path for f in found("CL214", files, target="swarm")] == [("secrets", "b")]
    assert found("CL214", files) == []


@pytest.mark.parametrize(
    ("name", "maker", "words"),
    [
        ("b_backend", making("networks", "back"), "makes no network b_backend; it makes b_back"),
        ("b_default", making("networks", "back"), "all its services are in other networks"),
        ("back", making("networks", "back"), "network back of the project b is called b_back"),
        ("b_back", making("networks", "back"), ""),
        ("b_proxy", making("networks", "back"), ""),
        ("proxy", making("networks", "back"), ""),
        ("c_backend", making("networks", "back"), ""),
        ("b_default", "services: {s: {image: x}}\n", ""),
        ("b_backend", making("networks", "back", "{name: '${N}'}"), ""),
        ("b_backend", making("networks", "back", "{external: true}"), ""),
        ("back", making("networks", "back", "{name: other}"), ""),
        ("b_backend", making("networks", "back") + "include: [gone.yaml]\n", ""),
    ],
)
def test_networks_that_another_project_seems_to_be_meant_by(
    name: str, maker: str, words: str
) -> None:
    files = {"a/compose.yaml": wanting("networks", name), "b/compose.yaml": maker}
    problems = found("CL214", files)
    assert [f.severity for f in problems] == ["warning"] * bool(words)
    assert all(f.message.endswith(words) for f in problems)


@pytest.mark.parametrize(
    ("name", "reported"), [("b_datas", True), ("b_data", False), ("b_database", False)]
)
def test_volumes_are_often_made_by_hand(name: str, reported: bool) -> None:
    files = {
        "a/compose.yaml": wanting("volumes", name),
        "b/compose.yaml": making("volumes", "data"),
    }
    assert bool(found("CL214", files)) == reported


def test_a_network_that_several_join_is_made_by_hand() -> None:
    files = {
        "a/compose.yaml": wanting("networks", "proxy"),
        "b/compose.yaml": making("networks", "proxy"),
    }
    assert len(found("CL214", files)) == 1
    files["c/compose.yaml"] = wanting("networks", "proxy")
    assert found("CL214", files) == []


def test_ways_to_run_one_project_do_not_ask_each_other() -> None:
    files = {
        "a/compose.yaml": "name: shop\n" + wanting("networks", "proxy"),
        "b/compose.yaml": "name: shop\n" + making("networks", "proxy"),
    }
    assert found("CL214", files) == []
