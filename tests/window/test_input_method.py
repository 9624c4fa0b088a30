"""Which plug-in Qt takes for typing Japanese; that it types, packaging/prove-input proves with real fcitx and IBus."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modori.window.input_method import fcitx_is_heard


@pytest.mark.parametrize(
    ("wanted", "there", "taken"),
    [
        ("fcitx", "libibusplatforminputcontextplugin.so", "ibus"),
        ("fcitx5", "libibusplatforminputcontextplugin.so", "ibus"),
        ("fcitx", "libfcitx5platforminputcontextplugin.so", "fcitx"),
        ("xim", "libibusplatforminputcontextplugin.so", "xim"),
        (None, "libibusplatforminputcontextplugin.so", None),
    ],
)
def test_fcitx_is_heard_by_the_plug_in_that_is_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wanted: str | None, there: str, taken: str | None
):
    (tmp_path / there).touch()
    if wanted is None:
        monkeypatch.delenv("QT_IM_MODULE", raising=False)
    else:
        monkeypatch.setenv("QT_IM_MODULE", wanted)
    with fcitx_is_heard(tmp_path):
        assert os.environ.get("QT_IM_MODULE") == taken
    assert os.environ.get("QT_IM_MODULE") == wanted


def test_this_qt_brings_the_plug_in_of_ibus(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    with fcitx_is_heard():
        assert os.environ["QT_IM_MODULE"] == "ibus"
