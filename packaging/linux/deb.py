"""The Debian package: the folder in /usr/lib/modori, and what a desktop needs to find it.

Built without a Debian source package, which would have to compile Qt: the files are laid out, dpkg-shlibdeps says what
the libraries need of the system, dpkg-deb packs, lintian looks at it.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from freeze.places import FOLDER, ICONS, OUT, PACKAGING, PROJECT, ROOT, VERSION, WORK, filled, megabytes, run, size

from .desktop import metainfo

LINUX = PACKAGING / "linux"
TREE = WORK / "deb"
PROGRAM = FOLDER / "modori"
HOME = "usr/lib/modori"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512)
# Plug-ins for what a desktop may have: without it Qt goes on without them.
OPTIONAL = ("libqgtk3.so",)
# Copies of Debian's own libraries that only the archive needs: here Debian's are used, with their security updates.
SYSTEM = ("bz2", "crypto", "expat", "ffi", "lzma", "sqlite3", "ssl", "z", "xcb-")


def make() -> None:
    """OUT/modori_VERSION_ARCHITECTURE.deb; stops where lintian finds an error."""
    missing = [each for each in ("dpkg-shlibdeps", "dpkg-deb", "lintian") if shutil.which(each) is None]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)} (apt-get install dpkg-dev lintian)")
    shutil.rmtree(TREE, ignore_errors=True)
    _lay_out()
    architecture = _said("dpkg", "--print-architecture")
    control = (LINUX / "debian" / "control").read_text(encoding="utf-8")
    _folder("DEBIAN")
    depends, recommends = _libraries()
    values = {
        "architecture": architecture,
        "size": str(-(-size(TREE) // 1024)),
        "depends": depends,
        "recommends": recommends,
    }
    _write("DEBIAN/control", filled(control, **values))
    _checksums()
    package = OUT / f"modori_{VERSION}_{architecture}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", TREE, package, stdout=subprocess.DEVNULL)
    print(f"{package.name}: {megabytes(size(package))}; installed {megabytes(size(TREE))}")
    print(f"Depends: {depends}")
    run("lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", "--allow-root", package)
    print("lintian: no error and no warning besides packaging/linux/debian/lintian-overrides")


def _lay_out() -> None:
    """Every file at its place. Modes as Debian wants them: 755 for folders and programs, 644 for the rest."""
    shutil.copytree(FOLDER, TREE / HOME, symlinks=True)
    for name in SYSTEM:
        for path in (TREE / HOME / "_internal").glob(f"lib{name}*" if name.endswith("-") else f"lib{name}.so*"):
            path.unlink()
    for path in TREE.rglob("*"):
        runs = path.is_dir() or path == TREE / HOME / "modori"
        if not path.is_symlink():
            path.chmod(0o755 if runs else 0o644)
    _folder("usr/bin").joinpath("modori").symlink_to("../lib/modori/modori")
    _copy(LINUX / "modori.desktop", "usr/share/applications/modori.desktop")
    _write(f"usr/share/metainfo/{PROJECT['id']}.metainfo.xml", metainfo())
    for pixels in ICON_SIZES:
        _copy(ICONS / f"modori-{pixels}.png", f"usr/share/icons/hicolor/{pixels}x{pixels}/apps/modori.png")
    _copy(ROOT / "resources" / "icons" / "modori.svg", "usr/share/icons/hicolor/scalable/apps/modori.svg")
    page = (LINUX / "modori.1").read_text(encoding="utf-8")
    _write("usr/share/man/man1/modori.1.gz", _packed(page.replace("@COMMANDS@", commands(_said(PROGRAM, "--help")))))
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()
    text = "\n".join(f" {line}" if line else " ." for line in licence)
    copyright_file = (LINUX / "debian" / "copyright").read_text(encoding="utf-8").replace("@LICENCE@", text)
    _write("usr/share/doc/modori/copyright", copyright_file)
    _write("usr/share/doc/modori/changelog.gz", _packed(_changelog()))
    _copy(LINUX / "debian" / "lintian-overrides", "usr/share/lintian/overrides/modori")
    for path in TREE.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)


def commands(told: str) -> str:
    """The commands in the form of a man page, from what `modori --help` says."""
    found = re.findall(r"^    ([a-z][a-z-]*)\n? {2,}(.+(?:\n {6,}.+)*)", told, re.M)
    lines = []
    for name, words in found:
        text = " ".join(words.split()).replace("\\", "\\e").replace("-", "\\-")
        lines += [".TP", f".B {name}", f"{text[0].upper()}{text[1:]}."]
    return "\n".join(lines)


def _folder(name: str) -> Path:
    made = TREE / name
    made.mkdir(parents=True, exist_ok=True)
    return made


def _copy(source: Path, name: str) -> None:
    _folder(str(Path(name).parent))
    shutil.copy(source, TREE / name)
    (TREE / name).chmod(0o644)


def _write(name: str, text: str | bytes) -> None:
    path = _folder(str(Path(name).parent)) / Path(name).name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o644)


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _changelog() -> str:
    """Debian's form of it; what is new stands in packaging/CHANGELOG.md."""
    when = int(os.environ.get("SOURCE_DATE_EPOCH") or (PACKAGING / "CHANGELOG.md").stat().st_mtime)
    date = format_datetime(datetime.fromtimestamp(when, UTC))
    what = "  * See packaging/CHANGELOG.md of the sources."
    return f"modori ({VERSION}) stable; urgency=low\n\n{what}\n\n -- {PROJECT['maintainer']}  {date}\n"


def _said(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", check=False, cwd=cwd)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")
    return done.stdout.strip()


def _libraries() -> tuple[str, str]:
    """What the libraries need of the system: the packages to depend on, and those to recommend."""
    place = WORK / "shlibdeps"
    shutil.rmtree(place, ignore_errors=True)
    (place / "debian").mkdir(parents=True)
    (place / "debian" / "control").write_text(
        "Source: modori\nMaintainer: x <x@example.org>\n\nPackage: modori\nArchitecture: any\n"
    )
    files = [path for path in sorted((TREE / HOME).rglob("*")) if path.is_file() and not path.is_symlink()]
    elf = [path for path in files if path.read_bytes()[:4] == b"\x7fELF"]
    needed = [path for path in elf if path.name not in OPTIONAL]
    optional = [f"-e{path}" for path in elf if path.name in OPTIONAL]
    private = sorted({f"-l{path.parent}" for path in elf})
    said = _said(
        "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *private,
        *(f"-e{path}" for path in needed), "-dRecommends", *optional, cwd=place,
    )  # fmt: skip
    found = dict(line.removeprefix("shlibs:").split("=", 1) for line in said.splitlines())
    depends = found["Depends"]
    taken = {each.split()[0] for each in depends.split(", ")}
    recommends = [each for each in found.get("Recommends", "").split(", ") if each and each.split()[0] not in taken]
    return depends, ", ".join(recommends)


def _checksums() -> None:
    """DEBIAN/md5sums, with which `dpkg --verify` finds spoilt files."""
    import hashlib

    lines = []
    for path in sorted(TREE.rglob("*")):
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.parts:
            digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
            lines.append(f"{digest}  {path.relative_to(TREE)}\n")
    _write("DEBIAN/md5sums", "".join(lines))
