"""Going through a description by kind, searching, spelling, asking, and tables cell by cell."""

import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import Describe
from desktop.presenters.rows import Row, every
from desktop.presenters.tables import Tables
from desktop.presenters.voice import Voice
from desktop.presenters.walking import KINDS, Walking
from desktop.settings import Settings
from engines.image_description.table_cells import Place
from engines.results import Box, Description, Element, Region, Table, TextLine
from tests.fakes import FakeAnnouncer, FakeCapturer, FakeDescriber, FakeView, picture

TABLE = Table(("Name", "Amount"), (("Hanbit Books", "420.00"), ("Orchard Tea", "")), Box(0, 200, 400, 260))
FIELD = Element("textbox", "Name:", Box(0, 40, 200, 60), 0.9, value="Ada Ltd.")
SAVE = Element("button", "Save", Box(0, 100, 80, 120), 0.9, state=("disabled",))
CANCEL = Element("button", "Cancel", Box(90, 100, 170, 120), 0.9, state=("focused",))
SOUND = Element("checkbox", "Play a sound", Box(0, 70, 200, 90), 0.9, state=("checked",))
ICON = Element("icon", "", Box(300, 40, 320, 60), 0.6)
GRID = Element("table", "", TABLE.box, 0.9)
ELEMENTS = (FIELD, ICON, SOUND, SAVE, CANCEL, GRID)
TEXTS = (
    TextLine("Ada Ltd.", Box(5, 42, 90, 58), 1.0),
    TextLine("Save", Box(10, 102, 60, 118), 1.0),
    TextLine("Cancel", Box(95, 102, 160, 118), 1.0),
    TextLine("Hanbit Books", Box(2, 222, 120, 236), 1.0),
    TextLine("설정", Box(300, 100, 340, 118), 1.0),
)
WHOLE = Description(
    "complete",
    "form",
    (400, 300),
    "Accounts",
    regions=(Region("main", Box(0, 0, 400, 300), ELEMENTS, (TABLE,)),),
    elements=ELEMENTS,
    texts=TEXTS,
)


class TreeView(FakeView):
    """Keeps the current row as the tree does, and opens tables."""

    def __init__(self) -> None:
        super().__init__()
        self.follow: Callable[[Row | None], None] = lambda _row: None
        self.path: tuple[int, ...] = ()
        self.found = ""
        self.opened: tuple[Table, Place] | None = None

    def current_path(self) -> tuple[int, ...]:
        return self.path

    def show_row(self, path: tuple[int, ...]) -> None:
        self.path, self.focused = path, "rows"
        self.follow(dict(every(self.rows))[path])

    def focus_search(self) -> None:
        self.focused = "search"

    def show_found(self, words: str) -> None:
        self.found = words

    def open_table(self, table: Table, place: Place) -> None:
        self.opened = (table, place)


