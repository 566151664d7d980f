"""The whole engine on real pictures: drawn by Qt with real fonts, read by the real models."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines import resource
from engines.image_description.screen import SPEC, hangul
from engines.image_description.screen.engine import ScreenDescriber
from engines.media import Image
from engines.results import Description
from engines.sources.pictures import read
from tests.drawn import draw

ORDER = ["started", "headline", "regions", "text", "complete"]


@pytest.fixture
def describer() -> Iterator[ScreenDescriber]:
    describer = SPEC.load()
    yield describer
    describer.close()


def last(describer: ScreenDescriber, image: Image) -> Description:
    *_, description = describer.describe(image)
    return description


def sample(name: str) -> Image:
    return read(resource.path("samples", name))


def test_an_english_dialog(describer: ScreenDescriber) -> None:
    # GIVEN the English sample WHEN described
    seen = list(describer.describe(sample("save-changes-dialog.png")))
    # THEN the stages come in order, the last one alone is final
    stages = [one.stage for one in seen]
    assert stages == sorted(stages, key=ORDER.index)
    assert set(stages) == set(ORDER)
    assert [one.is_final for one in seen] == [False] * (len(seen) - 1) + [True]
    # AND title, texts and controls are right
    description = seen[-1]
    assert description.title == "Save Changes"
    assert "Save changes to Travel report.odt?" in [line.text for line in description.texts]
    found = {(one.role, one.label) for one in description.elements}
    assert {("button", "Don't Save"), ("button", "Cancel"), ("button", "Save")} <= found
    ticks = {one.label: one.state for one in description.elements if one.role == "checkbox"}
    assert ticks == {"Create a backup copy": ("checked",), "Encrypt with password": ()}


def test_nothing_told_early_is_taken_back(describer: ScreenDescriber) -> None:
    # GIVEN a description under way WHEN it ends THEN its title and subject are those told first
    seen = list(describer.describe(sample("save-changes-dialog.png")))
    first = next(one for one in seen if one.stage == "headline")
    assert seen[-1].title == first.title
    assert not first.subject or seen[-1].subject == first.subject


def test_a_korean_page(describer: ScreenDescriber) -> None:
    # GIVEN the Korean sample WHEN described
    description = last(describer, sample("settings-ko.png"))
    # THEN Hangul is read, the e-mail address too, and the ticked radio button is known
    texts = [line.text for line in description.texts]
    assert {"알림", "알림 설정", "개인정보 보호", "저장", "취소"} <= set(texts)
    assert "haneul@example.com" in texts
    assert description.kind == "settings"
    radios = {one.label: one.state for one in description.elements if one.role == "radio"}
    assert [label for label, state in radios.items() if state == ("checked",)] == ["소리와 진동"]


def test_without_tesseract_korean_is_read_never_garbled(
    describer: ScreenDescriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a machine without Tesseract
    monkeypatch.setenv("PATH", "")
    hangul.is_installed.cache_clear()
    try:
        # WHEN a Korean page is described
        description = last(describer, sample("settings-ko.png"))
    finally:
        monkeypatch.undo()
        hangul.is_installed.cache_clear()
    # THEN our own reader reads it, and no sign of another script stands for what it cannot read
    texts = [line.text for line in description.texts]
    assert {"알림 설정", "개인정보 보호", "저장", "취소"} <= set(texts)
    assert not [text for text in texts if any("\u2e80" <= letter <= "\u9fff" for letter in text)]


def test_a_dark_form(describer: ScreenDescriber, tmp_path: Path) -> None:
    # GIVEN a form in a dark palette WHEN described THEN labels, values and the button are read
    description = last(describer, read(draw("dark-form", tmp_path / "dark.png")))
    texts = " ".join(line.text for line in description.texts)
    for word in ("First name:", "Maria", "Fernandez", "555 0199", "Remember me", "Create account"):
        assert word in texts


def test_a_second_look_reads_only_what_changed(describer: ScreenDescriber) -> None:
    # GIVEN a screen that was described, of which a little changes
    image = sample("save-changes-dialog.png")
    before = last(describer, image)
    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3).copy()
    pixels[90:130, 30:640] = pixels[88, 20]  # the line under the headline goes
    changed = replace(image, pixels=pixels.tobytes())
    remembered = len(describer._reader._remembered)
    # WHEN it is described again
    after = last(describer, changed)
    # THEN only that line is gone, and next to nothing had to be read anew
    gone = {line.text for line in before.texts} - {line.text for line in after.texts}
    assert gone == {"If you close without saving, your changes from the last 12 minutes will be lost."}
    assert len(describer._reader._remembered) - remembered <= 2


@pytest.mark.parametrize(
    ("pixels", "kind"),
    [
        (np.full((400, 600, 3), 30, np.uint8), "blank"),
        (np.random.default_rng(2).integers(0, 256, (400, 600, 3)).astype(np.uint8), "noise"),
        (np.full((1, 1, 3), 90, np.uint8), "blank"),
    ],
)
def test_pictures_of_nothing(describer: ScreenDescriber, pixels: np.ndarray, kind: str) -> None:
    # GIVEN one colour, noise, or a single pixel WHEN described THEN it is called that and nothing is found
    description = last(describer, Image(pixels.tobytes(), pixels.shape[1], pixels.shape[0]))
    assert (description.kind, description.elements, description.texts) == (kind, (), ())


def test_closing_half_way_leaves_no_thread(describer: ScreenDescriber, tmp_path: Path) -> None:
    # GIVEN a description under way
    under_way = describer.describe(read(draw("dense", tmp_path / "dense.png")))
    for description in under_way:
        if description.lines_read > 5:
            break
    # WHEN it is closed THEN the describer still works (and the watch over threads finds none left)
    under_way.close()
    assert last(describer, sample("save-changes-dialog.png")).is_final


def test_a_dense_table(describer: ScreenDescriber, tmp_path: Path) -> None:
    # GIVEN an office program with 28 orders WHEN described
    description = last(describer, read(draw("dense", tmp_path / "dense.png")))
    # THEN nearly every cell is read, and the table has its columns
    texts = {line.text for line in description.texts}
    assert len({f"A-{2041 + row}" for row in range(28)} - texts) <= 1
    tables = [table for region in description.regions for table in region.tables]
    assert [len(table.rows[0]) for table in tables] == [6]


def test_the_spec_says_what_is_missing() -> None:
    assert SPEC.missing == ()
    assert SPEC.languages == ("en", "ko")


def test_a_second_look_finds_the_controls_near_a_change(describer: ScreenDescriber) -> None:
    # GIVEN a dialog that was described, in which a tick is then removed
    image = sample("save-changes-dialog.png")
    before = last(describer, image)
    box = next(one.box for one in before.elements if one.label == "Create a backup copy")
    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3).copy()
    pixels[box.top + 3 : box.bottom - 3, box.left + 3 : box.right - 3] = 255
    # WHEN it is described again
    after = last(describer, replace(image, pixels=pixels.tobytes()))
    # THEN that check box alone has another state, and nothing else was lost
    states = {one.label: one.state for one in after.elements if one.role == "checkbox"}
    assert states == {"Create a backup copy": (), "Encrypt with password": ()}
    others = [{(one.role, one.label) for one in seen.elements} for seen in (before, after)]
    assert others[0] == others[1]
