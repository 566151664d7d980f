"""What Sori can be asked for from outside its window: by a global key or by `sori do`, in one table."""

from dataclasses import dataclass
from typing import Final

from engines.words import N_, _


@dataclass(frozen=True)
class Action:
    """One thing that can be asked for from any program."""

    id: str
    """Stable: scripts and the desktops' own key settings name it."""
    title: str
    """Marked for translation, translated when shown."""
    keys: str = ""
    """The global key it has until the user chooses another, in the form of `input.keys`; empty for none."""
    is_held: bool = False
    """Whether it lasts as long as its keys are held. `sori do` cannot hold anything, so it offers it not."""


ACTIONS: Final = (
    Action("dictate", N_("Start or stop dictation"), "Ctrl+Alt+Space"),
    Action("hold-to-dictate", N_("Dictate while the keys are held"), "Ctrl+Alt+H", is_held=True),
    Action("start-dictation", N_("Start dictation")),
    Action("stop", N_("Stop listening, describing and speaking"), "Ctrl+Alt+S"),
    Action("describe-screen", N_("Describe the screen"), "Ctrl+Alt+1"),
    Action("describe-window", N_("Describe the active window"), "Ctrl+Alt+2"),
    Action("describe-region", N_("Describe a region of the screen"), "Ctrl+Alt+3"),
    Action("describe-clipboard", N_("Describe the clipboard"), "Ctrl+Alt+4"),
    Action("describe-again", N_("Describe again: only what changed"), "Ctrl+Alt+6"),
    Action("live", N_("Read the active window whenever it changes, or stop that"), "Ctrl+Alt+7"),
    Action("captions", N_("Show or hide live captions"), "Ctrl+Alt+C"),
    Action("read-all", N_("Read the last description aloud")),
    Action("pause", N_("Hold the voice or go on")),
    Action("repeat", N_("Say the last sentence again")),
    Action("say-status", N_("Say what Sori is doing")),
    Action("show", N_("Bring the window to the front")),
    Action("quit", N_("Quit Sori")),
)

DESCRIBE_FILE: Final = "describe-file"
"""What a second start asks the first one for, with the path of a picture. `sori do` has no such argument."""

_BY_ID: Final = {action.id: action for action in ACTIONS}


def commands() -> tuple[Action, ...]:
    """Return what `sori do` can ask for, in the order of the table."""
    return tuple(action for action in ACTIONS if not action.is_held)


def orders() -> frozenset[str]:
    """Return the ids of everything that another process may ask the running Sori for."""
    return frozenset({DESCRIBE_FILE, *(action.id for action in commands())})


def default_keys() -> dict[str, str]:
    """Return the global keys of a fresh installation: action to keys."""
    return {action.id: action.keys for action in ACTIONS if action.keys}


def title(action_id: str) -> str:
    """Return the translated title of an action, or its id where this version does not know it."""
    action = _BY_ID.get(action_id)
    return _(action.title) if action else action_id
