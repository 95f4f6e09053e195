"""One field changed at a time: what a service says at first, what it says then, and the field that
a plan has to name as the reason.

`KEPT` are fields that the engine keeps, so that no history is needed; `IN_HISTORY` are those that
it does not keep (API 1.41).
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Row(NamedTuple):
    """`before` and `after` are added to a service of an image and a command."""

    field: str
    before: dict[str, Any]
    after: dict[str, Any]


def _one(field: str, before: Any, after: Any, told: str = "") -> Row:
    """A change of one attribute; None for an attribute that is not there."""
    old = {} if before is None else {field: before}
    return Row(told or field, old, {} if after is None else {field: after})


def _deploy(before: Any, after: Any, told: str) -> Row:
    return _one("deploy", {"resources": before}, {"resources": after}, f"deploy.resources.{told}")


def _mount(**said: Any) -> list[dict[str, Any]]:
    return [{"type": "volume", "source": "one", "target": "/data", **said}]


def _bind(**said: Any) -> list[dict[str, Any]]:
    return [{"type": "bind", "source": ".", "target": "/data", **said}]


def _tmpfs(**said: Any) -> list[dict[str, Any]]:
    return [{"type": "tmpfs", "target": "/data", "tmpfs": said}]


def _back(**said: Any) -> dict[str, Any]:
    return {"back": said}


_HEALTH = {"test": ["CMD", "true"], "interval": "30s"}
_RATE = {"path": "/dev/null", "rate": "1mb"}

KEPT = (
    # the program
    _one("command", ["sleep", "1"], ["sleep", "2"]),
    _one("command", ["sleep", "1", "2"], ["sleep", "2", "1"]),
    _one("entrypoint", None, ["sh", "-c"]),
    _one("entrypoint", ["sh"], ["sh", "-e"]),
    _one("entrypoint", ["sh"], None),
    _one("image", "bb:1", "bb:2"),
    _one("user", "1", "2"),
    _one("user", None, "1"),
    _one("user", "1", None),
    _one("working_dir", "/a", "/b"),
    _one("working_dir", "/a", None),
    _one("environment", {"LOG": "info"}, {"LOG": "debug"}, "environment.LOG"),
    _one("environment", {"LOG": "info"}, {"LOG": ""}, "environment.LOG"),
    _one("environment", {"LOG": "info"}, {"LOG": "info", "NEW": "1"}, "environment.NEW"),
    _one("environment", {"LOG": "info", "OLD": "1"}, {"LOG": "info"}, "environment.OLD"),
    _one("environment", ["LOG=a=b"], ["LOG=a=c"], "environment.LOG"),
    _one("environment", None, ["NAMED"], "environment.NAMED"),
    _one("environment", {"API_TOKEN": "abc"}, {"API_TOKEN": "def"}, "environment.API_TOKEN"),
    _one("labels", {"a.b": "1"}, {"a.b": "2"}, 'labels["a.b"]'),
    _one("labels", {"a": "1"}, {"a": "1", "b": ""}, "labels.b"),
    _one("labels", {"a": "1", "b": "2"}, {"a": "1"}, "labels.b"),
    _one("stop_signal", None, "SIGINT"),
    _one("stop_signal", "SIGINT", "SIGQUIT"),
    _one("stop_grace_period", "5s", "1m10s"),
    _one("stop_grace_period", None, "5s"),
    _one("stop_grace_period", "5s", None),
    _one("healthcheck", _HEALTH, {**_HEALTH, "test": ["CMD", "false"]}, "healthcheck.test"),
    _one("healthcheck", _HEALTH, {**_HEALTH, "interval": "31s"}, "healthcheck.interval"),
    _one("healthcheck", _HEALTH, {**_HEALTH, "timeout": "2s"}, "healthcheck.timeout"),
    _one("healthcheck", _HEALTH, {**_HEALTH, "retries": 7}, "healthcheck.retries"),
    _one("healthcheck", _HEALTH, {**_HEALTH, "start_period": "9s"}, "healthcheck.start_period"),
    _one("healthcheck", {"test": ["CMD", "true"]}, {"disable": True}, "healthcheck.disable"),
    _one("healthcheck", {"disable": True}, {"test": ["CMD", "true"]}, "healthcheck.disable"),
    _one("healthcheck", {"test": ["CMD", "true"]}, None, "healthcheck.test"),
    _one("expose", ["9000"], ["9000", "9001"]),
    _one("expose", ["9000", "9001/udp"], ["9000"]),
    _one("expose", ["9000-9002"], ["9000-9003"]),
    # how it is reached
    _one("ports", ["8080:80"], ["8081:80"], "ports[0].published"),
    _one("ports", ["8080:80"], ["8080:81"], "ports[0].target"),
    _one("ports", ["8080:80"], ["127.0.0.1:8080:80"], "ports[0].host_ip"),
    _one("ports", ["8080:80"], ["8080:80", "90"], "ports[1]"),
    _one("ports", ["8080:80", "8081:81"], ["8081:81"], "ports"),
    _one("ports", ["8080:80"], ["8080:80/udp"], "ports[0].protocol"),
    _one("ports", ["8080:80"], ["80"], "ports[0].published"),
    _one("hostname", "a", "b"),
    _one("hostname", None, "b"),
    _one("hostname", "a", None),
    _one("domainname", "a.example", "b.example"),
    _one("container_name", None, "own"),
    _one("container_name", "older", "newer"),
    _one("network_mode", None, "host"),
    _one("network_mode", "none", None),
    _one("network_mode", "host", "none"),
    _one("network_mode", "service:db", "service:other"),
    _one("networks", ["default"], ["default", "back"], "networks.back"),
    _one("networks", ["back", "front"], ["front"], "networks.back"),
    _one("networks", _back(aliases=["a"]), _back(aliases=["b"]), "networks.back.aliases"),
    _one("networks", _back(), _back(aliases=["b", "c"]), "networks.back.aliases"),
    _one(
        "networks",
        _back(ipv4_address="10.91.0.21"),
        _back(ipv4_address="10.91.0.22"),
        "networks.back.ipv4_address",
    ),
    _one(
        "networks",
        _back(link_local_ips=["169.254.8.1"]),
        _back(link_local_ips=["169.254.8.2"]),
        "networks.back.link_local_ips",
    ),
    _one(
        "networks",
        {"back": {"priority": 2}, "front": {"priority": 1}},
        {"back": {"priority": 2}, "front": {"priority": 3}},
        "networks.front.priority",
    ),
    _one("mac_address", "02:42:ac:11:65:43", "02:42:ac:11:65:44"),
    _one("mac_address", "02:42:ac:11:65:45", None),
    _one("dns", ["1.1.1.1"], ["1.1.1.1", "8.8.8.8"]),
    _one("dns", ["1.1.1.1", "8.8.8.8"], ["8.8.8.8", "1.1.1.1"]),
    _one("dns_opt", ["ndots:1"], ["ndots:2"]),
    _one("dns_search", ["a.example"], ["b.example"]),
    _one("extra_hosts", ["a:10.0.0.1"], ["a:10.0.0.2"]),
    _one("extra_hosts", None, {"v6": "::1", "h": "host-gateway"}),
    _one("links", ["db:base"], ["db:data"]),
    _one("links", ["db"], ["db", "other"]),
    _one("external_links", None, ["stranger:friend"]),
    # what is mounted
    _one("volumes", None, ["one:/data"], "volumes[0]"),
    _one("volumes", ["one:/data", "two:/more"], ["one:/data"], "volumes"),
    _one("volumes", ["one:/data"], ["two:/data"], "volumes[0].source"),
    _one("volumes", ["one:/data"], ["one:/data:ro"], "volumes[0].read_only"),
    _one("volumes", ["one:/data"], ["one:/store"], "volumes[0].target"),
    _one("volumes", _mount(), _mount(volume={"nocopy": True}), "volumes[0].volume.nocopy"),
    _one("volumes", ["./a:/data"], ["./b:/data"], "volumes[0].source"),
    _one("volumes", ["./a:/data"], ["./a:/data:z"], "volumes[0].bind.selinux"),
    _one(
        "volumes",
        _bind(bind={"propagation": "rprivate"}),
        _bind(bind={"propagation": "private"}),
        "volumes[0].bind.propagation",
    ),
    _one(
        "volumes",
        _bind(),
        _bind(bind={"create_host_path": False}),
        "volumes[0].bind.create_host_path",
    ),
    _one("volumes", ["/data"], ["one:/data"], "volumes[0].source"),
    _one("volumes", _tmpfs(size="1m"), _tmpfs(size="2m"), "volumes[0].tmpfs.size"),
    _one("volumes", _tmpfs(mode=0o755), _tmpfs(mode=0o700), "volumes[0].tmpfs.mode"),
    _one("tmpfs", ["/t"], ["/t", "/u"]),
    _one("tmpfs", ["/t:size=1m"], ["/t:size=2m"]),
    _one("volumes_from", ["db"], ["other:ro"]),
    _one("volumes_from", None, ["db"]),
    _one("secrets", ["first"], ["first", "second"], "secrets[1]"),
    _one("secrets", ["first", "second"], ["first"], "secrets"),
    _one("configs", ["first"], ["first", "second"], "configs[1]"),
    _one("configs", ["first", "second"], ["first"], "configs"),
    # how much it may take
    _one("mem_limit", "64m", "128m"),
    _one("mem_limit", None, "64m"),
    _one("mem_limit", "64m", None),
    Row(
        "memswap_limit",
        {"mem_limit": "64m", "memswap_limit": "100m"},
        {"mem_limit": "64m", "memswap_limit": "120m"},
    ),
    Row("memswap_limit", {"mem_limit": "64m"}, {"mem_limit": "64m", "memswap_limit": "-1"}),
    _one("mem_reservation", "32m", "48m"),
    _one("mem_swappiness", 10, 20),
    _one("cpus", 0.5, 0.25),
    _one("cpu_shares", 512, 256),
    _one("cpu_period", 50000, 60000),
    _one("cpu_quota", 20000, 30000),
    _one("cpuset", None, "0"),
    _one("pids_limit", 10, 20),
    _one("pids_limit", 10, None),
    _one("ulimits", {"nofile": 10}, {"nofile": 20}, "ulimits.nofile"),
    _one("ulimits", {"nofile": 10}, {"nofile": {"soft": 10, "hard": 20}}, "ulimits.nofile"),
    _one("ulimits", {"nofile": 10, "nproc": 9}, {"nofile": 10}, "ulimits.nproc"),
    _one("shm_size", None, "32m"),
    _one("shm_size", "32m", "16m"),
    _one("oom_kill_disable", None, True),
    _one("oom_score_adj", 10, 20),
    _one(
        "blkio_config",
        {"device_read_bps": [_RATE]},
        {"device_read_bps": [{**_RATE, "rate": "2mb"}]},
        "blkio_config.device_read_bps[0].Rate",
    ),
    _one(
        "blkio_config",
        None,
        {"device_write_iops": [{"path": "/dev/null", "rate": 9}]},
        "blkio_config.device_write_iops[0]",
    ),
    _one("devices", ["/dev/null:/dev/a"], ["/dev/null:/dev/a:r"], "devices[0].permissions"),
    _one("devices", ["/dev/null:/dev/a"], ["/dev/zero:/dev/a"], "devices[0].source"),
    _one("devices", None, ["/dev/null:/dev/a"], "devices[0]"),
    _one("device_cgroup_rules", ["c 1:3 mr"], ["c 1:3 rwm"]),
    _one("gpus", None, "all", "gpus"),
    _deploy({"limits": {"memory": "64m"}}, {"limits": {"memory": "65m"}}, "limits.memory"),
    _deploy({"limits": {"cpus": "0.5"}}, {"limits": {"cpus": "0.4"}}, "limits.cpus"),
    _deploy({"limits": {"pids": 10}}, {"limits": {"pids": 11}}, "limits.pids"),
    _deploy(
        {"reservations": {"memory": "20m"}},
        {"reservations": {"memory": "21m"}},
        "reservations.memory",
    ),
    _deploy(
        {},
        {"reservations": {"devices": [{"capabilities": ["gpu"], "count": 1}]}},
        "reservations.devices",
    ),
    # what it may do
    _one("restart", None, "always"),
    _one("restart", "on-failure:3", "on-failure:4"),
    _one("restart", "unless-stopped", "no"),
    _one(
        "deploy",
        {"restart_policy": {"condition": "on-failure"}},
        {"restart_policy": {"condition": "any"}},
        "deploy.restart_policy.condition",
    ),
    _one("logging", {"driver": "json-file"}, {"driver": "none"}, "logging.driver"),
    _one(
        "logging",
        {"driver": "json-file", "options": {"max-size": "1m"}},
        {"driver": "json-file", "options": {"max-size": "2m"}},
        "logging.options.max-size",
    ),
    _one("cap_add", ["NET_ADMIN"], ["NET_ADMIN", "SYS_TIME"]),
    _one("cap_drop", ["ALL"], None),
    _one("privileged", None, True),
    _one("privileged", True, None),
    _one("read_only", None, True),
    _one("security_opt", ["no-new-privileges:true"], ["no-new-privileges:false"]),
    _one("security_opt", None, ["systempaths=unconfined"]),
    _one("security_opt", None, ["label=disable"]),
    _one(
        "sysctls",
        {"net.core.somaxconn": 1024},
        {"net.core.somaxconn": 512},
        'sysctls["net.core.somaxconn"]',
    ),
    _one("group_add", ["44"], ["44", "45"]),
    _one("init", None, True),
    _one("init", True, False),
    _one("ipc", None, "shareable"),
    _one("ipc", "shareable", None),
    _one("pid", None, "host"),
    _one("pid", "host", None),
    _one("pid", "service:db", "service:other"),
    _one("uts", None, "host"),
    _one("userns_mode", None, "host"),
    _one("cgroup", "private", "host"),
    _one("cgroup_parent", "/a", "/b"),
    _one("runtime", None, "runc-too"),
    _one("stdin_open", None, True),
    _one("tty", None, True),
    _one("tty", True, None),
    _one("domainname", "a.example", None),
)

IN_HISTORY = (
    _one("attach", None, False),
    _one("annotations", {"a": "1"}, {"a": "2"}, "annotations.a"),
    _one("develop", None, {"watch": [{"path": ".", "action": "rebuild"}]}),
    _one("ports", ["8080:80", "8081:81"], ["8081:81", "8080:80"], "ports"),
    _one("platform", None, "linux/amd64"),
    _one("expose", None, ["8000"]),
    _one("credential_spec", None, {"file": "cred.json"}),
    _one("runtime", None, "runc"),
    _one(
        "deploy",
        {"update_config": {"parallelism": 1}},
        {"update_config": {"parallelism": 2}},
        "deploy.update_config.parallelism",
    ),
    _one("deploy", {"labels": {"a": "1"}}, {"labels": {"a": "2"}}, "deploy.labels.a"),
    _one(
        "deploy",
        {"placement": {"constraints": ["a==b"]}},
        {"placement": {"constraints": ["a==c"]}},
        "deploy.placement.constraints",
    ),
    _one("post_start", None, [{"command": ["true"]}]),
    _one("pre_stop", [{"command": ["true"]}], [{"command": ["false"]}]),
    _one("healthcheck", _HEALTH, {**_HEALTH, "start_interval": "1s"}, "healthcheck.start_interval"),
    _one("ports", [{"target": 80, "name": "a"}], [{"target": 80, "name": "b"}], "ports[0].name"),
    _one(
        "secrets",
        [{"source": "first", "mode": 0o400}],
        [{"source": "first", "mode": 0o440}],
        "secrets[0].mode",
    ),
    _one("group_add", ["44", "45"], ["45", "44"]),
    _one("cpu_percent", 10, 20),
    _one("cap_add", ["NET_ADMIN"], ["CAP_NET_ADMIN"]),
)


def _pool(**said: Any) -> dict[str, Any]:
    return {"config": [said]}


_BIND = {"type": "none", "o": "bind", "device": "/tmp"}

#: The same for networks and volumes, which are made anew as well.
NETWORKS = (
    _one("internal", None, True),
    _one("internal", True, None),
    _one("attachable", None, True),
    _one("enable_ipv6", None, False, " "),
    _one("labels", {"a": "1"}, {"a": "2"}, "labels.a"),
    _one("labels", None, {"a": "1"}, "labels.a"),
    _one(
        "driver_opts",
        None,
        {"com.docker.network.bridge.name": "own0"},
        'driver_opts["com.docker.network.bridge.name"]',
    ),
    _one(
        "ipam", _pool(subnet="10.92.1.0/24"), _pool(subnet="10.92.2.0/24"), "ipam.config[0].subnet"
    ),
    _one(
        "ipam",
        _pool(subnet="10.92.3.0/24"),
        _pool(subnet="10.92.3.0/24", gateway="10.92.3.9"),
        "ipam.config[0].gateway",
    ),
    _one(
        "ipam",
        _pool(subnet="10.92.4.0/24"),
        _pool(subnet="10.92.4.0/24", ip_range="10.92.4.0/25"),
        "ipam.config[0].ip_range",
    ),
    _one(
        "ipam",
        _pool(subnet="10.92.5.0/24"),
        _pool(subnet="10.92.5.0/24", aux_addresses={"a": "10.92.5.7"}),
        "ipam.config[0].aux_addresses.a",
    ),
    _one("driver", "bridge", None, " "),
)
VOLUMES = (
    _one("labels", {"a": "1"}, {"a": "2"}, "labels.a"),
    _one("labels", {"a": "1"}, None, "labels.a"),
    _one("driver_opts", None, _BIND, "driver_opts.type driver_opts.o driver_opts.device"),
    _one("driver_opts", _BIND, {**_BIND, "device": "/var"}, "driver_opts.device"),
)


def project(rows: tuple[Row, ...], *, after: bool) -> dict[str, Any]:
    """A project with a service for each row, as it is before or after all the changes."""
    plain = {"image": "bb:1", "command": ["sleep", "1000"], "stop_grace_period": "0s"}
    services: dict[str, Any] = {"db": plain, "other": plain}
    # One service of both, Docker Compose 5.6.1 fails to make anew.
    networks = [f"n{number}" for number in range(len(NETWORKS))]
    volumes = [f"v{number}:/v{number}" for number in range(len(VOLUMES))]
    services["joined"] = {**plain, "networks": networks}
    services["mounted"] = {**plain, "volumes": volumes}
    for number, row in enumerate(rows):
        own = {**plain, **said(row, after)}
        if row.field == "stop_grace_period" and not said(row, after):
            del own["stop_grace_period"]
        services[f"s{number}"] = own
    return {
        "name": "every",
        "services": services,
        "networks": {"back": {"ipam": {"config": [{"subnet": "10.91.0.0/24"}]}}, "front": {}}
        | {f"n{number}": said(row, after) for number, row in enumerate(NETWORKS)},
        "volumes": {"one": {}, "two": {}}
        | {f"v{number}": said(row, after) for number, row in enumerate(VOLUMES)},
        "secrets": {"first": {"file": "./first"}, "second": {"file": "./second"}},
        "configs": {"first": {"file": "./first"}, "second": {"file": "./second"}},
    }


def said(row: Row, after: bool) -> dict[str, Any]:
    return row.after if after else row.before
