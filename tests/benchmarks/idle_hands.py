"""Hands that do not spell, and what is read of them: `python -m tests.benchmarks.idle_hands --data DIR`.

A minute each of made-up rest, waving, typing, scratching, coming and going, and moving about (other ones
than those trained on), as landmarks, by the engine with its usual settings and by the sequence model alone;
then real clips of other signing, `msl_words_landmarks_and_video/video/*.mp4` in DIR, through the finder.
Nothing should be read. `--folder` is that of the models, if not those that ship.
"""

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from engines import resource
from engines.hands import Hand, Point, Sight
from engines.sign_to_text import Pack, Signing
from engines.sign_to_text.fingerspelling.engine import FingerspellingTranslator
from engines.sign_to_text.fingerspelling.sequence import SequenceReader
from engines.sources.video_files import video_file
from training.finger_reader.sequence import note
from training.hands.spelling import clips, idle
from training.hands.spelling.clips import Clip

SECONDS: Final = 60.0
_SEED: Final = 77_000_001
_ASPECT: Final = 16 / 9
_PALM: Final = 0.12
"""How long a palm is in the picture."""


def minute(kind: str, seed: int) -> Clip:
    """Return a minute of one kind of movement."""
    script = idle.idle("asl", random.Random(seed), SECONDS, kind)
    (clip,) = clips.filmed("asl", [script], np.random.default_rng(seed))
    return clip


def sights(clip: Clip) -> Iterator[Sight]:
    """Yield what a finder would have seen, the hand in the middle of a wide picture."""
    for points, seconds in zip(clip.points, clip.seconds, strict=True):
        placed = points * _PALM + (_ASPECT / 2, 0.6)
        hands = ()
        if np.isfinite(placed).all():
            hands = (Hand("right", tuple(Point(float(x), float(y)) for x, y in placed), 0.95),)
        yield Sight(float(seconds), _ASPECT, hands)


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    engine = FingerspellingTranslator(folder=arguments.folder)
    reader = SequenceReader(arguments.folder)
    packs: tuple[Pack, ...] = ("auto", "ksl")
    alone: dict[tuple[str, Pack], str] = {}
    for kind in idle.KINDS:
        for number in range(arguments.minutes):
            clip = minute(kind, _SEED + number)
            for pack in packs:
                *_, last = engine.translate_sights(sights(clip), Signing(pack=pack))
                letters = spelled(reader, clip, "ksl" if pack == "ksl" else "auto")
                alone[kind, pack] = alone.get((kind, pack), "") + letters
                print(f"{kind:12} {pack:5} engine {last.text!r:24} sequence alone {letters!r}", flush=True)
    for path in sorted(arguments.data.glob("msl_words_landmarks_and_video/video/*.mp4")):
        for pack in packs:
            *_, last = engine.translate(video_file(path), Signing(pack=pack))
            print(f"{path.stem:12} {pack:5} engine {last.text!r}", flush=True)
    engine.close()
    if arguments.note:
        found = {f"{kind}, {pack}": letters for (kind, pack), letters in alone.items()}
        name = f"read by the sequence model alone in {arguments.minutes} min of idle made-up hands"
        note(arguments.folder or resource.path("models", "finger_reader"), {name: found})
    print(f"{time.process_time():.0f} CPU s")


def spelled(reader: SequenceReader, clip: Clip, pack: Pack) -> str:
    """Return what CTC alone makes of a clip: the likeliest class of each step."""
    assert pack != "taught"
    reading = reader.read(clip.points, 1.0, "right", clip.seconds, pack)
    best = [reading.names[place] for place in reading.spelled.argmax(1)]
    return "".join(one for one, before in zip(best, ["", *best], strict=False) if one != before)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folder", type=Path, help="of the models, if not those that ship")
    parser.add_argument("--note", action="store_true", help="put the figures beside the model, for its card")
    parser.add_argument("--minutes", type=int, default=1, help="of each kind of movement")
    return parser.parse_args()


if __name__ == "__main__":
    main()
