"""The Flatpak: its manifest and files in OUT/flatpak, and where the runtime is installed OUT/modori-….flatpak."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from freeze.places import FOLDER, NAME, OUT, PACKAGING, PROJECT, ROOT, filled, megabytes, run, size

from .desktop import metainfo

LINUX = PACKAGING / "linux"
PLACE = OUT / "flatpak"
TREE = PLACE / "tree"
ID = PROJECT["id"]
MANIFEST = PLACE / f"{ID}.yml"


def make() -> None:
    """Lay all out; look at the manifest and build it with flatpak-builder, as far as that is installed."""
    shutil.rmtree(PLACE, ignore_errors=True)
    lay_out()
    shutil.copytree(FOLDER, TREE / "lib" / "modori", symlinks=True)
    _place("bin").joinpath("modori").symlink_to("../lib/modori/modori")
    if not shutil.which("flatpak-builder"):
        print(f"{MANIFEST}: not looked at, for flatpak-builder is missing")
        return
    # It leaves a folder of its own where it is run.
    run("flatpak-builder", "--show-manifest", MANIFEST, cwd=PLACE, stdout=subprocess.DEVNULL)
    missing = [each for each in runtimes() if not _installed(each)]
    if missing:
        print(f"{MANIFEST}: well-formed; not built, for {' and '.join(missing)} are not installed")
        return
    build, repository, bundle = PLACE / "build", PLACE / "repository", OUT / f"{NAME}.flatpak"
    run(
        "flatpak-builder", "--disable-rofiles-fuse", "--force-clean", f"--repo={repository}", build, MANIFEST,
        cwd=PLACE,
    )  # fmt: skip
    run("flatpak", "build-bundle", repository, bundle, ID)
    print(f"{bundle.name}: {megabytes(size(bundle))}")


def lay_out() -> None:
    """The manifest, and all that a desktop looks for, each file by the program's full name."""
    _write(MANIFEST, filled((LINUX / "flatpak.yml").read_text(encoding="utf-8")))
    entry = (LINUX / "modori.desktop").read_text(encoding="utf-8")
    _write(TREE / "share" / "applications" / f"{ID}.desktop", entry.replace("Icon=modori\n", f"Icon={ID}\n"))
    _write(TREE / "share" / "metainfo" / f"{ID}.metainfo.xml", metainfo(desktop=f"{ID}.desktop", icon=ID))
    drawing = ROOT / "resources" / "icons" / "modori.svg"
    shutil.copy(drawing, _place("share/icons/hicolor/scalable/apps") / f"{ID}.svg")


def runtimes() -> list[str]:
    """What the manifest builds on and runs in, as flatpak names them."""
    lines = (LINUX / "flatpak.yml").read_text(encoding="utf-8").splitlines()
    told = dict(line.split(": ", 1) for line in lines if ": " in line and line[0].isalpha())
    version = told["runtime-version"].strip('"')
    return [f"{told[each]}//{version}" for each in ("runtime", "sdk")]


def _installed(runtime: str) -> bool:
    return subprocess.run(["flatpak", "info", runtime], capture_output=True, check=False).returncode == 0


def _place(name: str) -> Path:
    made = TREE / name
    made.mkdir(parents=True, exist_ok=True)
    return made


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
