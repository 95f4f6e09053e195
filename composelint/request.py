"""What is asked for: which Compose files, and what they are read with."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

from .errors import CannotLook
from .target import COMPOSE, Target

if TYPE_CHECKING:
    from .disk import Disk
    from .loading.options import LoadOptions


class Request(NamedTuple):
    """The same for one project or many. Paths may be relative to `here`, which is absolute.

    `environment` is the shell's. Without a `target` a project's own wish counts, and else it is
    the newest Docker Compose.
    """

    here: str
    environment: dict[str, str]
    disk: Disk
    files: tuple[str, ...] = ()
    env_files: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    project_directory: str | None = None
    project_name: str | None = None
    target: Target | None = None
    exact: bool = False

    def absolute(self, path: str) -> str:
        return os.path.normpath(os.path.join(self.here, path))

    def load_options(self) -> LoadOptions:
        """What the loader is to do, for no files yet. Raises CannotLook where a file or folder
        that the request names is not there."""
        from .loading.options import LoadOptions

        directory = self.project_directory
        for file in self.env_files:
            check_readable(file, self.absolute(file))
        if directory is not None and not os.path.isdir(self.absolute(directory)):
            raise CannotLook(f"--project-directory: there is no folder {directory}")
        return LoadOptions(
            files=(),
            directory=self.here,
            env_files=tuple(self.absolute(file) for file in self.env_files),
            profiles=self.profiles,
            project_directory=None if directory is None else self.absolute(directory),
            project_name=self.project_name,
            exact=self.exact,
            target=self.target or COMPOSE,
            environment=self.environment,
        )

    def given_files(self) -> tuple[str, ...]:
        """The files named one by one, absolute; raises CannotLook where one is not there."""
        files = tuple(file if file == "-" else self.absolute(file) for file in self.files)
        for asked, file in zip(self.files, files, strict=True):
            if file != "-":
                check_readable(asked, file)
        return files

    def files_here(self) -> tuple[str, ...]:
        """The Compose files of the project here, as Docker Compose chooses them; raises
        CannotLook where there are none."""
        from .loading.dialect import dialect_of
        from .loading.files import find_project
        from .loading.options import CannotLoad

        start = self.absolute(self.project_directory or ".")
        env_files = tuple(self.absolute(path) for path in self.env_files)
        dialect = dialect_of(self.target or COMPOSE)
        disk = self.disk
        try:
            files = find_project(
                start, self.environment, disk.is_file, disk.read, env_files, dialect
            )
        except CannotLoad as error:
            raise CannotLook(str(error)) from None
        if not files:
            raise CannotLook(
                "no Compose file here or in a folder above; give a path, or a file with -f"
            )
        for file in files:
            # What a revision of git has need not lie on the disk.
            if file != "-" and (os.path.lexists(file) or not disk.is_file(file)):
                check_readable(os.path.relpath(file, self.here), file)
        return files


def check_readable(asked: str, file: str) -> None:
    """Raises CannotLook where a file that was asked for cannot be read, with the reason."""
    if os.path.isdir(file):
        raise CannotLook(f"{asked} is a folder, not a file")
    if not os.path.lexists(file):
        raise CannotLook(f"there is no file {asked}")
    if not os.access(file, os.R_OK):
        raise CannotLook(f"{asked} cannot be read: {_why_not(file)}")


def _why_not(file: str) -> str:
    return "permission denied" if os.path.exists(file) else "a link to nowhere"
