"""What each section tells of small projects."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import project_of

from composelint.docs import SECTIONS, Wish, page
from docs.made import cells, is_sound, page_of, subject_of


def told(text: str, section: str, **files: str) -> list[list[str]]:
    """The rows of a section's tables, without their heads."""
    names = {name.replace("__", ".").replace("_dot_", "."): said for name, said in files.items()}
    return [row for row in cells(page_of({"compose.yaml": text, **names}, section)) if row][1:]


SHOP = """\
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:80", "127.0.0.1:9000:9000/udp", "[::1]:7:7", "${P}:5", "99"]
    depends_on:
      api: {condition: service_healthy}
      mail: {condition: service_started, required: false}
    networks: [front]
  api:
    build: {context: ./api, dockerfile: Dev.dockerfile, target: run}
    networks: {front: {aliases: [backend]}, back: {}}
    healthcheck:
      test: [CMD-SHELL, "curl -f http://localhost:8000/health?x=1 || exit 1"]
      interval: 5s
    scale: 3
  db:
    image: postgres:17
    networks: [back]
    volumes: ["data:/var/lib/postgresql/data", "./conf:/conf:ro", "./dump:/dump", "/anon"]
  agent:
    image: agent:1
    network_mode: host
    volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro", "/etc/localtime:/etc/localtime:ro"]
  side: {image: s, network_mode: "service:web"}
  alone: {image: s, network_mode: none, healthcheck: {disable: true}}
  mail: {image: m, profiles: [mail, all], networks: [front], ports: ["25:25"]}
networks:
  front: {external: true, name: the-front}
  back: {internal: true}
volumes:
  data:
"""


def test_services() -> None:
    rows = {row[0]: row[1:] for row in told(SHOP, "services")}
    ports = "8080 → 80, 127.0.0.1:9000 → 9000/udp, ::1:7 → 7, … → 5, any → 99"
    assert rows["web"] == ["nginx:1.27", ports, "front", "", ""]
    assert rows["api"] == [
        "built from ./api by Dev.dockerfile, stage run, 3 of them",
        "",
        "front, back",
        "curl http://localhost:8000/health, every 5s",
        "",
    ]
    assert rows["agent"][2] == "the host's own"
    assert rows["side"][2] == "those of web"
    assert rows["alone"][2:4] == ["none", "switched off"]
    assert rows["mail"][-1] == "mail, all"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("[CMD, pg_isready, -U, x]", "pg_isready"),
        ("[CMD, /usr/bin/wget, -q, 'http://127.0.0.1/a']", "wget http://127.0.0.1/a"),
        ("[CMD-SHELL, 'redis-cli ping | grep PONG']", "redis-cli"),
        ("[CMD, bash, -c, 'X=1 exec mysqladmin ping']", "mysqladmin"),
        ("curl http://x/y", "curl http://x/y"),
        ("[CMD-SHELL, '</dev/tcp/x']", "a command"),
        ("['NONE']", "switched off"),
    ],
)
def test_healthchecks(test: str, said: str) -> None:
    text = f"services:\n  a: {{image: x, healthcheck: {{test: {test}}}}}\n"
    assert told(text, "services") == [["a", "x", said]]


def test_start() -> None:
    said = page_of(SHOP, "start")
    assert "docker network create the-front\ndocker compose up -d\n" in said
    assert "what has no default: `P`" in said
    assert "`docker compose down --volumes` deletes them" in said


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("services: {a: {image: x}}", "docker compose up -d"),
        (
            "services: {a: {image: x, profiles: [p, q]}, b: {image: x, profiles: [p]}}",
            "docker compose --profile p up -d\ndocker compose --profile q up -d",
        ),
        (
            """\
services: {a: {image: x, volumes: [vol:/v], networks: [n]}}
volumes: {vol: {external: true}, w: {external: true}}
networks: {n: {external: true, name: '${N}'}, m: {external: true}}
""",
            "docker network create NAME\ndocker volume create vol\ndocker compose up -d",
        ),
    ],
)
def test_commands(text: str, commands: str) -> None:
    assert f"```sh\n{commands}\n```" in page_of(text, "start")


