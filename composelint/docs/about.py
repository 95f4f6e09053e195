"""What the project is: its own words for it, and what the page was made of."""

from __future__ import annotations

from . import markdown as md
from .subject import Subject, written

#: What stands below every page, so that nobody mends it by hand.
_MADE = "Made by `composelint docs` from {files}; change those, and make it anew."


def section(subject: Subject) -> list[str]:
    said = purpose(subject)
    files = md.listed([subject.file(path) for path in subject.project.files])
    made = _MADE.format(files=files)
    return [*([md.text(said)] if said else []), f"<sub>{made}</sub>", *_counts(subject)]


def purpose(subject: Subject) -> str:
    """`x-description`, or else what the first file says of itself before anything else."""
    project = subject.project
    said = written(project.root.get("x-description"))
    source = project.sources.get(project.files[0])
    return said or ("" if source is None else subject.remarks(source).head())


def _counts(subject: Subject) -> list[str]:
    """In one line what there is; where there are no services, that."""
    services = sum(section == "services" for section, *_ in subject.runners)
    if not services and not subject.runners:
        return ["There are no services in it."]
    return []
