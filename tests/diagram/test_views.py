"""Views: which boxes, arrows, words, frames and legends come of small projects."""

from __future__ import annotations

from typing import Any

import pytest
from support import project_of

from composelint.diagram.picture import Group, Picture
from composelint.diagram.views import picture
from composelint.diagram.wanted import VIEWS, Wanted
from composelint.graph import graph_of


def draw(*texts: str, names: tuple[str, ...] = ("shop", "blog"), **wanted: Any) -> Picture:
    projects = [project_of({"compose.yaml": text}) for text in texts]
    for project, name in zip(projects, names, strict=False):
        project.name = name
    return picture(graph_of(projects), Wanted(**wanted), projects)


def services(text: str) -> str:
    """A file with these services; one without an image gets one."""
    return "services:\n" + "".join(f"  {row}\n" for row in text.strip().splitlines())


def boxes(drawn: Picture) -> dict[str, tuple[str, ...]]:
    return {box.id.removeprefix("service:"): (box.title, *box.lines) for box in drawn.boxes}


def arrows(drawn: Picture, kind: str = "") -> list[str]:
    """`from -> to (kind): label`; <-> goes both ways, ~> is not firm, => is on the longest way."""
    shown = []
    for arrow in drawn.arrows:
        line = "=>" if arrow.critical else "<->" if arrow.both else "->" if arrow.firm else "~>"
        about = f" ({arrow.kind})" if not kind else ""
        said = f": {arrow.label}" if arrow.label else ""
        if kind in ("", arrow.kind):
            ends = [end.removeprefix("service:") for end in (arrow.source, arrow.target)]
            shown.append(f"{ends[0]} {line} {ends[1]}{about}{said}")
    return shown


def frames(groups: tuple[Group, ...]) -> dict[str, Any]:
    """The title of each frame, with what is in it."""
    return {
        group.title: [
            *(id_.removeprefix("service:") for id_ in group.boxes),
            *([frames(group.groups)] if group.groups else []),
        ]
        for group in groups
    }


def test_the_order_of_names_is_that_of_people() -> None:
    drawn = draw(services("web10: {image: x}\nb: {image: x}\nweb2: {image: x}\nAbc: {image: x}"))
    assert list(boxes(drawn)) == ["Abc", "b", "web2", "web10"]


# --- the overview


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {image: nginx}", ("a", "nginx")),
        ("a: {image: 'nginx:1.27@sha256:0123'}", ("a", "nginx:1.27")),
        ("a: {image: 'ghcr.io/acme/shop:1'}", ("a", "acme/shop:1")),
        ("a: {image: 'localhost:5000/shop:1'}", ("a", "shop:1")),
        ("a: {image: 'acme/shop:1'}", ("a", "acme/shop:1")),
        (
            "a: {image: 'confluentinc/cp-schema-registry:7.6.13'}",
            ("a", "confluentinc/cp-schema-", "registry:", "7.6.13"),
        ),
        ("a: {image: 'debezium/example-postgres:${TAG}'}", ("a", "debezium/example-postgres")),
        ("a: {image: 'debezium/kafka:${TAG}'}", ("a", "debezium/kafka:…")),
        ("a: {build: ./api}", ("a", "built from ./api")),
        ("a: {build: {context: ., target: prod}}", ("a", "built from . (prod)")),
        (
            "a: {build: ./Dockerfiles/build-pgsql/alpine}",
            ("a", "built from ./Dockerfiles/", "build-pgsql/alpine"),
        ),
        ("a: {provider: {type: model}}", ("a", "provider model")),
        ("a: {image: x, scale: 3}", ("a", "x", "3 replicas")),
        ("a: {image: x, profiles: [dev, test]}", ("a", "x", "profile dev, test")),
        ("a: {image: x, labels: {composelint.title: The site}}", ("The site", "x")),
        ("a: {image: x, labels: ['composelint.icon=🐘']}", ("🐘 a", "x")),
        ("a: {image: x, labels: {composelint.description: Sells}}", ("a", "x", "Sells")),
    ],
)
def test_words_in_a_box(text: str, expected: tuple[str, ...]) -> None:
    assert boxes(draw(services(text)))["a"] == expected


def test_no_images() -> None:
    assert boxes(draw(services("a: {image: x}"), images=False))["a"] == ("a",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who waits, and for what.
        ("{depends_on: [b]}", ["a -> b"]),
        ("{depends_on: {b: {condition: service_healthy}}}", ["a -> b: healthy"]),
        ("{depends_on: {b: {condition: service_completed_successfully}}}", ["a -> b: completed"]),
        (
            "{depends_on: {b: {condition: service_started, required: false}}}",
            ["a ~> b: if there"],
        ),
        (
            "{depends_on: {b: {condition: service_healthy, restart: true}}}",
            ["a -> b: healthy, restarts with it"],
        ),
        ("{links: [b]}", ["a ~> b: links"]),
        ("{network_mode: 'service:b'}", ["a ~> b: network_mode"]),
    ],
)
def test_conditions_on_arrows(text: str, expected: list[str]) -> None:
    drawn = draw(services(f"a: {text}\nb: {{image: x}}"))
    assert arrows(drawn, "depends_on") == expected


