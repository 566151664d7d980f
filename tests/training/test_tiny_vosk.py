"""The tiny models of tests/data/tiny_vosk in the real library, and the parts that made them."""

import io
import json
import math
import struct
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.tiny_vosk import LEAD_MS, RATE_HZ, VOICES, BareVosk, spoken, tiny_vosk
from training.tiny_vosk import kaldi_file
from training.tiny_vosk.acoustic_model import final_mdl, phones_of
from training.tiny_vosk.features import MFCC_CONF, SIZE, STEP
from training.tiny_vosk.graph import UNKNOWN_WORD, words_table
from training.tiny_vosk.lexicon import Lexicon, Segment, same_sounding, segments
from training.tiny_vosk.material import frame_labels
from training.tiny_vosk.model_folder import MODEL_CONF
from training.tiny_vosk.net import LEFT, RIGHT, Net, Trained
from training.tiny_vosk.sound import in_a_room, noise
from training.tiny_vosk.speech import Phoneme, Said
from training.tiny_vosk.transitions import Phones, begin, stay
from training.tiny_vosk.vocabulary import VOCABULARIES

PROJECT = Path(__file__).parents[2]
TEXTS = {"en": "hello world comma new paragraph three seven", "ko": "안녕하세요 쉼표 줄 바꿔 삼 칠"}
ORDERS = {"en": ("scratch that", "stop listening", "new line"), "ko": ("지워", "듣기 중지", "새 줄")}
STRANGE = {"en": "crocodile spaghetti", "ko": "고양이가 생선을 먹었다"}


