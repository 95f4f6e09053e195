"""Every attribute has a line of documentation."""

from __future__ import annotations

import rows as table

from composelint.schema.notes import note, notes

PATHS = {row.path for row in table.read()} - {""}


def test_every_path_has_a_note() -> None:
    assert [path for path in sorted(PATHS) if note(path) is None] == []


def test_no_note_is_on_nothing() -> None:
    assert [path for path in notes() if path not in PATHS] == []


def test_a_note_is_one_plain_sentence() -> None:
    for one in notes().values():
        assert one.text[-1] == "."
        assert one.text[0] == one.text[0].upper()
        assert 10 <= len(one.text) <= 110, one
        assert "\n" not in one.text


def test_what_is_deprecated_names_what_replaces_it() -> None:
    deprecated = {one.path: one.instead for one in notes().values() if one.deprecated}
    assert deprecated["version"] == ""
    assert deprecated["networks.*.external.name"] == "networks.*.name"
    assert all(path in PATHS for path in deprecated.values() if path)
    assert len(deprecated) == 14
    assert all(one.deprecated or not one.instead for one in notes().values())


def test_a_free_key_has_the_note_of_its_owner() -> None:
    assert note("services.*.environment.*") == note("services.*.environment")
    assert note("services.*") == note("services")


def test_what_only_legacy_formats_have_is_deprecated() -> None:
    only = {row.path for row in table.read()} - {row.path for row in table.read() if row.since}
    deprecated = {one.path for one in notes().values() if one.deprecated and one.path in only}
    assert deprecated == {
        path for path in only if path != "*" and not path.startswith("volumes.*.x-cluster-spec")
    }
