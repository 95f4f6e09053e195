"""What tells that two findings of different runs are the same one.

A fingerprint is made of what a finding is about, not of where it stands: the rule, the file, the
path in the document without the numbers of list items, and what the message was made of. So it
stays the same when lines are put above, when the file is formatted anew, when an item comes before
this one, and when the words of the rule are bettered.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..finding import Finding
from ..rule import show
from .places import uri

#: The name of this way to make them; another way gets another name.
SCHEME = "composelint/v1"

#: Fields that tell where something stands.
_PLACES = frozenset(("line", "column"))
_BYTES = 16


def fingerprints(findings: Iterable[Finding], root: str) -> list[str]:
    """One for each finding, in order. Those that are alike are numbered as they come."""
    seen: dict[str, int] = {}
    made = []
    for finding in findings:
        digest = _digest(finding, root)
        number = seen[digest] = seen.get(digest, 0) + 1
        made.append(f"{digest}:{number}")
    return made


def _digest(finding: Finding, root: str) -> str:
    from hashlib import blake2b

    fields = [
        f"{name}={show(value)}"
        for name, value in sorted(finding.fields.items())
        if name not in _PLACES
    ]
    path = ["[]" if isinstance(step, int) else step for step in finding.path]
    parts = [finding.id, uri(finding.span.source.path, root), *path, "", finding.variant, *fields]
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()
