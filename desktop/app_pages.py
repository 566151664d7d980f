"""Give the pages for dictation, captions, models and signs their engines when they are first wanted."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop import paths
from desktop.history import History
from desktop.jobs import Job, once
from desktop.presenters.describe import sentence_of
from engines.errors import InputUnsupported
from engines.media import AudioChunk
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.words import _

if TYPE_CHECKING:
    from desktop.app import Application
    from desktop.input.field import FocusedField
    from desktop.input.inserter import Inserter
    from desktop.pages import Room
    from desktop.presenters.captions import Captions
    from desktop.presenters.dictate import Dictate
    from desktop.presenters.into_text import Sound
    from desktop.presenters.sign_parts import Signs
    from desktop.settings import Settings
    from desktop.sounds import Sounds
    from desktop.views.pages import Built
    from engines.results import Transcript

DICTATE, CAPTIONS, MODELS, SIGN = "dictate", "captions", "models", "sign"
_DAY_SECONDS: Final = 86_400


class LatePages:
    """The pages that are built when they are first wanted. GUI thread only.

    What they need is imported with them, because the window is to be on the screen before that.
    """

    def __init__(self, app: "Application") -> None:
        self._app = app
        self._history = History(paths.history_file())
        self._sounds: Sounds | None = None
        self._dictation: Dictate | None = None
        self._captioning: Captions | None = None
        self._signs: Signs | None = None
        self._told = ""
        self._closers: list[Callable[[], None]] = []
        self._enders: list[Callable[[], None]] = []
        builders = (self._dictate, self._captions, self._models, self._sign)
        for name, build in zip((DICTATE, CAPTIONS, MODELS, SIGN), builders, strict=True):
            app.window.add_page(name, build)
        self._days = app.choices.now.history_days
        app.choices.follow(self._adopt)

    def _adopt(self, now: "Settings") -> None:
        if now.history_days != self._days:
            self._days = now.history_days
            self.forget_old()

    def forget_old(self) -> None:
        """Delete what was dictated longer ago than the user wants it kept."""
        days = self._app.choices.now.history_days
        if days and paths.history_file().exists():
            before = time.time() - days * _DAY_SECONDS
            job = Job(lane="retention", on_error=lambda error: self._app.voice.show(sentence_of(error)))
            self._app.jobs.start(job, lambda _job: once(lambda: self._history.forget_before(before)))

    @property
    def dictate(self) -> "Dictate":
        """What decides about dictation; its page is built if it was not, but not shown."""
        self._app.window.page(DICTATE)
        assert self._dictation is not None, "building the page makes its presenter"
        return self._dictation

    @property
    def captions(self) -> "Captions":
        """What decides about captions; their page is built if it was not, but not shown."""
        self._app.window.page(CAPTIONS)
        assert self._captioning is not None, "building the page makes its presenter"
        return self._captioning

    @property
    def signs(self) -> "Signs":
        """What decides about signs; its page is built if it was not, but not shown."""
        self._app.window.page(SIGN)
        assert self._signs is not None, "building the page makes its presenter"
        return self._signs

    @property
    def listening(self) -> "tuple[Dictate | Captions | Signs, ...]":
        """Those that listen or watch now; no page is built for the question."""
        those = (self._dictation, self._captioning, self._signs)
        return tuple(one for one in those if one and one.is_listening)

    def focused_field(self) -> "FocusedField":
        """Return one for a lane of its own, which `end` closes."""
        from desktop.input.field import FocusedField

        fields = FocusedField()
        self._enders.append(fields.close)
        return fields

    def close(self) -> None:
        """Let what is being said be kept, and stop everything else. Comes before `Jobs.close`."""
        for close in self._closers:
            close()
        if self._sounds is not None:
            self._sounds.close()

    def end(self) -> None:
        """Give back what the lanes used. Comes after they came to rest."""
        for end in self._enders:
            end()
        self._history.close()

    # One page each

    def _dictate(self) -> "Built":
        from desktop import pages
        from desktop.typist import FieldTypist

        recognizer, typist = LateRecognizer(), FieldTypist(self._inserter, lambda: self._app.is_key_held)
        built, self._dictation = pages.dictate_page(
            self.room(),
            past=self._history,
            recognizer=recognizer,
            source=self._microphone,
            level=_level,
            write=self._write,
            focused_field=self.focused_field,
            typist=typist,
            play=self._play,
            offer=_offer,
            words_file=paths.custom_words_file(),
        )
        self._closers.append(self._dictation.close)
        self._enders += [typist.close, recognizer.close]
        return built

    def _captions(self) -> "Built":
        from desktop import pages

        recognizer = LateRecognizer()
        built, self._captioning = pages.captions_page(
            self.room(),
            recognizer=recognizer,
            sources={"microphone": self._microphone, "system": self._system_audio},
            open_file=_audio_file,
            level=_level,
        )
        self._closers.append(self._captioning.stop)
        self._enders.append(recognizer.close)
        return built

    def _models(self) -> "Built":
        from desktop import pages
        from engines.models import ModelStore

        built, _presenter = pages.models_page(self.room(), store=ModelStore())
        return built

    def _sign(self) -> "Built":
        from desktop import sign_engines
        from desktop.sign_page import sign_page
        from engines.hands.spelling import spelled

        folder = paths.signs_folder()
        translator = sign_engines.LateSpeller(folder)
        built, self._signs = sign_page(
            self.room(),
            camera=sign_engines.camera,
            cameras=sign_engines.cameras,
            open_video=sign_engines.video,
            translator=translator,
            sights=sign_engines.hands_and_body,
            store=sign_engines.SignsFolder(folder),
            spell=spelled,
            alphabet=sign_engines.letters,
            # Why nothing took the text stands in the window: who does not hear must see it.
            insert=lambda text: self.dictate.insert_text(text, self._app.window.come_back),
            play=self._play,
        )
        self._closers.append(self._signs.stop)
        self._enders.append(translator.close)
        return built

    def room(self) -> "Room":
        """Return what a page, or a dialog of its own, needs of the application."""
        from desktop.pages import Room

        app = self._app
        return Room(app.window, app.asking, app.voice, app.jobs, app.choices)

    def _play(self, sound: "Sound") -> None:
        if self._sounds is None:
            from desktop.sounds import Sounds

            self._sounds = Sounds(self._app.jobs)
        self._sounds.play(sound)

    def _inserter(self) -> "Inserter":
        """Runs in the lane `type`."""
        from desktop.input.clipboard import clipboard
        from desktop.input.field import FocusedField
        from desktop.input.inserter import Inserter

        fields, board = FocusedField(), clipboard(self._app.gui_thread.post)
        self._enders += [fields.close, board.close]
        return Inserter(fields, board)

    def _write(self, words: str, before: str, language: str) -> Sequence[Any]:
        """Runs in the lanes `listen` and `type`, and for the page's own text on the GUI thread."""
        from desktop.listening import writing
        from engines.writing import Writing, write

        try:
            options = writing(language)
        except InputUnsupported as error:
            # What was said is worth more than how it is written.
            sentence = str(error)
            if sentence != self._told:
                self._told = sentence
                self._app.gui_thread.post(lambda: self._app.voice.tell(sentence))
            options = Writing(language="ko" if language == "ko" else "en")
        return write(words, before, options)

    # What they listen to

    def _microphone(self) -> Iterator[AudioChunk]:
        from engines.sources.microphone import microphone

        return self._without_own_voice(microphone(self._app.choices.now.microphone))

    def _system_audio(self) -> Iterator[AudioChunk]:
        from engines.sources.system_audio import system_audio

        return self._without_own_voice(system_audio())

    def _without_own_voice(self, chunks: Iterator[AudioChunk]) -> Iterator[AudioChunk]:
        from engines.sources.own_voice import without_own_voice

        return without_own_voice(chunks, lambda: self._app.announcer.is_speaking)


