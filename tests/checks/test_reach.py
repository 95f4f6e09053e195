"""What services say of each other, and whether it leads there: CL217, CL306, CL309 to CL311."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
from corpus import REAL, available, load, rows
from support import FOLDER, check, project_of

from composelint.checks.reach import mentions
from composelint.finding import Finding, Problem

IDS = ("CL217", "CL306", "CL309", "CL310", "CL311")


def findings(text: str, *, files: dict[str, str] | None = None, **options: object) -> list[Finding]:
    project = project_of({"compose.yaml": text, **(files or {})}, **options)  # type: ignore[arg-type]
    return [one for one in check(project, "recommended", "references") if one.id in IDS]


class Case(NamedTuple):
    """A project, and (id, text of the span, a part of the message) of each finding."""

    name: str
    text: str
    expected: list[tuple[str, str, str]]


NETS = "networks: {front: , back: }"

REACH = [
    Case(
        "no network in common",
        f"""
services:
  web: {{image: x, networks: [front], environment: {{DB: "postgres://u:p@db:5432/x"}}}}
  db: {{image: y, networks: [back]}}
{NETS}
""",
        [("CL309", "db:5432", "web is on front, db on back")],
    ),
    Case(
        "networks take a service off default",
        f"""
services:
  web: {{image: x, networks: [front], environment: ["DB_HOST=db", "DB_PORT=5432"]}}
  db: {{image: y}}
{NETS}
""",
        [("CL309", "db", "web is on front, db on default")],
    ),
    Case(
        "a name of another network",
        f"""
services:
  web: {{image: x, networks: [front], command: "./run --db-host store"}}
  db: {{image: y, networks: {{front: , back: {{aliases: [store]}}}}}}
{NETS}
""",
        [("CL309", "store", "a name that it has on another network")],
    ),
    Case(
        "by container name and hostname too",
        f"""
services:
  web: {{image: x, networks: [front], environment: {{A_URL: "http://the-db:1", B_URL: "http://H:2"}}}}
  db: {{image: y, networks: [back], container_name: the-db, hostname: h}}
{NETS}
""",
        [("CL309", "the-db:1", "web looks for the-db"), ("CL309", "H:2", "web looks for h")],
    ),
    Case(
        "each name of a service once",
        f"""
services:
  web:
    image: x
    networks: [front]
    environment: {{A_URL: "http://db:1", B_URL: "http://db:2"}}
    command: [./run, --host, db]
  db: {{image: y, networks: [back]}}
{NETS}
""",
        [("CL309", "db:1", "")],
    ),
    Case(
        "the host's network",
        """
services:
  web: {image: x, network_mode: host, environment: {DB_HOST: db}}
  db: {image: y}
""",
        [("CL309", "db", "it uses the host's network")],
    ),
    Case(
        "no network",
        """
services:
  web: {image: x, network_mode: none, environment: {DB_HOST: db}}
  db: {image: y}
""",
        [("CL309", "db", "it has no network")],
    ),
    Case(
        "Docker's own bridge",
        """
services:
  web: {image: x, network_mode: bridge, environment: {DB_HOST: db}}
  db: {image: y, network_mode: bridge}
""",
        [("CL309", "db", "Docker's own bridge")],
    ),
    Case(
        "behind a vpn",
        """
services:
  vpn: {image: x}
  torrent: {image: y, network_mode: "service:vpn"}
  index: {image: z, environment: {T_URL: "http://torrent:8080"}}
  beside: {image: z, network_mode: "service:vpn", environment: {T_URL: "http://torrent:8080"}}
""",
        [
            ("CL309", "torrent:8080", "torrent uses the network of vpn and has no name"),
            ("CL309", "torrent:8080", "both use the network of vpn"),
        ],
    ),
    Case(
        "the other one has no name",
        """
services:
  web: {image: x, environment: {A_HOST: a, B_HOST: b, C_HOST: c}}
  a: {image: y, network_mode: host}
  b: {image: y, network_mode: none}
  c: {image: y, network_mode: bridge}