@pytest.fixture(scope="module", params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def vosk(language: str) -> Iterator[BareVosk]:
    with BareVosk(tiny_vosk(language)) as vosk:
        yield vosk


def test_the_library_hears_every_word_of_free_speech(vosk: BareVosk, language: str) -> None:
    # GIVEN words said by espeak-ng
    text = TEXTS[language]
    # WHEN the unmodified library listens with the model
    heard = vosk.hear(spoken(text, language))
    # THEN it hears them all, and heard some of them before the end
    assert heard.text == text
    assert heard.partials[0].split()[0] == text.split()[0]
    assert len(heard.partials) > 2


def test_words_have_their_times(vosk: BareVosk, language: str) -> None:
    # GIVEN a word with silence before and after it
    word = TEXTS[language].split()[0]
    samples = spoken(word, language)
    # WHEN it is heard
    (heard,) = vosk.hear(samples).words
    # THEN its times are those of the sound, to a tenth of a second
    loud = np.flatnonzero(np.abs(np.frombuffer(samples, np.int16)) > 300) / RATE_HZ
    assert heard.begin_seconds == pytest.approx(loud[0], abs=0.1)
    assert heard.end_seconds == pytest.approx(loud[-1], abs=0.1)
    assert heard.begin_seconds >= LEAD_MS / 1000 - 0.1


def test_a_grammar_holds_the_library_to_its_phrases(vosk: BareVosk, language: str) -> None:
    # GIVEN a grammar
    orders = ORDERS[language]
    # WHEN its phrases are said
    heard = [vosk.hear(spoken(order, language), orders).text for order in orders]
    # THEN they are heard, and nothing outside of them can be
    assert heard == list(orders)
    assert set(vosk.hear(spoken(TEXTS[language], language), orders).text.split()) <= set(
        " ".join(orders).split()
    )


def test_words_outside_a_grammar_are_unknown_if_it_says_so(vosk: BareVosk, language: str) -> None:
    # GIVEN a grammar with a place for other words
    grammar = (*ORDERS[language], UNKNOWN_WORD)
    # WHEN words are said that the model does not know, and then one of its phrases
    strange = vosk.hear(spoken(STRANGE[language], language), grammar)
    known = vosk.hear(spoken(grammar[0], language), grammar)
    # THEN only the phrase is heard
    assert set(strange.text.split()) == {UNKNOWN_WORD}
    assert known.text == grammar[0]


def test_silence_and_noise_have_no_words(vosk: BareVosk) -> None:
    # GIVEN five seconds of silence and of noise
    silence = bytes(10 * RATE_HZ)
    hiss = np.random.default_rng(0).normal(0, 600, 5 * RATE_HZ).astype(np.int16).tobytes()
    # WHEN the library listens, THEN it hears nothing
    assert vosk.hear(silence).text == vosk.hear(hiss).text == ""


def test_the_models_are_what_the_scripts_write(language: str) -> None:
    # GIVEN the vocabulary
    folder = tiny_vosk(language)
    words = (*VOCABULARIES[language].words, UNKNOWN_WORD)
    # THEN the model knows these words, and its settings are those of the scripts
    assert (folder / "graph/words.txt").read_text(encoding="utf-8") == words_table(words)
    assert (folder / "conf/mfcc.conf").read_text() == MFCC_CONF
    assert (folder / "conf/model.conf").read_text() == MODEL_CONF
    # AND it is small enough to keep beside the tests
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 1_500_000


def test_texts_come_again_with_the_same_seed_and_hold_every_word(language: str) -> None:
    # GIVEN a vocabulary
    vocabulary = VOCABULARIES[language]
    # WHEN texts are drawn twice
    texts, again = (list(islice(vocabulary.texts(np.random.default_rng(7)), 1500)) for _turn in range(2))
    # THEN they are the same, and no word goes unheard
    assert texts == again
    assert set(" ".join(texts).split()) == set(vocabulary.words)
    # AND no voice that measures has been learnt from
    assert not set(vocabulary.voices) & set(vocabulary.other_voices)
    assert VOICES[language] in vocabulary.voices


SPEAK = """
import json
from training.tiny_vosk.lexicon import segments
from training.tiny_vosk.sound import in_a_room, noise
from training.tiny_vosk.speech import speaker
said = [(text, speaker().say(text, voice)) for text, voice in (("new line", "gmw/en-us"), ("일 삼", "ko"))]
rate_khz = speaker().rate_hz / 1000
print(json.dumps([
    [text, one.words, len(one.samples) / rate_khz, [vars(segment) for segment in segments(one)]]
    for text, one in said
]))
"""


def test_espeak_tells_which_phoneme_is_heard_when() -> None:
    # GIVEN two texts, spoken in a process of their own, since the library has one state for a process
    answer = subprocess.run(
        [sys.executable, "-c", SPEAK], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    english, korean = json.loads(answer.stdout)
    for text, words, milliseconds, heard in (english, korean):
        # THEN its words are those of the text, and its segments follow one another to the end
        assert words == text.split()
        assert all(one["end_ms"] == other["begin_ms"] for one, other in pairwise(heard))
        assert heard[-1]["end_ms"] == pytest.approx(milliseconds, abs=60)
    # AND each phoneme is told with its word
    spoken_of = [(segment["symbol"], segment["word"]) for segment in english[3] if segment["symbol"]]
    assert spoken_of == [("n", 0), ("uː", 0), ("l", 1), ("aɪ", 1), ("n", 1)]
    # AND the l of the Korean 1 is long enough to be heard
    one = next(segment for segment in korean[3] if segment["symbol"] == "ɫ")
    assert one["word"] == 0
    assert one["end_ms"] - one["begin_ms"] >= 60


def test_noise_has_the_level_asked_for_and_comes_again_with_its_seed() -> None:
    # GIVEN one second of a tone
    tone = 5000 * np.sin(np.arange(RATE_HZ) * 0.1)
    # WHEN it is heard in a room, twice with one seed, and as noise alone
    rooms = [in_a_room(tone, np.random.default_rng(4)) for _turn in range(2)]
    # THEN it is as long as before and the same both times
    assert len(rooms[0]) == len(tone)
    assert np.array_equal(*rooms)
    # AND noise has the level 1
    assert noise(RATE_HZ, np.random.default_rng(5)).std() == pytest.approx(1)


def said(*words: str) -> Said:
    """Say words of one letter a phoneme, 100 ms each, with a pause at the end."""
    symbols = [(symbol, index) for index, word in enumerate(words) for symbol in word]
    phonemes = [Phoneme(100 * at, symbol, word) for at, (symbol, word) in enumerate(symbols)]
    end = 100 * len(symbols)
    pause = [Phoneme(end, "", len(words) - 1), Phoneme(end + 50, "", len(words) - 1)]
    return Said(np.zeros(0, np.int16), words, (*phonemes, *pause))


def test_a_lexicon_knows_usual_pronunciations_with_their_shares() -> None:
    # GIVEN a word said in two ways, and once in a third
    lexicon = Lexicon()
    for symbols, times in (("ab", 30), ("aˈb", 30), ("ac", 20), ("ad", 1)):
        for _time in range(times):
            lexicon.hear(said(symbols), "word")
    # THEN the rare way is forgotten, stress is not told apart, and the shares add up
    assert lexicon.pronunciations() == {"word": {("a", "b"): 0.75, ("a", "c"): 0.25}}


def test_a_lexicon_trusts_words_only_as_the_speaker_divided_them() -> None:
    # GIVEN two words that the speaker keeps apart, and two that it joins
    lexicon = Lexicon()
    lexicon.hear(said("on", "go"), "on go")
    lexicon.hear(said("inthe"), "in the")
    # THEN only the first two are known, and one word alone is known however it was divided
    assert set(lexicon.pronunciations()) == {"on", "go"}
    lexicon.hear(said("it", "self"), "itself")
    assert lexicon.pronunciations()["itself"] == {tuple("itself"): 1.0}


def test_a_phoneme_that_takes_no_time_is_not_heard() -> None:
    # GIVEN a phoneme at the same time as the next
    phonemes = (Phoneme(0, "q", 0), Phoneme(0, "n", 0), Phoneme(80, "a", 0), Phoneme(160, "", 0))
    lexicon = Lexicon()
    lexicon.hear(Said(np.zeros(0, np.int16), ("na",), phonemes), "na")
    # THEN the word begins with the other
    assert lexicon.pronunciations() == {"na": {("n", "a"): 1.0}}


@pytest.mark.parametrize(("vowel_ends", "l_begins"), [(280, 180), (275, 180), (110, 55)])
def test_an_l_that_is_told_too_late_is_the_end_of_its_vowel(vowel_ends: int, l_begins: int) -> None:
    # GIVEN an l after a vowel, told where its sound ends or just before
    end = 280 if vowel_ends > 200 else 110
    phonemes = (
        Phoneme(0, "ˈi", 0),
        Phoneme(vowel_ends, "ɫ", 0),
        Phoneme(end, "", 0),
        Phoneme(end + 7, "", 0),
    )
    # WHEN it is cut into segments
    found = segments(Said(np.zeros(0, np.int16), ("일",), phonemes))
    # THEN the l takes at most 100 ms, and at most half, of the vowel
    assert [(one.begin_ms, one.end_ms, one.symbol) for one in found[:2]] == [
        (0, l_begins, "i"),
        (l_begins, end, "ɫ"),
    ]


def test_words_that_sound_the_same_are_found() -> None:
    two, to, ten = ("t", "u"), ("t", "ə"), ("t", "ɛ", "n")
    found = list(same_sounding({"to": {to: 0.9, two: 0.1}, "two": {two: 1.0}, "ten": {ten: 1.0}}))
    assert found == [("to", "two")]


def test_frames_are_labelled_with_what_is_heard_in_their_middle() -> None:
    # GIVEN a phoneme of 50 ms and a pause, after 20 ms of silence
    heard = (Segment(0, 50, "a", 0), Segment(50, 90, "", 0))
    # THEN the frames with their middle in it, at 12.5 ms and every 10 ms from there, have its label
    assert frame_labels(heard, lead_ms=20, frames=9) == ("", "a", "a", "a", "a", "a", "", "", "")


def test_a_phoneme_too_short_to_be_asked_for_is_widened() -> None:
    # GIVEN a phoneme of 10 ms between long ones, and one at the very end
    heard = (
        Segment(0, 100, "i", 0),
        Segment(100, 110, "l", 0),
        Segment(110, 200, "j", 1),
        Segment(200, 205, "u", 1),
    )
    # WHEN the frames are labelled
    labels = frame_labels(heard, lead_ms=0, frames=25)
    # THEN every phoneme is there for a step, and all are in order
    assert [labels.count(symbol) >= STEP for symbol in "iju"] == [True] * 3
    assert labels.count("l") == STEP
    assert "".join(labels) == "".join(sorted(labels, key="ilju".index))


def test_phones_are_numbered_by_their_place_in_the_word() -> None:
    # GIVEN silence and two phonemes
    phones = Phones(("", "a", "b"))
    # THEN each phoneme has four forms, which share its output
    assert len(phones) == 9
    assert phones.of_word(["a"]) == (5,)
    assert phones.of_word(["b", "a", "b", "a"]) == (6, 4, 8, 3)
    assert [phones.output(phone) for phone in range(1, 10)] == [0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert phones.table().split("\n")[:4] == ["<eps> 0", "SIL 1", "a_B 2", "a_E 3"]
    assert phones.word_boundaries().split("\n")[:5] == [
        "1 nonword",
        "2 begin",
        "3 end",
        "4 internal",
        "5 singleton",
    ]
    # AND no two share a transition
    assert sorted(way(phone) for phone in range(1, 10) for way in (stay, begin)) == list(range(1, 19))


def test_words_are_written_as_a_table() -> None:
    assert words_table(("b", "a")) == "<eps> 0\na 1\nb 2\n#0 3\n<s> 4\n</s> 5\n"


class KaldiReader:
    """Reads what Kaldi reads, after its rules: every item is checked for its mark."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def token(self) -> str:
        letters = b""
        while (letter := self._stream.read(1)) != b" ":
            assert letter
            letters += letter
        return letters.decode()

    def unpack(self, form: str) -> Any:
        return struct.unpack("<" + form, self._stream.read(struct.calcsize("<" + form)))

    def number(self, form: str = "i") -> Any:
        size, value = self.unpack("b" + form)
        assert size == 4
        return value

    def integers(self) -> tuple[int, ...]:
        size, count = self.unpack("bi")
        assert size == 4
        return self.unpack(f"{count}i")

    def vector(self) -> np.ndarray:
        assert self.token() == "FV"
        return np.array(self.unpack(f"{self.number()}f"))

    def matrix(self) -> np.ndarray:
        assert self.token() == "CM2"
        low, spread, rows, columns = self.unpack("ffii")
        return low + spread * np.array(self.unpack(f"{rows * columns}H")).reshape(rows, columns) / 65535

    def line(self) -> str:
        return self._stream.readline().decode().removesuffix("\n")

    def expect(self, *tokens: str) -> None:
        assert [self.token() for _token in tokens] == list(tokens)


@pytest.fixture(scope="module")
def trained() -> Trained:
    """Return a small network that has learnt nothing, with norms that are not those of a new one."""
    torch.manual_seed(1)
    net = Net(phonemes=4, units=8)
    random = np.random.default_rng(1)
    for norm in net.norms:
        norm.running_mean.copy_(torch.tensor(random.normal(size=8)))
        norm.running_var.copy_(torch.tensor(random.uniform(0.5, 2, 8)))
    mean, deviation = random.normal(0, 5, SIZE), random.uniform(1, 9, SIZE)
    return Trained(net.eval(), ("", "a", "b", "c"), mean, deviation, np.array([0.4, 0.3, 0.2, 0.1]), 0.0)


def test_a_matrix_loses_no_more_than_a_16_bit_step() -> None:
    # GIVEN a matrix, and one that is the same everywhere
    matrix = np.random.default_rng(2).normal(size=(7, 5))
    # WHEN they are written and read
    read = KaldiReader(kaldi_file.matrix(matrix)).matrix()
    flat = KaldiReader(kaldi_file.matrix(np.full((2, 3), 4.5))).matrix()
    # THEN every value is within a step of what it was
    assert np.abs(read - matrix).max() <= np.ptp(matrix) / 65535
    assert np.allclose(flat, 4.5)


def test_the_transitions_of_a_model_are_one_state_for_each_phone(trained: Trained) -> None:
    # GIVEN the file of a model, read by Kaldi's rules
    phones = phones_of(trained)
    data = final_mdl(trained)
    assert data.startswith(kaldi_file.BINARY)
    file = KaldiReader(data.removeprefix(kaldi_file.BINARY))
    # THEN its topology has one entry for all phones: stay or go on, evenly
    file.expect("<TransitionModel>", "<Topology>")
    assert file.integers() == tuple(range(1, len(phones) + 1))
    assert file.integers() == (-1, *[0] * len(phones))
    assert [file.number() for _number in range(4)] == [1, 2, 0, 2]
    assert [(file.number(), file.number("f")) for _way in range(2)] == [(0, 0.5), (1, 0.5)]
    assert (file.number(), file.number()) == (-1, 0)
    file.expect("</Topology>", "<Triples>")
    # AND every phone has its output
    count = file.number()
    assert [(file.number(), file.number(), file.number()) for _phone in range(count)] == [
        (phone, 0, phones.output(phone)) for phone in range(1, len(phones) + 1)
    ]
    file.expect("</Triples>", "<LogProbs>")
    assert np.allclose(file.vector(), [0.0, *[math.log(0.5)] * begin(len(phones))])
    file.expect("</LogProbs>", "</TransitionModel>")


def read_network(data: bytes) -> tuple[list[str], dict[str, tuple[np.ndarray, np.ndarray] | None]]:
    """Return the lines that connect a network, and its components; those without weights are None."""
    file = KaldiReader(data[data.index(b"<Nnet3>") :])
    file.expect("<Nnet3>")
    assert file.line() == ""
    lines = list(iter(file.line, ""))
    components: dict[str, tuple[np.ndarray, np.ndarray] | None] = {}
    file.expect("<NumComponents>")
    for _component in range(file.number()):
        file.expect("<ComponentName>")
        name, kind = file.token(), file.token()
        if kind == "<FixedAffineComponent>":
            file.expect("<LinearParams>")
            weights = file.matrix()
            file.expect("<BiasParams>")
            components[name] = weights, file.vector()
        else:
            file.expect("<Dim>")
            file.number()
            for part in ("<ValueAvg>", "<DerivAvg>"):
                file.expect(part)
                assert not len(file.vector())
            file.expect("<Count>")
            assert file.number("f") == 0
            components[name] = None
        file.expect(kind.replace("<", "</"))
    file.expect("</Nnet3>", "<LeftContext>")
    assert file.number() == LEFT
    file.expect("<RightContext>")
    assert file.number() == RIGHT
    file.expect("<Priors>")
    assert not len(file.vector())
    return lines, components


def computed(lines: list[str], components: dict[str, Any], features: np.ndarray, frame: int) -> np.ndarray:
    """Compute the output of one frame as the file says, from its last line down."""
    nodes = {}
    for line in lines[1:-1]:
        kind, name, component, seen = line.split(maxsplit=3)
        assert (kind, component) == ("component-node", name.replace("name", "component"))
        nodes[name.removeprefix("name=")] = seen.removeprefix("input=")

    def value(name: str, frame: int) -> np.ndarray:
        if name == "input":
            return features[frame]
        parts = nodes[name].removeprefix("Append(").replace("Offset(", "").replace(")", "").split(", ")
        below: list[np.ndarray] = []
        while parts:
            source = parts.pop(0)
            is_offset = bool(parts) and parts[0].lstrip("-").isdigit()
            below.append(value(source, frame + int(parts.pop(0)) if is_offset else frame))
        x = np.concatenate(below)
        if (weights := components[name]) is not None:
            return weights[0] @ x + weights[1]
        return np.maximum(x, 0) if name.startswith("relu") else x - np.log(np.exp(x).sum())

    return value(lines[-1].split("input=")[1].split()[0], frame)


def test_the_network_in_the_file_says_what_the_trained_one_says(trained: Trained) -> None:
    # GIVEN features, and what the trained network makes of them
    features = np.random.default_rng(3).normal(0, 5, (LEFT + 2 * STEP + 1 + RIGHT, SIZE))
    normed = torch.tensor((features - trained.mean) / trained.deviation, dtype=torch.float32)
    with torch.no_grad():
        scores = trained.net(normed[None])[0].log_softmax(-1).numpy()
    assert scores.shape == (3, 4)
    # WHEN the network is read back from the file and computed frame by frame
    lines, components = read_network(final_mdl(trained))
    read = np.array([computed(lines, components, features, LEFT + STEP * index) for index in range(3)])
    # THEN it gives the same likelihoods, scaled, without the priors, and one score for the unknown sound
    expected = 0.35 * (scores - 0.8 * np.log(trained.priors))
    assert np.abs(read[:, :4] - expected).max() < 0.01
    assert np.allclose(read[:, 4], read[0, 4])
