"""The program in a process of its own: exit codes, pipes, signals, and what it imports."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CLEAN = "services:\n  web:\n    image: nginx:1.27\n"
BROKEN = "services:\n  web:\n    image: [\n"

#: What a plain check must not pay for.
FORBIDDEN = {
    *("jsonschema", "networkx", "pydot", "pydantic", "docker", "typer", "click", "rich"),
    *("pathspec", "asyncio", "email", "http", "urllib", "json", "dataclasses", "inspect"),
    *("dockerfile_parse", "composelint.dockerfile", "composelint.readiness"),
    *("logging", "shutil", "textwrap", "tempfile", "subprocess", "socket", "ssl", "pathlib"),
    *("difflib", "unicodedata", "importlib.metadata", "decimal", "ipaddress", "ast"),
    *("composelint.report.jsonout", "composelint.cli.config", "composelint.cli.explain"),
    *("composelint.configuration.read", "composelint.plugins", "tomllib", "tomli"),
    *("composelint.configuration.toml", "composelint.suppression", "composelint.provenance"),
    *("composelint.diagram", "composelint.graph", "composelint.docs", "composelint.resolved"),
    *("composelint.report.sarif", "composelint.report.github", "composelint.loading.filling"),
    *("composelint.loading.dotenv_reader", "composelint.reach", "composelint.state"),
    *("composelint.observe", "composelint.plan", "composelint.hashes"),
}


def program(folder: Path, *arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    environment.pop("COMPOSELINT_DEBUG", None)
    return subprocess.run(
        [sys.executable, "-m", "composelint", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **settings,  # type: ignore[call-overload]
    )


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes find the composelint that these tests import."""
    import composelint

    root = str(Path(composelint.__file__).parent.parent)
    monkeypatch.setenv("PYTHONPATH", root)
    # Without a buffer, what a pipe does not take at once is lost without a word.
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (CLEAN, ["check", "compose.yaml"], 0),
        (BROKEN, ["check", "compose.yaml"], 1),
        (CLEAN, ["check", "missing.yaml"], 2),
        (CLEAN, ["check", "--nonsense"], 2),
        (CLEAN, ["nonsense"], 2),
        (CLEAN, [], 2),
        (CLEAN, ["--version"], 0),
    ],
)
def test_exit_codes(tmp_path: Path, text: str, arguments: list[str], code: int) -> None:
    (tmp_path / "compose.yaml").write_text(text)
    done = program(tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert (code == 2) == bool(done.stderr)


def test_what_a_plain_check_imports(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(CLEAN)
    script = (
        "import sys; from composelint.cli.main import main; code = main(['check', 'compose.yaml'])"
        "; print(code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    code, *modules = done.stderr.split()
    assert code == "0"
    # Some installations bring modules into every program (site, .pth files).
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    brought = set(modules) - set(bare.stdout.split())
    assert sorted(FORBIDDEN & brought) == []
    assert "yaml" in modules


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    services = "".join(f"  s{n}:\n    imag: x\n" for n in range(3000))
    (tmp_path / "compose.yaml").write_text("services:\n" + services)
    command = [sys.executable, "-m", "composelint", "check", "compose.yaml"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["check"], ["rules"], ["check", "--help"], ["--version"], ["explain", "CL301"]]
)
def test_output_that_cannot_be_written(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "compose.yaml").write_text(BROKEN)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "composelint", *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    said = "composelint: standard output cannot be written: no space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell of POSIX")
@pytest.mark.parametrize(
    ("closed", "code", "said"),
    [("0<&-", 1, "CL011"), ("1>&-", 1, ""), ("2>&-", 1, "CL011"), ("0<&- 1>&- 2>&-", 1, "")],
)
def test_streams_that_are_closed(tmp_path: Path, closed: str, code: int, said: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m composelint check - {closed}', sys.executable],
        cwd=tmp_path,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert said in done.stdout


def test_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "composelint", "check", "-"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests that run in the background were started with it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        time.sleep(1.5)  # it waits for standard input by now
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (out, err) == (b"", b"")
    assert process.returncode == 130


def test_an_encoding_that_lacks_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    (tmp_path / "compose.yaml").write_text("services:\n  wéb:\n    imag: x\n", encoding="utf-8")
    done = program(tmp_path, "check", "compose.yaml")
    assert done.returncode == 1
    assert "w\\xe9b" in done.stdout
    assert done.stderr == ""


def test_names_that_are_no_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xff\n"
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("this file system has no such names")
    with open(folder + b"/compose.yaml", "wb") as file:
        file.write(BROKEN.encode())
    for form in ("text", "concise", "json"):
        done = program(tmp_path, "check", ".", "--format", form)
        assert done.returncode == 1, done.stderr
        assert done.stderr == ""
    assert json.loads(done.stdout)["findings"]


def test_standard_input_of_a_process(tmp_path: Path) -> None:
    done = program(tmp_path, "check", "-f", "-", "--format", "concise", input=BROKEN)
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>:")


def test_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour by itself, and lines no wider than the terminal."""
    pty = pytest.importorskip("pty")
    termios = pytest.importorskip("termios")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    long = "a" * 300
    (tmp_path / "compose.yaml").write_text(f"services:\n  web:\n    imag: {long}\n")
    ours, theirs = pty.openpty()
    if hasattr(termios, "tcsetwinsize"):  # Python 3.11
        termios.tcsetwinsize(theirs, (24, 70))
    command = [sys.executable, "-m", "composelint", "check", "compose.yaml"]
    # Given in full: a readline in this process may have set COLUMNS behind Python's back.
    with subprocess.Popen(
        command, cwd=tmp_path, env=dict(os.environ), stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # what Linux says at the end of a terminal
                break
            if not part:
                break
            shown += part
    os.close(ours)
    assert process.returncode == 1
    assert shown.startswith(b"\x1b[1;31merror[")
    assert b"Checking" not in shown  # it took no second
    if hasattr(termios, "tcsetwinsize"):
        lines = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()
        excerpt = [line for line in lines if line.startswith(("3 |", "  |"))]
        assert max(map(len, excerpt)) == 70
