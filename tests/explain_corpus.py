"""Merged projects of the corpus, and what happens to `config` when one place in them is edited.

What explain says is held against the real Docker Compose: the text at the place that it names is
edited, and the values that `config` then prints differently are those for which explain names
that place.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpus
from support import oracle

from composelint.loading.load import LoadOptions, load_project
from composelint.node import Path as NodePath
from composelint.provenance import Explainer, Provenance, model_of
from composelint.source import Span

#: What a file must hold to be tried by itself: ways for a value to come from elsewhere.
_WAYS = re.compile(r"^\s*(extends|include|env_file|label_file|<<):|: \*\w|- \*\w", re.MULTILINE)

#: Of two files of one folder the second is laid over the first; so many are tried of each folder.
_OVERLAYS = 3

Model = dict[NodePath, Any]


class Made(NamedTuple):
    """A project: its folder, and its Compose files in order."""

    name: str
    folder: Path
    files: tuple[str, ...]

    def options(self) -> LoadOptions:
        return LoadOptions(
            files=tuple(os.path.normpath(self.folder / file) for file in self.files),
            directory=str(self.folder),
            exact=True,
            environment=corpus.ENVIRONMENT,
        )


def projects(scratch: Path) -> Iterator[Made]:
    """The projects, each copied to a folder of its own."""
    folders: dict[tuple[str, str], list[corpus.Row]] = defaultdict(list)
    for row in corpus.rows():
        if row["source_class"] in corpus.REAL:
            folders[row["repo"], os.path.dirname(row["path"])].append(row)
    for rows in folders.values():
        for row in rows:
            if row["oracle_exit"] == 0 and _worth(row):
                yield _copy(scratch, [row])
        yield from _overlays(scratch, rows)


def _worth(row: corpus.Row) -> bool:
    folder = corpus.folder() / row["id"]
    entry = folder / row["entry"]
    text = entry.read_text(encoding="utf-8", errors="replace")
    return bool(_WAYS.search(text)) or ("${" in text and (entry.parent / ".env").exists())


def _overlays(scratch: Path, rows: list[corpus.Row]) -> Iterator[Made]:
    """A file of a folder with another of the same folder laid over it."""
    base = next((row for row in rows if row["oracle_exit"] == 0), None)
    if base is None:
        return
    others = [row for row in rows if row["entry"] != base["entry"]]
    for other in others[:_OVERLAYS]:
        yield _copy(scratch, [base, other])


def _copy(scratch: Path, rows: list[corpus.Row]) -> Made:
    name = "-".join(row["id"] for row in rows)
    folder = scratch / name
    for row in reversed(rows):
        shutil.copytree(corpus.folder() / row["id"], folder, dirs_exist_ok=True)
    return Made(name, folder, tuple(row["entry"] for row in rows))


def lay_spare(made: Made, every: dict[NodePath, Provenance]) -> None:
    """A file to be laid over the project, so that an edit can name a volume or service that is
    there, and so that what only an edited value names is still used, and printed."""
    names: dict[str, list[str]] = {
        section: sorted({str(path[1]) for path in every if path[0] == section and path[1:]})
        for section in ("networks", "volumes", "secrets", "configs")
    }
    service: dict[str, Any] = {"image": "spare", "networks": ["spare", *names["networks"]]}
    service["volumes"] = [f"{name}:/spare/{name}" for name in ("spare", *names["volumes"])]
    for section in ("secrets", "configs"):
        service[section] = ["spare", *names[section]]
    document = {
        "services": {"spare": service},
        "networks": {"spare": {"name": "spare"}},
        "volumes": {"spare": {"name": "spare"}},
        "secrets": {"spare": {"name": "spare", "environment": "SPARE"}},
        "configs": {"spare": {"name": "spare", "content": "spare"}},
    }
    _spare(made).write_text(json.dumps(document))


def _spare(made: Made) -> Path:
    return made.folder.parent / f"{made.name}.spare.yaml"


def config(made: Made) -> Model | None:
    """The values that the oracle prints, by path; None where it refuses the project."""
    binary = oracle()
    assert binary is not None
    spare = _spare(made)
    files = [word for file in (*made.files, str(spare)) for word in ("-f", file)]
    done = subprocess.run(
        [binary, *files, "config", "--format", "json"],
        cwd=made.folder,
        env=corpus.ENVIRONMENT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    return None if done.returncode else dict(leaves(json.loads(done.stdout)))


def leaves(value: Any, path: NodePath = ()) -> Iterator[tuple[NodePath, Any]]:
    """The single values of a model; an empty mapping or list is one."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from leaves(item, (*path, name))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def explained(made: Made) -> dict[NodePath, Provenance] | None:
    """Where every single value of a project comes from; None where it is refused."""
    project = load_project(made.options(), corpus.read)
    model = model_of(project)
    if model is None:
        return None
    explainer = Explainer(project, model)
    return {path: explainer.of(path) for path, _ in leaves(model)}


