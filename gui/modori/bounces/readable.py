"""A bounce for the eyes of a person: its human text and its machine-readable part, decoded, as plain text."""

from __future__ import annotations

from . import html, mime, original, reports

MAX_READABLE = 64 << 10  # characters


def readable(raw: bytes) -> str:
    """The text of a mail without the returned original; bounded, never markup."""
    mail = mime.parse(raw)
    texts: list[str] = []
    plain = any(part.type == "text/plain" and part.text().strip() for part in mail.parts)
    for part in mail.parts:
        if part.type in original.TYPES:
            texts.extend(_headers_only(part))
            break
        if part.type == "text/html":
            if not plain:
                texts.append(html.to_text(part.text()))
        elif part.type.startswith("text/") or part.type in reports.TYPES or part.type.startswith("message/"):
            said, behind = original.cut(part.text())
            texts.append(said.strip())
            if behind:
                texts.append(behind.lstrip().split("\n\n", 1)[0])
                break
    return "\n\n".join(text for text in texts if text)[:MAX_READABLE]


def _headers_only(part: mime.Part) -> list[str]:
    headers = original.headers_of(part)
    names = (
        ("From", "from"),
        ("To", "to"),
        ("Subject", "subject"),
        ("Date", "date"),
        ("List-Id", "list-id"),
        ("Message-ID", "message-id"),
    )
    lines = [f"{label}: {headers.get(name)}" for label, name in names if headers.get(name)]
    return ["\n".join(lines)] if lines else []