""",
        [
            ("CL309", "a", "a uses the host's network"),
            ("CL309", "b", "b has no network"),
            ("CL309", "c", "c is on Docker's own bridge"),
        ],
    ),
    Case(
        "in a health check, an entrypoint and a list of words",
        f"""
services:
  web:
    image: x
    networks: [front]
    entrypoint: [./wait-for, "a:80"]
    healthcheck: {{test: [CMD, pg_isready, -h, b]}}
    command:
      - sh
      - -c
      - |
        until nc -z c 5432; do sleep 1; done
        exec ./run
  a: {{image: y, networks: [back]}}
  b: {{image: y, networks: [back]}}
  c: {{image: y, networks: [back]}}
{NETS}
""",
        [("CL309", "a:80", ""), ("CL309", "b", ""), ("CL309", "c 5432", "")],
    ),
    Case(
        "variables that are filled in",
        f"""
services:
  web:
    image: x
    networks: [front]
    environment:
      A_URL: "postgres://${{U}}:${{P}}@a:5432/x"
      B_URL: "${{B_URL:-http://b:80}}"
      C_HOST: "${{C:-c}}"
  a: {{image: y, networks: [back]}}
  b: {{image: y, networks: [back]}}
  c: {{image: y, networks: [back]}}
{NETS}
""",
        [("CL309", "a:5432", ""), ("CL309", "b:80", ""), ("CL309", "c", "")],
    ),
]

PORTS = [
    Case(
        "the host's port",
        """
services:
  web:
    image: x
    depends_on: [db]
    environment:
      A_URL: "postgres://u:p@db:5433/x"
      B_URL: "postgres://u:p@db:5433/y"
      DB_HOST: db
      DB_PORT: "5434"
  db: {image: y, ports: ["5433:5432", "127.0.0.1:5434:5432"]}
""",
        [("CL310", "db:5433", "inside, db listens on 5432"), ("CL310", "db", "uses port 5434")],
    ),
    Case(
        "of the service whose network is shared",
        """
services:
  web: {image: x, depends_on: [vpn], command: "./run http://vpn:8081"}
  vpn: {image: y, ports: ["8081:8080"]}
  app: {image: z, network_mode: "service:vpn"}
""",
        [("CL310", "vpn:8081", "inside, vpn listens on 8080")],
    ),
]

LOCALHOST = [
    Case(
        "data stores of other services",
        """
services:
  web:
    image: x
    environment:
      DATABASE_URL: postgres://u:p@localhost:5432/x
      REDIS_HOST: 127.0.0.1
      AMQP_URL: amqp://localhost
      SEARCH_URL: http://localhost:9200
      MYSQL_HOST: localhost
      MYSQL_PORT: 3307
  db: {image: postgres:17}
  cache: {image: bitnami/redis}
  broker: {image: "example/rabbitmq", expose: ["5672"]}
  search: {image: elasticsearch:9.0.0}
  my: {image: mysql:8, ports: ["3307:3306"]}
""",
        [
            ("CL311", "localhost:5432", "looks for port 5432 on localhost"),
            ("CL311", "127.0.0.1", "cache is the one that listens there"),
            ("CL311", "localhost", "broker is the one"),
            ("CL311", "localhost:9200", "search is the one"),
            ("CL311", "localhost", "looks for port 3307"),
        ],
    ),
    Case(
        "in a command",
        """
services:
  web: {image: x, command: "./run --dsn postgres://u@localhost/x"}
  db: {image: postgres}
""",
        [("CL311", "localhost", "")],
    ),
]

NAMES = [
    Case(
        "a hostname that is a service",
        """
services:
  db: {image: a}
  old: {image: b, hostname: DB}
""",
        [("CL306", "DB", "DB is the hostname of old and the name of db: on the network default")],
    ),
    Case(
        "an alias that is a service, whichever stands first",
        """
