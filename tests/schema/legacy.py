"""The legacy file formats, as the table tells them: which there are, and what is theirs alone.

Format 1 has services at the top. The table has them under `services`, where all others have them,
so that an attribute's rows stand together; `*` is `like` services.* for that format.

What Docker Compose 1.29.2 reads every other file by, whatever version it declares, is a format of
its own in the table, 1.29: the schema of the Compose Specification that this program ships. It
differs from that of 2.0.0 in LACKS_1_29 and HAS_1_29 only, and in that labels and the like take no
booleans (test_legacy holds this against the program's own schema).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reference import Flat, flatten

SPEC_1_29 = "1.29"

LACKS_1_29 = ("services.*.ports.[].host_ip", "services.*.volumes.[].bind.create_host_path")
HAS_1_29: Flat = {"services.*.storage_opt": {"mapping": "open"}}
#: Free keys whose values take no boolean in 1.29.2.
NO_BOOLEAN_1_29 = ("labels", "args", "extra_hosts", "options", "environment", "sysctls")

#: The formats that a Python program read, up to 1.29.2, and those that `docker stack` reads.
PYTHON = ("1", SPEC_1_29, "2.0", "2.1", "2.2", "2.3", "2.4")
STACK = tuple(f"3.{minor}" for minor in range(14))

#: (reading, paths, formats): what values are read as before the schema sees them. In formats 3.x
#: that happens to text only that a variable was put into (see FormatTable); these were found by
#: giving `${X:-zz9}` at every path to `docker stack config` 28.2.2, those of the Python program
#: by giving a string to 1.29.2. `text` turns numbers and booleans into text.
CASTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "boolean",
        """
services.*.healthcheck.disable services.*.privileged services.*.read_only services.*.stdin_open
services.*.tty services.*.volumes.[].read_only services.*.volumes.[].volume.nocopy
networks.*.external networks.*.internal networks.*.attachable volumes.*.external
secrets.*.external configs.*.external
""",
        PYTHON + STACK,
    ),
    ("boolean", "services.*.oom_kill_disable", PYTHON),
    (
        "integer",
        """
services.*.configs.[].mode services.*.secrets.[].mode services.*.healthcheck.retries
services.*.ports.[].target services.*.ports.[].published services.*.oom_score_adj
services.*.ulimits.* services.*.ulimits.*.hard services.*.ulimits.*.soft
services.*.deploy.replicas services.*.deploy.placement.max_replicas_per_node
services.*.deploy.update_config.parallelism services.*.deploy.rollback_config.parallelism
services.*.deploy.restart_policy.max_attempts
""",
        STACK,
    ),
    (
        "number",
        """
services.*.deploy.update_config.max_failure_ratio
services.*.deploy.rollback_config.max_failure_ratio
""",
        STACK,
    ),
    (
        "python-integer",
        """
services.*.configs.[].mode services.*.secrets.[].mode services.*.healthcheck.retries
services.*.ports.[].target services.*.ports.[].published services.*.oom_score_adj
services.*.ulimits.* services.*.ulimits.*.hard services.*.ulimits.*.soft
services.*.deploy.replicas services.*.deploy.placement.max_replicas_per_node
services.*.deploy.update_config.parallelism services.*.deploy.rollback_config.parallelism
services.*.deploy.restart_policy.max_attempts services.*.blkio_config.weight
services.*.blkio_config.weight_device.[].weight services.*.cpu_count services.*.scale
services.*.mem_swappiness
""",
        PYTHON,
    ),
    (
        "python-number",
        """
services.*.cpus services.*.deploy.resources.limits.cpus
services.*.deploy.update_config.max_failure_ratio
services.*.deploy.rollback_config.max_failure_ratio
""",
        PYTHON,
    ),
    (
        "python-duration",
        """
services.*.cpu_quota services.*.cpu_period services.*.cpu_rt_period services.*.cpu_rt_runtime
""",
        PYTHON,
    ),
    ("python-size", "services.*.volumes.[].tmpfs.size", PYTHON),
    (
        "text",
        """
services.*.labels.* services.*.build.labels.* services.*.deploy.labels.* networks.*.labels.*
volumes.*.labels.* secrets.*.labels.* configs.*.labels.*
""",
        PYTHON,
    ),
)


def legacy_flats(schemas: dict[str, dict[str, object]], oldest: Flat) -> dict[str, Flat]:
    """The formats as the table has them. `oldest` is the Compose Specification of 2.0.0."""
    flats = {name: flatten(schema) for name, schema in schemas.items()}
    flats["1"] = {below_services(path): kinds for path, kinds in flats["1"].items()}
    flats[SPEC_1_29] = spec_1_29(oldest)
    return {name: flats[name] for name in ("1", SPEC_1_29, *(n for n in flats if n > "2"))}


def below_services(path: str) -> str:
    """*.image as services.*.image; the top level and `*` itself stay."""
    return f"services.{path}" if path.startswith("*.") else path


def spec_1_29(oldest: Flat) -> Flat:
    """What 1.29.2 takes in files that are not of format 1."""
    flat = {path: dict(kinds) for path, kinds in oldest.items() if path not in LACKS_1_29}
    for path, kinds in flat.items():
        *_, holder, key = ["", *path.split(".")]
        if key == "*" and holder in NO_BOOLEAN_1_29:
            kinds.pop("boolean", None)
    return {**flat, **HAS_1_29}


def legacy_casts(flats: dict[str, Flat]) -> Iterator[tuple[str, str, list[str]]]:
    """(reading, path, formats that have the path) for every cast."""
    for reading, paths, formats in CASTS:
        for path in paths.split():
            names = [name for name in formats if path in flats[name]]
            if names:
                yield reading, path, names


def order(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: [*map(int, name.split("."))])


def show_formats(names: Iterable[str]) -> str:
    """["2.0", "2.1", "3.0"] as "2.0-2.1 3.0"; no run goes beyond one major version."""
    runs: list[tuple[str, str]] = []
    for name in order(names):
        major, _, minor = name.partition(".")
        last_major, _, last_minor = (runs[-1][1] if runs else "").partition(".")
        if runs and minor and major == last_major and int(minor) == int(last_minor or -2) + 1:
            runs[-1] = (runs[-1][0], name)
        else:
            runs.append((name, name))
    return " ".join(first if first == last else f"{first}-{last}" for first, last in runs)