H, S, C = "service_healthy", "service_started", "service_completed_successfully"


@pytest.mark.parametrize(
    ("a_b", "b_c", "a_c", "left"),
    [
        # a waits for b, and b for c: does an arrow from a to c say anything more?
        (S, S, S, ["a b", "b c"]),
        (S, H, H, ["a b", "b c"]),
        (S, H, S, ["a b", "b c"]),
        (H, C, C, ["a b", "b c"]),
        (S, S, H, ["a b", "a c", "b c"]),
        (H, S, H, ["a b", "a c", "b c"]),
        (H, H, C, ["a b", "a c", "b c"]),
        (H, C, H, ["a b", "a c", "b c"]),
        (H, H, f"{H}, restart: true", ["a b", "a c", "b c"]),
        (H, H, f"{H}, required: false", ["a b", "a c", "b c"]),
        (f"{H}, required: false", H, H, ["a b", "a c", "b c"]),
        (H, f"{H}, required: false", H, ["a b", "a c", "b c"]),
    ],
)
def test_dependencies_that_others_bring_about(
    a_b: str, b_c: str, a_c: str, left: list[str]
) -> None:
    text = services(
        f"a: {{image: x, depends_on: {{b: {{condition: {a_b}}}, c: {{condition: {a_c}}}}}}}\n"
        f"b: {{image: x, depends_on: {{c: {{condition: {b_c}}}}}}}\n"
        "c: {image: x}"
    )
    drawn = draw(text)
    assert sorted(f"{arrow.source[8:]} {arrow.target[8:]}" for arrow in drawn.arrows) == left


def test_in_a_circle_all_arrows_stay() -> None:
    drawn = draw(
        services(
            "a: {image: x, depends_on: [b, c]}\nb: {image: x, depends_on: [c]}\n"
            "c: {image: x, depends_on: [a]}"
        )
    )
    assert arrows(drawn, "depends_on") == ["a -> b", "a -> c", "b -> c", "c -> a"]


def test_who_is_named_is_drawn_where_no_arrow_of_waiting_is() -> None:
    drawn = draw(
        services(
            "a: {image: x, depends_on: [b, c], environment: {B: 'http://b:80', C: 'tcp://c:81'}}\n"
            "b: {image: x, depends_on: [c]}\nc: {image: x}"
        )
    )
    # The arrow of waiting from a to c is not drawn, for b waits for c.
    assert arrows(drawn) == [
        "a -> b (depends_on)",
        "b -> c (depends_on)",
        "a ~> c (talks_to): :81",
    ]
    assert ("arrow", "loose") not in [entry[:2] for entry in drawn.legend]


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ("['8080:80']", ["outside -> a: 8080→80"]),
        ("['80:80', '443:443']", ["outside -> a: 80, 443"]),
        ("['80']", ["outside -> a: any→80"]),
        ("['53:53/udp']", ["outside -> a: 53/udp"]),
        ("['127.0.0.1:5432:5432']", ["host -> a: 127.0.0.1:5432"]),
        ("['[::1]:81:80']", ["host -> a: [::1]:81→80"]),
        ("['1:1', '2:2', '3:3', '4:4', '5:5']", ["outside -> a: 1, 2, 3 and 2 more"]),
        ("['80:80', '127.0.0.1:81:81']", ["outside -> a: 80", "host -> a: 127.0.0.1:81"]),
    ],
)
def test_entrances(ports: str, expected: list[str]) -> None:
    text = services(f"a: {{image: x, ports: {ports}}}")
    assert arrows(draw(text), "publishes") == expected
    without = draw(text, ports=False)
    assert (list(boxes(without)), without.arrows) == (["a"], ())
    assert {arrow.label for arrow in draw(text, labels=False).arrows} == {""}


OVERVIEW = """\
services:
  a: {image: x, volumes: ["data:/d", "./etc:/etc:ro", "/tmp/x"], models: [llm]}
  b: {image: x, volumes: ["data:/d:ro"], volumes_from: [a], external_links: [far]}
volumes: {data: {}, unused: {}}
networks: {front: {}}
models: {llm: {model: ai/x}}
jobs:
  j: {image: y, depends_on: [a]}
"""


