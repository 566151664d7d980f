"""`sori speak`: read a text out, or save its sound."""

import argparse
import codecs
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from engines.errors import DeviceUnavailable, InputUnsupported
from engines.text_to_speech import Manner
from engines.text_to_speech.aloud import speak_aloud
from engines.text_to_speech.utterances import LONGEST, plain
from engines.words import _

_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ENCODINGS: Final = ("utf-8", "cp949")
"""What Korean and English text files are written in, the strict one first."""


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser("speak", help=_("Read a text out, or save its sound."))
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("text", nargs="?", metavar=_("TEXT"), help=_("What to say; - reads standard input."))
    source.add_argument("--file", type=Path, metavar=_("FILE"), help=_("Read the text of a file."))
    add_manner(parser)
    parser.add_argument(
        "--save", type=Path, metavar="OUT.wav", help=_("Save the sound as a WAV file instead of playing it.")
    )
    parser.add_argument(
        "--language",
        choices=("en", "ko", "auto"),
        default="auto",
        help=_("The language of digits and signs; words are spoken in the language of their letters."),
    )
    parser.set_defaults(run=run)


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments that say how to speak."""
    parser.add_argument(
        "--rate", type=_rate, default=175, metavar="WPM", help=_("Words a minute, 80 to 450.")
    )
    parser.add_argument("--voice", default="", metavar="ID", help=_("A voice that sori voices lists."))


def run(args: argparse.Namespace) -> int:
    """Speak or save the text, and return the exit code."""
    manner = Manner(rate_wpm=args.rate, voice=args.voice, language=args.language)
    said: list[str] = []
    texts = _kept(_some(_texts(args)), said)
    outcome = speak_aloud(texts, manner, is_played=args.save is None, save=args.save)
    for sentence in outcome.troubles:
        print(sentence, file=sys.stderr)
    if not outcome.is_device_missing:
        return 0
    for line in "\n".join(said).splitlines():
        print(plain(line))
    return DeviceUnavailable.exit_code


def _rate(value: str) -> int:
    words_a_minute = int(value) if value.isdecimal() else 0
    if not 80 <= words_a_minute <= 450:
        raise argparse.ArgumentTypeError(_("The rate lies between 80 and 450 words a minute."))
    return words_a_minute


def _texts(args: argparse.Namespace) -> Iterator[str]:
    if args.file:
        try:
            yield decoded(args.file.read_bytes())
        except OSError as error:
            raise InputUnsupported(
                _("{file} cannot be read. Check the name and that you may open it.").format(file=args.file)
            ) from error
    elif args.text == "-":
        yield from _paragraphs(sys.stdin.buffer)
    else:
        yield args.text


def decoded(data: bytes) -> str:
    """Return the text in `data`, whichever of the usual encodings it is in.

    Raises:
        InputUnsupported: if it is no text.
    """
    marked = (encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if data.startswith(mark))
    for encoding in (*marked, *_ENCODINGS):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputUnsupported(_("This is not a text. Give a text file in UTF-8."))


def _paragraphs(lines: Iterable[bytes]) -> Iterator[str]:
    """Gather lines up to the end of a sentence, so that what is typed or piped is said as it comes."""
    gathered = b""
    for line in lines:
        gathered += line
        if not line.strip() or line.rstrip()[-1:] in b".!?" or len(gathered) > LONGEST:
            yield decoded(gathered)
            gathered = b""
    if gathered:
        yield decoded(gathered)


def _kept(texts: Iterable[str], said: list[str]) -> Iterator[str]:
    """Pass `texts` on and keep them in `said`, to be shown if they cannot be heard."""
    for text in texts:
        said.append(text)
        yield text


def _some(texts: Iterable[str]) -> Iterator[str]:
    """Pass `texts` on, and complain if there was nothing to say in any of them."""
    is_empty = True
    for text in texts:
        is_empty = is_empty and not text.strip()
        yield text
    if is_empty:
        raise InputUnsupported(_("There is nothing to say. Give a text."))
