"""Build the pages that are made when first needed: what each command does, and who listens to whom."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.jobs import Jobs
from desktop.presenters.captions import Captions
from desktop.presenters.choices import Choices
from desktop.presenters.dictate import Dictate
from desktop.presenters.exporting import Export, formats
from desktop.presenters.hearing import Level, Source
from desktop.presenters.into_text import FocusedField, Sound, Typist, Write
from desktop.presenters.own_words import OwnWords
from desktop.presenters.recall import Past, Recall
from desktop.presenters.voice import Voice
from desktop.views.asking import Asking
from desktop.views.pages import Built
from desktop.views.window import Window
from engines.media import AudioChunk
from engines.speech_to_text import SpeechRecognizer
from engines.words import _

if TYPE_CHECKING:
    # What knows of models knows of networks, and is loaded with its page.
    from desktop.presenters.models import Models, Store


@dataclass(frozen=True)
class Room:
    """What every page needs of the application."""

    window: Window
    asking: Asking
    voice: Voice
    jobs: Jobs
    choices: Choices


def dictate_page(
    room: Room,
    *,
    past: Past,
    recognizer: SpeechRecognizer,
    source: Source,
    level: Level,
    write: Write,
    focused_field: Callable[[], FocusedField],
    typist: Typist,
    play: Callable[[Sound], None],
    offer: Callable[[str], str],
    words_file: Path,
) -> tuple[Built, Dictate]:
    """Build the page that takes dictation."""
    from desktop.views.dictate import DictatePage
    from desktop.views.overlay import WordsOverlay

    window, asking, voice = room.window, room.asking, room.voice
    page = DictatePage(window.button, lambda: window.open_page("models"), window.step_aside)
    export = Export(voice, room.jobs, formats())
    recall = Recall(page, voice, room.jobs, past, export)
    dictate = Dictate(
        page,
        WordsOverlay(),
        voice,
        room.jobs,
        room.choices,
        recall,
        recognizer,
        source,
        level,
        write,
        focused_field,
        typist,
        play,
        offer,
    )
    page.language_chosen.connect(dictate.choose_language)
    page.written_here.connect(dictate.write_here)
    page.kept.connect(dictate.keep_history)
    page.sought.connect(recall.search)
    page.past.walked.connect(recall.walk)
    window.came_to_front.connect(dictate.note_front)
    words = OwnWords(voice, room.jobs, words_file)
    dictate.note_front(window.isActiveWindow())

    def copy() -> None:
        recall.copy(page.current_past())

    def save() -> None:
        recall.export(lambda chosen: asking.export(_("Dictation"), export.endings, chosen))

    calls = {
        "dictate": dictate.toggle,
        "discard_words": dictate.cancel,
        "scratch_that": dictate.scratch_that,
        "find_past": page.to_search,
        "copy_past": copy,
        "insert_past": lambda: dictate.insert_again(page.current_past()),
        "export_past": save,
        "delete_past": lambda: recall.delete_all(asking.confirm),
        "import_words": lambda: words.import_from(asking.open_words),
        "export_words": lambda: words.export(asking.save_words),
        "restore_clipboard": dictate.restore_clipboard,
        "escape": dictate.escape,
        "copy_row": copy,
        "save_text": save,
        "focus_results": page.to_past,
    }
    return Built(page, calls, page.text, dictate.opened), dictate


def captions_page(
    room: Room,
    *,
    recognizer: SpeechRecognizer,
    sources: Mapping[str, Source],
    open_file: Callable[[Path], Iterator[AudioChunk]],
    level: Level,
) -> tuple[Built, Captions]:
    """Build the page of captions; `sources` holds `microphone` and `system`."""
    from desktop.views.captions import CaptionsPage

    window, asking, voice = room.window, room.asking, room.voice
    page = CaptionsPage(window.button, lambda: window.open_page("models"))
    export = Export(voice, room.jobs, formats())
    captions = Captions(page, voice, room.jobs, room.choices, export, recognizer, sources, open_file, level)
    page.chosen.connect(lambda name, value: captions.choose(**{name: value}))
    page.window_closed.connect(lambda: captions.show_window(False))
    page.escaped.connect(captions.escape)
    window.closing.connect(page.close_window)

    def save() -> None:
        captions.export(lambda chosen: asking.export(_("Captions"), export.endings, chosen))

    calls = {
        "caption": lambda: captions.toggle(asking.open_sound),
        "captions_window": captions.show_window,
        "high_contrast": captions.high_contrast,
        "all_captions": captions.show_all,
        "copy_captions": captions.copy_all,
        "export_captions": save,
        "clear_captions": lambda: captions.clear(asking.confirm),
        "escape": captions.escape,
        "copy_row": page.copy_selected,
        "save_text": save,
        "focus_results": page.to_captions,
    }
    return Built(page, calls, page.script, captions.opened), captions


def models_page(
    room: Room, *, store: "Store", changed: Callable[[], None] = lambda: None
) -> "tuple[Built, Models]":
    """Build the page of models; `changed` runs after a model came or went."""
    from desktop.presenters.models import Models
    from desktop.views.models import ModelsPage

    asking = room.asking
    page = ModelsPage(room.window.button)
    models = Models(page, room.voice, room.jobs, store, changed)
    page.list.walked.connect(models.walk)
    calls = {
        "fetch_model": lambda: models.fetch(page.current(), asking.confirm),
        "import_model": lambda: models.import_from(asking.open_model),
        "import_folder": lambda: models.import_from(asking.open_model_folder),
        "remove_model": lambda: models.remove(page.current(), asking.confirm),
        "refresh_models": lambda: models.refresh(asking.confirm),
        "stop_model": models.cancel,
        "escape": models.escape,
        "focus_results": page.list.setFocus,
    }
    return Built(page, calls, page.list, models.opened), models