services:
  old: {image: b, networks: {n: {aliases: [x, db]}}}
  db: {image: a, networks: [n]}
networks: {n: }
""",
        [("CL306", "db", "db is the alias of old and the name of db: on the network n")],
    ),
    Case(
        "a container name",
        """
services:
  db: {image: a}
  old: {image: a, container_name: db}
""",
        [("CL306", "db", "db is the container_name of old")],
    ),
    Case(
        "through an alias of YAML, once for two networks",
        """
services:
  a: {image: a, networks: &n {one: {aliases: [q]}, two: {aliases: [q]}}}
  b: {image: b, networks: *n}
networks: {one: , two: }
""",
        [("CL306", "b", "q is the alias of b and the alias of a")],
    ),
]

NEEDS = [
    Case(
        "no word of it",
        """
services:
  web: {image: x, environment: {DB_HOST: db, OTHER_URL: "http://db:80"}}
  db: {image: y}
""",
        [("CL217", "db", "web names db, and does not depend on it")],
    ),
    Case(
        "in a build argument",
        """
services:
  web: {build: {context: ., args: {DB_HOST: db}}}
  db: {image: y}
""",
        [("CL217", "db", "")],
    ),
    Case(
        "of a job, of another job",
        """
services: {web: {image: x}}
jobs:
  one: {image: x, environment: {T_HOST: two}}
  two: {image: y}
""",
        [("CL217", "two", "one names two")],
    ),
]


@pytest.mark.parametrize("case", [*REACH, *PORTS, *LOCALHOST, *NAMES, *NEEDS], ids=lambda c: c.name)
def test_speaks(case: Case) -> None:
    wanted = case.expected[0][0]
    found = [one for one in findings(case.text) if one.id == wanted]
    assert [(one.id, one.span.text) for one in found] == [pair[:2] for pair in case.expected]
    for one, (_, _, words) in zip(found, case.expected, strict=True):
        assert words in one.message
        assert one.help
        assert not one.refused
        assert one.related


SILENT = {
    "names that are none of a host": """
services:
  web:
    image: db:5432
    networks: [front]
    user: db
    labels: ["traefik.http.url=http://db:80"]
    environment:
      POSTGRES_USER: db
      POSTGRES_DB: db
      DB_CONNECTION: db
      DB_IMAGE: db:5432
      GREETING: "see db for more"
      NOTHING:
      DB_HOST: db.example.com
      API_URL: https://db.example.com:5432
      PATH_URL: /db
  db: {image: y, networks: [back]}
networks: {front: , back: }
""",
    "one network of two": """
