"""For people: what would happen, the gravest first, and why.

Data at risk
3  -/+ container shop-db-1      will be recreated
       volumes./data: shop_db → shop_data                         compose.yaml:23
     ! the content of volume shop_db is out of sight
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...finding import SEVERITIES, Finding
from ...report.ansi import Paint
from ...report.columns import clean, width, wrap
from ...report.names import show_file
from ..records import RECREATE, UPDATE, Action, Plan, Reason
from .looks import LOOKS, at_risk, groups
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

#: So many names of things that are alike are written out.
MOST_NAMES = 12
_INDENT = 9
_PLACE_GAP = 3
#: A message and its place stand apart no more than this: the eye has to find the way.
_WIDEST = 120


class Page(NamedTuple):
    """How it is written: `signs` says whether the output can show more than ASCII."""

    paint: Paint
    columns: int
    here: str
    signs: bool = True
    against: str = ""
    down: bool = False


def render(plan: Plan, page: Page) -> str:
    """The whole report, with a last line of counts."""
    blocks = [_head(plan, page)]
    blocks += [
        _group(group.title, group.style, list(group.actions), page)
        for group in groups(tuple(told(plan.actions)))
    ]
    blocks += [_unnoticed(plan, page), _drift(plan, page), _findings(plan, page)]
    blocks += [_notes(plan, page), _footer(plan, page)]
    text = "\n\n".join(block for block in blocks if block) + "\n"
    return text if page.signs else _plain(text)


_PLAIN = str.maketrans({"→": ">", "…": "...", "·": "-", "\u2013": "-"})


def _plain(text: str) -> str:
    return text.replace("→", "->").translate(_PLAIN)


#: What is planned, and with --down.
_COMMANDS = {
    "compose": ("docker compose up", "docker compose down"),
    "swarm": ("docker stack deploy", "docker stack rm"),
}


def _head(plan: Plan, page: Page) -> str:
    said = page.paint("title", clean(title(plan, page.against)))
    what = _COMMANDS[plan.target][page.down]
    steps = max((action.step for action in plan.actions), default=0)
    if not steps:
        return said
    where = f", where {page.against} is up" if page.against else ""
    about = f"what {what} would do{where}; the numbers are its steps"
    return "\n".join([said, *(page.paint("faint", line) for line in wrap(about, page.columns))])


def _group(name: str, style: str, actions: list[Action], page: Page) -> str:
    rows = [page.paint(style, name)]
    found = entries(actions)
    wide = max(width(_name(entry)) for entry in found)
    for entry in found:
        rows += _entry(entry, min(wide, 48), page)
    return "\n".join(rows)


def _name(entry: Entry) -> str:
    first = entry.first
    if len(entry.actions) > 1:
        return f"{len(entry.actions)} {first.kind}s"
    return f"{first.kind} {clean(first.name)}"


def _entry(entry: Entry, wide: int, page: Page) -> list[str]:
    paint, first = page.paint, entry.first
    look = LOOKS[first.action]
    sign = look.sign if page.signs else look.plain
    name = _name(entry)
    # What stands in front is as wide as the indent of the reasons.
    front = f"{paint('faint', f'{entry.steps:>4}')} {paint(look.style, f'{sign:>3}')} "
    bold = paint("title", name) + " " * max(wide - width(name), 0)
    line = f"{front}{bold}  {paint(look.style, look.done)}"
    used = _INDENT + max(wide, width(name)) + 2 + len(look.done)
    short = _on_the_line(entry, used, page)
    rows = [f"{line}{short}"]
    if not short and entry.since:
        rows = [*_since(line, used, entry, page), *_reasons(entry.fields, page)]
    elif not short:
        rows += _reasons(entry.reasons, page)
    if len(entry.actions) > 1:
        rows += _indented(_names(entry), page)
    return rows + [row for effect in first.effects for row in _effect(effect, first, page)]


def _on_the_line(entry: Entry, used: int, page: Page) -> str:
    """A single reason behind the action, where it fits; what changed in a thing stands below."""
    reasons = entry.reasons
    if len(reasons) != 1 or len(entry.actions) > 1 or entry.first.action in (RECREATE, UPDATE):
        return ""
    words = _words(reasons[0].message, page)
    place = _where(reasons[0].file, reasons[0].line, page)
    room = min(page.columns, _WIDEST) - used - 2
    needed = width(words) + (width(place) + _PLACE_GAP if place else 0)
    if needed > room:
        return ""
    gap = " " * (room - width(words) - width(place)) if place else ""
    return f": {words}{gap}{page.paint('faint', place)}"


def _since(line: str, used: int, entry: Entry, page: Page) -> list[str]:
    """Which revision runs: behind the action where it fits, else below it."""
    said = f"{_words(entry.since, page)}; since then"
    if used + 2 + width(said) <= min(page.columns, _WIDEST):
        return [f"{line}: {page.paint('faint', said)}"]
    return [line, *(page.paint("faint", row) for row in _indented(said, page))]


def _names(entry: Entry) -> str:
    names = [clean(name) for name in entry.names]
    left = len(names) - MOST_NAMES
    if left > 1:
        names = [*names[:MOST_NAMES], f"… and {left} more"]
    return ", ".join(names).replace(", … and", " … and")


def _indented(text: str, page: Page) -> list[str]:
    room = min(page.columns, _WIDEST) - _INDENT
    return [f"{' ' * _INDENT}{line}" for line in wrap(text, room)]


def _reasons(reasons: Sequence[Reason], page: Page) -> list[str]:
    rows: list[str] = []
    for reason in reasons:
        rows += placed(
            _words(reason.message, page), _where(reason.file, reason.line, page), _INDENT, page
        )
    return rows


def _words(text: str, page: Page) -> str:
    return clean(relative(text, page.here))


def placed(words: str, place: str, indent: int, page: Page) -> list[str]:
    """Words, wrapped, with a place at the right end of their first line."""
    total = min(page.columns, _WIDEST)
    taken = width(place) + _PLACE_GAP if place else 0
    room = total - indent - taken
    if room < 30:  # no place beside them: below
        taken, room = 0, total - indent
    lines = wrap(words, max(room, 20))
    rows = [f"{' ' * indent}{line}" for line in lines]
    if place and taken:
        gap = " " * (total - indent - width(lines[0]) - width(place))
        rows[0] += gap + page.paint("faint", place)
    elif place:
        rows.append(f"{' ' * indent}{page.paint('faint', place)}")
    return rows


def _where(file: str | None, line: int | None, page: Page) -> str:
    if file is None:
        return ""
    shown = clean(show_file(file, page.here))
    return shown if line is None else f"{shown}:{line}"


def _effect(effect: str, action: Action, page: Page) -> list[str]:
    grave = action.risk == "data-loss"
    style = "error" if grave else "warning"
    first, *more = _indented(_words(effect, page), page)
    text = first[_INDENT:]
    sign = "!".rjust(_INDENT - 1)
    paint = page.paint
    shown = paint(style, text) if grave else text
    return [f"{paint(style, sign)} {shown}", *(paint(style, m) if grave else m for m in more)]


def _section(name: str, rows: list[str], page: Page) -> str:
    return "\n".join([page.paint("title", name), *rows]) if rows else ""


def _unnoticed(plan: Plan, page: Page) -> str:
    rows: list[str] = []
    for one in plan.unnoticed:
        words = _words(f"{one.service}: {one.message}", page)
        rows += placed(words, _where(one.file, one.line, page), 2, page)
    return _section(unnoticed_title(plan), rows, page)


def _drift(plan: Plan, page: Page) -> str:
    rows: list[str] = []
    for one in plan.drift:
        rows += placed(_words(drift_words(one), page), "", 2, page)
    return _section("Drift: the file has not changed, the engine has", rows, page)


def _findings(plan: Plan, page: Page) -> str:
    if not plan.findings:
        return ""
    blocks = [_finding(finding, page) for finding in plan.findings]
    return "\n\n".join([page.paint(_gravest(plan), failing(plan)[0]), *blocks])


def _gravest(plan: Plan) -> str:
    return max((one.severity for one in plan.findings), key=SEVERITIES.index)


def _finding(finding: Finding, page: Page) -> str:
    from ...report.text import block

    return block(finding, page.here, page.paint, page.columns)


def _notes(plan: Plan, page: Page) -> str:
    lines = [line for note in plan.notes for line in wrap(_words(note, page), page.columns)]
    return "\n".join(page.paint("faint", line) for line in lines)


def _footer(plan: Plan, page: Page) -> str:
    counts, also, others = summary(plan).partition(" Also: ")
    risky = at_risk(plan.actions)
    lost = clean(f"Data at risk: {', '.join(risky)}.") if risky else ""
    lines = wrap(counts, page.columns)
    style = "title" if plan.actions else "good"
    rows = [page.paint(style, line) for line in lines]
    rows += wrap(f"{also.strip()} {others}", page.columns) if others else []
    if lost:
        rows += [page.paint("error", line) for line in wrap(lost, page.columns)]
    if plan.findings:
        rows.append(page.paint(_gravest(plan), failing(plan)[1]))
    return "\n".join(rows)
