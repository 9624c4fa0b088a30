"""The user's own list: read whatever it is, and written again with everything kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from modori.export.cleaned_list import SubscriberList
from modori.export.table import TableError, read_table

ROWS = (
    '"No.";"氏名";"メールアドレス";"備考"\r\n'
    '001;"佐藤 花";hana@example.jp;"行が\r\n二つ"\r\n'
    "002;鈴木 健;Ken@Example.jp ;\r\n"
    '003;"Mori ""M"" Mina";mina@example.com;=1+1\r\n'
    "004;;;no address\r\n"
)
ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("cp932", b""),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-16-le", b""),
]


def listed(path: Path, raw: bytes) -> SubscriberList:
    path.write_bytes(raw)
    return SubscriberList(read_table(path))


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_and_delimiter_and_every_byte_kept(tmp_path: Path, encoding: str, mark: bytes, delimiter: str):
    text = ROWS.replace(";", delimiter)
    readers = listed(tmp_path / "list.csv", mark + text.encode(encoding))
    assert (readers.table.encoding, readers.table.mark, readers.table.delimiter) == (encoding, mark, delimiter)
    assert readers.column_name() == "メールアドレス"
    assert [(one.key, one.name) for one in readers] == [
        ("hana@example.jp", "佐藤 花"),
        ("ken@example.jp", "鈴木 健"),
        ("mina@example.com", 'Mori "M" Mina'),
    ]
    assert readers.by_domain() == {"example.jp": 2, "example.com": 1}
    done = readers.clean({"ken@example.jp"}, tmp_path / "clean.csv")
    assert (done.kept, done.removed) == (3, 1)
    lines = text.splitlines(keepends=True)
    assert done.kept_path.read_bytes() == mark + "".join([*lines[:3], *lines[4:]]).encode(encoding)
    assert done.removed_path.read_bytes() == mark + "".join([lines[0], lines[3]]).encode(encoding)


def test_a_list_without_header_and_with_two_columns_of_addresses(tmp_path: Path):
    assert listed(tmp_path / "a.csv", b"a@example.jp\nb@example.jp").table.header is None
    raw = b"contact,email,name\nx@example.jp,a@example.jp,A\n,b@example.jp,B\n"
    assert listed(tmp_path / "b.csv", raw).column_name() == "email"
    two = "姓,名,アドレス\n佐藤,花,a@example.jp\n".encode("cp932")
    assert [one.name for one in listed(tmp_path / "c.csv", two)] == ["佐藤 花"]


def test_a_workbook(tmp_path: Path):
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["電話", "E-mail", "日付"])
    sheet.append(["090-0000-0001", "hana@example.jp", 45000])
    sheet["C2"].number_format = "yyyy-mm-dd"
    sheet.append(["=1+1", "ken@example.jp", None])
    sheet["A3"].data_type = "s"
    book.save(tmp_path / "list.xlsx")
    readers = SubscriberList(read_table(tmp_path / "list.xlsx"))
    assert [one.key for one in readers] == ["hana@example.jp", "ken@example.jp"]
    done = readers.clean({"hana@example.jp"}, tmp_path / "clean.xlsx")
    assert (done.kept, done.removed) == (1, 1)
    kept, removed = load_workbook(done.kept_path).active, load_workbook(done.removed_path).active
    assert [[cell.value for cell in row] for row in kept.iter_rows()] == [
        ["電話", "E-mail", "日付"], ["=1+1", "ken@example.jp", None],
    ]  # fmt: skip
    assert kept["A2"].data_type == "s"
    assert removed["A2"].value == "090-0000-0001"
    assert removed["C2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "table_empty"),
        (b"name,phone\nHana,090\n", "table_no_address"),
        (b"PK\x03\x04 no workbook", "table_unreadable"),
        (b"a@example.jp,\x81\xff\xfe\x81\n", "table_encoding"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, raw: bytes, code: str):
    with pytest.raises(TableError) as caught:
        listed(tmp_path / "list.csv", raw)
    assert caught.value.note.code == code


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from([b"a@example.jp", b"b@example.jp"]))
def test_nothing_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, junk: bytes, address: bytes):
    """Whatever stands around: each byte is in exactly one of the two files, in its order."""
    folder = tmp_path_factory.mktemp("any")
    raw = b"email,x\n" + address + b"," + junk.replace(b"\0", b"") + b"\nb@example.jp,2\n"
    try:
        readers = listed(folder / "list.csv", raw)
        done = readers.clean({"a@example.jp"}, folder / "clean.csv")
    except TableError:
        return
    head = (readers.table.header.raw if readers.table.header else b"") + readers.table.mark
    assert len(done.kept_path.read_bytes()) + len(done.removed_path.read_bytes()) == len(raw) + len(head)