class LateRecognizer:
    """The recogniser that works here, chosen anew at each start, so that a new model is used at once."""

    def __init__(self) -> None:
        self._recognizer: SpeechRecognizer | None = None

    def transcribe(
        self, chunks: Iterable[AudioChunk], how: Listening = Listening()
    ) -> "Iterator[Transcript]":
        """Yield what is heard."""
        if self._recognizer is None:
            from engines.speech_to_text.preferred import PreferredRecognizer

            self._recognizer = PreferredRecognizer()
        return self._recognizer.transcribe(chunks, how)

    def close(self) -> None:
        """End child processes, once the lane has come to rest."""
        if self._recognizer is not None:
            self._recognizer.close()
            self._recognizer = None


def _level(chunk: AudioChunk) -> float:
    from engines.sources.levels import level_dbfs

    return level_dbfs(chunk)


def _audio_file(path: Path) -> Iterator[AudioChunk]:
    from engines.sources.audio_files import audio_file

    return audio_file(path)


def _offer(language: str) -> str:
    """Return the offer of a model for a language that has none; empty if one is here."""
    from engines.models import ModelStore
    from engines.speech_to_text.installed import find_vosk_model

    model = ModelStore().suggest("vosk", language)
    if find_vosk_model(language) is not None or model is None:
        return ""
    return _("{offer}: with this model dictation is much better. Download it on the page Models.").format(
        offer=model.offer
    )
