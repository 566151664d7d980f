"""What README, CONTRIBUTING and docs say is there is there."""

import re
from pathlib import Path
from typing import Final

import pytest

from desktop.cli import COMMANDS
from desktop.views.commands import commands

ROOT: Final = Path(__file__).resolve().parent.parent
DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_names_every_key_of_the_window() -> None:
    table = text("README.md").partition("## Keys")[2].partition("\n## ")[0]
    missing = [
        (command.id, key)
        for command in commands()
        for key in command.keys
        if not re.search(rf"{re.escape(key)}(?![+\w])", table)
    ]
    assert missing == []


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command: str) -> None:
    assert f"`sori {command}" in text("README.md")


def test_readme_names_every_benchmark() -> None:
    scripts = [path.stem for path in (ROOT / "tests" / "benchmarks").glob("*.py") if path.stem != "__init__"]
    assert [
        name
        for name in scripts
        if f"tests.benchmarks.{name}`" not in re.sub(r" --[^`]*", "", text("README.md"))
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_the_architecture_page_names_every_folder_and_lane() -> None:
    page = text("docs/architecture.md")
    folders = {
        path.parent.name for top in ("desktop", "engines") for path in (ROOT / top).rglob("__init__.py")
    }
    lanes = {
        lane
        for path in (ROOT / "desktop").rglob("*.py")
        for lane in re.findall(r'(?:lane=|LANE: Final = |LANE = )"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert [name for name in sorted(folders) if f"{name}/" not in page] == []
    assert [name for name in sorted(lanes) if f"| {name} |" not in page] == []
