"""Every command of the window: its menu, its words and its keys, in one table."""

from dataclasses import dataclass
from typing import Final

from engines.words import N_


@dataclass(frozen=True)
class Command:
    """One thing a user can ask of the window."""

    id: str
    title: str
    """For the menu, with its mnemonic; marked for translation, translated when shown."""
    keys: tuple[str, ...] = ()
    """In Qt's portable form, the first one shown."""
    button: str = ""
    """Shorter words for its button; empty if it has none."""


@dataclass(frozen=True)
class Menu:
    """One menu of the menu bar; None stands for a line between groups."""

    id: str
    title: str
    commands: tuple[Command | None, ...]


MENUS: Final = (
    Menu(
        "describe",
        N_("&Describe"),
        (
            Command("describe_screen", N_("Describe &screen"), ("Ctrl+1",), N_("Screen")),
            Command("describe_window", N_("Describe active &window"), ("Ctrl+2",), N_("Window")),
            Command("describe_region", N_("Describe &region…"), ("Ctrl+3",), N_("Region")),
            Command("describe_clipboard", N_("Describe &clipboard"), ("Ctrl+4", "Ctrl+V"), N_("Clipboard")),
            Command("open_file", N_("&Open picture…"), ("Ctrl+O",), N_("Open…")),
            Command("describe_all_screens", N_("Describe &all screens"), ("Ctrl+5",)),
            None,
            Command("escape", N_("S&top"), ("Esc",)),
            Command("quit", N_("&Quit"), ("Ctrl+Q",)),
        ),
    ),
    Menu(
        "read",
        N_("&Read"),
        (
            Command("read_all", N_("Read &all"), ("Ctrl+R", "F5"), N_("Read all")),
            Command("pause", N_("&Pause or go on"), ("Ctrl+P", "F8"), N_("Pause")),
            Command("repeat", N_("Rep&eat"), ("Ctrl+E", "F3"), N_("Repeat")),
            Command("say_status", N_("Say the &status"), ("F2",)),
            None,
            Command("more_detail", N_("&More detail"), ("Ctrl+M",), N_("More detail")),
            Command("less_detail", N_("&Less detail"), ("Ctrl+L",), N_("Less detail")),
            None,
            Command("faster", N_("&Faster"), ("Ctrl+Right",), N_("Faster")),
            Command("slower", N_("Slo&wer"), ("Ctrl+Left",), N_("Slower")),
            Command("louder", N_("Lo&uder"), ("Ctrl+Up",), N_("Louder")),
            Command("quieter", N_("&Quieter"), ("Ctrl+Down",), N_("Quieter")),
        ),
    ),
    Menu(
        "keep",
        N_("&Keep"),
        (
            Command("copy_row", N_("&Copy the current item"), ("Ctrl+C",)),
            Command("copy_description", N_("Copy the &description"), ("Ctrl+Shift+C",)),
            None,
            Command("save_text", N_("Save as &text…"), ("Ctrl+S",)),
            Command("save_audio", N_("Save as &audio…"), ("Ctrl+Shift+S",)),
        ),
    ),
    Menu(
        "view",
        N_("&View"),
        (
            Command("focus_results", N_("Go to the &results"), ("F6",)),
            None,
            Command("larger_text", N_("&Larger text"), ("Ctrl++", "Ctrl+=")),
            Command("smaller_text", N_("&Smaller text"), ("Ctrl+-",)),
            Command("normal_text", N_("&Normal text size"), ("Ctrl+0",)),
            None,
            Command("settings", N_("S&ettings…"), ("Ctrl+,",)),
        ),
    ),
    Menu("help", N_("&Help"), (Command("keys", N_("&Keys"), ("F1",)), Command("about", N_("&About Sori")))),
)

DESCRIBING: Final = (
    "describe_screen",
    "describe_window",
    "describe_region",
    "describe_clipboard",
    "open_file",
)
READING: Final = ("read_all", "pause", "repeat", "less_detail", "more_detail")
TUNING: Final = ("slower", "faster", "quieter", "louder")


def commands() -> tuple[Command, ...]:
    """Return every command in the order of the menus."""
    return tuple(command for menu in MENUS for command in menu.commands if command is not None)
