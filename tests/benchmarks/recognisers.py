"""How well and how soon the recognisers hear, what silence costs, and whether crashes lose anything.

    python -m tests.benchmarks.recognisers [--data DIR] [--crashes N]

DIR is a folder of real recordings (docs: `speech` in the real material); without it only synthetic speech is
heard. Everything goes through the engines as the application uses them, child processes included.
"""

import argparse
import csv
import json
import os
import random
import re
import signal
import threading
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.speech_to_text.pocketsphinx.recognizer import PocketsphinxRecognizer
from engines.speech_to_text.voice_activity import SileroVad, SpeechGate
from engines.speech_to_text.vosk.recognizer import VoskRecognizer
from tests.engines.speech_to_text.sounds import chunks, clicks, hum, silence, white_noise
from tests.tiny_vosk import LEAD_MS, spoken, tiny_vosk

DIGITS: Final = "\n".join(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
ORDERS: Final = """#JSGF V1.0;
grammar coffee;
public <order> = [<lead>] [a | an | the] [<size>] [<roast>] [<shots>] [<roast>] [<size>] <drink> [<size>]
    [<extras>] [please];
<lead> = can i [please] (have | get) | could i [please] (have | get) | i (want | need) | i'd like
    | i would like | i'll (have | take) | may i (have | get) | let me (have | get) | give me | get me
    | make me | (can | could | would) you [please] (make | get | give) me | prepare [me] | brew me;
<extras> = with <item> [[and | with] <item>];
<item> = <milk> | <sugar> | <shots> | <roast>;
<size> = small | medium | large | (eight | twelve | sixteen | twenty) ounce;
<shots> = (single | double | triple) shot;
<roast> = (light | medium | dark) roast;
<drink> = americano | latte | cappuccino | mocha | espresso | (house | drip | iced) coffee
    | iced mocha | coffee;
<amount> = some | a little | a bit of | a lot of | lots of | a little bit of;
<milk> = [<amount>] [skim | soy | almond | whole] milk | [<amount>] cream;
<sugar> = [<amount>] [brown] sugar | [<amount>] sweetener;
"""
PHRASES: Final = (
    "select all", "undo that", "new line", "delete that", "select all new line", "delete that undo that",
    "new line delete that", "undo that select all", "new line new line", "delete that select all",
)  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--crashes", type=int, default=100)
    asked = arguments.parse_args()
    if asked.data:
        real_recordings(asked.data / "speech" if (asked.data / "speech").is_dir() else asked.data)
    unseen_speech()
    no_words()
    delays()
    cost_of_silence()
    crashes(asked.crashes)


def real_recordings(folder: Path) -> None:
    sphinx = PocketsphinxRecognizer()
    began = time.monotonic()
    right = wanted = 0
    for sound, text in recordings(folder / "picovoice_coffee_intents"):
        heard = text_of(sphinx, sound, ORDERS)
        slots = [value.strip() for value in json.loads(text)["slots"].values()]
        wanted += len(slots)
        right += sum(f" {slot} " in f" {heard} " for slot in slots)
    tell("pocketsphinx, orders with a grammar", f"{right / wanted:.1%} of {wanted} slots", ">= 90%", began)
    began = time.monotonic()
    digits = [(text_of(sphinx, sound, DIGITS), text) for sound, text in recordings(folder / "fsdd_digits")]
    share = sum(heard == text for heard, text in digits) / len(digits)
    tell("pocketsphinx, digits with a grammar", f"{share:.1%} of {len(digits)}", ">= 70%", began)
    for name in ("pocketsphinx_librivox", "pocketsphinx_cards"):
        began = time.monotonic()
        pairs = [(text_of(sphinx, sound, ""), text) for sound, text in recordings(folder / name)]
        tell(f"pocketsphinx, free speech, {name}", wer(pairs), "as measured", began)
    sphinx.close()


def unseen_speech() -> None:
    """Speech at rates and by voices that are not those of the tests."""
    for language, phrases in (("en", PHRASES), ("ko", korean_phrases())):
        vosk = VoskRecognizer(tiny_vosk(language))
        began = time.monotonic()
        pairs = []
        for rate in (140, 165, 190, 215):
            for phrase in phrases:
                pairs.append((text_of(vosk, spoken(phrase, language, rate_wpm=rate), "", language), phrase))
        vosk.close()
        tell(f"tiny vosk, free, {language}", wer(pairs), "<= 6%", began)


def korean_phrases() -> tuple[str, ...]:
    words = (tiny_vosk("ko") / "graph" / "words.txt").read_text(encoding="utf-8").split()[::2]
    known = [word for word in words if word[0] >= "가"]
    return tuple(known[: len(PHRASES) * 2])


def no_words() -> None:
    sounds = {
        "silence": silence(60),
        "noise": white_noise(20, 100) + white_noise(20, 1000) + white_noise(20, 6000),
        "hum and typing": hum(30, 4000) + clicks(30, 5000),
    }
    for name, recognizer, grammar in (
        ("vosk", VoskRecognizer(tiny_vosk("en")), ""),
        ("pocketsphinx", PocketsphinxRecognizer(), DIGITS),
    ):
        for what, sound in sounds.items():
            began = time.monotonic()
            heard = text_of(recognizer, sound, grammar).split()
            tell(f"{name}, 60 s of {what}", f"{len(heard)} words", "0", began)
        recognizer.close()


def delays() -> None:
    """Sound in real time: when do partial words come, and how soon the last after the key is released?"""
    for name, recognizer, grammar in (
        ("vosk", VoskRecognizer(tiny_vosk("en")), ""),
        ("pocketsphinx, grammar", PocketsphinxRecognizer(), "\n".join(PHRASES)),
        ("pocketsphinx, free", PocketsphinxRecognizer(), ""),
    ):
        text_of(recognizer, spoken("select all"), grammar)
        firsts, lasts = [], []
        for phrase in PHRASES[:8]:
            sound = spoken(phrase)[: -2 * 16 * (LEAD_MS - 100)]
            first, last, final = one_delay(recognizer, sound, grammar)
            firsts.append(first - final.words[0].end)
            lasts.append(last)
        recognizer.close()
        print(f"{f'{name}: first partial after the first word':58} worst {max(firsts):.2f} s   goal <= 0.4 s")
        print(f"{f'{name}: final after the key is released':58} worst {max(lasts):.2f} s   goal <= 0.5 s")


def one_delay(recognizer: SpeechRecognizer, sound: bytes, grammar: str) -> tuple[float, float, Transcript]:
    """Return when the first partial came, how long after the end the final came, and the final."""
    began = time.monotonic()
    ended = [0.0]

    def source() -> Iterator[AudioChunk]:
        for chunk in chunks(sound):
            time.sleep(max(0.0, began + chunk.start_seconds + chunk.seconds - time.monotonic()))
            yield chunk
        ended[0] = time.monotonic()

    first = 0.0
    for one in recognizer.transcribe(source(), Listening(grammar=grammar, pause_seconds=5.0)):
        if one.text and not first:
            first = time.monotonic() - began
        if one.is_final:
            return first, time.monotonic() - ended[0], one
    raise AssertionError("nothing was heard")


def cost_of_silence() -> None:
    """Processor time for each second of listening; a room is never digitally silent."""
    for name, sound in (("digital silence", silence(120)), ("a quiet room", white_noise(120, 30))):
        gate = SpeechGate(0.8, SileroVad())
        began = time.process_time()
        for chunk in chunks(sound):
            assert not list(gate.hear(chunk))
        share = (time.process_time() - began) / 120
        print(f"{f'listening to {name}':58} {share:.2%} of a core   <= 5%")


def crashes(count: int) -> None:
    """Kill the child at random moments, while phrases are spoken in real time."""
    vosk = VoskRecognizer(tiny_vosk("en"))
    text_of(vosk, spoken("select all"), "")
    random_ = random.Random(1)
    said: list[str] = []
    killed = 0
    is_over = threading.Event()

    def source() -> Iterator[AudioChunk]:
        start = 0.0
        began = time.monotonic()
        while not is_over.is_set():
            said.append(PHRASES[len(said) % 4])
            sound = spoken(said[-1]) + silence(0.5)
            for chunk in chunks(sound, start):
                time.sleep(max(0.0, began + chunk.start_seconds - time.monotonic()))
                yield chunk
            start += len(sound) / 32000

    def kill() -> None:
        nonlocal killed
        while killed < count:
            time.sleep(random_.uniform(0.3, 1.6))
            if pid := vosk.pid:
                os.kill(pid, signal.SIGKILL)
                killed += 1
        is_over.set()

    killer = threading.Thread(target=kill)
    killer.start()
    began = time.monotonic()
    heard = [one.text for one in vosk.transcribe(source()) if one.is_final]
    killer.join()
    vosk.close()
    lost = edits(said, heard)
    tell(
        f"{killed} crashes within {len(said)} phrases",
        f"{lost} phrases lost, wrong or said twice",
        "0",
        began,
    )


def recordings(folder: Path) -> Iterator[tuple[bytes, str]]:
    with (folder / "transcripts.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            with wave.open(str(folder / row["file"])) as sound:
                yield sound.readframes(sound.getnframes()), row["text"]


def text_of(recognizer: SpeechRecognizer, sound: bytes, grammar: str, language: str = "en") -> str:
    how = Listening("ko" if language == "ko" else "en", grammar)
    return " ".join(one.text for one in recognizer.transcribe(chunks(sound), how) if one.is_final)


def wer(pairs: Sequence[tuple[str, str]]) -> str:
    wrong = sum(edits(words(text), words(heard)) for heard, text in pairs)
    total = sum(len(words(text)) for _heard, text in pairs)
    return f"WER {wrong / total:.1%} of {total} words"


def words(text: str) -> list[str]:
    return re.sub(r"[^\w' ]", " ", text.lower()).split()


def edits(wanted: Sequence[str], got: Sequence[str]) -> int:
    row = list(range(len(got) + 1))
    for line, one in enumerate(wanted, 1):
        new = [line]
        for column, other in enumerate(got):
            new.append(min(row[column + 1] + 1, new[column] + 1, row[column] + (one != other)))
        row = new
    return row[-1]


def tell(what: str, figure: str, goal: str, began: float) -> None:
    print(f"{what:58} {figure}   goal {goal}   ({time.monotonic() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
