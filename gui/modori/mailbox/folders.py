"""What a folder is for: by SPECIAL-USE (RFC 6154), else by the names that mail programs and providers use."""

from __future__ import annotations

from dataclasses import dataclass

from .answers import Listed


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a mailbox. `role`: inbox, junk, sent, trash, drafts, archive, all, or None.

    `messages` is None when it was not counted. A folder that is not `selectable` only holds others.
    """

    name: str
    role: str | None
    messages: int | None
    selectable: bool


@dataclass(frozen=True, slots=True)
class FolderState:
    """An opened folder. UIDs are valid as long as `uidvalidity` stays; `uidnext` 0 and `unseen` None: not told."""

    folder: str
    uidvalidity: int
    uidnext: int
    messages: int
    unseen: int | None


_BY_FLAG = {
    "\\junk": "junk",
    "\\spam": "junk",
    "\\sent": "sent",
    "\\trash": "trash",
    "\\drafts": "drafts",
    "\\archive": "archive",
    "\\all": "all",
    "\\allmail": "all",
    "\\inbox": "inbox",
}

_NAMES = {
    "junk": (
        "junk|spam|bulk|bulk mail|junk mail|junk e-mail|junk email|junk-e-mail|spam mail|spambox|spam folder|"
        "迷惑メール|迷惑メールフォルダ|迷惑メールフォルダー|迷惑|スパム|スパムメール|"
        "courrier indésirable|indésirables|pourriel|spamverdacht|unerwünscht|correo no deseado|lixo eletrônico|"
        "posta indesiderata|ongewenste e-mail|垃圾邮件|垃圾郵件|스팸|정크 메일|спам"
    ),
    "sent": "sent|sent mail|sent items|sent messages|送信済み|送信済みメール|送信済みアイテム|送信済",
    "trash": "trash|deleted|deleted items|deleted messages|bin|ごみ箱|ゴミ箱|削除済み|削除済みアイテム",
    "drafts": "drafts|draft|下書き",
    "archive": "archive|archives|アーカイブ",
    "all": "all mail|すべてのメール",
}
_BY_NAME = {name: role for role, names in _NAMES.items() for name in names.split("|")}


def role_of(folder: Listed) -> str | None:
    """What the folder is for, or None."""
    if folder.name.upper() == "INBOX":
        return "inbox"
    for flag in sorted(folder.flags):
        if flag in _BY_FLAG:
            return _BY_FLAG[flag]
    last = folder.name.rpartition(folder.delimiter)[2] if folder.delimiter else folder.name
    return _BY_NAME.get(last.strip().casefold())


def is_selectable(folder: Listed) -> bool:
    """Whether EXAMINE makes sense."""
    return not folder.flags & {"\\noselect", "\\nonexistent"}


def in_order(folders: list[Folder]) -> list[Folder]:
    """INBOX first, junk next (that is where bounces hide), then by name."""
    first = {"inbox": 0, "junk": 1}
    return sorted(folders, key=lambda f: (first.get(f.role or "", 2), f.name.casefold()))
