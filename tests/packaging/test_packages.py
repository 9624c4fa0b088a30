"""What makes the packages, as far as it can be checked without making one (packaging/build does that).

Recipes name files; a file that was moved is noticed here and not at the next release.
"""

from __future__ import annotations

import ast
import importlib
import plistlib
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((PACKAGING / "locks").glob("*.txt"))}
VERSION = re.findall(r'__version__ = "([^"]+)"', (ROOT / "gui/modori/__init__.py").read_text(encoding="utf-8"))[0]


def validated(*command: str | Path) -> None:
    program = str(command[0])
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing (packaging/test installs it)")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def paths_joined_in(source: Path, start: str) -> set[Path]:
    """The paths that a Python file builds with `START / "a" / "b"`, where all parts are literal."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        parts: list[str] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.right, ast.Constant):
            parts.insert(0, str(node.right.value))
            node = node.left
        if parts and isinstance(node, ast.Name) and node.id == start:
            found.add(Path(*parts))
    return found


@pytest.mark.parametrize(
    ("source", "start", "folder"),
    [
        ("modori.spec", "root", ROOT),
        ("freeze/folder.py", "PACKAGING", PACKAGING),
        ("freeze/installer.py", "PACKAGING", PACKAGING),
        ("freeze/licences.py", "PACKAGING", PACKAGING),
        ("linux/archive.py", "PACKAGING", PACKAGING),
        ("linux/archive.py", "ROOT", ROOT),
        ("linux/desktop.py", "PACKAGING", PACKAGING),
        ("linux/flatpak.py", "LINUX", PACKAGING / "linux"),
        ("linux/flatpak.py", "ROOT", ROOT),
        ("linux/deb.py", "ROOT", ROOT),
        ("linux/deb.py", "LINUX", PACKAGING / "linux"),
    ],
)
def test_each_file_that_a_recipe_names_is_there(source: str, start: str, folder: Path):
    named = paths_joined_in(PACKAGING / source, start)
    assert named
    assert not [path for path in named if not (folder / path).exists()]


def packaging_code(name: str) -> ModuleType:
    """A module of packaging/, imported as its scripts do."""
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(PACKAGING))


def test_the_tests_that_run_inside_the_frozen_program_are_there():
    tests = packaging_code("freeze.measure").TESTS
    for each in tests:
        path, _, name = each.removeprefix("--deselect=").partition("::")
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_the_recipes_are_python_of_the_oldest_version():
    for path in [PACKAGING / "modori.spec", *PACKAGING.rglob("*.py")]:
        if "out" not in path.relative_to(PACKAGING).parts:
            ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 11))


@pytest.mark.parametrize("lock", ["program", "engine", "build", "test"])
def test_each_locked_library_has_its_hashes(lock: str):
    libraries = re.findall(r"^(\S+)==(?:.*\\\n)((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCKS[lock], re.M)
    names = re.findall(r"^([a-z0-9._-]+)==", LOCKS[lock], re.M)
    assert len(names) == len(libraries)


def test_the_locks_hold_what_the_project_asks_for():
    asked = {re.split(r"[<>=;\[ ]", each)[0].lower() for each in PROJECT["project"]["dependencies"]}
    assert asked <= set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["program"], re.M))
    qt = {"pyside6-essentials", "shiboken6"}
    assert asked - qt <= set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["engine"], re.M))
    assert not qt & set(re.findall(r"^([a-z0-9._-]+)==", LOCKS["engine"], re.M))


def test_no_lock_lets_the_bad_qt_meet_an_old_python():
    """PySide6 6.12 aborts on Python older than 3.12 (pyproject.toml)."""
    for text in LOCKS.values():
        for version, condition in re.findall(r"^pyside6-essentials==(\S+)([^\\]*)\\", text, re.M):
            if tuple(map(int, version.split(".")[:2])) >= (6, 12):
                assert "python_full_version >= '3.12'" in condition


def test_no_lock_names_a_host():
    assert not [name for name, text in LOCKS.items() if "://" in text]


def test_the_metainfo_is_valid_and_of_this_version(tmp_path: Path):
    text = packaging_code("linux.desktop").metainfo()
    releases = ElementTree.fromstring(text).findall("releases/release")  # noqa: S314 - our own
    assert releases[0].get("version") == VERSION
    path = tmp_path / f"{NAMES.PROJECT['id']}.metainfo.xml"
    path.write_text(text, encoding="utf-8")
    validated("appstreamcli", "validate", "--no-net", path)


def test_the_desktop_entry_opens_the_files_that_the_metainfo_says():
    metainfo = ElementTree.parse(PACKAGING / "linux" / "modori.metainfo.xml")  # noqa: S314 - our own
    entry = (PACKAGING / "linux" / "modori.desktop").read_text(encoding="utf-8")
    types = re.findall(r"^MimeType=(.*);$", entry, re.M)[0].split(";")
    assert types == [each.text for each in metainfo.findall("provides/mediatype")]
    assert "Exec=modori %F\n" in entry


def test_the_man_page_names_every_command():
    done = subprocess.run(
        [Path(sys.executable).with_name("modori"), "--help"], capture_output=True, encoding="utf-8", check=True
    )
    named = set(re.findall(r"^\.B (.+)$", packaging_code("linux.deb").commands(done.stdout), re.M))
    assert {"classify", "anonymize", "scan"} <= named
    assert all(re.search(rf"^    {each}\b", done.stdout, re.M) for each in named)
    assert len(named) == len(re.findall(r"^    [a-z]", done.stdout, re.M))
    assert "\n@COMMANDS@\n" in (PACKAGING / "linux" / "modori.1").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("there", "chosen"),
    [
        ({"/usr/lib/ssl/certs", "/etc/ssl/certs/ca-certificates.crt"}, None),
        ({"/etc/pki/tls/certs/ca-bundle.crt"}, "/etc/pki/tls/certs/ca-bundle.crt"),
        ({"/etc/ssl/cert.pem"}, "/etc/ssl/cert.pem"),
        (set(), None),
    ],
)
def test_the_frozen_program_finds_the_certificates_of_its_system(there: set[str], chosen: str | None):
    code = runpy.run_path(str(PACKAGING / "freeze" / "environment.py"), run_name="not the program")
    assert code["certificates"](there.__contains__) == chosen


# Whose program it is: one file, and every recipe takes it from there.

NAMES = packaging_code("freeze.places")


def test_what_the_project_has_not_got_yet_is_marked():
    bare = {key for key, value in NAMES.PROJECT.items() if not value or "example." in value}
    assert bare <= set(NAMES.PLACEHOLDERS) <= set(NAMES.PROJECT)


def test_a_release_stops_at_a_placeholder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(NAMES, "PLACEHOLDERS", ["feed"])
    with pytest.raises(SystemExit, match="still to be filled in: feed"):
        NAMES.stop_at_placeholders()
    monkeypatch.setattr(NAMES, "PLACEHOLDERS", [])
    NAMES.stop_at_placeholders()
    assert NAMES.PROJECT["publisher"] in capsys.readouterr().out


def test_no_recipe_has_a_name_of_its_own():
    names = [NAMES.PROJECT[key] for key in ("id", "bundle", "publisher", "maintainer")]
    for path in [*PACKAGING.rglob("*"), *(ROOT / ".github").rglob("*")]:
        if path.is_file() and "out" not in path.relative_to(ROOT).parts and path.suffix not in (".md", ".pyc"):
            text = path.read_text(encoding="utf-8")
            assert not [name for name in names if name in text], path


@pytest.mark.parametrize("name", ["linux/debian/control", "linux/modori.metainfo.xml", "linux/flatpak.yml"])
def test_each_blank_of_a_recipe_is_filled(name: str):
    blanks = set(re.findall(r"@([A-Z]+)@", (PACKAGING / name).read_text(encoding="utf-8")))
    known = {each.upper() for each in (*NAMES.PROJECT, "version")}
    source = "".join((PACKAGING / "linux" / each).read_text(encoding="utf-8") for each in ("deb.py", "desktop.py"))
    given = {each for each in blanks - known if f'"{each.lower()}": ' in source or f"{each.lower()}=" in source}
    assert given == blanks - known
    assert blanks & known


# What could not be run where it was written: workflows, Windows, macOS, Flatpak.

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
INNO = (PACKAGING / "windows" / "modori.iss").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_well_formed_and_runs_files_that_are_there(path: Path):
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    # YAML 1.1 reads the key `on` as true.
    assert set(workflow) == {"name", True, "permissions", "jobs"}
    assert workflow["permissions"] == {"contents": "read"}, "a job that writes says so itself"
    commands = 0
    for job in workflow["jobs"].values():
        assert set(job.get("needs", [])) <= set(workflow["jobs"])
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            assert "uses" not in step or re.fullmatch(r"[\w./-]+@v\d+", step["uses"])
            for name in re.findall(r"(?:packaging|\.ci)/[\w./-]+", step.get("run", "")):
                if not name.startswith("packaging/out"):
                    assert (ROOT / name).is_file(), name
                    commands += 1
            for names in re.findall(r"packaging/build ([a-z ]+)", step.get("run", "")):
                source = (PACKAGING / "build").read_text(encoding="utf-8")
                assert all(f'"{each}":' in source or each == "everything" for each in names.split())
    assert commands


def test_what_a_workflow_is_given_is_told_to_who_sets_it_up():
    """A secret under another name is an empty text there, and nothing is signed."""
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    told = (PACKAGING / "RELEASING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:secrets|vars)\.([A-Z0-9_]+)", text))
    assert named
    assert {each for each in named if f"`{each}`" not in told} == set()
    assert set(re.findall(r"`((?:SIGNPATH|MACOS)_[A-Z0-9_]+)`", told)) == named


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_step_asks_only_steps_before_it_and_its_own_matrix(path: Path):
    for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values():
        known: set[str] = set()
        for step in job["steps"]:
            asked = set(re.findall(r"\bsteps\.(\w+)\.outputs", str(step)))
            assert asked <= known
            known |= {step["id"]} if "id" in step else set()
        matrix = set(job.get("strategy", {}).get("matrix", {}))
        assert set(re.findall(r"\bmatrix\.(\w+)", str(job))) <= matrix


def test_the_workflow_attaches_what_the_build_makes():
    text = (ROOT / ".github" / "workflows" / "packages.yml").read_text(encoding="utf-8")
    for suffix in (".deb", ".tar.xz", ".exe", ".zip", ".dmg"):
        assert f"packaging/out/*{suffix}" in text
    names = yaml.safe_load(text)["jobs"]["release"]["steps"][0]["with"]["pattern"].strip("{}").split(",")
    assert names == ["linux", "windows", "macos-*"]


@pytest.fixture
def flatpak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The code that lays the Flatpak out, in a folder of this test."""
    code = packaging_code("linux.flatpak")
    place = tmp_path / "flatpak"
    for name, path in (("PLACE", place), ("TREE", place / "tree"), ("MANIFEST", place / code.MANIFEST.name)):
        monkeypatch.setattr(code, name, path)
    code.lay_out()
    return code


