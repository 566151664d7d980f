"""`sori voices`: list what `--voice` takes."""

import argparse
import json
import sys
from contextlib import closing
from typing import Any

from engines.errors import DependencyMissing
from engines.text_to_speech import Voice
from engines.text_to_speech.preferred import PreferredSpeaker
from engines.words import _


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    parser = commands.add_parser("voices", help=_("List the voices."))
    parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every voice: first those we speak with by ourselves, then others for English and Korean."""
    troubles: list[str] = []
    with closing(PreferredSpeaker(troubles.append)) as speaker:
        voices = sorted(speaker.voices(), key=_remoteness)
    for sentence in troubles:
        print(sentence, file=sys.stderr)
    if not voices:
        raise DependencyMissing(_("There is no voice on this computer. Install Sori again."))
    for voice in voices:
        if args.json:
            known = {"id": voice.id, "title": voice.title, "languages": voice.languages}
            line = {"version": 1, "error": None, **known, "engine": voice.id.partition(":")[0]}
            print(json.dumps(line, ensure_ascii=False))
        else:
            print(f"{voice.id:24} {voice.title} ({', '.join(voice.languages)})")
    return 0


def _remoteness(voice: Voice) -> int:
    language = voice.languages[0].lower()
    if language in ("en-us", "ko", "ko-kr"):
        return 0
    return 1 if language.partition("-")[0] in ("en", "ko") else 2