class Page:
    """The presenters over fakes; with `whole` a complete description is shown."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.jobs = Jobs(self.calls.put)
        self.view, self.announcer, self.describer = TreeView(), FakeAnnouncer(), FakeDescriber()
        choices = Choices(Settings())
        self.voice = Voice(self.view, self.announcer, choices)
        self.describe = Describe(
            self.view, self.voice, self.jobs, FakeCapturer(), choices, self.describer, lambda _path: picture()
        )
        self.view.follow = self.describe.follow
        self.walking = Walking(self.view, self.voice, self.describe)
        self.tables = Tables(self.view, self.voice, self.describe)

    def show(self, description: Description = WHOLE) -> None:
        self.describe.describe_file(Path("a.png"))
        for found in (description, None):
            self.describer.finds.put(found)
        while self.jobs.is_busy("describe") or not self.calls.empty():
            self.calls.get(timeout=5)()
        self.announcer.heard.clear()

    @property
    def current(self) -> str:
        assert self.describe.row is not None
        return self.describe.row.text

    def said(self) -> list[str]:
        """Return what was said since the last question."""
        heard = list(self.announcer.heard)
        self.announcer.heard.clear()
        return heard


@pytest.fixture
def page() -> Iterator[Page]:
    page = Page()
    yield page
    page.describer.finds.put(None)
    assert page.jobs.close()


def test_without_a_description_each_question_gets_a_sentence(page: Page) -> None:
    # GIVEN nothing to walk WHEN asked THEN a sentence says what to do first
    for ask in (
        lambda: page.walking.step("button"),
        page.walking.find,
        page.walking.spell,
        lambda: page.walking.ask("focused"),
        lambda: page.tables.move("right"),
        page.tables.open,
    ):
        ask()
        assert page.said() == ["There is no description yet. Describe the screen or open a picture first."]


def test_the_next_of_a_kind_is_said_with_its_number_and_the_way_around(page: Page) -> None:
    # GIVEN a description with two buttons
    page.show()
    # WHEN asked for the next button, again and again THEN it goes from one to the other
    page.walking.step("button")
    assert page.said() == ["Save, button, disabled", "1 of 2"]
    page.walking.step("button")
    assert page.said() == ["Cancel, button, focused", "2 of 2"]
    # AND tells when it begins anew
    page.walking.step("button")
    assert page.said() == ["From the beginning.", "Save, button, disabled", "1 of 2"]
    assert page.view.statuses[-1] == "From the beginning. 1 of 2"
    # AND backwards when it went past the first
    page.walking.step("button", is_back=True)
    assert page.said() == ["From the end.", "Cancel, button, focused", "2 of 2"]
    # AND the focus is on the tree, and the item outlined
    assert page.view.focused == "rows"
    assert page.view.outlined[0] == page.describe.row


def test_each_kind_finds_its_own_and_says_when_there_is_none(page: Page) -> None:
    page.show()
    expected = {
        "button": "Save, button, disabled",
        "field": "Name, text field, Ada Ltd.",
        "checkbox": "Play a sound, check box, checked",
        "table": "Table with 2 rows",
        "unlabelled": "icon",
    }
    for kind, words in expected.items():
        page.view.show_row((0,))
        page.walking.step(kind)
        assert page.current == words
    page.said()
    for kind in KINDS.keys() - expected.keys():
        page.walking.step(kind)
        assert page.said() == [f"There is no {kind}."]


def test_the_only_one_is_told_as_such(page: Page) -> None:
    page.show()
    page.walking.step("table")
    page.said()
    page.walking.step("table")
    assert page.said() == ["Table with 2 rows", "It is the only one."]


def test_a_screen_reader_reads_the_row_itself(page: Page) -> None:
    # GIVEN a running screen reader WHEN a step goes around
    page.show()
    page.voice.note_reader(True)
    page.walking.step("button", is_back=True)
    # THEN it is handed only what the row does not say
    assert page.announcer.heard == []
    assert page.view.announced == ["From the end.\n2 of 2"]


def test_search_goes_through_every_place(page: Page) -> None:
    # GIVEN a description WHEN something is written into the field THEN it says how often it is there
    page.show()
    page.walking.seek("an")
    assert page.view.found == "an was found in 2 places."
    # WHEN gone through THEN each place is shown with its number, the table's row too
    page.walking.find()
    assert (page.current, page.said()) == (
        "Cancel, button, focused",
        ["Cancel, button, focused", "1 of 2"],
    )
    page.walking.find()
    assert page.said() == ["Hanbit Books, 420.00", "2 of 2"]
    page.walking.find()
    assert page.said()[0] == "From the beginning."
    page.walking.find(is_back=True)
    assert page.said() == ["From the end.", "Hanbit Books, 420.00", "2 of 2"]
    # WHEN only the text as it was read has it THEN it goes there
    page.walking.seek("ㅅㅈ")
    page.walking.find()
    assert page.said() == ["설정", "1 of 1"]
    # WHEN it is nowhere THEN that is said, and the place stays
    page.walking.seek("nowhere")
    page.walking.find()
    assert page.said() == ["nowhere was not found."]
    assert page.current == "설정"


def test_another_picture_is_searched_from_its_beginning(page: Page) -> None:
    # GIVEN a search that went on to the second place
    page.show()
    page.walking.seek("an")
    page.walking.find()
    page.walking.find()
    page.said()
    # WHEN another picture is described THEN nothing is told of the old one, and search begins anew
    page.show()
    assert page.view.found == ""
    page.walking.find()
    assert page.said() == ["Cancel, button, focused", "1 of 2"]


def test_what_stands_in_no_row_is_said_all_the_same(page: Page) -> None:
    # GIVEN a thing outside of every region WHEN it is found THEN what it is gets said
    apart = Element("button", "Undo", Box(350, 5, 390, 25), 0.9)
    page.show(replace(WHOLE, elements=(*ELEMENTS, apart)))
    page.walking.seek("undo")
    page.walking.find()
    assert page.said() == ["Undo, button"]


def test_searching_for_nothing_asks_what_for(page: Page) -> None:
    page.show()
    page.walking.find()
    assert page.view.focused == "search"
    assert page.said() == ["Write what to search for, then press Enter."]


def test_an_item_is_spelled_and_again_by_words(page: Page) -> None:
    # GIVEN a field WHEN spelled THEN its label is said letter by letter
    page.show()
    page.walking.step("button")
    page.said()
    page.walking.spell()
    assert page.said() == ["cap S, a, v, e"]
    # WHEN asked again THEN by words, and the third time by letters
    page.walking.spell()
    assert page.said() == ["cap Sierra, Alpha, Victor, Echo"]
    page.walking.spell()
    assert page.said() == ["cap S, a, v, e"]


def test_a_question_is_answered_and_listed(page: Page) -> None:
    # GIVEN a description WHEN asked what is disabled THEN it is said, listed at the end, and gone to
    page.show()
    page.walking.ask("disabled")
    assert page.said() == ["1 is disabled: Save, button."]
    answer = page.view.rows[-1]
    assert (answer.kind, answer.text) == ("answer", "1 is disabled: Save, button.")
    assert [row.text for row in answer.rows] == ["Save, button, disabled"]
    assert page.view.path == (len(page.view.rows) - 1,)
    # WHEN Enter is pressed on what is listed THEN it goes to where that stands
    page.view.show_row((len(page.view.rows) - 1, 0))
    page.walking.enter(answer.rows[0])
    assert page.view.path == (1, 3)
    # WHEN something else is asked THEN the new answer replaces the old one
    page.walking.ask("focused")
    assert [row.text for row in page.view.rows if row.kind == "answer"] == [
        "The focus is on Cancel, button, focused."
    ]
    # AND from there the next button is the one after what is named
    page.view.show_row((len(page.view.rows) - 1, 0))
    page.walking.step("button", is_back=True)
    assert page.current == "Save, button, disabled"


def test_cells_are_said_with_the_headers_that_changed(page: Page) -> None:
    # GIVEN the table as the current item
    page.show()
    page.walking.step("table")
    page.said()
    moves: Sequence[tuple[str, str]] = (
        ("right", "Name, Hanbit Books, row 1, column 1."),
        ("right", "Amount, 420.00, row 1, column 2."),
        ("down", "Orchard Tea, empty, row 2, column 2."),
        ("down", "Edge of the table. empty, row 2, column 2."),
        ("left", "Name, Orchard Tea, row 2, column 1."),
    )
    # WHEN walked from cell to cell THEN each says what is new on the way
    for direction, sentence in moves:
        page.tables.move(direction)  # type: ignore[arg-type]  # a literal of a list is a str
        assert page.said() == [sentence]
        assert page.view.statuses[-1] == sentence


def test_another_row_of_the_tree_is_another_place_to_begin(page: Page) -> None:
    # GIVEN a walk through the first row of a table
    page.show()
    page.walking.step("table")
    table = page.view.path
    page.view.show_row((*table, 1))
    page.tables.move("right")
    page.tables.move("right")
    assert page.said()[-1] == "Amount, 420.00, row 1, column 2."
    # WHEN its second row became current meanwhile THEN the walk begins there, and goes on from there
    page.view.show_row((*table, 2))
    page.tables.move("right")
    assert page.said() == ["Name, Orchard Tea, row 2, column 1."]
    page.tables.move("right")
    assert page.said() == ["Amount, empty, row 2, column 2."]


def test_cells_need_a_table(page: Page) -> None:
    page.show()
    page.walking.step("button")
    page.said()
    page.tables.move("left")
    assert page.said() == ["This is no table. Press T to go to the next one."]


def test_a_table_opens_at_the_row_that_is_current(page: Page) -> None:
    # GIVEN the second row of a table in the tree
    page.show()
    page.walking.step("table")
    path = page.view.path
    page.view.show_row((*path, 2))
    page.said()
    # WHEN opened THEN it stands on that row, and says what it is
    page.tables.open(page.describe.row)
    assert page.view.opened == (TABLE, Place(1, 0))
    assert page.said() == [
        "Table, 2 rows, 2 columns. Escape closes it.",
        "Name, Orchard Tea, row 2, column 1.",
    ]
    # WHEN walked in it THEN cells are said, and the edge
    page.tables.walk(1, 1)
    assert page.said() == ["Amount, empty, row 2, column 2."]
    page.tables.bump()
    assert page.said() == ["Edge of the table. empty, row 2, column 2."]
    # WHEN a screen reader reads the cells THEN only the edge is handed to it
    page.voice.note_reader(True)
    page.tables.walk(0, 1)
    page.tables.bump()
    assert page.view.announced == ["Edge of the table."]
