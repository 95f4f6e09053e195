"""How a stack names and labels what it makes (seen with the Docker CLI 28.2.2)."""

from __future__ import annotations

#: The stack that a service, network, secret or config belongs to.
NAMESPACE = "com.docker.stack.namespace"
#: The image as the file has it: the service's own may have a digest behind it.
IMAGE = "com.docker.stack.image"

#: Networks that every node has, and that no stack makes.
PREDEFINED = frozenset(("bridge", "default", "host", "none"))


def scoped(stack: str, key: str) -> str:
    """The name of a thing that has none of its own in the file."""
    return f"{stack}_{key}"


def is_user_defined(network: str) -> bool:
    return network not in PREDEFINED and not network.startswith("container:")
