"""The models of the tables: what Qt asks of a model, and that only what is painted is fetched."""

from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QModelRoleData, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QAbstractItemModelTester

from modori.store import Column, Query, Section, Store
from modori.window.harmless import harmless, span_inside, span_of, tooltip
from modori.window.message_model import MessageModel
from modori.window.paged_model import PAGE_ROWS, PAGES_KEPT, SEARCHED, places_of
from modori.window.recipient_model import COLUMNS, RecipientModel
from window_mails import DEAD, fill


@pytest.fixture
def store(database):
    with Store(database) as opened:
        yield opened


@pytest.fixture
def account(store):
    return fill(store).id


@pytest.fixture
def recipients(qapp, store, account):
    model = RecipientModel(store.rows)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def test_qt_accepts_the_model_through_changes(store, account, recipients):
    query = Query(account, Section.UNSUBSCRIBE, sort=Column.ADDRESS, descending=False)
    for ids in (store.ids(query), array("q"), store.ids(Query(account)), store.ids(query)):
        recipients.replace(ids)
        recipients.refresh()
    assert [recipients.index(row, 0).data() for row in range(3)] == DEAD


def test_qt_accepts_the_model_of_mails(qapp, store, account):
    model = MessageModel(store.message_rows, lambda: "en")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace(store.ids(Query(account, Section.NOT_BOUNCES)))
    assert model.rowCount() == 2
    assert {model.index(row, 1).data() for row in range(2)} == {"Lunch on Friday?", "不在のお知らせ"}
    del tester


def test_a_row_reads_as_one_sentence(store, account, recipients):
    recipients.replace(store.ids(Query(account, Section.UNSUBSCRIBE, sort=Column.ADDRESS, descending=False)))
    spoken = recipients.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("aiko@example.jp: Unsubscribe, because of: User unknown. Failed in 2 sending")


def test_a_row_that_is_gone_is_blank(store, account, recipients):
    recipients.replace(array("q", [4711]))
    assert recipients.index(0, 0).data() is None


def test_only_painted_rows_are_fetched_and_few_are_kept(qapp):
    asked: list[int] = []

    class Row:
        def __init__(self, row_id):
            self.id = row_id
            self.address = f"{row_id}@example.jp"

    def fetch(ids):
        asked.append(len(ids))
        return [Row(one) for one in ids]

    model = RecipientModel(fetch)
    model.replace(array("q", range(1_000_000)))
    assert asked == []
    assert model.index(500_000, 0).data() == "500000@example.jp"
    assert asked == [PAGE_ROWS]
    for row in range(0, 1_000_000, 10_000):
        model.index(row, 0).data()
    assert max(asked) == PAGE_ROWS
    assert len(model._pages) == PAGES_KEPT


def test_a_row_of_many_is_found_at_once_by_its_id(qapp):
    ids = array("q", range(5, SEARCHED * 2 + 5))
    ids.reverse()
    places = places_of(ids)
    assert places is not None
    assert places_of(ids[:10]) is None
    model = RecipientModel(lambda _ids: [])
    model.replace(ids, places)
    assert model.position(ids[77]) == 77
    assert model.position(0) is model.position(SEARCHED * 3) is model.position(4) is None


def test_what_is_painted_is_what_is_told(store, account, recipients):
    recipients.replace(store.ids(Query(account)))
    for column in range(len(COLUMNS)):
        index = recipients.index(0, column)
        roles = [QModelRoleData(role) for role in Qt.ItemDataRole if role <= Qt.ItemDataRole.ToolTipRole]
        for one in roles:
            recipients.multiData(index, one)
            told, painted = index.data(one.role()), one.data()
            if isinstance(told, QIcon):
                assert painted.cacheKey() == told.cacheKey()
            else:
                assert painted == told, (column, one.role())


def test_tags_in_a_tooltip_are_shown_not_followed(store, account, recipients):
    recipients.replace(store.ids(Query(account, text="chie")))
    tip = recipients.index(0, COLUMNS.index(Column.DIAGNOSTIC)).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip


def test_text_of_strangers_is_made_harmless():
    assert harmless("a\x00b\u202ec\r\nd\re\tf") == "a\ufffdb\ufffdc\nd\ne\tf"
    assert harmless(None) == ""
    assert harmless("\ud800") == "\ufffd"
    assert tooltip("<img src=x>") == "<qt>&lt;img src=x&gt;</qt>"


@pytest.mark.parametrize(
    ("text", "matched", "found"),
    [
        ("550 User\n    unknown here", "User unknown", "User\n    unknown"),
        ("550 USER unknown", "user unknown", "USER unknown"),
        ("a (b) c", "(b)", "(b)"),
        ("nothing", "else", None),
        ("nothing", None, None),
        ("nothing", "", None),
    ],
)
def test_the_matched_text_is_found_however_its_lines_are_broken(text, matched, found):
    span = span_of(text, matched)
    assert (None if span is None else text[slice(*span)]) == found


def test_the_match_inside_of_the_reply_about_this_address_is_meant():
    mail = "<a@example.jp>: 550 Unknown user a@example.jp\n\n<b@example.jp>: 550\n  Unknown user b@example.jp"
    span = span_inside(mail, "550 Unknown user b@example.jp", "Unknown user")
    assert span is not None
    assert mail[span[0] :].startswith("Unknown user b@")
    assert span_inside(mail, "550 Unknown user c@example.jp", "Unknown user") is None


def test_a_reply_that_names_this_address_under_another_one_is_not_meant():
    mail = "<a@example.jp>: 550 Unknown user b@example.jp\n\n<b@example.jp>: 550\n  Unknown user b@example.jp"
    span = span_inside(mail, "550 Unknown user b@example.jp", "Unknown user", "b@example.jp")
    assert span is not None
    assert span[0] > mail.index("<b@")
