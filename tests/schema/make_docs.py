"""Write docs/attributes.md from the attribute table and the notes.

python tests/schema/make_docs.py
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from rows import VALUES, Row, read, spread

from composelint.schema.elsewhere import show_formats
from composelint.schema.formats import FORMATS, SPEC_1_29
from composelint.schema.notes import note
from composelint.schema.shapes import WORDS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "attributes.md"

HEAD = """\
# Every attribute

Written by `python tests/schema/make_docs.py` from
[attributes.csv](../composelint/schema/attributes.csv) and
[notes.csv](../composelint/schema/notes.csv): do not edit it.

- **Takes**: the kinds of values, over all versions. `[]` is an item of a list, `*` a name that you
  choose. Where text is read as a number or a boolean, that is not told apart.
- **Docker Compose**: the first release that takes it, and the last where it is gone. Nothing is
  known of releases before 2.0.
- **1.29**: whether Docker Compose 1.29.2 takes it, which reads every file by one schema that
  declares a version.
- **Formats**: the file formats of old that have it. Format 1 has services at the top.
- **Swarm**: what `docker stack deploy` does with it, if format 3.0 to 3.13 has it: it honours,
  ignores or refuses it. Below what is ignored, all is. What none of these formats has, it refuses.
"""
COLUMNS = ("Attribute", "Takes", "Docker Compose", "1.29", "Formats", "Swarm", "About")


def document() -> str:
    """The whole text."""
    paths: dict[str, list[Row]] = {}
    for row in read():
        paths.setdefault(row.path, []).append(row)
    sections: dict[str, list[str]] = {}
    for path, rows in paths.items():
        if path and not path.endswith(("*", "[]")):
            sections.setdefault(_section(path), []).append(_line(path, rows, paths))
    parts = [HEAD, *_alike(paths)]
    for title, lines in sections.items():
        shown = f"## `{title}`" if title else "## At the top"
        rule = "|".join(["---"] * len(COLUMNS))
        parts.append(f"{shown}\n\n| {' | '.join(COLUMNS)} |\n|{rule}|\n" + "".join(lines))
    return "\n".join(parts)


def _section(path: str) -> str:
    """What has the attribute: a top-level section, and of services one of their attributes."""
    steps = path.split(".")
    if len(steps) == 1:
        return ""
    return ".".join(steps[:3]) if steps[0] == "services" and len(steps) > 3 else ".".join(steps[:2])


def _line(path: str, rows: list[Row], paths: dict[str, list[Row]]) -> str:
    kinds = [row for row in rows if row.kind in VALUES]
    formats = {name for row in kinds for name in spread(row.formats)}
    known = note(path)
    about = known.text if known else ""
    if known is not None and known.deprecated:
        about += f" **Deprecated**: use `{known.instead}`." if known.instead else " **Deprecated**."
    named = [name for name in FORMATS if name in formats]
    cells = (
        f"`{path}`",
        ", ".join(WORDS[kind].removeprefix("a ") for kind in VALUES if _takes(kinds, kind)),
        _releases(kinds),
        "yes" if SPEC_1_29 in formats else "",
        show_formats(named) if named else "",
        _swarm(path, kinds, paths),
        about.replace("|", "\\|"),
    )
    return f"| {' | '.join(cells)} |\n"


def _takes(rows: list[Row], kind: str) -> bool:
    return any(row.kind == kind for row in rows)


def _releases(rows: list[Row]) -> str:
    releases = [row for row in rows if row.since is not None]
    if not releases:
        return ""
    since = _show(min(row.since for row in releases if row.since))
    if any(row.until is None for row in releases):
        return since
    return f"{since} to {_show(max(row.until for row in releases if row.until))}"


def _show(release: tuple[int, int, int]) -> str:
    return ".".join(map(str, release)).removesuffix(".0")


def _swarm(path: str, rows: list[Row], paths: dict[str, list[Row]]) -> str:
    if not any(name.startswith("3.") for row in rows for name in spread(row.formats)):
        return "refuses" if _words(rows) else ""
    said = {word: [row.kind for row in rows if _word(row) == word] for word in _words(rows)}
    if not said:
        return _inherited(path, paths) or "honours"
    open_kinds = {row.kind for row in rows} - {kind for kinds in said.values() for kind in kinds}
    if len(said) == 1 and not open_kinds:
        return next(iter(said))
    return "; ".join(
        f"{word} {', '.join(WORDS[kind] for kind in dict.fromkeys(kinds))}"
        for word, kinds in said.items()
    )


def _word(row: Row) -> str:
    """honours, ignores or refuses: what the row says of swarm; "" for nothing."""
    words = dict(word.partition("=")[::2] for word in row.targets.split())
    return words.get("swarm", "")


def _words(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(_word(row) for row in rows if _word(row)))


def _inherited(path: str, paths: dict[str, list[Row]]) -> str:
    while "." in path:
        path = path.rpartition(".")[0]
        words = _words(paths.get(path, []))
        if words == ["ignores"]:
            return "ignores"
    return ""


def _alike(paths: dict[str, list[Row]]) -> Iterator[str]:
    """What has the attributes of something else."""
    lines = []
    for path, rows in paths.items():
        for row in rows:
            if row.kind != "like" or row.since is None:
                continue
            words = dict(word.split("=", 1) for word in row.limits.split(" "))
            but = ", ".join(f"`{name}`" for name in words["except"].split("|"))
            lines.append(
                f"- Since Docker Compose {_show(row.since)}, `{path}` has all of `{words['path']}` "
                f"but {but}, beside what is listed.\n"
            )
    yield "".join(lines)


def main() -> None:
    DOCS.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
