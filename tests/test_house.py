"""The rules of the house: who may import whom, how long a module is, that every error has its words."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from modori.languages import LANGUAGES, WHOLE

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "gui" / "modori"
RESOURCES = ROOT / "resources"
MODULES = sorted(SOURCE.rglob("*.py"))
IDS = [str(path.relative_to(SOURCE)) for path in MODULES]
LONGEST = 500
TOP = {
    *("pyproject.toml", "gui", "resources", "tests", "packaging", "README.md", "LICENSE"),
    *(".ci", ".github", ".gitignore", ".gitattributes", ".editorconfig", ".pre-commit-config.yaml"),
}
GENERATED = re.compile(
    r"(__pycache__|\.egg-info|^build/|^dist/|\.venv|\.pytest_cache|\.ruff_cache)|\.(py[cod]|qm|sqlite3|log|whl|orig|rej|swp)$|~$"
)
# Written in halves, so that this file does not hold what it looks for.
OF_THIS_MACHINE = re.compile("/work" + r"/(main|shared|\.library)|/opt" + "/modori")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked() -> list[str]:
    done = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [name for name in done.stdout.decode().split("\0") if name]


# Who may import whom.


def test_imports_only_go_down():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_only_window_and_app_know_qt(path: Path):
    if path.name == "app.py" or "window" in path.parts:
        return
    named = [alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in named if name.split(".")[0] in ("PySide6", "shiboken6")]


def test_the_package_list_is_complete():
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    found = {".".join(path.parent.relative_to(SOURCE.parent).parts) for path in MODULES if path.name == "__init__.py"}
    assert listed == found | {"modori_resources"}


# What a module looks like.


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_module_says_what_it_is_for_and_is_short(path: Path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(tree(path)), "the first lines say what the module is for"
    assert text.lstrip().startswith(('"""', 'r"""')), "the docstring comes first"
    assert text.count("\n") <= LONGEST


def test_nothing_is_called_utils():
    names = {each.stem for path in MODULES for each in (path, path.parent)}
    assert not names & {"utils", "util", "common", "misc", "helpers", "helper", "tools"}


# Every error has its words.

Words = dict[str, dict[str, str]]


def words() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for path in sorted((RESOURCES / "messages").glob("*.toml")):
        found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def noting_names() -> set[str]:
    """Names of classes that take a code first: Note, ModoriError and what is derived from it."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
    }
    names = {"Note", "ModoriError"}
    while more := {name for name, its in bases.items() if its & names} - names:
        names |= more
    return names


