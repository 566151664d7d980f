"""The folder of a model, as Vosk expects it."""

from pathlib import Path
from typing import Final

from training.tiny_vosk.acoustic_model import final_mdl, phones_of
from training.tiny_vosk.features import MFCC_CONF, STEP
from training.tiny_vosk.graph import UNKNOWN_WORD, words_table, write_graph
from training.tiny_vosk.lexicon import Pronunciation
from training.tiny_vosk.net import Trained
from training.tiny_vosk.transitions import SILENCE_PHONE, begin

MODEL_CONF: Final = f"""\
--min-active=200
--max-active=5000
--beam=14.0
--lattice-beam=6.0
--acoustic-scale=1.0
--frame-subsampling-factor={STEP}
--endpoint.silence-phones={SILENCE_PHONE}
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""


def write_model(trained: Trained, lexicon: dict[str, dict[Pronunciation, float]], folder: Path) -> None:
    """Write every file of the model."""
    phones = phones_of(trained)
    for part in ("am", "conf", "graph/phones"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "am/final.mdl").write_bytes(final_mdl(trained))
    for name, text in (
        ("conf/mfcc.conf", MFCC_CONF),
        ("conf/model.conf", MODEL_CONF),
        ("graph/words.txt", words_table((*lexicon, UNKNOWN_WORD))),
        # Without this file Vosk takes no grammars. No transition here stands for a mark of disambiguation,
        # and an empty file would look damaged, so it names a number beyond all transitions.
        ("graph/disambig_tid.int", f"{begin(len(phones)) + 1}\n"),
        ("graph/phones.txt", phones.table()),
        ("graph/phones/word_boundary.int", phones.word_boundaries()),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    write_graph(lexicon, phones, folder / "graph")