def places(found: Provenance) -> list[Span]:
    """All that explain names as what the value is made of: its place, its variables' places, and
    for what Docker Compose itself brings that to which it does so."""
    spans = [found.span, *(use.span for use in found.uses)]
    spans += [step.span for step in found.steps if step.kind == "default"]
    return [span for span in spans if span is not None]


def touches(found: Provenance, span: Span) -> bool:
    """Whether explain names a place, or one that it is a part of, for a value."""
    return any(
        place.source.path == span.source.path and place.start < span.end and span.start < place.end
        for place in places(found)
    )


class Outcome(NamedTuple):
    """What an edit did: `why` is "" where only what explain names changed."""

    why: str
    edit: str = ""
    changed: tuple[NodePath, ...] = ()


def outcome(
    made: Made, path: NodePath, spans: list[Span], every: dict[NodePath, Provenance]
) -> Outcome:
    """Edits the text of the spans, all in the same way, until the oracle takes it and the value
    changes. Of a place that is no more than a part of a text, not every edit need do so; but none
    may change what explain does not name the place for."""
    lay_spare(made, every)
    before = config(made)
    if before is None:
        return Outcome("the oracle refuses the project")
    written = {span.source.path: Path(span.source.path).read_bytes() for span in spans}
    try:
        for span in spans:
            _make_twin(made.folder, span.text)
        for texts in zip(*(edits(span.text) for span in spans), strict=False):
            for file in written:
                here = [(s, t) for s, t in zip(spans, texts, strict=True) if s.source.path == file]
                Path(file).write_bytes(_edited(written[file], here))
            after = config(made)
            if after is None or after == before:
                continue
            changed = tuple(sorted(differences(before, after), key=str))
            why = _others(spans, texts, changed, every)
            if why or path in changed:
                return Outcome(why, texts[0], changed)
    finally:
        for file, data in written.items():
            Path(file).write_bytes(data)
    return Outcome("no edit that the oracle takes changes the value")


def _make_twin(folder: Path, text: str) -> None:
    """A copy of the folder that a value names, so that an edited name is one too; only of folders
    inside the project's own, which is a scratch copy."""
    path = folder / text
    if len(text) > 200 or "\n" in text or ".." in path.parts:
        return
    inside = folder.resolve() in path.resolve().parents
    if inside and path.is_dir():
        shutil.copytree(path, path.with_name(f"{path.name}z"), dirs_exist_ok=True)


def _edited(written: bytes, changes: list[tuple[Span, str]]) -> bytes:
    mark = b"\xef\xbb\xbf" if written.startswith(b"\xef\xbb\xbf") else b""
    text = changes[0][0].source.text
    for span, other in sorted(changes, key=lambda change: -change[0].start):
        text = text[: span.start] + other + text[span.end :]
    return mark + text.encode()


def differences(before: Model, after: Model) -> set[NodePath]:
    nothing = object()
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path, nothing) != after.get(path, nothing)
    }


