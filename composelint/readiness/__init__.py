"""What waits for what when a project starts, whether it can come, and how long it may take.

`model.readiness(project)` is the whole model; the checks use its parts, and import no more than
those. Pure functions, no printing.
"""
