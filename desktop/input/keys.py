"""Key combinations as people write them: "Ctrl+Alt+D" becomes `Keys` and back."""

from dataclasses import dataclass
from typing import Final

from engines.errors import InputUnsupported
from engines.words import _

MODIFIERS: Final = ("Ctrl", "Alt", "Shift", "Super")
"""In the order they are written. Super is the Windows key, and Command on macOS."""
FUNCTION_KEYS: Final = tuple(f"F{number}" for number in range(1, 25))
LETTERS: Final = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS: Final = tuple("0123456789")
MARKS: Final = tuple("`-=[]\\;',./")
NAMED: Final = (
    *("Space", "Tab", "Return", "Esc", "Backspace", "Insert", "Delete", "Home", "End", "PgUp", "PgDown"),
    *("Left", "Right", "Up", "Down", "Print", "Pause", "ScrollLock", "Menu"),
)
ALONE: Final = frozenset((*FUNCTION_KEYS, "Pause", "ScrollLock", "Menu"))
"""Keys that type nothing and move nothing: they may be bound without a modifier, as foot pedals need."""

_KEYS: Final = {key.lower(): key for key in (*FUNCTION_KEYS, *LETTERS, *DIGITS, *MARKS, *NAMED)}
_ALIASES: Final = {
    **{"control": "ctrl", "option": "alt", "meta": "super", "win": "super", "cmd": "super", "logo": "super"},
    **{"enter": "return", "escape": "esc", "ins": "insert", "del": "delete", "pageup": "pgup"},
    **{"pagedown": "pgdown", "pgdn": "pgdown", "printscreen": "print", "scroll lock": "scrolllock"},
    **{"comma": ",", "period": ".", "minus": "-", "equal": "=", "slash": "/", "backslash": "\\"},
}


class InvalidKeys(InputUnsupported):
    """What was written is not a key combination that can be bound."""

    code = "invalid_keys"


@dataclass(frozen=True)
class Keys:
    """One key, and what is held with it; `str()` writes it in the form that `parse` reads."""

    key: str
    """One of the names in this file: "D", "1", "F9", "Space", ","."""
    modifiers: frozenset[str] = frozenset()
    """Out of `MODIFIERS`."""

    def __str__(self) -> str:
        return "+".join([*(name for name in MODIFIERS if name in self.modifiers), self.key])


def parse(text: str) -> Keys:
    """Return the combination that `text` names; capitals, blanks and the order of modifiers do not matter.

    Raises:
        InvalidKeys: a part is not known, or the combination would take an ordinary key away from typing.
    """
    names = [_ALIASES.get(name, name) for name in (part.strip().lower() for part in text.split("+"))]
    held, key = frozenset(name.capitalize() for name in names[:-1]), _KEYS.get(names[-1], "")
    if not key or not held <= frozenset(MODIFIERS) or len(held) < len(names) - 1:
        raise InvalidKeys(
            _("“{keys}” is not a key combination: write one such as Ctrl+Alt+D.").format(keys=text)
        )
    if key not in ALONE and not held & {"Ctrl", "Alt", "Super"}:
        raise InvalidKeys(
            _("“{keys}” is needed for typing: add Ctrl, Alt or Super, or choose a function key.").format(
                keys=text
            )
        )
    return Keys(key, held)
