"""Going through a description by kind, searching in it, spelling it, and asking it questions."""

from collections.abc import Callable
from typing import Final, Protocol

from desktop.presenters.describe import Describe
from desktop.presenters.rows import Path, Row, every, things
from desktop.presenters.spelling import spelled
from desktop.presenters.voice import Voice
from engines.image_description import finding, questions, wording, wording_questions
from engines.image_description.finding import Hit
from engines.results import Box, Element
from engines.words import N_, _, catalogue, interface_language

KINDS: Final[dict[str, tuple[Callable[[Element], bool], str]]] = {
    "button": (lambda one: one.role == "button", N_("There is no button.")),
    "field": (
        lambda one: one.role in ("textbox", "combobox", "spinbutton", "slider"),
        N_("There is no field."),
    ),
    "checkbox": (lambda one: one.role in ("checkbox", "radio", "switch"), N_("There is no check box.")),
    "heading": (lambda one: one.role == "heading", N_("There is no heading.")),
    "link": (lambda one: one.role == "link", N_("There is no link.")),
    "table": (lambda one: one.role == "table", N_("There is no table.")),
    "unlabelled": (questions.is_unlabelled, N_("There is nothing without a label.")),
}
"""What can be gone through: which things belong to it, and what is said if there are none."""


class View(Protocol):
    """What walking needs of the page; each call returns at once."""

    def current_path(self) -> Path:
        """Return where the current row stands in the tree; empty if there is none."""
        ...

    def show_row(self, path: Path) -> None:
        """Make the row there the current one without telling, and put the focus on it."""
        ...

    def focus_search(self) -> None:
        """Put the focus on the field for what is sought."""
        ...

    def show_found(self, words: str) -> None:
        """Show beside the search how much was found."""
        ...


