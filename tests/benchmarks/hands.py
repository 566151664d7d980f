"""How many hands are found in photographs and clips, and what a frame costs from file to landmarks.

    python -m tests.benchmarks.hands --data DIR

`DIR` holds `sign/digits_ardamavi` (photographs of hands, with `labels_*.csv`) and
`sign/msl_words_landmarks_and_video/video` (clips of a signer); see CONTRIBUTING.md. The clips are scaled to
640x360 first, as H.264. Costs are CPU seconds of this process after the models have loaded.
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import av

from engines.hands import Sight
from engines.hands.finder import HandFinder, sights
from engines.media import Frame
from engines.sources.picture_frames import picture_frames
from engines.sources.video_files import video_file

GOAL_FOUND: Final = 99.5
GOAL_CPU_MS: Final = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of real material")
    data: Path = parser.parse_args().data / "sign"
    _photographs(data / "digits_ardamavi")
    clips = sorted((data / "msl_words_landmarks_and_video" / "video").glob("*.mp4"))
    with tempfile.TemporaryDirectory() as folder:
        small = [_scaled(clip, Path(folder, clip.name)) for clip in clips]
        print(f"\n{'clips':34} {'frames':>6} {'a hand':>7} {'two':>7} {'body':>7} {'CPU-ms a frame':>15}")
        for title, files in (("640x360", small), ("as they are", clips)):
            _decoding(title, files)
            for hands, with_body in ((1, False), (2, False), (2, True)):
                _finding(
                    f"{title}, {hands} hand{'s' * (hands > 1)}{', body' * with_body}", files, hands, with_body
                )
    print(f"goal for the whole path without a body: {GOAL_CPU_MS} CPU-ms")


def _photographs(folder: Path) -> None:
    paths = [
        folder / row["path"]
        for table in folder.glob("labels_*.csv")
        for row in csv.DictReader(table.read_text().splitlines())
    ]
    with HandFinder(hands=1) as finder:
        finder.find(next(picture_frames(paths[:1])))
        began = time.process_time()
        seen = [finder.find(frame) for frame in picture_frames(paths)]
        cpu = time.process_time() - began
    found = [sight.hands[0] for sight in seen if sight.hands]
    right = sum(hand.side == "right" for hand in found)
    print(
        f"photographs: a hand found in {len(found)} of {len(paths)}, {100 * len(found) / len(paths):.2f} % "
        f"(goal {GOAL_FOUND} %), right ones {right}; {1000 * cpu / len(paths):.1f} CPU-ms a picture"
    )


def _decoding(title: str, files: list[Path]) -> None:
    began, count = time.process_time(), 0
    for file in files:
        count += sum(1 for _frame in video_file(file))
    cpu = time.process_time() - began
    print(f"{title + ', only decoded':34} {count:6} {'':7} {'':7} {'':7} {1000 * cpu / count:15.1f}")


def _finding(title: str, files: list[Path], hands: int, with_body: bool) -> None:
    seen: list[Sight] = []
    cpu = 0.0
    for file in files:
        with HandFinder(hands, with_body) as finder:
            frames = _from_second(video_file(file), finder)
            began = time.process_time()
            seen.extend(sights(frames, finder))
            cpu += time.process_time() - began
    shares = (
        100 * sum(is_so(sight) for sight in seen) / len(seen)
        for is_so in (lambda one: bool(one.hands), lambda one: len(one.hands) > 1, lambda one: bool(one.body))
    )
    cells = " ".join(f"{share:5.1f} %" for share in shares)
    print(f"{title:34} {len(seen):6} {cells} {1000 * cpu / len(seen):15.1f}")


def _from_second(frames: Iterator[Frame], finder: HandFinder) -> Iterator[Frame]:
    """Return the frames but the first, in which the models load."""
    finder.find(next(frames))
    return frames


def _scaled(clip: Path, to: Path) -> Path:
    with av.open(clip) as source, av.open(to, "w") as target:
        pictures = source.streams.video[0]
        stream = target.add_stream("libx264", rate=30, width=640, height=360, pix_fmt="yuv420p")
        stream.options = {"crf": "18"}
        for number, picture in enumerate(source.decode(pictures)):
            small = picture.reformat(640, 360, "yuv420p", interpolation="AREA")
            small.pts, small.time_base = number, Fraction(1, 30)
            target.mux(stream.encode(small))
        target.mux(stream.encode(None))
    return to


if __name__ == "__main__":
    main()
