"""Plans in every form against golden files; COMPOSELINT_UPDATE=1 writes them anew."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import plan_sample
import pytest
from support import FOLDER, ROOT

from composelint.diagram.picture import MARKS
from composelint.diagram.views import picture
from composelint.diagram.wanted import Wanted
from composelint.graph import graph_of
from composelint.plan.phrases import OF_DOWN
from composelint.plan.records import ACTIONS, Action, Drift, Plan, Reason
from composelint.plan.report import inline, jsonout, markdown
from composelint.plan.report.looks import LOOKS
from composelint.plan.report.picture import painted
from composelint.plan.report.text import Page, render
from composelint.plan.report.told import summary, told
from composelint.report.ansi import Paint
from composelint.report.columns import width
from composelint.resolved import model

GOLDEN = Path(__file__).parent / "golden" / "plan"
SCHEMA = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
SAMPLE = plan_sample.sample_plan()
NAMES = markdown.names_from(FOLDER)


def text(plan: Plan = SAMPLE, *, columns: int = 110, colour: bool = False, **more: Any) -> str:
    return render(plan, Page(Paint(colour), columns, FOLDER, **more))


REPORTS = {
    "text.txt": text,
    "narrow.txt": lambda: text(columns=60),
    "ascii.txt": lambda: text(signs=False),
    "colour.txt": lambda: text(colour=True, columns=90),
    "nothing.txt": lambda: text(plan_sample.empty_plan()),
    "against.txt": lambda: text(SAMPLE._replace(engine=None), against="main (1a2b3c4)"),
    "plan.json": lambda: jsonout.render(SAMPLE, FOLDER),
    "plan.md": lambda: markdown.render(SAMPLE, NAMES),
    "nothing.md": lambda: markdown.render(plan_sample.empty_plan(), NAMES),
}


@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str) -> None:
    shown = REPORTS[name]()
    if os.environ.get("COMPOSELINT_UPDATE"):
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


# --- text


def test_colour_only_adds_colour() -> None:
    assert re.sub(r"\x1b\[[0-9;]*m", "", text(colour=True)) == text()


def test_ascii_is_ascii() -> None:
    assert text(signs=False).isascii()


@pytest.mark.parametrize("columns", [60, 80, 110, 160])
def test_lines_stay_within_the_columns(columns: int) -> None:
    for line in text(columns=columns).splitlines():
        assert width(line) <= columns, line


def test_what_hurts_comes_first() -> None:
    shown = text()
    titles = ["Data at risk", "Recreated", "Removed", "Interrupted", "Created and started"]
    places = [shown.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    assert "\x1b[1;31mData at risk: container shop-db-1.\x1b[0m" in text(colour=True)


def test_what_only_leads_to_something_else_is_not_told() -> None:
    stop = next(one for one in SAMPLE.actions if one.action == "stop")
    assert stop.name == "shop-cache-2"
    assert stop not in told(SAMPLE.actions)
    alone = SAMPLE._replace(actions=(stop,))
    assert "shop-cache-2  stopped" in text(alone)


def test_alike_actions_are_one_entry_without_a_place_that_is_only_one_of_theirs() -> None:
    def started(number: int, line: int) -> Action:
        reason = Reason(None, None, None, "it has exited", plan_sample.BASE, line)
        name = f"shop-web-{number}"
        return Action(number, "start", "container", name, "web", number, (reason,), "none")

    apart = SAMPLE._replace(actions=tuple(started(n, n) for n in range(1, 21)))
    shown = text(apart)
    assert "20 containers  started" in shown
    assert "shop-web-9, shop-web-10, shop-web-11, shop-web-12 … and 8 more" in shown.replace(
        "\n         ", " "
    )
    assert "compose.yaml:" not in shown.split("Docker Compose will not")[0]
    same = SAMPLE._replace(actions=tuple(started(n, 3) for n in range(1, 21)))
    assert "compose.yaml:3" in text(same)


def test_nothing_of_the_engine_reaches_the_terminal_raw() -> None:
    evil = "a\x1b[2Jb\u202ec\n::error::d"
    reason = Reason(None, evil, evil, evil, f"{FOLDER}/{evil}", 1)
    action = Action(1, "remove", "container", evil, evil, 1, (reason,), "none", (evil,))
    plan = SAMPLE._replace(
        actions=(action,), drift=(Drift("container", evil, evil),), notes=(evil,), findings=()
    )
    for shown in (text(plan), markdown.render(plan, NAMES)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert not re.search(r"^::error", shown, re.MULTILINE)


def test_the_revision_that_runs_stands_apart_from_what_changed() -> None:
    said = "running since commit 3f2a1c4 (2026-10-02); since then expose gained 9000"
    reason = Reason("expose", [], ["9000"], said, plan_sample.BASE, 3)
    action = Action(1, "recreate", "container", "shop-web-1", "web", 1, (reason,), "recreate")
    plan = SAMPLE._replace(actions=(action,))
    head, field = text(plan).splitlines()[4:6]
    assert head.endswith("recreated: running since commit 3f2a1c4 (2026-10-02); since then")
    assert field.split() == ["expose", "gained", "9000", "compose.yaml:3"]
    rows = text(plan, columns=66).splitlines()[4:7]
    assert rows[0].endswith("recreated")
    assert rows[1].strip() == "running since commit 3f2a1c4 (2026-10-02); since then"
    assert rows[2].split() == ["expose", "gained", "9000", "compose.yaml:3"]
    shown = markdown.render(plan, NAMES)
    assert "recreated<br><sub>running since commit 3f2a1c4 (2026-10-02)</sub> | expose" in shown
    assert said in jsonout.render(plan, FOLDER)


def test_what_a_network_made_anew_does_to_containers_is_told_once() -> None:
    def of(action: str) -> Action:
        return Action(1, action, "container", "shop-web-1", "web", 1, (), "restart")

    made = tuple(map(of, ("disconnect", "connect", "restart")))
    assert [one.action for one in told(made)] == ["restart"]
    assert [one.action for one in told((*made[:2], of("remove")))] == ["remove"]
    assert [one.action for one in told(made[:2])] == ["disconnect", "connect"]
    assert len(jsonout.document(SAMPLE._replace(actions=made), FOLDER)["actions"]) == 3


def test_down_is_reason_enough() -> None:
    reason = Reason(None, None, None, OF_DOWN)
    action = Action(1, "remove", "network", "shop_back", None, None, (reason,), "none")
    plan = SAMPLE._replace(actions=(action,))
    assert "network shop_back  removed\n" in text(plan, down=True)
    assert OF_DOWN in jsonout.render(plan, FOLDER)


def test_every_action_has_a_look() -> None:
    assert set(LOOKS) == set(ACTIONS)
    assert all(look.plain.isascii() for look in LOOKS.values())


def test_summary_of_a_swarm_counts_services() -> None:
    action = Action(1, "update", "service", "shop_web", "web", None, (), "restart")
    plan = SAMPLE._replace(target="swarm", actions=(action,), unchanged=2)
    assert summary(plan) == "Plan: 0 to create, 1 to update, 0 to remove; 2 unchanged."


def test_what_only_may_fail_is_said_so() -> None:
    warnings = tuple(one._replace(severity="warning") for one in SAMPLE.findings)
    for shown in (
        text(SAMPLE._replace(findings=warnings)),
        markdown.render(SAMPLE._replace(findings=warnings), NAMES),
    ):
        assert "May fail" in shown
        assert "It may fail: 1 warning." in shown
        assert "ould fail" not in shown


# --- JSON


@pytest.mark.parametrize("plan", [SAMPLE, plan_sample.empty_plan()], ids=["rich", "empty"])
def test_json_is_as_its_schema_says(plan: Plan) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for against in (None, {"revision": "main", "commit": "1" * 40}):
        document = json.loads(jsonout.render(plan, FOLDER, against))
        jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_json_has_the_keys_that_were_promised() -> None:
    document = jsonout.document(SAMPLE, FOLDER)
    assert list(document["engine"]) == ["name", "version", "api_version", "swarm"]
    promised = {"step", "action", "kind", "name", "service", "number", "reasons", "risk"}
    assert promised <= document["actions"][0].keys()
    assert list(document["actions"][4]["reasons"][0]) == [
        *("field", "before", "after", "message", "file", "line"),
    ]
    keys = ["create", "recreate", "start", "restart", "stop", "remove", "update", "unchanged"]
    assert list(document["summary"]) == keys
    assert document["actions"][4]["reasons"][0]["file"] == "compose.yaml"
    assert jsonout.document(SAMPLE._replace(engine=None), FOLDER)["engine"] is None


# --- Markdown


@pytest.mark.parametrize(
    "words",
    [
        "a|b `c` <script> @everyone *d* [e](f) #1",
        "# 1. > - + [x]: y",
        "1. one",
        "- [ ] two",
        "> [!NOTE]",
        "---",
        "__a__ _b_ **c** ~~d~~ LOG_LEVEL ports[0].x_",
        "\\* a\\b C:\\_x &amp; &#64; a&b",
        "https://x.example/ www.x.example ftp://y user@x.example $a$ :smile: GH-12 a/b#3 [^1]",
        "<!-- x --> ![i](j) [k][l] <b>m</b>",
    ],
)
def test_markdown_takes_nothing_for_markup(words: str) -> None:
    """What markdown-it reads is the text, as text and nothing else but an unseen comment."""
    markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py reads the page")
    reader = markdown_it.MarkdownIt("gfm-like", {"linkify": False})
    tokens = reader.parse(inline.readable(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    pieces = tokens[1].children
    unseen = {"<!-- -->", "<span>", "</span>"}
    assert {token.type for token in pieces} <= {"text", "html_inline", "text_special"}
    assert {token.content for token in pieces if token.type == "html_inline"} <= unseen
    read = "".join(token.content for token in pieces if token.type != "html_inline")
    assert read == words
    row = reader.parse(f"| a | b |\n|---|---|\n| {inline.readable(words)} | x |\n")
    assert sum(token.type == "td_open" for token in row) == 2


def test_markdown_mentions_nobody_and_stays_readable() -> None:
    shown = inline.readable("@everyone, see #1 at https://x.example :smile: user@x.example")
    assert not re.search(r"@\w|#\d|:/|:smile:", shown)
    plain = 'environment LOG_LEVEL: "info" → "debug", ports[0].published: 80'
    assert inline.readable(plain) == plain


def test_markdown_rows_are_rows() -> None:
    evil = "a|b `c` <script> @everyone *d* [e](f) #1"
    reason = Reason(None, None, None, evil, f"{FOLDER}/x|y.yaml", 1)
    action = Action(1, "remove", "container", evil, "x", 1, (reason,), "data-loss", (evil,))
    drift = (Drift("container", evil, evil),)
    shown = markdown.render(SAMPLE._replace(actions=(action,), drift=drift, notes=(evil,)), NAMES)
    assert evil not in shown
    row = next(line for line in shown.splitlines() if line.startswith("| 1 |"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 5


@pytest.mark.parametrize("room", [2_000, 5_000, 20_000, markdown.LARGEST, 10**6])
def test_markdown_is_never_longer_than_a_comment(room: int) -> None:
    actions = tuple(
        action._replace(name=f"{action.name}-{n}", effects=(f"{n} is down",))
        for n in range(60)
        for action in SAMPLE.actions[:9]
    )
    shown = markdown.render(SAMPLE._replace(actions=actions), NAMES, room)
    assert len(shown) <= room
    assert shown.count("<details>") == shown.count("</details>")
    assert ("lines more are left out" in shown) == (room <= markdown.LARGEST)


def test_long_tables_are_folded() -> None:
    actions = tuple(
        SAMPLE.actions[7]._replace(name=f"shop-api-{n}", effects=(str(n),)) for n in range(50)
    )
    shown = markdown.render(SAMPLE._replace(actions=actions), NAMES)
    assert "<summary>Changed, removed or interrupted (50)</summary>" in shown


# --- the picture


def test_the_picture_has_a_mark_for_what_happens() -> None:
    project = plan_sample.sample_project()
    drawn = picture(graph_of([project], chosen=True), Wanted(), [project])
    boxes = {box.id: box for box in painted(drawn, SAMPLE, model(project)).boxes}
    marks = {id_: box.mark for id_, box in boxes.items() if box.mark}
    assert marks == {
        "service:web": "restart",
        "service:api": "recreate",
        "service:db": "recreate",
        "service:cache": "update",
        "service:worker": "update",
        "service:mail": "start",
        "volume:db": "create",
        "gone:shop-old-1": "remove",
    }
    assert "data at risk" in boxes["service:db"].lines
    assert any("LOG_LEVEL" in note for note in boxes["service:api"].notes)
    assert set(marks.values()) <= set(MARKS)


def test_down_removes_boxes_wholly() -> None:
    project = plan_sample.sample_project()
    drawn = picture(graph_of([project], chosen=True), Wanted(), [project])
    gone = tuple(a._replace(action="remove") for a in SAMPLE.actions if a.service == "cache")
    shown = painted(drawn, SAMPLE._replace(actions=gone), model(project), down=True)
    assert [box.mark for box in shown.boxes if box.mark] == ["remove"]
    assert [one.kind for one in shown.legend if one.what == "mark"] == ["remove"]
