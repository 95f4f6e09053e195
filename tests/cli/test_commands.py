"""The program as a whole, and its smaller commands, called within this process."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from composelint.cli.dump import dump
from composelint.cli.main import COMMANDS, main
from composelint.cli.page import render
from composelint.cli.terminal import colours
from composelint.report.ansi import Paint
from composelint.rule import catalogue


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_help(run: Any) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert all(f"  {name} " in out for name in COMMANDS)
    assert run("help") == run("-h") == (code, out, err)
    # Without a command there is nothing to do: the same text, but as a complaint.
    assert run() == (2, "", out)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_commands(run: Any, command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Usage: composelint {command}" in out
    assert max(len(line) for line in out.splitlines()) <= 90
    assert run("help", command)[1] == run(command, "-h")[1] == out


def test_every_option_has_a_help_text(run: Any) -> None:
    for command in COMMANDS:
        for line in run(command, "--help")[1].splitlines():
            if re.match(" {2,6}-", line):  # further in, it is a text that goes on
                assert re.search(r"\S  +\S", line), line


def test_version(run: Any) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert re.fullmatch(r"composelint (\d+\.\d+\.\d+\S*|\(not installed\))\n", out)
    assert run("-V")[1] == out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "unknown command 'chekc'; did you mean check?"),
        (["quux"], "unknown command 'quux'; see composelint --help"),
        (["--versoin"], "unknown option '--versoin'; did you mean --version?"),
        (["explain"], "which rule? Give its id or name; composelint rules lists them"),
        (["explain", "CL30l"], "there is no rule 'CL30l'; did you mean CL301?"),
        (["explain", "hostportconflict"], "did you mean host-port-conflict?"),
        (["rules", "CL301"], "unexpected argument 'CL301'; composelint explain shows one rule"),
        (["config", "x.yml"], "unexpected argument 'x.yml'; use -f x.yml to read a file"),
    ],
)
def test_mistakes(run: Any, arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("composelint: ")
    assert said in err


def test_a_path_for_a_command(run: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").touch()
    _, _, err = run("compose.yaml")
    assert "to check that path: composelint check compose.yaml" in err


def test_explain(run: Any) -> None:
    code, out, _ = run("explain", "cl301")
    assert code == 0
    assert out.startswith("CL301 host-port-conflict: ")
    assert "\nBad\n\n    services:\n" in out
    assert "---\n" not in out
    assert "```" not in out
    assert max(map(len, out.splitlines())) <= 80
    assert run("explain", "host-port-conflict")[1] == out
    both = run("explain", "CL301", "CL201")[1]
    assert both.startswith(out)
    assert "undefined-service" in both


def test_explain_has_colours(run: Any) -> None:
    plain = run("explain", "CL301")[1]
    coloured = run("explain", "CL301", "--color", "always")[1]
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_every_rule_can_be_explained(run: Any) -> None:
    for rule in catalogue():
        assert run("explain", rule.id)[0] == 0


def test_rules(run: Any) -> None:
    code, out, _ = run("rules")
    assert code == 0
    listed = re.findall(r"^  (CL\d{3}) [* ] (?:error|warning|info) +([a-z-]+)  ", out, re.MULTILINE)
    assert listed == [(rule.id, rule.name) for rule in catalogue()]


def test_rules_as_json(run: Any) -> None:
    rows = json.loads(run("rules", "--format", "json")[1])
    assert [row["id"] for row in rows] == [rule.id for rule in catalogue()]
    assert rows[0]["severity"] == "error"


PAGE = """\
It is `so` that
this is one paragraph.

- an item that is much too long for one line
- another
## Bad
```sh file=.env
TAG=1
```
```yaml exact target=compose@2.24
a:

  # not a heading
  - b
```
"""


def test_page() -> None:
    assert (
        render(PAGE, Paint(False), 30)
        == """\
It is `so` that this is one
paragraph.

- an item that is much too
  long for one line
- another
Bad
.env:
    TAG=1
with --exact: with --target compose@2.24:
    a:

      # not a heading
      - b
"""
    )


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("mode", "environment", "expected"),
    [
        ("auto", {}, True),
        ("auto", {"NO_COLOR": ""}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
    ],
)
def test_colours(mode: str, environment: dict[str, str], expected: bool) -> None:
    assert colours(mode, Terminal(), environment) == expected  # type: ignore[arg-type]


TEXTS = [
    *("plain", "a b", "22:22", "yes", "on", "y", "~", "null", "0o17", "0777", "1e3", ".5", ""),
    *("2024-01-01", "=", "-", "a: b", "# no", "two\nlines\n", "two\nlines", " x", "x ", "é"),
    *("<<", "*x", "&x", "!x", "%x", "@x", "`x", "\t", "nan", "Infinity", "/path", "x#y"),
    *(" \n", "a \nb", "\n", "\ta\nb", "a\r\nb", "\x07", "👍"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_dumped_texts_are_read_back_as_texts(text: str) -> None:
    model = {"services": {"web": {"environment": {"A": text}, "command": [text]}}}
    assert yaml.safe_load(dump(model)) == model


def test_dump_quotes_what_readers_disagree_about() -> None:
    assert dump({"a": "0o17", "b": "1e3", "c": "y", "d": "web", "e": 1, "f": True}) == (
        'a: "0o17"\nb: "1e3"\nc: "y"\nd: web\ne: 1\nf: true\n'
    )


def test_dump_has_no_aliases() -> None:
    shared = {"x": "y-z"}
    assert dump({"a": shared, "b": shared}) == "a:\n  x: y-z\nb:\n  x: y-z\n"


@pytest.mark.parametrize("target", ["swarm", "compose-v1"])
def test_a_model_only_of_docker_compose(
    run: Any, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the programs of old make of a project is not printed; what asks for it ends with 2."""
    (tmp_path / "compose.yaml").write_text("services:\n  web:\n    image: nginx\n")
    monkeypatch.chdir(tmp_path)
    code, out, err = run("config", "--target", target)
    assert (code, out) == (2, "")
    assert target in err
    assert run("requires", "--target", target)[0] == 2
