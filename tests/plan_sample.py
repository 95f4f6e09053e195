"""A plan with something of every kind, made by hand: what the reports are tested with."""

from __future__ import annotations

from support import FOLDER, project_of

from composelint import engine
from composelint.plan.records import Action, Drift, Plan, Reason, Unnoticed
from composelint.project import Project
from composelint.selection import select

BASE, OVER = f"{FOLDER}/compose.yaml", f"{FOLDER}/compose.override.yaml"

FILES = {
    "compose.yaml": """\
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    networks: [front]
    depends_on: {api: {condition: service_started, restart: true}}
  api:
    image: shop/api
    build: .
    environment: {LOG_LEVEL: info}
    networks: [front, back]
    volumes: ["uploads:/srv/uploads"]
  db:
    image: postgres:17
    networks: [back]
    volumes: ["db:/var/lib/postgresql/data"]
  cache:
    image: valkey/valkey:8
    networks: [back]
  worker:
    image: shop/worker
    scale: 30
    networks: [front]
  mail:
    image: axllent/mailpit
    networks: [front]
networks: {front: {}, back: {}}
volumes:
  uploads: {}
  db: {name: shop_data}
""",
    "compose.override.yaml": """\
services:
  api:
    environment:
      LOG_LEVEL: debug
      TOKEN: ${TOKEN:-}
""",
    "Dockerfile": "FROM alpine\n",
}


def sample_project() -> Project:
    return project_of(FILES, exact=True)


def reason(field: str | None, message: str, line: int | None = None, **more: object) -> Reason:
    values = {"before": None, "after": None, "file": BASE if line else None, **more}
    return Reason(field=field, message=message, line=line, **values)  # type: ignore[arg-type]


THERE_IS_NONE = reason(None, "there is none yet")


def container(
    step: int, action: str, service: str, number: int, risk: str, *reasons: Reason, **more: object
) -> Action:
    name = f"shop-{service}-{number}"
    return Action(step, action, "container", name, service, number, reasons, risk, **more)  # type: ignore[arg-type]


ACTIONS = (
    Action(
        1,
        "pull",
        "image",
        "nginx:1.27",
        "web",
        None,
        (reason("image", "the engine has no image nginx:1.27", 4),),
        "none",
    ),
    Action(1, "build", "image", "shop/api", "api", None, (reason(None, "--build"),), "none"),
    Action(2, "create", "network", "shop_front", None, None, (THERE_IS_NONE,), "none"),
    Action(2, "create", "volume", "shop_data", None, None, (THERE_IS_NONE,), "none"),
    container(
        3,
        "recreate",
        "db",
        1,
        "data-loss",
        reason(
            "volumes[0].source",
            "volumes./var/lib/postgresql/data: shop_db → shop_data",
            23,
            before="shop_db",
            after="shop_data",
        ),
        effects=(
            "the content of volume shop_db is out of sight: db starts with an empty one",
            "api and web are without db for about 10 s",
        ),
        id="d" * 64,
    ),
    container(3, "stop", "cache", 2, "restart", reason(None, "2 run, 1 is wanted"), id="c" * 64),
    container(4, "remove", "cache", 2, "recreate", reason(None, "2 run, 1 is wanted"), id="c" * 64),
    container(
        4,
        "recreate",
        "api",
        1,
        "recreate",
        reason(
            "environment.LOG_LEVEL",
            'environment LOG_LEVEL: "info" → "debug"',
            4,
            before="info",
            after="debug",
            file=OVER,
        ),
        reason(
            "environment.TOKEN",
            "environment TOKEN: is new (its value is not shown)",
            5,
            after="…",
            file=OVER,
        ),
        reason("image", "image shop/api: sha256:1f0d2c → is built anew", 9, before="sha256:1f0d2c"),
        effects=("what it wrote outside of volumes is gone",),
        id="a" * 64,
    ),
    container(
        5,
        "restart",
        "web",
        1,
        "restart",
        reason(
            "depends_on.api.restart", "api, which it depends on (restart: true), is recreated", 7
        ),
        id="e" * 64,
    ),
    *(
        container(5, "connect", "worker", n, "none", reason(None, "is to be on network shop_front"))
        for n in range(1, 31)
    ),
    container(6, "start", "mail", 1, "none", reason(None, "it has exited"), id="f" * 64),
    container(
        7,
        "remove",
        "old",
        1,
        "recreate",
        reason(None, "the project has no service old (any more)"),
        id="b" * 64,
    ),
)


def sample_plan() -> Plan:
    project = sample_project()
    broken = project_of(
        {
            **FILES,
            "compose.yaml": FILES["compose.yaml"].replace(
                "networks: [back]\n  worker", "networks: [bak]\n  worker"
            ),
        },
        exact=True,
    )
    findings = [one for one in engine.check(broken, select(["strict"])) if one.refused]
    assert findings
    assert project.name == "shop"
    return Plan(
        project="shop",
        target="compose",
        engine={
            "name": "build-3",
            "version": "28.2.2",
            "api_version": "1.50",
            "swarm": False,
            "os": "linux",
            "local": True,
        },
        actions=ACTIONS,
        unnoticed=(
            Unnoticed(
                "web",
                "configs.site",
                "configs.site: the file site.conf is newer than the "
                "container, which keeps what it was made with",
                BASE,
                5,
            ),
            Unnoticed(
                "api",
                "build.args.VERSION",
                "build.args.VERSION: is not asked for again without --build",
                BASE,
                10,
            ),
        ),
        drift=(
            Drift(
                "container",
                "shop-cache-2",
                "cache was scaled to 2 on the command line; the file says 1",
            ),
            Drift("container", "shop-mail-1", "it was stopped by hand"),
        ),
        findings=tuple(findings),
        unchanged=5,
        notes=("What the images would be after a pull is not known.",),
    )


def empty_plan() -> Plan:
    return sample_plan()._replace(actions=(), unnoticed=(), drift=(), findings=(), notes=())
