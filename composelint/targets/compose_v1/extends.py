"""`extends` of Docker Compose 1.29.2: after all files are merged, and not for every service.

A service with links, volumes_from or depends_on, or with the network of another one, cannot be
extended. Without `file`, the service is looked for in the first file as it stands by itself. A file
that is extended is held against the schema as a whole.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from ...finding import Problem
from ...loading.extends import Extended
from ...loading.merge import EXTENDS
from ...loading.paths import clean, resolve
from ...node import UNKNOWN, Mapping, Node, Path, Scalar
from .merge import merge_services
from .read import FORMAT_1, read

if TYPE_CHECKING:
    from ...loading.load import Loader

#: What a service that others extend must not have.
_PRIVATE = ("links", "volumes_from", "depends_on")


class _Reference(NamedTuple):
    service: Scalar
    file: Scalar | None


def apply_extends(loader: Loader, root: Mapping) -> Mapping:
    """The merged project with every `extends` carried out."""
    services = root.get("services")
    texts = (source.text for source in loader.project.sources.values())
    if type(services) is not Mapping or not any("extends" in text for text in texts):
        return root
    first = loader.project.stages[0]
    extender = _Extender(loader, first)
    entries = {
        name: (key, extender.resolve(name, node, first.source.path, ()))
        for name, (key, node) in services.entries.items()
    }
    resolved = Mapping(services.source, services.start, services.end, services.tag, entries)
    resolved.history = services.history
    result = Mapping(root.source, root.start, root.end, root.tag, dict(root.entries))
    result.history = root.history
    result.entries["services"] = (root.entries["services"][0], resolved)
    return result


class _Extender:
    """Carries `extends` out; `files` are those read for it, None for one that is not there."""

    def __init__(self, loader: Loader, first: Mapping) -> None:
        self.loader = loader
        self.files: dict[str, Mapping | None] = {first.source.path: first}

    def resolve(
        self, name: str, service: Node, file: str, seen: tuple[tuple[str, str], ...]
    ) -> Node:
        """A service of a file, with all that it extends laid under it."""
        if type(service) is not Mapping or "extends" not in service.entries:
            return service
        path = ("services", name, "extends")
        key, node = service.entries["extends"]
        plain = Mapping(service.source, service.start, service.end, service.tag, {})
        plain.entries = {k: v for k, v in service.entries.items() if k != "extends"}
        plain.history = service.history
        if (file, name) in seen:
            self._circle((*seen, (file, name)), key, path)
            return plain
        reference = _reference(node)
        if reference is None:
            return plain
        base, where = self._find(reference, service, file, path)
        if base is None:
            return plain
        wanted = reference.service.text
        base = self.resolve(wanted, base, where, (*seen, (file, name)))
        if type(base) is not Mapping:
            return plain
        self._check_base(base, reference, path)
        way = self.loader.way(EXTENDS, reference.service.span)
        merged = merge_services(
            base, plain, way, name, format_1=self.loader.project.format == FORMAT_1
        )
        merged.start, merged.end, merged.source = plain.start, plain.end, plain.source
        merged.origin = Extended(reference.service.span, wanted, where)
        return merged

    def _find(
        self, reference: _Reference, service: Mapping, file: str, path: Path
    ) -> tuple[Node | None, str]:
        """The service that is extended, and the file that it is in."""
        written = reference.file
        if written is not None:
            if UNKNOWN in written.text:
                self.loader.project.fragment = not self.loader.project.exact
                return None, file
            directory = service.source.directory
            home = service.source.environment.get("HOME")
            file = clean(resolve(directory, written.text, home))
        if file not in self.files:
            self.files[file] = self._read(file, written or reference.service, path)
        root = self.files[file]
        if root is None:
            return None, file
        services = root.get("services")
        entry = services.entries.get(reference.service.text) if type(services) is Mapping else None
        if entry is not None:
            return entry[1], file
        if reference.service.known:
            self._unknown(reference, services, file, path)
        return None, file

    def _read(self, file: str, at: Scalar, path: Path) -> Mapping | None:
        loader = self.loader
        try:
            source = loader.source(file)
        except OSError as error:
            fields = {"path": at.text, "reason": error.strerror or str(error)}
            loader.report(Problem("missing-file", at.span, path, "extends", fields, refused=True))
            return None
        if source is None:
            return None
        environment = loader.project.environment
        documents = loader.documents(source, posixpath.dirname(file), environment)
        for document in loader.chosen(documents):
            if type(document) is Mapping:
                root = read(loader, document)
                loader.project.stages.append(root)
                return root
            loader.not_a_mapping(document)
        return None

    def _check_base(self, base: Mapping, reference: _Reference, path: Path) -> None:
        at = reference.service
        for name in _PRIVATE:
            if name in base.entries:
                self._private(at, name, path)
        for name, prefix in (("net", "container:"), ("network_mode", "service:")):
            mode = base.get(name)
            if type(mode) is Scalar and mode.text.startswith(prefix) and mode.text != prefix:
                self._private(at, f"{name}: {prefix[:-1]}", path)

    def _private(self, at: Scalar, name: str, path: Path) -> None:
        fields = {"service": at.text, "name": name, "release": "2.0"}
        self.loader.report(
            Problem("needs-newer-release", at.span, path, "extends", fields, refused=True)
        )

    def _unknown(self, reference: _Reference, services: Node | None, file: str, path: Path) -> None:
        known = list(services.entries) if type(services) is Mapping else []
        fields = {"service": reference.service.text, "by": path[1], "known": known, "file": file}
        variant = "extends"
        if reference.file is not None:
            variant = "extends-file" if known else "extends-no-services"
            fields["file"] = reference.file.text
        self.loader.report(
            Problem(
                "undefined-service", reference.service.span, path, variant, fields, refused=True
            )
        )

    def _circle(self, steps: tuple[tuple[str, str], ...], key: Scalar, path: Path) -> None:
        begin = steps.index(steps[-1])
        fields = {"way": " → ".join(service for _, service in steps[begin:])}
        self.loader.report(
            Problem("circular-include", key.span, path, "extends", fields, refused=True)
        )


def _reference(node: Node) -> _Reference | None:
    """What `extends` names; None where it is written wrong, which the schema tells."""
    if type(node) is Scalar and type(node.value) is str:
        return _Reference(node, None)
    if type(node) is not Mapping:
        return None
    service, file = node.get("service"), node.get("file")
    if type(service) is not Scalar or type(service.value) is not str:
        return None
    if file is None:
        return _Reference(service, None)
    if type(file) is Scalar and type(file.value) is str:
        return _Reference(service, file)
    return None
