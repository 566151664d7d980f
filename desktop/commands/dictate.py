"""`sori dictate`: type what is said, to standard output or into the program that has the focus."""

import argparse
import sys
import time
from contextlib import closing
from typing import Any, Final

from desktop import listening, paths
from desktop.commands.caption import MICROPHONE, LiveLine, source
from desktop.history import History
from desktop.settings import SettingsFile
from engines.errors import DeviceUnavailable, EngineError, InputUnsupported
from engines.words import _

_INTERRUPTED: Final = 130
_ONLY_HERE: Final = ("source", "language", "engine", "grammar", "write")
"""Options that the window has settings of its own for."""


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser("dictate", help=_("type what you say"))
    parser.add_argument(
        "--into",
        choices=("stdout", "focus"),
        default="stdout",
        help=_("standard output, or the program that has the focus, through Sori's running window"),
    )
    parser.add_argument(
        "--source", default=MICROPHONE, metavar="mic|FILE", help=_("the microphone, or a file")
    )
    listening.add_choices(parser, write="dictation")
    usual = {name: parser.get_default(name) for name in _ONLY_HERE}
    # None tells what was left out from what was given.
    parser.set_defaults(run=run, usual=usual, **dict.fromkeys(_ONLY_HERE))


def run(args: argparse.Namespace) -> int:
    """Write until the source ends, "stop listening" is said or Ctrl+C is pressed."""
    left_out = [name for name in _ONLY_HERE if getattr(args, name) is None]
    if args.into == "focus":
        given = [f"--{name}" for name in _ONLY_HERE if name not in left_out]
        if given:
            sentence = _("With --into focus the settings of Sori's window count: leave out {options}.")
            raise InputUnsupported(sentence.format(options=", ".join(given)))
        return _into_focus()
    vars(args).update({name: args.usual[name] for name in left_out})
    return _into_output(args)


def _into_focus() -> int:
    # Pasting needs a clipboard that lives on, so the window does it.
    from desktop.instance import ask

    answer = ask("start-dictation")
    if answer is None:
        raise DeviceUnavailable(_("Sori's window is not open. Open it with: sori gui"))
    if answer.error:
        print(answer.message, file=sys.stderr)
        return DeviceUnavailable.exit_code
    return 0


def _into_output(args: argparse.Namespace) -> int:
    from engines.speech_to_text.preferred import PreferredRecognizer

    how, writer = listening.how(args), listening.Writer(args.language, args.write == "dictation")
    is_kept = SettingsFile(paths.settings_file()).load().is_history_kept
    live = LiveLine()
    with (
        closing(PreferredRecognizer(args.engine)) as recognizer,
        closing(History(paths.history_file())) as history,
        listening.interruption() as interruption,
    ):
        begun = time.time()
        for heard in recognizer.transcribe(interruption.ends(live.watched(source(args.source))), how):
            live.show(heard)
            if heard.is_final:
                _write(heard.text, writer, history if is_kept else None, begun + heard.start, args.language)
            if writer.is_stopped:
                break
        print(flush=True)
        return _INTERRUPTED if interruption.is_asked else 0


def _write(
    heard: str, writer: listening.Writer, history: History | None, said_at: float, language: str
) -> None:
    before = len(writer.written)
    text = writer.write(heard)
    if text and history:
        # Kept before it is written anywhere, so that whatever reads our output may fail.
        try:
            history.add(text.strip(), said_at=said_at, language=language)
        except EngineError as error:
            print(error, file=sys.stderr, flush=True)
    if len(writer.written) < before:
        print(_("What was written before cannot be taken back here."), file=sys.stderr, flush=True)
    print(text, end="", flush=True)
