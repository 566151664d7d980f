"""What the user chose, in one JSON file that survives damage, newer versions and power cuts."""

import json
import logging
import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, Literal

from desktop import actions
from desktop.input.keys import InvalidKeys, parse
from engines.errors import OutputUnwritable
from engines.image_description import LEVELS, Level
from engines.text_to_speech import Manner
from engines.words import LANGUAGES, _

OwnVoice = Literal["automatic", "always", "never"]
OWN_VOICE: Final[tuple[OwnVoice, ...]] = ("automatic", "always", "never")
INTERFACE_LANGUAGES: Final = ("system", *LANGUAGES)
SPEECH_LANGUAGES: Final = ("auto", *LANGUAGES)
SLOWEST_WPM, FASTEST_WPM = 80, 450
SMALLEST_PERCENT, LARGEST_PERCENT = 100, 200
CAPTION_SOURCES: Final = ("microphone", "system", "file")
CAPTION_COLOURS: Final = {
    "white": "#ffffff",
    "yellow": "#ffff00",
    "cyan": "#7fffff",
    "green": "#8cff8c",
    "black": "#000000",
    "blue": "#00145a",
    "grey": "#303030",
}
"""Any of them for the letters, any for what is behind them."""
SMALLEST_POINTS, LARGEST_POINTS = 12, 96
MOST_LINES: Final = 12
SIGN_PACKS: Final = ("auto", "asl-letters", "asl-digits", "ksl", "taught")
PRACTICE_PACKS: Final = ("asl-letters", "asl-digits", "ksl")
SIGN_HANDS: Final = ("auto", "right", "left")
SIGN_MIRRORS: Final = ("auto", "yes", "no")
SIGN_SAYS: Final = ("words", "letters", "nothing")
SHORTEST_HOLD_MS, LONGEST_HOLD_MS = 0, 2000
SLOWEST_SPELLING, FASTEST_SPELLING = 15, 300
"""Letters a minute."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """Everything that is kept from one run to the next."""

    rate_wpm: int = 175
    """Words a minute, 80 to 450."""
    volume_percent: int = 100
    """0 to 100."""
    voice: str = ""
    """A voice's id; empty: the engine's own for the language."""
    speech_language: str = "auto"
    """`en`, `ko`, or `auto`: by script, sentence by sentence."""
    own_voice: OwnVoice = "automatic"
    """Automatic: Sori speaks unless a screen reader is running."""
    level: Level = "structure"
    language: str = "system"
    """The interface's language: `system`, `en` or `ko`."""
    text_percent: int = 100
    """100 to 200, of the system's text size."""
    window: tuple[int, ...] = ()
    """Left, top, width, height in px without the frame; empty before the first run."""
    is_maximized: bool = False
    dictation_language: str = "system"
    """The language that is spoken: `system` (the interface's), `en` or `ko`."""
    microphone: str = ""
    """Its name; empty: the system's own."""
    is_history_kept: bool = True
    """Whether what is dictated stays on this computer."""
    history_days: int = 0
    """For how many days it is kept, 1 to 3650; 0: until it is deleted."""
    is_written_here: bool = False
    """Whether dictation goes into Sori's own text whatever has the focus."""
    has_sounds: bool = True
    """Whether dictation begins and ends with a sound."""
    keys: dict[str, str] = field(default_factory=dict)
    """Global keys that differ from those in `desktop.actions`: action to keys, empty for none."""
    caption_source: str = "microphone"
    """`microphone`, `system` (the computer's own sound) or `file`."""
    caption_font: str = ""
    """A family's name; empty: the system's."""
    caption_points: int = 28
    """12 to 96."""
    caption_text: str = "white"
    """The letters' colour, of `CAPTION_COLOURS`."""
    caption_back: str = "black"
    caption_lines: int = 3
    """1 to 12."""
    is_caption_click_through: bool = False
    """Whether clicks go through the captions to what is behind them."""
    caption_window: tuple[int, ...] = ()
    """Left, top, width, height in px; empty before the first time."""
    sign_pack: str = "auto"
    """What hands may show, of `SIGN_PACKS`; `auto`: letters and digits of American Sign Language."""
    sign_hand: str = "auto"
    """The hand that spells: `right`, `left` or `auto`."""
    sign_mirror: str = "auto"
    """Whether the camera's picture is mirrored: `yes`, `no` or `auto`."""
    camera: str = ""
    """Its name; empty: the first there is."""
    sign_hold_ms: int = 350
    """How long a shape is held until it counts, 0 to 2000; 0: words are read as a whole."""
    sign_says: str = "words"
    """What is said of what is read: `words`, `letters` or `nothing`."""
    is_camera_picture_shown: bool = True
    """Whether the camera's picture is behind the drawn hand."""
    practice_pack: str = "asl-letters"
    """What is practised and spelled out, of `PRACTICE_PACKS`."""
    is_hand_still: bool = False
    """Whether the drawn hand goes from letter to letter without moving, for whom movement makes dizzy."""
    looks_for_updates: bool = False
    """Whether the makers' server is asked once a week for a newer Sori."""
    spelling_pace: int = 60
    """Letters a minute at which the drawn hand spells, 15 to 300."""

    @property
    def bindings(self) -> dict[str, str]:
        """Every global key: action to keys, empty for none."""
        return actions.default_keys() | self.keys

    @property
    def manner(self) -> Manner:
        """How to speak."""
        return Manner(self.rate_wpm, self.volume_percent / 100, self.voice, self.speech_language)


