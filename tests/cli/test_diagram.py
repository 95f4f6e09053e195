"""The command `diagram`, called within this process; and in many, for the same bytes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from composelint.cli.main import main
from composelint.diagram.wanted import VIEWS

SHOP = """\
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    depends_on: {api: {condition: service_healthy}}
    networks: [front]
  api:
    image: acme/api:1
    restart: alwys
    networks: [front, back]
    volumes: ["data:/d"]
  debug: {image: busybox:1, profiles: [dev], networks: [back]}
networks: {front: {}, back: {internal: true}}
volumes: {data: {}}
"""
#: The same with every mapping the other way round.
TURNED = """\
volumes: {data: {}}
networks: {back: {internal: true}, front: {}}
services:
  web:
    networks: [front]
    depends_on: {api: {condition: service_healthy}}
    ports: ["8080:80"]
    image: nginx:1.27
  api:
    volumes: ["data:/d"]
    networks: [front, back]
    restart: alwys
    image: acme/api:1
  debug: {networks: [back], profiles: [dev], image: busybox:1}
name: shop
"""
TEXTS = ("mermaid", "dot", "plantuml", "d2", "json")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPOSE_FILE", raising=False)
    (tmp_path / "compose.yaml").write_text(SHOP, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["diagram", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def drawn(run: Any, *arguments: str) -> Any:
    code, out, err = run("--format", "json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def names(document: Any) -> list[str]:
    return [box["title"] for box in document["boxes"]]


def test_mermaid_is_what_is_printed(run: Any) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert "flowchart LR" in out
    assert run("--format", "mermaid")[1] == out


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("form", TEXTS)
def test_every_view_in_every_text(run: Any, form: str, view: str) -> None:
    code, out, err = run("--format", form, "--view", view)
    assert (code, err) == (0, "")
    assert "web" in out or view == "data"
    assert out.endswith("\n")


@pytest.mark.parametrize(
    ("arguments", "there", "gone"),
    [
        ((), {"web", "api", "debug", "data", "outside"}, set()),
        (("--focus", "web", "--depth", "0"), {"web", "outside"}, {"api", "debug"}),
        (("--focus", "web"), {"web", "api"}, {"debug"}),
        (("--only", "api,web"), {"web", "api"}, {"debug"}),
        (("--only", "api", "--only", "web"), {"web", "api"}, {"debug"}),
        (("--exclude", "d*"), {"web", "api"}, {"debug", "data"}),
        (("--no-ports",), {"web"}, {"outside"}),
        (("--no-volumes",), {"web"}, {"data"}),
        (("--profile", "dev"), {"web", "debug"}, set()),
        (("--profile", "other"), {"web"}, {"debug"}),
        (("--view", "network"), {"front", "back"}, {"data"}),
        (("--view", "data"), {"data"}, {"outside"}),
        (("-f", "compose.yaml"), {"web"}, set()),
        (("compose.yaml",), {"web"}, set()),
        ((".",), {"web"}, set()),
    ],
)
def test_what_is_wanted(
    run: Any, arguments: tuple[str, ...], there: set[str], gone: set[str]
) -> None:
    found = set(names(drawn(run, *arguments)))
    assert there <= found
    assert not gone & found


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (("--title", "My shop"), "title", "My shop"),
        (("--direction", "down"), "direction", "down"),
        (("--no-legend",), "legend", []),
        (("--view", "data"), "view", "data"),
    ],
)
def test_how_it_is_wanted(run: Any, arguments: tuple[str, ...], key: str, value: Any) -> None:
    assert drawn(run, *arguments)[key] == value


def test_without_words(run: Any) -> None:
    bare = drawn(run, "--no-images", "--no-labels")
    assert not any("nginx" in line for box in bare["boxes"] for line in box["lines"])
    assert not any(arrow["label"] for arrow in bare["arrows"])


def test_frames(run: Any) -> None:
    assert [g["title"] for g in drawn(run, "--group-by", "network")["groups"]] == [
        "back + front",
        "back",
        "front",
    ]
    assert set(names(drawn(run, "--group-by", "profile", "--collapse"))) > {"dev", "api", "web"}


def test_folding(run: Any, tmp_path: Path) -> None:
    rows = "".join(f"  w{n}: {{image: 'x:1'}}\n" for n in range(40))
    (tmp_path / "compose.yaml").write_text(f"services:\n{rows}")
    assert len(names(drawn(run))) == 1
    assert len(names(drawn(run, "--fold", "never"))) == 40
    (tmp_path / "compose.yaml").write_text("services:\n" + "\n".join(rows.split("\n")[:3]))
    assert len(names(drawn(run))) == 3
    assert len(names(drawn(run, "--fold", "always"))) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--view", "netwrok"), "netwrok"),
        (("--format", "jpeg"), "jpeg"),
        (("--group-by", "colour"), "colour"),
        (("--direction", "up"), "up"),
        (("--fold", "maybe"), "maybe"),
        (("--theme", "pink"), "pink"),
        (("--focus", "wbe"), "there is no 'wbe' in the picture; did you mean web?"),
        (("--only", "nothing-at-all"), "there is no 'nothing-at-all' in the picture"),
        (("--exclude", "ap"), "did you mean api?"),
        (("--depth", "two"), "--depth: 'two' is no number of steps"),
        (("--depth", "-1"), ""),
        (("-o", "picture.xyz"), "picture.xyz does not tell the format; give it with --format"),
        (("-o", "picture"), "picture does not tell the format; give it with --format"),
        (("-o", "there/is/no/folder.mmd"), "cannot be written"),
        (("no-such-folder",), "there is no file or folder no-such-folder"),
        (("-f", "no-such.yaml"), "there is no file no-such.yaml"),
        (("-f", "compose.yaml", "."), "give paths or -f, not both"),
        (("--against", "HEAD"), "no git repository here"),
    ],
)
def test_what_cannot_be_drawn(
    run: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert sorted(os.listdir(tmp_path)) == ["compose.yaml"]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.mmd", b"---\ntitle"),
        ("a.mermaid", b"---\ntitle"),
        ("a.gv", b"digraph"),
        ("a.dot", b"digraph"),
        ("a.puml", b"@startuml"),
        ("a.plantuml", b"@startuml"),
        ("a.json", b"{"),
        ("a.svg", b"<"),
        ("a.SVG", b"<"),
        ("a.png", b"\x89PNG"),
        ("a.pdf", b"%PDF"),
        ("a.html", b"<!"),
        ("a.htm", b"<!"),
    ],
)
def test_the_ending_of_the_file_tells_the_format(
    run: Any, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert run("-o", name) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert sorted(os.listdir(tmp_path)) == [name, "compose.yaml"]


def test_format_counts_for_more_than_the_ending(run: Any, tmp_path: Path) -> None:
    assert run("-o", "a.png", "--format", "json")[0] == 0
    assert (tmp_path / "a.png").read_text().startswith("{")
    assert run("-o", "-")[1].startswith("---")


def test_a_file_is_written_as_a_whole_or_not_at_all(run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.mmd").write_text("what was there")
    assert run("-o", "a.mmd", "--focus", "nobody")[0] == 2
    assert (tmp_path / "a.mmd").read_text() == "what was there"
    (tmp_path / "link.mmd").symlink_to("a.mmd")
    assert run("-o", "link.mmd")[0] == 0
    assert (tmp_path / "link.mmd").is_symlink()
    assert "flowchart" in (tmp_path / "a.mmd").read_text()


class _Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_no_binary_for_a_terminal(run: Any, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    screen = _Terminal(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", screen)
    code, _, err = run("--format", form)
    assert code == 2
    assert f"{form} is nothing for a terminal; write it to a file with -o" in err
    assert screen.buffer.getvalue() == b""  # type: ignore[attr-defined]


def test_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO(b"services: {only: {image: x}}\n"))
    monkeypatch.setattr(sys, "stdin", text)
    assert names(drawn(run, "-f", "-")) == ["only"]


def test_findings(run: Any) -> None:
    marks = {box["title"]: box["mark"] for box in drawn(run, "--findings")["boxes"]}
    assert marks["api"] == "error"
    assert not any(box["mark"] for box in drawn(run)["boxes"])


def test_several_projects(run: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text(
            "services: {app: {image: x, networks: [shared]}}\n"
            "networks: {shared: {external: true}}\n"
        )
    document = drawn(run, "one", "two")
    assert [group["title"] for group in document["groups"]] == ["one", "two"]
    assert names(document) == ["app", "app", "shared"]
    assert document["title"] == "one + two"
    assert len(names(drawn(run, "."))) > 3


def test_broken_files_are_drawn_as_far_as_they_can_be_read(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text("services:\n  a: {image: x}\n  b: [1, 2]\n  c: {imag")
    code, _, err = run()
    assert (code, err) == (0, "")


# --- since a revision


def git(folder: Path, *arguments: str) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {
        f"GIT_{role}_{what}": "a@b.c"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    command = ["git", "-C", str(folder), *arguments]
    subprocess.run(command, env={**clean, **who}, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "all")


def marks(document: Any) -> dict[str, str]:
    return {box["title"]: box["mark"] for box in document["boxes"] if box["mark"]}


def test_against(run: Any, tmp_path: Path) -> None:
    commit(tmp_path)
    assert marks(drawn(run, "--against", "HEAD")) == {}
    text = SHOP.replace("nginx:1.27", "nginx:1.28").replace("  debug:", "  added:")
    (tmp_path / "compose.yaml").write_text(text)
    expected = {"web": "changed", "added": "added", "debug": "removed"}
    for arguments in ((), ("-f", "compose.yaml"), (".",), ("compose.yaml",)):
        assert marks(drawn(run, "--against", "HEAD", *arguments)) == expected
    code, out, err = run("--against", "none")
    assert (code, out, err) == (
        2,
        "",
        "composelint: none is no revision of this repository\n",
    )


def test_against_a_name_that_changed(run: Any, tmp_path: Path) -> None:
    commit(tmp_path)
    (tmp_path / "compose.yaml").write_text(SHOP.replace("name: shop", "name: store"))
    document = drawn(run, "--against", "HEAD", "--view", "dependencies")
    assert marks(document) == {}
    git(tmp_path, "mv", "compose.yaml", "docker-compose.yml")
    assert marks(drawn(run, "--against", "HEAD", "--view", "dependencies")) == {}


@pytest.mark.parametrize("arguments", [("-f", "new.yaml"), ("new.yaml",), ("deep",)])
def test_against_when_a_file_was_not_there(
    run: Any, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    commit(tmp_path)
    (tmp_path / "deep").mkdir()
    for name in ("new.yaml", "deep/compose.yaml"):
        (tmp_path / name).write_text("services: {new: {image: x}}\n")
    assert marks(drawn(run, "--against", "HEAD", *arguments)) == {"new": "added"}


def test_against_when_no_project_was_there(run: Any, tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").rename(tmp_path / "kept.txt")
    commit(tmp_path)
    (tmp_path / "kept.txt").rename(tmp_path / "compose.yaml")
    assert set(marks(drawn(run, "--against", "HEAD")).values()) == {"added"}


def test_against_when_a_project_came_along(run: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "compose.yaml").write_text(f"services: {{{name}: {{image: x}}}}\n")
    (tmp_path / "compose.yaml").unlink()
    two = (tmp_path / "two" / "compose.yaml").read_text()
    (tmp_path / "two" / "compose.yaml").unlink()
    commit(tmp_path)
    (tmp_path / "two" / "compose.yaml").write_text(two)
    assert marks(drawn(run, "--against", "HEAD", ".")) == {"two": "added"}
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "-q", "-m", "two")
    (tmp_path / "one" / "compose.yaml").unlink()
    assert marks(drawn(run, "--against", "HEAD", ".")) == {"one": "removed"}


# --- the same bytes everywhere


def bytes_of(folder: Path, seed: str, *arguments: str) -> bytes:
    import composelint

    root = str(Path(composelint.__file__).parent.parent)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": root, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "composelint", "diagram", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, timeout=60
    )
    assert done.stderr == b""
    return done.stdout


#: All text formats and views in few processes: in each, one of them.
CASES = [
    ("--format", form, "--view", view)
    for form, view in zip((*TEXTS, "svg", "html"), (*VIEWS, "overview", "network"), strict=True)
]


@pytest.mark.parametrize("arguments", CASES, ids=lambda case: f"{case[1]}-{case[3]}")
def test_20_runs_give_the_same_bytes(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "compose.yaml").write_text(SHOP)
    runs = {bytes_of(folder, str(seed), *arguments) for seed in range(20)}
    assert len(runs) == 1


@pytest.mark.parametrize("form", ["mermaid", "dot", "plantuml", "d2"])
def test_the_order_of_attributes_does_not_count(run: Any, tmp_path: Path, form: str) -> None:
    for view in ("overview", "dependencies", "network", "data"):
        (tmp_path / "compose.yaml").write_text(SHOP)
        one = run("--format", form, "--view", view)
        (tmp_path / "compose.yaml").write_text(TURNED)
        assert run("--format", form, "--view", view) == one
