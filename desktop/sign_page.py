"""Build the page that reads signs, practises and learns: what each command does, and who listens to whom."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.capture.camera_leave import with_leave
from desktop.presenters.exporting import Export, Formats, formats
from desktop.presenters.into_text import Sound
from desktop.presenters.practice import Practice
from desktop.presenters.sign import SignReading, Speller, as_json
from desktop.presenters.sign_drawn import DrawnHand, Spell
from desktop.presenters.sign_parts import Signs
from desktop.presenters.sign_watching import Camera, Watching
from desktop.presenters.teach import Store, Teach
from desktop.views.pages import Built
from desktop.views.sign import SignPage
from engines import add_on
from engines.hands import Sight
from engines.media import Frame
from engines.sign_to_text import Signing
from engines.words import _

if TYPE_CHECKING:
    from desktop.pages import Room


def sign_page(
    room: "Room",
    *,
    camera: Camera,
    cameras: Callable[[], Iterable[tuple[str, str]]],
    open_video: Callable[[Path], Iterator[Frame]],
    translator: Speller,
    sights: Callable[[Iterable[Frame], Signing], Iterator[Sight]],
    store: Store,
    spell: Spell,
    alphabet: Callable[[str], Sequence[str]],
    insert: Callable[[str], None],
    play: Callable[[Sound], None],
    lack: Callable[[], str] = add_on.lack,
) -> tuple[Built, Signs]:
    """Build the page; `insert` writes into the program the user came from, `lack` tells what is missing."""
    window, voice, jobs, choices = room.window, room.voice, room.jobs, room.choices
    page = SignPage(window.button, lambda: window.open_page("models"))
    export = Export(voice, jobs, sign_formats())
    watching = Watching(page.watching, voice, jobs, choices, camera, cameras, open_video, play)
    drawn = DrawnHand(page.watching, voice, jobs, choices, spell)
    reading = SignReading(page.reading, voice, choices, watching, export, translator, insert)
    practice = Practice(page.practice, voice, choices, watching, drawn, translator, alphabet, play)
    teach = Teach(
        page.teach, voice, jobs, choices, watching, store, translator, sights, open_video, alphabet, play
    )
    signs = Signs(page, voice, jobs, watching, reading, practice, teach, drawn, lack)
    calls = _calls(room, page, signs, export)
    for part in (page.watching, page.reading, page.practice, page.teach):
        part.chosen.connect(lambda name, value: choices.change(**{name: value}))
    page.watching.camera_turned.connect(window.mark_camera)
    page.watching.word_given.connect(calls["spell_out"])
    page.practice.letter_chosen.connect(practice.show)
    page.reading.text.pressed.connect(lambda name: calls[name]())
    page.teach.name.returnPressed.connect(calls["teach_record"])
    page.turned.connect(signs.turn)
    page.left.connect(signs.leave)
    window.closing.connect(signs.stop)
    return Built(page, calls, window.button("sign_camera"), signs.opened), signs


def _calls(room: "Room", page: SignPage, signs: Signs, export: Export) -> dict[str, Callable[[], object]]:
    asking, reading, practice, teach = room.asking, signs.reading, signs.practice, signs.teach

    def save() -> None:
        reading.export(lambda chosen: asking.export(_("Signs"), export.endings, chosen))

    def to_content() -> None:
        page.open_section(page.section)

    return {
        "sign_camera": with_leave(signs.watching.toggle, room.voice.tell),
        "sign_video": lambda: asking.open_video(signs.watching.watch_video),
        "sign_first": lambda: reading.choose_guess(0),
        "sign_second": lambda: reading.choose_guess(1),
        "sign_third": lambda: reading.choose_guess(2),
        "sign_space": reading.space,
        "sign_delete": reading.delete,
        "sign_undo": reading.undo,
        "sign_clear": reading.clear,
        "sign_speak": reading.speak,
        "sign_copy": reading.copy,
        "sign_insert": reading.insert,
        "sign_export": save,
        "sign_forget": lambda: teach.forget(asking.confirm),
        "sign_reading": lambda: page.open_section("read"),
        "sign_practice": lambda: page.open_section("practise"),
        "sign_teaching": lambda: page.open_section("teach"),
        "practice_next": practice.next,
        "practice_again": practice.again,
        "spell_out": lambda: signs.drawn.spell(page.watching.word.text()),
        "spell_pause": signs.drawn.pause,
        "teach_record": lambda: teach.record(page.teach.name.text()),
        "teach_clip": lambda: teach.learn_from(page.teach.name.text(), asking.open_video),
        "teach_again": lambda: teach.record_anew(page.teach.list.current()),
        "teach_rename": lambda: teach.rename(page.teach.list.current(), page.teach.name.text()),
        "teach_remove": lambda: teach.remove(page.teach.list.current(), asking.confirm),
        "teach_test": teach.test,
        "teach_import": lambda: teach.import_from(asking.open_signs, asking.select),
        "teach_export": lambda: teach.export(asking.save_signs),
        "calibrate": lambda: teach.calibrate(page.teach.current_letter()),
        "escape": signs.escape,
        "copy_row": reading.copy,
        "save_text": save,
        "focus_results": to_content,
    }


def sign_formats() -> Formats:
    """Return how what was signed can be exported: as text, as subtitles, or with every sign."""
    known = formats()
    return {"txt": known["txt"], "srt": known["srt"], "json": as_json}
