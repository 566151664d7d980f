"""Where Sori keeps its own files on this machine."""

from pathlib import Path
from typing import Final

from platformdirs import PlatformDirs

APPLICATION_ID: Final = "io.github.sori_app.Sori"
_DIRS: Final = PlatformDirs("sori", appauthor=False)


def settings_file() -> Path:
    """Return the path of the settings; neither the file nor its folder need exist."""
    return Path(_DIRS.user_config_dir, "settings.json")


def history_file() -> Path:
    """Return the path of what was dictated; neither the file nor its folder need exist."""
    return Path(_DIRS.user_data_dir, "history.db")


def custom_words_file() -> Path:
    """Return the path of the words and replacements of the user; it need not exist."""
    return Path(_DIRS.user_config_dir, "words.csv")


def signs_folder() -> Path:
    """Return the folder of the signs the user taught; it need not exist."""
    return Path(_DIRS.user_data_dir, "signs")


def log_file() -> Path:
    """Return the path of the newest log; neither the file nor its folder need exist."""
    return Path(_DIRS.user_state_dir, "sori.log")


def crash_file() -> Path:
    """Return the path where the interpreter writes when a library brings the process down."""
    return Path(_DIRS.user_state_dir, "crash.log")
