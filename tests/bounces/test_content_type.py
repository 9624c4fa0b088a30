"""A Content-Type is read alike whether its boundary, which is new in each mail, is set apart or not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modori.bounces import mime

ROOT = Path(__file__).resolve().parents[2]
_FIELD = re.compile(rb"(?im)^content-type:[ \t]*(.*(?:\n[ \t].*)*)")


def test_of_all_own_mails() -> None:
    values = {value for path in (ROOT / "tests/mails").rglob("*.eml") for value in _FIELD.findall(path.read_bytes())}
    assert len(values) > 100
    for value in values - {b""}:
        assert mime.content_type(value) == mime._content_type(value)


@pytest.mark.parametrize(
    ("value", "boundary"),
    [
        (b'multipart/mixed; boundary="a b"; charset=utf-8', "a b"),
        (b"multipart/mixed; boundary=plain", "plain"),
        (b"multipart/mixed; BOUNDARY='x'", "'x'"),
        (b'multipart/mixed; boundary=first; boundary="second"', "first"),
        (b'multipart/mixed; boundary="first"; boundary=second', "first"),
        (rb'multipart/mixed; boundary="a\"b"', r"a\"b"),
        (b'multipart/mixed;\n\tboundary="=_next"', "=_next"),
        (b'multipart/report; report-type="lost; boundary="found"', "found"),
    ],
)
def test_boundary(value: bytes, boundary: str) -> None:
    assert mime.content_type(value)[1]["boundary"] == boundary
