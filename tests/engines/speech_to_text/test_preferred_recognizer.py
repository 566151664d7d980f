"""Which recogniser listens, and what is said when none can."""

from pathlib import Path

import pytest

from engines.errors import InputUnsupported, ModelMissing
from engines.speech_to_text import Listening
from engines.speech_to_text.preferred import PreferredRecognizer, choose
from tests.engines.speech_to_text.sounds import chunks, silence, texts
from tests.tiny_vosk import spoken, tiny_vosk


def test_without_a_model_english_is_for_pocketsphinx_and_korean_is_offered_one() -> None:
    assert choose("en").id == "pocketsphinx"
    with pytest.raises(ModelMissing, match=r"Korean.*87 MB.*sori models fetch vosk-model-small-ko-0.22"):
        choose("ko")


def test_with_a_model_it_is_vosk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SORI_VOSK_MODEL", str(tiny_vosk("en")))
    assert choose("en").id == "vosk"
    assert choose("ko").id == "vosk"
    # AND the one that is named is the one that is used
    assert choose("en", "pocketsphinx").id == "pocketsphinx"
    with pytest.raises(InputUnsupported, match="Use one of: vosk, pocketsphinx"):
        choose("en", "whisper")


def test_vosk_without_a_model_is_a_model_that_is_missing() -> None:
    recognizer = PreferredRecognizer("vosk")
    with pytest.raises(ModelMissing, match=r"English.*41 MB, Apache-2.0.*vosk-model-small-en-us-0.15"):
        list(recognizer.transcribe(chunks(silence(0.2))))
    recognizer.close()


def test_a_model_that_was_installed_is_found_and_used(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a model whose folder is told, and the preferred recogniser
    monkeypatch.setenv("SORI_VOSK_MODEL", str(tiny_vosk("en")))
    recognizer = PreferredRecognizer()
    # THEN it hears with it, and does not warn
    heard = list(recognizer.transcribe(chunks(spoken("select all"))))
    recognizer.close()
    recognizer.close()
    assert texts(heard) == ["select all"]
    assert not any(one.notice for one in heard)


def test_that_pocketsphinx_is_weak_for_free_speech_is_told_once() -> None:
    # GIVEN no model
    recognizer = PreferredRecognizer()
    # WHEN three sources are heard, the first with a grammar
    told = [
        [one.notice for one in recognizer.transcribe(chunks(silence(0.3)), how) if one.notice]
        for how in (Listening(grammar="yes"), Listening(), Listening())
    ]
    recognizer.close()
    # THEN the first free speech is told
    assert [len(notices) for notices in told] == [0, 1, 0]
    assert "sori models fetch vosk-model-small-en-us-0.15" in told[1][0]


def test_a_folder_that_is_told_and_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SORI_VOSK_MODEL", str(tmp_path / "gone"))
    recognizer = PreferredRecognizer()
    with pytest.raises(ModelMissing, match="gone"):
        list(recognizer.transcribe(chunks(silence(0.3))))
