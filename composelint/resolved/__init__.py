"""The resolved project: the values that `docker-compose config --format json` prints.

Everything in canonical form, defaults and implicit networks and dependencies filled in, unused
networks and volumes left out. Proved against Docker Compose 5.6.1 (tests/test_config_parity.py).
"""

from .project import model, resolved, used_networks, used_volumes

__all__ = ["model", "resolved", "used_networks", "used_volumes"]
