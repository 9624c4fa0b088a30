"""What the window remembers between two runs: its shape, the language, the last account. Never a secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from .look import Appearance


class Settings:
    """An ini file; a value that is missing or spoilt counts as never set."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = QSettings(str(path), QSettings.Format.IniFormat)

    def state(self, name: str) -> QByteArray:
        """A window's geometry, a header's or splitter's state; empty when it was never kept."""
        value = self._file.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_state(self, name: str, state: QByteArray) -> None:
        """Remember what `state` gives back."""
        self._file.setValue(f"state/{name}", state)

    def names(self, key: str) -> list[str]:
        """A list of names; empty when it was never kept."""
        return [name for name in (self._text(key) or "").split(" ") if name]

    def keep_names(self, key: str, names: Sequence[str]) -> None:
        """Remember what `names` gives back; none of them holds a blank."""
        self._file.setValue(key, " ".join(names))

    @property
    def language(self) -> str | None:
        """`en`, `ja`, or None: as the system has it."""
        return self._text("language")

    @language.setter
    def language(self, code: str) -> None:
        self._file.setValue("language", code)

    @property
    def appearance(self) -> Appearance:
        """Light, dark or the system's."""
        value = self._text("appearance")
        return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, wanted: Appearance) -> None:
        self._file.setValue("appearance", wanted.value)

    @property
    def sent_with(self) -> str | None:
        """What the newsletter is sent with: an id of `senders`."""
        return self._text("sent_with")

    @sent_with.setter
    def sent_with(self, sender: str | None) -> None:
        self._file.setValue("sent_with", sender or "")

    @property
    def no_list_offered(self) -> bool:
        """Whether the user does not want to be offered to load a subscriber list."""
        return self._text("no_list_offered") == "yes"

    @no_list_offered.setter
    def no_list_offered(self, refused: bool) -> None:
        self._file.setValue("no_list_offered", "yes" if refused else "")

    @property
    def waiting_list(self) -> Path | None:
        """The subscriber list that was chosen before there was a mailbox to load it for."""
        value = self._text("waiting_list")
        return Path(value) if value else None

    @waiting_list.setter
    def waiting_list(self, path: Path | None) -> None:
        self._file.setValue("waiting_list", str(path) if path else "")

    @property
    def account_id(self) -> int | None:
        """The account that was shown last."""
        value = self._text("account")
        return int(value) if value and value.isdigit() else None

    @account_id.setter
    def account_id(self, account_id: int | None) -> None:
        self._file.setValue("account", "" if account_id is None else str(account_id))

    @property
    def export_folder(self) -> Path:
        """Where the last file was saved; before the first one the user's documents."""
        value = self._text("export_folder")
        return Path(value or QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    @export_folder.setter
    def export_folder(self, folder: Path) -> None:
        self._file.setValue("export_folder", str(folder))

    @property
    def export_tool(self) -> str | None:
        """For which tool a list was saved last: an id of the presets."""
        return self._text("export_tool")

    @export_tool.setter
    def export_tool(self, tool: str) -> None:
        self._file.setValue("export_tool", tool)

    @property
    def looks_for_updates(self) -> bool:
        """Whether the user allowed to ask for a new version now and then."""
        return self._text("look_for_updates") == "yes"

    def keep_looking_for_updates(self, *, wanted: bool) -> None:
        """Remember what `looks_for_updates` gives."""
        self._file.setValue("look_for_updates", "yes" if wanted else "no")

    @property
    def updates_asked(self) -> date | None:
        """The day on which it was last asked."""
        try:
            return date.fromisoformat(self._text("updates_asked") or "")
        except ValueError:
            return None

    @updates_asked.setter
    def updates_asked(self, day: date) -> None:
        self._file.setValue("updates_asked", day.isoformat())

    def save(self) -> None:
        """Write to disk now."""
        self._file.sync()

    def _text(self, key: str) -> str | None:
        value = self._file.value(key)
        return value if isinstance(value, str) and value else None
