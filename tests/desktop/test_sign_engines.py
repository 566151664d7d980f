"""The page Sign gets the real engines: each when it is first used, and each mended in its own way."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from desktop import sign_engines
from desktop.sign_engines import LateSpeller
from engines.errors import DependencyMissing, InputUnsupported
from engines.sign_to_text import Pack, Signing


def test_each_pack_is_read_by_its_engine(tmp_path: Path) -> None:
    # GIVEN nothing loaded yet
    speller = LateSpeller(tmp_path)
    try:
        # WHEN a camera that ends at once is read, for taught signs and for letters
        for pack in ("taught", "auto"):
            *_before, last = speller.translate(iter(()), Signing(pack=pack))  # type: ignore[arg-type]
            # THEN nothing was read, and it is final
            assert (last.text, last.signs, last.is_final) == ("", (), True)
            # AND whatever reads can be mended
            for order in (speller.space, speller.delete, speller.clear, speller.undo):
                order()
            speller.choose("A")
        # Letters and digits have one engine, taught signs another.
        assert sorted(speller._engines) == ["fingerspelling", "taught"]
    finally:
        speller.close()


@pytest.mark.parametrize("pack", ["taught", "auto"])
def test_signs_are_read_after_hands_were_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Pack
) -> None:
    # GIVEN that hands were looked at before, which loads MediaPipe without its own start
    monkeypatch.setitem(sys.modules, "mediapipe", ModuleType("mediapipe"))
    speller = LateSpeller(tmp_path)
    try:
        # WHEN an engine is wanted for the first time THEN nothing is said to be missing
        *_before, last = speller.translate(iter(()), Signing(pack=pack))
        assert last.is_final
    finally:
        speller.close()


def test_a_missing_module_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mediapipe", raising=False)
    monkeypatch.setattr(sign_engines, "find_spec", lambda _name: None)
    with pytest.raises(DependencyMissing, match="mediapipe"):
        LateSpeller(tmp_path).translate(iter(()), Signing())


def test_what_is_no_video_is_one_sentence(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no video")
    with pytest.raises(InputUnsupported, match=r"notes\.txt"):
        list(sign_engines.video(notes))


def test_what_can_be_practised_is_what_the_hand_can_draw() -> None:
    assert [len(sign_engines.letters(pack)) for pack in ("asl-letters", "asl-digits", "ksl")] == [26, 10, 31]
