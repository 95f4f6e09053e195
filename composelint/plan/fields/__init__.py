"""Which fields of a service, network or volume differ, and how.

`models.differences(before, now)` compares two entries of canonical projects,
`container.differences` a container as the engine keeps it with the service that it should be, and
`resources` networks and volumes likewise. All give `Change`s; none makes words of them.
"""
