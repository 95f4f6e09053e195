"""Observing an engine: only ever by GET and HEAD.

    endpoint_asked(…) -> Endpoint       which engine is meant, as the docker CLI finds it
    observe(endpoint, …) -> State       what it has
    saved(state, …) -> str              the same as a file, its secrets masked

All of them raise CannotLook, in words for people, and nothing else of their own.
"""
