"""The text of the page: what stands in it, and what must not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from composelint.diagram.html import render
from composelint.diagram.html.drawing import adapted
from composelint.diagram.html.excerpt import excerpt, masked
from composelint.diagram.html.facts import RELATIONS
from composelint.diagram.picture import Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import VIEWS, Wanted
from composelint.errors import CannotLook
from composelint.graph import graph_of, records
from composelint.source import Source, Span
from tests.diagram import pictures
from tests.support import FOLDER, ROOT, project_of

SHOP = """\
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    depends_on: [api]
    environment: {LEVEL: info, LOCALE: null}
  api:
    build: {context: ./api, target: prod}
    networks: {back: {aliases: [rest], ipv4_address: 10.0.0.5}}
    volumes: ["./conf:/conf:ro", "/cache"]
    secrets: [key]
    command: serve --admin-password geheim
    labels: {composelint.description: The interface}
    deploy: {replicas: 3}
networks: {back: {}}
secrets: {key: {file: ./key}}
"""


def page(text: str = SHOP, **more: Any) -> str:
    project = project_of({"compose.yaml": text})
    graph = graph_of([project])
    drawn = [picture(graph, Wanted(view=view), [project]) for view in VIEWS]
    return render(drawn, graph, [project], here=FOLDER, **more)


def known(text: str) -> dict[str, Any]:
    """The data of a page, and its nodes by id under "by"."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    data["by"] = {node["id"]: node for node in data["nodes"]}
    return data


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_one_file_and_no_network() -> None:
    text = page()
    for tag, attributes in Elements(text).found:
        assert tag not in ("img", "iframe", "object", "embed", "base", "foreignobject"), tag
        assert "src" not in attributes
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if "href" in attributes:
            assert str(attributes["href"]).startswith(("data:", "#")), attributes
    assert "@import" not in text
    assert "url(" not in re.sub(r"url\(#[^)]*\)", "", text)