def test_a_stack_is_deployed() -> None:
    text = (
        "services: {a: {image: x, secrets: [s], networks: [n]}}\n"
        "secrets: {s: {external: true}}\nnetworks: {n: {external: true}}"
    )
    said = page_of({"compose.yaml": text}, "start", target="swarm")
    assert (
        "docker network create --driver overlay n\ndocker secret create s FILE\n"
        "docker stack deploy -c compose.yaml STACK\n"
    ) in said


def test_what_is_to_be_brought() -> None:
    text = (
        "services:\n  a:\n    image: x:${TAG:?which}\n    env_file: [a.env, {path: b.env, "
        "required: false}, c.env]\n    secrets: [s]\nsecrets: {s: {file: ./s.txt}}\n"
    )
    said = page_of({"compose.yaml": text, "c.env": "A=1\n", ".env.example": "TAG=\n"}, "start")
    beside = page_of({"compose.yaml": text, "a.env.example": ""}, "start")
    assert "hold them: `s.txt`, `a.env` (an example lies beside it), `c.env`\n" in beside
    assert "does not hold them: `s.txt`, `a.env`\n" in said
    assert (
        "Copy [`.env.example`](.env.example) to `.env`, and set what has no default: `TAG`" in said
    )


def test_order() -> None:
    rows = told(SHOP, "order")
    assert rows[0] == ["1", "api", "", "healthy within 1m45s"]
    assert rows[1] == ["", "db, agent, alone", "", "started at once"]
    assert rows[2] == ["2", "web", "api healthy", "started within 1m45s"]
    said = page_of(SHOP, "order")
    assert "Left out, since they have profiles: `mail`" in said


def test_order_without_any() -> None:
    said = page_of("services: {a: {image: x}, b: {image: y}}", "order")
    assert said == "Ready as soon as everything has started. No service waits for another.\n"


def test_reach() -> None:
    said = page_of(SHOP, "reach")
    rows = cells(said)
    assert ["front", "web, api, mail", "made outside"] in rows
    assert ["back", "api, db", "no way out"] in rows
    assert ["the host's own network", "agent", ""] in rows
    assert ["the network stack of web", "side", ""] in rows
    at = next(n for n, row in enumerate(rows) if row[0] == "reaches →")
    matrix = {row[0]: dict(zip(rows[at][1:], row[1:], strict=True)) for row in rows[at + 1 :]}
    row = ["·", "✓", "", "", "=", "", "✓"]
    assert list(matrix["web"].values()) == row
    assert matrix["agent"]["web"] == "host"
    assert matrix["db"]["web"] == ""
    assert "`api` is also found as `backend`" in said


def test_long_names_are_told_once_in_a_matrix() -> None:
    long = "a-name-that-is-rather-long"
    lines = [f"  {long}-{n}: {{image: x, networks: [n{n}, m]}}" for n in range(2)]
    text = "\n".join(["services:", *lines, "  c: {image: x, networks: [n0]}", "networks: "])
    rows = cells(page_of(text + "{n0: , n1: , m: }", "reach"))
    assert rows[-4:] == [
        ["reaches →", "1", "2", "3"],
        [f"1 {long}-0", "·", "✓", "✓"],
        [f"2 {long}-1", "✓", "·", ""],
        ["3 c", "✓", "", "·"],
    ]


def test_profiles_that_are_alternatives() -> None:
    text = """\
services:
  a: {image: x, profiles: [cpu]}
  b: {image: x, profiles: [gpu]}
  c: {image: x}
"""
    said = page_of(text, "reach")
    assert [row[1:] for row in cells(said)[-3:]] == [
        ["·", "", "✓"],
        ["", "·", "✓"],
        ["✓", "✓", "·"],
    ]
    assert "Services that no profile turns on together do not meet." in said


def test_reach_of_one_network() -> None:
    said = page_of("services: {a: {image: x}, b: {image: y}}", "reach")
    assert said == "All services are on one network, and reach each other by their names.\n"
    assert page_of("services: {a: {image: x}}", "reach").strip() == ""


