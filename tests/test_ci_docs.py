"""The action, the hook and docs/ci.md: valid by the schemas of those who read them, and tried."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from outside import vendored
from support import ROOT

from composelint.cli.check import _parser
from composelint.discover import COMPOSE_NAME
from composelint.report.sarif import MOST_RESULTS

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = ROOT / "action.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
BASH = shutil.which("bash")

CONFLICT = """\
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
  api:
    image: acme/api:1.0
    ports: ["8080:3000"]
"""


class _Loader(yaml.SafeLoader):
    """Reads `on` as the word that it is in YAML 1.2, and to GitHub."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def load(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def named(name: str) -> list[Any]:
    """The YAML examples of a file."""
    return [load(block) for block in blocks("yaml") if block.startswith(f"# {name}\n")]


def valid(document: Any, schema: str) -> None:
    rules = vendored(schema)
    jsonschema.validators.validator_for(rules)(rules).validate(document)


def test_every_example_of_the_page_is_known_to_these_tests() -> None:
    known = (".github/workflows/compose.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml")
    assert len(blocks("yaml")) == sum(len(named(name)) for name in known) == 5
    assert re.findall(r"^```(\w+)", PAGE, re.MULTILINE).count("yaml") == 5


def test_workflows() -> None:
    workflows = named(".github/workflows/compose.yml")
    assert len(workflows) == 3
    inputs = load(ACTION.read_text(encoding="utf-8"))["inputs"]
    for workflow in workflows:
        valid(workflow, "github-workflows")
        for step in workflow["jobs"]["compose"]["steps"]:
            if step.get("uses", "").startswith("OWNER/composelint@"):
                assert step.get("with", {}).keys() <= inputs.keys()
    with pytest.raises(jsonschema.ValidationError):
        valid({**workflows[0], "jobs": {"compose": {"steps": [{"use": "x"}]}}}, "github-workflows")


def test_gitlab() -> None:
    (pipeline,) = named(".gitlab-ci.yml")
    valid(pipeline, "gitlab-ci")


def test_the_table_of_inputs_is_that_of_the_action() -> None:
    section = PAGE.partition("## GitHub Actions")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*?)\|", section, re.MULTILINE)
    table = {name: default.strip() for name, default in rows}
    inputs = load(ACTION.read_text(encoding="utf-8"))["inputs"]
    assert list(inputs) == list(table)
    for name, settings in inputs.items():
        default = str(settings["default"])
        if default:
            assert table[name] == f"`{default.lower()}`", name


def commands() -> list[str]:
    """Every call of `composelint check` on the page and in its examples."""
    found = []
    for line in "\n".join(blocks("sh") + blocks("yaml")).splitlines():
        found += re.findall(r"composelint (check .*?)(?: \|\| .*)?$", line)
    return found


def test_the_commands_are_ones_that_there_are() -> None:
    assert len(commands()) == 5
    for command in commands():
        options, paths = _parser().read(shlex.split(command)[1:])
        assert paths == ["."], command
        assert options.format in ("text", "concise", "github", "sarif")
    mentioned = set(re.findall(r"`(--[a-z-]+)", PAGE))
    known = {
        name for _, actions in _parser().sections for a in actions for name in a.option_strings
    }
    assert mentioned <= known


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_scripts_are_shell() -> None:
    for script in (*blocks("sh"), *scripts().values()):
        done = subprocess.run([str(BASH), "-n"], input=script, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), script


