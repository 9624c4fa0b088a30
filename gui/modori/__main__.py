"""Starts Modori: with arguments or without a screen the command line, else the window."""

from __future__ import annotations

import multiprocessing
import os
import sys


def has_screen() -> bool:
    """Whether a window can be shown: always on Windows and macOS, else where a display is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen.startswith("offscreen"))


def main() -> int:
    """The `modori` command. Returns the exit code of DESIGN §6."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments:
        from modori.cli import main as command_line

        return command_line(arguments)
    if not has_screen():
        from modori.cli import no_screen

        return no_screen()
    from modori.app import main as window

    return window()


if __name__ == "__main__":
    sys.exit(main())