def test_reach_of_many() -> None:
    lines = [f"  s{n}: {{image: x, networks: [n{n % 2}]}}" for n in range(16)]
    text = "\n".join(["services:", *lines, "networks: {n0: , n1: }"])
    rows = told(text, "reach")
    assert rows[-2:] == [
        [", ".join(f"s{n}" for n in range(start, 16, 2)), f"n{start}"] for start in (0, 1)
    ]


def test_ports() -> None:
    assert told(SHOP, "ports") == [
        ["[::1]:7", "web, port 7", "this machine only"],
        ["25", "mail, port 25 (with the profile mail or all)", "other machines"],
        ["8080", "web, port 80", "other machines"],
        ["127.0.0.1:9000", "web, port 9000 (udp)", "this machine only"],
        ["${P}:5", "web, port 5", "as the variable says"],
        ["a free port that Docker chooses", "web, port 99", "other machines"],
    ]
    assert "`agent`](compose.yaml#L21) is on the host's own network" in page_of(SHOP, "ports")


def test_no_ports() -> None:
    said = page_of("services: {a: {image: x}}", "ports")
    assert said == "No port is published on the host.\n"
    text = (
        "services: {a: {image: x, ports: ['1:1'], networks: [n]}}\nnetworks: {n: {internal: true}}"
    )
    assert "publishes nothing, whatever its `ports` say" in page_of(text, "ports")


def test_data() -> None:
    assert sorted(told(SHOP, "data")) == [
        ["(no name)", "db at /anon", "volume without a name: a new one after each down"],
        ["./dump", "db at /dump", "path of the host"],
        ["data", "db at /var/lib/postgresql/data", "volume"],
    ]
    said = page_of(SHOP, "data")
    assert "**A backup must hold** the volume `data`; what lies in `./dump`." in said
    assert "`pg_dumpall` copies it while it runs" in said
    assert "- Only read: [`./conf`](compose.yaml#L20) (`db`)" in said
    assert "`/var/run/docker.sock` gives `agent` the rule over Docker" in said
    assert "- Of the host itself: [`/etc/localtime`](compose.yaml#L24) (`agent`)" in said


def test_a_database_that_keeps_nothing() -> None:
    said = page_of("services: {db: {image: 'mysql:8'}, c: {image: redis}}", "data")
    assert said == (
        "- [`db`](compose.yaml#L1) is a database and mounts nothing: what is in it goes with its "
        "container.\n"
    )


def test_secrets() -> None:
    text = """\
services:
  a:
    build: {context: ., secrets: [b]}
    secrets: [s, {source: t, target: x}, {source: e, target: /y}]
    configs: [c, {source: d, target: /d.conf}]
secrets: {s: {file: ./s.txt}, t: {environment: T}, e: {external: true, name: real}, b: {file: b}}
configs: {c: {content: x}, d: {file: d.conf}, unused: {content: y}}
"""
    assert told(text, "secrets") == [
        ["s", "secret", "the file ./s.txt", "a at /run/secrets/s"],
        ["t", "secret", "the variable T", "a at /run/secrets/x"],
        ["e", "secret", "outside, as real", "a at /y"],
        ["b", "secret", "the file b", "a while it is built"],
        ["c", "config", "the Compose file itself", "a at /c"],
        ["d", "config", "the file d.conf", "a at /d.conf"],
        ["unused", "config", "the Compose file itself", "nobody"],
    ]


