"""The real Vosk with tiny models, through the whole engine: words, times, grammars, and every way to fail."""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from engines.errors import EngineError, InputUnsupported, ModelDamaged, ModelMissing
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening
from engines.speech_to_text.steady import Patience
from engines.speech_to_text.vosk.recognizer import VoskRecognizer
from tests.engines.speech_to_text.sounds import chunks, finals, hum, silence, texts, white_noise
from tests.tiny_vosk import LEAD_MS, spoken, tiny_vosk

LEAD: Final = LEAD_MS / 1000


@pytest.fixture
def vosk() -> Iterator[VoskRecognizer]:
    recognizer = VoskRecognizer(tiny_vosk("en"))
    yield recognizer
    recognizer.close()


def ready(vosk: VoskRecognizer) -> None:
    """Let it load its model, so that what follows is taken as it comes."""
    assert texts(vosk.transcribe(chunks(spoken("select all")))) == ["select all"]


def hurt(vosk: VoskRecognizer, sound: bytes, how_many: int, sign: signal.Signals) -> list[Transcript]:
    """Listen, and send the recogniser a signal in the middle of each of the first utterances."""
    heard: list[Transcript] = []
    hurt = 0
    for one in vosk.transcribe(chunks(sound)):
        heard.append(one)
        if hurt < how_many and one.text and not one.is_final and len(finals(heard)) == hurt:
            hurt += 1
            os.kill(vosk.pid, sign)
    assert hurt == how_many
    return heard


def test_words_come_while_they_are_spoken_and_then_finally_with_their_times(vosk: VoskRecognizer) -> None:
    # GIVEN a recogniser that has loaded, and a sentence in a source that began at second 50
    ready(vosk)
    sound = spoken("new line delete that") + silence(1)
    # WHEN it is heard
    heard = list(vosk.transcribe(chunks(sound, begin=50.0)))
    # THEN partial words come first, growing, and then the whole once
    partials = list(dict.fromkeys(one.text for one in heard if not one.is_final and one.text))
    assert len(partials) >= 2
    assert all("new line delete that".startswith(text.split()[0]) for text in partials)
    (final,) = finals(heard)
    assert final.text == "new line delete that"
    # AND its words stand one after the other, at their times in the source, with a confidence
    times = [time for word in final.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] == pytest.approx(50 + LEAD, abs=0.15)
    assert times[-1] == pytest.approx(50 + len(sound) / 32000 - LEAD - 1, abs=0.25)
    assert all(0 < word.confidence <= 1 for word in final.words)
    # AND each chunk brought at least one transcript
    assert len(heard) >= len(list(chunks(sound)))


@pytest.mark.parametrize("pause_seconds", [0.8, 25.0], ids=["by the gate", "by libvosk"])
def test_a_pause_ends_an_utterance_and_times_go_on(vosk: VoskRecognizer, pause_seconds: float) -> None:
    # GIVEN two orders, five seconds of silence between them
    first, second = spoken("select all"), spoken("undo that")
    sound = first + silence(5) + second
    # WHEN they are heard
    heard = finals(vosk.transcribe(chunks(sound), Listening(pause_seconds=pause_seconds)))
    # THEN there are two utterances, and the second has its own time in the source
    assert [one.text for one in heard] == ["select all", "undo that"]
    assert heard[1].start == pytest.approx(len(first) / 32000 + 5 + LEAD, abs=0.2)


