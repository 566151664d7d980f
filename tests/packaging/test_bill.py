"""The bill of materials is valid CycloneDX, and names what is bundled."""

import json
import sysconfig
from pathlib import Path
from typing import Any, Final

import pytest

from releasing import bill, components

HERE: Final = Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the bill of this very environment."""
    path = bill.write(tmp_path_factory.mktemp("bill"), HERE)
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def test_it_is_cyclonedx_of_sori(written: dict[str, Any]) -> None:
    # THEN it says its format, and whose bill it is
    assert (written["bomFormat"], written["specVersion"]) == ("CycloneDX", "1.6")
    assert written["metadata"]["component"]["name"] == "Sori"


def test_every_component_has_a_licence_and_a_place(written: dict[str, Any]) -> None:
    # THEN each component but a mere group has a licence, and each reference is of its own
    rows = written["components"]
    assert all(row.get("licenses") for row in rows if not row["bom-ref"].startswith("group:"))
    refs = [row["bom-ref"] for row in rows]
    assert len(refs) == len(set(refs)) == len(components.found(HERE)) - 1
    # AND packages can be looked up by their address
    numpy = next(row for row in rows if row["name"] == "numpy")
    assert numpy["purl"] == f"pkg:pypi/numpy@{numpy['version']}"


def test_what_is_inside_what_is_told(written: dict[str, Any]) -> None:
    # THEN a wheel's libraries hang on the wheel, and everything on Sori in the end
    inside = {row["ref"]: set(row.get("dependsOn", ())) for row in written["dependencies"]}
    names = {row["bom-ref"]: row["name"] for row in written["components"]}
    av = next(ref for ref, name in names.items() if name == "av")
    assert {"FFmpeg", "x264", "x265"} <= {names[ref] for ref in inside[av]}
    reached, left = set(), [written["metadata"]["component"]["bom-ref"]]
    while left:
        ref = left.pop()
        reached.add(ref)
        left += [one for one in inside.get(ref, ()) if one not in reached]
    assert set(names) <= reached


def test_a_bill_that_breaks_the_schema_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a fault that gives text which is no bill
    monkeypatch.setattr(bill, "_text", lambda _found: '{"bomFormat": "Other"}')
    # WHEN it should be written
    with pytest.raises(bill.Invalid):
        bill.write(tmp_path / "out", HERE)
    # THEN nothing lies there
    assert not (tmp_path / "out").exists()
