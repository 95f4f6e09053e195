"""The table against the reference schemas, row by row."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import make_attributes
import pytest
import rows as table
from reference import Flat, Release, flatten, legacy, release, shipped
from support import shared

from composelint.schema.formats import FORMATS, SPEC_1_29, spread
from composelint.schema.table import load, load_format

needs_shared = pytest.mark.skipif(
    shared() is None, reason="no reference schemas: name their folder in COMPOSELINT_SHARED"
)
ROWS = table.read()
ALL_ROWS = table.spelled_out(ROWS)


@functools.cache
def reference() -> list[tuple[tuple[Release, ...], Flat]]:
    folder = shared()
    assert folder is not None
    return [(one.releases, flatten(one.schema)) for one in shipped(folder)]


@needs_shared
def test_every_release_has_the_attributes_of_its_schema() -> None:
    assert len(reference()) == 49
    for releases, flat in reference():
        for number in (releases[0], releases[-1]):
            assert table.flat(ALL_ROWS, number) == flat, number


@needs_shared
def test_every_format_has_the_attributes_of_its_schema() -> None:
    folder = shared()
    assert folder is not None
    schemas = legacy(folder)
    assert tuple(schemas) == FORMATS
    for name, schema in schemas.items():
        assert table.flat(ALL_ROWS, name) == flatten(schema), name


@needs_shared
def test_the_table_is_what_its_maker_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shared()
    assert folder is not None
    committed = make_attributes.TABLE.read_text(encoding="utf-8")
    copy = tmp_path / "attributes.csv"
    copy.write_text(committed, encoding="utf-8")
    monkeypatch.setattr(make_attributes, "TABLE", copy)
    make_attributes.main(folder)
    assert copy.read_text(encoding="utf-8") == committed


@needs_shared
def test_releases_agree_with_what_was_measured_on_binaries() -> None:
    folder = shared()
    assert folder is not None
    support = json.loads((folder / "reference" / "release_support.json").read_text())["paths"]
    first: dict[str, Release] = {}
    for row in ALL_ROWS:
        if row.kind in table.VALUES and row.since:
            first[row.path] = min(first.get(row.path, row.since), row.since)
    differing = {
        path: (fact["since"], first.get(path))
        for path, fact in support.items()
        if first.get(path) != release(fact["since"])
    }
    assert differing == {}
    assert len(support) == 705


def test_the_rows_are_sorted_and_have_no_equals() -> None:
    keys = [(row.path.split("."), row.kind, row.since or (), row.limits) for row in ROWS]
    assert keys == sorted(keys)
    assert len({str(key) for key in keys}) == len(keys)


def test_a_row_takes_over_where_the_one_before_ends() -> None:
    before: dict[tuple[str, str], table.Row] = {}
    for row in ROWS:
        if row.since is None:
            continue
        previous = before.get((row.path, row.kind))
        assert previous is None or (previous.until is not None and previous.until < row.since)
        before[row.path, row.kind] = row


def test_what_is_cast_or_decoded_is_there() -> None:
    """No other row holds where its path takes nothing at all."""
    versions = [*{row.since for row in ALL_ROWS if row.since}, *FORMATS, SPEC_1_29]
    for number in versions:
        paths = set(table.flat(ALL_ROWS, number))
        others = [row.path for row in ROWS if row.kind not in table.VALUES and row.holds(number)]
        shown = [path for path in others if path not in paths]
        if number == "1":
            shown = [path for path in shown if "*" + path.removeprefix("services.*") not in paths]
        assert shown == [], number


def test_no_format_has_two_rows_of_a_kind() -> None:
    keys = [
        (row.path, row.kind, name)
        for row in ROWS
        if row.kind != "like"
        for name in table.spread(row.formats)
    ]
    assert len(set(keys)) == len(keys) > 5000


def test_the_loader_reads_what_csv_reads() -> None:
    ours = [
        (
            path,
            row.kind,
            row.limits,
            release(row.since) if row.since else None,
            release(row.until) if row.until else None,
            row.formats,
            row.targets,
        )
        for path in dict.fromkeys(row.path for row in ROWS)
        for row in load((5, 6, 1)).rows(path)
    ]
    assert ours == [tuple(row) for row in ROWS]


@pytest.mark.parametrize(
    ("number", "path", "there"),
    [
        ((5, 6, 1), "services.*.pre_start.[].volumes.[].bind.selinux", True),
        ((5, 6, 1), "services.*.pre_start.[].ports", False),
        ((5, 6, 1), "jobs.*.ports.[].target", True),
        ((5, 6, 1), "jobs.*.restart", False),
        ((5, 5, 0), "jobs", False),
        ((5, 3, 1), "services.*.pre_start.[].command", True),
        ((5, 3, 1), "services.*.pre_start.[].volumes", False),
        ((2, 22, 9), "services.*.develop.watch", True),
        ((2, 21, 0), "services.*.develop", False),
        ((9, 9, 9), "services.*.image", True),
        ((2, 0, 0), "services.*.image", True),
    ],
)
def test_at(number: Release, path: str, there: bool) -> None:
    assert (load(number).at(path) is not None) == there


def test_lifetime() -> None:
    services = load((2, 20, 0)).at("services.*")
    assert services is not None
    assert services.lifetime("post_start") == ("2.30.0", "")
    assert services.lifetime("nonsense") is None
    jobs = load((5, 5, 0)).root
    assert jobs.lifetime("jobs") == ("5.6.0", "")
    hook = load((5, 3, 1)).at("services.*.pre_start.[]")
    assert hook is not None
    assert hook.lifetime("volumes") == ("5.6.0", "")
    assert hook.lifetime("ports") is None


@pytest.mark.parametrize(
    ("name", "path", "there"),
    [
        ("1", "*.net", True),
        ("1", "*.build", True),
        ("1", "*.networks", False),
        ("1", "services", False),
        ("2.4", "services.*.mem_limit", True),
        ("3.7", "services.*.mem_limit", False),
        ("3.7", "services.*.deploy.rollback_config.order", True),
        ("3.6", "services.*.deploy.rollback_config", False),
        ("3.10", "volumes.*.x-cluster-spec.access_mode.scope", True),
        ("3.13", "services.*.develop", False),
        ("3.13", "name", False),
        ("1.29", "services.*.mem_limit", True),
        ("1.29", "services.*.deploy.placement", True),
        ("1.29", "services.*.ports.[].host_ip", False),
    ],
)
def test_at_of_formats(name: str, path: str, there: bool) -> None:
    assert (load_format(name).at(path) is not None) == there


def test_formats_that_never_were() -> None:
    for name in ("", "2", "3.14", "4.0", "x"):
        with pytest.raises(KeyError):
            load_format(name)


def test_spread() -> None:
    assert spread("") == ()
    assert spread("1 2.0-2.2 3.9-3.11 3.13") == (
        *("1", "2.0", "2.1", "2.2"),
        *("3.9", "3.10", "3.11", "3.13"),
    )
    texts = {row.formats for row in ROWS}
    assert {name for text in texts for name in spread(text)} == {*FORMATS, SPEC_1_29}