def test_what_was_still_open_is_final_at_the_end(vosk: VoskRecognizer) -> None:
    # GIVEN a key that is released right after the word
    sound = spoken("select all")[: -2 * 16000 * LEAD_MS // 1000]
    assert texts(vosk.transcribe(chunks(sound), Listening(pause_seconds=30.0))) == ["select all"]


def test_silence_and_noise_yield_no_words(vosk: VoskRecognizer) -> None:
    sound = silence(5) + white_noise(5, 1000) + hum(5, 4000) + white_noise(5, 50)
    heard = list(vosk.transcribe(chunks(sound)))
    assert {one.text for one in heard} == {""}
    assert not finals(heard)


def test_korean(vosk: VoskRecognizer) -> None:
    words = (tiny_vosk("ko") / "graph" / "words.txt").read_text(encoding="utf-8").split()[::2]
    korean = next(word for word in words if word[0] >= "가" and len(word) >= 3)
    recognizer = VoskRecognizer(tiny_vosk("ko"))
    heard = texts(recognizer.transcribe(chunks(spoken(korean, "ko")), Listening("ko", grammar=korean)))
    recognizer.close()
    assert heard == [korean]


def test_a_grammar_allows_only_its_phrases_and_tells_of_words_it_cannot_hear(vosk: VoskRecognizer) -> None:
    # GIVEN a grammar in JSGF with a word that the model does not know
    grammar = "#JSGF V1.0; grammar g; public <g> = (select all | undo that | xyzzy [all])+;"
    # WHEN something else is said, and then one of its phrases
    heard = list(vosk.transcribe(chunks(spoken("undo that")), Listening(grammar=grammar)))
    # THEN it is heard, and one notice names the word
    assert [one.text for one in finals(heard)] == ["undo that"]
    notices = [one.notice for one in heard if one.notice]
    assert len(notices) == 1
    assert notices[0].endswith(": xyzzy")
    # AND no word comes that the grammar lacks
    others = texts(vosk.transcribe(chunks(spoken("new line")), Listening(grammar=grammar)))
    assert {word for text in others for word in text.split()} <= {"select", "all", "undo", "that"}


@pytest.mark.parametrize(
    ("grammar", "part"),
    [
        ("xyzzy plugh\nfrobozz", "xyzzy, plugh, frobozz"),
        ('"]\\", [1, {', "words of the grammar"),
        ("#JSGF V1.0; grammar g; public <g> = ;", "no word"),
        ("#JSGF V1.0; grammar g; public <g> = select <g>;", "uses itself"),
        ("#JSGF V1.0; grammar g; public <g> = [select all", "line 1"),
    ],
)
def test_a_grammar_that_would_crash_libvosk_is_refused(vosk: VoskRecognizer, grammar: str, part: str) -> None:
    with pytest.raises(InputUnsupported, match=part):
        list(vosk.transcribe(chunks(silence(0.5)), Listening(grammar=grammar)))


def test_a_model_with_a_ready_made_graph_says_that_it_takes_no_grammar(tmp_path: Path) -> None:
    # GIVEN a model with a static graph
    folder = shutil.copytree(tiny_vosk("en"), tmp_path / "static")
    (folder / "graph" / "HCLr.fst").rename(folder / "graph" / "HCLG.fst")
    # THEN the sentence says so, without libvosk
    recognizer = VoskRecognizer(folder)
    with pytest.raises(InputUnsupported, match="static cannot take a grammar"):
        list(recognizer.transcribe(chunks(silence(0.5)), Listening(grammar="select all")))
    assert recognizer.pid == 0


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "conf/model.conf", "conf/mfcc.conf", "graph/HCLr.fst", "graph/Gr.fst", "am"]
)
@pytest.mark.parametrize("is_empty", [True, False])
def test_a_half_deleted_model_is_found_out_before_libvosk_sees_it(
    tmp_path: Path, name: str, is_empty: bool
) -> None:
    folder = shutil.copytree(tiny_vosk("en"), tmp_path / "half")
    if (folder / name).is_dir():
        shutil.rmtree(folder / name)
    elif is_empty:
        (folder / name).write_bytes(b"")
    else:
        (folder / name).unlink()
    recognizer = VoskRecognizer(folder)
    with pytest.raises(ModelDamaged, match="half is damaged"):
        list(recognizer.transcribe(chunks(silence(0.5))))
    assert recognizer.pid == 0


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
def test_a_model_that_libvosk_cannot_load_is_called_damaged(tmp_path: Path, name: str) -> None:
    # GIVEN a model of which a file breaks off
    folder = shutil.copytree(tiny_vosk("en"), tmp_path / "broken")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 3])
    recognizer = VoskRecognizer(folder)
    with pytest.raises(ModelDamaged, match="broken cannot be loaded"):
        list(recognizer.transcribe(chunks(silence(0.5))))
    recognizer.close()


