"""The Dovecot fixture itself: a missing Dovecot is a skip for a person, and a failure in CI."""

from __future__ import annotations

import pytest

import dovecot as fixture


def test_a_missing_dovecot_skips_here_and_fails_in_ci(monkeypatch):
    monkeypatch.setattr(fixture, "find_dovecot", lambda: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="dovecot-imapd"):
        fixture.require_dovecot()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="dovecot-imapd"):
        fixture.require_dovecot()
