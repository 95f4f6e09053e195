"""Write composelint/schema/attributes.csv from the reference schemas.

    python tests/schema/make_attributes.py SHARED

SHARED is the folder with the reference schemas. What later hands put into the last column,
`targets`, is kept for every row that stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from legacy import legacy_casts, legacy_flats, show_formats
from reference import Flat, Release, flatten, legacy, shipped

TABLE = Path(__file__).parents[2] / "composelint" / "schema" / "attributes.csv"
HEADER = "path,kind,limits,since,until,formats,targets"

#: Paths whose attributes are, from a release on, those of another path.
LIKE = (
    ("jobs.*", "services.*", (5, 6, 0)),
    ("services.*.pre_start.[]", "services.*", (5, 6, 0)),
)

BOOLEANS = """
services.*.init services.*.oom_kill_disable services.*.privileged services.*.read_only
services.*.stdin_open services.*.tty services.*.volumes.[].read_only
services.*.volumes.[].volume.nocopy services.*.healthcheck.disable
networks.*.external networks.*.internal networks.*.enable_ipv4 networks.*.enable_ipv6
networks.*.attachable volumes.*.external secrets.*.external configs.*.external
"""
INTEGERS = """
services.*.cpu_count services.*.cpu_shares services.*.cpu_quota services.*.cpu_period
services.*.cpu_rt_period services.*.cpu_rt_runtime services.*.oom_score_adj services.*.pids_limit
services.*.ulimits.* services.*.ulimits.*.hard services.*.ulimits.*.soft
services.*.healthcheck.retries services.*.ports.[].target services.*.deploy.replicas
services.*.deploy.rollback_config.parallelism services.*.deploy.update_config.parallelism
services.*.deploy.restart_policy.max_attempts services.*.deploy.placement.max_replicas_per_node
services.*.scale
"""
NUMBERS = """
services.*.cpu_percent services.*.deploy.rollback_config.max_failure_ratio
services.*.deploy.update_config.max_failure_ratio
"""

#: (cast, paths, first release, last release): what Docker Compose turns a string into before the
#: schema looks at it. Found by giving `zz9` at every path to 5.6.1, 2.40.3, 2.36.2, 2.33.1,
#: 2.30.3, 2.27.1, 2.24.7 and 2.20.3, and `depends_on` to 5.3.1 as well; releases before 2.20.3
#: are taken to do as it does.
CASTS = (
    ("boolean", BOOLEANS, "", ""),
    ("boolean", "services.*.depends_on.*.required services.*.depends_on.*.restart", "5.0.0", ""),
    ("boolean", "services.*.pre_start.[].privileged", "5.6.0", ""),
    ("integer", INTEGERS, "", ""),
    ("integer", "services.*.configs.[].mode services.*.secrets.[].mode", "", "2.35.1"),
    ("number", NUMBERS, "", ""),
    ("number-32", "services.*.cpus", "", ""),
    (
        "size",
        """
services.*.mem_limit services.*.mem_reservation services.*.mem_swappiness
services.*.memswap_limit services.*.shm_size services.*.volumes.[].tmpfs.size
""",
        "",
        "2.23.3",
    ),
    ("duration", "services.*.stop_grace_period", "", "2.23.3"),
)

#: (reading, paths): what Docker Compose makes of a string that the schema let pass; all seen with
#: 5.6.1 and 2.40.3. `octal` is a number in base 8, `nothing` means that it takes no string at all.
DECODES = (
    (
        "boolean",
        """
services.*.attach services.*.build.no_cache services.*.build.pull services.*.build.privileged
services.*.env_file.[].required services.*.volumes.[].bind.create_host_path
services.*.develop.watch.[].exec.privileged services.*.post_start.[].privileged
services.*.pre_stop.[].privileged services.*.pre_start.[].privileged
services.*.pre_start.[].per_replica jobs.*.triggers.manual
""",
    ),
    (
        "integer",
        """
services.*.deploy.resources.limits.pids
services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec.value
""",
    ),
    (
        "number",
        "services.*.deploy.resources.limits.cpus services.*.deploy.resources.reservations.cpus",
    ),
    (
        "octal",
        "services.*.configs.[].mode services.*.secrets.[].mode services.*.build.secrets.[].mode",
    ),
    (
        "nothing",
        """
services.*.blkio_config.weight services.*.blkio_config.weight_device.[].weight
services.*.volumes.[].tmpfs.mode services.*.build.ulimits.* services.*.build.ulimits.*.hard
services.*.build.ulimits.*.soft
""",
    ),
)

#: Lists whose repeated items Docker Compose drops before the schema would refuse them: seen with
#: 2.20.1 to 2.24.7, 2.27.1 and 5.6.1. Only under `services`: in jobs and in pre_start hooks (5.6.1)
#: they are refused.
REPEATS = (
    (
        """
services.*.build.args services.*.environment services.*.expose services.*.ports services.*.volumes
""",
        "2.24.3",
        "",
    ),
    (
        """