def _others(
    spans: list[Span],
    texts: tuple[str, ...],
    changed: tuple[NodePath, ...],
    every: dict[NodePath, Provenance],
) -> str:
    """What changed though explain does not name the place for it. What the edited text is in the
    name of (a network that a service is on) moves with it, and a mapping that has nothing left
    is printed as an empty one."""
    pairs = [(_inner(span.text)[1], _inner(t)[1]) for span, t in zip(spans, texts, strict=True)]
    named = {other for other, found in every.items() if any(touches(found, span) for span in spans)}
    others = [
        path
        for path in changed
        if path not in named
        and not (path not in every and _renamed(path, pairs) in named)
        and not any(other[: len(path)] == path for other in named)
    ]
    return f"others changed too: {others[:3]}" if others else ""


def _renamed(path: NodePath, pairs: list[tuple[str, str]]) -> NodePath:
    """What a path was before an edit."""
    steps = list(path)
    for old, new in pairs:
        steps = [step.replace(new, old) if isinstance(step, str) else step for step in steps]
    return tuple(steps)


_SWAPS = {
    "always": "unless-stopped",
    "unless-stopped": "always",
    "on-failure": "always",
    "no": "always",
    "true": "false",
    "false": "true",
    "True": "false",
    "yes": "no",
    "on": "off",
    "tcp": "sctp",
    "udp": "sctp",
    "CMD": "CMD-SHELL",
    "CMD-SHELL": "CMD",
    "ro": "rw",
    "rw": "ro",
    "z": "Z",
    "Z": "z",
    "host": "bridge",
    "bridge": "host",
    "ingress": "host",
    "service_started": "service_healthy",
    "service_healthy": "service_started",
    "service_completed_successfully": "service_started",
    "bind": "volume",
    "replicated": "global",
    "global": "replicated",
    "start-first": "stop-first",
    "stop-first": "start-first",
    "rebuild": "sync",
    "sync": "rebuild",
    "restart": "rebuild",
    "missing": "always",
    "vip": "dnsrr",
}


#: So much is added to a number first: one more would often be what another item of a list is.
_FAR = 1007


def edits(written: str) -> Iterator[str]:
    """Other texts for a value, from the likeliest to be valid: one is another word of its kind,
    those with another number, those with a letter more."""
    begin, inner, end = _inner(written)
    if inner in _SWAPS:
        yield begin + _SWAPS[inner] + end
    if inner.endswith((",ro", ",rw")):
        yield begin + inner[:-2] + _SWAPS[inner[-2:]] + end
    numbers = list(re.finditer(r"[0-9]+", inner))
    if numbers and not re.fullmatch(r"\S*[A-Za-z]{3}\S*", inner):
        for more in (_FAR, 1):
            for number in (numbers[-1], numbers[0]):
                yield begin + _with(inner, number, str(int(number[0]) + more)) + end
    yield begin + inner + "z" + end
    words = list(re.finditer(r"[A-Za-z]{2,}", inner))
    for word in reversed(words):
        yield begin + _with(inner, word, word[0] + "z") + end
    for number in reversed(numbers):
        yield begin + _with(inner, number, str(int(number[0]) + 1)) + end
    yield begin + "zz" + end
    yield begin + "7" + end
    for other in ("true", "spare", "never", "always"):
        yield begin + other + end


def _with(text: str, found: re.Match[str], other: str) -> str:
    return text[: found.start()] + other + text[found.end() :]


def _inner(written: str) -> tuple[str, str, str]:
    """An anchor, a tag and an opening quote; the text; a closing quote."""
    lead = re.match(r"(?:[&!][^\s]*\s+)*(?:[|>][^\n]*\n\s*)?[\"']?", written)
    assert lead is not None
    begin = lead[0]
    rest = written[len(begin) :]
    quote = begin[-1:]
    if quote in ('"', "'") and rest.endswith(quote):
        return begin, rest[:-1], quote
    stripped = rest.rstrip()
    return begin, stripped, rest[len(stripped) :]
