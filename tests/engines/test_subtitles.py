"""Subtitles: lines that fit, times that allow reading, and formats that other programs read."""

import random
from itertools import pairwise

import pysubs2
import pytest

from engines.results import HeardWord, Transcript
from engines.speech_to_text.subtitles import Cue, as_srt, as_text, as_vtt, cues

RIVER = (
    "we went down to the river in the morning because the water was low and the birds were out and nobody"
    " else had come yet so it was very quiet there for once"
)
SCHOOL = (
    "우리는 어제 학교에서 친구를 만나 같이 밥을 먹었고 그 뒤에 집으로 왔지만 비가 와서 옷이 다 젖었습니다"
)


def _heard(text: str, start: float = 0.0, seconds: float = 0.35, pause: float = 0.05) -> Transcript:
    words, now = [], start
    for word in text.split():
        words.append(HeardWord(word, now, now + seconds, 1.0))
        now += seconds + pause
    return Transcript(text, True, start, words[-1].end, 0.9, tuple(words))


def _is_hangul(line: str) -> bool:
    return any("가" <= one <= "힣" for one in line)


def _limit(line: str) -> int:
    return 18 if _is_hangul(line) else 42


def _check(shown: list[Cue], finals: list[Transcript]) -> None:
    """Check what holds for all subtitles: order, gaps, lengths, and every word once."""
    for cue in shown:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= _limit(line) for line in cue.lines)
        assert 1000 <= cue.end_ms - cue.start_ms <= 7000
    for one, other in pairwise(shown):
        assert one.end_ms < other.start_ms
    said = "".join(word for one in finals for word in one.text.split())
    assert "".join(word for cue in shown for line in cue.lines for word in line.split()) == said


@pytest.mark.parametrize("text", [RIVER, SCHOOL, "yes", "네"])
def test_lines_fit_and_can_be_read_in_time(text: str) -> None:
    # GIVEN an utterance at an ordinary pace
    final = _heard(text, start=2.0)
    # WHEN it becomes subtitles
    shown = cues([final])
    # THEN every line fits, and every cue stays long enough to be read
    _check(shown, [final])
    for cue in shown:
        per_second = 12 if _is_hangul(cue.lines[0]) else 17
        assert len("\n".join(cue.lines)) / ((cue.end_ms - cue.start_ms) / 1000) <= per_second + 0.1
    assert shown[0].start_ms == 2000


def test_breaks_stand_where_a_reader_pauses() -> None:
    assert [cue.lines for cue in cues([_heard(RIVER)])] == [
        ("we went down to the river in the morning", "because the water was low"),
        ("and the birds were out", "and nobody else had come yet"),
        ("so it was very quiet there for once",),
    ]
    marked = _heard(
        "Wait, I said, until they are all here. Then we can go. Or not, as you like, I do not mind."
    )
    assert all(cue.lines[-1][-1] in ".," for cue in cues([marked]))


def test_each_utterance_has_its_own_cue_if_there_is_time() -> None:
    finals = [
        _heard("this is the first one", 0.0),
        _heard("and this is the second", 2.6),
        _heard("the third", 20.0),
    ]
    assert [cue.lines for cue in cues(finals)] == [
        ("this is the first one",),
        ("and this is the second",),
        ("the third",),
    ]


def test_very_short_utterances_share_a_cue_on_lines_of_their_own() -> None:
    # GIVEN an answer of a third of a second, and words right after it
    finals = [_heard("yes", 0.2, 0.3), _heard("no way that is true", 0.6)]
    # WHEN and THEN both stand in one cue
    assert [cue.lines for cue in cues(finals)] == [("yes", "no way that is true")]


def test_a_short_cue_stays_into_the_silence_but_not_into_the_next() -> None:
    first, second = cues([_heard("look", 1.0, 0.2), _heard("over there now please", 2.5, 0.2)])
    assert (first.start_ms, first.end_ms) == (1000, 2000)
    assert second.start_ms == 2500
    # a long word is not shown for longer than seven seconds
    (long,) = cues([_heard("aaah", 0.0, 30.0)])
    assert (long.start_ms, long.end_ms) == (0, 7000)


def test_words_without_times_share_the_time_by_their_length() -> None:
    # GIVEN a final of which only start and end are known
    final = Transcript(RIVER, True, 10.0, 22.0)
    # WHEN it becomes subtitles
    shown = cues([final])
    # THEN the times of the cues go by the number of characters
    _check(shown, [final])
    middle = shown[1].start_ms / 1000
    before = len(" ".join(shown[0].lines)) + 1
    assert middle == pytest.approx(10 + 12 * before / (len(RIVER) + 1), abs=0.01)