services.*.deploy.labels services.*.annotations services.*.build.labels
services.*.build.additional_contexts services.*.cap_add services.*.cap_drop services.*.dns
services.*.dns_opt services.*.dns_search services.*.labels services.*.links
services.*.networks.*.aliases services.*.networks.*.link_local_ips services.*.profiles
services.*.sysctls services.*.tmpfs networks.*.labels services.*.volumes.[].volume.labels
""",
        "2.24.5",
        "",
    ),
    ("include.[].path include.[].env_file", "2.24.6", ""),
    ("services.*.extra_hosts services.*.build.extra_hosts", "2.24.5", "2.29.7"),
)


#: Services stand at the top in the oldest format, and have the attributes of all services.
TOP_SERVICES = ("*", "services.*", "1")


class Row(NamedTuple):
    path: str
    kind: str
    limits: str
    since: str
    """The first release; "" where only legacy formats have it."""
    until: str
    formats: str = ""


def show(number: Release) -> str:
    return ".".join(map(str, number))


def schema_rows(flats: list[tuple[tuple[Release, ...], Flat]]) -> Iterator[Row]:
    """A row for each run of releases over which a path's kind keeps its limits."""
    keys = {(path, kind) for _, flat in flats for path, kinds in flat.items() for kind in kinds}
    for path, kind in keys:
        run: tuple[str, Release] | None = None
        last: Release = (0, 0, 0)
        for releases, flat in flats:
            limits = flat.get(path, {}).get(kind)
            if run is not None and limits != run[0]:
                yield Row(path, kind, run[0], show(run[1]), show(last))
                run = None
            if run is None and limits is not None:
                run = (limits, releases[0])
            last = releases[-1]
        if run is not None:
            yield Row(path, kind, run[0], show(run[1]), "")


def other_rows(paths: dict[str, str]) -> Iterator[Row]:
    """Casts, decodings and dropped repeats. `paths`: the first release of each path, and of its
    strings under path + "=string"."""
    for cast, names, since, until in CASTS:
        for path in names.split():
            yield Row(path, "cast", cast, since or paths[path], until)
    for reading, names in DECODES:
        for path in names.split():
            yield Row(path, "decode", reading, paths[path + "=string"], "")
    for names, since, until in REPEATS:
        for path in names.split():
            begun = max(since, paths[path], key=_number)
            yield Row(path, "repeats", "dropped", begun, until)


def compress(rows: list[Row]) -> list[Row]:
    """Say `like` once where a path has the attributes of another."""
    for base, model, since in LIKE:
        exceptions, covered = mirrored(rows, base, model, since)
        limits = f"path={model} except={'|'.join(sorted(exceptions))}"
        rows = [row for row in rows if row not in covered]
        rows.append(Row(base, "like", limits, show(since), ""))
    return rows


def mirrored(rows: list[Row], base: str, model: str, since: Release) -> tuple[set[str], set[Row]]:
    """The attributes of `model` that `base` has not or has otherwise, and the rows to leave out."""
    subtrees: dict[str, dict[str, set[Row]]] = {base: {}, model: {}}
    for row in rows:
        for root, trees in subtrees.items():
            if row.path.startswith(root + "."):
                rest = row.path[len(root) + 1 :]
                trees.setdefault(rest.split(".")[0], set()).add(row)
    exceptions: set[str] = set()
    covered: set[Row] = set()
    for name, tree in subtrees[model].items():
        own = subtrees[base].get(name, set())
        if own and _essence(own, base, since) == _essence(tree, model, since):
            if all(row.since == show(since) for row in own):
                covered |= own
        else:
            exceptions.add(name)
    return exceptions, covered


def _essence(rows: set[Row], root: str, since: Release) -> set[tuple[str, ...]]:
    def late(text: str) -> str:
        return show(since) if _number(text) < since else text

    return {
        (row.path[len(root) :], row.kind, row.limits, late(row.since), row.until)
        for row in rows
        if not (row.until and _number(row.until) < since)
    }


def _number(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def with_formats(rows: list[Row], flats: dict[str, Flat]) -> list[Row]:
    """The rows with the legacy formats that have them too, and those that only such have."""
    formats: dict[tuple[str, str, str], list[str]] = {}
    for name, flat in flats.items():
        for path, kinds in flat.items():
            for kind, limits in kinds.items():
                formats.setdefault((path, kind, limits), []).append(name)
    for cast, path, names in legacy_casts(flats):
        formats.setdefault((path, "cast", cast), []).extend(names)
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: _number(row.since)):
        names = formats.pop((row.path, row.kind, row.limits), [])
        found.append(row._replace(formats=show_formats(names)))
    for (path, kind, limits), names in formats.items():
        found.append(Row(path, kind, limits, "", "", show_formats(names)))
    base, model, names = TOP_SERVICES
    found.append(Row(base, "like", f"path={model} except=", "", "", names))
    return found


def main(shared: Path) -> None:
    schemas = shipped(shared)
    flats = [(one.releases, flatten(one.schema)) for one in schemas]
    rows = list(schema_rows(flats))
    first: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: _number(row.since)):
        first.setdefault(row.path, row.since)
        first.setdefault(f"{row.path}={row.kind}", row.since)
    rows = compress(rows) + list(other_rows(first))
    rows = with_formats(rows, legacy_flats(legacy(shared), flats[0][1]))
    rows.sort(key=order)
    kept = kept_column()
    lines = [HEADER]
    for row in rows:
        lines.append(",".join((*row, kept.get((row.path, row.kind, row.limits, row.since), ""))))
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def order(row: Row) -> tuple[list[str], str, tuple[int, ...], str]:
    """By path and kind; what no release has comes first."""
    return row.path.split("."), row.kind, _number(row.since) if row.since else (), row.limits


def kept_column() -> dict[tuple[str, str, str, str], str]:
    if not TABLE.exists():
        return {}
    fields = [line.split(",") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    return {(f[0], f[1], f[2], f[3]): f[6] for f in fields}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