def test_variables() -> None:
    text = """\
services:
  a:
    image: x:${TAG:-1}
    user: ${ID-}
    command: ${NEEDED:?set it} ${BARE} ${TAG:-2} ${ALT:+yes}
    environment: [PASSED, "X=${TAG:-1}", "D=${SET}"]
    env_file: a.env
"""
    files = {
        "compose.yaml": text,
        ".env": "SET=5\n",
        ".env.example": """\
# Which release it is
TAG=1

BARE=x # For show
# Now
# secret: x
ID=1
""",
        "a.env": "A=1\nB=2\n",
    }
    rows = [row for row in cells(page_of(files, "variables")) if row]
    used = "a.image, a.command, a.environment[1]"
    assert rows[1:7] == [
        ["NEEDED", "it does not start: set it", "a.command", ""],
        ["BARE", "blank", "a.command", "For show"],
        ["TAG", "1; 2", used, "Which release it is"],
        ["ID", "blank", "a.user", ""],
        ["ALT", "blank, else yes", "a.command", ""],
        ["PASSED", "not passed on", "a.environment[0]", ""],
    ]
    assert rows[7] == ["SET", "5 from .env", "a.environment[2]", ""]
    assert rows[-1] == ["a.env", "a", "A, B"]


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("# Of one\nA=1\n", ["Of one", ""]),
        ("# Of one\nA=1\n\nB=2\n", ["Of one", ""]),
        ("# Of one\nA=1\n# Of two\nB=2\n", ["Of one", "Of two"]),
        ("# Of both, perhaps\nA=1\nB=2\n", ["", ""]),
        ("# Of both, perhaps\nA=1 # Of one\nB=2\n", ["Of both, perhaps", ""]),
        ("B=2 # Beside it\nA=1\n", ["", "Beside it"]),
        ("A='\n# no comment\n'\nB=1\n", ["", ""]),
        ("A='never closed\n", ["", ""]),
    ],
)
def test_what_variables_are_for(example: str, said: list[str]) -> None:
    files = {"compose.yaml": "services: {a: {image: 'x:${A}${B}'}}", ".env.example": example}
    rows = cells(page_of(files, "variables"))[1:]
    assert [row[3] if len(row) > 3 else "" for row in rows] == said


def test_profiles() -> None:
    assert told(SHOP, "profiles") == [
        ["mail", "mail", "docker compose --profile mail up -d"],
        ["all", "mail", "docker compose --profile all up -d"],
    ]
    assert page_of("services: {a: {image: x}}", "profiles").strip() == ""


def test_files() -> None:
    files = {
        "compose.yaml": "include: [other.yaml]\nservices:\n  a: {image: x}\n"
        "  b: {extends: {file: base.yaml, service: c}}\n",
        "compose.override.yaml": "services:\n  a: {ports: ['1:1'], image: y}\n  d: {image: z}\n"
        "volumes: {v: }\n",
        "other.yaml": "services: {e: {image: x}}\n",
        "base.yaml": "services: {c: {image: x}}\n",
    }
    assert [row for row in cells(page_of(files, "files")) if row][1:] == [
        ["compose.yaml", "is read first"],
        ["compose.override.yaml", "lies over it: changes a (ports, image); adds d; adds volumes v"],
        ["base.yaml", "its c is extended by b"],
        ["other.yaml", "is included by compose.yaml"],
    ]


def test_the_whole_page() -> None:
    said = page_of(SHOP)
    headings = re.findall(r"^#+ .*", said, re.MULTILINE)
    assert headings == [
        "# shop",
        *(
            f"## {SECTIONS[name][0]}"
            for name in SECTIONS
            if name not in ("about", "secrets", "files")
        ),
    ]
    assert said.count("```mermaid\n") == 1
    assert said.endswith("\n")
    assert is_sound(said)


NAMES = st.text("abc|`*_<>[]$\\'\"#: {}&;é", min_size=1, max_size=12)


@settings(deadline=None)
@given(NAMES, NAMES, NAMES, st.text(max_size=20))
def test_whatever_things_are_called(service: str, network: str, volume: str, said: str) -> None:
    """Docker Compose refuses some of these names; a page of what it refuses is sound as well."""
    import json

    document = {
        "name": "x",
        "services": {
            service: {
                "image": said,
                "x-description": said,
                "networks": [network],
                "volumes": [f"{volume}:/{volume}"],
                "profiles": [volume],
                "ports": ["1:1"],
                "secrets": [network],
                "env_file": [network],
                "environment": {volume: None, "A": f"${{B:-{said}}}"},
            },
            f"{service}2": {"build": network, "depends_on": [service]},
        },
        "networks": {network: {"external": True}},
        "secrets": {network: {"file": volume}},
        "volumes": {volume: {}},
    }
    project = project_of({"compose.yaml": json.dumps(document)})
    whole = page([subject_of(project)], Wish())
    assert is_sound(whole), whole
    assert "<!--" not in whole.replace("```", "")
    tags = set(re.findall(r"</?([a-z]+)>", re.sub(r"(?s)```mermaid.*?```", "", whole)))
    assert tags <= {"sub", "code"}