def test_the_policy_names_the_style_and_the_script() -> None:
    text = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    for pattern in (r"<style>(.*?)</style>", r"<script>(.*?)</script>"):
        inner = re.search(pattern, text, re.S)
        assert inner
        assert b64encode(sha256(inner[1].encode()).digest()).decode() in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_a_page_is_the_same_every_time() -> None:
    program = (
        "from tests.diagram.test_html import page; import hashlib;"
        "print(hashlib.sha256(page().encode()).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
        seen.add(done.stdout)
    assert len(seen) == 1


def test_no_place_of_this_machine() -> None:
    text = page()
    assert str(ROOT) not in text
    assert FOLDER not in text


def test_ids_are_there_once() -> None:
    ids = [attributes["id"] for _, attributes in Elements(page()).found if "id" in attributes]
    assert len(ids) == len(set(ids))


# --- what is told


def test_facts_of_a_service() -> None:
    by = known(page())["by"]
    facts = dict(by["service:api"]["facts"])
    assert facts["About"] == ["The interface"]
    assert facts["Built from"] == ["./api, target prod"]
    assert facts["Networks"] == ["back (10.0.0.5; as rest)"]
    assert facts["Mounts"] == ["./conf → /conf (read only)", "/cache (anonymous)"]
    assert facts["Secrets"] == ["key"]
    assert facts["Replicas"] == ["3"]
    assert facts["Command"] == ["serve --admin-password •••"]
    assert "Image" not in facts
    facts = dict(by["service:web"]["facts"])
    assert facts["Ports"] == ["8080→80"]
    assert facts["Variables"] == ["2, 1 of them passed through"]


def test_places_and_excerpts() -> None:
    by = known(page(link_base="https://example.org/x"))["by"]
    told = by["service:web"]
    assert told["place"] == {
        "file": "compose.yaml",
        "line": 2,
        "href": "https://example.org/x/compose.yaml#L2",
    }
    assert told["excerpt"]["first"] == 2
    assert told["excerpt"]["lines"][0] == "web:"
    assert told["excerpt"]["lines"][-1] == "  environment: {LEVEL: info, LOCALE: null}"
    assert known(page())["by"]["service:web"]["place"]["href"] == ""


def test_several_projects_tell_where_each_service_is() -> None:
    projects = [project_of({"compose.yaml": f"name: {name}\n{SHOP}"}) for name in ("a", "b")]
    graph = graph_of(projects)
    drawn = [picture(graph, Wanted(), projects)]
    by = known(render(drawn, graph, projects))["by"]
    assert by["a/service:web"]["sub"] == "service · nginx:1.27 · in a"
    assert dict(by["b/service:web"]["facts"])["Variables"] == ["2, 1 of them passed through"]


def test_every_kind_of_edge_has_words() -> None:
    assert set(RELATIONS) == set(pictures.ARROW_KINDS)
    assert all(all(words) for words in RELATIONS.values())


def test_extending_is_no_way_to_reach() -> None:
    text = "services:\n  a: {image: x}\n  b: {extends: {service: a}}\n"
    edges = {edge["kind"]: edge["flows"] for edge in known(page(text))["edges"]}
    assert edges[records.EXTENDS] is False
    assert edges[records.ATTACHED] is True


def test_nothing_at_all_is_a_page_too() -> None:
    text = page("services: {}\n")
    assert "There is nothing to show in this view." in text
    assert known(text)["nodes"] == []


def test_one_view_that_cannot_be_laid_out_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from composelint.diagram import layout

    real = layout.render

    def render_some(drawn: Picture, form: str, **options: str) -> str | bytes:
        if drawn.view in failing:
            raise CannotLook("too large")
        return real(drawn, form, **options)

    monkeypatch.setattr(layout, "render", render_some)
    failing = {"all"}
    text = page()
    assert text.count("This view is too large to be drawn.") == 1
    assert text.count('class="drawing"') == len(VIEWS) - 1
    failing = {"overview"}
    with pytest.raises(CannotLook, match="too large"):
        page()


# --- excerpts


def test_an_excerpt_ends_where_the_next_thing_begins() -> None:
    text = (
        "services:\n  a:\n    image: x\n\n    # of a\n    tty: true\n# of b\n\n  b:\n    image: y\n"
    )
    source = Source("compose.yaml", text)
    at = text.index("a:")
    assert excerpt(Span(source, at, at + 1)).lines == (
        *("a:", "  image: x", "", "  # of a", "  tty: true"),
    )


def test_a_long_excerpt_is_cut() -> None:
    text = "a:\n" + "".join(f"  - {number}\n" for number in range(100))
    found = excerpt(Span(Source("x", text), 0, 1))
    assert len(found.lines) == 40
    assert found.more == 61
    assert found.lines[-1] == "  - 38"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("POSTGRES_PASSWORD: hunter2", "POSTGRES_PASSWORD: •••"),
        ("- POSTGRES_PASSWORD=hunter2", "- POSTGRES_PASSWORD=•••"),
        ('"api_key": "abc def"  # mine', '"api_key": •••'),
        ("AWS_SECRET_ACCESS_KEY: ${KEY:-abc}", "AWS_SECRET_ACCESS_KEY: •••"),
        ("command: run --password hunter2 --now", "command: run --password ••• --now"),
        ("command: run --token=hunter2", "command: run --token=•••"),
        ("URL: postgres://me:hunter2@db/shop", "URL: postgres://me:•••@db/shop"),
        # What tells nothing stays.
        ("POSTGRES_PASSWORD: ${DB_PASSWORD}", "POSTGRES_PASSWORD: ${DB_PASSWORD}"),
        ("POSTGRES_PASSWORD: ${P:?is missing}", "POSTGRES_PASSWORD: ${P:?is missing}"),
        ("POSTGRES_PASSWORD: $P", "POSTGRES_PASSWORD: $P"),
        ("POSTGRES_PASSWORD:", "POSTGRES_PASSWORD:"),
        ("POSTGRES_PASSWORD_FILE: /run/secrets/p", "POSTGRES_PASSWORD_FILE: /run/secrets/p"),
        ("secrets: [db-password]", "secrets: [db-password]"),
        ("secrets:", "secrets:"),
        ("- db-password", "- db-password"),
        ("ALLOW_EMPTY_PASSWORD: yes", "ALLOW_EMPTY_PASSWORD: yes"),
        ("TOKEN_LIFETIME: 3600", "TOKEN_LIFETIME: 3600"),
        ("image: keycloak:26", "image: keycloak:26"),
        ("URL: http://db:5432/x", "URL: http://db:5432/x"),
    ],
)
def test_passwords_do_not_get_about(line: str, shown: str) -> None:
    assert masked(line) == shown


def test_a_key_over_many_lines_does_not_get_about() -> None:
    text = "a:\n  PRIVATE_KEY: |\n    -----BEGIN\n    abc\n  LEVEL: info\n"
    assert excerpt(Span(Source("x", text), 0, 1)).lines == (
        *("a:", "  PRIVATE_KEY: |", "    •••", "    •••", "  LEVEL: info"),
    )


def test_long_lines_take_no_time() -> None:
    assert len(masked("a" * 1_000_000)) < 1000
    assert len(masked("x://" + "a:" * 500_000)) < 1000
    assert len(masked("password" * 100_000)) < 1000


# --- drawings


SVG = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt"
 viewBox="0 0 90 50"><title>shop</title><style>.node { fill: red }</style>
<g id="graph0" class="graph"><polygon points="0,0 9,9"/>
<g class="node" id="n2" data-id="service:web" data-kind="service"><title>web</title>
<a xlink:href="https://example.org/"><path style="fill: red" d="M0 0h9v9z"/><text>web</text></a></g>
<g class="edge" id="e2" data-kind="depends_on">
<title>x</title><path d="M0 0h9"/></g></g></svg>
"""


def test_a_drawing_brings_nothing_that_the_page_has_itself() -> None:
    found = adapted(SVG, pictures.three(), "Picture: Overview")
    for text in (
        "<style",
        "<title",
        "<polygon",
        'id="n',
        "style=",
        "<a ",
        "href",
        "width=",
        "xmlns:",
    ):
        assert text not in found.replace("data-id", ""), text
    assert 'aria-label="Picture: Overview"' in found
    assert 'aria-label="web, service, nginx:1.27, arrows to 1 and from 1"' in found
    assert 'data-words="web waits for api, started"' in found
