"""The architecture of projects as one graph, of which diagrams, pages and plans are views."""

from __future__ import annotations

from .build import graph_of
from .records import Edge, Graph, Node

__all__ = ["Edge", "Graph", "Node", "graph_of"]
