"""The build step: the front matter of all rules as one module, for a quick start.

A wheel gets composelint/rules/_index.py beside the pages. An editable install gets none, so that
a checkout always reads the pages as they are.
"""

import os
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from composelint.rule import INDEX, read_pages, write_index  # noqa: E402


class build_with_index(build_py):  # noqa: N801  (named as setuptools names commands)
    def run(self):
        super().run()
        if not self.editable_mode:
            self._write_index()

    def _write_index(self):
        self.mkpath(os.path.dirname(self._index()))
        with open(self._index(), "w", encoding="utf-8") as file:
            file.write(write_index(read_pages(os.path.join(HERE, "rules"))))

    def get_outputs(self, include_bytecode=True):
        return [*super().get_outputs(include_bytecode), self._index()]

    def _index(self):
        return os.path.join(self.build_lib, "composelint", "rules", f"{INDEX}.py")


setup(cmdclass={"build_py": build_with_index})