@dataclass(frozen=True)
class _Strange:
    """A value of a known setting that only a newer Sori understands."""

    stored: Any
    used: Any
    """What stands in for it."""


class SettingsFile:
    """The settings on disk; what only a newer Sori understands is kept as it is.

    A value that cannot be used, such as a choice that came later, is written back until the user chooses
    another one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unknown: dict[str, Any] = {}
        self._strange: dict[str, _Strange] = {}
        self._keys: dict[str, str] = {}
        """Global keys of which this Sori does not know what to press."""
        self._written: str | None = None

    def load(self) -> Settings:
        """Return what is stored; each missing or damaged value is its default. Never fails."""
        stored = _read(self._path)
        known = {field.name for field in fields(Settings)}
        self._unknown = {name: value for name, value in stored.items() if name not in known}
        settings = salvage(stored)
        self._strange = {
            name: _Strange(stored[name], getattr(settings, name))
            for name, is_valid in _RULES.items()
            if name in stored and not is_valid(stored[name]) and _is_of_its_kind(stored[name], name)
        }
        self._keys = _other_keys(stored.get("keys"), settings.keys)
        return settings

    def save(self, settings: Settings) -> None:
        """Replace the file in one step, so that it is always whole.

        Raises:
            OutputUnwritable: the folder or the disk does not take it; the old file is intact.
        """
        text = json.dumps(self._content(settings), ensure_ascii=False, indent=2) + "\n"
        if text == self._written:
            return
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(part, text)
            part.replace(self._path)
        except OSError as error:
            _remove(part)
            logger.warning("settings not saved: %s", error.strerror)
            raise OutputUnwritable(
                _("Your settings could not be kept: make sure the folder {folder} can be written to.").format(
                    folder=self._path.parent
                )
            ) from error
        self._written = text

    def _content(self, settings: Settings) -> dict[str, Any]:
        content = {**self._unknown, **asdict(settings)}
        for name, value in self._strange.items():
            if getattr(settings, name) == value.used:
                content[name] = value.stored
        content["keys"] = {**self._keys, **settings.keys}
        return content


def salvage(stored: Mapping[str, Any]) -> Settings:
    """Return settings with every value of `stored` that is valid, and defaults for the rest."""
    kept: dict[str, Any] = {}
    for name, is_valid in _RULES.items():
        if name in stored and is_valid(stored[name]):
            kept[name] = _MENDED.get(name, _as_it_is)(stored[name])
        elif name in stored:
            logger.warning("the stored setting %s is not valid; its default is used", name)
    return replace(Settings(), **kept)


def _read(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        return _read_pairs(path)
    return stored if isinstance(stored, dict) else {}


def _read_pairs(path: Path) -> dict[str, Any]:
    """Read each whole pair of a file that is no longer JSON, as after a torn write."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pairs: dict[str, Any] = {}
    read_to = 0
    for name in re.finditer(r'"(\w+)"\s*:\s*', text):
        if name.start() < read_to:
            continue  # it belongs to a value that was read whole
        try:
            value, end = json.JSONDecoder().raw_decode(text, name.end())
        except (ValueError, RecursionError):
            continue
        # A number at the very end may have lost digits.
        if end < len(text):
            pairs.setdefault(name[1], value)
            read_to = end
    return pairs


