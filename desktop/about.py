"""Ties About together: the dialog, what decides about it, and the weekly look for a newer Sori."""

from desktop import bundled, release_list, updates
from desktop.jobs import Jobs
from desktop.pages import Room
from desktop.presenters.about import About, introduction, look_weekly
from desktop.presenters.choices import Choices
from desktop.presenters.voice import Voice
from desktop.views.about import AboutDialog
from engines import build


def show(room: Room) -> AboutDialog:
    """Open the dialog and return it."""
    dialog = AboutDialog(room.window, introduction(build.this()), is_weekly(room.choices))
    dialog.switched.connect(lambda is_on: room.choices.change(looks_for_updates=is_on))
    about = About(dialog, room.voice, room.jobs, updates, bundled.parts)
    room.asking.about(dialog)
    dialog.connect_to(about)
    return dialog


def look_if_wanted(voice: Voice, jobs: Jobs, choices: Choices) -> None:
    """Look for a newer Sori, if the user wants that once a week and the week is over. At start."""
    if is_weekly(choices):
        look_weekly(voice, jobs, updates, lambda: release_list.recall(updates.seen_file()).is_week_over())


def is_weekly(choices: Choices) -> bool:
    """Whether the user switched the weekly look on."""
    return choices.now.looks_for_updates
