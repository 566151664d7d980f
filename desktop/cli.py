"""The `sori` command."""

import argparse
import errno
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from desktop import VERSION
from engines import network, words
from engines.errors import EngineError
from engines.words import _

COMMANDS: Final = (
    "describe",
    "transcribe",
    "caption",
    "dictate",
    "speak",
    "voices",
    "sign",
    "teach",
    "signs",
    "spell",
    "models",
    "engines",
    "doctor",
    "gui",
    "do",
    "updates",
)
SELF_TEST: Final = "--self-test"
OK, BUG, BAD_INPUT, MISSING, CANNOT_WRITE, INTERRUPTED = 0, 1, 2, 3, 4, 130
_FULL: Final = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code (docs/architecture.md lists them)."""
    network.install()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    words.use(words.system_language())
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(name)s: %(message)s")
    try:
        code = _done(arguments)
        sys.stdout.flush()
        return code
    except EngineError as error:
        from engines.sources.media_files import shown

        # A file's name may hold what a terminal would obey.
        print(shown(str(error)), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left, as `head` does. Nothing more can reach them.
        sys.stderr.close()
        return OK
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            # So Windows says that whoever read our output has left.
            return OK
        if error.errno not in _FULL:
            logger.exception(_("Something went wrong inside Sori. Please report the lines below."))
            return BUG
        # What could not be written is not tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(_("The output cannot be written: the disk is full. Free some space."), file=sys.stderr)
        return CANNOT_WRITE
    except Exception:
        logger.exception(_("Something went wrong inside Sori. Please report the lines below."))
        return BUG


def _done(arguments: Sequence[str]) -> int:
    if arguments[:1] == [SELF_TEST]:
        from desktop import self_test

        return self_test.main(arguments[1:])
    args = parser().parse_args(arguments)
    return int(args.run(args))


def parser() -> argparse.ArgumentParser:
    """Build the parser of every command."""
    root = argparse.ArgumentParser(
        prog="sori", description=_("Turns what one sense cannot reach into what another can, offline.")
    )
    root.add_argument("--version", action="version", version=f"sori {VERSION}")
    root.add_argument(
        SELF_TEST, action="store_true", help=_("try every engine on a small real input and print a table")
    )
    commands = root.add_subparsers(required=True, metavar=_("COMMAND"), dest="command")
    for name in COMMANDS:
        importlib.import_module(f"desktop.commands.{name}").add(commands)
    return root


if __name__ == "__main__":
    main()