def _write_through(path: Path, text: str) -> None:
    # Without fsync a power cut may leave the new name with no content.
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        logger.debug("a part file stays behind")


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(values: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in values


def _is_short_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 200 and value.isprintable()


def _is_place(value: Any) -> bool:
    if not isinstance(value, list | tuple) or len(value) not in (0, 4):
        return False
    is_number = all(isinstance(one, int) and math.fabs(one) < 100_000 for one in value)
    return is_number and (not value or (value[2] > 0 and value[3] > 0))


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _as_it_is(value: Any) -> Any:
    return value


def _is_of_its_kind(value: Any, name: str) -> bool:
    """Return whether a value that is not valid may be one of a newer Sori rather than damage."""
    kind = type(getattr(Settings(), name))
    return type(value) is (list if kind is tuple else kind) and len(json.dumps(value)) <= _MOST_KEPT


def _other_keys(stored: Any, used: Mapping[str, str]) -> dict[str, str]:
    """Return the stored pairs of an action and keys that are not used, as they are."""
    if not isinstance(stored, dict):
        return {}
    others = {name: keys for name, keys in stored.items() if name not in used and isinstance(keys, str)}
    return others if len(json.dumps(others)) <= _MOST_KEPT else {}


def _readable_keys(stored: Mapping[str, Any]) -> dict[str, str]:
    """Return the pairs that name keys; one that is damaged costs only itself."""
    return {name: keys for name, keys in list(stored.items())[:_MOST_KEYS] if _is_key(name, keys)}


def _is_key(name: str, keys: Any) -> bool:
    if not isinstance(keys, str) or len(name) > 60:
        return False
    try:
        return not keys or bool(parse(keys))
    except InvalidKeys:
        logger.warning("the stored keys of %r are not valid; their default is used", name)
        return False


_MOST_KEYS: Final = 100
_MOST_KEPT: Final = 20_000
"""Characters of JSON that are kept without being understood."""
_MENDED: Final[dict[str, Callable[[Any], Any]]] = {
    "window": tuple,
    "caption_window": tuple,
    "keys": _readable_keys,
}
_RULES: Final[dict[str, Callable[[Any], bool]]] = {
    "rate_wpm": _whole(SLOWEST_WPM, FASTEST_WPM),
    "volume_percent": _whole(0, 100),
    "voice": _is_short_text,
    "speech_language": _one_of(SPEECH_LANGUAGES),
    "own_voice": _one_of(OWN_VOICE),
    "level": _one_of(LEVELS),
    "language": _one_of(INTERFACE_LANGUAGES),
    "text_percent": _whole(SMALLEST_PERCENT, LARGEST_PERCENT),
    "window": _is_place,
    "is_maximized": _is_switch,
    "dictation_language": _one_of(INTERFACE_LANGUAGES),
    "microphone": _is_short_text,
    "is_history_kept": _is_switch,
    "history_days": _whole(0, 3650),
    "is_written_here": _is_switch,
    "has_sounds": _is_switch,
    "keys": lambda value: isinstance(value, dict),
    "caption_source": _one_of(CAPTION_SOURCES),
    "caption_font": _is_short_text,
    "caption_points": _whole(SMALLEST_POINTS, LARGEST_POINTS),
    "caption_text": _one_of(tuple(CAPTION_COLOURS)),
    "caption_back": _one_of(tuple(CAPTION_COLOURS)),
    "caption_lines": _whole(1, MOST_LINES),
    "is_caption_click_through": _is_switch,
    "caption_window": _is_place,
    "sign_pack": _one_of(SIGN_PACKS),
    "sign_hand": _one_of(SIGN_HANDS),
    "sign_mirror": _one_of(SIGN_MIRRORS),
    "camera": _is_short_text,
    "sign_hold_ms": _whole(SHORTEST_HOLD_MS, LONGEST_HOLD_MS),
    "sign_says": _one_of(SIGN_SAYS),
    "is_camera_picture_shown": _is_switch,
    "practice_pack": _one_of(PRACTICE_PACKS),
    "is_hand_still": _is_switch,
    "looks_for_updates": _is_switch,
    "spelling_pace": _whole(SLOWEST_SPELLING, FASTEST_SPELLING),
}
