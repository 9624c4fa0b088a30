"""The real Dovecot for the tests of this room."""

from dovecot import dovecot  # noqa: F401
