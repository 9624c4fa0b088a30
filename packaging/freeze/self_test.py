"""Runs tests inside the frozen program: its Python, its modules, its libraries (packaging/modori.spec).

    modori-self-test ARGUMENTS OF PYTEST
    modori-self-test -c CODE | -m MODULE | FILE.py …     as python would; tests start programs

pytest and the parts of Python that Modori itself does not need come from the environment that froze it, named in
MODORI_SELF_TEST_PATH. They stand behind the frozen ones: what is frozen is what is tested.
This program is never shipped.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path


class Behind:
    """Finds the modules of a frozen package that were not frozen with it (PySide6.QtTest) in `places`."""

    def __init__(self, places: Sequence[str]) -> None:
        self.places = places

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Asked last, when no frozen module has this name."""
        parents = name.split(".")[:-1]
        return PathFinder.find_spec(name, [str(Path(place, *parents)) for place in self.places]) if parents else None


def run_as_python() -> bool:
    """Do what the arguments say where they are those of `python`."""
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    if first == "-c":
        code = sys.argv[2]
        sys.argv[:3] = ["-c"]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - given by a test
    elif first == "-m":
        name = sys.argv[2]
        sys.argv[:3] = ["-m"]
        runpy.run_module(name, run_name="__main__", alter_sys=True)
    elif first.endswith(".py") and "tests" not in Path(first).parts:
        del sys.argv[0]
        runpy.run_path(first, run_name="__main__")
    else:
        return False
    return True


def main() -> int:
    places = os.environ["MODORI_SELF_TEST_PATH"].split(os.pathsep)
    sys.path += places
    sys.meta_path.append(Behind(places))
    if run_as_python():
        return 0
    import pytest

    code = pytest.main(sys.argv[1:])
    import re2
    from PySide6 import QtWidgets

    from modori import app

    inside = Path(sys.executable).resolve().parent
    for module in (app, re2, QtWidgets):
        if not Path(str(module.__file__)).resolve().is_relative_to(inside):
            print(f"{module.__name__} was not the frozen one: {module.__file__}")
            return 1
    print(f"Python {sys.version.split()[0]} and the modules were those inside {inside}")
    return int(code)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
