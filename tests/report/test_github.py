"""Annotations, read as GitHub's runner reads them; the summary, read as Markdown."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
import runs
from hypothesis import given, settings
from hypothesis import strategies as st

from composelint.report import github, summary
from composelint.report.columns import clean
from composelint.report.summary import Commit
from composelint.run import NotJudged, Run
from composelint.source import Source, Span

COMMIT = Commit("https://github.com", "acme/shop", "0123abcd")


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def read(line: str) -> Command:
    """A workflow command as the runner takes it apart: it splits before it undoes the escapes,
    and `%25` comes last."""
    line = line.lstrip()
    assert line.startswith("::")
    info, between, data = line[2:].partition("::")
    assert between
    name, _, rest = info.partition(" ")
    assert name in ("error", "warning", "notice")
    pairs = [each.split("=", 1) for each in rest.strip().split(",") if each]
    escapes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]

    def undone(text: str, known: list[tuple[str, str]]) -> str:
        for written, meant in known:
            text = text.replace(written, meant)
        return text

    properties = {key: undone(value, escapes) for key, value in pairs}
    return Command(name, properties, undone(data, [escapes[0], escapes[1], escapes[4]]))


def commands(run: Run, root: str = runs.HERE) -> list[Command]:
    *lines, _ = github.render(run, root).split("\n")[:-1]
    return [read(line) for line in lines]


def test_an_annotation() -> None:
    (command,) = commands(runs.run(runs.CONFLICT))
    assert command.name == "error"
    assert command.properties == {
        "file": "compose.yaml",
        "line": "8",
        "endLine": "8",
        "col": "13",
        "endColumn": "24",
        "title": "CL301 host-port-conflict",
    }
    assert command.data.split("\n") == [
        "web and api publish port 8080 of the host",
        "compose.yaml:5: web publishes it here",
        "deploy/compose.override.yaml:4: and here",
        "Give one of them another host port, such as 8081:3000.",
    ]


def test_as_it_is_written() -> None:
    span = runs.at(runs.SHOP, "db:")
    finding = runs.finding("warning CL999 a-rule", "100% of a, b: c", span)
    odd = finding._replace(span=Span(Source(f"{runs.HERE}/a,b:%.yaml", "x"), 0, 1))
    assert github.render(runs.run(finding, odd), runs.HERE) == (
        "::warning file=compose.yaml,line=10,endLine=10,col=3,endColumn=6,title=CL999 a-rule::"
        "100%25 of a, b: c\n"
        "::warning file=a%2Cb%3A%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=CL999 a-rule::"
        "100%25 of a, b: c\n"
        "Found 2 warnings in 1 project.\n"
    )


def test_the_gravest_come_first() -> None:
    shown = commands(Run([], runs.ALL.findings[::-1], [], runs.HERE))
    names = [command.name for command in shown]
    assert names == ["error"] * 5 + ["warning"] * 2 + ["notice"]
    assert [c.properties["title"][:5] for c in shown[:2]] == ["CL104", "CL001"]


def test_lines_of_a_span() -> None:
    """Columns are for one line only, and a span that ends with its line ends in that line."""
    block, service = commands(runs.run(runs.BLOCK, runs.SERVICE))
    assert (block.properties["line"], block.properties["endLine"]) == ("12", "19")
    assert "col" not in block.properties
    assert service.name == "notice"
    assert "Only with --profile debug --profile dev." in service.data
    line = runs.at(runs.SHOP, "services:\n")
    (whole,) = commands(runs.run(runs.CONFLICT._replace(span=line)))
    assert (whole.properties["line"], whole.properties["endLine"]) == ("1", "1")
    (end,) = commands(runs.run(runs.END))
    assert end.properties["line"] == end.properties["endLine"]


def test_files_count_from_the_root_of_the_repository() -> None:
    run = Run([], [runs.LONG], [], f"{runs.HERE}/deploy")
    (command,) = commands(run)
    assert command.properties["file"] == "deploy/compose.override.yaml"
    (command,) = commands(run, root=f"{runs.HERE}/deploy")
    assert command.properties["file"] == "compose.override.yaml"
    (command,) = commands(run, root="/elsewhere")
    assert command.properties["file"] == "compose.override.yaml"


def test_standard_input_has_no_file() -> None:
    finding = runs.CONFLICT._replace(span=Span(Source("-", "a: 1"), 0, 1), related=())
    (command,) = commands(runs.run(finding))
    assert set(command.properties) == {"title"}


def test_what_could_not_be_judged_is_an_error() -> None:
    troubles = [NotJudged("/w/a", "a.yaml: 1% wrong\nb.yaml: too"), NotJudged("/w/b", "gone")]
    run = Run([], [runs.LONG], [], runs.HERE, [*troubles, troubles[0]])
    shown = commands(run)
    assert [each.data for each in shown[1:]] == ["a.yaml: 1% wrong\nb.yaml: too", "gone"]
    assert "not judged: gone" in summary.render(run, runs.HERE, None)


def test_many_related_places_are_not_all_listed() -> None:
    finding = runs.CONFLICT._replace(related=runs.CONFLICT.related * 10)
    (command,) = commands(runs.run(finding))
    assert command.data.count("and here") == 5
    assert "and 10 more" in command.data


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        (runs.ALL, "Found 5 errors, 2 warnings, 1 info in 1 project (2 suppressed)."),
        (runs.run(runs.LONG), "Found 1 warning in 1 project."),
        (runs.run(files=[runs.SHOP]), "No problems in 1 project."),
    ],
)
def test_counted(run: Run, shown: str) -> None:
    assert github.render(run, runs.HERE).endswith(f"{shown}\n")
    assert summary.escaped(shown) in summary.render(run, runs.HERE, None)


texts = st.text(
    st.one_of(st.sampled_from("%:,=\n\r]#0ADC2 "), st.characters()),
    max_size=30,
)


@given(message=texts, advice=texts, name=texts.filter(bool), text=texts, data=st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_is_said_the_runner_reads_it(
    message: str, advice: str, name: str, text: str, data: st.DataObject
) -> None:
    source = Source(f"{runs.HERE}/x{name}", text)
    begin = data.draw(st.integers(0, len(text)))
    span = Span(source, begin, data.draw(st.integers(begin, len(text))))
    finding = runs.finding("error CL301 a-rule", message, span, help=advice, related=[(span, name)])
    run = runs.run(finding)
    written = github.render(run, runs.HERE)
    written.encode()  # no half characters
    assert len(re.split(r"[\r\n]", written)) == 3  # one command, the count, nothing
    (command,) = commands(run)
    assert command.properties["file"] == clean(f"x{name}")
    assert command.properties["title"] == "CL301 a-rule"
    first, *more = command.data.split("\n")
    assert first == clean(" ".join(message.split()))
    assert len(more) == (2 if advice.split() or advice else 1)


# The summary


def markdown(page: str) -> Any:
    parser = pytest.importorskip("markdown_it", reason="markdown-it-py reads the summaries")
    return parser.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(page: str) -> list[Any]:
    return [
        inner for token in markdown(page).parse(page) for inner in (token, *(token.children or ()))
    ]


def test_the_summary() -> None:
    page = summary.render(runs.ALL, runs.HERE, COMMIT)
    assert "| compose.yaml | 5 | 1 | 1 |\n" in page
    assert "| deploy/compose.override.yaml |  | 1 |  |\n" in page
    links = re.findall(r"\[line \d+\]\(([^)]*)\)", page)
    assert "https://github.com/acme/shop/blob/0123abcd/compose.yaml#L8" in links
    assert "https://github.com/acme/shop/blob/0123abcd/compose.yaml#L12-L19" in links
    assert len(links) == len(runs.ALL.findings)
    kinds = [token.type for token in tokens(page)]
    assert kinds.count("table_open") == 1
    assert kinds.count("list_item_open") == len(runs.ALL.findings)


def test_no_links_where_nobody_says_where_to() -> None:
    page = summary.render(runs.ALL, runs.HERE, None)
    assert "](" not in page
    assert "- line 8: **error** CL301 host-port-conflict:" in page
    outside = summary.render(runs.ALL, "/elsewhere", COMMIT)
    assert "](" not in outside


def test_nothing_found() -> None:
    page = summary.render(runs.run(files=[runs.SHOP]), runs.HERE, COMMIT)
    assert page == "## composelint\n\nNo problems in 1 project.\n"


def test_no_more_than_there_is_room_for() -> None:
    findings = [runs.CONFLICT, runs.LONG] * 400
    run = Run([], findings, [], runs.HERE)
    whole = summary.render(run, runs.HERE, COMMIT)
    assert "lines more" not in whole
    for room in (100_000, 20_000, 1_000, 150, 0, -5):
        page = summary.render(run, runs.HERE, COMMIT, room)
        assert len(page.encode()) <= max(room, 0)
        if room > 500:
            assert re.search(r"… and \d+ lines more; the log has them all\.\n\Z", page)
            assert page.count("\n- ") < whole.count("\n- ")


@given(message=texts, advice=texts, name=texts.filter(bool))
@settings(max_examples=200, deadline=None)
def test_the_summary_shows_any_text_as_it_is(message: str, advice: str, name: str) -> None:
    page = page_of(message, advice, name)
    page.encode()
    check_shown(page, message, advice, name)


@pytest.mark.parametrize(
    "text",
    ["a | b", "<b>x</b>", "`code`", "*x* _y_", "[a](https://x.example)", "![i](j)", "&lt;", "a\\",
     "~~x~~", "</details>", "<!-- x", "a\n# b", "a\n\n- c", "#12 @who", "$x$", ":tada:"],
)  # fmt: skip
def test_markup_is_text(text: str) -> None:
    page = page_of(text, text, text.replace("/", ""))
    check_shown(page, text, text, text.replace("/", ""))
    assert not re.search(r"(?<!&)#12|@who|:tada:|\$x\$", page)


def page_of(message: str, advice: str, name: str) -> str:
    source = Source(f"{runs.HERE}/x{name}", "a: 1\n")
    finding = runs.finding("error CL301 a-rule", message, Span(source, 0, 1), help=advice)
    return summary.render(runs.run(finding), runs.HERE, COMMIT)


def check_shown(page: str, message: str, advice: str, name: str) -> None:
    """One heading, one row, one item with one link, and the words as they are."""
    shown = tokens(page)
    kinds = [token.type for token in shown]
    for kind, count in {
        "heading_open": 2,
        "tr_open": 2,
        "list_item_open": 1,
        "link_open": 1,
        "strong_open": 1,
        "html_inline": 1 if advice else 0,
        "html_block": 0,
        "code_inline": 0,
        "em_open": 0,
        "image": 0,
    }.items():
        assert kinds.count(kind) == count, kind
    words = "".join(token.content for token in shown if token.type in ("text", "text_special"))
    for text in (message, advice):
        assert clean(" ".join(text.split())) in words
    (link,) = (token.attrs["href"] for token in shown if token.type == "link_open")
    within = link.removeprefix("https://github.com/acme/shop/blob/0123abcd/").removesuffix("#L1")
    assert unquote(within, errors="surrogateescape") == f"x{name}".encode(
        "utf-8", "surrogatepass"
    ).decode("utf-8", "surrogateescape")
