"""A way out of Review, and help where it is needed: next steps, letters to readers, the pages of the help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from bounce_mails import postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.records import Account, AccountKind, Choice
from modori.review import advice
from modori.rules import load_bundled
from modori.store import Section, Store
from modori.window.account_dialog import AccountDialog
from modori.window.help_dialog import HelpDialog
from modori.window.letter_dialog import LetterDialog
from store_mails import START, letter
from window_hands import click, dialog, press, texts, type_into
from window_mails import SERVER

SECTIONS_WITH_STEPS = {Section.REVIEW: "fumio@docomo.ne.jp", Section.FIX_SENDER: "emi@example.net"}


def go_to(qtbot, window, section: Section) -> None:
    window.workspace.sidebar.choose_section(section)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() == SECTIONS_WITH_STEPS[section])


def test_what_needs_a_person_says_what_to_do_next(qtbot, window):
    steps = window.workspace.evidence._why.next
    assert not steps.isVisible(), "a dead address needs no advice"
    go_to(qtbot, window, Section.REVIEW)
    assert "1. Read the server's sentence and the mail." in texts(steps)
    go_to(qtbot, window, Section.FIX_SENDER)
    assert "block list" in texts(steps)
    assert not steps.letter.isVisible(), "no reader can mend the sender's own fault"


def test_a_letter_for_a_carriers_reader_is_copied(qtbot, window):
    go_to(qtbot, window, Section.REVIEW)
    click(window.workspace.evidence._why.next.letter)
    shown = dialog(LetterDialog)
    assert shown.carrier.currentText() == "NTT docomo"
    assert shown.language.currentData() == "ja"
    assert not shown.copy.isEnabled(), "the excerpt does not tell the domain"
    assert "Please fill in your domain first." in texts(shown)
    type_into(shown.domain, "news.example.com")
    shown.language.setCurrentIndex(shown.language.findData("en"))
    click(shown.copy)
    copied = QGuiApplication.clipboard().text()
    assert "    news.example.com\n" in copied
    assert "fumio@docomo.ne.jp" in copied
    assert "NTT docomo" in copied
    assert "Copied." in texts(shown)
    press(shown, Qt.Key.Key_Escape)


def test_the_domain_of_the_newsletter_comes_from_the_mail(qtbot, open_window, database, tmp_path):
    mail = postfix_bounce("reader@docomo.ne.jp", reply="550 Unknown user reader@docomo.ne.jp")
    (tmp_path / "1.eml").write_bytes(mail)
    with Store(database) as store:
        account = store.save_account(Account("Files", AccountKind.FILES))
        open_files(
            store,
            account,
            [tmp_path / "1.eml"],
            load_bundled(),
            now=START,
            progress=lambda _progress: None,
            cancel=CancelToken(),
        )
        store.decide([1], Choice.REVIEW, when=START)
    window = open_window()
    window.workspace.sidebar.choose_section(Section.REVIEW)
    qtbot.waitUntil(lambda: window.workspace.evidence.address() == "reader@docomo.ne.jp")
    click(window.workspace.evidence._why.next.letter)
    shown = dialog(LetterDialog)
    assert shown.domain.text() == "news.example.jp"
    assert "　　news.example.jp" in shown.text.toPlainText()
    press(shown, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("section", "title"),
    [(Section.REVIEW, "Cannot be decided"), (Section.FIX_SENDER, "Sender blocked or bad reputation")],
)
def test_f1_helps_with_what_is_looked_at(qtbot, window, section, title):
    go_to(qtbot, window, section)
    press(window, Qt.Key.Key_F1)
    shown = dialog(HelpDialog)
    assert shown._title.text() == title
    press(shown, Qt.Key.Key_Escape)


def test_the_help_is_walked_through_with_the_arrows(qtbot, window):
    press(window, Qt.Key.Key_F1)
    shown = dialog(HelpDialog)
    qtbot.waitUntil(shown.topics.hasFocus)
    assert shown._title.text() == "Unsubscribe"
    seen = [shown._title.text()]
    for _ in range(60):
        press(shown.topics, Qt.Key.Key_Down)
        if shown._title.text() != seen[-1]:
            seen.append(shown._title.text())
        assert shown.text.text()
    assert len(seen) == len(advice.topics()) + len(advice.reasons_with_steps()) + 1
    assert "Does Modori change my mailbox?" in seen
    assert "SPF, DKIM or DMARC failed" in seen
    assert "Keys" in seen
    press(shown, Qt.Key.Key_Escape)


def test_the_first_page_answers_questions(open_window):
    window = open_window()
    click(window.first_page._help)
    shown = dialog(HelpDialog)
    assert shown._title.text() == "Does Modori change my mailbox?"
    press(shown, Qt.Key.Key_Escape)


def test_a_mailbox_without_returned_mail_offers_its_other_folders(qtbot, open_window, database):
    with Store(database) as store:
        account = store.save_account(Account("News", AccountKind.IMAP, SERVER, ("INBOX",)))
        assert account.id is not None
        store.add(account.id, "INBOX", 7, [letter(1, "Lunch?")])
    window = open_window()
    empty = window.workspace.listing.empty
    qtbot.waitUntil(lambda: "No returned mail here" in texts(empty))
    click(empty._button)
    shown = dialog(AccountDialog)
    qtbot.waitUntil(lambda: not window.background.busy())
    shown.reject()
