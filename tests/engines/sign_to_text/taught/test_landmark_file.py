"""A file of signs from anywhere is taken in as it is, or refused with a sentence; it never does harm."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines.errors import InputUnsupported
from engines.sign_to_text.taught.landmark_file import TaughtSign, packed, unpacked
from tests.engines.sign_to_text.taught.signer import HELLO, HOUSE, Signer


@pytest.fixture(scope="module")
def good() -> bytes:
    signer = Signer(1)
    return packed(
        [
            TaughtSign("안녕", (signer.example(HELLO, 0.4), signer.example(HELLO, 0.4))),
            TaughtSign("house", (signer.example(HOUSE, 0.4),)),
        ]
    )


def changed(content: bytes, **entries: bytes) -> bytes:
    """Return the archive with other entries in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            key = name.removesuffix(".json")
            new.writestr(name, entries.get(key, old.read(name)))
    return out.getvalue()


def with_manifest(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("signs.json"))
    change(manifest)
    return changed(content, signs=json.dumps(manifest).encode())


def entry(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_signs_come_back(good: bytes) -> None:
    first, second = unpacked(good, "good.signs")
    assert (first.name, len(first.examples)) == ("안녕", 2)
    assert (second.name, len(second.examples)) == ("house", 1)
    assert not np.isnan(second.examples[0].hands).any()
    assert np.isnan(first.examples[0].hands[:, 1]).all()


def test_a_newer_file_says_so(good: bytes) -> None:
    newer = with_manifest(good, lambda manifest: manifest.update(version=2, novelty=True))
    with pytest.raises(
        InputUnsupported, match=r"^theirs\.signs is from a newer version of Sori\. Update Sori"
    ):
        unpacked(newer, "theirs.signs")


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "version": lambda m: m.update(version="1"),
    "version 0": lambda m: m.update(version=0),
    "version true": lambda m: m.update(version=True),
    "no signs": lambda m: m.pop("signs"),
    "signs not a list": lambda m: m.update(signs={"name": "x"}),
    "name a number": lambda m: m["signs"][0].update(name=5),
    "name empty": lambda m: m["signs"][0].update(name=""),
    "name with a control character": lambda m: m["signs"][0].update(name="a\x1b[2J"),
    "one name twice": lambda m: m["signs"][1].update(name="안녕"),
    "no frames": lambda m: m["signs"][0].update(frames=[]),
    "negative frames": lambda m: m["signs"][0].update(frames=[-5, 5]),
    "endless frames": lambda m: m["signs"][0].update(frames=[10**12]),
    "too many examples": lambda m: m["signs"][0].update(frames=[1] * 11),
    "one frame more": lambda m: m["signs"][1]["frames"].__setitem__(0, m["signs"][1]["frames"][0] + 1),
    "fractional frames": lambda m: m["signs"][0].update(frames=[1.5]),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_a_manifest_that_lies_is_refused(good: bytes, change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(InputUnsupported, match=r"^bad\.signs is damaged, or is not a file of signs"):
        unpacked(with_manifest(good, change), "bad.signs")


def hands_with(content: bytes, value: float) -> bytes:
    hands = np.frombuffer(entry(content, "hands"), "<f4").copy()
    hands[0] = value
    return changed(content, hands=hands.tobytes())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e9])
def test_points_that_cannot_be_are_refused(good: bytes, value: float) -> None:
    with pytest.raises(InputUnsupported):
        unpacked(hands_with(good, value), "bad.signs")


def test_times_that_go_back_are_refused(good: bytes) -> None:
    seconds = np.frombuffer(entry(good, "seconds"), "<f8").copy()
    seconds[2] = 0
    with pytest.raises(InputUnsupported):
        unpacked(changed(good, seconds=seconds.tobytes()), "bad.signs")


def test_what_is_no_file_of_signs_is_refused(good: bytes) -> None:
    text = io.BytesIO()
    with zipfile.ZipFile(text, "w") as archive:
        archive.writestr("signs.json", "[" * 100_000)
    strange = io.BytesIO()
    np.savez(strange, X=np.zeros((2, 30, 226)))
    for content in (b"", b"PK", b"\x89PNG\r\n", good[:100], good[100:], text.getvalue(), strange.getvalue()):
        with pytest.raises(InputUnsupported):
            unpacked(content, "bad.signs")


def test_a_small_file_cannot_become_a_huge_one(good: bytes) -> None:
    # GIVEN an archive of 30 kB that unpacks to 30 MB
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("signs.json", b" " * 30_000_000)
    assert len(out.getvalue()) < 60_000
    # THEN it is refused before it is unpacked
    with pytest.raises(InputUnsupported):
        unpacked(out.getvalue(), "bad.signs")


def test_no_damage_goes_unnoticed_or_raises_anything_else(good: bytes) -> None:
    # GIVEN a file cut off anywhere, or with a few bytes that are not as they were
    chance = random.Random(5)
    damaged = [good[: chance.randrange(len(good))] for _number in range(60)]
    for _number in range(300):
        content = bytearray(good)
        for _byte in range(chance.choice((1, 1, 3))):
            content[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(content))
    # THEN each is refused, unless the damage lies where nothing is read
    for content in damaged:
        try:
            found = unpacked(content, "bad.signs")
        except InputUnsupported:
            continue
        assert packed(found) == packed(unpacked(good, "good.signs"))
