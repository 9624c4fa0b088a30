"""Any bytes can come from a server: the readers of answers never raise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modori.mailbox.answers import fetched, folder_name, listed, moment, number, shared_prefixes, uids

PIECES = st.sampled_from(
    b'1 (|UID 5 |RFC822.SIZE 3 |BODY[]<0> {3}|BODY[] |)|(|"|\\|NIL|FLAGS (|\\Seen|"."|INBOX|&j,dg-|\xff| |4294967296|'
    b'INTERNALDATE "23-Nov-2026 09:00:00 +0900" '.split(b"|")
)
LINE = st.lists(st.one_of(PIECES, st.binary(max_size=6)), max_size=12).map(b"".join)
DATA = st.lists(st.one_of(LINE, st.tuples(LINE, st.binary(max_size=8)), st.none()), max_size=6)


@given(DATA)
def test_nothing_raises(data):
    for answer in fetched(data):
        assert 0 < answer.uid < 2**32
    assert all(0 < uid < 2**32 for uid in uids(data))
    number(data)
    assert all(isinstance(prefix, bytes) for prefix in shared_prefixes(data))
    for folder in listed(data):
        assert folder.wire


@given(st.binary(max_size=40))
def test_names_and_moments(text):
    assert isinstance(folder_name(text), str)
    moment(text)
