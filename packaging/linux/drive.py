#!/usr/bin/env python3
"""Hands and eyes for a proof: uses the installed Modori as a screen reader does, by names and roles (AT-SPI).

    drive.py sample FILE.csv    try the sample mailbox, export the list to unsubscribe into FILE.csv
    drive.py mailbox NAME       wait until a mailbox of this name stands in the side bar
    drive.py typed TEXT         wait until the field that has the focus holds this text
    drive.py quit               quit by the menu

Runs on the system's Python with python3-pyatspi; Modori needs QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1. English only.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyatspi  # pyright: ignore[reportMissingImports] - Debian's own

PATIENCE = 60


def until(ask: Callable[[], Any], what: str) -> Any:
    """What `ask` gives, as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = ask()
        except Exception as error:  # noqa: BLE001 - a widget that went away while it was looked at: look again
            found, what = None, f"{what} ({error})"
        if found:
            return found
        time.sleep(0.2)
    sys.exit(f"drive.py: not seen within {PATIENCE} s: {what}")


def modori() -> Any:
    """The program on the desktop."""
    return next((one for one in pyatspi.Registry.getDesktop(0) if one and one.name.lower() == "modori"), None)


def everything(under: Any) -> Iterator[Any]:
    """All that is shown below something. Tables have a million children; none of them is wanted here."""
    for child in under:
        if child is None:
            continue
        yield child
        if child.getRole() != pyatspi.ROLE_TABLE:
            yield from everything(child)


def find(role: int, start: str, showing: bool = True) -> Any:
    """The first thing of this role whose name begins with `start`."""

    def ask() -> Any:
        for one in everything(modori()):
            if one.getRole() == role and one.name.replace("&", "").startswith(start):
                states = one.getState()
                if states.contains(pyatspi.STATE_ENABLED) and (not showing or states.contains(pyatspi.STATE_SHOWING)):
                    return one
        return None

    return until(ask, f"{start!r} ({pyatspi.Accessible.getRoleName}, role {role})")


def press(role: int, start: str, showing: bool = True) -> None:
    """Press a button, or choose from the menu."""
    find(role, start, showing).queryAction().doAction(0)


def sample(target: Path) -> None:
    press(pyatspi.ROLE_PUSH_BUTTON, "Try the sample mailbox")
    find(pyatspi.ROLE_TABLE, "")
    press(pyatspi.ROLE_MENU_ITEM, "Export", showing=False)
    press(pyatspi.ROLE_PUSH_BUTTON, "Save")
    name = until(lambda: find_entry("File name"), "the field for the file's name")
    name.queryEditableText().setTextContents(str(target))
    dialog = name
    while dialog.getRole() not in (pyatspi.ROLE_FILE_CHOOSER, pyatspi.ROLE_DIALOG):
        dialog = dialog.parent
    button = next(
        one for one in everything(dialog) if one.getRole() == pyatspi.ROLE_PUSH_BUTTON and one.name.endswith("Save")
    )
    until(lambda: button.getState().contains(pyatspi.STATE_ENABLED), "Save can be pressed")
    button.queryAction().doAction(0)
    until(lambda: target.is_file() and target.stat().st_size > 0, str(target))
    press(pyatspi.ROLE_PUSH_BUTTON, "Close")
    print(f"exported: {len(target.read_text(encoding='utf-8-sig').splitlines())} lines")


def find_entry(label: str) -> Any:
    """The text field of this name."""
    for one in everything(modori()):
        if one.getRole() == pyatspi.ROLE_TEXT and one.name.replace("&", "").startswith(label):
            return one
    return None


def mailbox(name: str) -> None:
    until(lambda: any(name in (one.name or "") for one in everything(modori())), name)
    print(f"seen: {name}")


def typed(wanted: str) -> None:
    def ask() -> bool:
        fields = [one for one in everything(modori()) if one.getState().contains(pyatspi.STATE_FOCUSED)]
        return any(one.getRole() == pyatspi.ROLE_TEXT and one.queryText().getText(0, -1) == wanted for one in fields)

    until(ask, wanted)
    print(f"typed: {wanted}")


def main() -> None:
    command, *arguments = sys.argv[1:]
    until(modori, "Modori on the desktop")
    if command == "sample":
        sample(Path(arguments[0]))
    elif command == "mailbox":
        mailbox(arguments[0])
    elif command == "typed":
        typed(arguments[0])
    else:
        press(pyatspi.ROLE_MENU_ITEM, "Quit", showing=False)


if __name__ == "__main__":
    main()
