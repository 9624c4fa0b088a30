from datetime import UTC, datetime

import pytest

from dovecot import dovecot  # noqa: F401
from https_server import test_tls  # noqa: F401
from modori.jobs import CancelToken
from modori.records import Account, AccountKind
from modori.rules import load_bundled
from modori.store import Store

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def store(tmp_path_factory):
    with Store(tmp_path_factory.mktemp("store") / "modori.sqlite3") as opened:
        yield opened


@pytest.fixture(scope="session")
def book():
    return load_bundled()


@pytest.fixture
def job():
    """The arguments that every job takes; `job["seen"]` collects the progress."""
    return {"now": NOW, "progress": lambda _: None, "cancel": CancelToken()}


@pytest.fixture
def user(dovecot):  # noqa: F811 (the fixture above)
    return dovecot.user()


@pytest.fixture
def account(store, user):
    """A stored account of the mailbox of `user`."""
    return store.save_account(Account("Shop", AccountKind.IMAP, user.server(), ("INBOX",)))