def given(call: ast.Call) -> set[str] | None:
    """The details that a call hands over; None when that cannot be seen from its text."""
    if any(keyword.arg is None for keyword in call.keywords) or len(call.args) > 2:
        return None
    found = {str(keyword.arg) for keyword in call.keywords if keyword.arg != "details"}
    details = [keyword.value for keyword in call.keywords if keyword.arg == "details"] + call.args[1:]
    for value in details:
        if not isinstance(value, ast.Dict) or not all(isinstance(key, ast.Constant) for key in value.keys):
            return None
        found |= {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
    return found


def codes_of(value: ast.expr) -> list[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return [value.value]
    return [*codes_of(value.body), *codes_of(value.orelse)] if isinstance(value, ast.IfExp) else []


def noted() -> Iterator[tuple[str, str, set[str] | None]]:
    """(where, code, details given) of each Note or error whose code stands in the text."""
    names = noting_names()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                for code in codes_of(node.args[0]):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", code, given(node)


def test_every_code_has_words_and_all_their_details():
    known = words()
    wrong = []
    for where, code, details in noted():
        if code not in known:
            wrong.append(f"{where}: no words for {code}")
        elif details is not None:
            wanted = {name for text in known[code]["en"].values() for name in placeholders(text)}
            wrong += [f"{where}: {code} wants {name}" for name in sorted(wanted - details)]
    assert not wrong, "\n".join(wrong)


def test_words_say_the_same_in_every_language():
    wrong = []
    for code, entry in words().items():
        parts = {frozenset(told) for told in entry.values()}
        if not set(WHOLE) <= set(entry) <= set(LANGUAGES) or len(parts) > 1 or "what" not in entry["en"]:
            wrong.append(f"{code}: {entry}")
            continue
        for language, told in entry.items():
            for part, text in entry["en"].items():
                if placeholders(text) != placeholders(told[part]):
                    wrong.append(f"{code}.{part}: other placeholders in {language}")
                if not told[part].strip() and text.strip():
                    wrong.append(f"{code}.{part}: empty in {language}")
    assert not wrong, "\n".join(wrong)


def test_no_words_without_a_use():
    constants: set[str] = set()
    beginnings: set[str] = set()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
    # A beginning counts only as a whole word with its underscore: "section_" + what comes at run time.
    starts = tuple(text for text in beginnings if re.fullmatch(r"[a-z]+_(?:[a-z]+_)*", text))
    assert not [code for code in words() if code not in constants and not code.startswith(starts)]


# Translations.

TRANSLATIONS = sorted((RESOURCES / "translations").glob("*_ja.ts"))
MARKS = re.compile(r"%L?\d|%n|\{\w*\}")


def messages(path: Path) -> Iterator[tuple[str, ET.Element]]:
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def test_there_is_a_japanese_translation():
    assert TRANSLATIONS


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_the_translation_is_complete(path: Path):
    wrong = []
    for context, message in messages(path):
        source, translation = message.findtext("source", ""), message.find("translation")
        texts = [] if translation is None else [each.text or "" for each in translation.iter("numerusform")]
        texts = texts or ([] if translation is None else [translation.text or ""])
        state = "unfinished" if translation is None else translation.get("type")
        if state or not all(text.strip() for text in texts):
            wrong.append(f"{context}: {source!r} is {state or 'empty'}")
        for text in texts:
            if sorted(MARKS.findall(text)) != sorted(MARKS.findall(source)):
                wrong.append(f"{context}: {source!r} has other placeholders")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.name)
def test_the_translation_has_every_text_of_the_window(path: Path, tmp_path: Path):
    sources = [*(SOURCE / "window").rglob("*.py"), SOURCE / "app.py"]
    fresh = tmp_path / "fresh.ts"
    done = subprocess.run(
        [Path(sys.executable).with_name("pyside6-lupdate"), *sources, "-target-language", "ja", "-ts", fresh],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    in_code = {(context, message.findtext("source", "")) for context, message in messages(fresh)}
    in_file = {(context, message.findtext("source", "")) for context, message in messages(path)}
    assert in_code == in_file


# What git holds.


def test_git_holds_nothing_generated():
    assert not [name for name in tracked() if GENERATED.search(name)]


def test_the_top_level_is_fixed():
    assert {name.split("/")[0] for name in tracked()} <= TOP


def test_nothing_is_known_of_the_machine_it_was_made_on():
    wrong = []
    for name in tracked():
        path = ROOT / name
        if path.is_file() and OF_THIS_MACHINE.search(path.read_text(encoding="utf-8", errors="replace")):
            wrong.append(name)
    assert not wrong


# The Qt that aborts on an old Python.


def pyside() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    found = [Requirement(text) for text in project["dependencies"]]
    return [each for each in found if each.name == "PySide6-Essentials"]


@pytest.mark.parametrize(("python", "allowed"), [("3.11", False), ("3.12", True), ("3.13", True)])
def test_pyside_6_12_is_not_asked_for_where_it_aborts(python: str, allowed: bool):
    asked = [each for each in pyside() if each.marker is None or each.marker.evaluate({"python_version": python})]
    assert len(asked) == 1
    assert asked[0].specifier.contains("6.12.0") is allowed


def test_the_pyside_here_does_not_abort():
    assert sys.version_info >= (3, 12) or Version(version("PySide6-Essentials")) < Version("6.12")
