"""The quick way to make the records of a mail: the same objects as the usual one makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import MISSING, FrozenInstanceError, fields, replace

import pytest

from modori import records

QUICK = [
    (records.quick_evidence, records.Evidence),
    (records.quick_verdict, records.Verdict),
    (records.quick_failure, records.Failure),
    (records.quick_sending, records.Sending),
    (records.quick_message, records.Message),
]


@pytest.mark.parametrize(("quick", "usual"), QUICK)
def test_a_quickly_made_record_is_as_any_other(quick, usual):
    values = [f"value of {one.name}" for one in fields(usual)]
    made = quick(*values)
    assert type(made) is usual
    assert made == usual(*values)
    assert hash(made) == hash(usual(*values))
    assert repr(made) == repr(usual(*values))
    name = fields(usual)[-1].name
    assert replace(made, **{name: "other"}) == usual(*values[:-1], "other")
    with pytest.raises(FrozenInstanceError):
        setattr(made, name, "other")


@pytest.mark.parametrize(("quick", "usual"), QUICK)
def test_a_quickly_made_record_has_the_same_defaults_and_names(quick, usual):
    needed = {one.name: one.name for one in fields(usual) if one.default is MISSING}
    assert quick(**needed) == usual(**needed)
    with pytest.raises(TypeError, match="unexpected"):
        quick(**needed, unknown=1)


@pytest.mark.parametrize(("quick", "usual"), QUICK)
def test_records_come_out_of_a_pickle_or_a_copy_as_they_were(quick, usual):
    values = [f"value of {one.name}" for one in fields(usual)]
    for made in (quick(*values), usual(*values)):
        for arrived in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):  # noqa: S301 - our own
            assert type(arrived) is usual
            assert arrived == usual(*values)
