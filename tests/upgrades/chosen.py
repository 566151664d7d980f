"""What one user chose, said, taught and installed: what every version of Sori is to keep.

Nothing but numpy is needed here, so that the code of any version can run beside it.
"""

from typing import Any, Final

import numpy as np

SETTINGS: Final[dict[str, Any]] = {
    "rate_wpm": 231,
    "volume_percent": 63,
    "voice": "espeak:gmw/en-scotland",
    "speech_language": "ko",
    "own_voice": "always",
    "level": "everything",
    "language": "ko",
    "text_percent": 175,
    "window": (11, 22, 1333, 744),
    "is_maximized": True,
    "dictation_language": "en",
    "microphone": "USB 마이크 2",
    "is_history_kept": False,
    "history_days": 30,
    "is_written_here": True,
    "has_sounds": False,
    "keys": {"dictate": "Ctrl+Alt+D", "captions": ""},
    "caption_source": "system",
    "caption_font": "Noto Sans CJK KR",
    "caption_points": 44,
    "caption_text": "yellow",
    "caption_back": "blue",
    "caption_lines": 5,
    "is_caption_click_through": True,
    "caption_window": (40, 50, 900, 160),
    "sign_pack": "ksl",
    "sign_hand": "left",
    "sign_mirror": "yes",
    "camera": "Kamera (vorne)",
    "sign_hold_ms": 0,
    "sign_says": "letters",
    "is_camera_picture_shown": False,
    "practice_pack": "asl-digits",
    "spelling_pace": 135,
    "is_hand_still": True,
}
"""Other than every default; a version takes those that it knows."""
SHORTEST_HOLD_ONCE: Final = 100
"""What `sign_hold_ms` had to be at least in the first versions that had it."""

UTTERANCES: Final[tuple[dict[str, Any], ...]] = (
    {"text": "Dear Ms Smith,", "said_at": 1_790_000_000.25, "seconds": 1.5, "language": "en"},
    {
        "text": "안녕하세요, 100% 좋아요 😀",
        "said_at": 1_790_000_010.5,
        "seconds": 2.25,
        "application": "org.gnome.TextEditor",
        "language": "ko",
        "is_inserted": True,
    },
    {"text": "It costs 3.50 and\nthat is all.", "said_at": 1_790_000_020.0, "seconds": 4.0},
)
WORDS: Final = (
    ("sori", "Sori"),
    ("my address", "1 Main Street\nSpringfield"),
    ("그러니까 말이야", ""),
    ('he said "no"', "“no”, he said; so"),
)
"""What is heard and what is written for it."""
SIGNS: Final = {"안녕": 2, "Thank you (formal)": 3, "house": 1}
"""Their names, and how many examples each has."""
LETTERS: Final = (
    ("asl-letters", "A", "right"),
    ("asl-letters", "A", "right"),
    ("ksl", "ㄱ", "left"),
    ("asl-digits", "7", "right"),
)
MODEL: Final = "vosk-model-small-en-us-0.1"
PARTIAL: Final = "vosk-model-small-ko-0.1"
"""A model of which the beginning alone has arrived."""
PARTIAL_BYTES: Final = 3_000


def hand(seed: int) -> list[tuple[float, float, float]]:
    """Return 21 points that look like a hand to whoever checks numbers only."""
    numbers = np.random.default_rng(seed)
    return [tuple(float(one) for one in row) for row in np.round(numbers.uniform(0.2, 0.8, (21, 3)), 4)]


def example(name: str, number: int, frames: int = 9) -> tuple[Any, Any, Any]:
    """Return the seconds, both hands and the body of one example of a sign; the left hand is not seen."""
    numbers = np.random.default_rng([number, *name.encode()])
    seconds = np.arange(frames) / 25
    hands = numbers.uniform(0.1, 0.9, (frames, 2, 21, 3)).astype(np.float32)
    hands[:, 1] = np.nan
    body = numbers.uniform(0.1, 0.9, (frames, 25, 3)).astype(np.float32)
    return seconds, hands, body


def model_files() -> dict[str, bytes]:
    """Return the files of a very small model for speech, as far as they are looked at before it is loaded."""
    noise = np.random.default_rng(7)
    return {
        "am/final.mdl": noise.bytes(2_000),
        "conf/model.conf": b"--min-active=200\n",
        "conf/mfcc.conf": b"--sample-frequency=16000\n",
        "graph/HCLr.fst": noise.bytes(2_000),
        "graph/Gr.fst": noise.bytes(2_000),
        "graph/disambig_tid.int": b"1\n2\n",
    }
