"""`modori policy`: what a change would move, before and after it is made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bounce_mails import START, postfix_bounce
from modori.jobs import CancelToken, open_files
from modori.jobs.policies import keep_policy, policy_of, rehearse, thresholds, with_thresholds
from modori.records import Account, AccountKind, Choice
from modori.review import CAUTIOUS, STANDARD
from modori.rules import load_bundled
from modori.store import Query, Section, Store

FULL = "452 4.2.2 <{address}>: mailbox is full"


@pytest.fixture
def account(tmp_path):
    """Two dead readers, and one whose mailbox was full in two sendings ten days apart."""
    mails = [postfix_bounce(f"{name}@{name}.example") for name in ("hana", "ken")]
    mails += [
        postfix_bounce("mina@mina.example", FULL, sending=f"letter-{day}@x", when=START + timedelta(days=day))
        for day in (0, 10)
    ]
    for number, mail in enumerate(mails):
        (tmp_path / f"{number}.eml").write_bytes(mail)
    with Store() as store:
        made = store.save_account(Account("Letter", AccountKind.FILES))
        open_files(
            store, made, [tmp_path], load_bundled(),
            now=START + timedelta(days=12), progress=lambda _: None, cancel=CancelToken(),
        )  # fmt: skip
    return made


def test_a_change_is_tried_and_then_made(modori, account):
    tried = modori("policy", "--preset", "cautious")
    assert tried.returncode == 0, tried.stderr
    assert "hard_sendings\t2\t(1)" in tried.stdout
    assert "This change moves 2 address(es) from unsubscribe to review." in tried.stdout
    assert "Nothing was changed." in tried.stderr
    with Store() as store:
        assert len(store.ids(Query(account.id, Section.UNSUBSCRIBE))) == 2
    modori("policy", "--preset", "cautious", "--yes")
    with Store() as store:
        assert policy_of(store) == CAUTIOUS
        assert len(store.ids(Query(account.id, Section.REVIEW))) == 2
    assert "moves no address" not in modori("policy").stdout


def test_single_thresholds(modori, account):
    done = modori("policy", "--set", "soft_sendings=2", "--set", "soft_span=5", LANG="ja_JP.UTF-8")
    assert "この変更で、1件が「配信を続ける」から「配信停止」に変わります。" in done.stdout
    assert "moves no address" in modori("policy", "--set", "domain_sendings=3").stdout
    for wrong in ("soft_sendings=0", "soft_sendings=x", "nothing=1", "soft_span=99999"):
        assert modori("policy", "--set", wrong).returncode == 2


def test_what_the_user_decided_does_not_move(account):
    with Store() as store:
        store.decide(store.ids(Query(account.id, Section.UNSUBSCRIBE))[:1], Choice.UNSUBSCRIBE, when=START)
        assert rehearse(store, account.id, CAUTIOUS, START) == {(Choice.UNSUBSCRIBE, Choice.REVIEW): 1}


def test_every_threshold_is_kept(account):
    assert with_thresholds(CAUTIOUS, thresholds(STANDARD)) == STANDARD
    wanted = with_thresholds(STANDARD, {name: value + 1 for name, value in thresholds(STANDARD).items()})
    with Store() as store:
        keep_policy(store, wanted)
        assert policy_of(store) == wanted