def test_the_flatpaks_manifest_names_what_is_there(flatpak: ModuleType, monkeypatch: pytest.MonkeyPatch):
    manifest = yaml.safe_load(flatpak.MANIFEST.read_text(encoding="utf-8"))
    assert manifest["id"] == flatpak.MANIFEST.stem == NAMES.PROJECT["id"]
    (module,) = manifest["modules"]
    (source,) = module["sources"]
    assert (flatpak.MANIFEST.parent / source["path"]).resolve() == flatpak.TREE
    assert flatpak.runtimes() == ["org.freedesktop.Platform//25.08", "org.freedesktop.Sdk//25.08"]
    if shutil.which("flatpak-builder"):
        monkeypatch.chdir(flatpak.PLACE)  # it leaves a folder of its own
        validated("flatpak-builder", "--show-manifest", flatpak.MANIFEST)


def test_the_flatpak_may_do_little(flatpak: ModuleType):
    manifest = yaml.safe_load(flatpak.MANIFEST.read_text(encoding="utf-8"))
    assert manifest["finish-args"] == [
        *("--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--share=network"),
        "--talk-name=org.freedesktop.secrets",
    ]


def test_what_the_flatpak_exports_bears_its_name(flatpak: ModuleType):
    """Flatpak exports only files that are called as the program, and a desktop entry finds its icon by that name."""
    share, name = flatpak.TREE / "share", NAMES.PROJECT["id"]
    files = sorted(path.name for path in share.rglob("*") if path.is_file())
    assert files == [f"{name}.desktop", f"{name}.metainfo.xml", f"{name}.svg"]
    entry = share / "applications" / f"{name}.desktop"
    assert f"\nIcon={name}\n" in entry.read_text(encoding="utf-8")
    validated("desktop-file-validate", entry)
    validated("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{name}.metainfo.xml")
    told = ElementTree.parse(share / "metainfo" / f"{name}.metainfo.xml")  # noqa: S314 - our own
    assert (told.findtext("id"), told.findtext("launchable")) == (name, f"{name}.desktop")


