"""What is external and not there: CL214.

Docker Compose asks for what services use, also those of no containers, before it does anything
(seen with 5.6.1); `network_mode` names networks too, and only the start of the container fails.
"""

from __future__ import annotations

from ...checks.external import externals
from ...finding import Problem, Report
from .outlook import Outlook

_RULE = "missing-external"
_MODES = ("bridge", "default", "host", "none", "nat", "")


def missing(outlook: Outlook, report: Report) -> None:
    desired = outlook.desired
    used = {"networks": desired.networks, "volumes": desired.volumes}
    for external in externals(desired.project):
        if external.key not in used.get(external.section, ()):
            continue
        if outlook.state.has(external.section, external.name) is False:
            fields = {"kind": external.section[:-1], "name": external.name}
            report(Problem(_RULE, external.span, external.path, "", fields))
    own = {entry.get("name") for entry in desired.networks.values()}
    for name, service in outlook.services_started():
        mode = str(service.get("network_mode", ""))
        if (
            mode in _MODES
            or mode in own
            or ":" in mode
            or outlook.state.has("networks", mode) is not False
        ):
            continue
        path = ("services", name, "network_mode")
        report(outlook.problem(_RULE, "", path, kind="network", name=mode))
