"""The page Sign decides: when the camera is on, what is read and mended, and what becomes of the text."""

import json
import queue
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.exporting import Export
from desktop.presenters.sign import Script, SignReading, as_json, signing
from desktop.presenters.sign_mending import MendedSigns
from desktop.presenters.sign_watching import (
    PATIENCE_SECONDS,
    SAME_TROUBLE_SECONDS,
    Newest,
    Notices,
    Pace,
    Seen,
    Watching,
    hands_words,
    small,
)
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import DeviceUnavailable, InputUnsupported
from engines.media import Frame, Image
from engines.results import Guess, Translation
from engines.sign_to_text import Signing
from tests.fakes import FakeAnnouncer, FakeView
from tests.sign_fakes import (
    FakeCamera,
    FakeReadingView,
    FakeSpeller,
    FakeWatchingView,
    drain,
    frame,
    hand,
    read,
    sight,
    sign,
)


class Page:
    """The presenters with fakes around them, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, self.choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, self.choices)
        self.left, self.view = FakeWatchingView(), FakeReadingView()
        self.camera, self.video, self.speller = FakeCamera(), FakeCamera(), FakeSpeller()
        self.sounds: list[str] = []
        self.inserted: list[str] = []
        self.now = 0.0
        self.watching = Watching(
            self.left,
            self.voice,
            self.jobs,
            self.choices,
            self.camera,
            lambda: [("0", "Built-in")],
            self.open_video,
            self.sounds.append,
            lambda: self.now,
        )
        self.reading = SignReading(
            self.view,
            self.voice,
            self.choices,
            self.watching,
            Export(self.voice, self.jobs, {"json": as_json}),
            self.speller,
            self.inserted.append,
        )
        self.watching.follow(self.reading)

    def open_video(self, path: Path) -> Iterator[Frame]:
        if path.suffix != ".mp4":
            raise InputUnsupported(f"{path.name} is no video.")
        return self.video.given()

    def see(self, *seen: Translation | Exception, source: FakeCamera | None = None) -> None:
        """Let the translator read these, one a frame, each long enough after the last to be shown."""
        for one in seen:
            self.now += 0.05
            shown = len(self.left.sights)
            self.speller.reads.put(one)
            (source or self.camera).frames.put(frame(self.now))
            drain(self.calls, lambda shown=shown: len(self.left.sights) > shown)  # type: ignore[misc]

    def end(self, source: FakeCamera | None = None) -> None:
        """Let the source end, and handle the rest."""
        (source or self.camera).frames.put(None)
        self.rest()

    def off(self) -> None:
        """Turn the camera off; the picture of this moment is still read."""
        self.watching.stop()
        self.speller.reads.put(read(self.speller_text, seconds=self.now))
        self.camera.frames.put(frame(self.now))
        self.rest()

    def rest(self) -> None:
        drain(self.calls, lambda: self.left.states[-1] == "off")

    @property
    def speller_text(self) -> str:
        return self.view.text

    @property
    def said(self) -> list[str]:
        return self.announcer.heard


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.jobs.cancel("sign")
    for source in (page.camera, page.video):
        source.frames.put(None)
    page.speller.reads.put(read())
    assert page.jobs.close()


# The camera


def test_the_camera_is_off_until_it_is_asked_for_and_marked_while_it_is_on(page: Page) -> None:
    # GIVEN the page as it opens THEN the camera is off, and says so
    assert page.camera.opened == 0
    assert page.left.sentences == ["The camera is off."]
    # WHEN it is turned on THEN that is shown, said and heard, once there is a picture
    page.watching.toggle()
    assert page.left.states[-1] == "starting"
    page.see(read())
    assert page.left.states[-1] == "on"
    assert page.left.sentences[-1] == "The camera is on. No picture is kept."
    assert page.said == ["The camera is on. No picture is kept."]
    assert page.sounds == ["start"]
    # WHEN it is turned off THEN it is closed, shown, said and heard
    page.off()
    assert page.camera.closed == 1
    assert page.said[-1] == "The camera is off."
    assert page.sounds == ["start", "stop"]
    # AND nothing of the picture is left
    assert page.left.sights[-1] == (None, None, False)


def test_a_camera_that_is_only_starting_is_not_called_on(page: Page) -> None:
    page.watching.toggle()
    shown = len(page.left.sights)
    page.speller.reads.put(read(hands=()))
    page.camera.frames.put(frame(0.1, "The camera is starting."))
    drain(page.calls, lambda: len(page.left.sights) > shown)
    assert page.left.states[-1] == "starting"
    assert page.left.words[-1] == "The camera is starting."
    page.now = 1.0
    page.see(read())
    assert page.left.states[-1] == "on"


def test_no_camera_is_one_sentence_and_leaves_the_page_at_rest(page: Page) -> None:
    page.watching.toggle()
    page.camera.frames.put(DeviceUnavailable("No camera was found. Connect one and try again."))
    page.rest()
    assert page.said == ["No camera was found. Connect one and try again. The camera is off."]
    assert page.sounds == ["trouble"]
    # AND it can be tried again
    page.watching.toggle()
    page.see(read())
    assert page.left.states[-1] == "on"


def test_what_was_read_stays_when_the_camera_breaks_off(page: Page) -> None:
    page.watching.toggle()
    page.see(read("HELLO "))
    page.camera.frames.put(DeviceUnavailable("The camera is gone."))
    page.rest()
    assert page.view.text.strip() == "HELLO"


def test_a_bug_in_the_translator_is_logged_and_said(page: Page, expect_log: Callable[[str], None]) -> None:
    expect_log("desktop.presenters.sign_watching: watching failed")
    page.watching.toggle()
    page.speller.reads.put(ValueError("wrong shape"))
    page.camera.frames.put(frame())
    page.rest()
    assert page.left.states[-1] == "off"
    assert page.camera.closed == 1


def test_leaving_the_page_turns_the_camera_off_but_lets_a_video_go_on(page: Page) -> None:
    page.watching.toggle()
    page.see(read())
    page.watching.leave()
    assert page.left.states[-1] == "ending"
    page.speller.reads.put(read())
    page.camera.frames.put(frame(9.0))
    page.rest()
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read("A"), source=page.video)
    page.watching.leave()
    assert page.left.states[-1] == "on"


def test_mirrored_cameras_are_turned_back_and_shown_as_a_mirror(page: Page) -> None:
    page.choices.change(sign_mirror="yes", camera="Desk")
    page.watching.toggle()
    page.see(read())
    assert page.camera.asked == [("Desk", True)]
    # The translator gets pictures that are not mirrored any more.
    assert page.speller.asked[-1].mirror == "no"
    assert page.left.sights[-1][2] is True
    # WHEN it is a video THEN the translator turns it, and it is shown as others see the signer
    page.off()
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read(), source=page.video)
    assert page.speller.asked[-1].mirror == "yes"
    assert page.left.sights[-1][2] is False


def test_the_picture_may_be_hidden_while_the_hand_is_drawn(page: Page) -> None:
    page.watching.toggle()
    page.see(read())
    image, seen, _is_flipped = page.left.sights[-1]
    assert image is not None
    assert seen is not None
    page.choices.change(is_camera_picture_shown=False)
    page.see(read())
    image, seen, _is_flipped = page.left.sights[-1]
    assert image is None
    assert seen is not None
    assert seen.hands


def test_cameras_are_offered_by_name(page: Page) -> None:
    page.watching.seek_cameras()
    drain(page.calls, lambda: page.left.cameras != ())
    assert page.left.cameras == (("0", "Built-in"),)


def test_another_camera_counts_from_the_next_time_on(page: Page) -> None:
    page.watching.toggle()
    page.see(read())
    page.choices.change(camera="Desk")
    assert page.said[-1] == "This takes effect when the camera is turned on again."


# A video


def test_a_video_is_read_to_its_end(page: Page) -> None:
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read("HI", "T"), source=page.video)
    assert page.left.sentences[-1] == "A video is being read."
    page.end(page.video)
    # What was not settled is, at the end. Nothing has to be held in a video.
    assert page.view.text == "HIT"
    assert page.speller.asked[-1].hold_seconds == 0
    assert page.said[-1] == "The video is over."


@pytest.mark.parametrize(
    ("hands", "complaint"),
    [
        ((), "No hand was found in it. Show the whole hand, near and in good light."),
        ((hand(),), "No sign could be read in it. Check which signs are expected."),
    ],
)
def test_a_video_with_nothing_to_read_says_so(page: Page, hands: Any, complaint: str) -> None:
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read(hands=hands), source=page.video)
    page.end(page.video)
    assert page.said[-1] == f"{complaint} The video is over."


def test_who_stops_a_video_hears_no_complaint(page: Page) -> None:
    # GIVEN a video in which nothing was read yet WHEN it is stopped THEN that is all that is said
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read(hands=()), source=page.video)
    page.watching.stop()
    page.speller.reads.put(read(hands=()))
    page.video.frames.put(frame(page.now))
    page.rest()
    assert page.said[-1] == "The video is over."


def test_a_video_that_was_cut_off_is_told_at_its_end(page: Page) -> None:
    page.watching.watch_video(Path("talk.mp4"))
    page.see(read("A"), source=page.video)
    page.speller.reads.put(read("A"))
    page.video.frames.put(frame(1.0, "The file is cut off after 1 second."))
    page.end(page.video)
    assert page.said[-1] == "The file is cut off after 1 second. The video is over."


def test_what_is_no_video_is_one_sentence(page: Page) -> None:
    page.watching.watch_video(Path("notes.txt"))
    page.rest()
    assert page.said == ["notes.txt is no video. The video is over."]


# What is seen


def test_what_is_seen_is_put_into_words_now_and_then(page: Page) -> None:
    page.watching.toggle()
    page.see(read(hands=()), read(hands=()))
    assert page.left.words[-1] == "No hand is seen."
    page.now += 0.1
    page.see(read(showing=[("B", 0.93)]))
    assert page.left.words[-1] == "No hand is seen."
    page.now += 1.0
    page.see(read(showing=[("B", 0.93)]))
    assert page.left.words[-1] == "The right hand is seen. It seems to show B, 95 percent."


def test_both_hands_are_told() -> None:
    assert hands_words(sight(hands=(hand("right"), hand("left")))) == "Both hands are seen."
    assert hands_words(sight(hands=(hand("left"),))) == "The left hand is seen."
    assert hands_words(None) == "No hand is seen."


def test_a_trouble_is_said_once_it_lasts_and_not_again_and_again() -> None:
    now = 0.0
    notices = Notices(lambda: now)
    # GIVEN a trouble that passes WHEN noted THEN nothing is said
    assert notices.note("Too dark.") == ""
    assert notices.note("") == ""
    # WHEN it lasts THEN it is said once
    assert notices.note("Too dark.") == ""
    now = PATIENCE_SECONDS
    assert notices.note("Too dark.") == "Too dark."
    now = 100.0
    assert notices.note("Too dark.") == ""
    # WHEN it comes back soon THEN it is not said again; later it is
    for pause, said in ((1.0, ""), (SAME_TROUBLE_SECONDS + 1, "Too dark.")):
        now += pause
        assert notices.note("") == ""
        assert notices.note("Too dark.") == ""
        now += PATIENCE_SECONDS
        assert notices.note("Too dark.") == said


def test_what_stands_in_the_way_is_shown_at_once_and_said_politely(page: Page) -> None:
    page.watching.toggle()
    page.see(read(notice="It is too dark."))
    assert page.left.words[-1] == "It is too dark."
    assert page.said == ["The camera is on. No picture is kept."]
    page.now += PATIENCE_SECONDS
    page.see(read(notice="It is too dark."))
    # It waits for what is being said: nobody is cut off.
    assert page.announcer.waiting == ["The camera is on. No picture is kept.", "It is too dark."]


def test_what_comes_too_fast_is_shown_less_often_but_no_text_is_lost(page: Page) -> None:
    # GIVEN frames that come without any time passing
    page.watching.toggle()
    page.see(read())
    before = len(page.left.sights)
    for number in range(50):
        page.speller.reads.put(read("", showing=[("A", number / 100)]))
        page.camera.frames.put(frame(page.now))
    # WHEN one of them brings a letter THEN that one is shown, whatever came before
    page.speller.reads.put(read("A"))
    page.camera.frames.put(frame(page.now))
    drain(page.calls, lambda: page.view.text == "A")
    assert len(page.left.sights) - before <= 2


@pytest.mark.parametrize(("rate_hz", "most_hz"), [(25, 25), (30, 27), (60, 27), (10, 10)])
def test_pictures_are_shown_at_the_pace_of_the_eye(rate_hz: int, most_hz: int) -> None:
    # GIVEN ten seconds of a camera whose pictures come a little too early or too late
    times = [number / rate_hz + (0.004 if number % 2 else -0.004) for number in range(10 * rate_hz)]
    clock = iter(times)
    pace = Pace(lambda: next(clock))
    # WHEN shown THEN none is left out that the eye needs
    shown = sum(pace.lets_through(is_news=False) for _time in times)
    assert min(rate_hz, 20) * 10 <= shown <= 10 * most_hz + 1


def test_the_newest_takes_the_place_of_the_old_unless_that_was_final(page: Page) -> None:
    box = Newest()
    follower = page.reading
    assert box.put(follower, Seen(read("A")))
    assert not box.put(follower, Seen(read("AB")))
    assert not box.put(follower, Seen(read("ABC", is_final=True)))
    assert not box.put(follower, Seen(read("")))
    assert [seen.translation.text for _follower, seen in box.take()] == ["ABC", ""]
    assert box.take() == ()
    assert box.put(follower, Seen(read("A")))


def test_large_pictures_are_made_small_before_they_are_shown() -> None:
    # GIVEN a picture whose columns are told apart by their colour
    wide = Image(bytes(x % 256 for _y in range(1080) for x in range(1920) for _rgb in range(3)), 1920, 1080)
    # WHEN made small THEN every third row and column is left, and mirrored it is turned back
    shown = small(wide)
    assert (shown.width, shown.height) == (640, 360)
    assert list(shown.pixels[0:12:3]) == [0, 3, 6, 9]
    assert small(wide, is_mirrored=True).pixels[-3] == 0
    little = Image(bytes(12), 2, 2)
    assert small(little) is little


# The text


def test_settled_and_tentative_text_stand_apart(page: Page) -> None:
    page.watching.toggle()
    page.see(read("HEL", "L", held=0.5))
    assert (page.view.text, page.view.tentative) == ("HEL", "L")
    assert page.view.held[-1] == (50, "Keep holding.")
    page.see(read("HELL", "", held=1.0))
    assert (page.view.text, page.view.tentative) == ("HELL", "")
    assert page.view.held[-1] == (100, "Held long enough.")


def test_words_are_said_when_they_are_whole_and_frames_are_not(page: Page) -> None:
    page.watching.toggle()
    page.see(read("H"), read("HE"), read("HE", "L"), read("HELLO"))
    assert page.said == ["The camera is on. No picture is kept."]
    page.see(read("HELLO "), read("HELLO W"))
    assert page.said[1:] == ["HELLO"]
    # WHEN the camera is turned off THEN the last word is said too
    page.off()
    assert page.said[2:] == ["W", "The camera is off."]


@pytest.mark.parametrize(("says", "heard"), [("letters", ["A", "B"]), ("nothing", [])])
def test_letters_or_nothing_are_said_if_so_chosen(page: Page, says: str, heard: list[str]) -> None:
    page.reading.choose(sign_says=says)
    page.watching.toggle()
    page.see(read("A"), read("AB"))
    assert page.said[1:] == heard


def test_a_screen_reader_is_told_the_words_and_not_every_frame(page: Page) -> None:
    page.voice.note_reader(True)
    page.watching.toggle()
    page.see(read("GO", showing=[("G", 0.9)]), read("GO", showing=[("O", 0.9)]), read("GO "))
    assert page.status.announced == ["The camera is on. No picture is kept.", "GO"]
    assert page.said == []


def test_guesses_are_shown_calmly_and_taken_by_number(page: Page) -> None:
    page.watching.toggle()
    page.see(read(showing=[("M", 0.52), ("N", 0.31), ("S", 0.11)]))
    assert page.view.guesses == (Guess("M", 0.5), Guess("N", 0.3), Guess("S", 0.1))
    shown = page.view.guesses_shown
    page.see(read(showing=[("M", 0.51), ("N", 0.29), ("S", 0.09)]))
    assert page.view.guesses_shown == shown
    # WHEN the second is taken THEN the translator is told
    page.reading.choose_guess(1)
    assert page.speller.orders == ["choose N"]
    # WHEN there is none THEN it says so
    page.see(read())
    page.reading.choose_guess(0)
    assert page.said[-1] == "There is no such guess now."


def test_while_reading_the_translator_mends_and_afterwards_the_page_does(page: Page) -> None:
    page.watching.toggle()
    page.see(read("CAT"))
    page.reading.space()
    page.reading.delete()
    page.reading.undo()
    assert page.speller.orders == ["space", "delete", "undo"]
    assert page.view.text == "CAT"
    page.off()
    page.reading.delete()
    assert page.view.text == "CA"
    page.reading.space()
    page.reading.space()
    assert page.view.text == "CA "
    page.reading.undo()
    page.reading.undo()
    assert page.view.text == "CAT"
    page.reading.undo()
    assert page.said[-1] == "There is nothing to undo."
    assert page.speller.orders == ["space", "delete", "undo"]


def test_cleared_text_comes_back_with_undo_and_not_by_itself(page: Page) -> None:
    page.watching.toggle()
    page.see(read("HELLO "))
    said = len(page.said)
    page.reading.clear()
    assert (page.view.text, page.speller.orders) == ("", ["clear"])
    # WHEN what was on its way arrives THEN it stays away, and is not said again
    page.see(read("HELLO "))
    assert page.view.text == ""
    page.see(read(""), read("A"))
    assert page.view.text == "A"
    assert page.said[said:] == ["The text is cleared. Undo brings it back."]
    # WHEN undone THEN it is back, with what was read since
    page.reading.undo()
    assert page.view.text == "HELLO A"
    page.see(read("AB"))
    assert page.view.text == "HELLO AB"


def test_text_goes_on_after_another_start_and_another_pack(page: Page) -> None:
    page.watching.toggle()
    page.see(read("ROOM"))
    # WHEN the pack changes THEN the same camera goes on, and what was read stays
    page.reading.choose(sign_pack="asl-digits")
    page.speller.reads.put(read("ROOM"))
    page.camera.frames.put(frame(page.now))
    drain(page.calls, lambda: not page.reading._is_reading)
    page.see(read("12"))
    assert (page.camera.opened, page.speller.asked[-1].pack) == (1, "asl-digits")
    assert page.view.text == "ROOM 12"
    # WHEN deleted beyond what was read now THEN the older text gives way
    page.see(read(""))
    page.reading.delete()
    page.reading.delete()
    assert page.view.text == "ROO"
    assert page.speller.orders == []


def test_nothing_read_leaves_no_blank_behind(page: Page) -> None:
    page.watching.toggle()
    page.see(read("GO"))
    page.off()
    page.watching.toggle()
    page.see(read(""))
    assert page.view.text == "GO "
    page.speller.reads.put(read(""))
    page.watching.stop()
    page.camera.frames.put(frame(page.now))
    page.rest()
    assert page.view.text == "GO"


def test_the_text_is_spoken_copied_and_inserted(page: Page) -> None:
    for ask in (page.reading.speak, page.reading.copy, page.reading.insert):
        ask()
        assert page.said[-1] == "There is no text yet."
    page.watching.toggle()
    page.see(read("GOOD DAY"))
    page.voice.note_reader(True)
    page.reading.speak()
    # Beside a screen reader too: it is meant for the other person.
    assert page.said[-1] == "GOOD DAY"
    assert page.status.statuses[-1] == "Speaking."
    page.reading.copy()
    assert page.view.copied == "GOOD DAY"
    page.reading.insert()
    assert page.inserted == ["GOOD DAY"]


def test_the_text_is_exported_with_every_sign(page: Page, tmp_path: Path) -> None:
    page.watching.toggle()
    unsure = replace(sign("I", 2.0, 0.5), alternatives=(Guess("J", 0.3), Guess("Y", 0.1236)))
    page.see(read("HI", seconds=2.0, signs=(sign("H", 1.0), unsure)))
    page.reading.export(lambda chosen: chosen(tmp_path / "talk.json"))
    drain(page.calls, lambda: page.said[-1] == "Saved: talk.json")
    assert json.loads((tmp_path / "talk.json").read_text()) == [
        {
            "start": 0.6,
            "end": 2.0,
            "text": "HI",
            "confidence": 0.7,
            "signs": [
                {"label": "H", "start": 0.6, "end": 1.0, "confidence": 0.9, "alternatives": []},
                {
                    "label": "I",
                    "start": 1.6,
                    "end": 2.0,
                    "confidence": 0.5,
                    "alternatives": [
                        {"label": "J", "confidence": 0.3},
                        {"label": "Y", "confidence": 0.124},
                    ],
                },
            ],
        }
    ]
    # AND nothing else was written
    assert [path.name for path in tmp_path.iterdir()] == ["talk.json"]


def test_a_deleted_letter_takes_its_sign_along() -> None:
    # GIVEN a word that was read as a whole WHEN its last letters are deleted
    script = Script()
    script.become("my cat", 0, 2.0, tuple(sign(one, 1.0) for one in "MYCAT"))
    script.become("my c", 0, 2.0)
    # THEN their signs are gone as well
    [line] = script.finals()
    assert [one.label for one in line.signs] == list("MYC")
    # AND a part of a syllable, which is several signs, leaves them all
    script.become("한국", 0, 3.0, tuple(sign(one, 3.0) for one in "ㅎㅏㄴㄱㅜㄱ"))
    script.become("한", 0, 3.0)
    assert len(script.finals()[0].signs) == 6


def test_a_pause_begins_another_line() -> None:
    # GIVEN letters with a pause between them
    script = Script()
    script.become("AB", 0, 1.0, (sign("A", 0.5), sign("B", 1.0)))
    script.become("AB C", 0, 9.0, (sign("C", 9.0),))
    lines = script.finals()
    # THEN they are two lines, with their own times
    assert [(line.text, line.end) for line in lines] == [("AB", 1.0), ("C", 9.0)]
    # WHEN a syllable is composed anew THEN its earlier form is gone
    script = Script()
    for text, end in (("ㄱ", 1.0), ("가", 2.0), ("간", 3.0)):
        script.become(text, 0, end)
    assert script.text == "간"
    assert [line.text for line in script.finals()] == ["간"]


def test_settings_say_how_to_look() -> None:
    settings = Settings(sign_pack="ksl", sign_hand="left", sign_mirror="yes", sign_hold_ms=600)
    assert signing(settings) == Signing("ksl", "left", "no", 0.6)
    assert signing(settings, is_camera=False) == Signing("ksl", "left", "yes", 0.0)


# Words of a translator that only reads


class Words:
    """Reads a word from each frame."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def translate(self, frames: Any, how: Signing = Signing()) -> Iterator[Translation]:
        signs = ()
        for number, _frame in enumerate(frames):
            signs = (*signs, sign(self.words[number], number + 1.0))
            yield Translation(float(number), "whatever", signs=signs)

    def close(self) -> None:
        pass


def test_taught_words_are_mended_one_by_one() -> None:
    mended = MendedSigns(Words("ANNA", "COMES", "LATE", "TODAY"))
    read_words = (one.text for one in mended.translate([frame()] * 4))
    assert next(read_words) == "ANNA"
    mended.choose("OTTO")
    assert next(read_words) == "OTTO COMES"
    mended.undo()
    mended.delete()
    assert next(read_words) == "ANNA LATE"
    mended.undo()
    assert next(read_words) == "ANNA COMES LATE TODAY"
    mended.clear()
    mended.choose("NEW")
    mended.space()
    assert [sign.label for sign in mended._signs] == ["NEW"]
    assert [one.text for one in mended.translate([frame()])] == ["ANNA"]
