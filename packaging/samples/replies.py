"""The replies of the fake receivers, read from replies.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

# Names of the mail exchangers of known receivers: carriers and large hosters are recognised by them.
MX = {
    "docomo.ne.jp": "mfsmax.docomo.ne.jp",
    "ezweb.ne.jp": "lsean.ezweb.ne.jp",
    "au.com": "msmx.au.com",
    "softbank.ne.jp": "mx.softbank.ne.jp",
    "i.softbank.jp": "mx.i.softbank.jp",
    "pdx.ne.jp": "mx.pdx.ne.jp",
    "yahoo.co.jp": "mx3.mail.yahoo.co.jp",
    "gmail.com": "gmail-smtp-in.l.google.com",
    "outlook.com": "outlook-com.olc.protection.outlook.com",
    "hotmail.com": "hotmail-com.olc.protection.outlook.com",
    "icloud.com": "mx01.mail.icloud.com",
    "comcast.net": "mx1.comcast.net",
    "att.net": "ff-ip4-mx-vip1.prodigy.net",
    "orange.fr": "smtp-in.orange.fr",
    "free.fr": "mx1.free.fr",
    "gmx.de": "mx00.emig.gmx.net",
    "web.de": "mx-ha.web.de",
    "qq.com": "mx3.qq.com",
    "sphere.ne.jp": "mx.sphere.ne.jp",
    "mineo.jp": "mx1.mineo.jp",
}


class Reply(NamedTuple):
    """One planned answer of a fake receiver, and what is right to conclude from it."""

    tag: str
    phase: str
    domain: str | None
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    actions: tuple[str, ...]
    everywhere: bool = False


def _read(path: Path) -> list[Reply]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["reply"]
    return [
        Reply(
            row["tag"],
            row["phase"],
            row.get("domain"),
            tuple(row["lines"]),
            tuple(row["reasons"]),
            tuple(row["actions"]),
            row.get("everywhere", False),
        )
        for row in rows
    ]


REPLIES = _read(Path(__file__).with_name("replies.toml"))
