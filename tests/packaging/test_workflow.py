"""The workflow that builds the packages runs what is there, pins what it takes, and keeps its secrets."""

import os
import re
from pathlib import Path

import pytest

from releasing import manifest
from releasing.edition import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "packages.yml"
TEXT = WORKFLOW.read_text(encoding="utf-8")
JOBS = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n)+)", TEXT.partition("\njobs:\n")[2], re.MULTILINE))
SYSTEMS = ("linux", "windows", "macos")


def runs(text: str) -> list[str]:
    """Return what the steps type into a shell, one text for each step."""
    found = re.findall(r"^( +)(?:- )?run: (\|\n(?:\1  .*\n|\n)+|.*\n)", text, re.MULTILINE)
    return [command.removeprefix("|\n") for _indent, command in found]


def test_each_system_builds_tests_and_hands_over_its_packages() -> None:
    assert list(JOBS) == [*SYSTEMS, "release"]
    for system in SYSTEMS:
        # WHEN a job is read
        job = JOBS[system]
        # THEN it packs, which runs the self-test in the frozen application, and hands over what came out
        assert sum("python start.py package" in command for command in runs(job)) == 1, system
        assert f"name: packages-{system}" in job
        assert "if-no-files-found: error" in job
    assert "container: ubuntu:22.04" in JOBS["linux"]


def test_every_kind_of_package_is_handed_over() -> None:
    # WHEN the files are taken that the jobs hand over
    taken = re.findall(r"^ +dist/\*(\.\S+)$", TEXT, re.MULTILINE)
    # THEN a release knows each kind, and none is missing; a Flatpak is built by those who publish it
    kinds = {manifest.kind_of("sori" + end) for end in taken}
    assert kinds == {"deb", "archive", "appimage", "installer", "disk-image", "add-on"}


def test_actions_are_pinned_by_their_commit_and_say_their_version() -> None:
    lines = TEXT.splitlines()
    uses = [(lines[at - 1], line) for at, line in enumerate(lines) if "uses:" in line]
    assert len(uses) == TEXT.count("uses:") >= 12
    for before, line in uses:
        action = re.fullmatch(r" +- uses: ([\w-]+/[\w-]+)@[0-9a-f]{40}", line)
        assert action, line
        assert re.fullmatch(rf" +# {re.escape(action[1])} v\d+\.\d+\.\d+", before), before
    # AND one action has one commit and one version
    pinned = set(re.findall(r"# (\S+ v\S+)\n +- uses: \S+@(\w+)", TEXT))
    assert len({action.partition(" ")[0] for action, _commit in pinned}) == len(pinned)


def test_nothing_from_outside_is_typed_into_a_shell() -> None:
    # WHEN, THEN: what GitHub knows reaches a shell as a variable, never as text of the script
    commands = runs(TEXT)
    assert len(commands) == len(re.findall(r"\brun:", TEXT)) - 1, "one `run:` is the default of the shell"
    assert [command for command in commands if "${{" in command] == []


def test_the_secrets_that_are_used_are_the_ones_that_are_told() -> None:
    told = set(re.findall(r"SORI_\w+", TEXT.partition("\nname:")[0]))
    used = set(re.findall(r"secrets\.(\w+)", TEXT))
    assert used == told
    # AND only a tag's draft may write
    assert TEXT.count("contents: write") == JOBS["release"].count("contents: write") == 1
    assert "permissions:\n  contents: read\n" in TEXT
    assert TEXT.count("persist-credentials: false") == TEXT.count("actions/checkout@")


def test_a_release_is_drafted_for_a_tag_alone_and_published_by_a_person() -> None:
    job = JOBS["release"]
    assert "if: startsWith(github.ref, 'refs/tags/v')" in job
    assert f"needs: [{', '.join(SYSTEMS)}]" in job
    assert "gh release create" in job
    assert "--draft" in job


FILES = sorted(set(re.findall(r"(?<![\w/])(?:packaging|resources)/[\w./-]+\.\w+", TEXT)))


@pytest.mark.parametrize("name", FILES)
def test_every_file_that_it_names_is_there(name: str) -> None:
    path = ROOT / name
    assert path.is_file()
    assert path.stat().st_size > 20
    assert os.access(path, os.X_OK) == (path.suffix == ".sh")


def test_every_module_that_it_runs_is_there() -> None:
    modules = set(re.findall(r"python -m (releasing\.\w+)", TEXT))
    assert modules == {"releasing.installer_check", "releasing.manifest"}
    for module in modules:
        assert Path(ROOT, "packaging", *module.split(".")).with_suffix(".py").is_file()


def test_what_is_new_is_told_in_both_languages() -> None:
    for language, letters in (("en", "[A-Za-z]"), ("ko", "[가-힣]")):
        text = (ROOT / "packaging" / "notes" / f"{language}.txt").read_text(encoding="utf-8")
        assert len(re.findall(letters, text)) > 20
