"""The script as text for a POSIX shell."""

from __future__ import annotations

from .quoting import command
from .records import Note, Script, Section, Step

#: Functions that steps call, put at the top where one does.
_HELPERS = {
    "healthy": """\
# Waits until a container is healthy; fails where it will not be.
healthy() {
  state='{{.State.Status}} {{with .State.Health}}{{.Status}}{{end}}'
  while :; do
    case $(docker inspect --format "$state" "$1") in
      exited*) break ;;
      *' healthy') return 0 ;;
      *' starting') sleep 1 ;;
      *) break ;;
    esac
  done
  echo "$1 is not healthy" >&2
  return 1
}
""",
    "completed": """\
# Waits until a container has ended; fails where it did not end well.
completed() {
  test "$(docker wait "$1")" = 0 || { echo "$1 has failed" >&2; return 1; }
}
""",
    "put": """\
# Puts a text into a container as a file: text, container, path, mode, owner, group.
put() {
  folder=$(mktemp -d)
  mkdir -p "$folder/${3%/*}"
  printf %s "$1" > "$folder$3"
  chmod "$4" "$folder$3"
  tar -C "$folder" --numeric-owner --owner="$5" --group="$6" -cf - "./${3#/}" |
    docker cp --archive - "$2:/"
  rm -rf "$folder"
}
""",
}


def render(script: Script) -> str:
    """The text, with a comment above each part, and what is not covered where it belongs."""
    lines = ["#!/bin/sh", f"# {_comment(script.project)}: its containers by plain docker commands"]
    lines += [f"# {_comment(told(note))}" for note in script.notes if note.service is None]
    lines += ["set -e", ""]
    lines += functions(script).values()
    for section in script.sections:
        lines += [f"# {_comment(section.title)}", *_notes(section, script.notes)]
        lines += [*map(text_of, section.steps), ""]
    return "\n".join(lines)


def functions(script: Script) -> dict[str, str]:
    """The functions that its steps call, by name."""
    used = {step.helper for step in script.steps}
    return {name: text for name, text in _HELPERS.items() if name in used}


def text_of(step: Step) -> str:
    return step.shell or command(step.parts)


def _notes(section: Section, notes: tuple[Note, ...]) -> list[str]:
    about = [note for note in notes if note.service is not None and note.service == section.service]
    return [f"# {_comment(told(note))}" for note in about]


def told(note: Note) -> str:
    """A note in one line: `not covered: develop: docker has no watch`."""
    return f"{note.kind}: {note.field}: {note.reason}"


def _comment(text: str) -> str:
    """A text that stays in its line."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
