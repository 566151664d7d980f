"""Whether libvosk will find what it needs in a model's folder, looked at before libvosk sees it."""

import os
import sys
from pathlib import Path
from typing import Final

from engines.errors import ModelDamaged, ModelMissing
from engines.words import _

_NEW: Final = ("am/final.mdl", "conf/model.conf")
_OLD: Final = ("final.mdl", "mfcc.conf")
_STATIC: Final = ("HCLG.fst",)
_DYNAMIC: Final = ("HCLr.fst", "Gr.fst", "disambig_tid.int")
_MAY_BE_EMPTY: Final = ("disambig_tid.int",)


def check(folder: Path) -> None:
    """Make sure that the files are there and not empty (libvosk's own list: its src/model.cc).

    Raises:
        ModelMissing: if there is no such folder.
        ModelDamaged: if it is not a whole model.
    """
    if not folder.is_dir():
        sentence = _("There is no speech model in {folder}. Fetch one with: sori models list")
        raise ModelMissing(sentence.format(folder=folder))
    missing = _missing(folder)
    if missing:
        sentence = _("The speech model {name} is damaged: {file} is missing or empty. Fetch it again.")
        raise ModelDamaged(sentence.format(name=folder.name, file=missing))


def can_take_grammar(folder: Path) -> bool:
    """Whether the model's graph is put together when it is used, so that a grammar can replace its own."""
    root = _graph(folder)
    return not (root / "HCLG.fst").is_file() and (root / "HCLr.fst").is_file()


def path_for_c(folder: Path) -> str:
    """Return the path as libvosk opens it: plain ASCII on Windows, where it knows no other."""
    path = str(folder)
    if sys.platform == "win32" and not path.isascii():
        import ctypes

        short = ctypes.create_unicode_buffer(1024)
        ctypes.windll.kernel32.GetShortPathNameW(path, short, len(short))
        if not short.value.isascii() or not short.value:
            sentence = _(
                "The speech model cannot be opened in {folder}. Move it to a folder in plain letters."
            )
            raise ModelDamaged(sentence.format(folder=folder))
        path = short.value
    return path


def _graph(folder: Path) -> Path:
    return folder / "graph" if _is_new(folder) else folder


def _is_new(folder: Path) -> bool:
    return (folder / "am").is_dir() or (folder / "conf").is_dir()


def _missing(folder: Path) -> str:
    """Return the first file that is missing or empty, relative to the folder; empty if all is well."""
    needed = list(_NEW if _is_new(folder) else _OLD)
    if _is_new(folder) and not (folder / "conf" / "fbank.conf").is_file():
        needed.append("conf/mfcc.conf")
    graph = _graph(folder)
    prefix = "graph/" if _is_new(folder) else ""
    names = _STATIC if (graph / "HCLG.fst").is_file() else _DYNAMIC
    needed += [prefix + name for name in names]
    if (graph / "words.txt").exists():
        needed.append(prefix + "words.txt")
    if (folder / "ivector").is_dir():
        needed += ["ivector/final.ie", "ivector/final.mat", "ivector/final.dubm", "ivector/global_cmvn.stats"]
        needed += ["ivector/online_cmvn.conf", "ivector/splice.conf"]
    return next((name for name in needed if not _is_whole(folder / name)), "")


def _is_whole(path: Path) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return False
    return os.access(path, os.R_OK) and (size > 0 or path.name in _MAY_BE_EMPTY)