def test_a_folder_that_is_not_there_is_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        list(VoskRecognizer(tmp_path / "none").transcribe(chunks(silence(0.5))))


def test_killed_in_the_middle_of_sentences_it_loses_nothing_and_says_nothing_twice(
    vosk: VoskRecognizer,
) -> None:
    # GIVEN four orders
    orders = ["select all", "new line", "undo that", "delete that"]
    sounds = [spoken(order) + silence(0.6) for order in orders]
    starts = [sum(map(len, sounds[:index])) / 32000 for index in range(4)]
    # WHEN they are heard by a recogniser that is killed in the middle of each
    heard = hurt(vosk, b"".join(sounds), 4, signal.SIGKILL)
    # THEN each comes once, at its time, and the user is told
    assert [one.text for one in finals(heard)] == orders
    for one, start in zip(finals(heard), starts, strict=True):
        assert one.start == pytest.approx(start + LEAD, abs=0.2)
    assert any("nothing that was said is lost" in one.notice for one in heard)


def test_hanging_it_is_started_again() -> None:
    # GIVEN a recogniser that stops answering in the middle of an order
    vosk = VoskRecognizer(tiny_vosk("en"), patience=Patience(answer_seconds=2.0))
    # THEN the order is heard all the same
    assert texts(hurt(vosk, spoken("undo that"), 1, signal.SIGSTOP)) == ["undo that"]
    vosk.close()


@pytest.mark.parametrize(
    "program",
    ["", "import sys, time; print('no frame at all', flush=True); time.sleep(60)", "raise SystemExit(3)"],
)
def test_a_child_that_never_works_is_given_up_in_a_sentence(program: str) -> None:
    vosk = VoskRecognizer(tiny_vosk("en"), [sys.executable, "-S", "-c", program])
    with pytest.raises(ModelDamaged, match="cannot be loaded"):
        list(vosk.transcribe(chunks(silence(0.5))))
    vosk.close()


def test_a_child_that_dies_at_the_same_sound_each_time_is_given_up_in_a_sentence() -> None:
    # GIVEN a child that loads, and dies with the first sound
    program = (
        "import sys; from engines.speech_to_text.conversation import read, write\n"
        "read(sys.stdin.buffer); write(sys.stdout.buffer, {'unknown': []}); read(sys.stdin.buffer)"
    )
    vosk = VoskRecognizer(tiny_vosk("en"), [sys.executable, "-c", program])
    with pytest.raises(EngineError, match="fails again and again"):
        list(vosk.transcribe(chunks(spoken("undo that"))))
    vosk.close()


def test_left_in_the_middle_it_is_clean_for_the_next_source(vosk: VoskRecognizer) -> None:
    # GIVEN a listener that is closed within a sentence
    ready(vosk)
    listening = vosk.transcribe(chunks(spoken("undo that")))
    assert next(one for one in listening if one.text)
    listening.close()  # type: ignore[attr-defined] # it is a generator
    # THEN nothing of it is in the next source
    assert texts(vosk.transcribe(chunks(spoken("select all")))) == ["select all"]


def test_closed_by_another_thread_it_ends_and_leaves_no_child(vosk: VoskRecognizer) -> None:
    # GIVEN a listener within a sentence
    ready(vosk)
    listening = vosk.transcribe(chunks(spoken("undo that") + silence(5)))
    assert next(one for one in listening if one.text)
    # WHEN another thread closes the recogniser
    closer = threading.Thread(target=vosk.close)
    closer.start()
    closer.join()
    # THEN it ends soon, and starts no other child (the fixtures look)
    assert not finals(listening)
    assert vosk.pid == 0


def test_a_source_that_never_speaks_is_answered_while_the_model_loads(vosk: VoskRecognizer) -> None:
    # GIVEN a source that looks at the clock
    def source() -> Iterator[AudioChunk]:
        yield from chunks(spoken("select all"))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not heard_text:
            time.sleep(0.02)
            yield AudioChunk(silence(0.1), 10.0)

    heard_text: list[Transcript] = []
    for one in vosk.transcribe(source()):
        if one.is_final:
            heard_text.append(one)
    # THEN what was said while it loaded is heard before the source ends
    assert [one.text for one in heard_text] == ["select all"]
