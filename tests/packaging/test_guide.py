"""The guide: links and pictures are there, both languages say the same, pages made from data are those of the data."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "resources" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))


def links(page: Path) -> list[str]:
    return re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """Of its headings, as GitHub names them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def test_there_are_pages_in_both_languages():
    assert {page.stem for page in PAGES} == {
        f"{name}-{language}" for name in ("guide", "providers", "sign-in", "tools") for language in ("en", "ja")
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_is_there(page: Path):
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_shows_pictures_of_its_own_language(language: str):
    shown = [link for link in links(GUIDE / f"guide-{language}.md") if link.endswith(".png")]
    assert len(shown) >= 8
    assert all(link.endswith(f"-{language}.png") for link in shown)


def test_both_languages_have_the_same_chapters_pictures_and_rows():
    english, japanese = ((GUIDE / f"guide-{language}.md").read_text(encoding="utf-8") for language in ("en", "ja"))
    for pattern in (r"^#+ ", r"^!\[", r"^\|"):
        assert len(re.findall(pattern, english, re.M)) == len(re.findall(pattern, japanese, re.M)), pattern
    pictures = [re.findall(r"pictures/([\w-]+)-(?:en|ja)\.png", text) for text in (english, japanese)]
    assert pictures[0] == pictures[1]


def test_the_pages_made_from_data_are_up_to_date(tmp_path: Path):
    """Where this fails, run ./packaging/make-guide with the Python that Modori is installed in."""
    subprocess.run([sys.executable, ROOT / "packaging" / "make-guide", tmp_path], check=True, capture_output=True)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 4
    for page in made:
        assert page.read_text(encoding="utf-8") == (GUIDE / page.name).read_text(encoding="utf-8"), page.name
