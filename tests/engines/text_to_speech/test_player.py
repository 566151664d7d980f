"""The player, into a real sound server."""

import threading
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engines.errors import DeviceUnavailable
from engines.results import Spoken
from engines.text_to_speech.espeak.speaker import EspeakSpeaker
from engines.text_to_speech.player import Player
from tests.audio_rig import RATE_HZ, Rig, running_rig

RATE = 22050


class Delivered:
    """What the device took: samples and the time of each callback."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, bytes]] = []

    def note(self, seconds: float, samples: bytes) -> None:
        self.calls.append((seconds, samples))

    @property
    def sound(self) -> bytes:
        return b"".join(samples for _, samples in self.calls)

    def wait_for(self, samples: int) -> None:
        """Wait until so many samples have gone out."""
        while len(self.sound) // 2 < samples:
            time.sleep(0.002)


@pytest.fixture
def delivered() -> Delivered:
    return Delivered()


@pytest.fixture
def player(sound: Rig, delivered: Delivered) -> Iterator[Player]:
    player = Player(delivered.note)
    yield player
    player.close()


def _steady(seconds: float, value: int = 8000, rate_hz: int = RATE) -> list[Spoken]:
    """Return blocks of 50 ms in which every sample is `value`."""
    block = Spoken(array("h", [value] * (rate_hz // 20)).tobytes(), rate_hz)
    return [block] * round(20 * seconds)


def _feed(player: Player, blocks: list[Spoken], is_wanted: Callable[[], bool] = lambda: True) -> None:
    for block in blocks:
        player.play(block, is_wanted)


def test_every_sample_reaches_the_device_and_is_heard(
    sound: Rig, player: Player, delivered: Delivered
) -> None:
    # GIVEN a sentence
    blocks = list(EspeakSpeaker().speak("One two three four."))
    seconds = sum(len(block.samples) for block in blocks) / 2 / RATE
    # WHEN it is played
    with sound.recording() as recording:
        assert all(player.play(block) for block in blocks)
        assert player.drain()
    # THEN the device got exactly these samples, and the loudspeaker was heard for about so long
    assert delivered.sound == b"".join(block.samples for block in blocks)
    assert player.delivered == player.handed_over == len(delivered.sound) // 2
    assert seconds * 0.6 < recording.sound_seconds < seconds * 1.5


def test_the_sound_heard_is_the_sound_given(sound: Rig, player: Player) -> None:
    # GIVEN half a second at a steady 8000
    # WHEN it is played
    with sound.recording() as recording:
        for block in _steady(0.5):
            player.play(block)
        player.drain()
    # THEN about half a second of it was recorded, at that height
    loud = [sample for sample in recording.samples if 7500 < sample < 8500]
    assert len(loud) > 0.4 * RATE_HZ


def test_feeding_waits_for_room(player: Player) -> None:
    # WHEN a second of sound is handed over
    for block in _steady(1.0):
        player.play(block)
        # THEN no more than a tenth of a second ever waits
        assert player.handed_over - player.delivered <= RATE // 10
    player.drain()


def test_silence_drops_all_but_a_fade(player: Player, delivered: Delivered) -> None:
    # GIVEN sound that is being played
    feeding = threading.Thread(
        target=lambda: [player.play(block, lambda: not stopped) for block in _steady(5)]
    )
    stopped: list[float] = []
    feeding.start()
    delivered.wait_for(RATE // 5)
    # WHEN it is silenced
    stopped.append(time.perf_counter())
    player.silence()
    returned = time.perf_counter()
    feeding.join()
    assert not player.drain(lambda: not stopped)
    _let_callbacks_pass(player)
    # THEN what went out afterwards is a falling end of 5 ms and nothing else
    later = array("h", b"".join(samples for at, samples in delivered.calls if at > returned))
    after = [sample for sample in later if sample]
    assert len(after) <= RATE * 0.005 + 1
    assert after == sorted(after, reverse=True)


def _let_callbacks_pass(player: Player) -> None:
    """Play something short and soft, so that everything before it has surely gone out."""
    player.play(Spoken(bytes(200), RATE))
    player.drain()


def test_what_is_played_after_silence_is_heard_whole(player: Player, delivered: Delivered) -> None:
    # GIVEN a player that was silenced in the middle
    for block in _steady(0.2, 1000):
        player.play(block)
    player.silence()
    # WHEN something else is played
    for block in _steady(0.2, 20000):
        player.play(block)
    player.drain()
    # THEN every sample of it goes out
    assert list(array("h", delivered.sound)).count(20000) == RATE // 20 * 4


def test_a_pause_holds_the_sound_and_loses_nothing(player: Player, delivered: Delivered) -> None:
    # GIVEN a paused player that is fed
    player.play(Spoken(bytes(2), RATE))
    player.drain()
    player.pause(True)
    feeding = threading.Thread(target=_feed, args=(player, _steady(0.3)))
    feeding.start()
    before = len(delivered.calls)
    time.sleep(0.15)
    assert len(delivered.calls) == before
    # WHEN it goes on
    player.pause(False)
    feeding.join()
    player.drain()
    # THEN everything goes out
    assert list(array("h", delivered.sound)).count(8000) == RATE // 20 * 6


def test_silence_while_paused_leaves_nothing_to_go_on_with(player: Player, delivered: Delivered) -> None:
    # GIVEN a paused player with sound in it
    player.play(Spoken(bytes(2), RATE))
    player.drain()
    player.pause(True)
    player.play(_steady(0.05)[0])
    # WHEN it is silenced and goes on
    player.silence()
    player.pause(False)
    _let_callbacks_pass(player)
    # THEN nothing of it was heard
    assert not any(array("h", delivered.sound))


def test_the_volume_changes_what_goes_out_next(player: Player, delivered: Delivered) -> None:
    # GIVEN a player at half volume
    player.set_volume(0.5)
    # WHEN a steady 8000 is played, and the volume set to a tenth on the way
    for block in _steady(0.2):
        player.play(block)
    player.set_volume(0.1)
    for block in _steady(0.2):
        player.play(block)
    player.drain()
    # THEN 4000 goes out, then 800, and at no time the full height
    assert set(array("h", delivered.sound)) == {4000, 800}


def test_another_rate_is_brought_to_that_of_the_device(player: Player, delivered: Delivered) -> None:
    # WHEN half a second at 16 kHz is played
    for block in _steady(0.5, rate_hz=16000):
        player.play(block)
    player.drain()
    # THEN half a second goes out
    assert len(delivered.sound) / 2 / RATE == pytest.approx(0.5, abs=0.001)


def test_an_idle_player_gives_the_device_back_and_takes_it_again(
    sound: Rig, delivered: Delivered, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a player that becomes idle soon
    monkeypatch.setattr("engines.text_to_speech.player._IDLE_SECONDS", 0.2)
    player = Player(delivered.note)
    player.play(_steady(0.05)[0])
    player.drain()
    # WHEN it was idle for that long, and plays again
    while player._is_running:
        time.sleep(0.02)
    player.play(_steady(0.05)[0])
    player.drain()
    # THEN both were heard
    assert len(delivered.sound) // 2 == 2 * (RATE // 20)
    player.close()


def test_a_closed_player_plays_nothing_more(player: Player, delivered: Delivered) -> None:
    # GIVEN a thread that waits for room
    feeding = threading.Thread(target=lambda: results.extend(player.play(block) for block in _steady(5)))
    results: list[bool] = []
    feeding.start()
    delivered.wait_for(100)
    # WHEN the player is closed, twice
    player.close()
    player.close()
    feeding.join()
    # THEN the thread comes back, and later blocks are refused without opening the device again
    assert results[-1] is False
    assert player.play(_steady(0.05)[0]) is False


def test_no_loudspeaker_is_a_sentence_and_one_connected_later_is_found(
    sound: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, player: Player, delivered: Delivered
) -> None:
    # GIVEN a computer without a sound card, nor a sound server
    with monkeypatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", "/usr/share/alsa/alsa.conf")
        patch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        # WHEN something is played
        # THEN a sentence says what to do
        with pytest.raises(DeviceUnavailable, match=r"No loudspeaker was found\. The text is shown instead"):
            player.play(_steady(0.05)[0])
    # WHEN one is connected
    player.play(_steady(0.05)[0])
    player.drain()
    # THEN it is used
    assert len(delivered.sound) // 2 == RATE // 20


def test_a_loudspeaker_lost_while_speaking_is_a_sentence(
    sound: Rig, capfd: pytest.CaptureFixture[str]
) -> None:
    # GIVEN sound that is being played on a loudspeaker of its own
    delivered = Delivered()
    player = Player(delivered.note)
    with running_rig() as other:
        player.play(_steady(0.05)[0])
        delivered.wait_for(10)
        # WHEN the loudspeaker goes away
        other.stop()
        # THEN a sentence says so, instead of waiting for ever
        with pytest.raises(DeviceUnavailable, match="The loudspeaker is gone"):
            _feed(player, _steady(20))
    # and the next sound goes to the one that is there now
    player.play(_steady(0.05)[0])
    player.drain()
    player.close()
    capfd.readouterr()  # PortAudio itself complains about the loss
