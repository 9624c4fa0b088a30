"""The language of the window: Qt Linguist files read at run time, switched while the window is open.

The `.ts` files are read as they are, so that nothing has to be built before a start. English has a
file too, for its plural forms only.
"""

from __future__ import annotations

from importlib.resources import files
from xml.etree import ElementTree

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QApplication

from ..languages import LANGUAGES, WHOLE, language_of
from .look import set_fonts


def _form(language: str, number: int) -> int:
    """Which plural form, by the order of Qt Linguist: English has one for 1 and one for the rest, Japanese only one."""
    return 0 if language == "ja" or number == 1 else 1


class Catalogue(QTranslator):
    """The finished translations of one `.ts` file."""

    def __init__(self, language: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._texts = read_ts(_file(language))

    def isEmpty(self) -> bool:
        """Qt's question whether there is anything to ask for."""
        return not self._texts

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The text in this language; None (which Qt takes for "ask the next one") where it has none."""
        forms = self._texts.get((context, sourceText, disambiguation or ""))
        if not forms:
            return None
        return forms[min(_form(self._language, n), len(forms) - 1)]


def _file(language: str) -> str:
    path = files("modori_resources").joinpath("translations", f"modori_{language}.ts")
    return path.read_text(encoding="utf-8")


def read_ts(text: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """(context, source, comment) -> translation, one for each plural form. Unfinished ones are left out."""
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for context in ElementTree.fromstring(text).iter("context"):  # noqa: S314 - a file of our own
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in {"unfinished", "vanished", "obsolete"}:
                continue
            forms = tuple(form.text or "" for form in translation.iter("numerusform")) or (translation.text or "",)
            found[name, message.findtext("source") or "", message.findtext("comment") or ""] = forms
    return found


class Language(QObject):
    """The language in use. Widgets hear of a change by Qt's LanguageChange event, others by `changed`."""

    changed = Signal(str)

    def __init__(self, app: QApplication, code: str | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self._code = ""
        self.use(code if code in LANGUAGES else system_language())

    @property
    def code(self) -> str:
        """One of `LANGUAGES`."""
        return self._code

    def use(self, code: str) -> None:
        """Switch to `code`. Raises ValueError for a language that we do not have."""
        if code not in LANGUAGES:
            raise ValueError(code)
        if code == self._code:
            return
        self._code = code
        self.leave()
        QLocale.setDefault(locale_for(code))
        set_fonts(self._app, code)
        qt = QTranslator(self)
        qt.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        # What a language lacks is said in English, with English plurals.
        lent = [] if code in WHOLE else [Catalogue("en", self)]
        self._installed = [*lent, qt, Catalogue(code, self)]
        for translator in self._installed:
            self._app.installTranslator(translator)
        self.changed.emit(code)

    def leave(self) -> None:
        """Take the translations away from the application again."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []


def system_language() -> str:
    """That of the system where Modori speaks it, else English."""
    return language_of(QLocale.system().name())


def locale_for(code: str) -> QLocale:
    """The user's own locale where it is of this language (dates of their country), else the language's."""
    system, usual = QLocale.system(), QLocale(code)
    return system if system.language() == usual.language() else usual
