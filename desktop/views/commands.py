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
    list_keys: tuple[str, ...] = ()
    """Keys that count only while the list of results has the focus, as screen readers have them."""
    is_switch: bool = False
    """Whether it is on or off, which its menu shows."""


@dataclass(frozen=True)
class Menu:
    """One menu of the menu bar; None stands for a line between groups."""

    id: str
    title: str
    commands: tuple[Command | None, ...]
    page: str = ""
    """The page whose menu it is; empty if it belongs to the whole window."""


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
            Command("describe_again", N_("Describe a&gain: only what changed"), ("Ctrl+6",)),
            None,
            Command("live", N_("Read the current &item whenever it changes"), ("Ctrl+7",), is_switch=True),
            Command("live_region", N_("Read a r&egion whenever it changes…"), ("Ctrl+8",)),
            Command("live_window", N_("Read the active wi&ndow whenever it changes"), ("Ctrl+9",)),
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
            Command("repeat", N_("Rep&eat"), ("Ctrl+E", "F4"), N_("Repeat")),
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
    Menu(
        "go",
        N_("&Go to"),
        (
            Command("find_text", N_("&Search the description"), ("Ctrl+F",)),
            Command("find_next", N_("Search o&n"), ("F3",), N_("Search on")),
            Command("find_previous", N_("Search bac&k"), ("Shift+F3",), N_("Search back")),
            None,
            Command("next_button", N_("Next &button"), list_keys=("B",)),
            Command("previous_button", N_("&Previous button"), list_keys=("Shift+B",)),
            Command("next_field", N_("Next &field"), list_keys=("F",)),
            Command("previous_field", N_("Previous fi&eld"), list_keys=("Shift+F",)),
            Command("next_checkbox", N_("Next check bo&x"), list_keys=("X",)),
            Command("previous_checkbox", N_("Previous &check box"), list_keys=("Shift+X",)),
            Command("next_heading", N_("Next &heading"), list_keys=("H",)),
            Command("previous_heading", N_("Previous hea&ding"), list_keys=("Shift+H",)),
            Command("next_link", N_("Next &link"), list_keys=("K",)),
            Command("previous_link", N_("Previous l&ink"), list_keys=("Shift+K",)),
            Command("next_table", N_("Next &table"), list_keys=("T",)),
            Command("previous_table", N_("Previous t&able"), list_keys=("Shift+T",)),
            Command("next_unlabelled", N_("Next item witho&ut a label"), list_keys=("U",)),
            Command("previous_unlabelled", N_("Previous item &without a label"), list_keys=("Shift+U",)),
        ),
        "describe",
    ),
    Menu(
        "inspect",
        N_("&Inspect"),
        (
            Command("spell", N_("&Spell the current item"), ("Ctrl+Shift+P",), list_keys=("S",)),
            None,
            Command("ask_focused", N_("What is &focused?"), ("Ctrl+Shift+6",)),
            Command("ask_ticked", N_("What is &ticked?"), ("Ctrl+Shift+7",)),
            Command("ask_disabled", N_("What is &disabled?"), ("Ctrl+Shift+8",)),
            Command("ask_selected", N_("What is s&elected?"), ("Ctrl+Shift+9",)),
            Command("ask_required", N_("What is re&quired?")),
            Command("ask_expanded", N_("What is e&xpanded?")),
            Command("ask_unlabelled", N_("What has &no label?")),
            None,
            Command("open_table", N_("&Open the table"), ("Ctrl+Shift+G",)),
            Command("cell_left", N_("Cell to the &left"), list_keys=("Ctrl+Alt+Left", "Alt+Shift+Left")),
            Command("cell_right", N_("Cell to the &right"), list_keys=("Ctrl+Alt+Right", "Alt+Shift+Right")),
            Command("cell_above", N_("Cell &above"), list_keys=("Ctrl+Alt+Up", "Alt+Shift+Up")),
            Command("cell_below", N_("Cell &below"), list_keys=("Ctrl+Alt+Down", "Alt+Shift+Down")),
        ),
        "describe",
    ),
    Menu(
        "page",
        N_("&Page"),
        (
            Command("page_describe", N_("&Describe"), ("Ctrl+Shift+1",)),
            Command("page_dictate", N_("Dic&tate"), ("Ctrl+Shift+2",)),
            Command("page_captions", N_("&Captions"), ("Ctrl+Shift+3",)),
            Command("page_models", N_("&Models"), ("Ctrl+Shift+4",)),
            Command("page_sign", N_("&Sign"), ("Ctrl+Shift+5",)),
        ),
    ),
    Menu(
        "dictate",
        N_("Dic&tate"),
        (
            Command("dictate", N_("&Start or stop dictating"), ("Ctrl+D",), N_("Start")),
            Command("discard_words", N_("&Discard the unfinished words"), ("Shift+Esc",), N_("Discard")),
            Command("scratch_that", N_("&Take back the last words"), ("Ctrl+B",), N_("Take back")),
            None,
            Command("find_past", N_("&Find what was said"), ("Ctrl+F",)),
            Command("copy_past", N_("&Copy what was said"), ("Ctrl+Shift+D",), N_("Copy")),
            Command("insert_past", N_("&Insert again"), ("Ctrl+I",), N_("Insert again")),
            Command("export_past", N_("&Export what was said…"), ("Ctrl+Shift+E",), N_("Export…")),
            Command("delete_past", N_("Delete &all that was said…"), (), N_("Delete all…")),
            None,
            Command("import_words", N_("I&mport your own words…")),
            Command("export_words", N_("E&xport your own words…")),
            Command("restore_clipboard", N_("Put &back what was on the clipboard")),
        ),
        "dictate",
    ),
    Menu(
        "captions",
        N_("&Captions"),
        (
            Command("caption", N_("&Start or stop captions"), ("Ctrl+T",), N_("Start")),
            Command("captions_window", N_("Captions in a &window on top"), ("Ctrl+Shift+W",), N_("On top")),
            Command(
                "high_contrast", N_("&High contrast, 7 to 1 or more"), ("Ctrl+Shift+H",), N_("High contrast")
            ),
            None,
            Command("all_captions", N_("Show &all captions"), ("Ctrl+Shift+A",), N_("Show all")),
            Command("copy_captions", N_("&Copy all captions"), ("Ctrl+Shift+T",), N_("Copy all")),
            Command("export_captions", N_("&Export the captions…"), ("Ctrl+Shift+X",), N_("Export…")),
            Command("clear_captions", N_("C&lear the captions…"), (), N_("Clear…")),
        ),
        "captions",
    ),
    Menu(
        "models",
        N_("&Models"),
        (
            Command("fetch_model", N_("&Download…"), ("Ctrl+G",), N_("Download…")),
            Command("import_model", N_("&Import a zip file…"), ("Ctrl+Shift+I",), N_("Import file…")),
            Command("import_folder", N_("Import a &folder…"), ("Ctrl+Shift+F",), N_("Import folder…")),
            Command("remove_model", N_("&Remove…"), ("Ctrl+Shift+Del",), N_("Remove…")),
            Command("refresh_models", N_("Refresh the &list…"), ("Ctrl+Shift+R",), N_("Refresh…")),
            Command("stop_model", N_("&Stop the download"), ("Ctrl+.",), N_("Stop")),
        ),
        "models",
    ),
    Menu(
        "sign",
        N_("&Sign"),
        (
            Command("sign_camera", N_("Camera on or &off"), ("Ctrl+K",), N_("Camera on")),
            Command("sign_video", N_("Read a &video…"), ("Ctrl+Shift+O",), N_("Video…")),
            None,
            Command("sign_first", N_("Take the &first guess"), ("Alt+1",), N_("1")),
            Command("sign_second", N_("Take the s&econd guess"), ("Alt+2",), N_("2")),
            Command("sign_third", N_("Take the &third guess"), ("Alt+3",), N_("3")),
            None,
            Command("sign_space", N_("Put a s&pace"), ("Alt+0",), N_("Space")),
            Command("sign_delete", N_("&Delete the last letter"), ("Alt+Backspace",), N_("Delete")),
            Command("sign_undo", N_("&Undo"), ("Ctrl+Z",), N_("Undo")),
            Command("sign_clear", N_("C&lear all text"), ("Ctrl+Shift+Backspace",), N_("Clear all")),
            None,
            Command("sign_speak", N_("&Speak the text"), ("Ctrl+U",), N_("Speak")),
            Command("sign_copy", N_("&Copy the text"), ("Ctrl+Shift+Y",), N_("Copy")),
            Command("sign_insert", N_("&Insert into the other program"), ("Ctrl+Shift+V",), N_("Insert")),
            Command("sign_export", N_("E&xport the text…"), ("Ctrl+Shift+L",), N_("Export…")),
            None,
            Command("sign_forget", N_("Delete &all that is kept of signs…"), (), N_("Delete all…")),
        ),
        "sign",
    ),
    Menu(
        "practise",
        N_("Pr&actise"),
        (
            Command("sign_reading", N_("&Read signs"), ("Alt+5",)),
            Command("sign_practice", N_("&Practise and spell out"), ("Alt+6",)),
            Command("sign_teaching", N_("&Teach signs"), ("Alt+7",)),
            None,
            Command("practice_next", N_("&Next letter"), ("Ctrl+N",), N_("Next letter")),
            Command("practice_again", N_("&Show the letter again"), ("Ctrl+Shift+N",), N_("Show again")),
            None,
            Command("spell_out", N_("Sp&ell it out"), ("Ctrl+H",), N_("Spell it out")),
            Command("spell_pause", N_("P&ause or go on spelling"), ("Ctrl+Y",), N_("Pause the hand")),
        ),
        "sign",
    ),
    Menu(
        "teach",
        N_("T&each"),
        (
            Command("teach_record", N_("&Record an example"), ("Ctrl+J",), N_("Record")),
            Command("teach_clip", N_("Learn from a &video…"), ("Ctrl+Shift+J",), N_("From a video…")),
            Command("teach_again", N_("Record the sign a&new"), ("Ctrl+Shift+B",), N_("Record anew")),
            None,
            Command("teach_rename", N_("Rena&me the sign"), ("Ctrl+Shift+M",), N_("Rename")),
            Command("teach_remove", N_("&Delete the sign…"), ("Alt+Del",), N_("Delete sign…")),
            Command("teach_test", N_("&Test the signs"), ("Ctrl+Shift+U",), N_("Test")),
            None,
            Command("teach_import", N_("&Import signs…"), (), N_("Import signs…")),
            Command("teach_export", N_("&Export the signs…"), (), N_("Export signs…")),
            None,
            Command("calibrate", N_("Record a &weak letter"), ("Ctrl+Shift+K",), N_("Record the letter")),
        ),
        "sign",
    ),
    Menu(
        "help",
        N_("&Help"),
        (Command("keys", N_("&Keys"), ("F1",)), Command("about", N_("&About Sori"), ("Shift+F1",))),
    ),
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

LATE: Final = ("describe_again", "live", "live_region", "live_window")
"""These are connected with the menus of the page that describes."""
LEADING: Final = (*DESCRIBING, "describe_all_screens", "describe_again")
"""These lead to the page that describes, from any other page."""
LOCAL: Final = (
    *("read_all", "more_detail", "less_detail", "focus_results"),
    *("copy_row", "copy_description", "save_text", "save_audio"),
)
"""These mean a description, unless another page says what they mean there."""


def commands() -> tuple[Command, ...]:
    """Return every command in the order of the menus."""
    return tuple(command for menu in MENUS for command in menu.commands if command is not None)


def window_commands() -> tuple[Command, ...]:
    """Return the commands that mean something whatever page is shown, but for the way to another page."""
    return tuple(
        command
        for menu in MENUS
        for command in menu.commands
        if command is not None and not menu.page and menu.id != "page" and command.id not in LATE
    )


def describe_commands() -> tuple[Command, ...]:
    """Return the commands of the page that describes: of its own menus, and those that wait for it."""
    return tuple(
        command
        for menu in MENUS
        for command in menu.commands
        if command is not None and (menu.page == "describe" or command.id in LATE)
    )
