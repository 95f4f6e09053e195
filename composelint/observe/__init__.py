"""Observing an engine: only ever by GET and HEAD."""
