"""`modori store`: everything goes to another computer in one file."""

from __future__ import annotations

from modori.records import Account, AccountKind
from modori.store import Store


def test_saved_here_and_taken_in_elsewhere(modori, tmp_path):
    with Store() as store:
        store.save_account(Account("Letter", AccountKind.FILES))
    file = tmp_path / "everything.modori"
    saved = modori("store", "save", str(file))
    assert saved.returncode == 0, saved.stderr
    assert f"Everything about 1 account(s) is in {file}." in saved.stderr
    assert modori("store", "save", str(file)).returncode == 2
    refused = modori("store", "load", str(file))
    assert refused.returncode == 2
    assert "--replace" in refused.stderr
    with Store() as store:
        store.save_account(Account("Another", AccountKind.FILES))
    taken = modori("store", "load", "--replace", str(file), LANG="ja_JP.UTF-8")
    assert taken.returncode == 0, taken.stderr
    assert "アカウント1件を、決めた対応も含めて取り込みました。" in taken.stderr
    with Store() as store:
        assert [account.name for account in store.accounts()] == ["Letter"]
