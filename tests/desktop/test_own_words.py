"""The user's own words come from a file, go to a file, and are never half there."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.own_words import OwnWords
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.writing import CustomWords
from tests.fakes import FakeAnnouncer, FakeView


class Page:
    """The presenter, and the GUI thread's queue in the test's hand."""

    def __init__(self, file: Path) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs, self.view = Jobs(self.calls.put), FakeView()
        voice = Voice(self.view, FakeAnnouncer(), Choices(Settings()))
        self.words = OwnWords(voice, self.jobs, file)

    def told(self) -> str:
        """Handle what the lane posts until something is said, and return that."""
        before = len(self.view.statuses)
        while len(self.view.statuses) == before:
            self.calls.get(timeout=10)()
        return self.view.statuses[-1]


def test_words_are_taken_over_and_given_out_again(tmp_path: Path) -> None:
    # GIVEN a table of words WHEN it is imported
    kept, table = tmp_path / "config" / "words.csv", tmp_path / "table.csv"
    table.write_text('heard,written\nsori,Sori\nmy address,"1 Main St\nSeoul"\n', encoding="utf-8")
    page = Page(kept)
    page.words.import_from(lambda chosen: chosen(table))
    # THEN it is kept, and a sentence says how many there are
    assert page.told() == "2 words and replacements are used from now on."
    assert [one.written for one in CustomWords.from_csv(kept).entries] == ["Sori", "1 Main St\nSeoul"]
    # WHEN they are exported THEN the file says the same
    page.words.export(lambda chosen: chosen(tmp_path / "out.csv"))
    assert page.told() == "2 words and replacements are written."
    assert CustomWords.from_csv(tmp_path / "out.csv") == CustomWords.from_csv(kept)
    assert page.jobs.close()


def test_a_table_with_a_mistake_changes_nothing(tmp_path: Path) -> None:
    # GIVEN words that are kept already, and a table that says two things of one word
    kept, table = tmp_path / "words.csv", tmp_path / "table.csv"
    kept.write_text("old,Old\n", encoding="utf-8")
    table.write_text("a,1\na,2\n", encoding="utf-8")
    page = Page(kept)
    # WHEN it is imported THEN a sentence names the lines, and the words are as they were
    page.words.import_from(lambda chosen: chosen(table))
    assert page.told().startswith("Lines 1 and 2 both say")
    assert kept.read_text(encoding="utf-8") == "old,Old\n"
    assert page.jobs.close()


@pytest.mark.parametrize("place", ["file/words.csv", "file/deeper/words.csv"])
def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "table.csv").write_text("a,1\n", encoding="utf-8")
    page = Page(tmp_path / place)
    page.words.import_from(lambda chosen: chosen(tmp_path / "table.csv"))
    assert page.told() == "words.csv could not be written. Choose another folder, or free some space."
    assert page.jobs.close()
