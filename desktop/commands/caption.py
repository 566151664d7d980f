"""`sori caption`: write down what is said, as it is said."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from desktop import listening
from engines.media import AudioChunk
from engines.results import Transcript
from engines.sources.media_files import shown
from engines.words import _

MICROPHONE: Final = "mic"
SYSTEM: Final = "system"
_INTERRUPTED: Final = 130


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("caption", help=_("write down what is said, as it is said"))
    parser.add_argument(
        "--source",
        default=MICROPHONE,
        metavar="mic|system|FILE",
        help=_("the microphone, the computer's own sound, or a file"),
    )
    listening.add_choices(parser, write="verbatim")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print each utterance as a line when it is complete; on a terminal the words before that, too."""
    from engines.speech_to_text.preferred import PreferredRecognizer

    how, writer = listening.how(args), listening.Writer(args.language, args.write == "dictation")
    live = LiveLine()
    with (
        closing(PreferredRecognizer(args.engine)) as recognizer,
        listening.interruption() as interruption,
    ):
        for heard in recognizer.transcribe(interruption.ends(live.watched(source(args.source))), how):
            live.show(heard)
            if heard.is_final and (text := writer.write(heard.text)):
                print(text.strip(), flush=True)
            if writer.is_stopped:
                break
        return _INTERRUPTED if interruption.is_asked else 0


def source(name: str) -> Iterator[AudioChunk]:
    """Return the sound that `name` stands for."""
    if name == MICROPHONE:
        from engines.sources.microphone import microphone

        return microphone()
    if name == SYSTEM:
        from engines.sources.system_audio import system_audio

        return system_audio()
    from engines.sources.audio_files import audio_file

    return audio_file(Path(name))


class LiveLine:
    """What is being heard, on the last line of a terminal, and the troubles and notices above it."""

    def __init__(self) -> None:
        self._is_drawn = sys.stderr.isatty()
        self._shown = ""
        self._trouble = ""

    def watched(self, chunks: Iterator[AudioChunk]) -> Iterator[AudioChunk]:
        """Pass `chunks` on and tell each trouble once."""
        for chunk in chunks:
            if chunk.trouble and chunk.trouble != self._trouble:
                self._tell(chunk.trouble)
            self._trouble = chunk.trouble
            yield chunk

    def show(self, heard: Transcript) -> None:
        """Show the words so far; a final empties the line."""
        if heard.notice:
            self._tell(heard.notice)
        self._draw("" if heard.is_final else heard.text)

    def _tell(self, sentence: str) -> None:
        self._draw("")
        print(sentence, file=sys.stderr, flush=True)

    def _draw(self, text: str) -> None:
        if self._is_drawn and text != self._shown:
            room = shutil.get_terminal_size().columns // 2
            print(f"\r\033[K{shown(text)[-room:]}", end="", file=sys.stderr, flush=True)
            self._shown = text
