"""Secrets and configs without a file, for services that are read_only: CL110.

Docker Compose copies their content into the container before it starts it, and refuses to where
the container's file system cannot be written to (seen with 5.6.1); what has a file is mounted.
"""

from __future__ import annotations

from ...finding import ERROR, Report
from .outlook import Outlook


def copied(outlook: Outlook, report: Report) -> None:
    """Report each grant of a service that is started which would have to be copied."""
    for name, service in outlook.services_started():
        if not service.get("read_only"):
            continue
        for section in ("secrets", "configs"):
            for index, grant in enumerate(service.get(section) or ()):
                key = grant.get("source")
                entry = outlook.desired.model.get(section, {}).get(key) or {}
                if not entry or "file" in entry or entry.get("external"):
                    continue
                path = ("services", name, section, index)
                fields = {"kind": section[:-1], "name": key, "user": name}
                problem = outlook.problem("conflicting-attributes", "read-only", path, **fields)
                report(problem._replace(severity=ERROR))
