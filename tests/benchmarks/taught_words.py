"""How well taught signs are recognised: `python -m tests.benchmarks.taught_words --data DIR`.

Words of `msl_words_landmarks_and_video/dev.npz` in DIR are taught by a few clips drawn at random, and
the other clips are read: the mean of many draws. Then one word is left untaught, and its clips should
give no text, nor should a minute each of rest, waving, typing and the like; and the words are read out
of a stream in which the hands come up and go down. `--videos` reads the clips of DIR through the finder too.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from engines.hands import Sight
from engines.sign_to_text.taught.clips import examples_of
from engines.sign_to_text.taught.embedding import embed, raised
from engines.sign_to_text.taught.example import Example
from engines.sign_to_text.taught.gallery import Gallery, Match
from engines.sign_to_text.taught.landmark_file import TaughtSign
from engines.sign_to_text.taught.spotting import Spotter
from tests.benchmarks import idle_hands
from training.hands.spelling import idle

_COUNTS: Final = (1, 3, 5)
_ASPECT: Final = 16 / 9
_RATE_HZ: Final = 30.0
_STREAMS: Final = 60


class Words(NamedTuple):
    """Examples, and the word that each shows."""

    examples: tuple[Example, ...]
    labels: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every word once."""
        return tuple(dict.fromkeys(self.labels))

    def of(self, name: str) -> list[int]:
        """Return which examples show a word."""
        return [index for index, label in enumerate(self.labels) if label == name]


def words_of(path: Path) -> Words:
    """Read the clips."""
    with np.load(path, allow_pickle=False) as arrays:
        clips, labels = arrays["X"], arrays["label"]
    examples = tuple(Example.from_holistic(clip, _ASPECT, _RATE_HZ) for clip in clips)
    return Words(examples, tuple(map(str, labels)))


def taught(
    words: Words, names: Sequence[str], count: int, chance: np.random.Generator
) -> tuple[Gallery, set[int]]:
    """Teach words by clips drawn at random; return also which clips those are."""
    drawn = {name: chance.choice(words.of(name), count, replace=False) for name in names}
    signs = [TaughtSign(name, tuple(words.examples[index] for index in drawn[name])) for name in names]
    return Gallery(signs), {int(index) for some in drawn.values() for index in some}


def recognised(words: Words, count: int, draws: int) -> None:
    """Print how many clips are recognised, and what their confidence is worth."""
    chance = np.random.default_rng(1)
    nearest, right, wrong, sureness = [], [], [], []
    for _draw in range(draws):
        gallery, used = taught(words, words.names, count, chance)
        left = [index for index in range(len(words.labels)) if index not in used]
        for index, match in zip(left, gallery.match_each([words.examples[one] for one in left]), strict=True):
            label = words.labels[index]
            nearest.append(match.nearest == label)
            right.append(bool(match.guesses) and match.guesses[0].label == label)
            wrong.append(bool(match.guesses) and match.guesses[0].label != label)
            if match.guesses:
                sureness.append((match.guesses[0].confidence, right[-1]))
    print(
        f"{count} examples: nearest sign right {np.mean(nearest):.1%}; recognised {np.mean(right):.1%}, "
        f"taken for another {np.mean(wrong):.1%}, refused {1 - np.mean(right) - np.mean(wrong):.1%}; "
        f"mean confidence {np.mean([sure for sure, _right in sureness]):.2f}"
    )


def refused(words: Words, count: int, draws: int) -> None:
    """Print how many clips of a word that was not taught are no sign, while the others are taught."""
    chance = np.random.default_rng(2)
    found: dict[str, list[bool]] = {name: [] for name in words.names}
    for _draw in range(draws):
        for name in words.names:
            gallery, _used = taught(words, [one for one in words.names if one != name], count, chance)
            matches = gallery.match_each([words.examples[index] for index in words.of(name)])
            found[name] += [not match.guesses for match in matches]
    each = ", ".join(f"{name} {np.mean(some):.1%}" for name, some in found.items())
    all_words = [is_refused for some in found.values() for is_refused in some]
    print(f"{count} examples: untaught words refused {np.mean(all_words):.1%} ({each})")


