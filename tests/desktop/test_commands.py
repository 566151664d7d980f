"""The window's commands: every key and every mnemonic means one thing, in both languages."""

import re
from collections import Counter

import pytest

from desktop.views.commands import DESCRIBING, MENUS, READING, TUNING, commands
from desktop.views.dialogs import key_lines, plain
from engines import words
from engines.words import LANGUAGES, _


def mnemonic(title: str) -> str:
    found = re.search(r"&(\w)", title)
    return found.group(1).upper() if found else ""


@pytest.mark.parametrize("page", ["describe", "dictate", "captions", "models", "sign"])
def test_no_key_means_two_things_on_a_page(page: str) -> None:
    # GIVEN the menus that are there on a page
    menus = [menu for menu in MENUS if menu.page in ("", page)]
    # WHEN the keys of their commands are counted THEN each stands once
    found = [command for menu in menus for command in menu.commands if command is not None]
    keys = Counter(key for command in found for key in (*command.keys, *command.list_keys))
    assert [key for key, count in keys.items() if count > 1] == []


def test_only_the_search_has_a_key_that_another_page_has_too() -> None:
    # GIVEN every command WHEN their keys are counted THEN one stands twice: it searches on either page
    keys = Counter(key for command in commands() for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == ["Ctrl+F"]


def test_letters_count_in_the_list_of_results_only() -> None:
    # GIVEN every command WHEN its keys are read THEN what could be typed into a field is no key of the window
    assert [key for command in commands() for key in command.keys if re.fullmatch(r"(Shift\+)?.", key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_mnemonics_are_there_and_unique_in_each_menu(language: str) -> None:
    # GIVEN the menus in a language
    words.use(language)
    groups = [[_(menu.title) for menu in MENUS]]
    groups += [[_(command.title) for command in menu.commands if command] for menu in MENUS]
    # WHEN their mnemonics are gathered THEN each entry has one of its own
    for titles in groups:
        found = [mnemonic(title) for title in titles]
        assert "" not in found, titles
        assert len(set(found)) == len(found), titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_command_with_keys(language: str) -> None:
    # GIVEN the overview of the keys WHEN read THEN every command with keys stands in it
    words.use(language)
    lines = [line for _title, group in key_lines() for line in group]
    missing = [
        command.id
        for command in commands()
        if command.keys and not any(line.startswith(plain(_(command.title))) for line in lines)
    ]
    assert missing == []
    assert not any("&" in line for line in lines)


def test_every_button_is_a_command_with_words() -> None:
    # GIVEN the rows of buttons WHEN looked up THEN each is a command, and has words for its button
    by_id = {command.id: command for command in commands()}
    assert all(by_id[name].button for name in (*DESCRIBING, *READING, *TUNING))
