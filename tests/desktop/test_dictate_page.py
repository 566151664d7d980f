"""Dictation decides: what is kept before it is written, where it goes, and what is said of it."""

import contextlib
import json
import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.dictate import Dictate
from desktop.presenters.exporting import Export, as_json
from desktop.presenters.hearing import FIRST_QUIET_SECONDS, Ending
from desktop.presenters.into_text import Written
from desktop.presenters.recall import Recall
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import DeviceUnavailable, ModelMissing
from engines.media import AudioChunk
from tests.fakes import (
    FakeAnnouncer,
    FakeDictateView,
    FakeField,
    FakeFocusedField,
    FakeOverlay,
    FakePast,
    FakeRecognizer,
    FakeSource,
    FakeTypist,
    FakeView,
    chunk,
    final,
    partial,
    write,
)

ExpectLog = Callable[[str], None]
REFUSED = "The program does not take text. It is in the list: insert it again, or copy it."


class Page:
    """The presenter with fakes around it, and the GUI thread's queue in the test's hand."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.status, self.announcer, self.choices = FakeView(), FakeAnnouncer(), Choices(Settings())
        self.voice = Voice(self.status, self.announcer, self.choices)
        self.view, self.overlay, self.past = FakeDictateView(), FakeOverlay(), FakePast()
        self.source, self.recognizer = FakeSource(), FakeRecognizer()
        self.field, self.typist = FakeFocusedField(), FakeTypist()
        self.played: list[str] = []
        self.now, self.level = 0.0, -20.0
        export = Export(self.voice, self.jobs, {"txt": lambda finals: "\n".join(one.text for one in finals)})
        self.export = Export(self.voice, self.jobs, {"json": as_json})
        self.recall = Recall(self.view, self.voice, self.jobs, self.past, export)
        self.dictate = Dictate(
            self.view,
            self.overlay,
            self.voice,
            self.jobs,
            self.choices,
            self.recall,
            self.recognizer,
            self.source,
            lambda _chunk: self.level,
            write,
            lambda: self.field,
            self.typist,
            self.played.append,
            lambda language: f"A better model for {language}: download it?",
            lambda: self.now,
            lambda: 1000.0 + self.now,
        )

    def hear(self, *heard: object, sound: AudioChunk | None = None) -> None:
        """Let the recogniser hear these, one a chunk, and handle everything that follows from each."""
        self.settle()
        for one in heard:
            self.recognizer.hears.put(one)  # type: ignore[arg-type]  # tests know what they put
            self.source.chunks.put(sound or chunk(self.now))
            self.handle()
            self.settle()

    def handle(self) -> None:
        """Do the next thing a lane posted."""
        self.calls.get(timeout=10)()

    def settle(self) -> None:
        """Do everything that is on its way in the lanes that do not wait for the test."""
        lanes = ("type", "history", "offer", "save")
        while any(self.jobs.is_busy(lane) for lane in lanes) or self.calls.qsize():
            with contextlib.suppress(queue.Empty):
                self.calls.get(timeout=0.05)()

    def end(self) -> None:
        """Give the source its last chunk after `stop`, and handle the rest."""
        self.settle()
        self.recognizer.hears.put(partial(""))
        self.source.chunks.put(chunk(self.now))
        while self.dictate.is_listening:
            self.handle()
        self.settle()

    @property
    def said(self) -> list[str]:
        return self.announcer.heard

    @property
    def lines(self) -> list[tuple[str, bool]]:
        return [(row.text, row.is_inserted) for row in self.view.rows]


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.jobs.cancel("listen")
    page.source.chunks.put(None)
    page.recognizer.hears.put(partial(""))
    assert page.jobs.close()


def test_what_is_said_is_kept_and_then_typed_into_the_other_program(page: Page) -> None:
    # GIVEN another program with the focus, and dictation on
    page.dictate.toggle()
    assert page.view.states[-1] == "starting"
    page.hear(partial(""))
    # THEN it is heard and seen that it listens
    assert page.played == ["start"]
    assert page.status.statuses[-1] == "Listening."
    # WHEN words come THEN they stand in the overlay while they may still change
    page.hear(partial("hello"), partial("hello world"))
    assert page.overlay.shown[-1] == "hello world"
    assert page.view.partials == ["hello", "hello world"]
    assert page.past.rows == []
    # WHEN they are final THEN they are kept, typed, and marked as inserted
    page.hear(final("hello world"))
    assert page.typist.text == "hello world"
    assert [(row.text, row.application, row.is_inserted) for row in page.past.rows] == [
        ("hello world", "editor", True)
    ]
    assert page.lines == [("hello world", True)]
    assert page.overlay.shown[-1] == ""
    assert page.status.statuses[-1] == "Written: hello world"
    # AND our own voice does not talk into the microphone
    assert page.played == ["start", "written"]
    assert page.said == []


def test_it_is_kept_before_it_is_typed(page: Page) -> None:
    # GIVEN a program that takes text only if it is in the history already
    kept_first: list[bool] = []
    insert = page.typist.insert
    page.typist.insert = lambda text, field: (kept_first.append(bool(page.past.rows)), insert(text, field))[1]  # type: ignore[method-assign,func-returns-value]  # looks on
    # WHEN something is said THEN it was there
    page.dictate.start()
    page.hear(final("first"))
    assert kept_first == [True]


def test_stop_keeps_what_was_said_and_cancel_does_not(page: Page) -> None:
    # GIVEN words that are not finished
    page.dictate.start()
    page.hear(partial("half a sentence"))
    # WHEN stopped THEN the recogniser gets the end of the sound and finishes them
    page.recognizer.at_the_end = [final("half a sentence")]
    page.dictate.stop()
    assert page.view.states[-1] == "finishing"
    page.end()
    assert page.typist.text == "half a sentence"
    assert sorted(page.played) == ["start", "stop", "written"]
    assert page.source.closed == 1
    # WHEN started again and cancelled THEN the unfinished words are gone, and it says so
    page.dictate.start()
    page.hear(partial("forget me"))
    page.dictate.cancel()
    assert page.said[-1] == "Stopped listening. The unfinished words are discarded."
    assert page.view.states[-1] == "idle"
    page.source.chunks.put(None)
    page.settle()
    assert [row.text for row in page.past.rows] == ["half a sentence"]


def test_what_was_said_before_the_key_came_up_is_still_waited_for(page: Page) -> None:
    # GIVEN sound that reaches us late: at 2.0 s only what was said until 0.1 s is here
    page.dictate.start()
    page.now = 0.1
    page.hear(partial(""), sound=chunk(0.0))
    page.now = 2.0
    # WHEN stopped now THEN the source is read until it has come to this moment
    page.dictate.stop()
    for start in (0.1, 1.0):
        page.hear(partial("last"), sound=chunk(start))
    assert page.source.closed == 0
    page.recognizer.at_the_end = [final("last words")]
    page.hear(partial("last words"), sound=chunk(1.95))
    while page.dictate.is_listening:
        page.handle()
    page.settle()
    assert page.typist.text == "last words"


def test_starting_while_finishing_loses_nothing(page: Page) -> None:
    # GIVEN words that are being finished
    page.dictate.start()
    page.hear(partial("one"))
    page.recognizer.at_the_end = [final("one")]
    page.dictate.stop()
    # WHEN started again at once THEN it waits, finishes, and listens again
    page.dictate.start()
    assert page.source.opened == 1
    page.recognizer.hears.put(partial(""))
    page.source.chunks.put(chunk())
    while page.view.states[-1] != "starting":
        page.handle()
    page.hear(partial(""))
    assert page.source.opened == 2
    assert page.typist.text == "one"


def test_with_the_focus_in_sori_the_words_go_into_its_own_text(page: Page) -> None:
    # GIVEN Sori in front
    page.dictate.note_front(True)
    page.dictate.start()
    # WHEN said THEN the words stand in the page, spaced by what stands there; the overlay stays away
    page.hear(partial("one"), final("one"), final("two"))
    assert page.view.text == "one two"
    assert page.typist.text == ""
    assert set(page.overlay.shown) == {None}
    # WHEN another program has the focus, but the words are to be written here THEN they still come here
    page.dictate.write_here(True)
    page.dictate.note_front(False)
    page.hear(final("three"))
    assert page.view.text == "one two three"
    assert page.lines == [("three", True), ("two", True), ("one", True)]


def test_spoken_commands(page: Page) -> None:
    # GIVEN words in another program
    page.dictate.start()
    page.hear(final("keep this"), final("not this"))
    # WHEN taken back by voice THEN the typist does it, and the command itself is not kept
    page.hear(final("scratch that"))
    assert page.typist.text == "keep this"
    assert page.said[-1] == "Taken back."
    # WHEN taken back by key THEN likewise
    page.dictate.scratch_that()
    page.settle()
    assert page.typist.text == ""
    # WHEN there is nothing left THEN it says so
    page.hear(final("scratch that"))
    assert page.said[-1] == "Nothing is taken back."
    assert [row.text for row in page.past.rows] == ["keep this", "not this"]
    # WHEN listening is stopped by voice THEN it stops
    page.hear(final("stop listening"))
    assert page.view.states[-1] == "finishing"
    page.end()
    assert page.view.states[-1] == "idle"


def test_spoken_commands_in_the_own_text(page: Page) -> None:
    # GIVEN words in Sori's own text
    page.dictate.note_front(True)
    page.dictate.start()
    page.hear(final("keep this"), final("not this"))
    # WHEN taken back and undone THEN the page's text follows
    page.hear(final("scratch that"))
    assert (page.view.text, page.said[-1]) == ("keep this", "Taken back.")
    page.hear(final("and this"), final("undo that"))
    assert (page.view.text, page.said[-1]) == ("keep this", "Undone.")
    # WHEN the text was changed by hand THEN nothing is taken back, and it says so
    page.view.text = "keep this, typed"
    page.hear(final("scratch that"))
    assert page.view.text == "keep this, typed"
    assert page.said[-1].startswith("Nothing is taken back")


def test_a_refused_insertion_is_said_and_kept(page: Page) -> None:
    # GIVEN a program that takes no text
    page.typist.answer = Written(is_whole=False, sentence=REFUSED)
    page.dictate.start()
    # WHEN something is said THEN the sentence is heard at once and the words stay in the list
    page.hear(final("do not lose me"))
    assert page.said == [REFUSED]
    assert page.lines == [("do not lose me", False)]
    assert page.view.rows[0].line.endswith("do not lose me (not inserted)")
    # WHEN it takes text again THEN the words can be inserted again as they are
    page.typist.answer = Written(is_whole=True)
    page.dictate.insert_again(page.view.rows[0])
    page.settle()
    assert page.view.stepped_aside == 1
    assert page.typist.text == "do not lose me"
    assert page.lines == [("do not lose me", True)]
    # AND copied
    page.recall.copy(page.view.rows[0])
    assert page.view.copied == "do not lose me"


def test_what_is_inserted_again_stands_apart_from_the_word_before(page: Page) -> None:
    # GIVEN something that was said
    page.dictate.start()
    page.hear(final("once more"))
    # WHEN it is inserted again after a word, a full stop, an opening mark, a space and in an empty text
    for before in ("word", "Done.", "(", "word ", ""):
        page.field.field = FakeField(before=before)
        page.dictate.insert_again(page.view.rows[0])
        page.settle()
    # THEN there is a space where one is missing
    assert page.typist.insertions[-5:] == [" once more", " once more", "once more", "once more", "once more"]


def test_a_text_that_was_not_dictated_goes_into_the_other_program_as_it_is(page: Page) -> None:
    # WHEN another page has a text for the program the user came from
    page.dictate.insert_text("HELLO scratch that")
    page.settle()
    # THEN it goes there whole, and is not kept with what was dictated
    assert page.typist.insertions == ["HELLO scratch that"]
    assert page.view.stepped_aside == 1
    assert page.past.rows == []
    # AND also where what is dictated is written into the page's own text only
    page.dictate.write_here(True)
    page.dictate.insert_text("GOOD DAY")
    page.settle()
    assert page.typist.insertions[-1] == "GOOD DAY"


def test_who_inserts_a_text_is_told_that_nothing_took_it(page: Page) -> None:
    told: list[str] = []
    page.dictate.insert_text("HELLO", lambda: told.append("taken"))
    page.settle()
    assert told == []
    # WHEN what has the focus takes no text, or the typist fails THEN it is called after the sentence
    page.typist.answer = Written(is_whole=False, sentence="The words are on the clipboard.")
    page.dictate.insert_text("HELLO", lambda: told.append(page.said[-1]))
    page.settle()
    page.typist.fails = DeviceUnavailable("Typing is not possible here: copy the text.")
    page.dictate.insert_text("HELLO", lambda: told.append(page.said[-1]))
    page.settle()
    assert told == ["The words are on the clipboard.", "Typing is not possible here: copy the text."]


def test_words_stand_apart_where_the_text_cannot_be_read(page: Page) -> None:
    # GIVEN a terminal, which does not say what stands before its caret
    page.field.field = FakeField(application="xterm", identity="window:1", is_readable=False)
    page.dictate.start()
    # WHEN two things are said to it THEN the second comes after the first
    page.hear(final("one"), final("two"))
    assert page.typist.insertions == ["one", " two"]
    # AND WHEN the third goes to another one THEN not
    page.field.field = FakeField(application="xterm", identity="window:2", is_readable=False)
    page.hear(final("three"))
    assert page.typist.insertions[-1] == "three"


def test_a_typist_that_fails_loses_nothing(page: Page) -> None:
    # GIVEN a typist that cannot work
    page.typist.fails = DeviceUnavailable("Typing is not possible here: copy the text.")
    page.dictate.start()
    # WHEN two things are said THEN both are told and kept, and listening goes on
    page.hear(final("one"), final("two"))
    assert page.said == ["Typing is not possible here: copy the text."] * 2
    assert page.lines == [("two", False), ("one", False)]
    assert page.dictate.is_listening


def test_a_full_disk_costs_the_history_but_not_the_words(page: Page) -> None:
    # GIVEN a full disk
    page.past.is_full = True
    page.dictate.start()
    # WHEN two things are said THEN they are typed and stand in the list; the trouble is told once
    page.hear(final("one"), final("two"))
    assert page.typist.text == "onetwo"
    assert page.said == ["The history could not be written: free some space."]
    assert page.lines == [("two", True), ("one", True)]
    # WHEN there is room again THEN it is kept again
    page.past.is_full, page.now = False, 1.0
    page.hear(final("three"))
    assert [row.text for row in page.past.rows] == ["three"]
    assert page.lines == [("three", True), ("two", True), ("one", True)]


def test_nothing_is_kept_from_the_moment_the_user_says_so(page: Page) -> None:
    # GIVEN dictation on
    page.dictate.start()
    page.hear(final("kept"))
    # WHEN keeping is switched off meanwhile THEN nothing more reaches the history, only the list
    page.dictate.keep_history(False)
    page.hear(final("not kept"))
    assert [row.text for row in page.past.rows] == ["kept"]
    assert page.lines == [("not kept", True), ("kept", True)]
    assert page.view.choices.is_history_kept is False


def test_words_for_a_protected_field_are_nowhere(page: Page) -> None:
    # GIVEN a field for a password
    page.field.field = FakeField(is_protected=True)
    page.dictate.start()
    # WHEN it is dictated THEN it is typed
    page.hear(partial("open"), partial("open sesame"), final("open sesame"))
    assert page.typist.text == "open sesame"
    # AND is neither kept, shown nor said
    assert page.past.rows == []
    assert page.lines == []
    told = [
        *page.view.partials,
        *page.status.statuses,
        *page.said,
        *(one or "" for one in page.overlay.shown),
    ]
    assert not any("sesame" in one or "open" in one for one in told)
    assert page.status.statuses[-1] == "Written into a protected field. The words are not kept."
    # WHEN another field has the focus before they are typed THEN they are not typed there
    page.typist.text = ""
    for other in (FakeField(), None):
        page.field.field = FakeField(is_protected=True)
        page.recognizer.hears.put(final("mellon"))
        page.source.chunks.put(chunk())
        posted = page.calls.get(timeout=5)
        page.field.field = other
        posted()
        page.settle()
        assert page.typist.text == ""
        assert page.said[-1].startswith("The protected field has lost the focus")
    page.field.field = FakeField(is_protected=True)
    # WHEN Sori gets the focus before they are typed THEN they are not written into its own text
    page.recognizer.hears.put(final("swordfish"))
    page.source.chunks.put(chunk())
    posted = page.calls.get(timeout=5)
    page.dictate.note_front(True)
    posted()
    page.settle()
    assert (page.typist.text, page.view.text) == ("", "")
    assert page.said[-1].startswith("The protected field has lost the focus")


def test_a_password_stays_one_when_the_user_goes_on_before_it_is_final(page: Page) -> None:
    # GIVEN a password that is being dictated
    page.field.field = FakeField(is_protected=True)
    page.dictate.start()
    page.hear(partial("open"), partial("open sesame"))
    # WHEN the user goes on to the next field before the utterance has ended
    page.field.field = FakeField()
    page.hear(final("open sesame"))
    # THEN it is written nowhere, and neither kept nor shown
    assert page.typist.text == ""
    assert (page.past.rows, page.lines) == ([], [])
    assert not any("sesame" in one for one in (*page.view.partials, *page.status.statuses, *page.said))
    assert page.said[-1].startswith("The protected field has lost the focus")
    # AND what is said to the next field, were it the same words, is no password any more
    page.hear(partial("open sesame"), final("open sesame"))
    assert page.typist.text == "open sesame"
    assert "open sesame" in page.view.partials
    assert [row.text for row in page.past.rows] == ["open sesame"]


def test_a_recogniser_that_breaks_off_keeps_what_was_heard(page: Page) -> None:
    # GIVEN words that are not finished
    page.dictate.start()
    page.hear(final("one"), partial("two and"))
    # WHEN the recogniser fails THEN it says so, and the unfinished words stand in the list
    page.hear(DeviceUnavailable("The recogniser ended: start again."))
    assert page.said[-1] == "The recogniser ended: start again."
    assert page.lines == [("two and", False), ("one", True)]
    assert page.view.states[-1] == "idle"
    assert page.overlay.shown[-1] is None
    # AND it can be started again
    page.dictate.start()
    page.hear(final("three"))
    assert page.typist.text == "onethree"


def test_a_missing_model_is_offered(page: Page) -> None:
    # GIVEN the page, just opened THEN a better model is offered for the language
    page.dictate.opened()
    page.settle()
    assert page.view.offers == ["A better model for en: download it?"]
    page.dictate.choose_language("ko")
    page.settle()
    assert page.view.offers[-1] == "A better model for ko: download it?"
    # WHEN there is no model at all THEN starting says so and offers it
    page.dictate.start()
    page.hear(ModelMissing("Vosk Korean, small, 87 MB: download it?"))
    assert page.recognizer.asked[-1].language == "ko"
    assert page.said[-1] == page.view.offers[-1] == "Vosk Korean, small, 87 MB: download it?"


def test_a_bug_is_one_sentence(page: Page, expect_log: ExpectLog) -> None:
    # GIVEN a recogniser with a bug WHEN it fails THEN the user hears one sentence and the log has it
    expect_log("desktop.presenters.dictate: listening failed")
    page.dictate.start()
    page.hear(ValueError("oops"))
    assert page.said[-1].startswith("Something went wrong.")


def test_a_source_is_closed_in_its_lane_when_the_recogniser_fails(page: Page) -> None:
    # GIVEN a source that is open WHEN the recogniser fails
    page.dictate.start()
    page.hear(partial("one"))
    page.recognizer.hears.put(DeviceUnavailable("No more."))
    page.source.chunks.put(chunk())
    posted = page.calls.get(timeout=10)
    # THEN it is closed before the GUI thread hears of that
    assert page.source.closed == 1
    posted()
    page.settle()


def test_the_window_may_close_while_words_are_being_said(page: Page) -> None:
    # GIVEN words that are not finished
    page.dictate.start()
    page.hear(partial("last words"))
    # WHEN the window closes THEN what was said is in the history, although nobody typed it
    page.recognizer.at_the_end = [final("last words")]
    page.recognizer.hears.put(partial("last words"))
    page.source.chunks.put(chunk())
    page.dictate.close()
    assert [(row.text, row.is_inserted) for row in page.past.rows] == [("last words", False)]


def test_the_window_may_close_while_the_recogniser_hangs(page: Page, expect_log: ExpectLog) -> None:
    # GIVEN words that are not finished, and a recogniser that says nothing more
    expect_log("desktop.presenters.dictate: listening did not come to its end in time")
    page.dictate.start()
    page.hear(partial("last"), partial("last words"))
    # WHEN the window closes THEN what was heard so far is in the history
    page.dictate.close()
    assert [row.text for row in page.past.rows] == ["last words"]


def test_a_microphone_that_opens_slowly_is_not_heard_after_the_end() -> None:
    # GIVEN a microphone that is open only after three seconds
    now = [0.0]
    ending = Ending(True, lambda: now[0])

    def slow() -> Iterator[AudioChunk]:
        for now[0] in (1.0, 2.0):
            yield AudioChunk(b"", 0.0)
        for number in range(50):
            now[0] = 3.0 + (number + 1) / 10
            yield chunk(number / 10)

    # WHEN the end is asked for THEN nothing that is said later is listened to
    passed: list[AudioChunk] = []
    for one in ending.limit(slow()):
        passed.append(one)
        if len(passed) == 7:
            ending.ask()
    assert (len(passed), passed[-1].start_seconds) == (7, 0.4)
    # AND of one that never opened, nothing is waited for
    ending = Ending(True, lambda: now[0])
    ending.ask()
    assert len(list(ending.limit(slow()))) == 1


def test_trouble_is_said_once(page: Page) -> None:
    # GIVEN a microphone that is unplugged
    page.dictate.start()
    page.hear(partial(""), sound=chunk(0.0, "The microphone is gone: plug it in."))
    page.hear(partial(""), sound=chunk(0.1, "The microphone is gone: plug it in."))
    assert page.said == ["The microphone is gone: plug it in."]
    assert page.overlay.shown[-1] == "The microphone is gone: plug it in."
    # WHEN it is back THEN that is shown, and no voice talks into what the user says
    page.hear(partial("hello"), partial("hello world"))
    assert page.status.statuses[-1] == "The microphone can be heard again."
    assert page.overlay.shown[-1] == "hello world"
    assert page.said == ["The microphone is gone: plug it in."]
    assert not page.announcer.is_speaking


def test_a_microphone_that_is_silent_in_every_pause_is_not_told_each_time(page: Page) -> None:
    # GIVEN a microphone that gives no sound between words
    silent = "The microphone gives no sound: unmute it."
    page.dictate.start()
    page.hear(partial(""), sound=chunk(0.0, silent))
    page.hear(partial("words"))
    said = list(page.said)
    # WHEN that happens again soon THEN nothing is said
    page.now = 10.0
    page.hear(partial("words"), sound=chunk(10.0, silent))
    page.hear(partial("words"))
    assert page.said == said
    # AND not in the next session, as when a key is held for each sentence
    page.dictate.stop()
    page.end()
    page.dictate.start()
    page.hear(partial(""), sound=chunk(10.0, silent))
    page.hear(partial("words"))
    assert page.said.count(silent) == 1
    said = list(page.said)
    # WHEN it happens much later THEN it is said again
    page.now = 100.0
    page.hear(partial("words"), sound=chunk(100.0, silent))
    assert page.said[len(said) :] == [silent]


def test_a_quiet_microphone_is_said_once(page: Page) -> None:
    # GIVEN sound that is too soft
    page.level = -55.0
    page.dictate.start()
    page.hear(partial(""))
    assert page.view.levels[-1] == (8, "Microphone level: quiet")
    # WHEN it stays so for some seconds THEN it is said, once
    page.now = FIRST_QUIET_SECONDS + 0.1
    page.hear(partial(""), partial(""))
    assert len([one for one in page.said if one.startswith("The microphone is quiet")]) == 1
    # WHEN it was heard once THEN a pause for thought is no trouble
    page.announcer.finish()
    page.level = -20.0
    page.hear(partial("words"))
    assert page.view.levels[-1] == (67, "Microphone level: good")
    page.level = -70.0
    page.now += 2 * FIRST_QUIET_SECONDS
    page.hear(partial(""))
    assert len([one for one in page.said if one.startswith("The microphone is quiet")]) == 1


def test_a_microphone_that_our_own_voice_deafens_is_not_quiet(page: Page) -> None:
    # GIVEN our own voice that speaks for long, which the microphone must not hear
    page.level = -96.0
    page.dictate.start()
    page.hear(partial("", notice="The recogniser was restarted."))
    page.now = FIRST_QUIET_SECONDS + 1
    page.hear(partial(""))
    # THEN the microphone is not blamed, also not right after
    page.announcer.finish()
    page.now += 1
    page.hear(partial(""))
    assert page.said == ["The recogniser was restarted."]
    # WHEN it stays silent THEN it is
    page.now += FIRST_QUIET_SECONDS
    page.hear(partial(""))
    assert page.said[-1].startswith("The microphone is quiet.")


def test_words_that_are_discarded_on_their_way_are_in_the_list(page: Page) -> None:
    # GIVEN a final that the lane has just finished
    page.dictate.start()
    page.hear(partial(""))
    page.recognizer.hears.put(final("too late"))
    page.source.chunks.put(chunk())
    posted = page.calls.get(timeout=10)
    # WHEN the user discards before it arrives THEN it is typed no more, but it is not lost
    page.dictate.cancel()
    posted()
    page.settle()
    assert page.typist.text == ""
    assert page.lines == [("too late", False)]


def test_a_notice_of_the_recogniser_is_told(page: Page) -> None:
    page.dictate.start()
    page.hear(partial("", notice="The recogniser was restarted."))
    assert page.said == ["The recogniser was restarted."]


def test_without_sounds_the_sentences_are_said(page: Page) -> None:
    # GIVEN sounds off WHEN started and stopped THEN words take their place
    page.choices.change(has_sounds=False)
    page.dictate.start()
    page.hear(partial(""))
    assert page.said == ["Listening."]
    page.dictate.stop()
    page.end()
    assert page.said[-1] == "Stopped listening. Nothing was heard."
    assert page.played == []


def test_good_news_is_not_spoken_into_an_open_microphone(page: Page) -> None:
    # GIVEN dictation that goes on WHEN something is written THEN nobody speaks
    page.dictate.start()
    page.hear(final("hello"))
    assert page.said == []
    # WHEN the key was released first THEN our own voice says what was written
    page.recognizer.at_the_end = [final("last words")]
    page.dictate.stop()
    page.end()
    assert page.said == ["Written: last words"]


def test_a_screen_reader_gets_what_was_written(page: Page) -> None:
    # GIVEN a running screen reader WHEN something is written at the end THEN it is announced, not spoken
    page.voice.note_reader(True)
    page.dictate.start()
    page.hear(final("hello"))
    assert page.status.announced == []
    page.recognizer.at_the_end = [final("last words")]
    page.dictate.stop()
    page.end()
    assert page.status.announced == ["Written: last words"]
    assert page.said == []


def test_escape_silences_first_and_stops_next(page: Page) -> None:
    # GIVEN dictation, and a sentence that is being said
    page.dictate.start()
    page.hear(partial("", notice="The recogniser was restarted."))
    assert page.dictate.escape() is True
    assert not page.voice.is_speaking
    assert page.view.states[-1] == "listening"
    assert page.dictate.escape() is True
    assert page.view.states[-1] == "finishing"
    page.end()
    page.voice.silence()
    assert page.dictate.escape() is False


def test_the_history_is_searched_exported_and_deleted(page: Page, tmp_path: Path) -> None:
    # GIVEN three utterances, one of them not kept
    page.dictate.start()
    page.hear(final("apples"))
    page.now = 10.0
    page.hear(final("pears"))
    page.dictate.keep_history(False)
    page.now = 20.0
    page.hear(final("more apples"))
    # WHEN searched THEN what contains the words is shown, the newest first
    page.recall.search("Apples")
    page.settle()
    assert [text for text, _is_inserted in page.lines] == ["more apples", "apples"]
    # WHEN exported THEN everything is there, the oldest first
    page.recall.export(lambda chosen: chosen(tmp_path / "said.txt"))
    page.settle()
    assert (tmp_path / "said.txt").read_text(encoding="utf-8") == "apples\npears\nmore apples\n"
    assert page.said[-1] == "Saved: said.txt"
    # WHEN all is deleted, and the user is sure THEN nothing is left
    asked: list[str] = []
    page.recall.delete_all(lambda title, text, _yes, then: (asked.append(title), then())[1])  # type: ignore[func-returns-value]
    page.settle()
    assert asked == ["Delete the history"]
    assert page.past.rows == []
    assert page.lines == []


def test_rows_are_spoken_when_walked_unless_a_screen_reader_does(page: Page) -> None:
    page.dictate.start()
    page.hear(final("hello"))
    page.recall.walk(page.view.rows[0])
    assert page.said[-1].endswith("hello")
    page.voice.note_reader(True)
    page.recall.walk(page.view.rows[0])
    assert len(page.said) == 1


def test_an_export_that_cannot_be_written_is_one_sentence(page: Page, tmp_path: Path) -> None:
    page.recall.export(lambda chosen: chosen(tmp_path / "no folder" / "said.txt"))
    page.settle()
    assert page.said[-1].startswith("said.txt could not be written.")


def test_json_has_the_seconds() -> None:
    assert json.loads(as_json((final("hello", 1.0, 2.0),)))[0] | {"confidence": 0.0} == {
        "start": 1.0,
        "end": 2.0,
        "text": "hello",
        "confidence": 0.0,
    }
