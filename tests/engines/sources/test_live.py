"""Time never jumps, on a simulated clock and a device that does what it is told."""

import threading
from collections.abc import Callable, Iterator

import pytest

from engines.errors import DeviceUnavailable
from engines.media import RATE_HZ, AudioChunk
from engines.sources.inbox import Inbox
from engines.sources.live import DeviceLost, Heard, Troubles, live
from tests.engines.sources.hearing import are_continuous, joined

TROUBLES = Troubles(lost="lost", silent="silent")
SOUND = b"\x10\x27" * (RATE_HZ // 10)
ZEROS = bytes(len(SOUND))


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class ScriptedDevice:
    """At each read gives sound, which takes as long as it lasts, or gives nothing, or is lost."""

    def __init__(self, clock: Clock, script: Iterator[bytes | Heard | None]) -> None:
        self._clock = clock
        self._script = script
        self.is_closed = False

    def read(self, patience_seconds: float) -> Heard:
        now = next(self._script, None)
        if now is None:
            raise DeviceLost
        heard = now if isinstance(now, Heard) else Heard(now)
        self._clock.seconds += (heard.missing + len(heard.samples) / 2) / RATE_HZ or patience_seconds
        return heard

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True


class Shop:
    """Opens one scripted device after the other; to open one again takes five seconds."""

    def __init__(
        self, clock: Clock, *scripts: list[bytes | Heard | None], again_seconds: float = 5.0
    ) -> None:
        self._again_seconds = again_seconds
        self._clock = clock
        self._scripts = list(scripts)
        self.opened: list[ScriptedDevice] = []

    def __call__(self) -> ScriptedDevice:
        if self.opened:
            self._clock.seconds += self._again_seconds
        if len(self.opened) == len(self._scripts):
            raise DeviceUnavailable("none left")
        self.opened.append(ScriptedDevice(self._clock, iter(self._scripts[len(self.opened)])))
        return self.opened[-1]


def _listen(clock: Clock, shop: Shop, is_enough: Callable[[list[AudioChunk]], bool]) -> list[AudioChunk]:
    source, taken = live(shop, TROUBLES, clock), []
    while not is_enough(taken):
        taken.append(next(source))
    source.close()
    return taken


def test_what_is_heard_comes_unchanged() -> None:
    # GIVEN a device with a second of sound
    clock = Clock()
    shop = Shop(clock, [SOUND] * 10)
    # WHEN it is listened to
    chunks = _listen(clock, shop, lambda taken: len(taken) == 10)
    # THEN it comes as it is, without any trouble, and the device is given back
    assert joined(chunks) == SOUND * 10
    assert are_continuous(chunks)
    assert not any(chunk.trouble for chunk in chunks)
    assert shop.opened[0].is_closed


def test_a_lost_device_leaves_zeros_and_comes_back() -> None:
    # GIVEN a device that is lost in the middle of a sentence, and opened again after five seconds
    clock = Clock()
    shop = Shop(clock, [SOUND] * 10, [SOUND] * 10)
    # WHEN it is listened to until it is heard again
    chunks = _listen(clock, shop, lambda taken: joined(taken).count(SOUND) == 20)
    # THEN the time between is zeros with a sentence, all that was heard is there, and time fits the clock
    assert are_continuous(chunks)
    assert joined(chunks).strip(b"\0") == SOUND * 10 + bytes(5 * RATE_HZ * 2) + SOUND * 10
    gap = [chunk for chunk in chunks if 1 <= chunk.start_seconds < 6 and chunk.samples]
    assert {chunk.trouble for chunk in gap[:-10]} == {"lost"}
    assert chunks[-1].trouble == ""
    assert chunks[-1].start_seconds + chunks[-1].seconds == pytest.approx(clock(), abs=0.001)
    # AND both devices were given back, once each
    assert all(device.is_closed for device in shop.opened)


def test_a_device_that_gives_nothing_is_noticed_within_two_seconds() -> None:
    # GIVEN a device that stays open and hands over nothing any more
    clock = Clock()
    shop = Shop(clock, [SOUND] * 10 + [b""] * 100, again_seconds=0.0)
    # WHEN it is listened to
    chunks = _listen(clock, shop, lambda taken: bool(taken and taken[-1].trouble))
    # THEN that is told in time, and until then chunks were empty: it could merely have been late
    assert chunks[-1].trouble == "lost"
    assert clock() < 3
    assert [chunk.samples for chunk in chunks[10:15]] == [b""] * 5


def test_a_late_device_loses_nothing() -> None:
    # GIVEN a device that hands over nothing for half a second, and then all of it
    clock = Clock()
    shop = Shop(clock, [SOUND, *[b""] * 5, SOUND * 5])
    # WHEN it is listened to THEN nothing is put between
    chunks = _listen(clock, shop, lambda taken: len(joined(taken)) >= 6 * len(SOUND))
    assert joined(chunks) == SOUND * 6
    assert are_continuous(chunks)


def test_silence_is_told_within_two_seconds_and_taken_back() -> None:
    # GIVEN a device that is muted for three seconds
    clock = Clock()
    shop = Shop(clock, [SOUND, *[ZEROS] * 30, SOUND])
    # WHEN it is listened to
    chunks = _listen(clock, shop, lambda taken: len(taken) == 32)
    # THEN the trouble comes within two seconds of the mute, stays, and goes with the first sound
    told = [chunk.start_seconds for chunk in chunks if chunk.trouble == "silent"]
    assert 0.1 < told[0] < 2.1
    assert len(told) == round((3.1 - told[0]) * 10)
    assert chunks[-1].trouble == ""


def test_softest_noise_is_not_silence() -> None:
    # GIVEN a quiet room
    clock = Clock()
    noise = b"\x02\x00\xfe\xff" * (RATE_HZ // 20)
    # WHEN it is listened to for three seconds THEN there is no trouble
    chunks = _listen(clock, Shop(clock, [noise] * 30), lambda taken: len(taken) == 30)
    assert not any(chunk.trouble for chunk in chunks)


def test_what_was_dropped_is_filled_and_told() -> None:
    # GIVEN a device that lost 0.25 s because nobody fetched it
    clock = Clock()
    shop = Shop(clock, [SOUND, Heard(SOUND, missing=RATE_HZ // 4)])
    # WHEN it is listened to
    chunks = _listen(clock, shop, lambda taken: len(taken) == 5)
    # THEN zeros stand in its place, with a sentence
    assert joined(chunks) == SOUND + bytes(RATE_HZ // 2) + SOUND
    assert are_continuous(chunks)
    assert ["busy" in chunk.trouble for chunk in chunks] == [False, True, True, True, False]


def test_ten_hours_of_silence() -> None:
    # GIVEN a muted device and ten hours
    clock = Clock()
    source = live(Shop(clock, [ZEROS * 10] * 36_000), TROUBLES, clock)
    # WHEN they pass
    heard, told = 0, 0
    for chunk in source:
        assert chunk.start_seconds == heard / RATE_HZ
        heard += len(chunk.samples) // 2
        told += bool(chunk.trouble)
        if heard == 36_000 * RATE_HZ:
            break
    source.close()
    # THEN time has not drifted, and all but the first moment was told
    assert clock() == pytest.approx(36_000)
    assert told == 360_000 - 14


def test_a_sleep_of_the_computer_is_not_filled() -> None:
    # GIVEN a device that is lost while the computer sleeps for eight hours
    clock = Clock()
    shop = Shop(clock, [SOUND], [SOUND])

    def open_device() -> ScriptedDevice:
        if shop.opened:
            clock.seconds += 8 * 3600
        return shop()

    # WHEN it goes on
    source, chunks = live(open_device, TROUBLES, clock), []
    while joined(chunks).count(SOUND) < 2:
        chunks.append(next(source))
    source.close()
    # THEN there are no hours of zeros to work through
    assert sum(chunk.seconds for chunk in chunks) < 120
    assert are_continuous(chunks)


def test_missing_at_the_start() -> None:
    # GIVEN a device that is not there
    clock = Clock()
    # WHEN it is listened to THEN the sentence is raised
    with pytest.raises(DeviceUnavailable, match="none left"):
        next(live(Shop(clock), TROUBLES, clock))


def test_a_device_that_takes_long_to_open_does_not_block() -> None:
    # GIVEN a device that opens only when it is let
    is_let, closed = threading.Event(), threading.Event()

    class SlowDevice(ScriptedDevice):
        def close(self) -> None:
            closed.set()

    def open_device() -> ScriptedDevice:
        is_let.wait(30)
        return SlowDevice(Clock(), iter([]))

    # WHEN it is listened to
    source = live(open_device, TROUBLES)
    chunks = [next(source) for _ in range(3)]
    # THEN empty chunks come; and a device that opens after all was given up is given back
    assert [(chunk.samples, chunk.start_seconds) for chunk in chunks] == [(b"", 0.0)] * 3
    threading.Timer(0.2, is_let.set).start()
    source.close()
    assert closed.wait(10)


def test_an_overflow_is_measured_by_the_clock() -> None:
    # GIVEN blocks of 100 ms that come in time, give or take 5 ms
    clock = Clock()
    inbox = Inbox(48_000, 2, clock)
    block = bytes(4 * 4800)
    for number in range(20):
        clock.seconds = 0.1 * number + 0.105 + 0.005 * (number % 2)
        inbox.put(block)
        inbox.take(0)
    # WHEN one comes half a second later, and the device says that it lost something
    clock.seconds += 0.6
    inbox.put(block, is_after_loss=True)
    # THEN about half a second is said to be missing, and after that nothing more
    assert inbox.take(0).missing == pytest.approx(RATE_HZ / 2, abs=RATE_HZ * 0.012)
    clock.seconds += 0.1
    inbox.put(block, is_after_loss=True)
    assert inbox.take(0).missing < RATE_HZ * 0.012


def test_what_nobody_fetches_is_bounded_and_counted() -> None:
    # GIVEN 60 s that nobody fetched
    inbox = Inbox(RATE_HZ, 1)
    for _ in range(600):
        inbox.put(SOUND)
    # WHEN it is fetched, and more comes
    first = inbox.take(0)
    inbox.put(SOUND)
    second = inbox.take(0)
    # THEN half a minute of it is there, and the rest is counted
    assert first.missing == 0
    assert 30 * RATE_HZ <= len(first.samples) // 2 < 31 * RATE_HZ
    assert len(first.samples) // 2 + second.missing == 60 * RATE_HZ
    assert second.samples == SOUND


def test_nothing_comes_in_time() -> None:
    assert Inbox(RATE_HZ, 1).take(0.01) == Heard(b"")
