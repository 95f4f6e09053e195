"""`extends`: a service takes over what another one says, of this file or of another."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from ..finding import Problem, Related
from ..node import UNKNOWN, Mapping, Node, Scalar
from ..project import Bridge
from ..source import Span
from .forms import settled
from .merge import EXTENDS, OVERRIDE, merge, merge_files, without_resets
from .paths import clean, is_remote, resolve
from .unique import enforce_unique

if TYPE_CHECKING:
    from .load import Loader

Tracked = tuple[tuple[str, str], ...]
"""The (file, service) pairs that led here, to notice a circle."""


class Extended(NamedTuple):
    """The origin of a service that took over another: where `extends` stands, and what it names."""

    span: Span
    service: str
    file: str


class _Reference(NamedTuple):
    service: str
    file: str | None
    node: Node
    """What the reference is written as, for findings."""
    file_node: Scalar | None


def apply_extends(loader: Loader, root: Mapping, extending: Tracked) -> Mapping:
    """The document with every `extends` of its services and jobs carried out."""
    if "extends" not in root.source.text:
        return root
    entries = dict(root.entries)
    for section in ("services", "jobs"):
        services = root.get(section)
        if type(services) is not Mapping or not _any_extends(services):
            continue
        resolved = Mapping(
            services.source, services.start, services.end, services.tag, dict(services.entries)
        )
        resolver = _Resolver(loader, section, resolved, root.source.path)
        for name in services.entries:
            resolver.resolve(name, extending)
        entries[section] = (root.entries[section][0], resolved)
    result = Mapping(root.source, root.start, root.end, root.tag, entries)
    result.merged = root.merged
    return result


def _any_extends(services: Mapping) -> bool:
    return any(
        type(value) is Mapping and "extends" in value.entries for _, value in services.items()
    )


class _Resolver:
    """The services of one document; each is resolved in place, once.

    `main` is the file that all of it began with.
    """

    def __init__(self, loader: Loader, section: str, services: Mapping, main: str) -> None:
        self.loader = loader
        self.section = section
        self.services = services
        self.main = main

    def resolve(self, name: str, extending: Tracked) -> Node | None:
        entry = self.services.entries.get(name)
        if entry is None:
            return None
        key, service = entry
        if type(service) is not Mapping or "extends" not in service.entries:
            return service
        resolved = self._resolve(name, service, extending)
        self.services.entries[name] = (key, resolved)
        return resolved

    def _resolve(self, name: str, service: Mapping, extending: Tracked) -> Mapping:
        node = service.entries["extends"][1]
        plain = _without_extends(service)
        reference = self._reference(name, service, node)
        if reference is None:
            return plain
        source = service.source
        resolver: _Resolver | None = self
        # Docker Compose notes the first file here, and so takes services of one name in two files
        # that each extend another of their own file for a circle (seen with 5.6.1).
        file = self.main
        if reference.file is not None:
            resolver = self._other_file(name, reference, source.directory)
            file = clean(resolve(source.directory, reference.file))
        step = (file, name)
        if step in extending:
            self._circle((*extending, step), reference.node, name)
            return plain
        if resolver is None:
            return plain
        if reference.service not in resolver.services.entries:
            self._unknown(name, reference, resolver)
            return plain
        base = resolver.resolve(reference.service, (*extending, step))
        if type(base) is not Mapping:
            # A service that says nothing: Docker Compose leaves the extends standing.
            return service
        if "!reset" in base.source.text:
            cleaned = without_resets(base)
            assert type(cleaned) is Mapping
            base = cleaned
        way = self.loader.way(EXTENDS, reference.node.span)
        merged = merge(base, plain, way, (self.section, name))
        merged.start, merged.end, merged.source = plain.start, plain.end, plain.source
        base_file = base.source.path
        here = (self.section, name)
        there = (self.section, reference.service)
        files = (resolver.services.source.path,)
        self.loader.project.bridges.append(
            Bridge(EXTENDS, reference.node.span, here, source.path, there, files)
        )
        merged.origin = Extended(reference.node.span, reference.service, base_file)
        return merged

    def _reference(self, name: str, service: Mapping, node: Node) -> _Reference | None:
        path = (self.section, name, "extends")
        if type(node) is Mapping:
            wanted = node.get("service")
            if type(wanted) is not Scalar or type(wanted.value) is not str:
                span = service.entries["extends"][0].span
                self.loader.report(
                    Problem("missing-attribute", span, path, "extends-service", {}, refused=True)
                )
                return None
            file = node.get("file")
            if file is None or (type(file) is Scalar and file.value is None):
                return _Reference(wanted.text, None, wanted, None)
            if type(file) is not Scalar or type(file.value) is not str:
                fields = {"name": "file", "expected": "a string"}
                self.loader.report(
                    Problem(
                        "wrong-type", file.span, (*path, "file"), "extends", fields, refused=True
                    )
                )
                return None
            return _Reference(wanted.text, file.text, wanted, file)
        if type(node) is Scalar and type(node.value) is str:
            return _Reference(node.text, None, node, None)
        span = node.span if node.start < node.end else service.entries["extends"][0].span
        fields = {"name": "extends", "expected": "a service's name or a mapping"}
        self.loader.report(Problem("wrong-type", span, path, "extends", fields, refused=True))
        return None

    def _other_file(self, name: str, reference: _Reference, directory: str) -> _Resolver | None:
        """The services of the file that is named, read for this purpose."""
        loader = self.loader
        node = reference.file_node
        assert node is not None
        assert reference.file is not None
        if UNKNOWN in reference.file or is_remote(reference.file):
            loader.project.fragment = not loader.project.exact
            return None
        path = clean(resolve(directory, reference.file))
        found = loader.extended.get(path)
        if found is None:
            found = self._read(name, path, node)
            loader.extended[path] = found
        if found is None:
            return None
        services = found.get(self.section)
        if type(services) is not Mapping:
            fields = {"file": reference.file, "section": self.section}
            loader.report(
                Problem(
                    "undefined-service",
                    node.span,
                    (self.section, name, "extends"),
                    "extends-no-services",
                    fields,
                    refused=True,
                )
            )
            return None
        copy = Mapping(
            services.source, services.start, services.end, services.tag, dict(services.entries)
        )
        return _Resolver(loader, self.section, copy, self.main)

    def _read(self, name: str, path: str, node: Scalar) -> Mapping | None:
        loader = self.loader
        try:
            source = loader.source(path)
        except OSError as error:
            fields = {"path": node.text, "reason": error.strerror or str(error)}
            loader.report(
                Problem(
                    "missing-file",
                    node.span,
                    (self.section, name, "extends", "file"),
                    "extends",
                    fields,
                    refused=True,
                )
            )
            return None
        if source is None:
            return None
        merged: Mapping | None = None
        environment = self.services.source.environment
        for document in loader.documents(source, posixpath.dirname(path), environment):
            if type(document) is not Mapping:
                continue
            root = loader.interpolated(document)
            loader.project.documents.append(root)
            way = loader.way(OVERRIDE, None)
            merged = root if merged is None else merge_files(merged, root, way)
            enforce_unique(merged)
        return None if merged is None else settled(merged)

    def _unknown(self, name: str, reference: _Reference, resolver: _Resolver) -> None:
        fields = {
            "service": reference.service,
            "by": name,
            "file": reference.file or "",
            "known": list(resolver.services.entries),
        }
        variant = "extends" if reference.file is None else "extends-file"
        path = (self.section, name, "extends")
        self.loader.report(
            Problem("undefined-service", reference.node.span, path, variant, fields, refused=True)
        )

    def _circle(self, steps: Tracked, node: Node, name: str) -> None:
        begin = steps.index(steps[-1])
        way = " → ".join(service for _, service in steps[begin:])
        related: tuple[Related, ...] = ()
        path = (self.section, name, "extends")
        fields = {"way": way}
        self.loader.report(
            Problem(
                "circular-include",
                node.span,
                path,
                "extends",
                fields,
                refused=True,
                related=related,
            )
        )


def _without_extends(service: Mapping) -> Mapping:
    entries = dict(service.entries)
    del entries["extends"]
    result = Mapping(service.source, service.start, service.end, service.tag, entries)
    result.origin, result.merged, result.history = service.origin, service.merged, service.history
    return result
