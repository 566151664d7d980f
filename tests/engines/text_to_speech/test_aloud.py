"""Speaking while the text is still being made."""

import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.errors import InputUnsupported, OutputUnwritable
from engines.text_to_speech import Manner
from engines.text_to_speech.aloud import speak_aloud
from engines.text_to_speech.player import Player
from tests.audio_rig import Rig

FAST = Manner(rate_wpm=450)


@pytest.fixture
def no_loudspeaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/usr/share/alsa/alsa.conf")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")


@pytest.fixture
def first_sound(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """An event that is set when the player delivers its first sample."""
    event = threading.Event()
    deliver = Player._fill

    def fill(player: Player, *arguments: object) -> None:
        deliver(player, *arguments)  # type: ignore[arg-type]  # passed on as PortAudio gave them
        if player.delivered:
            event.set()

    monkeypatch.setattr(Player, "_fill", fill)
    return event


def _seconds(path: Path) -> float:
    with wave.open(str(path)) as file:
        return file.getnframes() / file.getframerate()


def test_texts_are_heard_and_saved(sound: Rig, tmp_path: Path) -> None:
    # WHEN two texts are spoken and saved
    with sound.recording() as recording:
        outcome = speak_aloud(["One two.", "하나 둘."], FAST, save=tmp_path / "out.wav")
    # THEN they were heard, and the file is about as long
    assert outcome.troubles == ()
    assert not outcome.is_device_missing
    assert outcome.first_sample_at is not None
    assert recording.sound_seconds > 0.5
    assert _seconds(tmp_path / "out.wav") == pytest.approx(recording.sound_seconds, rel=0.5)


def test_the_first_text_is_heard_while_the_second_is_still_being_made(
    sound: Rig, first_sound: threading.Event
) -> None:
    # GIVEN texts of which the second is ready only when the first is heard
    def texts() -> Iterator[str]:
        yield "One."
        assert first_sound.wait(20)
        yield "Two."

    # WHEN they are spoken
    outcome = speak_aloud(texts(), FAST)
    # THEN it comes to its end
    assert outcome.first_sample_at is not None


def test_without_a_loudspeaker_all_texts_are_still_made_and_saved(
    no_loudspeaker: None, tmp_path: Path
) -> None:
    # GIVEN no loudspeaker
    made = []

    def texts() -> Iterator[str]:
        for text in ("One.", "Two.", "Three."):
            made.append(text)
            yield text

    # WHEN texts are spoken and saved
    outcome = speak_aloud(texts(), FAST, save=tmp_path / "out.wav")
    # THEN one sentence tells, and everything else is done
    assert outcome.is_device_missing
    assert outcome.troubles == (
        "No loudspeaker was found. The text is shown instead; connect one and try again.",
    )
    assert outcome.first_sample_at is None
    assert len(made) == 3
    assert _seconds(tmp_path / "out.wav") > 0.4


def test_saving_alone_needs_no_loudspeaker(no_loudspeaker: None, tmp_path: Path) -> None:
    # WHEN a text is only saved
    outcome = speak_aloud(["One."], FAST, is_played=False, save=tmp_path / "out.wav")
    # THEN nobody misses the loudspeaker
    assert (outcome.troubles, outcome.is_device_missing) == ((), False)
    assert _seconds(tmp_path / "out.wav") > 0.1


def test_an_interruption_is_silent_at_once_and_leaves_no_file(
    sound: Rig, tmp_path: Path, first_sound: threading.Event
) -> None:
    # GIVEN a long text that is being spoken and saved over an old file
    path = tmp_path / "out.wav"
    path.write_bytes(b"old")

    def texts() -> Iterator[str]:
        yield "word " * 500
        assert first_sound.wait(20)
        raise KeyboardInterrupt

    # WHEN Ctrl+C is pressed
    # THEN it ends, and the old file is as it was
    with pytest.raises(KeyboardInterrupt):
        speak_aloud(texts(), save=path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_done_is_raised(tmp_path: Path) -> None:
    # WHEN the voice does not exist, or the folder
    # THEN that is the caller's to know
    with pytest.raises(InputUnsupported, match="no voice"):
        speak_aloud(["One."] * 3, Manner(voice="espeak:nobody"), is_played=False)
    with pytest.raises(OutputUnwritable, match="does not exist"):
        speak_aloud(["One."], is_played=False, save=tmp_path / "missing" / "out.wav")
