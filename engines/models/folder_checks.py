"""Whether a folder holds a model that its engine can load, judged by its files alone."""

from pathlib import Path
from typing import Final

from engines.errors import ModelDamaged
from engines.words import _

_ALWAYS: Final = ("am/final.mdl", "conf/model.conf")
_FEATURES: Final = ("conf/mfcc.conf", "conf/fbank.conf")
_GRAPHS: Final = (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst", "graph/disambig_tid.int"))
_OLD: Final = ("final.mdl", "mfcc.conf")


def check_folder(engine: str, folder: Path, title: str) -> None:
    """Make sure that `engine` finds the files it needs, none of them empty.

    Raises:
        ModelDamaged: if not.
    """
    if engine == "vosk" and not _is_vosk_model(folder):
        raise ModelDamaged(
            _("{title} lacks files that a Vosk model needs, so it was not installed. Get it again.").format(
                title=title
            )
        )


def _is_vosk_model(folder: Path) -> bool:
    """Return whether Vosk's own loader finds its files (its src/model.cc: new layout, else the old one)."""

    def has(*names: str) -> bool:
        return all((folder / name).is_file() and (folder / name).stat().st_size for name in names)

    is_new = has(*_ALWAYS) and any(map(has, _FEATURES)) and any(has(*names) for names in _GRAPHS)
    return is_new or (has(*_OLD) and (has("HCLG.fst") or has("HCLr.fst", "Gr.fst", "disambig_tid.int")))