def test_what_an_overview_shows() -> None:
    drawn = draw(OVERVIEW)
    assert list(boxes(drawn)) == [
        *("a", "b", "job:j", "volume:data", "volume:unused", "model:llm", "foreign:far"),
    ]
    assert arrows(drawn) == [
        "b ~> a (depends_on): volumes_from",
        "job:j -> a (depends_on)",
        "b -> a (volumes_from)",
        "b -> foreign:far (link)",
        "a <-> volume:data (mounts)",
        "a -> model:llm (uses_model)",
        "b -> volume:data (mounts)",
    ]
    assert drawn.title == "shop"
    assert [entry.text for entry in drawn.legend] == [
        *("a job: runs to its end", "volume", "model", "not of this project"),
        *("waits for", "mounts", "link", "has the volumes of", "uses the model"),
        "optional, or implied",
    ]


def test_one_arrow_however_often_a_volume_is_mounted() -> None:
    text = services("a: {image: x, volumes: ['one:/a:ro', 'one:/b', 'two:/c:ro', 'two:/d:ro']}")
    drawn = draw(text + "volumes: {one: {}, two: {}}\n")
    assert arrows(drawn, "mounts") == ["a <-> volume:one", "a -> volume:two"]


def test_wishes_of_the_overview() -> None:
    assert not [id_ for id_ in boxes(draw(OVERVIEW, volumes=False)) if id_.startswith("volume")]
    drawn = draw(OVERVIEW, legend=False, title="My shop", direction="down")
    assert (drawn.legend, drawn.title, drawn.direction) == ((), "My shop", "down")


# --- the other views

CHAIN = """\
services:
  web: {image: x, depends_on: {api: {condition: service_healthy}}}
  api:
    image: x
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
    healthcheck: {test: [CMD, x], interval: 10s, timeout: 5s, retries: 2}
  db: {image: x, healthcheck: {test: [CMD, x], interval: 60s, timeout: 60s, retries: 2}}
  cache: {image: x}
volumes: {data: {}}
"""


def test_start_order() -> None:
    drawn = draw(CHAIN, view="dependencies")
    assert boxes(drawn) == {
        "web": ("web", "ready in ≤ 5 min"),
        "api": ("api", "ready in ≤ 5 min"),
        "db": ("db", "ready in ≤ 4 min"),
        "cache": ("cache",),
    }
    assert arrows(drawn, "depends_on") == [
        "api -> cache",
        "api => db: healthy",
        "web -> api: healthy",
    ]
    assert frames(drawn.groups) == {
        "1: starts first": ["cache", "db"],
        "2": ["api"],
        "3": ["web"],
    }
    assert [entry.text for entry in drawn.legend] == ["waits for", "the way that takes longest"]


def test_what_never_starts() -> None:
    drawn = draw(
        services("a: {image: x, depends_on: [b]}\nb: {image: x, depends_on: [a]}\nc: {image: x}"),
        view="dependencies",
    )
    assert boxes(drawn) == {
        "a": ("a", "never starts"),
        "b": ("b", "never starts"),
        "c": ("c",),
    }
    assert drawn.groups == ()


NETWORKS = """\
services:
  proxy: {image: x, ports: ["80:80"], networks: [front]}
  site: {image: x, networks: {front: {aliases: [www, site], ipv4_address: 10.0.0.5}}}
  api: {image: x, networks: {front: , back: {aliases: [core], ipv4_address: 10.1.0.5}}}
  db: {image: x, networks: [back]}
  agent: {image: x, network_mode: host, external_links: [far]}
  sidecar: {image: x, network_mode: "service:api"}
networks:
  front: {ipam: {config: [{subnet: 10.0.0.0/24}]}}
  back: {internal: true}
  lonely: {external: true, name: elsewhere}
"""


def test_networks() -> None:
    drawn = draw(NETWORKS, view="network", images=False)
    assert boxes(drawn) == {
        "proxy": ("proxy",),
        # By its own name a service is known anyway.
        "site": ("site", "10.0.0.5", "as www"),
        "api": ("api",),
        "db": ("db",),
        "agent": ("agent", "network_mode host"),
        "sidecar": ("sidecar",),
        "network:front": ("front", "10.0.0.0/24"),
        "network:back": ("back", "internal"),
        "network:=elsewhere": ("elsewhere",),
        "outside": ("outside",),
    }
    assert frames(drawn.groups) == {"on front only": ["network:front", "proxy", "site"]}
    assert arrows(drawn) == [
        "outside -> proxy (publishes): 80",
        "api -> network:back (attached): 10.1.0.5 as core",
        "api -> network:front (attached)",
        # Alone on it: a frame would say no more than a line.
        "db -> network:back (attached)",
        "sidecar -> api (shares): network",
    ]


def test_networks_where_other_frames_are_wanted() -> None:
    drawn = draw(NETWORKS, view="network", group_by="network")
    assert "site -> network:front: 10.0.0.5 as www" in arrows(drawn, "attached")
    assert frames(drawn.groups) == {
        "front": ["proxy", "site"],
        "back + front": ["api"],
        "back": ["db"],
    }


