"""Observing an engine: only ever by GET and HEAD.

    endpoint.endpoint_asked(…) -> Endpoint      which engine is meant, as the docker CLI finds it
    opened.opened(endpoint) -> Reader           what asks it, by the means that its address needs
    snapshot.observe(reader, wish) -> State     what it has
    saved.saved(state) -> str                   the same as a file, its secrets masked

All of them raise CannotLook, in words for people, and nothing else of their own.
"""
