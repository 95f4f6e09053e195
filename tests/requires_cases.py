"""Projects with the release that they require, seen with the binaries of 2.20.1 to 5.6.1.

(what is new, the release, its files); `compose.yaml` and `compose.override.yaml` are the entries.
Releases before 2.20.1 are known by their schemas only, and no case is older but the first.
"""

from __future__ import annotations

Files = dict[str, str]


def service(text: str, top: str = "") -> Files:
    return {"compose.yaml": f"services: {{w: {{image: x, {text}}}, b: {{image: y}}}}\n{top}"}


def built(text: str, top: str = "") -> Files:
    return {"compose.yaml": f"services: {{w: {{build: {{context: ., {text}}}}}}}\n{top}"}


ENV = {"a.env": "A=1\n"}
INCLUDED = {"a.yaml": "services: {b: {image: x}}\n"}
INCLUDE = "include: [a.yaml]\nservices: {w: {image: x}}\n"

CASES: list[tuple[str, str, Files]] = [
    ("nothing", "2.0.0", service("command: a")),
    ("version", "2.0.0", {"compose.yaml": "version: '3.7'\nservices: {w: {image: x}}\n"}),
    ("start_interval", "2.20.2", service("healthcheck: {test: a, start_interval: 1s}")),
    (
        "a count of devices in quotes",
        "2.20.3",
        service(
            'deploy: {resources: {reservations: {devices: [{capabilities: [g], count: "1"}]}}}'
        ),
    ),
    ("develop", "2.22.0", service("develop: {watch: [{path: ., action: rebuild}]}")),
    (
        "one file included twice",
        "2.23.0",
        {
            "compose.yaml": "include: [a.yaml, b.yaml]\n",
            "b.yaml": "include: [a.yaml]\nservices: {c: {image: x}}\n",
            "a.yaml": "services: {b: {image: x}}\n",
        },
    ),
    (
        "a network defined alike",
        "2.23.0",
        {
            "compose.yaml": f"{INCLUDE}networks: {{n: {{driver: bridge}}}}\n",
            "a.yaml": "services: {b: {image: x}}\nnetworks: {n: {driver: bridge}}\n",
        },
    ),
    ("content of a config", "2.23.1", service("configs: [c]", "configs: {c: {content: a}}\n")),
    ("build ulimits", "2.23.1", built("ulimits: {nofile: 3}")),
    ("mac_address in a network", "2.23.2", service("networks: {default: {mac_address: a}}")),
    (
        "a service defined alike",
        "2.24.0",
        {"compose.yaml": INCLUDE, "a.yaml": "services: {w: {image: x}}\n"},
    ),
    (
        "!reset null",
        "2.24.0",
        service("ports: ['80']")
        | {"compose.override.yaml": "services: {w: {ports: !reset null}}\n"},
    ),
    ("!reset of a service", "2.24.0", {"compose.yaml": "services: {w: !reset , b: {image: x}}\n"}),
    (
        "!reset []",
        "2.0.0",
        service("ports: ['80']") | {"compose.override.yaml": "services: {w: {ports: !reset []}}\n"},
    ),
    ("env_file as a mapping", "2.24.0", service("env_file: [{path: a.env}]") | ENV),
    ("an optional env_file", "2.24.0", service("env_file: [{path: no.env, required: false}]")),
    ("repeated ports", "2.24.3", service('ports: ["80:80", "80:80"]')),
    ("repeated variables", "2.24.3", service("environment: [A=1, A=1]")),
    ("repeated labels", "2.24.5", service("labels: [A=1, A=1]")),
    ("repeated servers", "2.24.5", service("dns: [1.1.1.1, 1.1.1.1]")),
    ("app_protocol", "2.25.0", service("ports: [{target: 80, app_protocol: http}]")),
    ("subpath", "2.25.0", service("volumes: [{type: volume, target: /a, volume: {subpath: b}}]")),
    (
        "a profile that is off, without its secret",
        "2.26.0",
        {"compose.yaml": "services: {w: {image: x}, b: {image: y, profiles: [p], secrets: [n]}}"},
    ),
    ("entitlements", "2.27.0", built("entitlements: [a]")),
    ("a list of hosts", "2.29.3", service("extra_hosts: {a: [1.1.1.1]}")),
    ("format: raw", "2.30.0", service("env_file: [{path: a.env, format: raw}]") | ENV),
    ("post_start", "2.30.0", service("post_start: [{command: a}]")),
    ("gpus", "2.33.0", service("gpus: all")),
    ("label_file", "2.32.0", service("label_file: a.env") | ENV),
    ("gw_priority", "2.33.0", service("networks: {default: {gw_priority: 1}}")),
    ("days", "2.34.0", service("healthcheck: {test: a, interval: 1d}")),
    (
        "an image as a volume",
        "2.35.0",
        service("volumes: [{type: image, source: a, target: /b, image: {subpath: c}}]"),
    ),
    ("provider", "2.35.0", {"compose.yaml": "services: {w: {provider: {type: x}}}\n"}),
    ("interface_name", "2.36.0", service("networks: {default: {interface_name: a}}")),
    ("use_api_socket", "2.37.2", service("use_api_socket: true")),
    ("models", "2.38.0", service("models: [m]", "models: {m: {model: a}}\n")),
    ("provenance", "2.39.0", built("provenance: true")),
    ("no_cache_filter", "5.0.0", built("no_cache_filter: [a]")),
    (
        "a service defined twice",
        "5.0.0",
        {"compose.yaml": INCLUDE, "a.yaml": "services: {w: {image: y}}\n"},
    ),
    ("pre_start", "5.3.0", service("pre_start: [{command: a}]")),
    ("jobs", "5.6.0", service("command: a", "jobs: {j: {image: x, triggers: {manual: true}}}\n")),
]