DATA = """\
services:
  db: {image: x, volumes: ["data:/var/lib/db", "/anonymous"], secrets: [key]}
  web:
    image: x
    build: {context: ., secrets: [npm]}
    volumes: ["./html:/html:ro", "${WHERE}/up:/up"]
    configs: [{source: site, target: /etc/site}]
    tmpfs: [/tmp]
  idle: {image: x}
  tool: {image: x, volumes_from: [db]}
volumes: {data: {}, old: {}}
secrets: {key: {file: ./key}, npm: {environment: NPM}}
configs: {site: {content: x}}
"""


def test_data() -> None:
    drawn = draw(DATA, view="data")
    assert list(boxes(drawn)) == [
        *("db", "tool", "web", "db:/anonymous", "volume:data", "volume:old"),
        *("secret:key", "secret:npm", "config:site", "bind:${WHERE}/up", "bind:./html"),
    ]
    assert arrows(drawn) == [
        "db <-> db:/anonymous (mounts): /anonymous",
        "db <-> volume:data (mounts): /var/lib/db",
        "db -> secret:key (reads)",
        "tool -> db (volumes_from)",
        "web -> secret:npm (reads): at build",
        "web -> config:site (reads): /etc/site",
        "web <-> bind:${WHERE}/up (mounts): /up",
        "web -> bind:./html (mounts): /html",
    ]


def test_everything() -> None:
    text = services(
        "a: {image: x, env_file: [a.env], devices: ['/dev/kvm'], ports: ['80:80'], links: [b]}\n"
        "b: {extends: {service: a}}"
    )
    drawn = draw(text, view="all")
    kinds = {arrow.kind for arrow in drawn.arrows}
    assert kinds == {
        *("attached", "enters", "publishes", "uses_device", "reads_file", "depends_on", "link"),
        "extends",
    }
    assert {box.kind for box in drawn.boxes} == {
        *("service", "network", "port", "outside", "device", "env_file"),
    }


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_at_all(view: str) -> None:
    drawn = draw("services: {}\n", view=view)
    assert (drawn.boxes, drawn.arrows, drawn.groups, drawn.legend) == ((), (), (), ())
    assert drawn.view == view


# --- frames, several projects

GROUPED = """\
services:
  a: {image: x, profiles: [dev], labels: {composelint.group: front}, networks: [n]}
  b: {image: x, labels: {composelint.group: front}, networks: [n, m]}
  c: {image: x, networks: [m]}
networks: {n: {}, m: {}}
"""


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("", {}),
        ("label", {"front": ["a", "b"]}),
        ("profile", {"dev": ["a"]}),
        ("network", {"n": ["a"], "m + n": ["b"], "m": ["c"]}),
        ("project", {}),
    ],
)
def test_frames(by: str, expected: dict[str, Any]) -> None:
    assert frames(draw(GROUPED, group_by=by).groups) == expected


EDGE = "services: {proxy: {image: x, networks: [web]}}\nnetworks: {web: {name: web}}\n"
BLOG = """\
services:
  app: {image: x, networks: [web, default], volumes: ["media:/m", "data:/d"]}
  db: {image: x, labels: {composelint.group: store}}
networks: {web: {external: true}}
volumes: {media: {external: true, name: files}, data: {}}
"""


def test_several_projects_are_joined_by_what_they_share() -> None:
    drawn = draw(EDGE, BLOG, BLOG, names=("edge", "blog", "wiki"), group_by="label")
    assert frames(drawn.groups) == {
        "edge": ["edge/service:proxy", "edge/network:web"],
        "blog": ["blog/service:app", "blog/volume:data", {"store": ["blog/service:db"]}],
        "wiki": ["wiki/service:app", "wiki/volume:data", {"store": ["wiki/service:db"]}],
    }
    assert arrows(drawn, "attached") == [
        "edge/service:proxy -> edge/network:web",
        "blog/service:app -> edge/network:web",
        "wiki/service:app -> edge/network:web",
    ]
    assert arrows(drawn, "mounts") == [
        "blog/service:app <-> blog/volume:data",
        "blog/service:app <-> volume:=files",
        "wiki/service:app <-> wiki/volume:data",
        "wiki/service:app <-> volume:=files",
    ]
    assert drawn.title == "edge + blog + wiki"


def test_networks_of_several_projects() -> None:
    drawn = draw(
        EDGE + "# two of them\n", BLOG.replace("db: {", "db2: {image: y}\n  db: {"), view="network"
    )
    assert frames(drawn.groups)["blog"] == [
        "blog/service:app",
        {"on default only": ["blog/network:default", "blog/service:db", "blog/service:db2"]},
    ]
