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

#: (reading, paths, formats): what strings are read as before the schema sees them.
CASTS: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


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