@pytest.mark.parametrize("name", ["ci.md", "api.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]*)\)", page):
        assert (ROOT / "docs" / link).is_file(), link


def test_figures_on_the_page() -> None:
    assert f"at most {MOST_RESULTS:,} results" in PAGE


# The action


def scripts() -> dict[str, str]:
    steps = load(ACTION.read_text(encoding="utf-8"))["runs"]["steps"]
    return {step["id"]: step["run"] for step in steps if "run" in step}


def test_the_action_is_valid() -> None:
    valid(load(ACTION.read_text(encoding="utf-8")), "github-actions")


def test_no_input_becomes_part_of_a_script() -> None:
    for script in scripts().values():
        assert "${{" not in script


class Step:
    """The script of the action's step `check`, run as GitHub would run it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temp = folder.parent / "temp"
        self.temp.mkdir(exist_ok=True)
        program = self.temp / "composelint"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m composelint "$@"\n')
        program.chmod(0o755)
        self.program = str(program)

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        steps = load(ACTION.read_text(encoding="utf-8"))
        (step,) = (each for each in steps["runs"]["steps"] if each.get("id") == "check")
        values = {name: str(each["default"]) for name, each in steps["inputs"].items()}
        values["upload-sarif"] = "false"
        values |= {name.replace("_", "-"): value for name, value in inputs.items()}
        environment = {
            name: self.program if "steps." in given else values[given[len("${{ inputs.") : -3]]
            for name, given in step["env"].items()
        }
        self.output = self.temp / "output"
        self.output.write_text("")
        return subprocess.run(
            [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("GITHUB_")},
                **environment,
                "PYTHONPATH": str(ROOT),
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_WORKSPACE": str(self.folder),
            },
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def step(tmp_path: Path) -> Step:
    if BASH is None:
        pytest.skip("there is no bash here")
    folder = tmp_path / "work space"
    (folder / "a b").mkdir(parents=True)
    (folder / "a b" / "compose.yaml").write_text(CONFLICT)
    (folder / "compose.yaml").write_text("services:\n  web:\n    image: nginx:${TAGG}\n")
    return Step(folder)


def test_the_action_finds(step: Step) -> None:
    done = step.run()
    assert done.returncode == 1, done.stderr
    assert "::error file=a b/compose.yaml,line=7," in done.stdout
    assert step.output.read_text() == ""
    assert step.run(paths="compose.yaml").returncode == 0
    assert step.run(paths="\ncompose.yaml\na b\n\n").returncode == 1
    assert step.run(args="--ignore\nCL301").returncode == 0
    assert step.run(fail_on="nonsense").returncode == 2


def test_the_action_writes_sarif(step: Step) -> None:
    done = step.run(upload_sarif="true")
    assert (done.returncode, done.stderr) == (1, "")
    name, _, path = step.output.read_text().strip().partition("=")
    assert (name, path) == ("sarif-file", f"{step.temp}/composelint.sarif")
    (run,) = json.loads(Path(path).read_text())["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["CL301"]
    assert step.run(sarif_file="out.sarif", paths="compose.yaml").returncode == 0
    assert step.output.read_text() == f"sarif-file={step.folder}/out.sarif\n"
    assert step.run(sarif_file="out.sarif", paths="missing.yaml").returncode == 2
    assert step.output.read_text() == ""


@pytest.mark.parametrize("name", ["paths", "args", "fail_on", "sarif_file"])
@pytest.mark.parametrize(
    "value", ["$(touch pwned)", "; touch pwned", "`touch pwned`", "'; touch pwned; '", "*"]
)
def test_nothing_in_an_input_is_run(step: Step, name: str, value: str) -> None:
    before = set(os.listdir(step.folder))
    step.run(**{name: value})
    after = set(os.listdir(step.folder)) - before
    assert after <= {value}
    assert "pwned" not in after


# The hook


def test_the_hook_takes_the_files_that_a_folder_would() -> None:
    hook = load(HOOKS.read_text(encoding="utf-8"))[0]
    assert hook["files"] == f"(^|/){COMPOSE_NAME}$"
    assert hook["require_serial"] is True
    pattern = re.compile(hook["files"])
    for name in (
        *("compose.yaml", "a/docker-compose.yml", "compose.override.yaml", "stack.yml"),
        *("docker-compose-dev.yaml", "x/compose.prod.eu.yml", "docker-stack.yml"),
    ):
        assert pattern.search(name), name
    for name in ("mycompose.yaml", "compose.yaml.j2", "compose.json", "composer.yaml", "compose/x"):
        assert not pattern.search(name), name


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**clean, "PRE_COMMIT_HOME": str(folder.parent / "home"), "PRE_COMMIT_COLOR": "never"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_pre_commit_takes_manifest_and_example(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    config = folder / "config.yaml"
    (example,) = named(".pre-commit-config.yaml")
    config.write_text(yaml.safe_dump(example))
    for arguments in (("validate-manifest", str(HOOKS)), ("validate-config", str(config))):
        done = pre_commit(folder, *arguments)
        assert done.returncode == 0, done.stdout
    config.write_text(yaml.safe_dump({"repos": [{"repo": "x"}]}))
    assert pre_commit(folder, "validate-config", str(config)).returncode == 1


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_hook_in_a_repository(tmp_path: Path) -> None:
    """The real pre-commit installs what is committed here, and runs it: about nine seconds."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("pre-commit needs a repository to install from")
    folder = tmp_path / "scratch"
    deploy = folder / "deploy"
    deploy.mkdir(parents=True)
    base = 'services:\n  web:\n    image: nginx:1.27\n    ports: ["8080:80"]\n'
    over = 'services:\n  web:\n    labels: {a: b}\n  api:\n    image: b:1\n    ports: ["8080:8"]\n'
    (deploy / "compose.yaml").write_text(base)
    (deploy / "compose.override.yaml").write_text(over)
    (folder / "values.yaml").write_text("services: no Compose file\n")
    hook = {
        "repo": str(ROOT),
        "rev": git(ROOT, "rev-parse", "HEAD"),
        "hooks": [{"id": "composelint"}],
    }
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hook]}))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    found = pre_commit(folder, "run", "--all-files")
    if "No matching distribution" in found.stdout or "ConnectionError" in found.stdout:
        pytest.skip("pre-commit could not reach a package index")
    assert found.returncode == 1, found.stdout
    assert found.stdout.count("error[CL301]") == 1
    alone = pre_commit(folder, "run", "--files", "deploy/compose.override.yaml")
    assert "deploy/compose.override.yaml:6:13" in alone.stdout
    assert "deploy/compose.yaml:4:13" in alone.stdout
    others = pre_commit(folder, "run", "--files", "values.yaml")
    assert (others.returncode, "Skipped" in others.stdout) == (0, True)
    (deploy / "compose.override.yaml").write_text(over.replace("8080", "8081"))
    git(folder, "add", ".")
    assert pre_commit(folder, "run").returncode == 0
    page_hook(folder, hook)


def page_hook(folder: Path, hook: dict[str, Any]) -> None:
    """The hook for pages, in the same environment: it writes once, and then there is peace."""
    hook["hooks"] = [{"id": "composelint-docs", "args": ["--inject", "README.md", "deploy"]}]
    readme = folder / "README.md"
    readme.write_text("# A\n<!-- composelint:begin -->\n<!-- composelint:end -->\nend\n")
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hook]}))
    git(folder, "add", ".")
    wrote = pre_commit(folder, "run")
    assert wrote.returncode == 1, wrote.stdout
    assert "files were modified by this hook" in wrote.stdout
    assert "[`web`](deploy/compose.yaml#L2)" in readme.read_text(encoding="utf-8")
    git(folder, "add", ".")
    peace = pre_commit(folder, "run")
    assert peace.returncode == 0, peace.stdout
