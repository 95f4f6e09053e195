"""Pictures of projects: a view of the graph, laid out and written in many formats."""