def test_rewritten_words_keep_the_times_of_their_neighbours() -> None:
    # GIVEN words as they were heard, and as they were written
    heard = _heard("so we pay twenty five dollars comma and that is that period", 0.0, 0.4, 0.0)
    final = Transcript("So we pay $25, and that is that.", True, heard.start, heard.end, 0.9, heard.words)
    # WHEN they become subtitles
    (cue,) = cues([final])
    # THEN nothing is missing, and times run from the first word to the last
    assert " ".join(cue.lines) == final.text
    assert cue.start_ms == 0
    assert cue.end_ms >= round(heard.words[-2].end * 1000)


def test_whatever_is_heard_the_rules_hold() -> None:
    # GIVEN utterances of any length, pace and language
    chance = random.Random(2)
    vocabulary = {
        "en": [*RIVER.split(), "however,", "end.", "incomprehensibilities"],
        "ko": [*SCHOOL.split(), "그리고", "대한민국헌법재판소에서는"],
    }
    for _ in range(60):
        finals, now = [], chance.uniform(0, 3)
        for _ in range(chance.randint(1, 8)):
            words = chance.choices(vocabulary[chance.choice(["en", "ko"])], k=chance.randint(1, 25))
            final = _heard(" ".join(words), now, chance.uniform(0.02, 1.5), chance.uniform(0, 0.4))
            if chance.random() < 0.3:
                final = Transcript(final.text, True, final.start, final.end)
            finals.append(final)
            now = final.end + chance.uniform(0, 2)
        # WHEN they become subtitles, THEN every rule holds
        _check(cues(finals), finals)


@pytest.mark.parametrize(
    "final",
    [
        Transcript(RIVER, True, 0.0, 0.0),
        Transcript(RIVER, True, 5.0, 1.0),
        Transcript(
            "a b", True, 1.0, 2.0, 0.5, (HeardWord("a", 1.5, 1.2, 1.0), HeardWord("b", 0.3, 0.1, 1.0))
        ),
        Transcript("a b c", True, 1.0, 2.0, 0.5, (HeardWord("x", 1.0, 1.2, 1.0),)),
        Transcript("x" * 200, True, 0.0, 2.0),
        Transcript("가" * 90, True, 0.0, 2.0),
    ],
)
def test_senseless_times_and_endless_words_still_give_readable_cues(final: Transcript) -> None:
    _check(cues([final]), [final])


def test_partials_and_empty_finals_are_left_out() -> None:
    assert cues([Transcript("not yet", False, 0.0, 1.0), Transcript(" ", True, 1.0, 2.0)]) == []
    assert as_text([]) == ""
    assert as_srt([]) == ""
    assert as_vtt([]) == "WEBVTT\n"


def test_text_holds_only_the_words_one_utterance_a_line() -> None:
    finals = [
        _heard("second one", 5.0),
        _heard("first", 0.0),
        Transcript("a\nb\u202e  c\x07", True, 9.0, 9.5),
    ]
    assert as_text(finals) == "first\nsecond one\na b c\n"


def test_subtitles_are_read_back_by_another_program() -> None:
    # GIVEN utterances with all that subtitle formats take for something else
    texts = [RIVER, SCHOOL, "a & b < c > d --> e {f} \\N g", "<i>not italic</i> here", "שלום 😀"]
    finals = [_heard(text, 20.0 * number + 3700) for number, text in enumerate(texts)]
    shown = cues(finals)
    # WHEN both formats are written and parsed by pysubs2
    srt, vtt = as_srt(finals), as_vtt(finals)
    for form, text in (("srt", srt), ("vtt", vtt)):
        parsed = pysubs2.SSAFile.from_string(text, format_=form, keep_html_tags=True)
        # THEN times and words are the same
        assert [(event.start, event.end) for event in parsed] == [(cue.start_ms, cue.end_ms) for cue in shown]
    assert srt.startswith("1\n01:01:40,000 --> 01:01:4")
    assert vtt.startswith("WEBVTT\n\n01:01:40.000 --> 01:01:4")
    assert "a & b < c > d --> e {f} \\N g" in srt
    assert "a &amp; b &lt; c &gt; d --&gt; e {f} \\N g" in vtt
    assert "&lt;i&gt;not italic&lt;/i&gt; here" in vtt


def test_a_long_recording_is_written_too() -> None:
    # GIVEN ten hours, a sentence every five minutes
    finals = [_heard(RIVER, 300.0 * number, 0.2) for number in range(120)]
    # WHEN and THEN all of it is there, in order
    shown = cues(finals)
    _check(shown, finals)
    assert "09:55:0" in as_srt(finals)
