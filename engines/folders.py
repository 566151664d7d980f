"""Where the engines keep what comes to this machine later."""

from pathlib import Path


def models() -> Path:
    """Return the folder of the models and of the add-on; it need not exist."""
    # Only now: a process without models does without it.
    from platformdirs import user_data_dir

    return Path(user_data_dir("sori", appauthor=False), "models")
