"""An audit that nobody answered is not taken for a good one, and a vulnerability stops the build."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from releasing import audit
from releasing.audit import Ignored, NotAudited, Vulnerable

SKIPPED = "Dependency not found on PyPI and could not be audited: {name} ({version})"
FLAW = {"id": "PYSEC-2018-28", "fix_versions": ["2.20.0"], "aliases": ["CVE-2018-18074"], "description": "x"}
JUDGED = Ignored("CVE-2018-18074", "requests", "Sori sends no passwords.", "2026-11-25")

PROGRAM = """
import json, pathlib, sys
services = json.loads(pathlib.Path({answers!r}).read_text())
arguments = sys.argv[1:]
lock = arguments[arguments.index("--requirement") + 1]
service = next(one.partition("=")[2] for one in arguments if one.startswith("--vulnerability-service="))
names = [line.partition("==")[::2] for line in pathlib.Path(lock).read_text().split()]
with pathlib.Path({asked!r}).open("a") as file:
    file.write(json.dumps([service, [name for name, _version in names]]) + "\\n")
known = services.get(service)
if known is None:
    sys.exit("urllib3.exceptions.NameResolutionError")
rows = [
    {{"name": name, "version": version, "vulns": known[name]}} if name in known
    else {{"name": name, "skip_reason": "could not be audited"}}
    for name, version in names
]
print(json.dumps({{"dependencies": rows, "fixes": []}}))
sys.exit(any(known.get(name) for name, _version in names))
"""

Services = dict[str, dict[str, list[Any]]]
Checked = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Return a function that audits a small lock with services that know what it is given.

    The program in pip-audit's place prints what pip-audit 2.10 was seen to print: packages it got no
    answer for are left out, and it ends well; without a network it ends with a traceback.
    """
    lock = tmp_path / "small.lock"
    lock.write_text("requests==2.19.0\npy_win==1.0 ; sys_platform == 'nowhere'\n")
    program, answers = tmp_path / "pip_audit.py", tmp_path / "answers.json"
    program.write_text(PROGRAM.format(answers=str(answers), asked=str(tmp_path / "asked")))

    def check(services: Services, **options: Any) -> list[str]:
        answers.write_text(json.dumps(services))
        options.setdefault("ignored", [])
        return audit.check(lock=lock, command=[sys.executable, str(program)], **options)

    return check


def test_an_answer_for_every_package_is_an_audit(checked: Checked, tmp_path: Path) -> None:
    # GIVEN an index that knows both packages, also the one for another system
    notes = checked({"pypi": {"requests": [], "py_win": []}}, is_release=True)
    # THEN there is nothing to tell, and the second service was not asked
    assert notes == []
    asked = [json.loads(line) for line in (tmp_path / "asked").read_text().splitlines()]
    assert asked == [["pypi", ["requests", "py_win"]]]


def test_what_one_service_does_not_know_the_other_is_asked(checked: Checked, tmp_path: Path) -> None:
    # GIVEN an index that lacks one package, which the other service knows
    assert checked({"pypi": {"requests": []}, "osv": {"py_win": []}}, is_release=True) == []
    # THEN that one alone was asked for there
    assert json.loads((tmp_path / "asked").read_text().splitlines()[-1]) == ["osv", ["py_win"]]


@pytest.mark.parametrize("services", [{}, {"pypi": {}}, {"pypi": {}, "osv": {}}])
def test_no_answer_stops_a_release_and_is_told_otherwise(checked: Checked, services: Services) -> None:
    # GIVEN services that cannot be reached, or that answer without knowing anything
    # THEN an ordinary build goes on and says so in one sentence
    (note,) = checked(services)
    assert note.startswith("Not audited: no vulnerability service answers.")
    # AND a release stops with the same words
    with pytest.raises(NotAudited, match="no vulnerability service answers"):
        checked(services, is_release=True)


def test_a_package_that_was_left_out_is_named(checked: Checked) -> None:
    # GIVEN a service that knows one of two
    with pytest.raises(NotAudited, match=r"no service knows them: py-win\."):
        checked({"pypi": {"requests": []}, "osv": {}}, is_release=True)


def test_a_vulnerability_stops_every_build(checked: Checked) -> None:
    # GIVEN a package with a known flaw
    services: Services = {"pypi": {"requests": [FLAW], "py_win": []}}
    # THEN it is told with what to take instead
    with pytest.raises(Vulnerable) as caught:
        checked(services)
    assert str(caught.value) == "requests 2.19.0: PYSEC-2018-28 (CVE-2018-18074); take 2.20.0"
    # AND one that another package was judged for is not excused by it
    with pytest.raises(Vulnerable):
        checked(services, ignored=[Ignored(JUDGED.id, "py_win", "x", "2026-11-25")])


def test_a_judged_vulnerability_is_told_with_its_reason(checked: Checked) -> None:
    # GIVEN a flaw that was judged, by another of its names
    notes = checked({"pypi": {"requests": [FLAW], "py_win": []}}, ignored=[JUDGED], is_release=True)
    # THEN the build goes on and tells it
    assert notes == [
        "requests 2.19.0: PYSEC-2018-28 (CVE-2018-18074); take 2.20.0; "
        "judged on 2026-11-25: Sori sends no passwords."
    ]
    # AND when it is gone, that is told too
    (note,) = checked({"pypi": {"requests": [], "py_win": []}}, ignored=[JUDGED])
    assert "CVE-2018-18074" in note
    assert "not found any more" in note


def test_the_file_of_judgements_can_be_read(tmp_path: Path) -> None:
    # THEN ours can be read, and each in it has a reason and a date
    assert all(one.reason and one.date.startswith("20") for one in audit.ignored_here())
    # AND an entry as the comment in it shows is one
    lines = audit.IGNORED.read_text(encoding="utf-8").splitlines()
    example = [
        line.removeprefix("# ") for line in lines if line.startswith("# ") and ("=" in line or "[[" in line)
    ]
    (tmp_path / "audit.toml").write_text("\n".join(example))
    assert [one.id for one in audit.ignored_here(tmp_path / "audit.toml")] == ["CVE-2026-0000"]


def test_a_program_that_is_not_there_is_no_audit(tmp_path: Path) -> None:
    # GIVEN no pip-audit
    lock = tmp_path / "small.lock"
    lock.write_text("requests==2.19.0\n")
    # THEN nothing was audited
    with pytest.raises(NotAudited):
        audit.check(is_release=True, lock=lock, command=[str(tmp_path / "none")], ignored=[])