def test_the_windows_installer_needs_no_administrator_and_speaks_both_languages():
    assert "PrivilegesRequired=lowest" in INNO
    assert set(re.findall(r'^Name: "(\w\w)"; MessagesFile: "compiler:', INNO, re.M)) == {"en", "ja"}
    own = {language: set(re.findall(rf"^{language}\.(\w+)=", INNO, re.M)) for language in ("en", "ja")}
    assert own["en"] == own["ja"] != set()
    used = set(re.findall(r"\{cm:(\w+)", INNO)) | set(re.findall(r"CustomMessage\('(\w+)'\)", INNO))
    assert used == own["en"]
    assert len(re.findall(r"^AppId=\{\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$", INNO, re.M)) == 1


def test_the_windows_installer_is_given_every_value_that_it_asks_for():
    asked = set(re.findall(r"\{#(\w+)\}", INNO))
    source = (PACKAGING / "freeze" / "installer.py").read_text(encoding="utf-8")
    assert asked == set(re.findall(r'"([A-Z]\w+)": ', source))
    programs = set(re.findall(r"\{app\}\\([\w-]+)\.exe", INNO))
    spec = (PACKAGING / "modori.spec").read_text(encoding="utf-8")
    assert all(f'program("{each}"' in spec for each in programs)


def test_the_windows_installers_entries_are_of_its_sections():
    """Each line stands in a section and has the parameters that this section must have (Inno Setup's documentation)."""
    must = {"Languages": {"Name", "MessagesFile"}, "Files": {"Source", "DestDir"}, "Icons": {"Name", "Filename"}}
    must |= {"InstallDelete": {"Type", "Name"}, "Registry": {"Root", "Subkey"}, "Run": {"Filename"}}
    sections = re.split(r"^\[(\w+)\]\n", INNO, flags=re.M)
    found = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert set(found) == {"Setup", "CustomMessages", "Code", *must}
    for section, text in found.items():
        lines = [line for line in text.splitlines() if line and not line.startswith(";")]
        assert lines, section
        for line in lines if section in must else []:
            assert must[section] <= set(re.findall(r"(?:^|; )(\w+): ", line)), line
        if section in ("Setup", "CustomMessages"):
            assert all(re.match(r"[\w.]+=.", line) for line in lines), section


def test_windows_version_resource_is_python_once_it_is_filled():
    text = (PACKAGING / "windows" / "version.txt").read_text(encoding="utf-8")
    ast.parse(NAMES.filled(text, numbers="0, 1, 0, 0"))


def test_the_bundle_of_macos_is_well_formed_and_allows_little():
    values = plistlib.loads((PACKAGING / "macos" / "Info.plist").read_bytes())
    assert {"eml", "mbox"} <= set(values["CFBundleDocumentTypes"][0]["CFBundleTypeExtensions"])
    allowed = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert list(allowed) == ["com.apple.security.cs.allow-unsigned-executable-memory"]
    subprocess.run(["sh", "-n", PACKAGING / "macos" / "make-dmg"], check=True)


@pytest.mark.parametrize("name", ["bare.sh", "desk.sh", "ready.sh", "linux/add-to-menu"])
def test_what_scripts_share_is_shell(name: str):
    subprocess.run(["sh", "-n", PACKAGING / name], check=True)