def in_streams(words: Words, count: int) -> None:
    """Print how many words are read, once and alone, out of a stream from rest to rest."""
    chance = np.random.default_rng(3)
    read, extra, frames, started = [], 0, 0, time.process_time()
    for _number in range(_STREAMS):
        gallery, used = taught(words, words.names, count, chance)
        index = int(chance.choice([one for one in range(len(words.labels)) if one not in used]))
        sights = list(from_rest_to_rest(words.examples[index], chance))
        frames += len(sights)
        labels = labels_in(gallery, sights)
        read.append(labels == [words.labels[index]])
        extra += max(0, len(labels) - 1)
    cost = (time.process_time() - started) / frames * 1e3
    print(
        f"{count} examples: {np.mean(read):.1%} of {_STREAMS} words read once and alone in a stream, "
        f"{extra} too many; {cost:.2f} CPU-ms a frame"
    )


def from_rest_to_rest(example: Example, chance: np.random.Generator) -> Iterator[Sight]:
    """Yield nobody's hands, hands that come up, the sign, hands that go down, and nobody's again."""
    sights = example.sights()
    first = next(sight for sight in sights if sight.hands)
    last = next(sight for sight in reversed(sights) if sight.hands)
    steps = [0.4, 0.3, 0.2, 0.1]
    way = [
        *[_lowered(first, None)] * 20,
        *[_lowered(first, step) for step in steps],
        *sights,
        *[_lowered(last, step) for step in reversed(steps)],
        *[_lowered(last, None)] * 20,
    ]
    for number, sight in enumerate(way):
        body = tuple(one._replace(x=one.x + chance.normal(0, 0.002)) for one in sight.body)
        yield Sight(number / _RATE_HZ, _ASPECT, sight.hands, body)


def _lowered(sight: Sight, by: float | None) -> Sight:
    if by is None:
        return Sight(sight.seconds, body=sight.body)
    hands = tuple(
        type(hand)(hand.side, tuple(point._replace(y=point.y + by) for point in hand.points))
        for hand in sight.hands
    )
    return Sight(sight.seconds, hands=hands, body=sight.body)


def labels_in(gallery: Gallery, sights: Sequence[Sight]) -> list[str]:
    """Return the signs that a stream holds."""
    spotter = Spotter(gallery)
    signs = [sign for sight in sights for sign in spotter.see(sight).signs]
    return [sign.label for sign in (*signs, *spotter.end().signs)]


def idle_minutes(words: Words, count: int) -> None:
    """Print what is read in a minute each of hands that make no sign, with a body in the picture or not."""
    gallery, _used = taught(words, words.names, count, np.random.default_rng(4))
    body = words.examples[0].sights()[0].body
    for kind in idle.KINDS:
        alone = list(idle_hands.sights(idle_hands.minute(kind, 5)))
        started = time.process_time()
        labels = labels_in(gallery, alone)
        cost = (time.process_time() - started) / len(alone) * 1e3
        before_body = labels_in(gallery, [replace(sight, body=body) for sight in alone])
        print(
            f"{count} examples: a minute of {kind}: {labels or 'no text'}, "
            f"before a body {before_body or 'no text'}; {cost:.2f} CPU-ms a frame"
        )


def videos(words: Words, folder: Path, count: int) -> None:
    """Print what each clip is read as, taught by landmarks that another program found."""
    gallery, _used = taught(words, words.names, count, np.random.default_rng(5))
    for path in sorted(folder.glob("*.mp4")):
        (example,) = examples_of(path)
        match = gallery.match(example)
        print(f"{count} examples: {path.name}: {_shown(match)}")


def _shown(match: Match) -> str:
    guesses = ", ".join(f"{guess.label} {guess.confidence:.2f}" for guess in match.guesses)
    return f"{guesses or 'no sign'} (nearest {match.nearest}, {match.part:.2f} of its limit)"


def speed(words: Words) -> None:
    """Print what one comparison costs."""
    gallery, _used = taught(words, words.names, 5, np.random.default_rng(6))
    started = time.process_time()
    for example in words.examples:
        gallery.match(example)
    matching = (time.process_time() - started) / len(words.examples) * 1e3
    started = time.process_time()
    for example in words.examples:
        embed(raised(example))
    embedding = (time.process_time() - started) / len(words.examples) * 1e3
    print(f"one clip against 25 examples: {matching:.1f} CPU-ms, {embedding:.1f} of them for its embedding")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--videos", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.data / "msl_words_landmarks_and_video"
    if not folder.exists():
        folder = arguments.data / "sign" / folder.name
    words = words_of(folder / "dev.npz")
    for count in _COUNTS:
        recognised(words, count, arguments.draws)
    for count in _COUNTS:
        refused(words, count, max(arguments.draws // 5, 1))
        in_streams(words, count)
    idle_minutes(words, 1)
    idle_minutes(words, 3)
    if arguments.videos:
        videos(words, folder / "video", 1)
    speed(words)


if __name__ == "__main__":
    main()
