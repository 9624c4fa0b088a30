"""The history of exports in the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from modori.records import Account, AccountKind, Cause, Choice
from modori.store import Exported, Store
from store_mails import OldFile, bounce

WHEN = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_store_of_the_version_before_gets_the_history(path: Path, old_file: OldFile) -> None:
    with old_file(3) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    with Store(path) as store:
        account = store.save_account(Account("x", AccountKind.FILES)).id or 0
        store.add(account, "files", None, [bounce(1, "a@example.jp")])
        assert store.exports(account) == []
        number = store.record_export(
            account, WHEN, "listmonk", Path("list.csv"), Choice.UNSUBSCRIBE, None,
            [Exported(1, "a@example.jp", Cause.FAILED, "user_unknown")],
        )  # fmt: skip
        assert store.exported(number) == [Exported(1, "a@example.jp", Cause.FAILED, "user_unknown")]
        assert store.exported_before(account, "listmonk", Choice.UNSUBSCRIBE) == {1}
        assert store.exported_before(account, "sympa", Choice.UNSUBSCRIBE) == set()
        (known,) = store.exports(account)
        assert (known.at, known.preset, known.path, known.rows, known.imported_at) == (
            WHEN, "listmonk", "list.csv", 1, None,
        )  # fmt: skip
        store.forget_account(account)
        assert store.exports(account) == store.exported(number) == []