class Walking:
    """Decides where a step leads, and says it. All methods belong to the GUI thread."""

    def __init__(self, view: View, voice: Voice, describe: Describe) -> None:
        self._view, self._voice, self._describe = view, voice, describe
        self._words = catalogue(interface_language())
        self._sought = ""
        self._hit = -1
        self._spelled: Row | None = None
        describe.on_another_picture(self._start_over)

    # By kind

    def step(self, kind: str, is_back: bool = False) -> None:
        """Go to the next or the previous of a kind, one of `KINDS`."""
        if self._describe.shown_or_told() is None:
            return
        test, none = KINDS[kind]
        found = [path for path, row in things(self._describe.rows) if row.element and test(row.element)]
        if not found:
            self._voice.tell(_(none))
            return
        here = self._here()
        to = sum(path < here for path in found) - 1 if is_back else sum(path <= here for path in found)
        is_wrapped = not 0 <= to < len(found)
        to %= len(found)
        count = _("{number} of {total}").format(number=to + 1, total=len(found))
        if len(found) == 1 and found[0] == here:
            is_wrapped, count = False, _("It is the only one.")
        self._go(found[to], is_wrapped, is_back, count)

    def _here(self) -> Path:
        """Return where the walk stands in the description: for an answer, where what it names stands."""
        path, row = self._view.current_path(), self._describe.row
        rows = self._describe.rows
        is_answer = bool(path) and path[0] < len(rows) and rows[path[0]].kind == "answer"
        if is_answer and row is not None and row.box is not None:
            return self._path_of(row.box, row.element) or ()
        return () if is_answer else path

    def _go(self, path: Path, is_wrapped: bool, is_back: bool, count: str) -> None:
        self._view.show_row(path)
        beyond = ""
        if is_wrapped:
            beyond = _("From the end.") if is_back else _("From the beginning.")
        self._voice.show(f"{beyond} {count}".strip())
        self._describe.say_row(before=beyond, after=count)

    def _path_of(self, box: Box, element: Element | None = None) -> Path | None:
        """Return where a box, or better the thing that has it, stands in the tree."""
        rows = self._describe.rows
        if element is not None:
            for path, row in things(rows):
                if row.element is element:
                    return path
        exact = [path for path, row in every(rows) if row.kind == "item" and row.box == box]
        if exact:
            return exact[0]
        return next((path for path, row in things(rows) if row.box and _holds(row.box, box)), None)

    # Search

    def open_search(self) -> None:
        """Let the user write what to search for."""
        self._view.focus_search()

    def seek(self, text: str) -> None:
        """Take note of what is sought, and show how often it is there."""
        self._sought, self._hit = text.strip(), -1
        shown = self._describe.shown
        if not self._sought or shown is None:
            self._view.show_found("")
            return
        hits = finding.find_text(shown.description, self._sought)
        self._view.show_found(finding.found_sentence(self._sought, hits, self._words))

    def find(self, is_back: bool = False) -> None:
        """Go to the next or the previous place where it stands; if nothing is sought, ask for it."""
        shown = self._describe.shown_or_told()
        if shown is None:
            return
        if not self._sought:
            self._view.focus_search()
            self._voice.tell(_("Write what to search for, then press Enter."))
            return
        hits = finding.find_text(shown.description, self._sought)
        if not hits:
            sentence = finding.found_sentence(self._sought, hits, self._words)
            self._view.show_found(sentence)
            self._voice.tell(sentence)
            return
        # From a fresh search, the last place is "before" the first.
        at = self._hit if self._hit < len(hits) else -1
        to = at - 1 if is_back and at >= 0 else len(hits) - 1 if is_back else at + 1
        is_wrapped = at >= 0 and not 0 <= to < len(hits)
        self._hit = to % len(hits)
        hit = hits[self._hit]
        count = _("{number} of {total}").format(number=self._hit + 1, total=len(hits))
        self._view.show_found(count)
        path = self._in_table(hit) or self._path_of(hit.box, hit.element)
        if path is None:
            self._voice.tell(finding.place_sentence(hit, self._words))
        else:
            self._go(path, is_wrapped, is_back, count)

    def _start_over(self) -> None:
        """Search another picture from its beginning."""
        self._hit = -1
        self._view.show_found("")

    def _in_table(self, hit: Hit) -> Path | None:
        """Return the row of a table that holds a line which was found in it."""
        for path, title in things(self._describe.rows):
            if title.table is None or title.box is None or not _holds(title.box, hit.box):
                continue
            # Cells tell no place of their own: of equal ones, the row about as far down is meant.
            share = (hit.box.top + hit.box.bottom - 2 * title.box.top) / (2 * max(title.box.height, 1))
            at = share * len(title.rows) - 0.5
            fitting = [number for number, row in enumerate(title.rows) if hit.text in row.text]
            if fitting:
                return (*path, min(fitting, key=lambda number: abs(number - at)))
        return None

    # The current item

    def spell(self) -> None:
        """Say the current item letter by letter; asked again for the same item, by words for the letters."""
        row = self._describe.row or next(iter(self._describe.rows), None)
        if row is None:
            self._describe.shown_or_told()
            return
        is_phonetic = row == self._spelled
        self._spelled = None if is_phonetic else row
        self._voice.tell(spelled(_name(row), self._words, is_phonetic))

    # Questions

    def ask(self, question: str) -> None:
        """Say what answers one of `questions.QUESTIONS`, and list it at the end of the tree."""
        shown = self._describe.shown_or_told()
        if shown is None:
            return
        found = questions.matching(shown.description, question)
        sentences = wording_questions.answer(shown.description, question, self._words)
        items = tuple(Row(wording.item(one, self._words), one.box, element=one) for one in found)
        self._describe.list_answer(Row(" ".join(sentences), None, "answer", items), sentences)

    def enter(self, row: Row) -> None:
        """Go from an item of an answer to where it stands in the description."""
        answer = self._describe.answer
        if answer is None or row.box is None or row not in answer.rows:
            return
        path = self._path_of(row.box, row.element)
        if path is not None:
            self._view.show_row(path)
            self._describe.say_row()


def _name(row: Row) -> str:
    """Return what is written on a row: its label or value, not what it is."""
    element = row.element
    if element is None or row.table is not None:
        return row.text
    return element.label or element.value or row.text


def _holds(box: Box, inner: Box) -> bool:
    across, down = inner.left + inner.right, inner.top + inner.bottom
    return 2 * box.left <= across <= 2 * box.right and 2 * box.top <= down <= 2 * box.bottom
