"""Starts Modori: with a command or without a screen the command line, else the window, with the mail files named."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from pathlib import Path


def has_screen() -> bool:
    """Whether a window can be shown: always on Windows and macOS, else where a display is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen.startswith("offscreen"))


def has_window() -> bool:
    """Whether Qt is installed: a server may have the engine alone (packaging/locks/engine.txt)."""
    return importlib.util.find_spec("PySide6") is not None


def mail_files(arguments: list[str]) -> list[Path]:
    """The files and folders that the arguments name, where they name nothing else: the window is to open them.

    The name of a command is the command, also where a file is called so: a file's name has a dot or a slash.
    """
    named = [each for each in arguments if not each.startswith("-") and (Path(each).suffix or set(each) & set("/\\"))]
    files = [Path(each) for each in named if Path(each).exists()]
    return files if len(files) == len(arguments) else []


def _tell_missing_library(error: ImportError) -> int:
    """A library of a desktop (libEGL, …) that Qt needs and the system has not: its name, no traceback, and 2."""
    from modori.commands.console import NOTHING_DONE, say_text, words

    say_text(words("start_no_library", library=str(error).partition(":")[0]))
    return NOTHING_DONE


def main() -> int:
    """The `modori` command. Returns the exit code of DESIGN §6."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    files = mail_files(arguments)
    if arguments and not files:
        from modori.cli import main as command_line

        return command_line(arguments)
    if not has_screen() or not has_window():
        from modori.cli import main as command_line
        from modori.commands.sample import no_screen

        return command_line(["classify", *arguments]) if files else no_screen()
    gc.disable()  # nothing of what a start makes is garbage; the window turns it on again
    try:
        from modori.app import main as window
    except ImportError as error:
        if error.path is None or error.path.endswith(".py"):
            raise
        return _tell_missing_library(error)
    return window(files)


if __name__ == "__main__":
    sys.exit(main())
