"""The options of `docker create` and `docker run`, a module for each group of them.

A module has a table: the attribute of the service -> the function that makes options of it. An
attribute is in one table only, so nothing is said twice; `attributes` puts them together.
"""
