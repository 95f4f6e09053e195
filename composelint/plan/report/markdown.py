"""For a comment on a pull request: a heading, the counts, tables that fold where they are long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ...finding import Finding
from ...report.names import show_file
from ..records import Plan, Reason
from .inline import readable
from .looks import DATA_LOSS, HARMLESS, LOOKS, at_risk, groups
from .told import (
    Entry,
    drift_words,
    entries,
    failing,
    relative,
    summary,
    title,
    told,
    unnoticed_title,
)

#: GitHub takes no comment that is longer, in characters.
LARGEST = 65_536
#: Tables of more rows are folded.
_MOST_ROWS = 10
_MOST_NAMES = 20
_MOST_REASONS = 12
_LONGEST = 1000
_ROOM_FOR_END = 200
_OPEN, _CLOSE = "\n<details>", "\n</details>\n"


class Names(NamedTuple):
    """What is told of where: `file` names a file as the reader of the page knows it."""

    file: Callable[[str], str]
    here: str = "/"
    against: str = ""


def names_from(here: str, against: str = "") -> Names:
    """Files named as seen from a folder."""
    return Names(lambda path: show_file(path, here), here, against)


def render(plan: Plan, names: Names, room: int = LARGEST) -> str:
    """The page, of at most `room` characters; where it would be longer, rows at its end are left
    out and it says so."""
    parts = [f"### Plan for {readable(title(plan, names.against))}\n\n"]
    parts.append(f"{readable(summary(plan))}\n")
    parts += [*_alerts(plan), *_findings(plan, names)]
    parts += _tables(plan, names)
    parts += _listed(
        unnoticed_title(plan),
        [(f"{one.service}: {one.message}", one.file, one.line) for one in plan.unnoticed],
        names,
    )
    drift = [(drift_words(one), None, None) for one in plan.drift]
    parts += _listed("Drift: the file has not changed, the engine has", drift, names)
    parts += [f"\n{readable(relative(note, names.here))}\n" for note in plan.notes]
    return _within(parts, room)


def _alerts(plan: Plan) -> list[str]:
    """What must not be overlooked, as GitHub's own boxes."""
    found = []
    risky = at_risk(plan.actions)
    if risky:
        shown = ", ".join(readable(_short(name)) for name in risky[:_MOST_NAMES])
        more = f" and {len(risky) - _MOST_NAMES} more" if len(risky) > _MOST_NAMES else ""
        found.append(f"\n> [!CAUTION]\n> Data at risk: {shown}{more}.\n")
    if plan.findings:
        found.append(f"\n> [!WARNING]\n> {failing(plan)[1]}\n")
    return found


def _tables(plan: Plan, names: Names) -> list[str]:
    """What is lost, recreated or interrupted in one table, what is only made in another."""
    grave: list[Entry] = []
    made: list[Entry] = []
    for group in groups(tuple(told(plan.actions))):
        (made if group.title == HARMLESS else grave).extend(entries(list(group.actions)))
    rest = "Created and started" if grave else "Changes"
    return [*_table("Changed, removed or interrupted", grave, names), *_table(rest, made, names)]


def _table(name: str, found: list[Entry], names: Names) -> list[str]:
    head = "| step | | what | why |\n|---:|:---:|---|---|\n"
    rows = [_row(entry, names) for entry in found]
    if not rows:
        return []
    if len(rows) <= _MOST_ROWS:
        return [f"\n**{name}**\n\n{head}", *rows]
    count = sum(len(entry.actions) for entry in found)
    return [f"{_OPEN}<summary>{name} ({count})</summary>\n\n{head}", *rows, _CLOSE]


def _row(entry: Entry, names: Names) -> str:
    first = entry.first
    look = LOOKS[first.action]
    if len(entry.actions) == 1:
        what = f"{first.kind} **{readable(_short(first.name))}** {look.done}"
    else:
        what = f"**{len(entry.actions)} {first.kind}s** {look.done}: {_all_of(entry.names)}"
    if entry.since:
        what += f"<br><sub>{readable(entry.since)}</sub>"
    why = [_reason(reason, names) for reason in entry.fields[:_MOST_REASONS]]
    if len(first.reasons) > _MOST_REASONS:
        why.append(f"… and {len(first.reasons) - _MOST_REASONS} more reasons")
    why += [
        _effect(relative(effect, names.here), first.risk == DATA_LOSS) for effect in first.effects
    ]
    return f"| {entry.steps} | `{look.sign}` | {what} | {'<br>'.join(why)} |\n"


def _reason(reason: Reason, names: Names) -> str:
    place = _where(reason.file, reason.line, names)
    return (
        f"{readable(_short(relative(reason.message, names.here)))} <sub>{place}</sub>".removesuffix(
            " <sub></sub>"
        )
    )


def _effect(effect: str, grave: bool) -> str:
    shown = readable(_short(effect))
    return f"⚠ **{shown}**" if grave else f"⚠ {shown}"


def _all_of(found: list[str]) -> str:
    left = len(found) - _MOST_NAMES
    shown = ", ".join(readable(_short(name)) for name in found[:_MOST_NAMES])
    return f"{shown} … and {left} more" if left > 0 else shown


def _where(file: str | None, line: int | None, names: Names) -> str:
    if file is None:
        return ""
    shown = readable(names.file(file))
    return shown if line is None else f"{shown}:{line}"


def _listed(
    name: str, found: Sequence[tuple[str, str | None, int | None]], names: Names
) -> Iterable[str]:
    if not found:
        return
    yield f"{_OPEN}<summary>{name} ({len(found)})</summary>\n\n"
    for words, file, line in found:
        place = _where(file, line, names)
        yield (
            f"- {readable(_short(relative(words, names.here)))} <sub>{place}</sub>".removesuffix(
                " <sub></sub>"
            )
            + "\n"
        )
    yield _CLOSE


def _findings(plan: Plan, names: Names) -> list[str]:
    rows = [_finding(finding, names) for finding in plan.findings]
    return [f"\n**{failing(plan)[0]}**\n\n", *rows] if rows else []


def _finding(finding: Finding, names: Names) -> str:
    place = _where(finding.file, finding.line, names)
    advice = f"<br>{readable(_short(finding.help))}" if finding.help else ""
    rule = f"{finding.id} {readable(finding.name)}"
    return (
        f"- {place}: **{finding.severity}** {rule}: {readable(_short(finding.message))}{advice}\n"
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _within(parts: Iterable[str], room: int) -> str:
    """As much as there is room for, whole rows only; a folded part is closed again."""
    kept: list[str] = []
    size = left_out = 0
    folded = False
    for part in parts:
        if left_out or size + len(part) > room - _ROOM_FOR_END:
            left_out += 1
            continue
        size += len(part)
        kept.append(part)
        folded = (folded or part.startswith(_OPEN)) and part != _CLOSE
    if left_out:
        kept.append(_CLOSE if folded else "")
        kept.append(f"\n… {left_out} lines more are left out; `composelint plan` has them all.\n")
    return "".join(kept)