services:
  web: {image: x, depends_on: [db], networks: [front, back], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
networks: {front: , back: }
""",
    "two keys of one network": """
services:
  web: {image: x, depends_on: [db], networks: [front], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
networks: {front: {name: n}, back: {external: true, name: n}}
""",
    "a network whose name is not known": """
services:
  web: {image: x, networks: [front], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
networks: {front: {name: "${NET}"}, back: }
""",
    "a container that is not ours": """
services:
  web: {image: x, network_mode: "container:vpn", environment: {DB_HOST: db}}
  db: {image: y}
""",
    "a mode that is not known": """
services:
  web: {image: x, network_mode: "${MODE}", environment: {DB_HOST: db}}
  db: {image: y}
""",
    "a provider": """
services:
  web: {image: x, depends_on: [db], environment: {DB_HOST: db}}
  db: {provider: {type: aws}}
""",
    "hosts of its own": """
services:
  web: {image: x, networks: [front], extra_hosts: ["db:10.0.0.1"], environment: {DB_HOST: db}}
  far: {image: x, networks: [front], external_links: ["their_db:db"], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
networks: {front: , back: }
""",
    "another of the name, on the same network": """
services:
  web: {image: x, depends_on: [new], networks: [front], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
  new: {image: y, networks: {front: {aliases: [db]}}}
networks: {front: , back: }
""",
    "itself": """
services:
  web: {image: x, network_mode: none, hostname: w, environment: {A_HOST: web, B_URL: "http://w:80"}}
  db: {image: y}
""",
    "a service of another profile": """
services:
  web: {image: x, profiles: [a], networks: [front], environment: {DB_HOST: db}}
  db: {image: y, profiles: [b], networks: [back]}
networks: {front: , back: }
""",
    "a name by a link": """
services:
  web: {image: x, links: ["db:store"], environment: {DB_HOST: store}}
  db: {image: y}
""",
    "build arguments, which are used elsewhere": """
services:
  web: {build: {context: ., args: {DB_HOST: db}}, depends_on: [db], network_mode: none}
  db: {image: y}
""",
    "ports that are the container's": """
services:
  web:
    image: x
    depends_on: [db, api, many, two]
    environment:
      A: db:5432
      B: db:9999
      C: http://api:81
      D: many:6001
      E: two:5433
      F: http://db:${PORT}
  db: {image: y, ports: ["5433:5432"]}
  api: {image: y, ports: ["81:80"], expose: ["81"]}
  many: {image: y, ports: ["6000-6002:80"]}
  two: {image: y, ports: ["5433:5432", "6000:5433"]}
""",
    "ports that a service is told of": """
services:
  web: {image: x, depends_on: [db, api], command: "./run db:5433 api:81"}
  db: {image: y, ports: ["5433:5432"], command: [-p, "5433"]}
  api: {image: y, ports: ["81:80"], environment: {LISTEN: ":81"}}
""",
    "ports that are not known": """
services:
  web: {image: x, depends_on: [db, api], command: "./run db:5433 api:81"}
  db: {image: y, ports: ["5433:5432", "${MORE}"]}
  api: {image: y, ports: ["81:${PORT}"]}
""",
    "localhost for browsers and other clients": """
services:
  web:
    image: x
    environment:
      PUBLIC_URL: http://localhost:3000
      NEXTAUTH_URL: http://localhost:8080
      CORS_ORIGINS: http://localhost:3000,http://localhost:8080
      API_URL: http://localhost:8080
      S3_ENDPOINT: http://localhost:9000
      PUBLIC_REDIS_URL: redis://localhost:6379
      RULES: "external_url 'http://localhost:6379'"
  api: {image: y, ports: ["8080:80"]}
  front: {image: y, ports: ["3000:3000"]}
  minio: {image: minio/minio, ports: ["9000:9000"]}
  cache: {image: redis, ports: ["6379:6379"]}
  broker:
    image: z
    environment:
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://localhost:9092
      KAFKA_LISTENERS: PLAINTEXT://localhost:9092
  kafka2: {image: kafka, ports: ["9092:9092"]}
""",
    "localhost that is right": """
services:
  host: {image: x, network_mode: host, environment: {REDIS_URL: "redis://localhost:6379"}}
  beside: {image: x, network_mode: "service:cache", environment: {REDIS_URL: "redis://localhost"}}
  cache: {image: redis, ports: ["6379:6379"], healthcheck: {test: redis-cli -h localhost}}
  own: {image: x, expose: ["6379"], environment: {REDIS_HOST: localhost}}
  redis-all-in-one: {image: x, environment: {REDIS_HOST: localhost}}
  bundled: {image: example/web-with-redis, environment: {REDIS_HOST: localhost}}
  tunnel: {image: x, command: "sh -c 'ssh -L 6379:cache:6379 h & ./run redis://localhost:6379'"}
  check: {image: x, healthcheck: {test: "redis-cli -h localhost -p 6379"}}
  other: {image: x, environment: {REDIS_URL: "redis://localhost:6380", PG: "pg://localhost:1"}}
  alternative: {image: x, profiles: [a], environment: {MYSQL_HOST: localhost}}
  my: {image: mysql, profiles: [b]}
""",
    "names on purpose": """
services:
  one: {image: x, hostname: same, networks: {n: {aliases: [app]}}}
  two: {image: x, hostname: same, networks: {n: {aliases: [app]}}}
  apart: {image: y, hostname: apart, networks: {m: {aliases: [app, apart]}}}
  dev: {image: a, hostname: h, profiles: [dev]}
  test: {image: b, hostname: h, profiles: [test]}
  alone: {image: c, network_mode: none, hostname: one}
networks: {n: , m: }
""",
    "needs that are known": """
services:
  web: {image: x, depends_on: {api: }, environment: {DB_HOST: db, API_HOST: api}}
  api: {image: y, links: [db], environment: {WEB_HOST: web}}
  db: {image: z, healthcheck: {test: "nc -z api 80"}}
  peer1: {image: p, environment: {PEERS_HOSTS: "peer1,peer2"}}
  peer2: {image: p, environment: {PEERS_HOSTS: "peer1,peer2"}}
""",
    "what is compared with what others send": """
services:
  web:
    image: x
    networks: [front]
    environment:
      CORS_ORIGINS: http://api:3000,http://api:8080
      ALLOWED_HOSTS: api,web
      TRUSTED_HOSTS: http://api
      JWT_ISSUER: http://api:3000/realms/x
  api: {image: y, ports: ["3000:80"], networks: [back]}
networks: {front: , back: }
""",
    "a service alone": """
services: {web: {image: x, environment: {DB: "redis://localhost", W: "http://web"}}}
""",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_silent(text: str) -> None:
    assert [(one.id, one.span.text, one.message) for one in findings(text)] == []


def test_env_files() -> None:
    text = """
services:
  web:
    image: x
    networks: [front]
    env_file: [a.env, {path: b.env, required: false}, missing.env, raw.env]
    environment: {OWN_HOST: elsewhere}
  db: {image: y, networks: [back]}
  own: {image: y, networks: [back]}
networks: {front: , back: }
"""
    files = {
        "a.env": 'FIRST_HOST=db\nOWN_HOST=own\nQUOTED="http://db:80"\n',
        "b.env": "FIRST_HOST=elsewhere\nSECOND=redis://db:6379/0 # here\n",
        "raw.env": "",
    }
    found = [one for one in findings(text, files=files) if one.id == "CL309"]
    assert [(one.span.source.path, one.span.text) for one in found] == [
        (f"{FOLDER}/a.env", "db:80")
    ]
    # Each name is told once; the later file took the first variable away.
    files["a.env"] = "FIRST_HOST=db\n"
    found = [one for one in findings(text, files=files) if one.id == "CL309"]
    assert [(one.span.source.path, one.span.text) for one in found] == [
        (f"{FOLDER}/b.env", "db:6379")
    ]


@pytest.mark.parametrize("environment", ["{DB_HOST: }", "[DB_HOST]", "{DB_HOST: far}"])
def test_the_environment_goes_before_env_files(environment: str) -> None:
    text = f"""
services:
  web:
    build: {{context: ., args: {{OTHER_HOST: x}}}}
    network_mode: none
    env_file: a.env
    environment: {environment}
  db: {{image: y}}
"""
    assert findings(text, files={"a.env": "DB_HOST=db\n", "Dockerfile": "FROM x\n"}) == []
    found = findings(text, files={"a.env": "OTHER_HOST=db\n", "Dockerfile": "FROM x\n"})
    assert [one.id for one in found] == ["CL309"]


def test_ports_of_env_files() -> None:
    text = """
services:
  web: {image: x, depends_on: [db], env_file: a.env, environment: {CACHE_HOST: cache}}
  db: {image: y, ports: ["5433:5432"]}
  cache: {image: y, ports: ["6380:6379"]}
"""
    files = {"a.env": "DB_HOST=db\nDB_PORT=5433\nCACHE_PORT=6380\n"}
    found = [one for one in findings(text, files=files) if one.id == "CL310"]
    assert [one.span.text for one in found] == ["db", "cache"]


def test_an_env_file_that_cannot_be_read_is_passed_over() -> None:
    text = """
services:
  web: {image: x, env_file: a.env}
  db: {image: y}
"""
    assert findings(text, files={"a.env": "A B=db\nDB_HOST=db"}) == []


@pytest.mark.parametrize(
    ("dockerfile", "expected"),
    [
        ("FROM x\nEXPOSE 5432\n", ["CL310", "CL311"]),
        ("FROM x\nEXPOSE 5433 6379\n", []),
        ("FROM x\nARG P\nEXPOSE $P\n", []),
        ("FROM x AS a\nEXPOSE 5433 6379\nFROM a\n", []),
        (None, ["CL310", "CL311"]),
    ],
)
def test_dockerfiles_tell_of_ports(dockerfile: str | None, expected: list[str]) -> None:
    text = """
services:
  web:
    build: .
    depends_on: [db]
    environment: {DB: "pg://db:5433/x", CACHE: "redis://localhost"}
  db: {build: ., ports: ["5433:5432"]}
  cache: {image: redis}
"""
    files = {} if dockerfile is None else {"Dockerfile": dockerfile}
    assert [one.id for one in findings(text, files=files)] == expected


def test_profiles_are_told() -> None:
    text = """
services:
  web: {image: x, profiles: [dev], networks: [front], environment: {DB_HOST: db}}
  db: {image: y, networks: [back]}
networks: {front: , back: }
"""
    (finding,) = findings(text)
    assert finding.profiles == ("dev",)
    assert findings(text, exact=True) == []
    assert len(findings(text, exact=True, profiles=("dev",))) == 1


def test_other_targets() -> None:
    text = """
version: "3.8"
services:
  web: {image: x, networks: [front], environment: {DB_HOST: db, B_HOST: b}}
  db: {image: y, networks: [back]}
  b: {image: y, networks: [front]}
networks: {front: {}, back: {}}
"""
    assert [one.id for one in findings(text)] == ["CL309", "CL217"]
    assert [one.id for one in findings(text, target="swarm")] == ["CL309"]
    format_1 = "web: {image: x, environment: {DB_HOST: db}}\ndb: {image: y}\n"
    assert findings(format_1, target="compose-v1") == []


def test_thousands_of_services_take_no_time() -> None:
    services = "\n".join(
        f"  s{n}: {{image: x, network_mode: 'service:s{n // 2 * 2}', environment: "
        f"{{A_HOST: s{n + 1}, B: 'http://s{n + 2}:80'}}, ports: ['{10000 + n}:80']}}"
        if n % 2
        else f"  s{n}: {{image: x, environment: {{A_HOST: s{n + 1}, B: 'http://s{n + 2}:80'}}}}"
        for n in range(3000)
    )
    project = project_of({"compose.yaml": f"services:\n{services}\n"})
    found: list[Problem] = []
    start = time.perf_counter()
    mentions(project, found.append)
    assert time.perf_counter() - start < 5
    assert found


@pytest.mark.skipif(not available(), reason="no corpus: see tests/corpus.py")
def test_the_corpus() -> None:
    """Real files, read in both ways: next to nothing is wrong with them."""
    counts = dict.fromkeys(IDS, 0)
    for row in rows():
        if row["oracle_exit"] != 0 or row["source_class"] not in REAL:
            continue
        problems: list[Problem] = []
        project = load(row, exact=False)
        mentions(project, problems.append)
        for problem in problems:
            rule = problem.rule
            counts[
                {"unreachable-service": "CL309", "published-port-used-inside": "CL310"}.get(
                    rule, "CL311"
                )
            ] += 1
    # All four were read: CasaOS-AppStore's TaskingAI, where nginx publishes 3080 for its 80.
    assert (counts["CL309"], counts["CL310"], counts["CL311"]) == (0, 4, 0)
